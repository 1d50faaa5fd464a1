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
  /** @type {Steps | null} */
  let table = null;
  return {
    find(a, b, { k = 3, maxHops = 6, avoid = new Set() } = {}) {
      if (a === b) return { paths: [], reason: "path.same", facts: [] };
      const steps = (table ??= cheapestSteps(graph));
      const asked = { a, b, k, maxHops, avoid };
      const { arcs, bound, stopped } = meet(graph, steps, asked);
      const paths = pathsAlong(graph, arcs, asked, bound).map((found) => asPath(graph, steps, found));
      return paths.length ? { paths, stopped } : { paths, stopped, ...explainNone(graph, steps, asked) };
    },
  };
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
