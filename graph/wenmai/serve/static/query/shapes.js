// @ts-check
/* What an answer can be looked at as, by the shape of its columns: a table, a picture, a map, a chart, a timeline. */

import { isResource, numberOf, onEarth, pointOf, spanOf } from "./terms.js";

/**
 * @typedef {import("./terms.js").Answer} Answer
 * @typedef {import("./terms.js").Row} Row
 * @typedef {"table" | "picture" | "map" | "chart" | "timeline"} View
 * @typedef {{views: View[], first: View, label: string | null, value: string | null, start: string | null, end: string | null,
 *   point: ((row: Row) => {lon: number, lat: number} | null) | null, links: string[]}} Shape
 */

const LATITUDE = /^(lat|latitude|.*_?lat|纬度)$/i, LONGITUDE = /^(lon|long|lng|longitude|.*_?(lon|long|lng)|经度)$/i;

/** @param {Answer} answer @returns {Shape} */
export function shapeOf(answer) {
  const { columns, rows } = answer;
  const holds = (/** @type {(row: Row, column: string) => unknown} */ test) => columns.filter((column) => mostly(rows, column, test));
  const numbers = holds((row, column) => numberOf(row[column]) !== null), points = holds((row, column) => pointOf(row[column]));
  const times = holds((row, column) => spanOf(row[column]) !== null);
  const things = holds((row, column) => isResource(row[column]));
  const point = pointsOf(points, numbers);
  const others = columns.filter((column) => ![...numbers, ...times, ...points].includes(column));
  const label = others.find((column) => !things.includes(column)) ?? others[0] ?? null;
  const value = numbers.find((column) => !(point && (LATITUDE.test(column) || LONGITUDE.test(column)))) ?? null;
  const links = answer.kind === "graph" ? ["subject", "object"] : things;
  const views = viewsOf(rows, { point: point !== null, times: times.length > 0, value: value !== null, named: label !== null, links });
  return { views: ["table", ...views], first: firstOf(views, answer), label, value, start: times[0] ?? null, end: times[1] ?? null, point, links };
}

/** @param {Row[]} rows @param {{point: boolean, times: boolean, value: boolean, named: boolean, links: string[]}} has @returns {View[]} */
function viewsOf(rows, has) {
  const linked = has.links.length > 1 && rows.some((row) => has.links.every((name) => isResource(row[name])));
  /** @type {[View, boolean][]} */
  const all = [
    ["map", has.point], ["timeline", has.times && rows.length > 1], ["chart", has.value && rows.length > 1 && (has.named || has.times)],
    ["picture", linked],
  ];
  return all.filter(([, holds]) => holds).map(([view]) => view);
}

/** What is shown before one chooses. @param {View[]} views @param {Answer} answer @returns {View} */
function firstOf(views, { columns, kind }) {
  if (kind === "graph") return views.includes("picture") ? "picture" : "table";
  if (views.includes("map") || (views.includes("timeline") && columns.length <= 4)) return views[0];
  return views.includes("chart") && columns.length === 2 ? "chart" : "table";
}

/** @param {Row[]} rows @param {string} column @param {(row: Row, column: string) => unknown} test */
function mostly(rows, column, test) {
  const there = rows.filter((row) => row[column] !== undefined);
  return there.length > 0 && there.filter((row) => test(row, column)).length >= 0.9 * there.length;
}

/** @param {string[]} points columns of well-known text @param {string[]} numbers @returns {Shape["point"]} */
function pointsOf(points, numbers) {
  if (points.length) return (row) => pointOf(row[points[0]]);
  const lat = numbers.find((column) => LATITUDE.test(column)), lon = numbers.find((column) => LONGITUDE.test(column));
  if (lat === undefined || lon === undefined) return null;
  return (row) => {
    const [east, north] = [numberOf(row[lon]), numberOf(row[lat])];
    return east === null || north === null ? null : onEarth(east, north);
  };
}
