// @ts-check
/* Which neighbours of an entity an expansion brings and a collapse puts away. */

/** @import { Drawing, Filters, Graph, Look, Visible } from "./types.js" */

/**
 * The neighbours by links that are not hidden that are not shown, the cheapest to reach first; `quiet` is whether others are hidden by their class.
 * @param {{ graph: Graph, look: Look, drawing: Drawing }} app
 * @param {Visible} shown
 * @param {Filters} filters
 * @param {number} node
 */
export function beyond({ graph, look, drawing }, shown, filters, node) {
  /** @type {Map<number, number>} */
  const costs = new Map();
  for (const link of graph.linksOf(node)) {
    if (filters.hiddenPredicates.has(graph.predicate[link])) continue;
    const other = graph.other(link, node);
    costs.set(other, Math.min(costs.get(other) ?? Infinity, graph.hopCost(graph.predicate[link]) + graph.through(other)));
  }
  const left = graph.neighbours(node).filter((other) => costs.has(other) && !shown.nodes.has(other));
  const hidden = (/** @type {number} */ other) => filters.hiddenKinds.has(look.kind(other));
  return {
    left: left.filter((other) => !hidden(other)).sort((a, b) => Number(costs.get(a)) - Number(costs.get(b)) || a - b),
    quiet: left.some((other) => hidden(other) && drawing.base.has(other)),
  };
}

/** @typedef {{ predicate: number, forward: boolean, kind: number }} Way a link type in a direction, or (predicate -1) a class */

/**
 * The neighbours that are not shown, by how they are linked and by what they are, the largest groups first.
 * @param {{ graph: Graph, look: Look }} app
 * @param {number} node
 * @param {number[]} left
 * @returns {{ way: Way, nodes: number[] }[]}
 */
export function groupsOf({ graph, look }, node, left) {
  /** @type {Map<string, { way: Way, within: Set<number> }>} */
  const found = new Map();
  const put = (/** @type {Way} */ way, /** @type {number} */ other) => {
    const key = `${way.predicate} ${way.forward} ${way.kind}`;
    const group = found.get(key);
    if (group) group.within.add(other);
    else found.set(key, { way, within: new Set([other]) });
  };
  const wanted = new Set(left);
  for (const link of graph.linksOf(node)) {
    const other = graph.other(link, node);
    if (wanted.has(other)) put({ predicate: graph.predicate[link], forward: graph.subject[link] === node, kind: -1 }, other);
  }
  for (const other of left) put({ predicate: -1, forward: true, kind: look.kind(other) }, other);
  return [...found.values()]
    .map(({ way, within }) => ({ way, nodes: left.filter((other) => within.has(other)) }))
    .sort((a, b) => b.nodes.length - a.nodes.length || a.way.predicate - b.way.predicate || a.way.kind - b.way.kind);
}

/**
 * What an expansion of the entity brought, and neighbours that hang on it alone.
 * @param {Graph} graph
 * @param {Visible} shown
 * @param {Filters} filters
 * @param {number} node
 */
export function hangingOn(graph, { nodes }, filters, node) {
  const alone = (/** @type {number} */ other) => graph.neighbours(other).every((one) => one === node || !nodes.has(one));
  return graph.neighbours(node).filter((other) => nodes.has(other) && (filters.added.get(other) === node || alone(other)));
}
