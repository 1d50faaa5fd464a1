// @ts-check
/* The cheapest simple paths along arcs, exactly and in order; as in graph/wenmai/paths/along.py.

   Partial paths grow from the start by their cost and the least that is left, which is known exactly along arcs (A*Prune, Liu &
   Ramakrishnan 2001). Costs carry the number of hops in their last digits, so that of two paths of one cost the shorter is the
   cheaper; paths equal in both come in the order of their entities' IRIs, which is that of their numbers. */

/** @import { Arc, Steps, Walk } from "./types.js" */

import { makeHeap } from "./heap.js";

const MOST_PARTIAL = 200000; /* so many partial paths are extended at most */

/** @typedef {{ bound: number, cost: number, nodes: number[], goals: number[] }} Partial_ */
/** @typedef {{ cost: number, hops: number, node: number }} Rest */
/** @typedef {(node: number) => Iterable<[number, number]>} Row */
/** @typedef {{ out: Row, into: Row, toll(node: number): number, scale: number }} Net */

/**
 * Arcs as a net: from each node on, and back; prices and tolls with room for the hops.
 * @param {Arc[]} arcs
 * @param {Walk} walk
 * @returns {Net}
 */
export function netOfArcs(arcs, { through, out: { start } }) {
  /** @type {Map<number, Map<number, number>>} */
  const out = new Map(), into = new Map();
  for (const { from, to, price } of arcs) {
    place(out, from).set(to, price);
    place(into, to).set(from, price);
  }
  return { out: (node) => out.get(node) ?? [], into: (node) => into.get(node) ?? [], toll: through, scale: start.length };
}

/**
 * Every step of a walk as a net.
 * @param {Walk} walk
 * @returns {Net}
 */
export function netOfWalk({ out, into, through }) {
  /** @param {Steps} steps @returns {Row} */
  const rows = ({ start, other, cost }) => function* (node) {
    for (let row = start[node]; row < start[node + 1]; row++) yield [other[row], cost[row]];
  };
  return { out: rows(out), into: rows(into), toll: through, scale: out.start.length };
}

/**
 * The cheapest k paths through the nodes of one of some orders, which pass none of the others; stopped at the most partial paths.
 * @param {Net} net
 * @param {number[][]} orders each from the start to the goal
 * @param {{ k: number, maxHops: number, bound: number }} asked no wanted path costs more than the bound
 * @returns {{ found: { cost: number, nodes: number[] }[], stopped: boolean }}
 */
export function pathsAlong(net, orders, { k, maxHops, bound }) {
  const { scale } = net;
  const limit = (bound + 1) * scale;
  const closed = new Set(orders.flat());
  const lefts = new Map([...new Set(orders.flatMap((order) => order.slice(1)))].map((goal) => [goal, restsTo(net, goal, closed, maxHops, limit)]));
  const heap = makeHeap((/** @type {Partial_} */ one, /** @type {Partial_} */ two) => one.bound - two.bound || inOrder(one.nodes, two.nodes));

  /** @param {number} goal @param {number} node @param {number} hops */
  const least = (goal, node, hops) => lefts.get(goal)?.get(node)?.find((one) => one.hops <= hops)?.cost ?? Infinity;

  /** @param {number[]} nodes @param {number} cost @param {number[]} goals */
  function push(nodes, cost, goals) {
    const hops = maxHops - nodes.length + 1;
    let whole = cost, last = nodes[nodes.length - 1];
    goals.forEach((goal, i) => {
      whole += least(goal, last, hops) + (i < goals.length - 1 ? net.toll(goal) * scale : 0);
      last = goal;
    });
    if (whole < limit) heap.push({ bound: whole, cost, nodes, goals });
  }

  for (const [first, ...goals] of orders) push([first], 0, goals);
  const found = [];
  let room = MOST_PARTIAL;
  for (let partial = heap.pop(); partial && found.length < k; partial = heap.pop()) {
    const { cost, nodes, goals } = partial;
    if (!goals.length) {
      found.push({ cost: Math.floor(cost / scale), nodes });
      continue;
    }
    if (room-- <= 0) return { found, stopped: true };
    for (const [to, price] of net.out(nodes[nodes.length - 1])) {
      if (nodes.includes(to)) continue;
      const spent = cost + price * scale + 1;
      if (to === goals[0]) push([...nodes, to], spent + (goals.length > 1 ? net.toll(to) * scale : 0), goals.slice(1));
      else if (!closed.has(to)) push([...nodes, to], spent + net.toll(to) * scale, goals);
    }
  }
  return { found, stopped: false };
}

/**
 * What is left to a goal from every node, passing none that is closed: pairs of cost and hops, the cheapest first.
 * @param {Net} net
 * @param {number} goal
 * @param {Set<number>} closed
 * @param {number} maxHops
 * @param {number} limit
 */
function restsTo({ into, toll, scale }, goal, closed, maxHops, limit) {
  /** @type {Map<number, Rest[]>} */
  const left = new Map();
  const limited = maxHops < Infinity;
  const heap = makeHeap((/** @type {Rest} */ one, /** @type {Rest} */ two) => one.cost - two.cost || one.hops - two.hops);
  heap.push({ cost: 0, hops: 0, node: goal });
  for (let rest = heap.pop(); rest; rest = heap.pop()) {
    const { cost, hops, node } = rest;
    const known = left.get(node) ?? [];
    if (known.length && (!limited || known[known.length - 1].hops <= hops)) continue;
    left.set(node, [...known, rest]);
    if (hops === maxHops || (node !== goal && closed.has(node))) continue;
    const base = cost + (node === goal ? 0 : toll(node) * scale) + 1;
    for (const [from, price] of into(node)) {
      const further = base + price * scale;
      if (further < limit) heap.push({ cost: further, hops: hops + Number(limited), node: from });
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
