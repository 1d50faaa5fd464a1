// @ts-check
/* The same content as a table: the entities and links that are shown, to be searched, sorted, chosen and copied. */

/** @import { App, Facet, Selection, View } from "./types.js" */

import { el, said } from "./dom.js";
import { choosing } from "./pieces.js";
import { plain } from "./text.js";

const PAGE = 100;
const MOST_PROPERTIES = 5; /* columns of numbers and short texts */
const HELD = 3; /* so many rows must have one */

/** @typedef {{ by: number, down: boolean }} Order */
/** @typedef {{ key: "entities" | "links", order: Order, items: (app: App) => number[], columns: (app: App, items: number[]) => Column[] }} Rows */
/** @typedef {{ words: string, text: (item: number) => string | number, cell?: (item: number) => Element }} Column */

/**
 * @param {App} app
 * @param {() => void} redraw
 * @returns {View[]}
 */
export function makeTable(app, redraw) {
  return [
    makeRows(app, redraw, { key: "entities", order: { by: 2, down: true }, items: entitiesOf, columns: entityColumns }),
    makeRows(app, redraw, { key: "links", order: { by: 0, down: false }, items: linksOf, columns: linkColumns }),
  ];
}

/** Those that the years leave. @param {App} app */
function entitiesOf({ picture }) {
  return [...picture.shown.nodes].filter((node) => !picture.scene.marks.dim?.nodes.has(node));
}

/** @param {App} app */
function linksOf({ picture }) {
  return [...picture.shown.links].filter((link) => !picture.scene.marks.dim?.links.has(link));
}

/**
 * @param {App} app
 * @param {() => void} redraw
 * @param {Rows} what
 * @returns {View}
 */
