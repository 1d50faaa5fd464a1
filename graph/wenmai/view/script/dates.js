// @ts-check
/* Years of times and of dates. */

/** @import { Graph, Years } from "./types.js" */

const XSD = "http://www.w3.org/2001/XMLSchema#";
const DATES = new Set(["date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"].map((name) => XSD + name));

/** The year that a date begins with, or NaN. @param {string} text */
function yearOf(text) {
  const found = text.match(/^[+-]?\d{4,}/);
  return found ? Number(found[0]) : NaN;
}

/**
 * The years of a span whose ends are dates, or "" where it is open: open ends reach to the other; null for no date.
 * @param {[begin: string, end: string]} span
 * @returns {Years | null}
 */
export function yearsOf([begin, end]) {
  const from = yearOf(begin || end), to = yearOf(end || begin);
  return Number.isNaN(from) || Number.isNaN(to) ? null : [from, to];
}

/**
 * From the earliest to the latest of an entity's literals that are dates by their datatype.
 * @param {Graph} graph
 * @param {number} node
 * @returns {Years | null}
 */
export function literalYears(graph, node) {
  const dates = graph.facts(node).filter(([, , kind]) => typeof kind === "number" && kind >= 0 && DATES.has(graph.termIri(kind)));
  const years = dates.map(([, value]) => yearOf(value)).filter((year) => !Number.isNaN(year));
  return years.length ? [Math.min(...years), Math.max(...years)] : null;
}

/**
 * Whether a span that may be open reaches into some years.
 * @param {[begin: string, end: string]} span
 * @param {Years} years
 */
export function spanReaches([begin, end], years) {
  if (!begin && !end) return false;
  return !(begin && yearOf(begin) > years[1]) && !(end && yearOf(end) < years[0]);
}
