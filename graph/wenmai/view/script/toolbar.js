// @ts-check
/* The bar: its words, and what its buttons do. */

/** @import { App, DrawnData, Words } from "./types.js" */
/** @import { Room } from "./room.js" */

import { makeCombobox } from "./combobox.js";
import { at, el, icon } from "./dom.js";
import { later } from "./later.js";
import { plain } from "./text.js";
import { wishesIn } from "./wishes.js";

const BUTTONS = [["key-button", "key"], ["connect-button", "connect"], ["reader-button", "reader"], ["story-button", "story"],
  ["undo", "undo"], ["redo", "redo"], ["table-button", "table"], ["save-button", "save"],
  ["theme", "theme"], ["language", "language"], ["help-button", "help"], ["zoom-in", "zoom.in"], ["zoom-out", "zoom.out"], ["fit", "fit"], ["lasso", "lasso"]];
const PLACES = ["time-lane", "chips", "find", "found", "tools", "key", "zoom", "table", "side", "panel", "connect", "lanes", "reader", "story"];
const ZOOM = 1.35;

/**
 * @param {App} app
 * @param {DrawnData["title"]} title
 * @param {Words} words
 */
export function makeToolbar(app, title, words) {
  const { graph, t } = app;

  function speak() {
    const english = graph.words === "en";
    document.documentElement.lang = english ? "en" : "zh-CN";
    at("title").textContent = plain(title[graph.words]);
    document.title = `${plain(title[graph.words])} · wenmai 文脉`;
    for (const [id, key] of BUTTONS) {
      at(id).setAttribute("aria-label", t(key));
      at(id).title = t(key);
    }
    for (const id of PLACES) at(id).setAttribute("aria-label", t(id));
    at("find").setAttribute("placeholder", `${t("find")}: ${t("find.hint")}`);
    at("connect-button").querySelector("span")?.replaceChildren(t("connect.short"));
    at("language").textContent = t("language.short");
    at("language").lang = english ? "zh" : "en";
    at("help").setAttribute("aria-labelledby", "help-title");
    later(() => at("help").replaceChildren(...help()));
  }

  function help() {
    /** @type {[string, string][]} */
    const keys = words[graph.words].keys;
    return [el("form", { method: "dialog" },
      el("div", { class: "head" }, el("h2", { id: "help-title" }, t("help")), el("button", { "aria-label": t("close") }, icon("close"))),
      el("dl", {}, keys.map(([pressed, does]) => [el("dt", {}, el("kbd", {}, pressed)), el("dd", {}, does)])), el("p", { class: "note" }, t("keys.note")))];
  }

  return { speak };
}

/**
 * @param {App} app
 * @param {{ menu: Room, drawer: Room, table: Room, save: (format: string) => void, connect: () => void }} parts
 */
export function listenToToolbar(app, { menu, drawer, table, save, connect }) {
  const { actions, picture, store, look } = app;
  const on = (/** @type {string} */ id, /** @type {() => void} */ run) => at(id).addEventListener("click", run);
  on("undo", actions.undo);
  on("redo", actions.redo);
  on("table-button", table.toggle);
  on("reader-button", () => {
    app.reading.toggle();
    if (store.state.reading.open) document.getElementById("reader-body")?.focus({ preventScroll: true });
  });
  on("connect-button", connect);
  on("zoom-in", () => picture.zoom(ZOOM));
  on("zoom-out", () => picture.zoom(1 / ZOOM));
  on("fit", () => picture.fit());
  on("save-button", () => (menu.isOpen() ? menu.turn(false, false) : menu.turn(true)));
  on("key-button", drawer.toggle);
  on("language", () => actions.setLanguage(store.state.words === "en" ? "zh" : "en"));
  on("help-button", () => /** @type {HTMLDialogElement} */ (at("help")).showModal());
  on("theme", () => {
    setTheme(app, look.theme() === "dark" ? "light" : "dark");
    app.say(app.t("theme.now"));
  });
  at("save").addEventListener("click", ({ target }) => {
    const format = target instanceof HTMLElement && target.dataset.format;
    if (!format) return;
    menu.turn(false);
    save(format);
  });
  document.addEventListener("pointerdown", ({ target }) => {
    const within = (/** @type {string} */ selector) => target instanceof Element && target.closest(selector);
    if (menu.isOpen() && !within(".menu")) menu.turn(false, false);
    if (drawer.isOpen() && !within("#key, #key-button")) drawer.turn(false);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => setTheme(app, matches ? "dark" : "light"));
  makeCombobox(app, /** @type {HTMLInputElement} */ (at("find")), at("found"), (node) => {
    /** @type {HTMLInputElement} */ (at("find")).value = "";
    actions.select({ node }, { reveal: true, closer: true });
    at("picture").focus({ preventScroll: true });
  }, (text) => wishesIn(app, text));
}

/**
 * The buttons of the bar are one stop of the tab key; the arrow keys walk along them, and up and down the open menu.
 * @param {HTMLElement} bar
 */
export function walkToolbar(bar) {
  const buttons = () => [...bar.querySelectorAll("button")].filter((one) => one.checkVisibility());
  const stop = (/** @type {HTMLButtonElement} */ now) => { for (const one of bar.querySelectorAll("button")) one.tabIndex = one === now ? 0 : -1; };
  const [first] = buttons();
  if (first) stop(first);
  bar.addEventListener("focusin", ({ target }) => { if (target instanceof HTMLButtonElement) stop(target); });
  bar.addEventListener("keydown", (event) => {
    const all = buttons();
    const now = all.findIndex((one) => one === document.activeElement);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : step && now >= 0 ? (now + step + all.length) % all.length : -1;
    if (next < 0) return;
    event.preventDefault();
    all[next].focus();
  });
}

/** @param {App} app @param {string} theme */
function setTheme({ look, picture }, theme) {
  look.setTheme(theme);
  picture.redraw();
}
