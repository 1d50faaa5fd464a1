// @ts-check
/* In the key: by what entities are coloured and sized, with the legend, and the regions: whether they are drawn, and the map of them. */

/** @import { App, Child, State } from "./types.js" */

import { el, said } from "./dom.js";
import { REST, circleKeys, numeral, shadesOf, weighing } from "./shading.js";
import { ALL } from "./state.js";
import { withCommas } from "./text.js";

const LISTED = 14;
const LEAST = 2.6, LARGE = 9; /* pixels of the legend's circles */

/**
 * @param {App} app
 * @returns {(state: State) => HTMLElement}
 */
export function makeShadeView(app) {
  const { graph, t, actions, regions, store } = app;
  const { colours, sizes, name } = shadesOf(graph, t);

  /** @param {string} id @param {string[]} keys @param {string} chosen @param {(key: string) => void} choose
   * @param {(key: string) => string} [named] */
  function pick(id, keys, chosen, choose, named = name) {
    const select = el("select", { id, "data-key": id }, keys.map((key) => el("option", { value: key, selected: key === chosen }, named(key))));
    select.addEventListener("change", () => choose(select.value));
    return el("label", { class: "pick-shade" }, el("span", {}, t(id)), select);
  }

  /** @param {string} key @param {boolean} on @param {() => void} run */
  function tick(key, on, run) {
    return el("div", { class: "kind" }, el("label", {}, el("input", { type: "checkbox", id: key, "data-key": key, checked: on, onchange: run }),
      el("span", { class: "name" }, t(key))));
  }

  const round = (/** @type {{ share: number, text: string }} */ { share, text }) => el("span", { class: "round" },
    el("svg", { viewBox: "-10 -10 20 20", "aria-hidden": "true" }, el("circle", { r: LEAST + (LARGE - LEAST) * Math.sqrt(share) })), text);

  /** What colours and sizes mean, once they mean something else than at first. @param {State} state @returns {Child[]} */
  function legend({ filters: { colour, size } }) {
    const { shade } = app.look;
    if (!shade) return [];
    const row = (/** @type {typeof shade.rows[0]} */ { colour: place, text, count }) => el("li", {},
      el("svg", { class: `swatch c${place}${place === REST && shade.colour ? " hollow" : ""}`, viewBox: "-9 -9 18 18", "aria-hidden": "true" },
        el("path", { d: shade.colour ? "M-6 -6H6V6H-6Z" : "M-8 0H8" })),
      el("span", { class: "name" }, said(text())), el("span", { class: "count" }, withCommas(count)));
    return [
      shade.rows.length ? el("ul", { class: "legend", "aria-label": t("legend.of", name(colour)) }, shade.rows.map(row)) : null,
      shade.sizes.length ? el("p", { class: "rounds", "aria-label": t("legend.of", name(size)) }, shade.sizes.map(round)) : null,
    ];
  }

  /** The regions of the map, to go into. @param {State} state @returns {Child} */
  function list({ filters: { map } }) {
    if (map === null) return null;
    const all = Array.from({ length: regions.count }, (_, region) => region).slice(0, LISTED);
    const rest = regions.count - all.length;
    return el("div", {},
      map === ALL ? null : el("button", { type: "button", class: "cite", "data-key": "map-all", onclick: () => actions.enter(ALL) }, `← ${t("map.all")}`),
      el("ul", { class: "legend", "aria-label": t("map") }, all.map((region) => el("li", {}, el("button", {
        type: "button", class: "follow", "data-key": `region-${region}`, "aria-current": map === region ? "true" : null, onclick: () => actions.enter(region),
      }, said(regions.name(region, t("region.rest")))), el("span", { class: "count" }, withCommas(regions.size(region)))))),
      rest > 0 ? el("p", { class: "note" }, t("map.more", rest)) : null);
  }

  /** By what the map's circles are sized, and what some of them stand for. @param {State} state @returns {Child[]} */
  function circles({ filters: { map, circles: by } }) {
    if (map !== ALL) return [];
    const all = Array.from({ length: regions.count }, (_, region) => weighing(graph, regions, by)(region)).sort((a, b) => b - a);
    const some = [...new Set([all[0], all[Math.floor(all.length / 2)], all[all.length - 1]])]
      .map((one) => ({ share: one / (all[0] || 1), text: by.startsWith("number ") ? numeral(one) : withCommas(one) }));
    const told = by === "entities" ? t("circles.entities") : by === "links" ? t("circles.links") : name(by);
    const named = (/** @type {string} */ key) => (key === "entities" || key === "links" ? t(`circles.${key}`) : name(key));
    return [pick("circles", circleKeys(graph, regions), by, (key) => actions.change({ circles: key }), named),
      el("p", { class: "rounds", id: "circles-legend", "aria-label": t("legend.of", told) }, some.map(round))];
  }

  return (state) => {
    const { colour, size, hulls, map } = state.filters;
    return el("section", { "aria-label": t("sight"), class: "sight" },
      pick("shade-colour", colours, colour, (key) => actions.change({ colour: key })),
      pick("shade-size", sizes, size, (key) => actions.change({ size: key })),
      legend(state),
      graph.size ? [
        map === null ? tick("hulls", hulls, () => actions.change({ hulls: !store.state.filters.hulls })) : null,
        tick("map-of-regions", map !== null, () => actions.enter(map === null ? ALL : null)), circles(state), list(state),
      ] : null);
  };
}
