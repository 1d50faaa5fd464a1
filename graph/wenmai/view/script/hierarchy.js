// @ts-check
/* What stands above what, by the predicates that make trees: safe from circles, and from things above which several stand. */

/** @import { Graph } from "./types.js" */

/** @typedef {{ below: Map<number, number[]>, above: Map<number, number[]>, roots: number[] }} Hierarchy */

/**
 * @param {Graph} graph
 * @param {number} kind of the trees: of kinds (0) or parts (1)
 * @returns {Hierarchy}
 */
export function hierarchyOf(graph, kind) {
  const ways = new Map(graph.data.facets.trees.filter((row) => row[1] === kind).map(([predicate, , up]) => [predicate, up === 1]));
  /** @type {Map<number, number[]>} */
  const below = new Map(), above = new Map();
  const add = (/** @type {Map<number, number[]>} */ map, /** @type {number} */ key, /** @type {number} */ value) => {
    const known = map.get(key) ?? [];
    if (!known.includes(value)) map.set(key, [...known, value]);
  };
  for (let link = 0; link < graph.size; link++) {
    const up = ways.get(graph.predicate[link]);
    const [a, b] = [graph.subject[link], graph.object[link]];
    if (up === undefined || a === b) continue;
    add(below, up ? b : a, up ? a : b);
    add(above, up ? a : b, up ? b : a);
  }
  return { below, above, roots: rootsOf(below, above) };
}

/**
 * Those above which nothing stands; of a circle that none of them leads to, its first.
 * @param {Map<number, number[]>} below
 * @param {Map<number, number[]>} above
 */
function rootsOf(below, above) {
  const seen = new Set();
  const reach = (/** @type {number} */ from) => {
    const open = [from];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      open.push(...(below.get(node) ?? []));
    }
  };
  const all = [...below.keys()].sort((a, b) => a - b);
  const roots = all.filter((node) => !above.has(node));
  roots.forEach(reach);
  for (const node of all) {
    if (seen.has(node)) continue;
    roots.push(node);
    reach(node);
  }
  return roots;
}

/**
 * A way down from a root to a node, as nodes; the shortest, none for what is in no tree.
 * @param {Hierarchy} hierarchy
 * @param {number} node
 */
export function wayDown({ above, roots, below }, node) {
  if (!above.has(node) && !below.has(node)) return [];
  const ends = new Set(roots);
  const from = new Map([[node, -1]]);
  let ring = [node];
  while (ring.length) {
    const end = ring.find((one) => ends.has(one));
    if (end !== undefined) {
      const way = [];
      for (let one = end; one >= 0; one = from.get(one) ?? -1) way.push(one);
      return way;
    }
    const next = [];
    for (const one of ring) {
      for (const up of above.get(one) ?? []) {
        if (from.has(up)) continue;
        from.set(up, one);
        next.push(up);
      }
    }
    ring = next;
  }
  return [];
}
