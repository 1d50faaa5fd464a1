// @ts-check
/* Years of times. */

/** @import { Years } from "./types.js" */

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
