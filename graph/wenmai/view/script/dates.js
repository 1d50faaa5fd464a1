// @ts-check
/* Years of times, or months or days where time is counted in those. */

/** @import { Calendar, Graph, Years } from "./types.js" */

import { YEARS } from "./calendar.js";

/**
 * The years of a span whose ends are dates, or "" where it is open: open ends reach to the other; null for no date.
 * @param {[begin: string, end: string]} span
 * @param {Calendar} [calendar]
 * @returns {Years | null}
 */
export function yearsOf([begin, end], calendar = YEARS) {
  const from = calendar.of(begin || end), to = calendar.of(end || begin, true);
  return Number.isNaN(from) || Number.isNaN(to) ? null : [from, to];
}

/**
 * Whether a span that may be open reaches into some years.
 * @param {[begin: string, end: string]} span
 * @param {Years} years
 * @param {Calendar} [calendar]
 */
export function spanReaches([begin, end], years, calendar = YEARS) {
  if (!begin && !end) return false;
  return !(begin && calendar.of(begin) > years[1]) && !(end && calendar.of(end, true) < years[0]);
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
  if (spanReaches(span, years, graph.calendar) || (own && own[0] <= years[1] && own[1] >= years[0])) return "within";
  const spans = graph.linksOf(node).map(graph.span).filter(([begin, end]) => begin || end);
  if (spans.some((one) => spanReaches(one, years, graph.calendar))) return "within";
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
