// @ts-check
/* Communities: groups of entities that are linked more with one another than with the rest, by modularity (Blondel, Guillaume, Lambiotte
   and Lefebvre 2008), in the order of the entities' numbers and without chance: the same each time. */

/** @import { Graph } from "./types.js" */

const MOST_ROUNDS = 20;
const MOST_LEVELS = 8;

/** Weights by neighbour, of each thing; a thing's own is that of the links within it, both ways. @typedef {Map<number, number>[]} Web */

const JOINED = 3; /* links that connect nothing by their role count only where the others join less than a third of what is linked */

/**
 * The community of each entity, the largest first; -1 for what has no link. Who edited two things does not bring them together:
 * links that connect nothing by their role do not count, as they are not drawn (`set_aside` of graph/wenmai/view/parts.py).
 * @param {Graph} graph
 */
export function communitiesOf(graph) {
  /** @type {Web} */
  let web = Array.from({ length: graph.count }, () => new Map());
  const counts = joining(graph);
  for (let link = 0; link < graph.size; link++) {
    const a = graph.subject[link], b = graph.object[link];
    if (a === b || !counts(link)) continue;
    web[a].set(b, (web[a].get(b) || 0) + 1);
    web[b].set(a, (web[b].get(a) || 0) + 1);
  }
  let of = Int32Array.from({ length: graph.count }, (_, node) => node);
  for (let level = 0; level < MOST_LEVELS; level++) {
    const groups = numbered(moved(web));
    const count = groups.reduce((most, one) => Math.max(most, one + 1), 0);
    of = of.map((thing) => groups[thing]);
    if (count === web.length) break;
    web = joined(web, groups, count);
  }
  return bySize(graph, of);
}

/** Which links bring entities together. @param {Graph} graph @returns {(link: number) => boolean} */
export function joining(graph) {
  const connects = (/** @type {number} */ link) => !graph.aside(graph.predicate[link]);
  const linked = new Set(), brought = new Set();
  for (let link = 0; link < graph.size; link++) {
    if (graph.subject[link] === graph.object[link]) continue;
    for (const node of [graph.subject[link], graph.object[link]]) {
      linked.add(node);
      if (connects(link)) brought.add(node);
    }
  }
  return JOINED * brought.size >= linked.size ? connects : () => true;
}

/**
 * Each thing in the group where it adds most to modularity, until none moves.
 * @param {Web} web
 */
function moved(web) {
  const degree = web.map((near) => [...near.values()].reduce((sum, weight) => sum + weight, 0));
  const total = degree.reduce((sum, one) => sum + one, 0) || 1;
  const group = Int32Array.from(web, (_, thing) => thing);
  const sizes = degree.slice();
  let changes = true;
  for (let round = 0; changes && round < MOST_ROUNDS; round++) {
    changes = false;
    for (let thing = 0; thing < web.length; thing++) {
      const own = group[thing];
      sizes[own] -= degree[thing];
      const best = bestGroup(web[thing], thing, group, (/** @type {number} */ one) => (sizes[one] * degree[thing]) / total);
      sizes[best] += degree[thing];
      if (best !== own) changes = true;
      group[thing] = best;
    }
  }
  return group;
}

/** @param {Map<number, number>} near @param {number} thing @param {Int32Array} group @param {(group: number) => number} expected */
function bestGroup(near, thing, group, expected) {
  /** @type {Map<number, number>} */
  const shared = new Map([[group[thing], 0]]);
  for (const [other, weight] of near) if (other !== thing) shared.set(group[other], (shared.get(group[other]) || 0) + weight);
  let best = group[thing], most = (shared.get(best) || 0) - expected(best);
  for (const [one, weight] of shared) {
    const gain = weight - expected(one);
    if (gain > most + 1e-12) { most = gain; best = one; }
  }
  return best;
}

/** Groups by numbers from 0 on, in the order in which they are met. @param {Int32Array} groups */
function numbered(groups) {
  const numbers = new Map();
  for (const one of groups) if (!numbers.has(one)) numbers.set(one, numbers.size);
  return groups.map((one) => numbers.get(one));
}

/** Groups as the things of the next level. @param {Web} web @param {Int32Array} groups @param {number} count @returns {Web} */
function joined(web, groups, count) {
  /** @type {Web} */
  const next = Array.from({ length: count }, () => new Map());
  web.forEach((near, thing) => {
    const from = next[groups[thing]];
    for (const [other, weight] of near) from.set(groups[other], (from.get(groups[other]) || 0) + weight);
  });
  return next;
}

/** @param {Graph} graph @param {Int32Array} of */
function bySize(graph, of) {
  const sizes = new Map();
  for (let node = 0; node < graph.count; node++) if (graph.degree(node)) sizes.set(of[node], (sizes.get(of[node]) || 0) + 1);
  const order = new Map([...sizes.keys()].sort((a, b) => sizes.get(b) - sizes.get(a) || a - b).map((one, place) => [one, place]));
  return of.map((one, node) => (graph.degree(node) ? order.get(one) ?? -1 : -1));
}

/**
 * The connected part of each entity, the largest first.
 * @param {Graph} graph
 */
export function componentsOf(graph) {
  const root = Int32Array.from({ length: graph.count }, (_, node) => node);
  const find = (/** @type {number} */ node) => {
    while (root[node] !== node) node = root[node] = root[root[node]];
    return node;
  };
  for (let link = 0; link < graph.size; link++) {
    const a = find(graph.subject[link]), b = find(graph.object[link]);
    root[Math.max(a, b)] = Math.min(a, b);
  }
  const of = root.map((_, node) => find(node));
  const sizes = new Map();
  for (const one of of) sizes.set(one, (sizes.get(one) || 0) + 1);
  const order = new Map([...sizes.keys()].sort((a, b) => sizes.get(b) - sizes.get(a) || a - b).map((one, place) => [one, place]));
  return of.map((one) => order.get(one) ?? -1);
}
