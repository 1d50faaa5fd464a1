// @ts-check
/* Small parts that several views show: an entity to follow, an address, dates, rows under their names. */

/** @import { App, Child, Graph } from "./types.js" */

import { el, said } from "./dom.js";
import { plain, safeAddress } from "./text.js";

const MOST_ROWS = 12;

/**
 * What a click on an entity does wherever it stands: it is read, or with shift ticked.
 * @param {App} app
 * @param {number} node
 * @param {() => void} [then] once it is read
 */
export function choosing({ actions, ticking }, node, then = () => {}) {
  return (/** @type {MouseEvent} */ event) => {
    if (ticking.taken(event, node)) return;
    actions.select({ node }, { reveal: true });
    then();
  };
}

/** Whether an entity is ticked, for what marks it. @param {App} app @param {number} node */
export function tickOf({ store }, node) {
  return store.state.ticked.has(node) ? " ticked" : "";
}

/**
 * A button that selects an entity.
 * @param {App} app
 * @param {number} node
 */
export function follow(app, node) {
  const { graph, look } = app;
  return el("button", { type: "button", class: "follow", "data-node": node, onclick: choosing(app, node) },
    look.swatch(look.kind(node)), el("span", {}, said(graph.label(node))));
}

/**
 * @param {App} app
 * @param {string} words
 * @param {string} id
 * @param {() => void} run
 */
export function act({ t }, words, id, run) {
  return el("button", { type: "button", id, onclick: run }, t(words));
}

/** An IRI, as a link where it is safe to follow. @param {string} iri */
export function address(iri) {
  const safe = safeAddress(iri);
  const code = el("code", {}, plain(iri));
  return safe ? el("a", { href: safe, rel: "noopener noreferrer", target: "_blank" }, code) : code;
}

/** What is said about a fact, as a reader sees it at a glance. @param {string[]} marks */
export function marked(marks) {
  return marks.length ? el("span", { class: "told" }, marks.map((mark) => plain(mark)).join(", ")) : null;
}

/**
 * What is said about a link, each mark as a badge: what is planned or only inferred looks so.
 * @param {Graph} graph
 * @param {number} link
 */
export function badges(graph, link) {
  const marks = graph.marks(link);
  if (!marks.length) return null;
  const { inferred, claimed, said: statuses } = graph.standing(link);
  const look = `${inferred ? " inferred" : ""}${claimed ? " claimed" : ""}${statuses.length ? " planned" : ""}`;
  return el("span", { class: `told badges${look}` }, marks.map((mark) => el("span", { class: "badge" }, plain(mark))));
}

/** @param {string} time */
export function when(time) {
  return time ? el("span", { class: "when" }, time) : null;
}

/**
 * Rows under their names, in the order of the names' first row.
 * @param {App} app
 * @param {[string, Element][]} rows
 */
export function byName(app, rows) {
  /** @type {Map<string, Element[]>} */
  const groups = new Map();
  for (const [name, item] of rows) groups.set(name, [...(groups.get(name) || []), item]);
  return [...groups].flatMap(([name, items]) => [el("h4", {}, said(name)), more(app, items, MOST_ROWS, el("ul", { class: "facts" }))]);
}

/**
 * The first rows in a list, and a button for the rest.
 * @param {App} app
 * @param {Element[]} items
 * @param {number} most
 * @param {HTMLElement} list
 */
export function more({ t }, items, most, list) {
  list.append(...items.slice(0, most));
  if (items.length <= most) return list;
  const showAll = () => { button.remove(); list.append(...items.slice(most)); };
  const button = el("button", { type: "button", class: "cite", onclick: showAll }, t("more", items.length - most));
  return el("div", {}, list, button);
}

/** Names one after the other, with something between. @param {Child[]} items @param {string} between @returns {Child[]} */
export function joined(items, between) {
  return items.flatMap((item, i) => (i ? [between, item] : [item]));
}
