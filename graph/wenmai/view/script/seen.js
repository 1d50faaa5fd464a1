// @ts-check
/* What is to be seen in a state: entities and links, what is emphasised, and what is painted with less. */

/** @import { Drawing, Emphasis, Graph, Look, Marks, Path, Seen, Selection, State, Visible, Years } from "./types.js" */

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
      return { muted: filters.mute ? drawing.hubs : new Set(), dim: years && outside(graph, shown, years) };
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
    if (inYears(graph.span(link), years)) bright.add(graph.subject[link]).add(graph.object[link]);
    else dim.links.add(link);
  }
  for (const node of shown.nodes) if (!bright.has(node) && !inYears(graph.nodeSpan(node), years)) dim.nodes.add(node);
  return dim;
}

/** @param {[string, string]} span @param {Years} years */
function inYears([begin, end], years) {
  if (!begin && !end) return false;
  return Number((begin || "-9999").slice(0, 4)) <= years[1] && Number((end || "9999").slice(0, 4)) >= years[0];
}

/** @param {Graph} graph @param {Marks} marks @param {number} link */
export function isMuted(graph, marks, link) {
  return marks.muted.has(graph.subject[link]) || marks.muted.has(graph.object[link]);
}
