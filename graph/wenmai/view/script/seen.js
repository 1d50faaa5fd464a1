// @ts-check
/* What is to be seen in a state: entities and links, what is emphasised, and what is painted with less. */

/** @import { Drawing, Emphasis, Graph, Look, Path, Seen, Selection, State, Visible, Years } from "./types.js" */

import { spanReaches } from "./dates.js";
import { chosenPath, differ, endsOf } from "./state.js";

/**
 * @param {Graph} graph
 * @param {Look} look
 * @param {Drawing} drawing
 * @returns {Seen}
 */
export function makeSeen(graph, look, drawing) {
  /* Entities linked only with what is not drawn at first (figures, times) would lie about unconnected: they wait for it. */
  const waits = (/** @type {State} */ { filters }) => drawing.aside.size > 0 && !differ(drawing.first.hiddenKinds, filters.hiddenKinds);

  /** @param {State} state */
  function visibleNodes(state) {
    const { hiddenKinds, removed, added } = state.filters;
    const nodes = new Set();
    const waiting = waits(state);
    const allowed = (/** @type {number} */ node) => !removed.has(node) && !hiddenKinds.has(look.kind(node));
    for (const node of drawing.base) if (allowed(node) && !(waiting && drawing.aside.has(node))) nodes.add(node);
    for (const node of added.keys()) if (allowed(node)) nodes.add(node);
    for (const node of chosenPath(state)?.nodes ?? []) nodes.add(node);
    if (state.selected) for (const node of endsOf(graph, state.selected)) nodes.add(node);
    return nodes;
  }

  return {
    waits,
    visible(state) {
      const nodes = visibleNodes(state);
      const links = new Set();
      const always = new Set(chosenPath(state)?.hops.map((hop) => hop.link));
      if (state.selected?.link !== undefined) always.add(state.selected.link);
      for (const node of nodes) {
        for (const link of graph.linksOf(node)) {
          if (graph.subject[link] !== node || !nodes.has(graph.object[link])) continue;
          if (!state.filters.hiddenPredicates.has(graph.predicate[link]) || always.has(link)) links.add(link);
        }
      }
      return { nodes, links };
    },
    emphasis(state, shown) {
      const path = chosenPath(state);
      /** @type {Emphasis} */
      const lit = { nodes: new Map(), links: new Set(), path: path !== null };
      if (path) lightPath(lit, path);
      if (state.selected) lightSelection(graph, lit, state.selected, path ? new Set() : shown);
      return lit.nodes.size ? lit : null;
    },
    marks({ filters, preview }, shown) {
      const years = preview === undefined ? filters.years : preview;
      const hubs = filters.mute ? drawing.hubs : new Set();
      return { hubs, muted: mutedLinks(graph, shown, hubs), dim: years && outside(graph, shown, years) };
    },
  };
}

/** @param {Emphasis} lit @param {Path} path */
function lightPath({ nodes, links }, path) {
  path.nodes.forEach((node, i) => nodes.set(node, i === 0 || i === path.nodes.length - 1 ? 0 : 1));
  for (const hop of path.hops) links.add(hop.link);
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
 * The links that are not dated in some years, and the entities that neither are nor have a link that is.
 * @param {Graph} graph
 * @param {Visible} shown
 * @param {Years} years
 * @returns {Visible}
 */
function outside(graph, shown, years) {
  const bright = new Set();
  const dim = { nodes: new Set(), links: new Set() };
  for (const link of shown.links) {
    if (spanReaches(graph.span(link), years)) bright.add(graph.subject[link]).add(graph.object[link]);
    else dim.links.add(link);
  }
  for (const node of shown.nodes) if (!bright.has(node) && !isDated(graph, node, years)) dim.nodes.add(node);
  return dim;
}

/** @param {Graph} graph @param {number} node @param {Years} years */
function isDated(graph, node, years) {
  const span = graph.nodeSpan(node);
  if (span[0] || span[1]) return spanReaches(span, years);
  const own = graph.years(node);
  return own !== null && own[0] <= years[1] && own[1] >= years[0];
}

/**
 * The links of hubs, but for one of each entity that would have none left: the one to its least connected hub.
 * @param {Graph} graph
 * @param {Visible} shown
 * @param {ReadonlySet<number>} hubs
 */
export function mutedLinks(graph, shown, hubs) {
  const muted = new Set([...(hubs.size ? shown.links : [])].filter((link) => hubs.has(graph.subject[link]) || hubs.has(graph.object[link])));
  const ends = (/** @type {number} */ link) => [graph.subject[link], graph.object[link]];
  const joined = new Set([...shown.links].filter((link) => !muted.has(link) && graph.subject[link] !== graph.object[link]).flatMap(ends));
  const busy = (/** @type {number} */ link) => Math.min(...ends(link).map((node) => (hubs.has(node) ? graph.degree(node) : Infinity)));
  for (const link of [...muted].sort((a, b) => busy(a) - busy(b) || a - b)) {
    if (graph.subject[link] === graph.object[link] || ends(link).every((node) => joined.has(node))) continue;
    muted.delete(link);
    for (const node of ends(link)) joined.add(node);
  }
  return muted;
}
