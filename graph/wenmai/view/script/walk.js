// @ts-check
/* Walking the graph: which links may be followed under a person's filters, and what each step costs; as in graph/wenmai/paths/costs.py.

   For every node the cheapest link to each neighbour is kept: least cost, then least predicate, then forward before against. */

/** @import { Filtering, Graph, Steps, Walk } from "./types.js" */

import { holds } from "./days.js";

const DONE = "urn:wenmai:term:Achieved"; /* the status that goes without saying */

/** @typedef {{ cost: number, predicate: number, forward: boolean, link: number }} Step */

/** @type {Filtering} */
export const NO_FILTERS = {
  avoid: new Set(), via: [], only: new Set(), without: new Set(), types: new Set(), directed: false, maxDegree: 0, asOf: "",
  statedOnly: false, statuses: new Set(), maxHops: Infinity, aside: new Set(), bare: new Set(),
};

/**
 * The filters with the predicates set aside that connect nothing, unless `only` asks for some; an end that has no other link keeps its own.
 * @param {Graph} graph
 * @param {Filtering} filters
 * @param {number[]} ends
 * @returns {Filtering}
 */
export function setAside(graph, filters, ends) {
  const aside = new Set(graph.data.predicates.keys());
  for (const predicate of aside) if (!graph.aside(predicate)) aside.delete(predicate);
  if (!aside.size || filters.only.size) return filters;
  const bare = ends.filter((end) => graph.linksOf(end).every((link) => aside.has(graph.predicate[link])));
  return { ...filters, aside, bare: new Set(bare) };
}

/**
 * @param {Graph} graph
 * @param {Filtering} filters
 * @param {number[]} ends
 * @param {boolean} [ranked] else each hop costs the same, and passing an entity nothing
 * @returns {Walk}
 */
export function makeWalk(graph, filters, ends, ranked = true) {
  const { only, without, aside, bare, directed, asOf, statedOnly, statuses } = filters;
  const admits = Boolean(asOf || statedOnly || statuses.size);
  const plain = !admits && !only.size && !without.size && !directed;
  const openNodes = !(filters.avoid.size || filters.types.size || asOf || filters.maxDegree);
  const isEnd = new Set(ends);

  /** @param {number} link */
  function admitted(link) {
    if (!admits) return true;
    const { inferred, said } = graph.standing(link);
    if (statedOnly && inferred) return false;
    if (statuses.size && !(said.length ? said : [DONE]).some((one) => statuses.has(one))) return false;
    const lives = asOf ? graph.lives(link) : [];
    return !lives.length || lives.some((life) => holds(life, asOf));
  }

  /** @param {number} node @param {number} link @param {boolean} backward */
  function mayFollow(node, link, backward) {
    const predicate = graph.predicate[link], other = graph.other(link, node);
    if (aside.has(predicate) && !bare.has(node) && !bare.has(other)) return false;
    if (directed && (graph.subject[link] === node) === backward) return false;
    return (!only.size || only.has(predicate)) && !without.has(predicate) && admitted(link);
  }

  const exist = (/** @type {number} */ node) => holds([graph.nodeSpan(node)[0], ""], asOf);

  /** @param {number} node */
  function mayPass(node) {
    if (filters.avoid.has(node) || (filters.maxDegree && graph.degree(node) > filters.maxDegree)) return false;
    return (!filters.types.size || graph.types(node).some((kind) => filters.types.has(kind))) && exist(node);
  }

  const hop = (/** @type {number} */ predicate) => (ranked ? graph.hopCost(predicate) : 1000);
  const through = (/** @type {number} */ node) => (!openNodes && !mayPass(node) ? Infinity : ranked ? graph.through(node) : 0);

  /** @param {number} node @param {boolean} backward */
  function bestOf(node, backward) {
    /** @type {Map<number, Step>} */
    const best = new Map();
    for (const link of graph.linksOf(node)) {
      const to = graph.other(link, node);
      if (to === node || !mayFollow(node, link, backward) || !(openNodes || isEnd.has(to) || through(to) < Infinity)) continue;
      const predicate = graph.predicate[link];
      const step = { cost: hop(predicate), predicate, forward: graph.subject[link] === node, link };
      const known = best.get(to);
      if (!known || before(step, known)) best.set(to, step);
    }
    return best;
  }

  /** @param {boolean} backward @returns {Steps} */
  function table(backward) {
    const start = new Int32Array(graph.count + 1);
    /** @type {number[]} */
    const other = [], cost = [], link = [];
    for (let node = 0; node < graph.count; node++) {
      for (const [to, step] of bestOf(node, backward)) {
        other.push(to); cost.push(step.cost); link.push(step.link);
      }
      start[node + 1] = other.length;
    }
    return { start, other: Int32Array.from(other), cost: Int32Array.from(cost), link: Int32Array.from(link) };
  }

  const out = table(false);
  return {
    filters, ranked, hop, through, exist, out, into: directed ? table(true) : out,
    linkBetween(node, other) {
      let row = out.start[node];
      while (out.other[row] !== other) row++;
      return out.link[row];
    },
    beyond(node, predicate, forward, backward) {
      const some = graph.linksOf(node).filter((link) => graph.predicate[link] === predicate && (forward ? graph.subject : graph.object)[link] === node);
      return new Set((plain ? some : some.filter((link) => mayFollow(node, link, backward))).map((link) => graph.other(link, node)));
    },
  };
}

/** @param {Step} a @param {Step} b */
function before(a, b) {
  if (a.cost !== b.cost) return a.cost < b.cost;
  return a.predicate !== b.predicate ? a.predicate < b.predicate : a.forward && !b.forward;
}
