// @ts-check
/* What can be done with the entities that are ticked, as a bar on the picture; it stands there while some are, or while a lasso is held. */

/** @import { App, State } from "./types.js" */
/** @import { Lasso } from "./lasso.js" */

import { at, el, exchange } from "./dom.js";

/**
 * @param {App} app
 * @param {HTMLElement} place
 * @param {Lasso} lasso
 */
export function makeTickBar(app, place, lasso) {
  const { t, ticking } = app;
  const button = (/** @type {string} */ key, /** @type {() => void} */ run, /** @type {{}} */ more = {}) =>
    el("button", { type: "button", "data-key": `tick-${key}`, id: `tick-${key}`, onclick: run, ...more }, t(`tick.${key}`));

  /** @param {State} state */
  function show({ ticked, filters }) {
    place.hidden = !ticked.size && !lasso.isOn();
    at("lasso").setAttribute("aria-pressed", String(lasso.isOn()));
    if (place.hidden) return;
    place.setAttribute("aria-label", t("tick.bar"));
    const pinned = ticked.size > 0 && [...ticked].every((node) => filters.pinned.has(node));
    exchange(place, ticked.size
      ? [el("span", { class: "count" }, t("tick.count", ticked.size)), ticked.size > 1 ? button("between", ticking.between) : null,
        button("alone", ticking.hideOthers), button("hide", ticking.hide), button("pin", () => ticking.pin(), { "aria-pressed": String(pinned) }),
        button("clear", () => { ticking.clear(); at("picture").focus({ preventScroll: true }); })]
      : [el("span", { class: "count" }, t("lasso.hint"))]);
  }

  return { show };
}
