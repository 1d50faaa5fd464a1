// @ts-check
/* The key: what the colours and shapes mean, how many there are, and the filters. */

/** @import { App, State } from "./types.js" */

import { el, exchange, flat, said } from "./dom.js";
import { makeFacetView } from "./facetview.js";
import { later } from "./later.js";
import { joined } from "./pieces.js";
import { makeShadeView } from "./shadeview.js";
import { toggled } from "./state.js";
import { plain } from "./text.js";

const HUBS_NAMED = 4;

/**
 * @typedef {{
 *   gap?: boolean, key: string, name: string, count: number, swatch?: Element, on: boolean, toggle: () => void, only: () => void, title?: string,
 * }} Row
 */

/**
 * @param {App} app
 * @param {HTMLElement} place
 */
export function makeKey(app, place) {
  const { graph, look, t, actions, drawing, store } = app;
  const facets = makeFacetView(app), sight = makeShadeView(app);
  let predicatesOpen = false;
  /** Until the first picture stands, its classes alone: the state that they are of. @type {State["filters"] | null} */
  let begun = null;

  /** @param {State} state */
  function show(state) {
    if (!place.childElementCount) {
      begun = state.filters;
      exchange(place, [classes(state)]);
      later(more);
      return;
    }
    begun = null;
    const top = place.scrollTop;
    exchange(place, [classes(state), ...rest(state)]);
    if (top) place.scrollTop = top;
  }

  function more() {
    if (begun === store.state.filters) place.append(...flat(rest(store.state)));
    else if (begun) show(store.state);
    begun = null;
  }

  const rest = (/** @type {State} */ state) => [predicates(state), facets(state), sight(state), hubs(state), reset()];

  /** @param {string} words @param {string} key @param {() => void} run */
  function small(words, key, run) {
    return el("button", { type: "button", "data-key": key, onclick: run }, t(words));
  }

  /** @param {Row} row */
  function rowOf({ gap, key, name, count, swatch, on, toggle, only, title }) {
    return el("li", { class: `kind${on ? "" : " off"}${gap ? " family" : ""}${count ? "" : " zero"}`, title },
      el("label", {}, el("input", { type: "checkbox", "data-key": key, checked: on, onchange: toggle }), swatch ?? null,
        el("span", { class: "name" }, said(name)), el("span", { class: "count" }, String(count))),
      el("button", { type: "button", "data-key": `${key}-only`, "aria-label": t("only.of", plain(name)), onclick: only }, t("only")));
  }

  /* How many the other filters leave of each class; of those that are there, none is left out. */
  /** @param {State} state */
  function countByKind({ filters }) {
    const counts = new Map();
    const every = new Set([...drawing.base, ...filters.added.keys()]);
    const narrowed = filters.facets.size || filters.years || filters.asOf || filters.map !== null ? app.narrowing.tally(filters) : null;
    for (const node of narrowed?.every ?? every) counts.set(look.kind(node), 0);
    for (const node of narrowed?.nodes("class") ?? every) counts.set(look.kind(node), counts.get(look.kind(node)) + 1);
    return counts;
  }

  /** @param {State} state */
  function classes(state) {
    const { hiddenKinds } = state.filters;
    const counts = countByKind(state);
    const all = [...look.families.flatMap(([, kinds]) => kinds), -1].filter((kind) => counts.has(kind));
    const set = (/** @type {Iterable<number>} */ off) => actions.change({ hiddenKinds: new Set(off) }, true);
    const familyOf = (/** @type {number} */ kind) => (kind < 0 ? -1 : graph.data.classes[kind][1]);
    return el("section", { "aria-label": t("class.filter") },
      el("div", { class: "head" }, el("h2", {}, t("class.filter")),
        el("span", { class: "links" }, small("all", "all-kinds", () => set([])), small("none", "no-kinds", () => set(all)))),
      el("ul", {}, all.map((kind, i) => rowOf({
        gap: i > 0 && familyOf(kind) !== familyOf(all[i - 1]), key: `kind-${kind}`, name: kind < 0 ? t("untyped") : graph.className(kind),
        swatch: look.swatch(kind), on: !hiddenKinds.has(kind), count: counts.get(kind),
        title: kind >= 0 && graph.data.classes[kind][2] ? t("quiet") : undefined,
        toggle: () => actions.change({ hiddenKinds: toggled(store.state.filters.hiddenKinds, kind) }, true),
        only: () => set(all.filter((one) => one !== kind)),
      }))));
  }

  /** @param {State} state */
  function countByPredicate({ filters }) {
    const counts = new Map();
    if (filters.facets.size || filters.years || filters.asOf) {
      const tally = app.narrowing.tally(filters);
      for (const link of tally.everyLink) counts.set(graph.predicate[link], 0);
      for (const link of tally.links("predicate")) counts.set(graph.predicate[link], counts.get(graph.predicate[link]) + 1);
      return counts;
    }
    const { nodes } = app.picture.shown;
    for (let link = 0; link < graph.size; link++) {
      if (!nodes.has(graph.subject[link]) || !nodes.has(graph.object[link])) continue;
      counts.set(graph.predicate[link], (counts.get(graph.predicate[link]) || 0) + 1);
    }
    return counts;
  }

  /* The rows are made when the list is opened. */
  /** @param {State} state */
  function predicates(state) {
    const counts = countByPredicate(state);
    const all = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b);
    const set = (/** @type {Iterable<number>} */ off) => actions.change({ hiddenPredicates: new Set(off) }, true);
    const list = el("ul");
    const fill = () => list.replaceChildren(...all.map((predicate) => rowOf({
      key: `link-${predicate}`, name: graph.predicateName(predicate), count: counts.get(predicate), on: !store.state.filters.hiddenPredicates.has(predicate),
      toggle: () => actions.change({ hiddenPredicates: toggled(store.state.filters.hiddenPredicates, predicate) }, true),
      only: () => set(all.filter((one) => one !== predicate)),
    })));
    const onToggle = (/** @type {Event} */ event) => {
      const { open } = /** @type {HTMLDetailsElement} */ (event.target);
      if (open && !predicatesOpen) fill();
      predicatesOpen = open;
    };
    if (predicatesOpen) fill();
    return el("section", { "aria-label": t("predicate.filter") }, el("details", { open: predicatesOpen, ontoggle: onToggle },
      el("summary", {}, el("h2", {}, t("predicate.filter"), " ", el("span", { class: "count" }, String(all.length)))),
      el("div", { class: "head" }, el("span"),
        el("span", { class: "links" }, small("all", "all-links", () => set([])), small("none", "no-links", () => set(all)))),
      list));
  }

  /** @param {State} state */
  function hubs({ filters: { mute } }) {
    const all = [...drawing.hubs];
    if (!all.length) return null;
    const toggle = () => actions.change({ mute: !store.state.filters.mute }, true);
    return el("section", { "aria-label": t("hubs") },
      el("div", { class: "kind" }, el("label", {}, el("input", { type: "checkbox", id: "mute", "data-key": "mute", checked: mute, onchange: toggle }),
        el("span", { class: "name" }, t("hubs")), el("span", { class: "count" }, t("hubs.n", all.length)))),
      el("p", { class: "note" }, joined(all.slice(0, HUBS_NAMED).map((node) => said(graph.label(node))), "、"), all.length > HUBS_NAMED ? "…" : null));
  }

  function reset() {
    return el("button", { type: "button", class: "reset", "data-key": "reset", id: "reset", onclick: actions.reset }, t("reset"));
  }

  return { show };
}
