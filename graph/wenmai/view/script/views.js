// @ts-check
/* What stands below the picture: the same content as a table, as a tree, on a map, as bars. Tabs change which; all keep one selection. */

/** @import { App, View } from "./types.js" */

import { makeCharts } from "./charts.js";
import { el, exchange, icon } from "./dom.js";
import { makeEarth } from "./earth.js";
import { makeTable } from "./table.js";
import { makeTree } from "./tree.js";

/**
 * @param {App} app
 * @param {HTMLElement} place
 * @param {() => void} close
 */
export function makeViews(app, place, close) {
  const { t } = app;
  /** @type {View[] | null} */
  let all = null;
  let tab = "entities";
  let tall = false;

  const views = () => {
    all ??= [...makeTable(app, show), makeTree(app, show), makeEarth(app, show), makeCharts(app, show)].filter((view) => view !== null);
    return all;
  };

  function show() {
    if (place.hidden) return;
    const now = views().find((view) => view.key === tab) ?? views()[0];
    exchange(place, [tabs(now), now.draw()]);
    now.drawn?.();
  }

  /** @param {View} now */
  function tabs(now) {
    const one = (/** @type {View} */ { key, count }) => el("button",
      { type: "button", "data-key": key, "aria-pressed": String(now.key === key), onclick: () => { tab = key; show(); } }, `${t(`table.${key}`)} (${count()})`);
    const stretch = () => {
      tall = !tall;
      place.classList.toggle("tall", tall);
      show();
    };
    return el("div", { class: "tabs", role: "group", "aria-label": t("views") }, views().map(one), el("span", { class: "crumb" }),
      el("button", { type: "button", "data-key": "tall", "aria-pressed": String(tall), "aria-label": t("views.tall"), onclick: stretch }, icon("fit")),
      el("button", { type: "button", "data-key": "close", "aria-label": t("close"), onclick: close }, icon("close")));
  }

  return { show };
}
