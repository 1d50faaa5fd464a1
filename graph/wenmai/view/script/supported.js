// @ts-check
/* What a passage or a source is cited for: links, and facts of entities. */

/** @import { App, Child, Passage } from "./types.js" */

import { el, said } from "./dom.js";
import { address, follow, more } from "./pieces.js";

const MOST_ROWS = 60;
const OWN = "urn:wenmai:view:"; /* facts of the page's own, in no graph */

/**
 * @param {App} app
 * @param {Passage} passage
 * @param {boolean} headed
 * @returns {Child[]}
 */
export function supportedBy(app, passage, headed) {
  const { graph, t } = app;
  const { links, facts } = app.citations.supports(passage);
  const rows = [...links.map((link) => ofLink(app, link)),
    ...facts.filter(([node, place]) => !graph.termIri(graph.facts(node)[place][0]).startsWith(OWN)).map(([node, place]) => ofFact(app, node, place))];
  if (!rows.length) return [];
  return [headed ? el("h3", {}, t("reader.says.n", rows.length)) : null, more(app, rows, headed ? 6 : 12, el("ul", { class: "facts" }))];
}

/** @param {App} app @param {number} link */
function ofLink({ graph, actions }, link) {
  const name = (/** @type {number} */ node) => said(graph.label(node));
  const select = () => actions.select({ link }, { reveal: true });
  return el("li", {}, el("button", { type: "button", class: "follow", "data-link": link, "data-key": `says-${link}`, onclick: select },
    el("span", {}, name(graph.subject[link]), " ", el("em", {}, said(graph.linkName(link))), " ", name(graph.object[link]))));
}

/** @param {App} app @param {number} node @param {number} place */
function ofFact(app, node, place) {
  const { graph } = app;
  const [term, value, kind] = graph.facts(node)[place];
  return el("li", {}, follow(app, node), el("em", {}, said(graph.term(term))), " ", said(kind === -1 ? graph.term(value) : value));
}

/**
 * A source whose text is not here: what it is, and each position or reference with what it supports.
 * @param {App} app
 * @param {number} document_
 * @returns {Child[]}
 */
export function sourceOf(app, document_) {
  const { graph, t, citations } = app;
  const [iri, , , , link] = graph.data.documents[document_];
  const passages = citations.of(document_);
  const rows = passages.map((one) => el("li", {},
    one.start >= 0 ? el("h4", {}, t("at", one.start, one.end)) : null, detailsOf(app, one), supportedBy(app, one, false)));
  return [el("p", { class: "source" }, address(link || iri)), passages.some((one) => one.start >= 0) ? el("p", { class: "note" }, t("reader.textless")) : null,
    more(app, rows, MOST_ROWS, el("ul", { class: "facts sources" }))];
}

/** What references say besides their source. @param {App} app @param {Passage} passage @returns {Child[]} */
function detailsOf({ graph }, { evidence }) {
  const english = graph.words === "en";
  const rows = new Map(evidence.flatMap((number) => {
    const one = graph.data.evidence[number][10];
    return one ? [[one.join("\n"), one]] : [];
  }));
  return [...rows.values()].map(([zh, en, quotation]) => el("p", { class: "note" }, said(english ? en : zh), quotation ? el("q", {}, said(quotation)) : null));
}
