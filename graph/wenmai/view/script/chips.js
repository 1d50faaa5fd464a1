// @ts-check
/* What is filtered, as chips above the picture: each is cleared by one click, and all of them by another. */

/** @import { App, Child, Filters, State } from "./types.js" */

import { el, exchange, said } from "./dom.js";
import { ALL, differ } from "./state.js";
import { plain } from "./text.js";

const NAMED = 2;

/** @typedef {{ key: string, text: string, clear: Partial<Filters> }} Chip */

/**
 * What is filtered.
 * @param {App} app
 * @param {Filters} filters
 * @returns {Chip[]}
 */
export function chipsOf(app, filters) {
  const { t, graph, drawing: { first } } = app;
  /** @type {(Chip | false)[]} */
  const some = [
    differ(first.hiddenKinds, filters.hiddenKinds)
      && { key: "class", text: classesText(app, filters), clear: { hiddenKinds: first.hiddenKinds } },
    differ(first.hiddenPredicates, filters.hiddenPredicates)
      && { key: "predicate", text: t("chip.predicate", filters.hiddenPredicates.size), clear: { hiddenPredicates: first.hiddenPredicates } },
    filters.years !== null && { key: "years", text: t("chip.years", ...filters.years.map(graph.calendar.text)), clear: { years: null } },
    filters.asOf !== "" && { key: "asof", text: t("chip.asof", filters.asOf), clear: { asOf: "" } },
    filters.map !== null && filters.map !== ALL
      && { key: "region", text: t("chip.region", app.regions.name(filters.map, t("region.rest"))), clear: { map: ALL } },
    filters.kept.size > 0 && { key: "kept", text: t("chip.kept", filters.kept.size), clear: { kept: new Set() } },
    filters.pinned.size > 0 && { key: "pinned", text: t("chip.pinned", filters.pinned.size), clear: { pinned: new Set() } },
    filters.removed.size > 0 && { key: "removed", text: t("chip.removed", filters.removed.size), clear: { removed: new Set() } },
  ];
  return [...some.filter((chip) => chip !== false), ...[...filters.facets].flatMap(([key, chosen]) => facetChip(app, filters, key, chosen))];
}

/** The class that alone is shown, or how many are not. @param {App} app @param {Filters} filters */
function classesText({ t, graph, look }, { hiddenKinds }) {
  const left = look.counts.flatMap((count, kind) => (count && !hiddenKinds.has(kind) ? [kind] : []));
  return left.length === 1 && hiddenKinds.has(-1) ? t("only.of", graph.className(left[0])) : t("chip.class", hiddenKinds.size);
}

/** @param {App} app @param {Filters} filters @param {string} key @param {readonly string[]} chosen @returns {Chip[]} */
function facetChip({ facets, t }, filters, key, chosen) {
  const facet = facets.find(key);
  if (!facet) return [];
  const values = facet.numbers ? chosen.join("–") : chosen.slice(0, NAMED).map((value) => facet.label(value) || t("facet.empty")).join(" / ");
  const more = facet.numbers || chosen.length <= NAMED ? "" : ` +${chosen.length - NAMED}`;
  const others = new Map(filters.facets);
  others.delete(key);
  return [{ key, text: `${facet.name()}: ${values}${more}`, clear: { facets: others } }];
}

/**
 * @param {App} app
 * @param {HTMLElement} place
 */
export function makeChips(app, place) {
  const { t, actions } = app;

  /** @param {Chip} chip @returns {Child} */
  function draw({ key, text, clear }) {
    const press = { "aria-label": t("chip.clear", plain(text)), onclick: () => actions.change(clear, true) };
    return el("li", {}, el("button", { type: "button", class: "chip", "data-key": `chip-${key}`, ...press }, said(text), el("span", { "aria-hidden": "true" }, "×")));
  }

  return {
    /** @param {State} state */
    show({ filters }) {
      const all = chipsOf(app, filters);
      place.hidden = !all.length;
      const none = Object.assign({}, ...all.map((chip) => chip.clear), { facets: new Map() });
      const press = { class: "chip all", "data-key": "chip-all", onclick: () => actions.change(none, true) };
      const clearAll = el("li", {}, el("button", { type: "button", ...press }, t("chip.all")));
      exchange(place, [all.map(draw), all.length > 1 ? clearAll : null]);
    },
  };
}
