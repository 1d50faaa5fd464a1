// @ts-check
/* Elements with text in them; nothing is written as markup. */

import { named, shortened } from "./terms.js";

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name @param {Record<string, string>} [attributes] @param {(Node | string)[]} content @returns {HTMLElement} */
export function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/** @param {string} name @param {Record<string, string | number>} [attributes] @param {(Node | string)[]} content @returns {SVGElement} */
export function drawn(name, attributes = {}, ...content) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...content);
  return made;
}

/** Where the server is: the path under which a proxy offers it, mostly none. */
export const ROOT = globalThis.document?.documentElement.dataset.root ?? "";

/** The address of an entity's page. @param {string} iri */
export function pageOf(iri) {
  return `${ROOT}/e/${encodeURIComponent(iri)}?lang=${document.documentElement.lang}`;
}

/** A term with a link where it has a page. @param {import("./terms.js").Term | undefined} term @param {Map<string, string>} prefixes
 *  @param {boolean} [short] without a prefix @returns {HTMLElement} */
export function shown(term, prefixes, short = false) {
  if (!term) return element("span");
  if (term.type === "uri") {
    return element("a", { href: pageOf(term.value), title: term.value }, short ? named(term, prefixes) : shortened(term.value, prefixes));
  }
  if (term.type === "triple") {
    const { subject, predicate, object } = term.value;
    return element("span", {}, "<<( ", shown(subject, prefixes), " ", shown(predicate, prefixes), " ", shown(object, prefixes), " )>>");
  }
  return element("span", term["xml:lang"] ? { lang: term["xml:lang"] } : {}, named(term, prefixes));
}
