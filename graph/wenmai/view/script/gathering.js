// @ts-check
/* Paths that say the same but for one entity in between are gathered: the first is told, and through how many others it goes.
   As in graph/wenmai/paths/gathering.py. */

/** @import { Graph, Hop, Others, Walk } from "./types.js" */

const READ = 20000; /* an entity with more links is not asked through how many others a path may go */

/**
 * Says of path after path whether it is near none of those before.
 * @param {(nodes: number[]) => Hop[]} hopsOf
 * @param {Graph} graph
 */
export function makeNear(graph, hopsOf) {
  /** @type {Map<string, number[][]>} */
  const told = new Map();
  return (/** @type {number[]} */ nodes) => {
    const shape = hopsOf(nodes).map(({ link, forward }) => `${graph.predicate[link]}${forward ? ">" : "<"}`).join(" ");
    const alike = told.get(shape) ?? [];
    if (alike.some((other) => other.filter((node, i) => node !== nodes[i]).length < 2)) return false;
    told.set(shape, [...alike, nodes]);
    return true;
  };
}

/**
 * Through how many others a path may go in the place of each entity in between, linked as it is, by the same predicates.
 * @param {Graph} graph
 * @param {Walk} walk
 * @param {number[]} nodes
 * @param {Hop[]} hops
 * @returns {Others[]}
 */
export function countOthers(graph, { beyond, through }, nodes, hops) {
  const found = [];
  for (let place = 1; place < nodes.length - 1; place++) {
    const before = nodes[place - 1], after = nodes[place + 1];
    if (Math.max(graph.degree(before), graph.degree(after)) > READ) continue;
    const there = hops[place - 1], back = hops[place];
    const ends = beyond(before, graph.predicate[there.link], there.forward, false);
    const others = [...beyond(after, graph.predicate[back.link], !back.forward, true)]
      .filter((one) => ends.has(one) && !nodes.includes(one) && through(one) < Infinity);
    if (others.length) found.push({ place, total: others.length, kind: graph.types(nodes[place])[0] ?? -1 });
  }
  return found;
}
