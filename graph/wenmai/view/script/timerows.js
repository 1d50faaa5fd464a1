// @ts-check
/* Points and intervals of what is dated, a row for each class: each leads to its entity. */

/** @import { App, Years } from "./types.js" */

import { el, said } from "./dom.js";
import { choosing, tickOf } from "./pieces.js";
import { makeRoving } from "./roving.js";
import { plain } from "./text.js";

const MOST_ROWS = 10;
const MOST_DEEP = 8; /* so many lie over one another in a row */
const DEEP = 8;
const LABEL = 150;
const TICKS = 6;

/**
 * @param {App} app
 * @param {{ first: number, last: number, spans: Map<number, Years> }} range
 */
export function makeTimeRows(app, { first, last, spans }) {
  const { graph, look, t } = app, { text, unit } = graph.calendar;

  /** The dated entities that are shown, by class, the largest class first. */
  function rows() {
    /** @type {Map<number, number[]>} */
    const found = new Map();
    for (const node of app.picture.shown.nodes) {
      if (!spans.has(node)) continue;
      const kind = look.kind(node);
      found.set(kind, [...(found.get(kind) ?? []), node]);
    }
    return [...found].sort(([k, a], [l, b]) => b.length - a.length || k - l);
  }

  /** @param {number} wide pixels */
  function draw(wide) {
    const all = rows();
    const across = Math.max(120, wide - LABEL - 60);
    const box = el("div", { class: "time-rows", role: "group", "aria-label": t("time.classes") },
      all.slice(0, MOST_ROWS).map(([kind, nodes]) => row(kind, nodes, across)),
      all.length ? el("div", { class: "time-row" }, el("span", { class: "name" }), axis(across)) : el("p", { class: "note" }, t("time.none")),
      all.length > MOST_ROWS ? el("p", { class: "note" }, t("more", all.length - MOST_ROWS)) : null);
    makeRoving(box, ".mark");
    return box;
  }

  /** @param {number} year @param {number} across */
  const at = (year, across) => 6 + ((year - first) / (last - first)) * (across - 12);

  /** @param {number} kind @param {number[]} nodes @param {number} across */
  function row(kind, nodes, across) {
    const name = kind < 0 ? t("untyped") : graph.className(kind);
    const ends = /** @type {number[]} */ ([]);
    const marks = /** @type {Element[]} */ ([]);
    const start = (/** @type {number} */ node) => (spans.get(node) ?? [0, 0])[0];
    for (const node of [...nodes].sort((a, b) => start(a) - start(b) || a - b)) {
      const [from, to] = spans.get(node) ?? [first, first];
      const [x1, x2] = [at(from, across), at(to, across)];
      let deep = ends.findIndex((end) => end < x1 - 6);
      if (deep < 0) deep = Math.min(ends.length, MOST_DEEP - 1);
      ends[deep] = Math.max(x2, ends[deep] ?? -Infinity);
      marks.push(mark(node, [from, to], x1, x2, 6 + deep * DEEP));
    }
    return el("div", { class: "time-row" }, el("span", { class: "name" }, look.swatch(kind), said(name), el("span", { class: "count" }, String(nodes.length))),
      el("svg", { width: across, height: 4 + Math.max(1, ends.length) * DEEP, role: "group", "aria-label": plain(name) }, marks));
  }

  /** @param {number} node @param {Years} years @param {number} x1 @param {number} x2 @param {number} y */
  function mark(node, [from, to], x1, x2, y) {
    const { selected } = app.store.state;
    const { colour } = look.styleOf(node);
    const name = `${plain(graph.label(node))}, ${from === to ? text(from) : `${text(from)}–${text(to)}`}`;
    const dim = app.picture.scene.marks.dim?.nodes.has(node);
    const state = `${dim ? " dim" : ""}${selected?.node === node ? " on" : ""}${tickOf(app, node)}`;
    return el("g", { class: `mark c${colour}${state}`, role: "button", tabindex: -1, "aria-label": name, "data-key": `lane-${node}`,
      onclick: choosing(app, node) },
    x2 - x1 > 5 ? el("rect", { x: x1 - 3, y: y - 2.5, width: x2 - x1 + 6, height: 5, rx: 2.5 }) : el("circle", { cx: (x1 + x2) / 2, cy: y, r: 3.5 }));
  }

  /** @param {number} across */
  function axis(across) {
    const wide = unit === "year" ? 60 : 90; /* pixels of a moment's text */
    const step = Math.max(1, Math.ceil((last - first) / Math.max(1, Math.min(TICKS, Math.floor(across / wide)))));
    const years = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
    return el("svg", { width: across, height: 16, class: "ticks", "aria-hidden": "true" }, years.map((year) => el("text", {
      x: at(year, across), y: 12, "text-anchor": year === first ? "start" : at(year, across) > across - wide / 2 ? "end" : "middle" }, text(year))));
  }

  return { draw };
}
