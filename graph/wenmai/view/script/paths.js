// @ts-check
/* How two entities are connected: the answers of the command, exactly and in its order (graph/wenmai/paths): by cost, then hops, then
   the IRIs of their entities; paths that differ in one entity only gathered. Costs are the whole thousandths that Python computed. */

/** @import { Bounds, Filtering, Graph, Hop, Path, Paths, Walk } from "./types.js" */

import { netOfArcs, netOfWalk, pathsAlong } from "./along.js";
import { NO_BOUNDS } from "./bounds.js";
import { lastDay } from "./days.js";
import { fewest } from "./fewest.js";
import { countOthers, makeNear } from "./gathering.js";
import { meet } from "./meeting.js";
import { explainNone } from "./nopath.js";
import { rounded } from "./text.js";
import { NO_FILTERS, makeWalk, setAside } from "./walk.js";

const USUAL = 6; /* the longest path sought where nobody says how long it may be; if there is none, the search goes on beyond */
const FURTHER = 8; /* how many times as many paths are sought where some that were found differ in one entity only */
const MOST_WALKS = 6;

/** @typedef {{ found: { cost: number, nodes: number[] }[], stopped: boolean, beyond: boolean }} Searched */

/**
 * @param {Graph} graph
 * @returns {Paths}
 */
export function makePaths(graph) {
  /** @type {Map<string, Walk>} */
  const walks = new Map();

  /* The ends matter to a walk where entities are filtered, and those that keep their links. */
  /** @param {Filtering} filters @param {number[]} ends @param {boolean} ranked */
  function walkOf(filters, ends, ranked) {
    const plain = (/** @type {string} */ _, /** @type {unknown} */ value) => (value instanceof Set ? [...value] : value);
    const key = JSON.stringify([{ ...filters, maxHops: 0, via: 0 }, ends, ranked], plain);
    const walk = walks.get(key) ?? makeWalk(graph, filters, ends, ranked);
    walks.delete(key);
    walks.set(key, walk);
    for (const old of walks.keys()) if (walks.size > MOST_WALKS) walks.delete(old);
    return { ...walk, filters };
  }

  /** @param {Walk} walk @param {number} a @param {number} b @param {number} k @param {number} maxHops @returns {Searched} */
  function search(walk, a, b, k, maxHops) {
    const { via } = walk.filters;
    if (via.length) return { ...pathsAlong(netOfWalk(walk), orders(a, b, via), { k, maxHops, bound: Infinity }), beyond: false };
    const { arcs, bound, stopped } = meet(walk, { a, b, k, maxHops });
    const { found, stopped: ended } = pathsAlong(netOfArcs(arcs, walk), [[a, b]], { k, maxHops, bound });
    return { found, stopped: stopped || ended, beyond: false };
  }

  /* The first k paths; longer than usual when there is no other. */
  /** @param {Walk} walk @param {number} a @param {number} b @param {number} k @returns {Searched} */
  function best(walk, a, b, k) {
    const { via, maxHops } = walk.filters;
    const none = { found: [], stopped: false, beyond: false };
    if (!walk.exist(a) || !walk.exist(b) || via.some((node) => walk.through(node) === Infinity)) return none;
    if (k === 1 && !walk.ranked && !via.length) {
      const { nodes } = fewest(graph, walk, a, b);
      return nodes ? { ...none, found: [{ cost: 1000 * (nodes.length - 1), nodes }] } : none;
    }
    if (maxHops < Infinity) return search(walk, a, b, k, maxHops);
    const usual = search(walk, a, b, k, USUAL);
    if (usual.found.length || usual.stopped) return usual;
    const more = search(walk, a, b, k, Infinity);
    return { ...more, beyond: more.found.length > 0 };
  }

  /* The first k paths of which none is near another. */
  /** @param {Walk} walk @param {number} a @param {number} b @param {number} k @returns {Searched} */
  function apart(walk, a, b, k) {
    const takes = makeNear(graph, (nodes) => hopsOf(graph, walk, nodes));
    const found = [];
    let seen = 0, last = best(walk, a, b, k);
    for (const most of [k, FURTHER * k]) {
      if (most > k) last = best(walk, a, b, most);
      for (const one of last.found.slice(seen)) if (takes(one.nodes) && found.push(one) === k) return { ...last, found };
      if (last.found.length < most || last.stopped) break;
      seen = last.found.length;
    }
    return { ...last, found };
  }

  return {
    find(a, b, some = {}) {
      const bounds = { ...NO_BOUNDS, ...some };
      const refused = refusal(a, b, bounds);
      if (refused) return { paths: [], ...refused };
      const filters = filtersOf(graph, a, b, bounds);
      const walk = walkOf(filters, [a, b], !bounds.shortest);
      const { found, stopped, beyond } = (bounds.near ? best : apart)(walk, a, b, bounds.k);
      const aside = asideAt(graph, [a, b].filter((end) => !filters.bare.has(end)), filters.aside);
      if (found.length) return { paths: found.map((one) => asPath(graph, walk, one, bounds.near)), stopped, aside, beyond };
      if (stopped) return { paths: [], stopped, aside, reason: "path.unfinished", facts: [a, b] };
      const viaHops = (/** @type {Filtering} */ looser) => {
        const loose = walkOf(looser, [a, b], false);
        if (looser.via.some((node) => loose.through(node) === Infinity)) return Infinity;
        return (search(loose, a, b, 1, looser.maxHops).found[0]?.nodes.length ?? Infinity) - 1;
      };
      return { paths: [], stopped, aside, ...explainNone(graph, a, b, filters, viaHops) };
    },
  };
}

