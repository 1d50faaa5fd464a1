// @ts-check
/* Why there is no path between two entities: the filter that forbids it, or the gap in the graph; as in graph/wenmai/paths/explain.py. */

/** @import { Filtering, Found, Graph, None, Translate } from "./types.js" */

import { fewest } from "./fewest.js";
import { plain } from "./text.js";
import { NO_FILTERS, makeWalk } from "./walk.js";

/** What can be dropped, by the names of the page's words; in the order in which the command tells them. @type {(keyof Filtering)[]} */
const DROPPED = ["avoid", "only", "without", "types", "directed", "maxDegree", "asOf", "statedOnly", "statuses", "maxHops", "via", "aside"];

/**
 * @param {Graph} graph
 * @param {number} a
 * @param {number} b
 * @param {Filtering} filters
 * @param {(filters: Filtering) => number} viaHops the fewest hops of a path that passes what it must, Infinity for none
 * @returns {None}
 */
export function explainNone(graph, a, b, filters, viaHops) {
  const facts = [a, b];
  const bare = fewest(graph, makeWalk(graph, NO_FILTERS, [a, b], false), a, b);
  const ends = makeWalk(graph, { ...NO_FILTERS, asOf: filters.asOf }, [a, b], false);
  const late = [a, b].find((node) => !ends.exist(node));
  if (late !== undefined) return { reason: "path.late", facts: [...facts, late], texts: [filters.asOf, graph.nodeSpan(late)[0]] };
  if (!bare.nodes) {
    const alone = bare.closed ? b : a;
    if (bare.size === 1) return { reason: "path.alone", facts: [...facts, alone] };
    return { reason: "path.gap", facts: [...facts, alone], numbers: [bare.size, graph.data.total.entities] };
  }
  /** @param {Filtering} looser */
  function hopsWithin(looser) {
    if (looser.via.length) return viaHops(looser);
    const { nodes } = fewest(graph, makeWalk(graph, looser, [a, b], false), a, b);
    return nodes ? nodes.length - 1 : Infinity;
  }
  const culprits = DROPPED.filter((name) => isSet(filters, name))
    .map((name) => ({ name, hops: hopsWithin({ ...filters, [name]: NO_FILTERS[name] }) })).filter(({ hops }) => hops < Infinity);
  if (!culprits.length) return { reason: "path.together", facts, hops: bare.nodes.length - 1 };
  if (culprits.every(({ name }) => name === "aside")) return { reason: "path.roles", facts, hops: culprits[0].hops };
  return { reason: "path.filters", facts, culprits };
}

/** Whether a filter is set. @param {Filtering} filters @param {keyof Filtering} name */
function isSet(filters, name) {
  const value = filters[name];
  if (value instanceof Set) return value.size > 0;
  return Array.isArray(value) ? value.length > 0 : value !== NO_FILTERS[name];
}

/**
 * The sentence of a reason.
 * @param {Found} found
 * @param {Graph} graph
 * @param {Translate} t
 */
export function sayNone({ reason = "", facts = [], numbers = [], texts = [], culprits = [], hops }, graph, t) {
  const count = (/** @type {number} */ n) => t(n === 1 ? "path.hop" : "path.hops", n);
  const each = culprits.map(({ name, hops: n }) => t("path.culprit", t(`bound.${name}`), count(n))).join(t("joint"));
  const more = [...numbers.map(String), ...texts, ...(hops === undefined ? [] : [count(hops)]), ...(each ? [each] : [])];
  return plain(t(reason, ...facts.map(graph.label), ...more));
}
