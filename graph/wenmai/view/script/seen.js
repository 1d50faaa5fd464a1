// @ts-check
/* What is to be seen in a state: entities and links, what is emphasised, and what is painted with less. */

/** @import { Citations, Drawing, Emphasis, Graph, Look, Narrowing, Path, Seen, Selection, State, Visible, Years } from "./types.js" */

import { inYears, spanReaches } from "./dates.js";
import { holds, lastDay } from "./days.js";
import { beyond } from "./expansion.js";
import { isHeld } from "./narrowing.js";
import { ALL, chosenPath, differ, endsOf } from "./state.js";

export const MOST_OF_REGION = 1200; /* the most linked */
const FEW = 12; /* of fewer links of a passage, each is drawn as strongly as those of a path */

/**
 * @param {Graph} graph
 * @param {Look} look
 * @param {Drawing} drawing
 * @param {Narrowing} narrowing
 * @param {Citations} citations
 * @returns {Seen}
 */
export function makeSeen(graph, look, drawing, narrowing, citations) {
  const { regions } = drawing;
  /* Entities linked only with what is not drawn at first (figures, times) would lie about unconnected: they wait for it. */
  const waits = (/** @type {State} */ { filters: { hiddenKinds, hiddenPredicates, map } }) => map === null && drawing.aside.size > 0
    && !differ(drawing.first.hiddenKinds, hiddenKinds) && !differ(drawing.first.hiddenPredicates, hiddenPredicates);

  /** What is drawn: at first, or of the regions. @param {number | null} map @returns {Iterable<number>} */
  function drawnOf(map) {
    if (map === null) return drawing.base;
    if (map !== ALL) return regions.members(map).slice(0, MOST_OF_REGION);
    return Array.from({ length: graph.count }, (_, node) => node).filter((node) => regions.of(node) >= 0);
  }

  /** Whether the filters let an entity be drawn. @param {State} state */
  function allowedIn({ filters }) {
    const { hiddenKinds, removed, facets, asOf, map } = filters, day = lastDay(asOf);
    const passes = facets.size && map !== null ? narrowing.tally(filters).shown : null;
    const begun = (/** @type {number} */ node) => holds([graph.nodeSpan(node)[0], ""], day);
    return (/** @type {number} */ node) => (passes?.(node) ?? !facets.size) && !removed.has(node) && !hiddenKinds.has(look.kind(node)) && begun(node);
  }

  /** What is shown whatever is filtered: what is on a path, selected, or said by the passage that is read. @param {State} state */
  function asked(state) {
    const { found } = state.connection;
    const paths = found?.joined ? found.paths.flatMap((path) => path.nodes) : chosenPath(state)?.nodes ?? [];
    const read = readLinks(state).flatMap((link) => [graph.subject[link], graph.object[link]]);
    return [...paths, ...(state.selected ? endsOf(graph, state.selected) : []), ...read];
  }

  /** @param {State} state */
  function visibleNodes(state) {
    const { added, facets, map, kept, pinned } = state.filters, allowed = allowedIn(state);
    const matching = facets.size && map === null ? narrowing.matching(state.filters).nodes : [];
    const nodes = new Set(matching.filter((node) => !kept.size || kept.has(node)));
    const waiting = waits(state);
    const more = map === ALL ? [] : added.keys(), drawn = kept.size ? kept : drawnOf(map);
    for (const node of drawn) if (allowed(node) && !(waiting && drawing.aside.has(node))) nodes.add(node);
    for (const node of more) if (allowed(node)) nodes.add(node);
    for (const node of [...pinned, ...asked(state)]) nodes.add(node);
    return nodes;
  }

  /** @param {Visible} shown @param {State["filters"]} filters */
  function counted(shown, filters) {
    /** @type {Map<number, number>} */
    const known = new Map();
    return (/** @type {number} */ node) => {
      const count = known.get(node) ?? beyond({ graph, look, drawing }, shown, filters, node).left.length;
      known.set(node, count);
      return count;
    };
  }

  /** The links that the passage says which is chosen in the reader. @param {State} state */
  function readLinks({ reading: { open, document: document_, start, end } }) {
    const passage = open && start >= 0 ? citations.of(document_).find((one) => one.start === start && one.end === end) : null;
    return passage ? citations.supports(passage).links : [];
  }

  /** @param {State} state */
  function askedLinks(state) {
    const always = new Set([...chosenPath(state)?.hops.map((hop) => hop.link) ?? [], ...state.connection.found?.joined ?? [], ...readLinks(state)]);
    return state.selected?.link === undefined ? always : always.add(state.selected.link);
  }

  return {
    waits,
    visible(state) {
      const nodes = visibleNodes(state);
      const links = new Set();
      const { filters } = state, day = lastDay(filters.asOf);
      const usual = (/** @type {number} */ link) => !filters.hiddenPredicates.has(graph.predicate[link]) && isHeld(graph, link, day);
      const passes = filters.facets.size ? narrowing.tally(filters).shownLink : usual;
      const always = askedLinks(state);
      for (const node of nodes) {
        for (const link of graph.linksOf(node)) {
          if (graph.subject[link] !== node || !nodes.has(graph.object[link])) continue;
          if (passes(link) || always.has(link)) links.add(link);
        }
      }
      return { nodes, links };
    },
    emphasis(state, shown) {
      const path = chosenPath(state);
      /** @type {Emphasis} */
      const lit = { nodes: new Map(), links: new Set(), path: path !== null };
      const read = (state.pointed ?? (path || state.selected ? [] : readLinks(state))).filter((link) => shown.has(link));
      if (read.length) return lightLinks(graph, read);
      if (path) lightPath(lit, path);
      lightJoined(graph, lit, state.connection);
      if (state.selected) lightSelection(graph, lit, state.selected, path ? new Set() : shown);
      return lit.nodes.size ? lit : null;
    },
    marks({ filters, preview }, shown) {
      const years = preview === undefined ? filters.years : preview;
      const hubs = filters.mute ? drawing.hubs : new Set();
      return { hubs, muted: mutedLinks(graph, shown, hubs), dim: years && outside(graph, shown, years, filters.fade), beyond: counted(shown, filters) };
    },
  };
}

