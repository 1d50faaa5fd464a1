// @ts-check
/* Which neighbours of an entity an expansion brings and a collapse puts away. */

/** @import { Drawing, Filters, Graph, Look, Visible } from "./types.js" */

/**
 * The neighbours that are not shown, the cheapest to reach first; `quiet` is whether others are hidden by their class.
 * @param {{ graph: Graph, look: Look, drawing: Drawing }} app
 * @param {Visible} shown
 * @param {Filters} filters
 * @param {number} node
 */
export function beyond({ graph, look, drawing }, shown, filters, node) {
  /** @type {Map<number, number>} */
  const costs = new Map();
  for (const link of graph.linksOf(node)) {
    const other = graph.other(link, node);
    costs.set(other, Math.min(costs.get(other) ?? Infinity, graph.hopCost(graph.predicate[link]) + graph.through(other)));
  }
  const left = graph.neighbours(node).filter((other) => !shown.nodes.has(other));
  const hidden = (/** @type {number} */ other) => filters.hiddenKinds.has(look.kind(other));
  return {
    left: left.filter((other) => !hidden(other)).sort((a, b) => Number(costs.get(a)) - Number(costs.get(b)) || a - b),
    quiet: left.some((other) => hidden(other) && drawing.base.has(other)),
  };
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
