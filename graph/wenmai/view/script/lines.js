// @ts-check
/* Numbers over periods as lines: one for each thing that has several, each point leading to its thing. */

/** @import { App, Child } from "./types.js" */
/** @import { Amount } from "./charts.js" */

import { YEARS } from "./calendar.js";
import { el } from "./dom.js";
import { choosing, tickOf } from "./pieces.js";
import { makeRoving } from "./roving.js";
import { cut, plain } from "./text.js";

const MOST_LINES = 8;
const HIGH = 196, TOP = 14, LOW = 28, LEFT = 12; /* pixels: of the drawing, and around the lines */
const LABEL = 15; /* from name to name */
const MOST_TICKS = 8;

/** @typedef {{ name: string, node: number, points: { x: number, value: number, period: string }[] }} Line */

/** Where a period (EDTF) stands in years: its middle, or NaN. @param {string} period */
export function middleOf(period) {
  const ends = period.split("/").map((one) => one.replace(/[~?%]/g, "")).filter((one) => !Number.isNaN(YEARS.of(one)));
  const [begin, end] = [ends[0] ?? "", ends[ends.length - 1] ?? ""];
  const part = (/** @type {string} */ day, /** @type {boolean} */ last) => {
    const [, month, date] = /^[+-]?\d{4,}-(\d{2})(?:-(\d{2}))?/.exec(day) ?? [];
    if (!month) return last ? 1 : 0;
    return (Number(month) - 1 + (date ? (Number(date) - (last ? 0 : 1)) / 31 : last ? 1 : 0)) / 12;
  };
  return (YEARS.of(begin) + part(begin, false) + YEARS.of(end) + part(end, true)) / 2;
}

/**
 * The things that have numbers of several periods, those of most first; none where that is true of few of the numbers.
 * @param {Amount[]} amounts
 * @param {(node: number) => string} label
 * @returns {Line[]}
 */
export function linesOf(amounts, label) {
  /** @type {Map<string, Line>} */
  const found = new Map();
  for (const { node, value, period, measure } of amounts) {
    const x = middleOf(period), key = `${node} ${measure}`;
    if (Number.isNaN(x)) continue;
    const line = found.get(key) ?? { name: [label(node), measure].filter(Boolean).join(" · "), node, points: [] };
    line.points.push({ x, value, period });
    found.set(key, line);
  }
  const lines = [...found.values()].filter(({ points }) => new Set(points.map((point) => point.x)).size > 1);
  for (const { points } of lines) points.sort((a, b) => a.x - b.x || a.value - b.value);
  const on = lines.reduce((sum, line) => sum + line.points.length, 0);
  return 2 * on >= amounts.length ? lines.sort((a, b) => b.points.length - a.points.length || a.node - b.node) : [];
}

/**
 * @param {App} app
 * @param {Line[]} all
 * @param {number} wide pixels
 * @returns {Child}
 */
export function drawLines(app, all, wide) {
  const lines = all.slice(0, MOST_LINES), points = lines.flatMap((line) => line.points);
  const right = Math.min(220, wide * 0.32);
  const [first, last] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
  const low = Math.min(0, ...points.map(({ value }) => value)), high = Math.max(...points.map(({ value }) => value), low + 1e-9);
  const x = (/** @type {number} */ at) => LEFT + ((at - first) / (last - first || 1)) * (wide - LEFT - right);
  const y = (/** @type {number} */ value) => HIGH - LOW - ((value - low) / (high - low)) * (HIGH - LOW - TOP);
  const svg = el("svg", { class: "lines", width: wide, height: HIGH, role: "group", "aria-label": app.t("chart.lines") },
    ...axes(points, { x, y, low, high, wide: wide - right }),
    ...lines.map(({ points: own }, i) => el("path", { class: `c${i}`,
      d: own.map((point, nth) => `${nth ? "L" : "M"}${x(point.x).toFixed(1)} ${y(point.value).toFixed(1)}`).join("") })),
    ...lines.flatMap((line, i) => line.points.map((point) => mark(app, line, point, i, x(point.x), y(point.value)))), ...names(lines, { x, y, right }));
  makeRoving(svg, ".mark");
  return [svg, all.length > MOST_LINES ? el("p", { class: "note" }, app.t("more", all.length - MOST_LINES)) : null];
}

/** Periods below, the least and the greatest number at the side. @param {Line["points"]} points
 * @param {{ x: (at: number) => number, y: (value: number) => number, low: number, high: number, wide: number }} scale */
function axes(points, { x, y, low, high, wide }) {
  const periods = [...new Map(points.map((point) => [point.period, point.x]))].sort((a, b) => a[1] - b[1]);
  const every = Math.ceil(periods.length / Math.max(1, Math.min(MOST_TICKS, Math.floor(wide / 80))));
  return [el("line", { x1: LEFT, x2: wide, y1: y(Math.max(0, low)), y2: y(Math.max(0, low)), class: "axis" }),
    ...[high, ...(low < 0 ? [low] : [])].map((value) => el("text", { x: LEFT, y: y(value) - 4, class: "tick-text" }, String(value))),
    ...periods.filter((_, i) => i % every === 0).map(([period, at]) => el("text", { x: x(at), y: HIGH - 8, class: "tick-text",
      "text-anchor": x(at) < 40 ? "start" : "middle" }, plain(period)))];
}

/** @param {App} app @param {Line} line @param {Line["points"][0]} point @param {number} nth @param {number} cx @param {number} cy */
function mark(app, { name, node }, { value, period }, nth, cx, cy) {
  const on = app.store.state.selected?.node === node;
  const look = `mark c${nth}${on ? " on" : ""}${tickOf(app, node)}`;
  return el("circle", { cx: cx.toFixed(1), cy: cy.toFixed(1), r: on ? 6 : 4.5, class: look, role: "button", tabindex: -1,
    "aria-pressed": String(on), "aria-label": plain(`${name}, ${period}: ${value}`), "data-key": `point-${node}-${nth}-${period}`,
    onclick: choosing(app, node) });
}

/** Each line's name at its end, none over another. @param {Line[]} lines
 * @param {{ x: (at: number) => number, y: (value: number) => number, right: number }} scale */
function names(lines, { x, y, right }) {
  const ends = lines.map(({ name, points }, i) => ({ name, i, point: points[points.length - 1], top: 0 })).sort((a, b) => b.point.value - a.point.value);
  ends.forEach((end, i) => { end.top = Math.max(y(end.point.value) + 4, i ? ends[i - 1].top + LABEL : 0); });
  const left = Math.max(...ends.map(({ point }) => x(point.x))) + 12;
  return ends.map(({ name, i, top }) => el("text", { x: left, y: top, class: `name c${i}` }, cut(plain(name), Math.floor(right / 7))));
}
