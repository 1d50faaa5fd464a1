// @ts-check
/* The page's own words, in the language that is chosen, and what is said aloud. */

/** @import { Graph, Say, Translate, Words } from "./types.js" */

import { at } from "./dom.js";

const TOAST = 5000; /* milliseconds */

/**
 * @param {Words} words
 * @param {Graph} graph
 * @returns {Translate}
 */
export function makeTranslate(words, graph) {
  return (key, ...values) => (words[graph.words][key] ?? key).replace(/\{(\d)\}/g, (_, i) => String(values[Number(i)]));
}

/**
 * Put a text into the live region: emptied first, so that the same text is read out again.
 * @type {Say}
 */
export function say(text) {
  at("said").textContent = "";
  setTimeout(() => { at("said").textContent = text; }, 30);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let toast;

/**
 * Say an outcome that nothing else on the screen shows: aloud, and for a while above the picture.
 * @type {Say}
 */
export function tell(text) {
  say(text);
  clearTimeout(toast);
  at("toast").textContent = text;
  at("toast").hidden = false;
  toast = setTimeout(() => { at("toast").hidden = true; }, TOAST);
}
