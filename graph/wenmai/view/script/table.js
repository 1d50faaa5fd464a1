/* The same content as a table: the entities and links that are shown, to be read, sorted and chosen. */

const PAGE = 100;

function makeTable(app, place) {
  const { graph, look, t } = app;
  let tab = "entities";
  let order = { by: 2, down: true };
  let rows = PAGE;

  function show() {
    if (place.hidden) return;
    const focused = document.activeElement && place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const columns = tab === "entities" ? entityColumns() : linkColumns();
    const items = sorted(tab === "entities" ? [...app.picture.shown.nodes] : [...app.picture.shown.links], columns);
    place.replaceChildren(tabs(), el("table", {}, el("caption", { class: "said" }, t(tab === "entities" ? "table.entities" : "table.links")),
      el("thead", {}, el("tr", {}, columns.map(heading))), el("tbody", {}, items.slice(0, rows).map((item) => line(item, columns)))),
      items.length > rows ? el("button", { type: "button", "data-key": "more", onclick: () => { rows += 5 * PAGE; show(); } }, t("rows.more", Math.min(5 * PAGE, items.length - rows))) : "");
    if (focused) place.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  function tabs() {
    const { nodes, links } = app.picture.shown;
    const one = (name, words, count) => el("button", { type: "button", "data-key": name, "aria-pressed": String(tab === name), onclick: () => { tab = name; order = name === "entities" ? { by: 2, down: true } : { by: 0, down: false }; rows = PAGE; show(); } }, `${t(words)} (${count})`);
    return el("div", { class: "tabs" }, one("entities", "table.entities", nodes.size), one("links", "table.links", links.size), el("span", { class: "crumb" }),
      el("button", { type: "button", "data-key": "close", "aria-label": t("close"), onclick: app.toggleTable }, icon("close")));
  }

  function entityColumns() {
    return [
      { words: "name", text: (node) => graph.label(node), cell: (node) => choose({ node }, graph.label(node), look.swatch(look.kind(node))) },
      { words: "type", text: (node) => look.typeName(node) },
      { words: "degree", text: (node) => graph.degree(node) },
      { words: "time", text: (node) => [...new Set(graph.nodeSpan(node))].filter(Boolean).join(" – ") },
    ];
  }

  function linkColumns() {
    return [
      { words: "subject", text: (link) => graph.label(graph.subject[link]), cell: (link) => choose({ node: graph.subject[link] }, graph.label(graph.subject[link])) },
      { words: "predicate", text: (link) => graph.predicateName(graph.predicate[link]), cell: (link) => choose({ link }, graph.predicateName(graph.predicate[link])) },
      { words: "object", text: (link) => graph.label(graph.object[link]), cell: (link) => choose({ node: graph.object[link] }, graph.label(graph.object[link])) },
      { words: "time", text: (link) => graph.time(link) },
      { words: "evidence", text: (link) => app.citations(link) },
    ];
  }

  function choose(selection, text, swatch) {
    const key = selection.node === undefined ? `l${selection.link}` : `n${selection.node}`;
    return el("button", { type: "button", class: "follow", "data-key": key, onclick: () => app.select(selection, { reveal: true }) }, swatch || "", el("span", {}, said(text)));
  }

  function heading({ words }, i) {
    const on = order.by === i;
    return el("th", { scope: "col", "aria-sort": on ? (order.down ? "descending" : "ascending") : null },
      el("button", { type: "button", "data-key": `by-${i}`, onclick: () => { order = { by: i, down: on ? !order.down : false }; show(); } }, t(words), on ? (order.down ? " ↓" : " ↑") : ""));
  }

  function line(item, columns) {
    const selection = app.selection();
    const on = selection && (tab === "entities" ? selection.node === item : selection.link === item);
    return el("tr", { class: on ? "on" : null }, columns.map(({ text, cell }) => el("td", {}, cell ? cell(item) : said(text(item)))));
  }

  function sorted(items, columns) {
    const { text } = columns[order.by];
    const way = order.down ? -1 : 1;
    const keys = new Map(items.map((item) => [item, text(item)]));
    const compare = new Intl.Collator(graph.words, { numeric: true }).compare;
    return items.sort((a, b) => {
      const one = keys.get(a), two = keys.get(b);
      return way * (typeof one === "number" ? one - two : compare(one, two)) || a - b;
    });
  }

  return { show };
}
