// @ts-check
/* An answer as a table, a chart, a timeline or a map; the picture has a module of its own. Each shows so many rows and says how many
   there are. */

import { drawn, element, pageOf, shown } from "./dom.js";
import { drawPicture } from "./picture.js";
import { named, numberOf, spanOf } from "./terms.js";

/**
 * @typedef {import("./terms.js").Answer} Answer
 * @typedef {import("./terms.js").Row} Row
 * @typedef {import("./shapes.js").Shape} Shape
 * @typedef {{prefixes: Map<string, string>, say: (key: string) => string}} Words
 */

const MOST = { table: 1000, chart: 100, timeline: 300, map: 1000 };

/** @param {import("./shapes.js").View} view @param {Answer} answer @param {Shape} shape @param {Words} words @returns {Node[]} */
export function drawView(view, answer, shape, words) {
  if (view === "picture") return drawPicture(answer, shape, words);
  const draw = { table: drawTable, chart: drawChart, timeline: drawTimeline, map: drawMap }[view];
  const rows = answer.rows.slice(0, MOST[view]), more = answer.rows.length - rows.length;
  const made = [draw(rows, answer, shape, words)];
  return more > 0 ? [...made, element("p", { class: "notes" }, `${more} ${words.say("unshown")}`)] : made;
}

/** @param {Row[]} rows @param {Answer} answer @param {Shape} _shape @param {Words} words */
function drawTable(rows, answer, _shape, { prefixes, say }) {
  const head = element("tr", {}, ...answer.columns.map((name) => element("th", { scope: "col" }, name)));
  const body = rows.map((row) => element("tr", {}, ...answer.columns.map((name) =>
    element("td", numberOf(row[name]) === null ? {} : { class: "n" }, shown(row[name], prefixes)))));
  return element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": say("table") },
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
}

/** What a row is about. @param {Row} row @param {Shape} shape @param {Words["prefixes"]} prefixes */
function label(row, shape, prefixes) {
  const thing = shape.links.map((name) => row[name]).find((term) => term?.type === "uri");
  const text = shape.label === null ? undefined : row[shape.label];
  if (!text || text.type !== "literal" || !thing) return shown(text ?? thing, prefixes, true);
  return element("a", { href: pageOf(thing.value), title: thing.value }, named(text, prefixes));
}

/** @param {number} value */
function written(value) {
  return value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 3 });
}

/** Bars from nought; of values over time in their order. @param {Row[]} rows @param {Answer} _answer @param {Shape} shape @param {Words} words */
function drawChart(rows, _answer, shape, { prefixes }) {
  const values = rows.map((row) => numberOf(row[shape.value ?? ""]) ?? 0);
  const low = Math.min(0, ...values), range = Math.max(0, ...values) - low || 1;
  const { start } = shape;
  const made = rows.map((row, number) => {
    const bar = element("span", { class: "bar" }), at = (Math.min(0, values[number]) - low) / range;
    bar.style.marginInlineStart = `${100 * at}%`;
    bar.style.width = `${(100 * Math.abs(values[number])) / range}%`;
    const name = shape.label === null && start !== null ? shown(row[start], prefixes) : label(row, shape, prefixes);
    return element("li", {}, element("span", { class: "name" }, name), element("span", { class: "track", "aria-hidden": "true" }, bar),
      element("span", { class: "n" }, written(values[number])));
  });
  return element("ol", { class: "bars", "aria-label": shape.value ?? "" }, ...made);
}

/** A line for each row in the order of time, and where it lies within all. @param {Row[]} rows @param {Answer} _answer
 *  @param {Shape} shape @param {Words} words */
