// @ts-check
/* How several entities are joined: the cheapest path of every pair, a least spanning tree of those, without cycles and without ends that
   nobody asked for (Kou, Markowsky & Berman 1981); the answer of `wenmai between`, as in graph/wenmai/subgraph.py. */

/** @import { Bounds, Found, Graph, Path, Paths } from "./types.js" */

import { byCodePoint } from "./text.js";

export const MOST_JOINED = 12;

/**
 * @param {Graph} graph
 * @param {Paths} paths
 * @param {readonly number[]} wanted two to twelve different entities
 * @param {Bounds} bounds
 * @returns {Found} the paths of the tree, the cheapest first, and the links that are left of them; or why two cannot be joined
 */
export function join(graph, paths, wanted, bounds) {
  /** @type {Path[]} */
  const ways = [];
  /** @type {Found | null} */
  let none = null;
  const aside = new Set();
  wanted.forEach((a, i) => {
    for (const b of wanted.slice(i + 1)) {
      const found = paths.find(a, b, { ...bounds, k: 1 });
      for (const one of found.aside ?? []) aside.add(one);
      if (found.paths.length) ways.push(found.paths[0]);
      else none = found;
    }
  });
  const iris = new Map(ways.map((way) => [way, way.nodes.map(graph.iri)]));
  const order = (/** @type {Path} */ one, /** @type {Path} */ two) => byTexts(iris.get(one) ?? [], iris.get(two) ?? []);
  ways.sort((one, two) => one.cost - two.cost || one.hops.length - two.hops.length || order(one, two));
  const isApart = makeGroups();
  const tree = ways.filter(({ nodes }) => isApart(nodes[0], nodes[nodes.length - 1]));
  if (tree.length < wanted.length - 1) return { ...(none ?? { paths: [] }), paths: [] };
  return { paths: tree, joined: linksOf(graph, tree, new Set(wanted)), aside: [...aside].sort((a, b) => a - b) };
}

/** The links between the pairs that are left of some paths. @param {Graph} graph @param {Path[]} tree @param {ReadonlySet<number>} wanted */
function linksOf(graph, tree, wanted) {
  const isApart = makeGroups();
  let pairs = tree.flatMap(({ nodes }) => nodes.slice(1).map((node, i) => [nodes[i], node])).filter(([a, b]) => isApart(a, b));
  for (let before = -1; before !== pairs.length;) {
    before = pairs.length;
    /** @type {Map<number, number>} */
    const counts = new Map();
    for (const end of pairs.flat()) counts.set(end, (counts.get(end) ?? 0) + 1);
    pairs = pairs.filter((ends) => ends.every((end) => wanted.has(end) || Number(counts.get(end)) > 1));
  }
  const links = pairs.flatMap(([a, b]) => graph.linksOf(a).filter((link) => graph.other(link, a) === b));
  return links.sort((a, b) => a - b);
}

/** Joins the groups of two, and says whether they were apart. */
function makeGroups() {
  /** @type {Map<number, number>} */
  const group = new Map();
  const top = (/** @type {number} */ node) => {
    let one = node;
    for (let next = group.get(one); next !== undefined; next = group.get(one)) one = next;
    return one;
  };
  return (/** @type {number} */ a, /** @type {number} */ b) => {
    const [one, other] = [top(a), top(b)];
    if (one !== other) group.set(one, other);
    return one !== other;
  };
}

/** @param {string[]} one @param {string[]} two */
function byTexts(one, two) {
  for (let i = 0; i < Math.min(one.length, two.length); i++) {
    const order = byCodePoint(one[i], two[i]);
    if (order) return order;
  }
  return one.length - two.length;
}
