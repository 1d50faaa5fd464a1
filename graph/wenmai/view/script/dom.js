// @ts-check
/* Elements, made from attributes and texts and never from markup. */

/** @import { Child } from "./types.js" */

import { plain } from "./text.js";

const SVG = new Set(["svg", "path", "rect", "use", "circle", "g", "line", "text"]);

/** @typedef {string | number | boolean | null | undefined | ((event: any) => void)} Attribute */

/**
 * An element with attributes and listeners (names that begin with "on"); children are elements or texts.
 * @template {string} Tag
 * @param {Tag} tag
 * @param {Record<string, Attribute>} [attributes]
 * @param {...Child} children
 * @returns {Tag extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag] : SVGElement}
 */
export function el(tag, attributes = {}, ...children) {
  const made = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...flat(children));
  return /** @type {any} */ (made);
}

/** @param {string} name */
export function icon(name) {
  return el("svg", { class: "icon" }, el("use", { href: `#i-${name}` }));
}

/**
 * A text of the graph: its own direction, its controls written out.
 * @param {string | number} text
 */
export function said(text) {
  return el("bdi", {}, plain(text));
}

/**
 * The page's element of an id.
 * @param {string} id
 */
export function at(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}

/**
 * Children in one list, without those that stand for nothing.
 * @param {Child} child
 * @returns {(Node | string)[]}
 */
export function flat(child) {
  if (child instanceof Node || typeof child === "string") return child ? [child] : [];
  return child ? child.flatMap(flat) : [];
}

/**
 * Exchange the children of a place; what has the focus keeps it, found again by its `data-key`.
 * @param {HTMLElement} place
 * @param {Child[]} children
 */
export function exchange(place, children) {
  const active = document.activeElement;
  const focused = active instanceof HTMLElement && place.contains(active) ? active.dataset.key : undefined;
  place.replaceChildren(...flat(children));
  if (!focused) return;
  const again = place.querySelector(`[data-key="${CSS.escape(focused)}"]`);
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}
