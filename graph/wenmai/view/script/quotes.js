// @ts-check
/* Evidence: who says so, and the cited words within their sentence. */

/** @import { App, Child, EvidenceRow } from "./types.js" */

import { el, said } from "./dom.js";
import { plain } from "./text.js";

const STOPS = new Set(["。", "！", "？", "\n"]);
const MOST_AROUND = 120; /* characters before and after the cited words */

/** Which text a document's piece has, as its characters: positions count code points. */
/** @type {WeakMap<object, string[]>} */
const characters = new WeakMap();

/**
 * A button that opens the evidence, one that goes to the link, and the evidence.
 * @param {App} app
 * @param {number[]} evidence
 * @param {number} [link]
 * @returns {Child[]}
 */
export function cites(app, evidence, link) {
  if (!evidence.length) return [];
  const { t, graph, actions } = app;
  const list = quotes(app, evidence);
  list.hidden = true;
  const button = el("button", { type: "button", class: "cite", "aria-expanded": "false", onclick: () => {
    list.hidden = !list.hidden;
    button.setAttribute("aria-expanded", String(!list.hidden));
  } }, t("evidence.n", evidence.length));
  if (link === undefined) return [button, list];
  const name = `${t("link")}: ${plain(graph.linkName(link))}`;
  return [button, el("button", { type: "button", class: "cite", "aria-label": name, onclick: () => actions.select({ link }) }, "↗"), list];
}

/**
 * @param {App} app
 * @param {number[]} evidence
 */
export function quotes(app, evidence) {
  if (!evidence.length) return el("p", { class: "note" }, app.t("evidence.none"));
  return el("ul", { class: "cites" }, evidence.map((number) => quote(app, app.graph.data.evidence[number])));
}

/** @param {App} app @param {EvidenceRow} row */
function quote(app, [document_, start, end, speaker, inferred, worded, surface, zh, en, speakerName]) {
  const { graph, t } = app;
  const english = graph.words === "en";
  const [iri, labelZh, labelEn] = graph.data.documents[document_];
  const note = english ? en || zh : zh || en;
  const who = speaker >= 0 ? graph.label(speaker) : speakerName;
  const line = (/** @type {string} */ words, /** @type {string} */ text) => (text ? el("div", {}, `${t(words)}: `, said(text)) : null);
  const name = said((english ? labelEn : labelZh) || iri);
  return el("li", {},
    start < 0 && /^https?:/.test(iri) ? el("a", { href: iri, rel: "noreferrer" }, name) : el("b", {}, name), start >= 0 ? ` · ${t("at", start, end)}` : null,
    who ? [" · ", el("span", {}, said(t("said.by", who)))] : null, inferred ? ` · ${t("inferred")}` : null,
    line("worded", worded), line("surface", surface), line("note", note), passage(app, document_, start, end));
}

/**
 * The cited words within their sentence, marked.
 * @param {App} app
 * @param {number} document_
 * @param {number} start
 * @param {number} end
 */
function passage({ graph }, document_, start, end) {
  if (start < 0) return null;
  for (const piece of graph.data.documents[document_][3]) {
    const text = charactersOf(piece);
    const from = start - piece[0], to = end - piece[0];
    if (from < 0 || to > text.length) continue;
    const [first, last] = sentence(text, from, to);
    const words = (/** @type {number} */ a, /** @type {number} */ b) => plain(text.slice(a, b).join(""));
    return el("blockquote", {}, words(first, from), el("mark", {}, words(from, to)), words(to, last));
  }
  return null;
}

/** @param {[number, string]} piece */
function charactersOf(piece) {
  const known = characters.get(piece) ?? [...piece[1]];
  characters.set(piece, known);
  return known;
}

/** Where the sentence around a span begins and ends. @param {string[]} text @param {number} from @param {number} to */
function sentence(text, from, to) {
  let first = from, last = to;
  while (first > 0 && !STOPS.has(text[first - 1]) && from - first < MOST_AROUND) first--;
  while (last < text.length && last - to < MOST_AROUND && !STOPS.has(text[last - 1])) last++;
  return [first, last];
}
