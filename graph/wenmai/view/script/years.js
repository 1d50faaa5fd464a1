// @ts-check
/* The years: how many entities are dated in each, and two sliders that choose from which to which. */

/** @import { App, State, Years } from "./types.js" */

import { el } from "./dom.js";

const HIGH = 34;
const LONG = 60; /* a span of so many years counts in none of them */
const MOST_BARS = 400;

/**
 * @param {App} app
 * @returns {(state: State) => HTMLElement | null}
 */
export function makeYears(app) {
  const { t, actions, store } = app;
  const range = countYears(app);
  if (!range) return () => null;
  const { first, last } = range;
  const orAll = (/** @type {Years} */ [from, to]) => (from === first && to === last ? null : /** @type {Years} */ ([from, to]));

  /** @param {string} id @param {string} words @param {number} value */
  function slider(id, words, value) {
    return el("input", { type: "range", id, "data-key": id, min: first, max: last, step: 1, value, "aria-label": t(words) });
  }

  return ({ filters: { years } }) => {
    const [from, to] = years || [first, last];
    const low = slider("years-from", "years.from", from), high = slider("years-to", "years.to", to);
    const bars = histogram(range, from, to);
    const begin = el("span", {}, String(from)), end = el("span", {}, String(to));
    const read = () => /** @type {Years} */ ([Math.min(Number(low.value), Number(high.value)), Math.max(Number(low.value), Number(high.value))]);
    const preview = () => {
      const now = read();
      begin.textContent = String(now[0]);
      end.textContent = String(now[1]);
      paintBars(bars, ...now);
      actions.preview(orAll(now));
    };
    const settle = () => {
      const now = read();
      actions.change({ years: orAll(now) });
      const { marks, shown } = app.picture.scene;
      app.say(t("years.now", ...now, [...shown.nodes].filter((node) => !marks.dim?.nodes.has(node)).length));
    };
    for (const one of [low, high]) {
      one.addEventListener("input", preview);
      one.addEventListener("change", settle);
    }
    const all = el("button", { type: "button", "data-key": "years-all", onclick: () => actions.change({ years: null }, true) }, t("years.all"));
    return el("section", { class: "years", "aria-label": t("years") },
      el("div", { class: "head" }, el("h2", {}, t("years")), store.state.filters.years ? el("span", { class: "links" }, all) : null),
      bars, el("div", { class: "range" }, low, high), el("div", { class: "ends" }, begin, end));
  };
}

/** @typedef {{ first: number, last: number, counts: Map<number, number> }} Range */

/** @param {App} app @returns {Range | null} */
function countYears({ graph }) {
  let first = Infinity, last = -Infinity;
  const counts = new Map();
  for (let node = 0; node < graph.count; node++) {
    const dated = graph.years(node);
    if (!dated) continue;
    const [from, to] = dated;
    first = Math.min(first, from);
    last = Math.max(last, to);
    if (to - from < LONG) for (let year = from; year <= to; year++) counts.set(year, (counts.get(year) || 0) + 1);
  }
  return first < last ? { first, last, counts } : null;
}

/** @param {Range} range @param {number} from @param {number} to */
function histogram({ first, last, counts }, from, to) {
  const most = Math.max(1, ...counts.values());
  const span = last - first + 1;
  const bars = el("svg", { viewBox: `0 0 ${span} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  for (let year = first; year <= last && span < MOST_BARS; year++) {
    const tall = Math.sqrt((counts.get(year) || 0) / most) * HIGH;
    bars.append(el("rect", { x: year - first + 0.08, y: HIGH - tall, width: 0.84, height: tall, "data-year": year }));
  }
  paintBars(bars, from, to);
  return bars;
}

/** @param {Element} bars @param {number} from @param {number} to */
function paintBars(bars, from, to) {
  for (const bar of bars.children) {
    const year = Number(bar.getAttribute("data-year"));
    bar.setAttribute("class", year >= from && year <= to ? "in" : "");
  }
}
