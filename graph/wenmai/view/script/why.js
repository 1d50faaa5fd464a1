// @ts-check
/* Why a path has its rank, and what stands beside it, in sentences: those of the command (graph/wenmai/paths/search.py and lane.py). */

/** @import { Graph, Path, Translate } from "./types.js" */

import { plain, rounded, withCommas } from "./text.js";

/**
 * One sentence: what the path passes through and how common its links are, as priced.
 * @param {Path} path
 * @param {Graph} graph
 * @param {Translate} t
 */
export function whyText({ hops, links, passed, ranked }, graph, t) {
  if (!ranked) return t("why.hops", hops.length);
  const through = passed.map(({ node, cost }) => t("why.through", graph.label(node), graph.degree(node), rounded(cost / 1000, 1))).join(t("joint"));
  const count = t(hops.length === 1 ? "path.hop" : "path.hops", hops.length);
  return plain(t("why", count, rounded(links / 1000, 1)) + (through ? t("why.passing", through) : t("why.direct")));
}

/**
 * Through how many others a path may go in the place of an entity, a sentence for each such place.
 * @param {Path} path
 * @param {Graph} graph
 * @param {Translate} t
 */
export function othersText({ nodes, others }, graph, t) {
  return others.map(({ place, total, kind }) => {
    const type = kind < 0 ? t(total === 1 ? "others.one" : "others.many") : t(total === 1 ? "others.one.of" : "others.many.of", graph.className(kind));
    return plain(t("others", withCommas(total), type, graph.label(nodes[place])));
  });
}
