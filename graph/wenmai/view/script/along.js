// @ts-check
/* The cheapest simple paths along arcs, exactly and in order; as in graph/wenmai/paths/along.py.

   Partial paths grow from the start by their cost and the least that is left, which is known exactly along arcs (A*Prune, Liu &
   Ramakrishnan 2001). Costs carry the number of hops in their last digits, so that of two paths of one cost the shorter is the
   cheaper; paths equal in both come in the order of their entities' IRIs, which is that of their numbers. */

/** @import { Arc, Asked, Graph } from "./types.js" */

import { makeHeap } from "./heap.js";

/** @typedef {{ bound: number, cost: number, nodes: number[] }} Partial_ */

/**
 * @param {Graph} graph
 * @param {Arc[]} arcs
 * @param {Asked} asked
 * @param {number} bound no wanted path costs more
 * @returns {{ cost: number, nodes: number[] }[]}
 */
export function pathsAlong(graph, arcs, { a, b, k, maxHops }, bound) {
  const scale = graph.count + 1;
  /** @type {Map<number, Map<number, number>>} */
  const out = new Map(), into = new Map();
  for (const { from, to, price } of arcs) {
    place(out, from).set(to, price * scale + 1);
    place(into, to).set(from, price * scale + 1);
  }
  const toll = (/** @type {number} */ node) => (node === b ? 0 : graph.through(node) * scale);
  const limit = (bound + 1) * scale;
  const left = restsTo(into, a, b, maxHops, limit, toll);
  const heap = makeHeap((/** @type {Partial_} */ one, /** @type {Partial_} */ two) => one.bound - two.bound || inOrder(one.nodes, two.nodes));
  heap.push({ bound: 0, cost: 0, nodes: [a] });
  const found = [];
  for (let partial = heap.pop(); partial && found.length < k; partial = heap.pop()) {
    const { cost, nodes } = partial;
    const last = nodes[nodes.length - 1];
    if (last === b) {
      found.push({ cost: Math.floor(cost / scale), nodes });
      continue;
    }
    for (const [to, price] of out.get(last) ?? []) {
      if (nodes.includes(to)) continue;
      const rest = left.get(to)?.find((one) => one.hops <= maxHops - nodes.length);
      const now = cost + price + toll(to);
      if (rest && now + rest.cost < limit) heap.push({ bound: now + rest.cost, cost: now, nodes: [...nodes, to] });
    }
  }
  return found;
}

/**
 * What is left to `b` from every node, without passing `a`: pairs of cost and hops, the cheapest first.
 * @param {Map<number, Map<number, number>>} into
 * @param {number} a
 * @param {number} b
 * @param {number} maxHops
 * @param {number} limit
 * @param {(node: number) => number} toll
 */
function restsTo(into, a, b, maxHops, limit, toll) {
  /** @typedef {{ cost: number, hops: number, node: number }} Rest */
  /** @type {Map<number, Rest[]>} */
  const left = new Map();
  const heap = makeHeap((/** @type {Rest} */ one, /** @type {Rest} */ two) => one.cost - two.cost || one.hops - two.hops);
  heap.push({ cost: 0, hops: 0, node: b });
  for (let rest = heap.pop(); rest; rest = heap.pop()) {
    const { cost, hops, node } = rest;
    const known = left.get(node) ?? [];
    if (known.some((one) => one.hops <= hops)) continue;
    left.set(node, [...known, rest]);
    if (hops === maxHops || node === a) continue;
    for (const [from, price] of into.get(node) ?? []) {
      const further = cost + toll(node) + price;
      if (further < limit) heap.push({ cost: further, hops: hops + 1, node: from });
    }
  }
  return left;
}

/** @param {Map<number, Map<number, number>>} map @param {number} node */
function place(map, node) {
  let found = map.get(node);
  if (!found) map.set(node, (found = new Map()));
  return found;
}

/** @param {number[]} one @param {number[]} two */
function inOrder(one, two) {
  const length = Math.min(one.length, two.length);
  for (let i = 0; i < length; i++) if (one[i] !== two[i]) return one[i] - two[i];
  return one.length - two.length;
}
