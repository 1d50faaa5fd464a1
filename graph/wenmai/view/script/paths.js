// @ts-check
/* How two entities are connected: the k cheapest simple paths, exactly and in the order of graph/wenmai/paths.

   Costs are the whole thousandths that Python computed. `least[h][v]` is the least cost from v to the goal in at most h
   hops, simple or not: a lower bound that never overstates, so paths leave the heap in the order of their cost (A*Prune,
   Liu & Ramakrishnan 2001); paths of one cost come in the order of their entities' IRIs, which is that of their numbers. */

/** @import { Graph, Path, Paths, Steps } from "./types.js" */

import { explainNone } from "./nopath.js";
import { makeHeap } from "./heap.js";
import { cheapestSteps } from "./steps.js";

const MOST_STEPS = 400000;

/**
 * @param {Graph} graph
 * @returns {Paths}
 */
export function makePaths(graph) {
  /** @type {Steps | null} */
  let table = null;
  return {
    find(a, b, { k = 3, maxHops = 6, avoid = new Set() } = {}) {
      if (a === b) return { paths: [], reason: "path.same", facts: [] };
      table ??= cheapestSteps(graph);
      const found = search(graph, table, { a, b, k, maxHops, avoid });
      return found.paths.length ? found : { ...found, ...explainNone(graph, table, { a, b, maxHops, avoid }) };
    },
  };
}

/**
 * @param {Graph} graph
 * @param {Steps} steps
 * @param {number} goal
 * @param {number} maxHops
 * @param {ReadonlySet<number>} avoid
 */
function lowerBounds(graph, steps, goal, maxHops, avoid) {
  const { start, other, cost } = steps;
  const least = [new Float64Array(graph.count).fill(Infinity)];
  least[0][goal] = 0;
  for (let hops = 1; hops <= maxHops; hops++) {
    const last = least[hops - 1];
    const now = last.slice();
    for (let node = 0; node < graph.count; node++) {
      if (node === goal) continue;
      let best = now[node];
      for (let row = start[node]; row < start[node + 1]; row++) {
        const to = other[row];
        const rest = last[to];
        if (rest === Infinity || avoid.has(to)) continue;
        const whole = cost[row] + (to === goal ? 0 : graph.through(to)) + rest;
        if (whole < best) best = whole;
      }
      now[node] = best;
    }
    least.push(now);
  }
  return least;
}

/**
 * Every partial path in the heap is simple, and `bound` is its cost and the least that could follow.
 * @param {Graph} graph
 * @param {Steps} steps
 * @param {{ a: number, b: number, k: number, maxHops: number, avoid: ReadonlySet<number> }} asked
 */
function search(graph, steps, { a, b, k, maxHops, avoid }) {
  const { start, other, cost } = steps;
  const least = lowerBounds(graph, steps, b, maxHops, avoid);
  const heap = makeHeap((/** @type {Partial_} */ one, /** @type {Partial_} */ two) => one.bound - two.bound || inOrder(one.nodes, two.nodes));
  if (least[maxHops][a] < Infinity) heap.push({ bound: least[maxHops][a], cost: 0, nodes: [a] });
  /** @type {Partial_[]} */
  const complete = [];
  let read = 0;
  while (complete.length < k && read <= MOST_STEPS) {
    const partial = heap.pop();
    if (!partial) break;
    const last = partial.nodes[partial.nodes.length - 1];
    if (last === b) {
      complete.push(partial);
      continue;
    }
    const left = maxHops - partial.nodes.length;
    for (let row = start[last]; row < start[last + 1]; row++) {
      const to = other[row];
      if (avoid.has(to) || partial.nodes.includes(to)) continue;
      const now = partial.cost + cost[row] + (to === b ? 0 : graph.through(to));
      const bound = now + least[left][to];
      if (bound < Infinity) heap.push({ bound, cost: now, nodes: [...partial.nodes, to] });
    }
    read += start[last + 1] - start[last];
  }
  return { paths: complete.map((one) => asPath(graph, steps, one)), stopped: read > MOST_STEPS };
}

/** @typedef {{ bound: number, cost: number, nodes: number[] }} Partial_ */

/** @param {number[]} one @param {number[]} two */
function inOrder(one, two) {
  const length = Math.min(one.length, two.length);
  for (let i = 0; i < length; i++) if (one[i] !== two[i]) return one[i] - two[i];
  return one.length - two.length;
}

/**
 * @param {Graph} graph
 * @param {Steps} steps
 * @param {Partial_} found
 * @returns {Path}
 */
function asPath(graph, { start, other, link, forward }, { nodes, cost }) {
  const hops = nodes.slice(1).map((to, i) => {
    let row = start[nodes[i]];
    while (other[row] !== to) row++;
    const also = graph.linksOf(nodes[i]).filter((one) => graph.other(one, nodes[i]) === to && one !== link[row]);
    return { link: link[row], forward: forward[row], also };
  });
  return { nodes, hops, cost, score: (1 / (1 + cost / 1000)).toFixed(4) };
}
