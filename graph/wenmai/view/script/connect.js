// @ts-check
/* The form that asks for two entities, and the paths between them, the most telling first. */

/** @import { App, Connection } from "./types.js" */

import { makeCombobox } from "./combobox.js";
import { makeConstraints } from "./constraints.js";
import { at, el, exchange, icon, said } from "./dom.js";
import { follow, joined } from "./pieces.js";
import { resultsOf } from "./results.js";
import { plain } from "./text.js";

const PATHS = [1, 3, 5, 10];
const HOPS = [0, 1, 2, 3, 4, 5, 6, 8];

/**
 * @param {App} app
 * @param {HTMLElement} place
 * @param {() => void} lanes shows the paths side by side, or puts them away
 */
export function makeConnect(app, place, lanes) {
  const { graph, t, connecting } = app;
  const constraints = makeConstraints(app);
  /** Whether what is asked stands open; null: while there are no paths. @type {boolean | null} */
  let opened = null;

  /** @param {Connection} now */
  function show(now) {
    place.hidden = !now.open;
    if (!now.open) opened = null;
    else exchange(place, [head(now), now.among.length ? joinedOf(now) : asked(now), resultsOf(app, now), suggestions(now)]);
  }

  /** @param {string} selector */
  function focus(selector) {
    const found = place.querySelector(selector);
    if (found instanceof HTMLElement) found.focus();
  }

  /** @param {Connection} now */
  function head({ found, among }) {
    return el("div", { class: "panel-head" }, el("h2", {}, among.length ? t("between.title", among.length) : t("connect")), el("span", { class: "crumb" }),
      found?.paths.length ? el("button", { type: "button", id: "lanes-button", class: "letters", "data-key": "lanes", "aria-controls": "lanes",
        "aria-expanded": "false", onclick: lanes }, t("lanes")) : null,
      el("button", { type: "button", id: "connect-close", "aria-label": t("close"), title: t("close"), onclick: () => {
        connecting.close();
        at("picture").focus({ preventScroll: true });
      } }, icon("close")));
  }

  /* What else may be asked, while nobody has asked anything else. */
  /** @param {Connection} now */
  function suggestions({ a, b, among }) {
    if (among.length) return null;
    const { suggested } = app.drawing;
    const here = suggested.findIndex(([one, other]) => one === a && other === b);
    if (here < 0 && (a >= 0 || b >= 0)) return null;
    const others = suggested.filter((_, i) => i !== here);
    if (!others.length) return null;
    const ask = (/** @type {[number, number]} */ [one, other]) => { connecting.set("a", one); connecting.set("b", other); connecting.run(); };
    return el("section", { class: "suggested", "aria-labelledby": "suggested-title" }, el("h3", { id: "suggested-title" }, t("suggested")),
      el("ul", {}, others.map((pair, i) => el("li", {}, el("button", { type: "button", class: "follow", "data-key": `suggested-${i}`, onclick: () => ask(pair) },
        icon("path"), el("span", {}, said(graph.label(pair[0])), " → ", said(graph.label(pair[1]))))))));
  }

  /** What is joined, instead of two ends. @param {Connection} now */
  function joinedOf({ among }) {
    return el("p", { class: "among", id: "among" }, joined(among.map((node) => follow(app, node)), " "));
  }

  /* Once there are paths, what was asked is a line that opens: the paths and their passages come into sight. */
  /** @param {Connection} now */
  function asked(now) {
    const open = opened ?? !now.found?.paths.length;
    const told = now.found ? constraints.told(now) : [];
    const name = (/** @type {number} */ node, /** @type {string} */ otherwise) => (node < 0 ? otherwise : said(graph.label(node)));
    const turn = () => { /* the form is made when it is opened */
      opened = !details.open;
      if (opened && !details.querySelector("form")) details.append(form(app.store.state.connection));
    };
    const details = el("details", { class: "ask", open },
      el("summary", { id: "path-ask", "data-key": "path-ask", onclick: turn },
        el("span", {}, name(now.a, t("a")), " → ", name(now.b, t("b")), told.length ? el("small", { class: "asked" }, told) : null)),
      open ? form(now) : null);
    return details;
  }

  /** @param {Connection} now */
  function form(now) {
    const submit = (/** @type {Event} */ event) => { event.preventDefault(); connecting.run(); };
    const clear = () => { opened = null; connecting.clear(); focus("#path-a"); };
    const hops = (/** @type {number} */ number) => (number ? String(number) : t("hops.usual"));
    return el("form", { class: "form", onsubmit: submit },
      pick("a", now.a), pick("b", now.b),
      el("div", { class: "numbers" },
        el("label", {}, t("k"), choice("path-k", PATHS, now.k, String, (value) => connecting.bound({ k: value }))),
        el("label", {}, t("hops"), choice("path-hops", HOPS, now.maxHops, hops, (value) => connecting.bound({ maxHops: value })))),
      constraints.fields(),
      el("div", { class: "row" }, el("button", { type: "submit", class: "go", id: "path-go", "data-key": "path-go" }, t("go")),
        el("button", { type: "button", id: "path-swap", "data-key": "path-swap", onclick: connecting.swap }, t("swap")),
        el("button", { type: "button", id: "path-clear", onclick: clear }, t("clear"))));
  }

  /** @param {"a" | "b"} side @param {number} node */
  function pick(side, node) {
    const input = el("input", { id: `path-${side}`, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": `path-${side}-found`, placeholder: t("pick"), value: node >= 0 ? plain(graph.label(node)) : null });
    const list = el("ul", { id: `path-${side}-found`, role: "listbox", class: "options", hidden: true, "aria-label": t(side) });
    makeCombobox(app, input, list, (chosen) => {
      connecting.set(side, chosen);
      focus(side === "a" ? "#path-b" : "#path-go");
    });
    input.addEventListener("focus", () => connecting.ask(side));
    input.addEventListener("input", () => connecting.typed(side));
    return el("div", { class: "pick" }, el("label", { for: `path-${side}` }, t(side)), input, list);
  }

  /** @param {string} id @param {number[]} numbers @param {number} now @param {(number: number) => string} text @param {(value: number) => void} take */
  function choice(id, numbers, now, text, take) {
    const changed = (/** @type {Event} */ event) => take(Number(/** @type {HTMLSelectElement} */ (event.target).value));
    const offered = numbers.includes(now) ? numbers : [...numbers, now].sort((a, b) => a - b);
    return el("select", { id, "data-key": id, onchange: changed },
      offered.map((number) => el("option", { value: number, selected: number === now }, text(number))));
  }

  return {
    show,
    /** @param {Connection} now */
    focusNext: ({ a, b }) => focus(a < 0 ? "#path-a" : b < 0 ? "#path-b" : "#path-go"),
  };
}
