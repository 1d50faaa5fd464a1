// @ts-check
/* Printing: what is shown on light ground, and a line that says of what, when and from where. */

/** @import { App } from "./types.js" */

import { at } from "./dom.js";

/** @param {App} app */
export function listenToPrint({ look, picture }) {
  /** @type {string | undefined} */
  let theme;

  /** @param {string} name */
  function paint(name) {
    look.setTheme(name);
    picture.network.redraw(); /* at once: the page is printed as it is when this returns */
  }

  addEventListener("beforeprint", () => {
    theme = look.theme();
    paint("light");
    const address = location.protocol.startsWith("http") ? [location.href] : [];
    at("printed").textContent = [document.title, new Date().toISOString().slice(0, 10), ...address].join(" · ");
  });
  addEventListener("afterprint", () => { if (theme) paint(theme); });
}
