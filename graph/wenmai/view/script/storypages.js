// @ts-check
/* A story on paper, one step a page: its name, the picture, its caption, the path or the passage with its words, and whence and when. */

/** @import { App, Step } from "./types.js" */

import { at, el, said } from "./dom.js";
import { paintPlate, planPlate, sourceLines } from "./plate.js";
import { sourceName } from "./quotes.js";
import { chosenPath } from "./state.js";

const WIDTH = 720; /* units of a plate */
const ALONE = 560, ABOVE = 270; /* its height: alone, and above words */
const RATIO = 2.4; /* pixels of a unit */
const HIGH = 920; /* pixels within the margins of A4 and of Letter, whichever is less */
const LEAST = 0.35; /* so much smaller what is on a page is set at most */

/**
 * @param {App} app
 * @param {(measure: () => void) => void} asPrinted lays the page out as on paper for a while
 */
export function printStory(app, asPrinted) {
  const { store, telling } = app;
  const { steps, title } = store.state.telling.story, { at: nth } = store.state.telling;
  const pages = steps.map((step, i) => {
    telling.go(i);
    return pageOf(app, step, `${title ? `${title} · ` : ""}${i + 1} / ${steps.length}`);
  });
  telling.go(nth);
  document.body.classList.add("story-printed");
  at("story-pages").replaceChildren(...pages);
  asPrinted(() => {
    for (const page of pages) {
      const words = /** @type {HTMLElement} */ (page.querySelector(".words"));
      for (let size = 1; page.offsetHeight > HIGH && size > LEAST;) {
        size = Math.max(LEAST, size - 0.05);
        words.style.setProperty("zoom", String(size));
      }
    }
  });
}

export function clearStory() {
  document.body.classList.remove("story-printed");
  at("story-pages").replaceChildren();
}

/** @param {App} app @param {Step} step @param {string} head */
function pageOf(app, { name, caption }, head) {
  const words = wordsOf(app);
  const canvas = el("canvas", {});
  const nodes = chosenPath(app.store.state)?.nodes;
  paintPlate(app, canvas, planPlate(app, { width: WIDTH, height: words.length ? ABOVE : ALONE, nodes, window: app.picture.window() }), RATIO);
  return el("section", { class: "sheet" }, el("p", { class: "head" }, said(head)), el("h2", {}, said(name)),
    caption ? el("p", { class: "caption" }, said(caption)) : null, canvas, el("div", { class: "words" }, words),
    el("p", { class: "foot" }, sourceLines(app).join(" · ")));
}

/** The path that is shown, all that joins several, or the passage that is read, as they stand on the screen. @param {App} app */
function wordsOf({ store, graph }) {
  const { connection, reading } = store.state;
  const shown = [...document.querySelectorAll(connection.found?.joined ? "#paths .path" : "#paths .path.on")].map((one) => copyOf(one));
  const passage = [...document.querySelectorAll("#reader mark.now")].map((one) => one.textContent).join("");
  if (!reading.open || !passage) return shown;
  return [...shown, el("p", {}, said(sourceName(graph, reading.document))), el("blockquote", {}, said(passage))];
}

/** @param {Element} one */
function copyOf(one) {
  const copy = /** @type {Element} */ (one.cloneNode(true));
  for (const inner of copy.querySelectorAll("[id]")) inner.removeAttribute("id");
  return copy;
}