/** What a passage says. @param {Graph} graph @param {readonly number[]} links @returns {Emphasis} */
function lightLinks(graph, links) {
  const nodes = new Map(links.flatMap((link) => [graph.subject[link], graph.object[link]]).map((node) => [node, 1]));
  return { nodes, links: new Set(links), path: links.length < FEW };
}

/** @param {Emphasis} lit @param {Path} path */
function lightPath({ nodes, links }, path) {
  path.nodes.forEach((node, i) => nodes.set(node, i === 0 || i === path.nodes.length - 1 ? 0 : 1));
  for (const hop of path.hops) links.add(hop.link);
}

/** What joins several entities. @param {Graph} graph @param {Emphasis} lit @param {State["connection"]} connection */
function lightJoined(graph, { nodes, links }, { found, among }) {
  for (const link of found?.joined ?? []) {
    links.add(link);
    for (const end of [graph.subject[link], graph.object[link]]) nodes.set(end, among.includes(end) ? 0 : 1);
  }
}

/** @param {Graph} graph @param {Emphasis} lit @param {Selection} selected @param {Set<number>} shown */
function lightSelection(graph, { nodes, links }, selected, shown) {
  for (const node of endsOf(graph, selected)) nodes.set(node, 0);
  if (selected.node === undefined) {
    links.add(selected.link);
    return;
  }
  for (const link of shown) {
    if (graph.subject[link] !== selected.node && graph.object[link] !== selected.node) continue;
    links.add(link);
    const other = graph.other(link, selected.node);
    if (!nodes.has(other)) nodes.set(other, 1);
  }
}

/**
 * What some years fade: entities dated outside them, links so dated or of such entities; what is undated as it is asked.
 * @param {Graph} graph
 * @param {Visible} shown
 * @param {Years} years
 * @param {boolean} fade
 * @returns {Visible}
 */
function outside(graph, shown, years, fade) {
  const dim = { nodes: new Set(), links: new Set() };
  for (const node of shown.nodes) if (!inYears(graph, node, years, fade)) dim.nodes.add(node);
  for (const link of shown.links) {
    const span = graph.span(link), isDated = Boolean(span[0] || span[1]);
    const within = isDated ? spanReaches(span, years, graph.calendar) : !fade && !dim.nodes.has(graph.subject[link]) && !dim.nodes.has(graph.object[link]);
    if (!within) dim.links.add(link);
  }
  return dim;
}

/**
 * The links of hubs, but for those that hold the picture together: what is connected stays so, by links to the least connected hubs.
 * @param {Graph} graph
 * @param {Visible} shown
 * @param {ReadonlySet<number>} hubs
 */
export function mutedLinks(graph, shown, hubs) {
  const muted = new Set([...(hubs.size ? shown.links : [])].filter((link) => hubs.has(graph.subject[link]) || hubs.has(graph.object[link])));
  const join = makeJoin();
  for (const link of shown.links) if (!muted.has(link)) join(graph.subject[link], graph.object[link]);
  const links = (/** @type {number} */ node) => (hubs.has(node) ? graph.degree(node) : Infinity);
  const busy = (/** @type {number} */ link) => Math.min(links(graph.subject[link]), links(graph.object[link]));
  for (const link of [...muted].sort((a, b) => busy(a) - busy(b) || a - b)) if (join(graph.subject[link], graph.object[link])) muted.delete(link);
  return muted;
}

/** A function that joins the groups of two entities, and says whether they were apart. */
function makeJoin() {
  /** @type {Map<number, number>} */
  const above = new Map();
  const top = (/** @type {number} */ node) => {
    let one = node;
    for (let next = above.get(one); next !== undefined; next = above.get(one)) one = next;
    for (let next = above.get(node); next !== undefined && next !== one; next = above.get(next)) { above.set(node, one); node = next; }
    return one;
  };
  return (/** @type {number} */ a, /** @type {number} */ b) => {
    const [one, other] = [top(a), top(b)];
    if (one !== other) above.set(one, other);
    return one !== other;
  };
}
