// @ts-check
/* The reader: the whole text of a document with what is cited of it tinted, or what a source without a text supports. */

/** @import { App, Child, Passage, State } from "./types.js" */

import { el, exchange, flat, icon, said } from "./dom.js";
import { more } from "./pieces.js";
import { sourceName } from "./quotes.js";
import { makeSheet } from "./sheet.js";
import { coveredBy, uncitedOf } from "./spans.js";
import { sourceOf, supportedBy } from "./supported.js";
import { plain, withCommas } from "./text.js";

const MOST_SOURCES = 400;
const MOST_GAPS = 60;
const SNIPPET = 60; /* characters of an uncited passage in the list */

/** @typedef {ReturnType<typeof makeSheet>} Sheet */

/**
 * @param {App} app
 * @param {HTMLElement} place
 */
export function makeReader(app, place) {
  const { graph, citations, reading } = app;
  const { documents } = graph.data;
  const top = el("div", { class: "reader-top" }), foot = el("div", { class: "reader-foot" });
  /** @type {Sheet | null} */
  let sheet = null;
  let shown = -1, at = "";

  /** @param {number} document_ */
  function layOut(document_) {
    sheet?.leave();
    const [, , , pieces] = documents[document_];
    const whole = pieces.length === 1 && pieces[0][0] === 0;
    const body = el("div", { class: whole ? "reader-body text" : "reader-body", tabindex: "0", id: "reader-body", role: "region",
      "aria-label": plain(sourceName(graph, document_)) });
    place.replaceChildren(top, body, foot);
    sheet = whole ? makeSheet(app, pieces[0][1], citations.of(document_).filter((one) => one.start >= 0), body) : null;
    if (!whole) body.append(...flat(sourceOf(app, document_)));
  }

  /** @param {State} state @returns {Passage | undefined} */
  const chosen = ({ reading: { document: document_, start, end } }) =>
    (start < 0 ? undefined : citations.of(document_).find((one) => one.start === start && one.end === end));

  /** @param {State} now @param {boolean} all */
  function show(now, all) {
    const { open, document: document_, start, end } = now.reading;
    if (place.hidden === open) {
      place.hidden = !open;
      document.body.classList.toggle("reading", open);
      app.picture.resize();
    }
    if (!open || !documents.length) return;
    const fresh = all || shown !== document_;
    if (fresh) layOut(document_);
    const moved = fresh || at !== `${start} ${end}`;
    shown = document_;
    at = `${start} ${end}`;
    exchange(top, headOf(app, now, sheet));
    const passage = sheet && chosen(now);
    exchange(foot, passage ? supportedBy(app, passage, true) : []);
    if (moved) sheet?.show(start, end);
    else sheet?.tint(now);
  }

  place.addEventListener("pointermove", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const row = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest("[data-link]")) : null;
    const passage = sheet?.under(target);
    reading.point(row ? [Number(row.dataset.link)] : passage ? citations.supports(passage).links : null);
  });
  place.addEventListener("pointerleave", () => reading.point(null));
  place.addEventListener("click", ({ target }) => {
    const passage = sheet?.under(target);
    if (passage) reading.choose(passage.start, passage.end);
  });
  place.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Enter" || !(target instanceof Element) || target.id !== "reader-body") return;
    const passage = chosen(app.store.state);
    const [link] = passage ? citations.supports(passage).links : [];
    if (link !== undefined) app.actions.select({ link }, { reveal: true });
  });
  return { show };
}

/** @param {App} app @param {State} state @param {Sheet | null} sheet @returns {Child[]} */
function headOf(app, { reading: now }, sheet) {
  const { graph, reading } = app;
  return [
    el("div", { class: "panel-head" }, graph.data.documents.length > 1 ? documentsOf(app, now.document) : el("h2", {}, said(sourceName(graph, now.document))),
      button(app, "close", "close", icon("close"), reading.close)),
    sheet && measures(app, sheet, sheet.passages.findIndex((one) => one.start === now.start && one.end === now.end)),
    sheet && now.uncited ? gapsOf(app, sheet) : null,
  ];
}

/** @param {App} app @param {string} key @param {string} name @param {Child} inner @param {() => void} run @param {{}} [more_] */
function button({ t }, key, name, inner, run, more_ = {}) {
  return el("button", { type: "button", id: `reader-${key}`, "data-key": `reader-${key}`, "aria-label": t(name), title: t(name), onclick: run, ...more_ }, inner);
}

/** The documents to choose from: those whose text is here, then those most cited. @param {App} app @param {number} now */
function documentsOf({ graph, t, citations, reading }, now) {
  const { documents } = graph.data;
  const weight = (/** @type {number} */ one) => (documents[one][3].length ? 1e9 : 0) + citations.of(one).length;
  const offered = [...documents.keys()].sort((a, b) => weight(b) - weight(a) || a - b).slice(0, MOST_SOURCES);
  if (!offered.includes(now)) offered.push(now);
  const choose = (/** @type {Event} */ event) => reading.document(Number(/** @type {HTMLSelectElement} */ (event.target).value));
  return el("select", { id: "reader-document", "data-key": "reader-document", "aria-label": t("reader.document"), onchange: choose },
    offered.map((one) => el("option", { value: one, selected: one === now }, plain(sourceName(graph, one)))));
}

/** How much is cited, and the way from citation to citation. @param {App} app @param {Sheet} sheet @param {number} nth */
function measures(app, { points, passages }, nth) {
  const { t, reading, store } = app;
  const covered = coveredBy(passages, points.length), left = uncitedOf(points, passages);
  const share = Math.round((100 * covered) / (points.length || 1));
  return [
    el("p", { class: "note", id: "reader-cited" }, t("reader.cited", withCommas(covered), withCommas(points.length), share)),
    el("div", { class: "steps" }, button(app, "previous", "reader.previous", icon("back"), () => reading.step(-1)),
      el("span", { class: "nth" }, `${nth >= 0 ? nth + 1 : "–"} / ${withCommas(passages.length)}`),
      button(app, "next", "reader.next", icon("on"), () => reading.step(1)),
      el("button", { type: "button", id: "reader-uncited", "data-key": "reader-uncited", class: "letters", title: t("reader.uncited"),
        "aria-expanded": String(store.state.reading.uncited), onclick: reading.uncited }, t("reader.uncited.n", withCommas(left.length)))),
  ];
}

/** What no fact cites, in order, with its size. @param {App} app @param {Sheet} sheet */
function gapsOf(app, { points, passages }) {
  const { t, reading } = app;
  const gaps = uncitedOf(points, passages), sizes = gaps.map((one) => one.end - one.start);
  const rows = gaps.map(({ start, end }) => el("li", {}, el("button", { type: "button", class: "follow", onclick: () => reading.choose(start, end) },
    el("span", {}, said(points.slice(start, Math.min(end, start + SNIPPET))), end - start > SNIPPET ? "…" : "",
      el("small", {}, ` ${t("reader.size", withCommas(end - start))}`)))));
  const whole = sizes.reduce((one, two) => one + two, 0), longest = sizes.reduce((one, two) => Math.max(one, two), 0);
  return el("div", { class: "uncited", id: "reader-gaps" }, el("p", { class: "note" }, t("reader.uncited.size", withCommas(whole), withCommas(longest))),
    more(app, rows, MOST_GAPS, el("ul", { class: "facts" })));
}
