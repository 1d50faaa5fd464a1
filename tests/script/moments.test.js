// @ts-check
/* Time within one year: months and days; and numbers over periods. */

/** @import { GraphData } from "../../graph/wenmai/view/script/types.js" */

import assert from "node:assert/strict";
import test from "node:test";

import { calendarOf, readMoments, writeMoments, YEARS } from "../../graph/wenmai/view/script/calendar.js";
import { yearsOf, spanReaches } from "../../graph/wenmai/view/script/dates.js";
import { linesOf, middleOf } from "../../graph/wenmai/view/script/lines.js";

/** @param {string[]} days @param {number[]} [years] */
function calendar(days, years = []) {
  const facets = { years: years.map((year) => [0, year, year]), days: [] };
  const found = { nodes: { dated: days.map((day, i) => [i, day, 0]) }, links: { notes: [] }, facets };
  return calendarOf(/** @type {GraphData} */ (/** @type {unknown} */ (found)));
}

test("time is counted in years, and within one year in months or days", () => {
  assert.equal(calendar(["2019-01-01", "2020-01-01"]).unit, "year");
  assert.equal(calendar([]).unit, "year");
  assert.equal(calendar(["2019-01-01"], [2021]).unit, "year");
  assert.equal(calendar(["2019-01-01", "2019-12-01"]).unit, "month");
  assert.equal(calendar(["2019-03-01", "2019-03-09"]).unit, "day");
  assert.equal(calendar(["2019-03-01", "2019"]).unit, "month", "a year alone is not told so finely as a day");
});

test("a moment's text is the moment again; what is told less finely reaches from its first to its last", () => {
  for (const [days, first, last] of /** @type {[string[], string, string][]} */ ([[["2024-01-05", "2024-12-05"], "2024-02", "2024-02"],
    [["2024-02-05", "2024-02-09"], "2024-02-01", "2024-02-29"]])) {
    const count = calendar(days);
    const [from, to] = yearsOf(["2024-02", ""], count) ?? [];
    assert.deepEqual([count.text(Number(from)), count.text(Number(to))], [first, last]);
    for (let at = Number(from) - 40; at < Number(to) + 40; at++) assert.equal(count.of(count.text(at)), at);
    const whole = count.within([2024, 2024]);
    assert.deepEqual(yearsOf(["2024", ""], count), whole);
    assert.ok(spanReaches(["2024-02", "2024-03"], [count.of("2024-03", true), whole[1]], count));
    assert.ok(!spanReaches(["2024-02", "2024-03"], [count.of("2024-04"), whole[1]], count));
    assert.deepEqual(readMoments(count, writeMoments(count, whole)), whole);
    assert.deepEqual(readMoments(count, "2024-2024"), whole, "an address may choose years");
  }
  assert.deepEqual(readMoments(YEARS, "-44-14"), [-44, 14]);
  for (const text of ["", "x", "2024-13..", "2024..2025", "1e9-2"]) assert.equal(readMoments(YEARS, text), null);
});

test("a period stands at its middle", () => {
  const days = (/** @type {number} */ year, /** @type {number} */ month) => year + month / 12;
  for (const [period, middle] of /** @type {[string, number][]} */ ([["2020", 2020.5], ["2019/2020", 2020], ["2020-07", days(2020, 6.5)], ["2020~", 2020.5],
    ["../2020", 2020.5], ["2020-01/2020-06", days(2020, 3)]])) assert.ok(Math.abs(middleOf(period) - middle) < 1e-9, period);
  assert.ok(Number.isNaN(middleOf("")));
});

test("things with numbers of several periods are lines, where most numbers are theirs", () => {
  const amount = (/** @type {number} */ node, /** @type {string} */ period) => ({ node, value: node + Number(period), period, measure: "" });
  const some = [amount(1, "2020"), amount(1, "2019"), amount(2, "2019"), amount(2, "2021"), amount(2, "2020"), amount(3, "2020")];
  const lines = linesOf(some, String);
  assert.deepEqual(lines.map(({ name, points }) => [name, points.map((point) => point.period).join()]), [["2", "2019,2020,2021"], ["1", "2019,2020"]]);
  assert.deepEqual(linesOf([...some, ...Array.from({ length: 9 }, (_, i) => amount(10 + i, "2020"))], String), []);
});
