// @ts-check
/* In what time is counted: years; or months, or days, where all that is dated lies within one year. A moment is a whole number of them. */

/** @import { Calendar, GraphData, Years } from "./types.js" */

const WRITTEN = /^([+-]?\d{4,})(?:-(\d{2})(?:-(\d{2}))?)?/;
const MOST_DAYS = 62; /* over a longer time months are counted */
const DAY = 86400000;

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/** @param {string} text */
function yearOf(text) {
  return Number(WRITTEN.exec(text)?.[1] ?? NaN);
}

/** @type {Calendar} */
export const YEARS = { unit: "year", of: yearOf, text: String, within: (years) => years };

/** The last of a year's months where a text does not name one. @type {Calendar} */
const MONTHS = {
  unit: "month",
  of(text, last = false) {
    const [, year, month] = WRITTEN.exec(text) ?? [];
    return year === undefined ? NaN : 12 * Number(year) + (month ? Number(month) - 1 : last ? 11 : 0);
  },
  text: (moment) => `${Math.floor(moment / 12)}-${two((moment % 12) + 1)}`,
  within: ([from, to]) => [12 * from, 12 * to + 11],
};

/** @type {Calendar} */
const DAYS = {
  unit: "day",
  of(text, last = false) {
    const [, year, month, day] = WRITTEN.exec(text) ?? [];
    if (year === undefined) return NaN;
    const [y, m] = [Number(year), month ? Number(month) - 1 : last ? 11 : 0];
    return Date.UTC(y, last && !day ? m + 1 : m, day ? Number(day) : last ? 0 : 1) / DAY;
  },
  text: (moment) => new Date(moment * DAY).toISOString().slice(0, 10),
  within: ([from, to]) => [Date.UTC(from, 0, 1) / DAY, Date.UTC(to, 11, 31) / DAY],
};

/**
 * The years that a graph's dates name, and the dates; of more than one year the first few that tell.
 * @param {GraphData} data
 */
export function yearsIn({ nodes, links, facets }) {
  const years = new Set(facets.years.flatMap(([, from, to]) => [from, to]));
  /** @type {string[]} */
  const days = [];
  /** @type {[(string | number)[][], number][]} */
  const rows = [[nodes.dated, 1], [links.notes, 2], [facets.days, 1]];
  for (const [some, place] of rows) {
    for (const row of some) {
      for (const text of [row[place], row[place + 1]].map((one) => String(one || ""))) {
        if (!WRITTEN.test(text)) continue;
        days.push(text);
        years.add(yearOf(text));
      }
      if (years.size > 1) return { years, days };
    }
  }
  return { years, days };
}

/**
 * How a graph's time is counted.
 * @param {GraphData} data
 * @returns {Calendar}
 */
export function calendarOf(data) {
  const { years, days } = yearsIn(data);
  if (years.size !== 1) return YEARS;
  const moments = days.filter((day) => /-\d{2}-\d{2}/.test(day)).map((day) => DAYS.of(day));
  const exact = moments.length === days.length && moments.length > 0;
  return exact && Math.max(...moments) - Math.min(...moments) <= MOST_DAYS ? DAYS : MONTHS;
}

/** A choice of moments as an address has it. @param {Calendar} calendar @param {Years} years */
export function writeMoments({ unit, text }, years) {
  return years.map(text).join(unit === "year" ? "-" : "..");
}

/** What an address chooses: moments, or years. @param {Calendar} calendar @param {string} text @returns {Years | null} */
export function readMoments(calendar, text) {
  const years = /^(-?\d{1,5})-(-?\d{1,5})$/.exec(text), moments = /^(\d{4}-\d{2}(?:-\d{2})?)\.\.(\d{4}-\d{2}(?:-\d{2})?)$/.exec(text);
  if (years) return calendar.within([Number(years[1]), Number(years[2])]);
  const found = moments ? /** @type {Years} */ ([calendar.of(moments[1]), calendar.of(moments[2], true)]) : null;
  return found?.every((one) => !Number.isNaN(one)) ? found : null;
}
