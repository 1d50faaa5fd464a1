// @ts-check
/* The text of a cited document beside the picture: a window around a passage, and the windows before and after it. */

import { ROOT, element } from "../query/dom.js";

/** @typedef {{document: string, length: number, from: number, to: number, text: string, start: number, end: number}} TextWindow */
/** @typedef {{document: string, start: number, end: number}} Citation */

/** A citation in words as a place; null where it names none. @param {string} cite @returns {Citation | null} */
export function placeOf(cite) {
  const found = /^(.*)#char=(\d+),(\d+)$/.exec(cite);
  return found ? { document: found[1] ?? "", start: Number(found[2]), end: Number(found[3]) } : null;
}

/** The address of a window. @param {Citation} cited @param {number | null} [from] */
export function addressOf(cited, from = null) {
  const fields = new URLSearchParams({ document: cited.document, start: String(cited.start), end: String(cited.end) });
  if (from !== null) fields.set("from", String(from));
  return `${ROOT}/api/v1/passage?${fields}`;
}

/** Put a window into its place. @param {HTMLElement} place @param {TextWindow} told @param {Record<string, string>} words
    @param {(from: number | null) => void} turn to another window; null: away */
export function tellWindow(place, told, words, turn) {
  const letters = [...told.text], size = told.to - told.from; /* positions count code points */
  const cut = (/** @type {number} */ at) => Math.max(0, Math.min(letters.length, at - told.from));
  const [first, last] = [cut(told.start), cut(told.end)];
  const marked = last > first ? [element("mark", {}, letters.slice(first, last).join(""))] : [];
  const text = element("p", { class: "text", tabindex: "0" }, letters.slice(0, first).join(""), ...marked, letters.slice(last).join(""));
  /** @type {[string, number | null, boolean][]} */
  const ways = [
    [words.earlier ?? "", Math.max(0, told.from - size), told.from > 0],
    [words.later ?? "", told.to, told.to < told.length],
    [words.close ?? "", null, true],
  ];
  const row = ways.filter(([, , there]) => there).map(([name, from]) => {
    const made = element("button", { type: "button", class: "plain" }, name);
    made.addEventListener("click", () => turn(from));
    return made;
  });
  const where = `${told.document.replace(/^urn:.*:/, "")} ${told.from}–${told.to} / ${told.length}`;
  place.hidden = false;
  const head = [element("h2", {}, words.passage ?? ""), element("p", { class: "names" }, where)];
  place.replaceChildren(...head, text, element("p", {}, ...row.flatMap((one) => [one, " "])));
}
