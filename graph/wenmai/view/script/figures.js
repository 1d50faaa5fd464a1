// @ts-check
/* Figures: what is measured of an entity, each as a card with its value, unit, period, scope and evidence. */

/** @import { App, Graph } from "./types.js" */

import { el, said } from "./dom.js";
import { follow, more } from "./pieces.js";
import { cites } from "./quotes.js";
import { plain } from "./text.js";

const TERM = "urn:wenmai:term:";
const FIGURE = `${TERM}Figure`;
const AMOUNT = "urn:wenmai:view:amount";
const MOST_CARDS = 6;
const NAMING = ["about", "scope", "indicator", "period"];

/** The name of a term of wenmai's own vocabulary, or "". @param {string} iri */
function local(iri) {
  return iri.startsWith(TERM) ? iri.slice(TERM.length) : "";
}

/** @param {Graph} graph @param {number} node */
export function isFigure(graph, node) {
  return graph.types(node).some((kind) => graph.termIri(graph.classTerm(kind)) === FIGURE);
}

/** Whether a link says that a figure is about something: the figure's card says that. @param {Graph} graph @param {number} link */
export function saysFigure(graph, link) {
  return isFigure(graph, graph.subject[link]) && local(graph.predicateIri(graph.predicate[link])) === "about";
}

/**
 * The figures about an entity, the latest first; those that only name it when there are none.
 * @param {App} app
 * @param {number} node
 */
export function figuresOf(app, node) {
  const { graph, t } = app;
  const role = (/** @type {number} */ link) => local(graph.predicateIri(graph.predicate[link]));
  const naming = graph.linksOf(node).filter((link) => graph.object[link] === node && isFigure(graph, graph.subject[link]) && NAMING.includes(role(link)));
  const about = naming.filter((link) => role(link) === "about");
  const own = [...new Set((about.length ? about : naming).map((link) => graph.subject[link]))];
  own.sort((a, b) => graph.nodeSpan(b)[0].localeCompare(graph.nodeSpan(a)[0]) || a - b);
  if (!own.length) return [];
  return [el("h3", {}, `${t("figures")} (${own.length})`), more(app, own.map((one) => figureCard(app, one, true)), MOST_CARDS, el("div"))];
}

/**
 * A figure's parts by the local name of their predicate: texts, or entities to follow.
 * @param {Graph} graph
 * @param {number} node
 */
function parts(graph, node) {
  /** @type {Map<string, (string | number)[]>} */
  const found = new Map();
  const add = (/** @type {string} */ name, /** @type {string | number} */ value) => {
    if (name) found.set(name, [...(found.get(name) || []), value]);
  };
  for (const [term, value, kind] of graph.facts(node)) add(local(graph.termIri(term)), kind === -1 ? graph.term(value) : value);
  for (const link of graph.linksOf(node)) {
    if (graph.subject[link] === node) add(local(graph.predicateIri(graph.predicate[link])), graph.object[link]);
  }
  return found;
}

/**
 * @param {App} app
 * @param {number} node
 * @param {boolean} titled whether it begins with the figure's own name
 */
export function figureCard(app, node, titled) {
  const { graph, t } = app;
  const found = parts(graph, node);
  const text = (/** @type {string} */ name) => (found.get(name) || []).filter((one) => typeof one === "string").map(plain).join(", ");
  const row = (/** @type {string} */ name) => {
    const values = found.get(name);
    return values ? [el("dt", {}, t(`figure.${name}`)), el("dd", {}, values.map((one) => (typeof one === "number" ? follow(app, one) : said(one))))] : [];
  };
  const surface = text("surface");
  return el("div", { class: "figure" },
    titled ? follow(app, node) : null,
    el("div", { class: "value" }, said(amount(graph, node))),
    el("dl", {}, row("indicator"), row("period"), row("scope"), row("status"), surface ? [el("dt", {}, t("surface")), el("dd", {}, said(surface))] : []),
    cites(app, /** @type {number[]} */ ((graph.facts(node)[0] || []).slice(4))));
}

/** What a figure amounts to in the page's language. @param {Graph} graph @param {number} node */
function amount(graph, node) {
  const row = graph.facts(node).find(([term, , kind]) => graph.termIri(term) === AMOUNT && kind === `@${graph.words}`);
  return row ? String(row[1]) : "";
}