function drawTimeline(rows, _answer, shape, { prefixes }) {
  const spans = rows.flatMap((row) => {
    const start = spanOf(row[shape.start ?? ""]), end = shape.end === null ? null : spanOf(row[shape.end]);
    return start ? [{ row, start: start.start, end: Math.max(start.end, end?.end ?? start.end) }] : [];
  }).sort((a, b) => a.start - b.start || a.end - b.end);
  const first = Math.min(...spans.map((one) => one.start)), range = Math.max(...spans.map((one) => one.end)) - first || 1;
  const made = spans.map(({ row, start, end }) => {
    const bar = element("span", { class: "bar" });
    bar.style.marginInlineStart = `min(${(100 * (start - first)) / range}%, calc(100% - 6px))`;
    bar.style.width = `max(6px, ${(100 * (end - start)) / range}%)`;
    const told = [shape.start, shape.end].filter((name) => name !== null && row[name]).map((name) => named(row[name ?? ""], prefixes));
    return element("li", {}, element("time", {}, told.join(" – ")), element("span", { class: "track", "aria-hidden": "true" }, bar),
      element("span", { class: "name" }, label(row, shape, prefixes)));
  });
  return element("ol", { class: "bars times" }, ...made);
}

const WIDTH = 960, HEIGHT = 540;

/** Points over a grid of degrees. @param {Row[]} rows @param {Answer} _answer @param {Shape} shape @param {Words} words */
function drawMap(rows, _answer, shape, { prefixes, say }) {
  const points = rows.flatMap((row) => {
    const at = shape.point?.(row);
    return at ? [{ row, ...at }] : [];
  });
  const { place, lines } = frame(points.map((one) => one.lon), points.map((one) => one.lat));
  const made = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "drawing", role: "group", "aria-label": say("map") });
  for (const line of lines) made.append(drawn("path", { d: line.d, class: "grid" }), drawn("text", { x: line.x, y: line.y, class: "tick" }, line.text));
  for (const { row, lon, lat } of points) {
    const [x, y] = place(lon, lat), name = label(row, shape, prefixes), text = name.textContent || "";
    const mark = drawn("circle", { cx: x, cy: y, r: 5, class: "point" }, drawn("title", {}, `${text} ${lat}, ${lon}`));
    const told = points.length <= 60 ? [drawn("text", { x: x + 8, y: y + 4 }, text.slice(0, 24))] : [];
    const href = name.getAttribute("href");
    made.append(href === null ? drawn("g", {}, mark, ...told) : drawn("a", { href, "aria-label": text }, mark, ...told));
  }
  return made;
}

/** Where degrees lie on the map, and its grid. @param {number[]} lons @param {number[]} lats */
function frame(lons, lats) {
  const middle = (Math.min(...lats) + Math.max(...lats)) / 2, narrow = Math.max(0.2, Math.cos((middle * Math.PI) / 180));
  const wide = Math.max((Math.max(...lons) - Math.min(...lons)) * narrow, ((Math.max(...lats) - Math.min(...lats)) * WIDTH) / HEIGHT, 0.02) * 1.2;
  const scale = WIDTH / wide, east = (Math.min(...lons) + Math.max(...lons)) / 2;
  const place = (/** @type {number} */ lon, /** @type {number} */ lat) => [WIDTH / 2 + (lon - east) * narrow * scale, HEIGHT / 2 - (lat - middle) * scale];
  const step = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30].find((one) => (wide / narrow) / one <= 10) ?? 60;
  const lines = [];
  for (let lon = Math.ceil((east - wide / narrow / 2) / step) * step; lon <= Math.min(180, east + wide / narrow / 2); lon += step) {
    const [x] = place(lon, middle);
    lines.push({ d: `M${x} 0V${HEIGHT}`, x: x + 4, y: HEIGHT - 6, text: degrees(lon, "E", "W") });
  }
  const high = (wide * HEIGHT) / WIDTH;
  for (let lat = Math.ceil((middle - high / 2) / step) * step; lat <= Math.min(90, middle + high / 2); lat += step) {
    const [, y] = place(east, lat);
    lines.push({ d: `M0 ${y}H${WIDTH}`, x: 4, y: y - 4, text: degrees(lat, "N", "S") });
  }
  return { place, lines };
}

/** @param {number} value @param {string} plus @param {string} minus */
function degrees(value, plus, minus) {
  return `${Number(Math.abs(value).toFixed(3))}°${value < 0 ? minus : plus}`;
}
