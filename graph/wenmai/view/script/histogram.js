// @ts-check
/* A histogram with a brush: bars over a range of numbers or years, two sliders that choose from which to which, and a pointer that draws over them. */

import { el } from "./dom.js";

const HIGH = 34;
const MOST_BARS = 400;
export const STEPS = 200; /* of a slider over a range that is not of whole numbers */

/**
 * Where numbers lie along a range: evenly, or by their logarithm where the greatest is a thousand times the least.
 * @typedef {{ first: number, last: number, whole: boolean, place: (number: number) => number, at: (place: number) => number }} Axis
 */

/**
 * @param {number} first
 * @param {number} last
 * @param {boolean} whole whether the numbers are whole
 * @returns {Axis}
 */
export function makeAxis(first, last, whole) {
  const wide = first > 0 && last / first >= 1000;
  const [low, high] = wide ? [Math.log(first), Math.log(last)] : [first, last];
  const span = high - low || 1;
  const round = (/** @type {number} */ number) => (whole ? Math.round(number) : Number(number.toPrecision(4)));
  return {
    first, last, whole,
    place: (number) => ((wide ? Math.log(Math.max(number, first)) : number) - low) / span,
    at: (place) => (place <= 0 ? first : place >= 1 ? last : round(wide ? Math.exp(low + place * span) : low + place * span)),
  };
}

/**
 * Bars whose heights are the roots of counts, the whole behind what is left.
 * @param {{ from: number, to: number, count: number, whole: number }[]} bars by their places along the axis, from 0 to 1
 */
export function drawBars(bars) {
  const most = Math.max(1, ...bars.map((bar) => bar.whole));
  const svg = el("svg", { viewBox: `0 0 1000 ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true", class: "bars" });
  for (const { from, to, count, whole } of bars.slice(0, MOST_BARS)) {
    const rect = (/** @type {number} */ number, /** @type {string} */ kind) => {
      const tall = Math.sqrt(number / most) * HIGH;
      return el("rect", { x: (1000 * from + 0.6).toFixed(1), y: (HIGH - tall).toFixed(1), width: Math.max(0.8, 1000 * (to - from) - 1.2).toFixed(1),
        height: tall.toFixed(1), class: kind, "data-from": from, "data-to": to });
    };
    svg.append(...(whole ? [rect(whole, "whole")] : []), ...(count ? [rect(count, "left")] : []));
  }
  return svg;
}

/** Show which bars a choice takes in. @param {Element} svg @param {number} from @param {number} to places */
export function paintBars(svg, from, to) {
  for (const bar of svg.children) {
    const middle = (Number(bar.getAttribute("data-from")) + Number(bar.getAttribute("data-to"))) / 2;
    bar.classList.toggle("in", middle >= from - 1e-9 && middle <= to + 1e-9);
  }
}

/**
 * @typedef {{
 *   key: string, axis: Axis, chosen: readonly [number, number] | null, bars: { from: number, to: number, count: number, whole: number }[],
 *   words: [from: string, to: string], step?: number,
 *   text?: (number: number) => string, preview?: (from: number, to: number) => void, settle: (from: number, to: number) => void,
 * }} Brush
 */

/**
 * A histogram with two sliders; the pointer chooses by drawing over the bars.
 * @param {Brush} brush
 */
export function makeBrush({ key, axis, chosen, bars, words, step, text = String, preview = () => {}, settle }) {
  const byStep = step !== undefined;
  const [least, most] = byStep ? [axis.first, axis.last] : [0, STEPS];
  const toSlider = (/** @type {number} */ number) => (byStep ? number : Math.round(axis.place(number) * STEPS));
  const fromSlider = (/** @type {number} */ value) => (byStep ? value : axis.at(value / STEPS));
  const [from, to] = chosen ?? [axis.first, axis.last];
  const slider = (/** @type {string} */ end, /** @type {string} */ label, /** @type {number} */ value) => el("input", {
    type: "range", id: `${key}-${end}`, "data-key": `${key}-${end}`, min: least, max: most, step: step ?? 1, value: toSlider(value), "aria-label": label,
    "aria-valuetext": text(value) });
  const low = slider("from", words[0], from), high = slider("to", words[1], to);
  const svg = drawBars(bars);
  const box = el("div", { class: "brush" }, svg, el("div", { class: "range" }, low, high));
  /* A slider that was not moved keeps the number that it stands for, whatever its steps. */
  const exact = new Map([[low, from], [high, to]]);
  const now = () => {
    const ends = [low, high].map((one) => (toSlider(exact.get(one) ?? 0) === Number(one.value) ? exact.get(one) ?? 0 : fromSlider(Number(one.value))));
    return /** @type {[number, number]} */ (ends.sort((a, b) => a - b));
  };
  const paint = () => {
    const [a, b] = now();
    if (a > axis.first || b < axis.last) paintBars(svg, axis.place(a), axis.place(b));
    else paintBars(svg, 2, 2); /* where nothing is chosen, nothing stands out */
    low.setAttribute("aria-valuetext", text(a));
    high.setAttribute("aria-valuetext", text(b));
    return /** @type {[number, number]} */ ([a, b]);
  };
  for (const one of [low, high]) {
    one.addEventListener("input", () => preview(...paint()));
    one.addEventListener("change", () => settle(...now()));
  }
  drawOver(svg, (a, b, ended) => {
    low.value = String(toSlider(axis.at(a)));
    high.value = String(toSlider(axis.at(b)));
    const ends = paint();
    if (ended) settle(...ends);
    else preview(...ends);
  });
  paint();
  return box;
}

/**
 * Dragging over an element chooses a part of its width; a press by itself chooses a little around it.
 * @param {SVGElement} over
 * @param {(from: number, to: number, ended: boolean) => void} run places from 0 to 1
 */
function drawOver(over, run) {
  let start = -1;
  const placeOf = (/** @type {PointerEvent} */ event) => {
    const box = over.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - box.left) / (box.width || 1)));
  };
  over.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary) return;
    start = placeOf(event);
    over.setPointerCapture(event.pointerId);
  });
  const moved = (/** @type {PointerEvent} */ event, /** @type {boolean} */ ended) => {
    if (start < 0) return;
    const here = placeOf(event);
    const [from, to] = [Math.min(start, here), Math.max(start, here)];
    if (to - from > 0.004) run(from, to, ended);
    if (ended) start = -1;
  };
  over.addEventListener("pointermove", (event) => moved(event, false));
  over.addEventListener("pointerup", (event) => moved(event, true));
  over.addEventListener("pointercancel", () => { start = -1; });
}
