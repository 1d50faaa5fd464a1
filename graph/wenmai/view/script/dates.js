// @ts-check
/* Years of times. */

/** @import { Graph, Years } from "./types.js" */

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
 * Whether a span that may be open reaches into some years.
 * @param {[begin: string, end: string]} span
 * @param {Years} years
 */
export function spanReaches([begin, end], years) {
  if (!begin && !end) return false;
  return !(begin && yearOf(begin) > years[1]) && !(end && yearOf(end) < years[0]);
}

/**
 * How an entity stands to some years, by its own time and those of its links: within, outside, or undated.
 * @param {Graph} graph
 * @param {number} node
 * @param {Years} years
 * @returns {"within" | "outside" | "undated"}
 */
export function standsTo(graph, node, years) {
  const span = graph.nodeSpan(node), own = span[0] || span[1] ? null : graph.years(node);
  const isDated = Boolean(span[0] || span[1] || own);
  if (spanReaches(span, years) || (own && own[0] <= years[1] && own[1] >= years[0])) return "within";
  const spans = graph.linksOf(node).map(graph.span).filter(([begin, end]) => begin || end);
  if (spans.some((one) => spanReaches(one, years))) return "within";
  return isDated || spans.length ? "outside" : "undated";
}

/**
 * Whether an entity is not faded by some years; what is undated only where that is asked.
 * @param {Graph} graph
 * @param {number} node
 * @param {Years | null} years
 * @param {boolean} fade
 */
export function inYears(graph, node, years, fade) {
  if (!years) return true;
  const stands = standsTo(graph, node, years);
  return stands === "within" || (stands === "undated" && !fade);
}
