// @ts-check
/* The form that asks for two entities, and the paths between them, the most telling first. */

/** @import { App, Connection, Hop, Path } from "./types.js" */

import { makeCombobox } from "./combobox.js";
import { at, el, exchange, icon, said } from "./dom.js";
import { follow, joined, marked, when } from "./pieces.js";
import { quotes } from "./quotes.js";
import { plain } from "./text.js";

const PATHS = [1, 3, 5, 10];
const HOPS = [2, 3, 4, 5, 6, 8];

/**
 * @param {App} app
 * @param {HTMLElement} place
 */
export function makeConnect(app, place) {
  const { graph, t, connecting } = app;

  /** @param {Connection} now */
  function show(now) {
    place.hidden = !now.open;
    if (now.open) exchange(place, [head(), form(now), results(now)]);
  }

  /** @param {string} selector */
  function focus(selector) {
    const found = place.querySelector(selector);
    if (found instanceof HTMLElement) found.focus();
  }

  function head() {
    return el("div", { class: "panel-head" }, el("h2", {}, t("connect")), el("span", { class: "crumb" }),
      el("button", { type: "button", id: "connect-close", "aria-label": t("close"), title: t("close"), onclick: () => {
        connecting.close();
        at("picture").focus({ preventScroll: true });
      } }, icon("close")));
  }

  /** @param {Connection} now */
  function form(now) {
    const submit = (/** @type {Event} */ event) => { event.preventDefault(); connecting.run(); };
    const clear = () => { connecting.clear(); focus("#path-a"); };
    return el("form", { class: "form", onsubmit: submit },
      pick("a", now.a), pick("b", now.b),
      el("div", { class: "numbers" },
        el("label", {}, t("k"), choice("path-k", PATHS, now.k, (value) => connecting.bound("k", value))),
        el("label", {}, t("hops"), choice("path-hops", HOPS, now.maxHops, (value) => connecting.bound("maxHops", value)))),
      graph.data.predicates.some((row) => row[3]) ? el("div", { class: "row" }, every(now)) : null,
      now.avoid.size ? el("div", { class: "row" }, el("span", { class: "note" }, t("avoided")), [...now.avoid].map((node) =>
        el("button", { type: "button", class: "chip", onclick: () => connecting.allow(node) }, said(graph.label(node)), " ×"))) : null,
      el("div", { class: "row" }, el("button", { type: "submit", class: "go", id: "path-go", "data-key": "path-go" }, t("go")),
        el("button", { type: "button", id: "path-swap", "data-key": "path-swap", onclick: connecting.swap }, t("swap")),
        el("button", { type: "button", id: "path-clear", onclick: clear }, t("clear"))));
  }

  /** @param {Connection} now */
  function every(now) {
    const toggle = () => connecting.follow(!now.allLinks);
    return el("label", {}, el("input", { type: "checkbox", id: "path-all", "data-key": "path-all", checked: now.allLinks, onchange: toggle }), t("all.links"));
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

  /** @param {string} id @param {number[]} numbers @param {number} now @param {(value: number) => void} take */
  function choice(id, numbers, now, take) {
    const changed = (/** @type {Event} */ event) => take(Number(/** @type {HTMLSelectElement} */ (event.target).value));
    return el("select", { id, "data-key": id, onchange: changed },
      numbers.map((number) => el("option", { value: number, selected: number === now }, String(number))));
  }

  /** @param {Connection} now */
  function results({ found, chosen }) {
    if (!found) return null;
    const aside = (found.aside ?? []).map((predicate) => said(graph.predicateName(predicate)));
    const notes = [aside.length ? el("p", { class: "note", id: "path-aside" }, t("path.aside"), joined(aside, ", ")) : null,
      found.stopped ? el("p", { class: "note" }, t("path.stopped")) : null, app.partial ? el("p", { class: "note" }, t("path.part")) : null];
    if (!found.paths.length) return el("div", {}, el("p", { class: "why", id: "no-path" }, connecting.reason()), notes);
    return el("div", {}, el("ol", { class: "paths", id: "paths" }, found.paths.map((path, i) => card(path, i, i === chosen))),
      el("p", { class: "note" }, t("path.way")), notes);
  }

  /** @param {Path} path @param {number} i @param {boolean} on */
  function card(path, i, on) {
    return el("li", { class: on ? "path on" : "path" },
      el("button", { type: "button", class: "headline", "data-key": `path-${i}`, "aria-pressed": String(on), onclick: () => connecting.choose(i) },
        el("span", {}, t("path.n", i + 1)), el("small", {}, `${t("path.hops", path.hops.length)} · ${t("path.score", path.score)}`)),
      el("ul", { class: "hops" }, path.nodes.map((node, nth) => [entity(path, node, nth), nth < path.hops.length ? hop(path.hops[nth], on) : null])));
  }

  /** @param {Path} path @param {number} node @param {number} nth */
  function entity(path, node, nth) {
    const avoid = { type: "button", class: "avoid", "aria-label": t("avoid.of", plain(graph.label(node))), onclick: () => connecting.avoid(node) };
    const inner = nth > 0 && nth < path.nodes.length - 1;
    return el("li", { class: "node" }, follow(app, node), inner ? el("button", avoid, t("avoid")) : null);
  }

  /* The hops of the path that is shown have their passages below them. */
  /** @param {Hop} step @param {boolean} cited */
  function hop({ link, forward, also }, cited) {
    return el("li", { class: "hop" },
      el("button", { type: "button", class: "follow", "data-link": link, onclick: () => app.actions.select({ link }) },
        el("span", {}, forward ? "↓ " : "↑ ", said(graph.linkName(link)))),
      when(graph.time(link)), marked(graph.marks(link)),
      also.length ? el("span", {}, `${t("also")} `, joined(also.map((one) => said(graph.linkName(one))), ", ")) : null,
      cited && graph.evidence(link).length ? quotes(app, graph.evidence(link)) : null);
  }

  return {
    show,
    /** @param {Connection} now */
    focusNext: ({ a, b }) => focus(a < 0 ? "#path-a" : b < 0 ? "#path-b" : "#path-go"),
  };
}