function makeRows(app, redraw, { key, order: first, items: itemsOf, columns: columnsOf }) {
  const { t, graph } = app;
  let order = first;
  let rows = PAGE;
  let sought = "";

  /** The rows that have the text that is sought, in order. @param {Column[]} columns */
  function found(columns) {
    const wanted = sought.toLowerCase();
    const has = (/** @type {number} */ item) => columns.some(({ text }) => String(text(item)).toLowerCase().includes(wanted));
    return sorted(itemsOf(app).filter((item) => !wanted || has(item)), columns);
  }

  function draw() {
    const columns = columnsOf(app, itemsOf(app));
    if (order.by >= columns.length) order = first;
    const body = el("div", {});
    const fill = () => body.replaceChildren(...grid(columns));
    const words = t("table.search");
    const search = el("input", { type: "search", "data-key": "table-search", value: sought, placeholder: words, "aria-label": words });
    search.addEventListener("input", () => {
      sought = search.value;
      rows = PAGE;
      fill();
    });
    fill();
    return [el("div", { class: "table-tools" }, search,
      el("button", { type: "button", "data-key": "table-copy", onclick: () => copy(app, csv(columns)) }, t("table.copy"))), body];
  }

  /** @param {Column[]} columns @returns {Element[]} */
  function grid(columns) {
    const items = found(columns);
    const left = Math.min(5 * PAGE, items.length - rows);
    const table = el("table", {}, el("caption", { class: "said" }, t(`table.${key}`)),
      el("thead", {}, el("tr", {}, key === "entities" ? tickAll(items) : null, columns.map(heading))),
      el("tbody", {}, items.slice(0, rows).map((item) => line(item, columns))));
    const more = () => { rows += 5 * PAGE; redraw(); };
    const button = el("button", { type: "button", "data-key": "more", onclick: more }, t("rows.more", left));
    return [table, ...(items.length ? [] : [el("p", { class: "note" }, t("table.none"))]), ...(left > 0 ? [button] : [])];
  }

  /** @param {Column} column @param {number} i */
  function heading({ words }, i) {
    const on = order.by === i;
    const turn = () => { order = { by: i, down: on ? !order.down : false }; redraw(); };
    return el("th", { scope: "col", "aria-sort": on ? (order.down ? "descending" : "ascending") : null },
      el("button", { type: "button", "data-key": `by-${i}`, onclick: turn }, said(words), on ? (order.down ? " ↓" : " ↑") : null));
  }

  /** @param {number} item @param {Column[]} columns */
  function line(item, columns) {
    const { selected } = app.store.state;
    const on = selected && (key === "entities" ? selected.node === item : selected.link === item);
    return el("tr", { class: on ? "on" : null }, key === "entities" ? tick(item) : null,
      columns.map(({ text, cell }) => el("td", {}, cell ? cell(item) : said(text(item)))));
  }

  /** @param {number} node */
  function tick(node) {
    const name = t("tick.of", plain(graph.label(node)));
    return el("td", { class: "tick" }, el("label", {}, el("input", { type: "checkbox", "data-key": `tick-${node}`, "aria-label": name,
      checked: app.store.state.ticked.has(node), onchange: () => app.ticking.toggle(node) })));
  }

  /** Ticks every row that is found, or none. @param {number[]} nodes */
  function tickAll(nodes) {
    const { ticked } = app.store.state, every = nodes.length > 0 && nodes.every((node) => ticked.has(node));
    const turn = () => (every ? app.ticking.clear() : app.ticking.add(nodes));
    return el("th", { scope: "col", class: "tick" }, el("label", {}, el("input", { type: "checkbox", "data-key": "tick-all", "aria-label": t("tick.rows"),
      checked: every, onchange: turn })));
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

  /** @param {Column[]} columns */
  function csv(columns) {
    const cell = (/** @type {string | number} */ value) => (/[",\r\n]/.test(String(value)) ? `"${String(value).replace(/"/g, '""')}"` : String(value));
    return [columns.map(({ words }) => words), ...found(columns).map((item) => columns.map(({ text }) => text(item)))]
      .map((row) => row.map(cell).join(",")).join("\r\n");
  }

  return { key, count: () => itemsOf(app).length, draw };
}

/** @param {App} app @param {string} text */
function copy({ tell, t }, text) {
  const failed = () => tell(t("table.uncopied"));
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => tell(t("table.copied", text.split("\r\n").length - 1)), failed);
  else failed();
}

/** @param {App} app @param {number[]} items @returns {Column[]} */
function entityColumns(app, items) {
  const { graph, look, t } = app;
  return [
    { words: t("name"), text: graph.label, cell: (node) => choose(app, { node }, graph.label(node), look.swatch(look.kind(node))) },
    { words: t("type"), text: look.typeName },
    { words: t("degree"), text: graph.degree },
    { words: t("time"), text: (node) => [...new Set(timeOf(app, node))].filter(Boolean).join(" – ") },
    ...properties(app, items),
  ];
}

/** @param {App} app @param {number} node */
function timeOf({ graph }, node) {
  const span = graph.nodeSpan(node);
  return span[0] || span[1] ? span : (graph.years(node) ?? []).map(graph.calendar.text);
}

/** Numbers and short texts that some of the rows have, those of most first. @param {App} app @param {number[]} items @returns {Column[]} */
function properties(app, items) {
  const has = (/** @type {Facet} */ facet, /** @type {number} */ node) => (facet.numbers ? facet.numbers(node) : facet.values(node));
  const some = app.facets.all().filter((facet) => /^(number|text) /.test(facet.key))
    .map((facet) => ({ facet, count: items.filter((node) => has(facet, node).length).length }));
  return some.filter(({ count }) => count >= HELD).sort((a, b) => b.count - a.count).slice(0, MOST_PROPERTIES)
    .map(({ facet }) => ({ words: facet.name(), text: (node) => (has(facet, node).length === 1 ? has(facet, node)[0] : has(facet, node).join("; ")) }));
}

/** @param {App} app @returns {Column[]} */
function linkColumns(app) {
  const { graph, t } = app;
  /** @type {(words: string, ends: number[]) => Column} */
  const end = (words, ends) => ({
    words: t(words), text: (link) => graph.label(ends[link]), cell: (link) => choose(app, { node: ends[link] }, graph.label(ends[link])) });
  return [
    end("subject", graph.subject),
    { words: t("predicate"), text: graph.linkName, cell: (link) => choose(app, { link }, graph.linkName(link)) },
    end("object", graph.object),
    { words: t("time"), text: graph.time },
    { words: t("said"), text: (link) => graph.marks(link).join(", ") },
    { words: t("evidence"), text: (link) => citations(app, link) },
  ];
}

/** @param {App} app @param {number} link */
function citations({ graph }, link) {
  return graph.evidence(link).map((number) => {
    const [document_, begin, end] = graph.data.evidence[number];
    const [iri, zh, en] = graph.data.documents[document_];
    return `${(graph.words === "en" ? en : zh) || iri}${begin >= 0 ? ` ${begin}–${end}` : ""}`;
  }).join("; ");
}

/** @param {App} app @param {Selection} selection @param {string} text @param {Element} [swatch] */
function choose(app, selection, text, swatch) {
  const key = selection.node === undefined ? `l${selection.link}` : `n${selection.node}`;
  const select = selection.node === undefined ? () => app.actions.select(selection, { reveal: true }) : choosing(app, selection.node);
  return el("button", { type: "button", class: "follow", "data-key": key, onclick: select }, swatch ?? null, el("span", {}, said(text)));
}
