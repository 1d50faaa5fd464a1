// @ts-check
/* The constraints of a path: what they are where nobody asks for any, and how an address writes them. */

/** @import { Bounds, Connection, Graph } from "./types.js" */

const MOST_PATHS = 50;
const MOST_HOPS = 12;
const MOST_VIA = 4;
const MOST_DEGREE = 999999;

/** @type {Required<Bounds>} */
export const NO_BOUNDS = Object.freeze({
  k: 3, maxHops: 0, avoid: new Set(), via: [], only: new Set(), without: new Set(), types: new Set(), directed: false, maxDegree: 0, asOf: "",
  statedOnly: false, statuses: new Set(), allLinks: false, near: false, shortest: false,
});

/** Those that are on or off, with their parameters. @type {[keyof Bounds, string, string][]} */
const SWITCHES = [["directed", "directed", "1"],
  ["statedOnly", "stated", "1"], ["allLinks", "links", "all"], ["near", "near", "1"], ["shortest", "order", "hops"]];

/** The constraints of a connection. @param {Connection} connection @returns {Required<Bounds>} */
export function boundsOf(connection) {
  const names = /** @type {(keyof Bounds)[]} */ (Object.keys(NO_BOUNDS));
  return /** @type {Required<Bounds>} */ (Object.fromEntries(names.map((name) => [name, connection[name]])));
}

/** @param {Graph} graph @param {URLSearchParams} parts @param {Required<Bounds>} bounds */
export function writeBounds(graph, parts, bounds) {
  const set = (/** @type {string} */ key, /** @type {string[]} */ values) => { if (values.length) parts.set(key, values.join(" ")); };
  const ascending = (/** @type {Iterable<number>} */ items) => [...items].sort((x, y) => x - y);
  if (bounds.k !== NO_BOUNDS.k) parts.set("k", String(bounds.k));
  if (bounds.maxHops) parts.set("hops", String(bounds.maxHops));
  set("avoid", ascending(bounds.avoid).map(graph.iri));
  set("via", bounds.via.map(graph.iri));
  set("only", ascending(bounds.only).map(graph.predicateIri));
  set("except", ascending(bounds.without).map(graph.predicateIri));
  set("type", ascending(bounds.types).map((kind) => graph.termIri(graph.classTerm(kind))));
  set("status", [...bounds.statuses].sort());
  if (bounds.maxDegree) parts.set("degree", String(bounds.maxDegree));
  if (bounds.asOf) parts.set("as-of", bounds.asOf);
  for (const [name, key, value] of SWITCHES) if (bounds[name]) parts.set(key, value);
}

/**
 * The constraints that an address asks for; what it names and the graph does not have is left out.
 * @param {Graph} graph
 * @param {URLSearchParams} parts
 * @returns {Required<Bounds>}
 */
export function readBounds(graph, parts) {
  const split = (/** @type {string} */ key) => (parts.get(key) || "").split(" ").filter(Boolean);
  const nodes = (/** @type {string} */ key) => split(key).map(graph.find).filter((node) => node >= 0);
  const within = (/** @type {string} */ key, /** @type {number} */ most, /** @type {number} */ otherwise) => {
    const text = parts.get(key) || "";
    return /^\d{1,6}$/.test(text) ? Math.max(1, Math.min(most, Number(text))) : otherwise;
  };
  const among = (/** @type {string} */ key, /** @type {number[]} */ terms) => {
    const numbers = new Map(terms.map((term, number) => [graph.termIri(term), number]));
    return new Set(split(key).flatMap((iri) => numbers.get(iri) ?? []));
  };
  const predicates = graph.data.predicates.map((row) => row[0]), classes = graph.data.classes.map((row) => row[0]);
  const on = Object.fromEntries(SWITCHES.map(([name, key, value]) => [name, parts.get(key) === value]));
  return {
    ...NO_BOUNDS, ...on, k: within("k", MOST_PATHS, NO_BOUNDS.k), maxHops: within("hops", MOST_HOPS, 0), avoid: new Set(nodes("avoid")),
    via: nodes("via").slice(0, MOST_VIA), only: among("only", predicates), without: among("except", predicates), types: among("type", classes),
    maxDegree: within("degree", MOST_DEGREE, 0), asOf: (parts.get("as-of") || "").slice(0, 16), statuses: new Set(split("status")),
  };
}
