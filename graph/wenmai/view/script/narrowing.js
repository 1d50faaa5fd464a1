// @ts-check
/* What passes the filters, and how many there would be for each choice: a facet counts what all the others leave. */

/** @import { Drawing, Facets, Filters, Graph, Look, Narrowing, Tally } from "./types.js" */

import { holds, lastDay } from "./days.js";
import { inYears } from "./dates.js";

const MOST_SHOWN = 1200;
const MANY = -2; /* misses more than one */
const PASSES = -1;

/**
 * @param {Graph} graph
 * @param {Look} look
 * @param {Drawing} drawing
 * @param {Facets} facets
 * @returns {Narrowing}
 */
export function makeNarrowing(graph, look, drawing, facets) {
  /** @type {{ filters: Filters, tally: Tally } | null} */
  let last = null;

  /* The whole of what the page holds where something is chosen by facets, else what is drawn. */
  /** @param {Filters} filters */
  function candidates({ facets: chosen, added, removed, asOf, kept, map }) {
    const day = lastDay(asOf);
    const whole = (chosen.size || map !== null) && drawing.base.size < graph.count;
    const every = whole ? Array.from({ length: graph.count }, (_, node) => node) : [...drawing.base, ...added.keys()];
    const left = kept.size ? every.filter((node) => kept.has(node) || added.has(node)) : every;
    return new Set(left.filter((node) => !removed.has(node) && holds([graph.nodeSpan(node)[0], ""], day)));
  }

  /** @param {Filters} filters */
  function tests(filters) {
    const on = [...filters.facets].flatMap(([key, chosen]) => {
      const facet = facets.find(key);
      return facet ? [{ key, about: facet.about, passes: choiceOf(facet, chosen) }] : [];
    });
    return {
      node: [
        { key: "class", passes: (/** @type {number} */ node) => !filters.hiddenKinds.has(look.kind(node)) },
        { key: "years", passes: (/** @type {number} */ node) => inYears(graph, node, filters.years, filters.fade) },
        ...on.filter((one) => one.about === "node"),
      ],
      link: [
        { key: "predicate", passes: (/** @type {number} */ link) => !filters.hiddenPredicates.has(graph.predicate[link]) },
        ...on.filter((one) => one.about === "link"),
      ],
    };
  }

  /** @param {Filters} filters @returns {Tally} */
  function make(filters) {
    const { node: nodeTests, link: linkTests } = tests(filters);
    const every = candidates(filters);
    const day = lastDay(filters.asOf);
    const nodes = new Map([...every].map((node) => [node, missed(nodeTests, node)]));
    const links = new Map();
    for (const node of every) {
      for (const link of graph.linksOf(node)) {
        if (graph.subject[link] === node && nodes.has(graph.object[link]) && isHeld(graph, link, day)) links.set(link, missed(linkTests, link));
      }
    }
    const seen = (/** @type {number} */ node) => fits(nodes.get(node), nodeTests, "years");
    const linked = new Set();
    if (linkTests.length > 1) {
      for (const [link, miss] of links) {
        const a = graph.subject[link], b = graph.object[link];
        if (miss === PASSES && seen(a) && seen(b)) linked.add(a).add(b);
      }
    }
    const isLinked = (/** @type {number} */ node) => linkTests.length < 2 || linked.has(node);
    return {
      shown: (node) => seen(node) && isLinked(node),
      shownLink: (link) => links.get(link) === PASSES || (!links.has(link) && linkTests[0].passes(link) && isHeld(graph, link, day)),
      nodes: (key) => [...nodes.keys()].filter((node) => fits(nodes.get(node), nodeTests, key) && isLinked(node)),
      links(key) {
        const ends = (/** @type {number} */ node) => nodes.get(node) === PASSES;
        return [...links.keys()].filter((link) => fits(links.get(link), linkTests, key) && ends(graph.subject[link]) && ends(graph.object[link]));
      },
      every: [...nodes.keys()], everyLink: [...links.keys()],
    };
  }

  /** @param {Filters} filters */
  function tally(filters) {
    if (last?.filters !== filters) last = { filters, tally: make(filters) };
    return last.tally;
  }

  return {
    tally,
    matching(filters) {
      const found = tally(filters).every.filter(tally(filters).shown);
      if (found.length <= MOST_SHOWN) return { nodes: found, left: 0 };
      const drawn = (/** @type {number} */ node) => Number(drawing.base.has(node));
      const nodes = found.sort((a, b) => drawn(b) - drawn(a) || graph.degree(b) - graph.degree(a) || a - b).slice(0, MOST_SHOWN);
      return { nodes, left: found.length - MOST_SHOWN };
    },
  };
}

/** Which of some tests an item misses: none, the number of one, or many. @param {{ passes: (item: number) => boolean }[]} all @param {number} item */
function missed(all, item) {
  let found = PASSES;
  for (let i = 0; i < all.length; i++) {
    if (all[i].passes(item)) continue;
    if (found !== PASSES) return MANY;
    found = i;
  }
  return found;
}

/** Whether an item misses nothing but what a test of some key asks. @param {number | undefined} miss @param {{ key: string }[]} all @param {string} key */
function fits(miss, all, key) {
  return miss === PASSES || (miss !== undefined && miss >= 0 && all[miss].key === key);
}

/** Whether a link holds on a day. @param {Graph} graph @param {number} link @param {string} day */
export function isHeld(graph, link, day) {
  if (!day) return true;
  const lives = graph.lives(link);
  return !lives.length || lives.some((life) => holds(life, day));
}

/** What a choice of values, or of numbers from one to another, lets pass. @param {import("./types.js").Facet} facet @param {readonly string[]} chosen */
function choiceOf(facet, chosen) {
  if (facet.numbers) {
    const [from, to] = chosen.map(Number);
    return (/** @type {number} */ item) => Boolean(facet.numbers?.(item).some((number) => number >= from && number <= to));
  }
  const wanted = new Set(chosen);
  return (/** @type {number} */ item) => facet.values(item).some((value) => wanted.has(value));
}
