// @ts-check
/* The browser's address and history: written after each change, read when the page opens and on the way back. */

/** @import { App } from "./types.js" */

import { readAddress, writeAddress } from "./address.js";

/** @param {App} app */
export function makeNavigation(app) {
  const { graph, drawing, store } = app;
  let restoring = false;

  /* In a frame without an address of its own, such as a notebook's, the history may not be written. */
  /** @param {string} hash @param {boolean} step */
  function goTo(hash, step) {
    try {
      if (step) history.pushState(null, "", hash);
      else history.replaceState(null, "", hash);
    } catch {
      location.hash = hash;
    }
  }

  const current = () => writeAddress(graph, drawing, store.state);

  function restore() {
    restoring = true;
    const { filters, selected, wish, reading } = readAddress(graph, drawing, location.hash.slice(1));
    const facets = new Map([...filters.facets].filter(([key]) => app.facets.find(key)));
    store.update({ filters: { ...filters, facets }, selected, reading, pointed: null, preview: undefined });
    app.connecting.restore(wish);
    restoring = false;
  }

  return {
    restore,
    /** @param {boolean} step whether the browser can go back to what was before */
    record(step) {
      const hash = `#${current()}`;
      if (!restoring && hash !== (location.hash || "#")) goTo(hash, step);
    },
    open() {
      if (drawing.begin && location.hash.length < 2) goTo(`#${drawing.begin}`, false);
      if (location.hash.length > 1) restore();
      addEventListener("popstate", restore);
      addEventListener("hashchange", () => { if (location.hash.slice(1) !== current()) restore(); });
    },
  };
}
