// @ts-check
/* Regions: the communities of a graph with their names, and the links between them counted; worked out when they are first asked for. */

/** @import { GivenRegions, Graph, Look, Regions } from "./types.js" */

import { communitiesOf, joining } from "./communities.js";
import { plain } from "./text.js";

const MOST = 60; /* so many regions are told apart, the largest first */
const LEAST = 3; /* entities of a region; what is in smaller communities, or in none, is together in the last */

/**
 * @param {Graph} graph
 * @param {Look} look
 * @param {GivenRegions | null} [given] those of the whole graph, where the page holds hubs of them
 * @returns {Regions}
 */
export function makeRegions(graph, look, given = null) {
  const quiet = (/** @type {number} */ node) => look.kind(node) >= 0 && graph.data.classes[look.kind(node)][2] === 1;
  /** @type {ReturnType<typeof make> | null} */
  let made = null;
  const now = () => (made ??= given ? taken(given) : make());
  const byLinks = (/** @type {number} */ a, /** @type {number} */ b) => graph.degree(b) - graph.degree(a) || a - b;

  /** @param {GivenRegions} some */
  function taken({ of, sizes, links, ties, named }) {
    const members = sizes.map(() => /** @type {number[]} */ ([]));
    of.forEach((region, node) => members[region].push(node));
    for (const one of members) one.sort(byLinks);
    return { of: Int32Array.from(of), members, named, sizes, links, ties, places: placesOf(members, named) };
  }

  /** @param {number[][]} members @param {number} named */
  const placesOf = (members, named) => new Map(members.slice(0, named).map(([chief], region) => [graph.iri(chief), region]));

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
    const sized = groups.filter(Boolean).sort((a, b) => b.length - a.length || a[0] - b[0]);
    const members = sized.filter((some, place) => place < MOST && some.length >= LEAST).map((some) => some.sort(byLinks));
    for (const some of sized.slice(members.length)) rest.push(...some);
    const named = members.length, of = new Int32Array(graph.count).fill(-1);
    if (rest.length) members.push(rest.sort(byLinks));
    members.forEach((some, region) => { for (const node of some) of[node] = region; });
    return { of, members, named, sizes: members.map((some) => some.length), ...tiesOf(graph, of, members.length), places: placesOf(members, named) };
  }

  return {
    of: (node) => now().of[node],
    members: (region) => now().members[region] ?? [],
    size: (region) => now().sizes[region] ?? 0,
    links: (region) => now().links[region] ?? 0,
    whole: !given,
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
 * How many links join each two regions, the most first: [region, region, links]; and how many are within each.
 * @param {Graph} graph
 * @param {Int32Array} of
 * @param {number} count
 * @returns {{ ties: [number, number, number][], links: number[] }}
 */
function tiesOf(graph, of, count) {
  /** @type {number[]} */
  const links = new Array(count).fill(0);
  /** @type {Map<number, number>} */
  const counts = new Map(), joins = joining(graph);
  for (let link = 0; link < graph.size; link++) {
    const a = of[graph.subject[link]], b = of[graph.object[link]];
    if (a < 0 || b < 0 || !joins(link)) continue;
    if (a === b) {
      links[a]++;
      continue;
    }
    const key = Math.min(a, b) * 4096 + Math.max(a, b);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const ties = [...counts].sort(([a, m], [b, n]) => n - m || a - b);
  return { ties: ties.map(([key, links_]) => [Math.floor(key / 4096), key % 4096, links_]), links };
}
