// @ts-check
/* Days written as ISO 8601 has them: the last of a year, a month or a day, and whether something holds on one. As in
   graph/wenmai/times/edtf.py and graph/wenmai/statements/standing.py. */

const WRITTEN = /^(-?\d{4,9})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** How many days a month has, by the Gregorian calendar. @param {number} year @param {number} month */
function lengthOf(year, month) {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? 28 + Number(leap) : 30 + ((month + (month >> 3)) % 2);
}

/** @param {number} number @param {number} length */
function padded(number, length) {
  return `${number < 0 ? "-" : ""}${String(Math.abs(number)).padStart(length, "0")}`;
}

/**
 * The last day of a year, a month or a day; "" for anything else.
 * @param {string} text
 */
export function lastDay(text) {
  const found = text.trim().match(WRITTEN);
  if (!found) return "";
  const year = Number(found[1]), month = Number(found[2] ?? 12);
  if (month < 1 || month > 12) return "";
  const length = lengthOf(year, month), day = Number(found[3] ?? length);
  return day >= 1 && day <= length ? `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}` : "";
}

/**
 * Whether a day is later than another.
 * @param {string} day
 * @param {string} other
 */
function isLater(day, other) {
  if (day.length === 10 && other.length === 10) return day > other;
  const years = Number(day.slice(0, -6)) - Number(other.slice(0, -6));
  return years ? years > 0 : day.slice(-6) > other.slice(-6);
}

/**
 * Whether something that began and ended so ("" or 0: not stated) holds on a day; "" is no day: it does.
 * @param {readonly [begin: string | 0, end: string | 0]} span
 * @param {string} day
 */
export function holds([begin, end], day) {
  return !day || !((begin && isLater(begin, day)) || (end && isLater(day, end)));
}
