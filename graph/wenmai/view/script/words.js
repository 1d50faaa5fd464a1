// @ts-check
/* The page's own words, in the language that is chosen, and what is said aloud. */

/** @import { Graph, Say, Translate, Words } from "./types.js" */

import { at } from "./dom.js";

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