/** What is asked that cannot be, as the key of a sentence. @param {number} a @param {number} b @param {Required<Bounds>} bounds */
function refusal(a, b, { avoid, via, asOf }) {
  if (a === b) return { reason: "path.same", facts: [] };
  if (avoid.has(a) || avoid.has(b)) return { reason: "path.end.avoided", facts: [] };
  const both = via.find((node) => avoid.has(node));
  if (both !== undefined) return { reason: "path.both", facts: [both] };
  if (asOf && !lastDay(asOf)) return { reason: "path.day", facts: [] };
  return null;
}

/** @param {Graph} graph @param {number} a @param {number} b @param {Required<Bounds>} bounds @returns {Filtering} */
function filtersOf(graph, a, b, { avoid, via, only, without, types, directed, maxDegree, asOf, statedOnly, statuses, maxHops, allLinks }) {
  const passed = [...new Set(via)].filter((node) => node !== a && node !== b);
  const filters = {
    ...NO_FILTERS, avoid, via: passed, only, without, types, directed, maxDegree, asOf: lastDay(asOf), statedOnly, statuses, maxHops: maxHops || Infinity,
  };
  return allLinks ? filters : setAside(graph, filters, [a, b, ...passed]);
}

/**
 * Every order in which some entities can be passed.
 * @param {number} a
 * @param {number} b
 * @param {readonly number[]} via
 * @returns {number[][]}
 */
function orders(a, b, via) {
  /** @type {(some: readonly number[]) => number[][]} */
  const arranged = (some) => (some.length ? some.flatMap((one) => arranged(some.filter((other) => other !== one)).map((rest) => [one, ...rest])) : [[]]);
  return arranged(via).map((order) => [a, ...order, b]);
}

/**
 * The predicates of the links of some nodes that are left aside, in order.
 * @param {Graph} graph
 * @param {number[]} nodes
 * @param {ReadonlySet<number>} aside
 */
function asideAt(graph, nodes, aside) {
  const met = new Set(nodes.flatMap((node) => graph.linksOf(node)).map((link) => graph.predicate[link]).filter((one) => aside.has(one)));
  return [...met].sort((one, two) => one - two);
}

/** @param {Graph} graph @param {Walk} walk @param {number[]} nodes @returns {Hop[]} */
function hopsOf(graph, walk, nodes) {
  return nodes.slice(1).map((to, i) => {
    const link = walk.linkBetween(nodes[i], to);
    const also = graph.linksOf(nodes[i]).filter((one) => graph.other(one, nodes[i]) === to && one !== link);
    return { link, forward: graph.subject[link] === nodes[i], also };
  });
}

/**
 * @param {Graph} graph
 * @param {Walk} walk
 * @param {{ cost: number, nodes: number[] }} found
 * @param {boolean} near
 * @returns {Path}
 */
function asPath(graph, walk, { nodes, cost }, near) {
  const hops = hopsOf(graph, walk, nodes);
  const links = hops.reduce((sum, hop) => sum + walk.hop(graph.predicate[hop.link]), 0);
  const passed = nodes.slice(1, -1).map((node) => ({ node, cost: walk.through(node) }));
  const others = near ? [] : countOthers(graph, walk, nodes, hops);
  return { nodes, hops, cost, links, passed, ranked: walk.ranked, others, score: rounded(1 / (1 + cost / 1000), 4) };
}
