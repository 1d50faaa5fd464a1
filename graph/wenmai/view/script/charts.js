// @ts-check
/* Numbers as bars: one measure of many things, or many measures in one unit; each bar leads to its thing. */

/** @import { App, View } from "./types.js" */

import { el, said } from "./dom.js";
import { drawLines, linesOf } from "./lines.js";
import { choosing, tickOf } from "./pieces.js";
import { plain } from "./text.js";

const MOST = 60;

/** @typedef {{ node: number, value: number, period: string, measure: string }} Amount */
/** @typedef {{ key: string, name: () => string, amounts: () => Amount[] }} Chart */

/**
 * @param {App} app
 * @param {() => void} redraw
 * @returns {View | null}
 */
export function makeCharts(app, redraw) {
  const { graph, t, picture } = app;
  const charts = chartsOf(app);
  if (!charts.length) return null;
  let key = charts[0].key;
  let asBars = false; /* though they could be lines */

  /* Of what is drawn; of all where that has none. */
  /** @param {Chart} chart */
  function shown(chart) {
    const all = chart.amounts();
    const drawn = all.filter(({ node }) => picture.shown.nodes.has(node) && !picture.scene.marks.dim?.nodes.has(node));
    return drawn.length || app.store.state.filters.facets.size ? drawn : all;
  }

  function draw() {
    const chart = charts.find((one) => one.key === key) ?? charts[0];
    const pick = el("select", { "data-key": "chart", "aria-label": t("chart.of") },
      charts.map((one) => el("option", { value: one.key, selected: one.key === chart.key }, plain(one.name()))));
    pick.addEventListener("change", () => { key = pick.value; redraw(); });
    const amounts = shown(chart).sort((a, b) => b.value - a.value || a.node - b.node || (a.period < b.period ? -1 : 1));
    const low = Math.min(0, ...amounts.map((one) => one.value)), high = Math.max(0, ...amounts.map((one) => one.value));
    const lines = linesOf(amounts, graph.label), wide = Math.max(280, (document.getElementById("table")?.clientWidth ?? 600) - 40);
    const turn = (/** @type {boolean} */ bars) => el("button", { type: "button", "data-key": bars ? "as-bars" : "as-lines",
      "aria-pressed": String(asBars === bars), onclick: () => { asBars = bars; redraw(); } }, t(bars ? "chart.bars" : "chart.lines"));
    const tools = el("div", { class: "table-tools" }, el("label", {}, `${t("chart.of")} `, pick), lines.length ? [turn(false), turn(true)] : null);
    if (lines.length && !asBars) return [tools, drawLines(app, lines, wide)];
    return [tools,
      el("ul", { class: "chart" }, amounts.slice(0, MOST).map((one) => bar(one, low, high))),
      amounts.length > MOST ? el("p", { class: "note" }, t("more", amounts.length - MOST)) : null];
  }

  /** @param {Amount} amount @param {number} low @param {number} high */
  function bar({ node, value, period, measure }, low, high) {
    const at = (/** @type {number} */ number) => (1000 * (number - low)) / (high - low || 1);
    const on = app.store.state.selected?.node === node;
    return el("li", { class: `${on ? "on" : ""}${tickOf(app, node)}` },
      el("button", { type: "button", class: "follow", onclick: choosing(app, node) },
        el("span", {}, said([graph.label(node), measure].filter(Boolean).join(" · ")))),
      el("svg", { viewBox: "0 0 1000 10", preserveAspectRatio: "none", "aria-hidden": "true" },
        el("rect", { x: Math.min(at(0), at(value)), y: 0, width: Math.max(3, Math.abs(at(value) - at(0))), height: 10 })),
      el("span", { class: "value" }, value.toLocaleString(graph.words), period ? el("span", { class: "when" }, period) : null));
  }

  return { key: "figures", count: () => charts.reduce((sum, chart) => sum + (chart.key.startsWith("unit ") ? 0 : chart.amounts().length), 0), draw };
}

/**
 * One for each measure that several numbers are of, and one for each unit in which several measures are.
 * @param {App} app
 * @returns {Chart[]}
 */
function chartsOf({ graph, t }) {
  const en = () => graph.words === "en";
  const rows = graph.data.facets.numbers;
  const amounts = (/** @type {typeof rows[number]} */ row, /** @type {boolean} */ named) => Array.from({ length: row[5].length / 3 }, (_, i) => {
    const [node, value, period] = row[5].slice(3 * i);
    return { node: Number(node), value: Number(value), period: String(period || ""), measure: named ? (en() ? row[2] : row[1]) : "" };
  });
  const nameOf = (/** @type {typeof rows[number]} */ [, zh, english, unitZh, unitEn]) => {
    const [name, unit] = en() ? [english, unitEn] : [zh, unitZh];
    return name + (unit ? t("unit.of", unit) : "");
  };
  const measures = rows.map((row) => ({ key: `of ${row[0]} ${row[4]}`, name: () => nameOf(row), amounts: () => amounts(row, false) }));
  /** @type {Map<string, typeof rows>} */
  const units = new Map();
  for (const row of rows) if (row[3]) units.set(row[3], [...(units.get(row[3]) ?? []), row]);
  const together = [...units].filter(([, some]) => some.length > 1).sort(([, a], [, b]) => b.length - a.length)
    .map(([unit, some]) => ({
      key: `unit ${unit}`, name: () => t("chart.in", en() ? some[0][4] : unit), amounts: () => some.flatMap((row) => amounts(row, true)) }));
  const apart = (/** @type {Chart} */ chart) => new Set(chart.amounts().map((one) => one.value)).size;
  const some = [...measures, ...together].filter((chart) => chart.amounts().length > 1);
  return some.map((chart) => ({ chart, apart: apart(chart) })).sort((a, b) => b.apart - a.apart).map(({ chart }) => chart);
}
