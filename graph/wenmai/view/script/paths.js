// @ts-check
/* How two entities are connected: the k cheapest simple paths, exactly and in the order of graph/wenmai/paths: by cost, then hops,
   then the IRIs of their entities. Costs are the whole thousandths that Python computed. */

/** @import { Graph, Path, Paths, Steps } from "./types.js" */

import { pathsAlong } from "./along.js";
import { meet } from "./meeting.js";
import { explainNone } from "./nopath.js";
import { cheapestSteps } from "./steps.js";

/**
 * @param {Graph} graph
 * @returns {Paths}
 */
export function makePaths(graph) {
  /** @type {Map<string, Steps>} */
  const tables = new Map();

  /** @param {ReadonlySet<number> | null} bare */
  function tableOf(bare) {
    const key = bare ? [...bare].join(" ") : "all";
    const steps = tables.get(key) ?? cheapestSteps(graph, bare);
    if (!bare?.size) tables.set(key, steps);
    return steps;
  }

  return {
    find(a, b, { k = 3, maxHops = 6, avoid = new Set(), allLinks = false } = {}) {
      if (a === b) return { paths: [], reason: "path.same", facts: [] };
      const bare = allLinks ? null : new Set([a, b].filter((end) => graph.linksOf(end).every((link) => graph.aside(graph.predicate[link]))));
      const steps = tableOf(bare);
      const asked = { a, b, k, maxHops, avoid };
      const { arcs, bound, stopped } = meet(graph, steps, asked);
      const paths = pathsAlong(graph, arcs, asked, bound).map((found) => asPath(graph, steps, found));
      const aside = bare ? asideAt(graph, [a, b].filter((end) => !bare.has(end))) : [];
      return paths.length ? { paths, stopped, aside } : { paths, stopped, aside, ...explainNone(graph, steps, bare ? tableOf(null) : steps, asked) };
    },
  };
}

/**
 * The predicates of the links of some nodes that are left aside, in order.
 * @param {Graph} graph
 * @param {number[]} nodes
 */
function asideAt(graph, nodes) {
  const met = new Set(nodes.flatMap((node) => graph.linksOf(node)).map((link) => graph.predicate[link]).filter(graph.aside));
  return [...met].sort((one, two) => one - two);
}

/**
 * @param {Graph} graph
 * @param {Steps} steps
 * @param {{ cost: number, nodes: number[] }} found
 * @returns {Path}
 */
function asPath(graph, { start, other, link, forward }, { nodes, cost }) {
  const hops = nodes.slice(1).map((to, i) => {
    let row = start[nodes[i]];
    while (other[row] !== to) row++;
    const also = graph.linksOf(nodes[i]).filter((one) => graph.other(one, nodes[i]) === to && one !== link[row]);
    return { link: link[row], forward: forward[row], also };
  });
  return { nodes, hops, cost, score: (1 / (1 + cost / 1000)).toFixed(4) };
}
