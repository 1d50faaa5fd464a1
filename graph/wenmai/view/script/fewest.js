// @ts-check
/* The path of fewest hops, by breadth from both ends; as in graph/wenmai/paths/shortest.py: of several the same one. */

/** @import { Graph, Outcome, Steps, Walk } from "./types.js" */

/** @typedef {{ steps: Steps, back: Steps, rings: number[][], depth: Map<number, number>, weight: number }} Side */

/**
 * The nodes of a shortest path within the filters of a walk (via aside), or which end all was seen around, and how much that was.
 * @param {Graph} graph
 * @param {Walk} walk
 * @param {number} a
 * @param {number} b
 * @returns {Outcome}
 */
export function fewest(graph, { out, into, filters: { maxHops } }, a, b) {
  /** @type {(end: number, steps: Steps, back: Steps) => Side} */
  const side = (end, steps, back) => ({ steps, back, rings: [[end]], depth: new Map([[end, 0]]), weight: graph.degree(end) });
  const sides = [side(a, out, into), side(b, into, out)];
  for (let hops = 0; hops < maxHops; hops++) {
    const which = sides[0].weight <= sides[1].weight ? 0 : 1;
    const one = sides[which], other = sides[1 - which];
    if (!one.rings[one.rings.length - 1].length) return { nodes: null, closed: which, size: one.depth.size };
    const met = grow(graph, one, other.depth);
    if (!met) continue;
    const ways = [wayBack(one, met[0]), wayBack(other, met[1])];
    return { nodes: [...ways[which].reverse(), ...ways[1 - which]], closed: -1, size: 0 };
  }
  return { nodes: null, closed: -1, size: 0 };
}

/**
 * Add the next ring; the link that joins both sides, if any: a node of the last ring, and the least seen from the other end.
 * @param {Graph} graph
 * @param {Side} side
 * @param {Map<number, number>} opposite
 * @returns {[number, number] | null}
 */
function grow(graph, side, opposite) {
  const { start, other } = side.steps;
  const following = new Set();
  for (const node of [...side.rings[side.rings.length - 1]].sort((x, y) => x - y)) {
    const others = [...other.subarray(start[node], start[node + 1])];
    const met = others.filter((one) => opposite.has(one));
    if (met.length) return [node, Math.min(...met)];
    for (const one of others) if (!side.depth.has(one)) following.add(one);
  }
  for (const one of following) side.depth.set(one, side.rings.length);
  side.rings.push([...following]);
  side.weight = [...following].reduce((sum, one) => sum + graph.degree(one), 0);
  return null;
}

/**
 * The nodes from one back to the end, the least of each ring.
 * @param {Side} side
 * @param {number} node
 */
function wayBack({ back: { start, other }, depth }, node) {
  const way = [node];
  for (let ring = Number(depth.get(node)) - 1; ring >= 0; ring--) {
    const last = way[way.length - 1];
    way.push(Math.min(...[...other.subarray(start[last], start[last + 1])].filter((one) => depth.get(one) === ring)));
  }
  return way;
}
