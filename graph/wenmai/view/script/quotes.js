// @ts-check
/* Evidence: who says so, and the cited words within their sentence. */

/** @import { App, Child, EvidenceRow } from "./types.js" */

import { el, said } from "./dom.js";
import { joined } from "./pieces.js";
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
 * @param {boolean} [brief] the words first, and a document named only where there are several
 */
export function quotes(app, evidence, brief = false) {
  if (!evidence.length) return el("p", { class: "note" }, app.t("evidence.none"));
  return el("ul", { class: brief ? "cites brief" : "cites" }, evidence.map((number) => quote(app, app.graph.data.evidence[number], brief)));
}

/** @param {App} app @param {EvidenceRow} row @param {boolean} brief */
function quote(app, row, brief) {
  const [document_, start, end, speaker, inferred, worded, surface, zh, en, speakerName, besides] = row;
  const { graph, t } = app;
  const english = graph.words === "en";
  const [iri, labelZh, labelEn] = graph.data.documents[document_];
  const note = english ? en || zh : zh || en;
  const name = nameOf(iri, (english ? labelEn : labelZh) || iri, start < 0);
  const place = start >= 0 ? t("at", start, end) : null;
  const told = saidBy(app, speaker >= 0 ? graph.label(speaker) : speakerName, inferred);
  const more = /** @type {[string, string][]} */ ([["worded", worded], ["surface", surface], ["note", note]]).filter(([, words]) => words);
  const lines = /** @type {Child[]} */ (more.map(([key, words]) => [`${t(key)}: `, said(words)]));
  if (besides) lines.push(...besidesOf(besides, english));
  const quoted = passage(app, document_, start, end);
  const here = inText(app, row);
  if (!brief) return el("li", {}, joined([name, place, ...told].filter((one) => one !== null), " · "), here, lines.map((one) => el("div", {}, one)), quoted);
  const named = start < 0 || !quoted || graph.data.documents.length > 1 ? name : null;
  return el("li", {}, quoted, el("div", {}, joined([named, place, ...told, ...lines].filter((one) => one !== null), " · "), here));
}

/** What a document is called. @param {App["graph"]} graph @param {number} document_ */
export function sourceName(graph, document_) {
  const [iri, zh, en] = graph.data.documents[document_];
  return (graph.words === "en" ? en : zh) || iri;
}

/** A button that shows the passage in the whole text. @param {App} app @param {EvidenceRow} row */
function inText({ t, graph, reading }, [document_, start, end]) {
  const show = () => reading.open({ document: document_, start, end });
  const here = graph.data.documents[document_][3].length > 0 && start >= 0;
  return here ? el("button", { type: "button", class: "cite in-text", onclick: show }, t("reader.show")) : null;
}

/** What a reference says besides its source. @param {[string, string, string]} besides @param {boolean} english @returns {Child[]} */
function besidesOf([zh, en, quotation], english) {
  return [english ? en : zh, quotation ? el("q", {}, said(quotation)) : ""].filter(Boolean);
}

/** A source by its name, which leads there where it is an address. @param {string} iri @param {string} text @param {boolean} whole */
function nameOf(iri, text, whole) {
  return whole && /^https?:/.test(iri) ? el("a", { href: iri, rel: "noreferrer" }, said(text)) : el("b", {}, said(text));
}

/** @param {App} app @param {string} who @param {number} inferred @returns {Child[]} */
function saidBy({ t }, who, inferred) {
  return [who ? el("span", {}, said(t("said.by", who))) : null, inferred ? t("inferred") : null].filter((one) => one !== null);
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
