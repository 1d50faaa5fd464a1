// @ts-check
/* Facets in the key: values to tick and numbers to brush, each with how many the other filters leave. */

/** @import { App, Facet, State } from "./types.js" */

import { el, said } from "./dom.js";
import { makeAxis, makeBrush } from "./histogram.js";
import { plain } from "./text.js";

const SHOWN = 8;
const BINS = 24;

/**
 * @param {App} app
 * @returns {(state: State) => HTMLElement}
 */
export function makeFacetView(app) {
  const { facets, t } = app;
  const open = new Set();
  const long = new Set();

  /** @param {State} state */
  function list(state) {
    const all = facets.all();
    if (!all.length) return el("p", { class: "note" }, t("facets.none"));
    return el("div", { class: "facets" }, all.map((facet) => one(state, facet)));
  }

  /** @param {State} state @param {Facet} facet */
  function one(state, facet) {
    const on = state.filters.facets.has(facet.key);
    const inside = el("div", { class: "inside" });
    const isOpen = open.has(facet.key) || on;
    const fill = () => inside.replaceChildren(facet.numbers ? numbers(app, facet) : values(app, facet, long));
    const onToggle = (/** @type {Event} */ event) => {
      const { open: now } = /** @type {HTMLDetailsElement} */ (event.currentTarget);
      if (now === open.has(facet.key)) return;
      if (now) open.add(facet.key);
      else open.delete(facet.key);
      if (now) fill();
    };
    if (isOpen) {
      open.add(facet.key);
      fill();
    }
    return el("details", { open: isOpen, ontoggle: onToggle, class: on ? "facet on" : "facet" },
      el("summary", { "data-key": `facet-${facet.key}` }, el("span", { class: "name" }, said(facet.name())),
        on ? el("span", { class: "dot", "aria-hidden": "true" }) : null), inside);
  }

  return (state) => {
    const summary = el("summary", { "data-key": "facets" }, el("h2", {}, t("facets")));
    const details = el("details", { id: "facets", open: open.has("") || state.filters.facets.size > 0 }, summary);
    const body = el("div", {});
    details.append(body);
    if (details.open) {
      open.add("");
      body.append(list(state));
    }
    details.addEventListener("toggle", () => {
      if (details.open === open.has("")) return;
      if (details.open) open.add("");
      else open.delete("");
      if (details.open) body.replaceChildren(list(app.store.state));
    });
    return el("section", { "aria-label": t("facets") }, details);
  };
}

/** @param {App} app @param {Facet} facet @param {readonly string[]} chosen */
function choose({ actions, store }, facet, chosen) {
  const next = new Map(store.state.filters.facets);
  if (chosen.length) next.set(facet.key, chosen);
  else next.delete(facet.key);
  actions.change({ facets: next }, true);
}

/** How many of some items have each value. @param {Facet} facet @param {number[]} items */
function countValues(facet, items) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const item of items) for (const value of new Set(facet.values(item))) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
}

/** Those that all other filters leave, and all that there are. @param {App} app @param {Facet} facet */
function itemsOf({ narrowing, store }, facet) {
  const tally = narrowing.tally(store.state.filters);
  return facet.about === "node" ? { left: tally.nodes(facet.key), every: tally.every } : { left: tally.links(facet.key), every: tally.everyLink };
}

/** @param {App} app @param {Facet} facet @param {Set<string>} long those of which all values are listed */
function values(app, facet, long) {
  const { t, store } = app;
  const { left, every } = itemsOf(app, facet);
  const counts = countValues(facet, left), whole = countValues(facet, every);
  const chosen = store.state.filters.facets.get(facet.key) ?? [];
  for (const value of chosen) if (!whole.has(value)) whole.set(value, 0);
  const first = (/** @type {string} */ value) => Number(chosen.includes(value));
  const all = [...whole].sort(([a, m], [b, n]) => first(b) - first(a) || n - m || (a < b ? -1 : 1)).map(([value]) => value);
  const shown = long.has(facet.key) ? all : all.slice(0, SHOWN);
  const list = el("ul", {}, shown.map((value) => {
    const on = chosen.includes(value), count = counts.get(value) ?? 0;
    const toggle = () => choose(app, facet, on ? chosen.filter((one) => one !== value) : [...chosen, value]);
    return el("li", { class: count ? "kind" : "kind zero" }, el("label", {},
      el("input", { type: "checkbox", "data-key": `${facet.key}=${value}`, checked: on, onchange: toggle }),
      el("span", { class: "name" }, said(facet.label(value) || t("facet.empty"))), el("span", { class: "count" }, String(count))));
  }));
  const showAll = () => {
    long.add(facet.key);
    list.parentElement?.replaceWith(values(app, facet, long));
  };
  const more = all.length - shown.length;
  return el("div", {}, list, more ? el("button", { type: "button", class: "cite", onclick: showAll }, t("more", more)) : null);
}

/** @param {App} app @param {Facet} facet */
function numbers(app, facet) {
  const { t, store } = app;
  const { left, every } = itemsOf(app, facet);
  const of = (/** @type {number} */ item) => facet.numbers?.(item) ?? [];
  const all = every.flatMap(of);
  if (!all.length) return el("p", { class: "note" }, t("facet.nothing"));
  const axis = makeAxis(least(all), -least(all.map((one) => -one)), all.every(Number.isInteger));
  const chosen = store.state.filters.facets.get(facet.key)?.map(Number);
  const ends = /** @type {[number, number] | null} */ (chosen?.length === 2 ? chosen : null);
  const input = (/** @type {string} */ end, /** @type {number} */ value) => el("input", {
    type: "number", step: "any", value, "data-key": `${facet.key}-${end}`, "aria-label": t(`number.${end}`, plain(facet.name())) });
  const low = input("least", ends?.[0] ?? axis.first), high = input("most", ends?.[1] ?? axis.last);
  const settle = (/** @type {number} */ a, /** @type {number} */ b) => choose(app, facet, a <= axis.first && b >= axis.last ? [] : [String(a), String(b)]);
  const typed = () => {
    const [a, b] = [low, high].map((one, i) => (one.value.trim() === "" ? [axis.first, axis.last][i] : Number(one.value)));
    settle(Math.min(a, b), Math.max(a, b));
  };
  low.addEventListener("change", typed);
  high.addEventListener("change", typed);
  const preview = (/** @type {number} */ a, /** @type {number} */ b) => { low.value = String(a); high.value = String(b); };
  const words = /** @type {[string, string]} */ (["least", "most"].map((end) => t(`number.${end}`, plain(facet.name()))));
  const count = el("p", { class: "note" }, t("facet.have", left.filter((item) => of(item).length).length));
  return el("div", { class: "numeric" },
    makeBrush({ key: facet.key, axis, chosen: ends, bars: binned(axis, all, left.flatMap(of)), words, preview, settle }),
    el("div", { class: "ends" }, low, high), count);
}

/** @param {number[]} some */
function least(some) {
  return some.reduce((a, b) => Math.min(a, b), Infinity);
}

/** @param {import("./histogram.js").Axis} axis @param {number[]} all @param {number[]} left */
function binned(axis, all, left) {
  const count = axis.whole && axis.last - axis.first < BINS ? Math.max(1, axis.last - axis.first + 1) : BINS;
  const bins = Array.from({ length: count }, (_, i) => ({ from: i / count, to: (i + 1) / count, count: 0, whole: 0 }));
  const bin = (/** @type {number} */ number) => bins[Math.min(count - 1, Math.floor(axis.place(number) * count))];
  for (const number of all) bin(number).whole++;
  for (const number of left) bin(number).count++;
  return bins;
}
