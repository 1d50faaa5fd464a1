// @ts-check
/* For every node the cheapest link to each neighbour: least cost, then least predicate, then forward before against. Links whose role
   connects nothing are left aside, but for those of bare ends, which have no other (set_aside in graph/wenmai/paths/costs.py). */

/** @import { Graph, Steps } from "./types.js" */

/** @typedef {{ cost: number, predicate: number, forward: boolean, link: number }} Step */

/**
 * @param {Graph} graph
 * @param {ReadonlySet<number> | null} bare the ends whose every link is followed; null where all links are
 * @returns {Steps}
 */
export function cheapestSteps(graph, bare) {
  const start = new Int32Array(graph.count + 1);
  /** @type {number[]} */
  const other = [], cost = [], link = [];
  const forward = [];
  for (let node = 0; node < graph.count; node++) {
    for (const [to, step] of bestOf(graph, node, bare)) {
      other.push(to); cost.push(step.cost); link.push(step.link); forward.push(step.forward);
    }
    start[node + 1] = other.length;
  }
  return { start, other: Int32Array.from(other), cost: Int32Array.from(cost), link: Int32Array.from(link), forward };
}

/**
 * @param {Graph} graph
 * @param {number} node
 * @param {ReadonlySet<number> | null} bare
 */
function bestOf(graph, node, bare) {
  /** @type {Map<number, Step>} */
  const best = new Map();
  for (const link of graph.linksOf(node)) {
    const to = graph.other(link, node);
    if (to === node) continue;
    const predicate = graph.predicate[link];
    if (bare && graph.aside(predicate) && !bare.has(node) && !bare.has(to)) continue;
    const step = { cost: graph.hopCost(predicate), predicate, forward: graph.subject[link] === node, link };
    const known = best.get(to);
    if (!known || before(step, known)) best.set(to, step);
  }
  return best;
}

/** @param {Step} a @param {Step} b */
function before(a, b) {
  if (a.cost !== b.cost) return a.cost < b.cost;
  return a.predicate !== b.predicate ? a.predicate < b.predicate : a.forward && !b.forward;
}
