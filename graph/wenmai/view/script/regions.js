// @ts-check
/* Regions: the communities of a graph with their names, and the links between them counted; worked out when they are first asked for. */

/** @import { Graph, Look, Regions } from "./types.js" */

import { communitiesOf, joining } from "./communities.js";
import { plain } from "./text.js";

const MOST = 60; /* so many regions are told apart, the largest first */
const LEAST = 3; /* entities of a region; what is in smaller communities, or in none, is together in the last */

/**
 * @param {Graph} graph
 * @param {Look} look
 * @returns {Regions}
 */
export function makeRegions(graph, look) {
  const quiet = (/** @type {number} */ node) => look.kind(node) >= 0 && graph.data.classes[look.kind(node)][2] === 1;
  /** @type {ReturnType<typeof make> | null} */
  let made = null;
  const now = () => (made ??= make());

  function make() {
    const group = communitiesOf(graph);
    /** @type {number[][]} */
    const groups = [];
    /** @type {number[]} */
    const rest = [];
    for (let node = 0; node < graph.count; node++) {
      if (quiet(node)) continue;
      if (group[node] < 0) rest.push(node);
      else (groups[group[node]] ??= []).push(node);
    }
    const byLinks = (/** @type {number} */ a, /** @type {number} */ b) => graph.degree(b) - graph.degree(a) || a - b;
    const sized = groups.filter(Boolean).sort((a, b) => b.length - a.length || a[0] - b[0]);
    const members = sized.filter((some, place) => place < MOST && some.length >= LEAST).map((some) => some.sort(byLinks));
    for (const some of sized.slice(members.length)) rest.push(...some);
    const named = members.length, of = new Int32Array(graph.count).fill(-1);
    if (rest.length) members.push(rest.sort(byLinks));
    members.forEach((some, region) => { for (const node of some) of[node] = region; });
    return { of, members, named, ties: tiesOf(graph, of), places: new Map(members.slice(0, named).map(([chief], region) => [graph.iri(chief), region])) };
  }

  return {
    of: (node) => now().of[node],
    members: (region) => now().members[region] ?? [],
    get count() { return now().members.length; },
    get named() { return now().named; },
    ties: () => now().ties,
    iri: (region) => (region < now().named ? graph.iri(now().members[region][0]) : "-"),
    find: (iri) => (iri === "-" ? now().named : now().places.get(iri) ?? -1),
    name(region, rest) {
      if (region >= now().named) return rest;
      return now().members[region].slice(0, 2).map((node) => plain(graph.label(node))).join(graph.words === "en" ? ", " : "、");
    },
  };
}

/**
 * How many links join each two regions, the most first: [region, region, links].
 * @param {Graph} graph
 * @param {Int32Array} of
 * @returns {[number, number, number][]}
 */
function tiesOf(graph, of) {
  /** @type {Map<number, number>} */
  const counts = new Map(), joins = joining(graph);
  for (let link = 0; link < graph.size; link++) {
    const a = of[graph.subject[link]], b = of[graph.object[link]];
    if (a < 0 || b < 0 || a === b || !joins(link)) continue;
    const key = Math.min(a, b) * 4096 + Math.max(a, b);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || a - b).map(([key, count]) => [Math.floor(key / 4096), key % 4096, count]);
}
