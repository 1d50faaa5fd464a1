// @ts-check
/* The same content as a table: the entities and links that are shown, to be read, sorted and chosen. */

/** @import { App, Selection } from "./types.js" */

import { el, exchange, icon, said } from "./dom.js";

const PAGE = 100;

/** @typedef {{ words: string, text: (item: number) => string | number, cell?: (item: number) => Element }} Column */

/**
 * @param {App} app
 * @param {HTMLElement} place
 * @param {() => void} close
 */
export function makeTable(app, place, close) {
  const { graph, look, t } = app;
  let tab = "entities";
  let order = { by: 2, down: true };
  let rows = PAGE;

  function show() {
    if (place.hidden) return;
    const { nodes, links } = app.picture.shown;
    const columns = tab === "entities" ? entityColumns() : linkColumns();
    const items = sorted([...(tab === "entities" ? nodes : links)], columns);
    const left = Math.min(5 * PAGE, items.length - rows);
    exchange(place, [tabs(), el("table", {}, el("caption", { class: "said" }, t(`table.${tab}`)),
      el("thead", {}, el("tr", {}, columns.map(heading))), el("tbody", {}, items.slice(0, rows).map((item) => line(item, columns)))),
    left > 0 ? el("button", { type: "button", "data-key": "more", onclick: () => { rows += 5 * PAGE; show(); } }, t("rows.more", left)) : null]);
  }

  function tabs() {
    const { nodes, links } = app.picture.shown;
    const turn = (/** @type {string} */ name) => {
      tab = name;
      order = name === "entities" ? { by: 2, down: true } : { by: 0, down: false };
      rows = PAGE;
      show();
    };
    const one = (/** @type {string} */ name, /** @type {number} */ count) => el("button",
      { type: "button", "data-key": name, "aria-pressed": String(tab === name), onclick: () => turn(name) }, `${t(`table.${name}`)} (${count})`);
    return el("div", { class: "tabs" }, one("entities", nodes.size), one("links", links.size), el("span", { class: "crumb" }),
      el("button", { type: "button", "data-key": "close", "aria-label": t("close"), onclick: close }, icon("close")));
  }

  /** @returns {Column[]} */
  function entityColumns() {
    return [
      { words: "name", text: graph.label, cell: (node) => choose({ node }, graph.label(node), look.swatch(look.kind(node))) },
      { words: "type", text: look.typeName },
      { words: "degree", text: graph.degree },
      { words: "time", text: (node) => [...new Set(graph.nodeSpan(node))].filter(Boolean).join(" – ") },
    ];
  }

  /** @returns {Column[]} */
  function linkColumns() {
    /** @type {(words: string, ends: number[]) => Column} */
    const end = (words, ends) => ({ words, text: (link) => graph.label(ends[link]), cell: (link) => choose({ node: ends[link] }, graph.label(ends[link])) });
    return [
      end("subject", graph.subject),
      { words: "predicate", text: graph.linkName, cell: (link) => choose({ link }, graph.linkName(link)) },
      end("object", graph.object),
      { words: "time", text: graph.time },
      { words: "said", text: (link) => graph.marks(link).join(", ") },
      { words: "evidence", text: citations },
    ];
  }

  /** @param {number} link */
  function citations(link) {
    return graph.evidence(link).map((number) => {
      const [document_, begin, end] = graph.data.evidence[number];
      const [iri, zh, en] = graph.data.documents[document_];
      return `${(graph.words === "en" ? en : zh) || iri}${begin >= 0 ? ` ${begin}–${end}` : ""}`;
    }).join("; ");
  }

  /** @param {Selection} selection @param {string} text @param {Element} [swatch] */
  function choose(selection, text, swatch) {
    const key = selection.node === undefined ? `l${selection.link}` : `n${selection.node}`;
    const select = () => app.actions.select(selection, { reveal: true });
    return el("button", { type: "button", class: "follow", "data-key": key, onclick: select }, swatch ?? null, el("span", {}, said(text)));
  }

  /** @param {Column} column @param {number} i */
  function heading({ words }, i) {
    const on = order.by === i;
    const turn = () => { order = { by: i, down: on ? !order.down : false }; show(); };
    return el("th", { scope: "col", "aria-sort": on ? (order.down ? "descending" : "ascending") : null },
      el("button", { type: "button", "data-key": `by-${i}`, onclick: turn }, t(words), on ? (order.down ? " ↓" : " ↑") : null));
  }

  /** @param {number} item @param {Column[]} columns */
  function line(item, columns) {
    const { selected } = app.store.state;
    const on = selected && (tab === "entities" ? selected.node === item : selected.link === item);
    return el("tr", { class: on ? "on" : null }, columns.map(({ text, cell }) => el("td", {}, cell ? cell(item) : said(text(item)))));
  }

  /** @param {number[]} items @param {Column[]} columns */
  function sorted(items, columns) {
    const way = order.down ? -1 : 1;
    const keys = new Map(items.map((item) => [item, columns[order.by].text(item)]));
    const { compare } = new Intl.Collator(graph.words, { numeric: true });
    return items.sort((a, b) => {
      const one = keys.get(a), two = keys.get(b);
      return way * (typeof one === "number" ? one - Number(two) : compare(String(one), String(two))) || a - b;
    });
  }

  return { show };
}
