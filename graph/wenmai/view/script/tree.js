// @ts-check
/* Taxonomies and wholes with their parts as a tree: opened where it is asked for, and where what is selected stands. */

/** @import { App, View } from "./types.js" */

import { el, said } from "./dom.js";
import { hierarchyOf, wayDown } from "./hierarchy.js";
import { choosing, tickOf } from "./pieces.js";

const MOST = 100;

/**
 * @param {App} app
 * @param {() => void} redraw
 * @returns {View | null}
 */
export function makeTree(app, redraw) {
  const { graph, look, t, store } = app;
  const trees = [0, 1].map((kind) => hierarchyOf(graph, kind));
  const kinds = [0, 1].filter((kind) => trees[kind].roots.length);
  if (!kinds.length) return null;
  let kind = kinds.reduce((a, b) => (trees[b].above.size > trees[a].above.size ? b : a));
  const open = new Set();
  const long = new Set();
  let last = -1; /* what was selected when the tree was last opened for it */
  let focused = "";
  const { compare } = new Intl.Collator(graph.words, { numeric: true });
  const inOrder = (/** @type {number[]} */ nodes) => [...nodes].sort((a, b) => compare(graph.label(a), graph.label(b)) || a - b);

  function draw() {
    const selected = store.state.selected?.node ?? -1;
    if (selected !== last) reveal(selected);
    last = selected;
    const { roots } = trees[kind];
    const list = el("ul", { role: "tree", class: "tree", "aria-label": t(`tree.${kind}`) }, level(inOrder(roots), "", [], 1));
    list.addEventListener("keydown", (event) => walk(list, event));
    const items = [...list.querySelectorAll("[role=treeitem]")];
    const stop = items.find((one) => one.getAttribute("data-way") === focused) ?? items.find((one) => one.getAttribute("aria-selected") === "true") ?? items[0];
    stop?.setAttribute("tabindex", "0");
    return [kinds.length > 1 ? choice() : null, list];
  }

  function choice() {
    const change = (/** @type {number} */ to) => { kind = to; last = -1; redraw(); };
    return el("div", { class: "table-tools" }, kinds.map((one) => el("button",
      { type: "button", "data-key": `tree-${one}`, "aria-pressed": String(kind === one), onclick: () => change(one) }, t(`tree.${one}`))));
  }

  /** Open the tree down to a node. @param {number} node */
  function reveal(node) {
    const way = wayDown(trees[kind], node);
    let path = "";
    for (const one of way.slice(0, -1)) open.add(path += `/${one}`);
    if (way.length) focused = `${path}/${node}`;
  }

  /** @param {number[]} nodes @param {string} path @param {number[]} over those above @param {number} deep @returns {(Element | null)[]} */
  function level(nodes, path, over, deep) {
    const shown = long.has(path) ? nodes : nodes.slice(0, MOST);
    const showAll = () => { long.add(path); redraw(); };
    const left = nodes.length - shown.length;
    return [...shown.map((node) => item(node, `${path}/${node}`, over, deep)),
      left ? el("li", { role: "none" }, el("button", { type: "button", class: "cite", onclick: showAll }, t("more", left))) : null];
  }

  /** @param {number} node @param {string} path @param {number[]} over @param {number} deep */
  function item(node, path, over, deep) {
    const under = (trees[kind].below.get(node) ?? []).filter((one) => one !== node);
    const circle = over.includes(node);
    const isOpen = open.has(path) && !circle;
    const branch = under.length > 0 && !circle;
    const on = store.state.selected?.node === node;
    const inside = isOpen ? el("ul", { role: "group" }, level(inOrder(under), path, [...over, node], deep + 1)) : null;
    const twist = el("span", { class: branch ? "twist" : "twist none", "aria-hidden": "true", onclick: (/** @type {Event} */ event) => {
      event.stopPropagation();
      turn(path, !isOpen);
    } });
    const select = choosing(app, node, () => { focused = path; last = node; redraw(); });
    /** @type {Record<string, string | number | null>} */
    const told = { "aria-level": deep, "aria-selected": String(on), "aria-expanded": branch ? String(isOpen) : null };
    const { ticked } = store.state;
    if (ticked.size) told["aria-checked"] = String(ticked.has(node));
    return el("li", { role: "treeitem", tabindex: -1, ...told, "data-way": path, "data-key": `way${path}`, class: `${on ? "on" : ""}${tickOf(app, node)}` },
    el("div", { class: "row", onclick: select }, branch ? twist : el("span", { class: "twist none" }), look.swatch(look.kind(node)), said(graph.label(node)),
      under.length ? el("span", { class: "count" }, circle ? "↻" : String(under.length)) : null), inside);
  }

  /** @param {string} path @param {boolean} wide */
  function turn(path, wide) {
    focused = path;
    if (wide) open.add(path);
    else open.delete(path);
    redraw();
  }

  /** The keys of a tree (WAI-ARIA Authoring Practices). @param {Element} list @param {KeyboardEvent} event */
  function walk(list, event) {
    const items = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=treeitem]")]);
    const now = items.findIndex((one) => one === document.activeElement);
    if (now < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const item_ = items[now], path = item_.dataset.way ?? "", wide = item_.getAttribute("aria-expanded");
    const go = (/** @type {HTMLElement | undefined | null} */ to) => {
      if (!to) return;
      item_.tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
      focused = to.dataset.way ?? "";
    };
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowDown: () => go(items[now + 1]), ArrowUp: () => go(items[now - 1]), Home: () => go(items[0]), End: () => go(items[items.length - 1]),
      ArrowRight: () => { if (wide === "false") turn(path, true); else if (wide === "true") go(items[now + 1]); },
      ArrowLeft: () => { if (wide === "true") turn(path, false); else go(item_.parentElement?.closest("[role=treeitem]")); },
      Enter: () => /** @type {HTMLElement} */ (item_.querySelector(".row")).click(),
      " ": () => { focused = path; app.ticking.toggle(Number(path.slice(path.lastIndexOf("/") + 1))); },
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  return { key: "tree", count: () => trees[kind].above.size + trees[kind].roots.length, draw, drawn: () => at_(focused) };

  /** Bring what is selected into sight. @param {string} path */
  function at_(path) {
    if (path) document.querySelector(`[data-way="${path}"] > .row`)?.scrollIntoView({ block: "nearest" });
  }
}
