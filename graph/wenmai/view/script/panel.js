/* Reading: what the graph says about the selected entity or link, who says so, and the words themselves. */

const FIGURE = "urn:wenmai:term:Figure";
const TERM = "urn:wenmai:term:";
const MOST_ROWS = 12;

function makePanel(app, place) {
  const { graph, look, t } = app;
  const documents = graph.data.documents.map(([, , , pieces]) => pieces.map(([start, text]) => [start, [...text]]));

  function show(selection) {
    place.hidden = !selection;
    if (!selection) return place.replaceChildren();
    place.replaceChildren(head(), ...(selection.node === undefined ? aboutLink(selection.link) : aboutNode(selection.node)));
    place.scrollTop = 0;
    return undefined;
  }

  function head() {
    return el("div", { class: "panel-head" },
      el("button", { type: "button", id: "back", "aria-label": t("back"), title: t("back"), "aria-disabled": String(!app.canGoBack()), onclick: app.back }, icon("back")),
      el("span", { class: "crumb" }, t("panel")),
      el("button", { type: "button", id: "panel-close", "aria-label": t("close"), title: t("close"), onclick: () => app.select(null) }, icon("close")));
  }

  function follow(node) {
    return el("button", { type: "button", class: "follow", "data-node": node, onclick: () => app.select({ node }, { reveal: true }) },
      look.swatch(look.kind(node)), el("span", {}, said(graph.label(node))));
  }

  function act(words, id, run) {
    return el("button", { type: "button", id, onclick: run }, t(words));
  }

  function address(iri) {
    const safe = safeAddress(iri);
    const code = el("code", {}, plain(iri));
    return safe ? el("a", { href: safe, rel: "noopener noreferrer", target: "_blank" }, code) : code;
  }

  /* ---- an entity */

  function aboutNode(node) {
    const names = graph.names(node);
    const types = graph.types(node).map((kind) => el("li", { class: "chip" }, look.swatch(kind), said(graph.className(kind))));
    return [
      el("h2", {}, said(graph.label(node))),
      graph.otherLabel(node) ? el("p", { class: "other" }, said(graph.otherLabel(node))) : null,
      el("ul", { class: "chips", "aria-label": t("types") }, types.length ? types : el("li", { class: "chip" }, t("untyped"))),
      el("dl", {},
        names.length ? [el("dt", {}, t("aliases")), el("dd", {}, names.flatMap((name, i) => [i ? " · " : "", said(name)]))] : [],
        dates(...graph.nodeSpan(node)),
        el("dt", {}, t("iri")), el("dd", {}, address(graph.iri(node)))),
      el("div", { class: "acts" },
        act("from.here", "from-here", () => app.connectFrom(node)), act("expand", "expand", () => app.expand(node)),
        act("collapse", "collapse", () => app.collapse(node)), act("hide", "hide", () => app.hide(node)), act("copy.link", "copy", app.copyAddress)),
      isFigure(node) ? figureCard(node, false) : null,
      figures(node), literals(node), linked(node, true), linked(node, false),
    ].flat(Infinity).filter(Boolean);
  }

  function dates(begin, end) {
    if (!begin && !end) return [];
    return [el("dt", {}, t("time")), el("dd", {}, begin === end ? begin : `${begin || "…"} – ${end || "…"}`)];
  }

  function isFigure(node) {
    return graph.types(node).some((kind) => graph.termIri(graph.classTerm(kind)) === FIGURE);
  }

  function figures(node) {
    const about = graph.linksOf(node).filter((link) => graph.object[link] === node && isFigure(graph.subject[link]) && ["about", "scope", "indicator", "period"].includes(local(graph.predicateIri(graph.predicate[link]))));
    const first = about.filter((link) => local(graph.predicateIri(graph.predicate[link])) === "about");
    const own = [...new Set((first.length ? first : about).map((link) => graph.subject[link]))];
    own.sort((a, b) => graph.nodeSpan(b)[0].localeCompare(graph.nodeSpan(a)[0]) || a - b);
    if (!own.length) return null;
    return [el("h3", {}, `${t("figures")} (${own.length})`), more(own.map((one) => figureCard(one, true)), 6, "div")];
  }

  function local(iri) {
    return iri.startsWith(TERM) ? iri.slice(TERM.length) : "";
  }

  /* A figure's parts by the local name of their predicate: texts, or entities to follow. */
  function parts(node) {
    const found = {};
    for (const [term, value, kind] of graph.facts(node)) {
      const name = local(graph.termIri(term));
      if (name) (found[name] ??= []).push(kind === -1 ? graph.term(value) : value);
    }
    for (const link of graph.linksOf(node)) {
      const name = local(graph.predicateIri(graph.predicate[link]));
      if (name && graph.subject[link] === node) (found[name] ??= []).push(graph.object[link]);
    }
    return found;
  }

  function figureCard(node, titled) {
    const found = parts(node);
    const text = (name) => (found[name] || []).filter((one) => typeof one === "string").map(plain).join(", ");
    const row = (name, words) => (found[name] ? [el("dt", {}, words), el("dd", {}, found[name].map((one) => (typeof one === "number" ? follow(one) : said(one))))] : []);
    const bound = text("bound");
    const exact = (found.bound || []).length === 0 || graph.facts(node).some(([term, value, kind]) => kind === -1 && local(graph.termIri(term)) === "bound" && local(graph.termIri(value)) === "Exactly");
    const value = found.from && found.to ? `${number(text("from"))} → ${number(text("to"))}` : number(text("value"));
    return el("div", { class: "figure" },
      titled ? follow(node) : null,
      el("div", { class: "value" }, exact ? "" : el("small", {}, `${bound} `), value || text("position"), value ? el("small", {}, ` ${text("unit")}`) : ""),
      el("dl", {}, row("indicator", t("figure.indicator")), row("period", t("figure.period")), row("scope", t("figure.scope")), row("status", t("figure.status")),
        text("surface") ? [el("dt", {}, t("surface")), el("dd", {}, said(text("surface")))] : []),
      cites((graph.facts(node)[0] || []).slice(4)));
  }

  function number(text) {
    return /^-?\d{5,}(\.\d+)?$/.test(text) ? Number(text).toLocaleString("en").replace(/,/g, "\u2009") : text;
  }

  function literals(node) {
    if (isFigure(node)) return null;
    const rows = graph.facts(node);
    if (!rows.length) return null;
    return [el("h3", {}, t("facts")), byName(rows.map((row) => [graph.term(row[0]), fact(row)]))];
  }

  function fact([, value, kind, time, ...evidence]) {
    const text = kind === -1 ? graph.term(value) : value;
    const safe = kind !== -1 && safeAddress(text);
    const shown = safe ? address(text) : said(text);
    return el("li", {}, shown, time ? el("span", { class: "when" }, time) : null, cites(evidence));
  }

  function linked(node, forward) {
    const links = graph.linksOf(node).filter((link) => (graph.subject[link] === node) === forward && !(isFigure(node) && forward)
      && !(!forward && isFigure(graph.subject[link]) && local(graph.predicateIri(graph.predicate[link])) === "about"));
    if (!links.length) return null;
    return [el("h3", {}, t(forward ? "out" : "in")), byName(links.map((link) => [forward ? graph.predicateName(graph.predicate[link]) : `← ${graph.predicateName(graph.predicate[link])}`, step(link, graph.other(link, node))]))];
  }

  function step(link, other) {
    const time = graph.time(link);
    return el("li", {}, follow(other), time ? el("span", { class: "when" }, time) : null, cites(graph.evidence(link), link));
  }

  /* Rows under their names, in the order of the names' first row. */
  function byName(rows) {
    const groups = new Map();
    for (const [name, item] of rows) groups.set(name, [...(groups.get(name) || []), item]);
    return [...groups].flatMap(([name, items]) => [el("h4", {}, said(name)), more(items, MOST_ROWS, "ul", "facts")]);
  }

  /* The first rows, and a button for the rest. */
  function more(items, most, tag, kind) {
    const list = el(tag, kind ? { class: kind } : {}, items.slice(0, most));
    if (items.length > most) {
      const button = el("button", { type: "button", class: "cite", onclick: () => { button.remove(); list.append(...items.slice(most)); } }, t("more", items.length - most));
      return el("div", {}, list, button);
    }
    return list;
  }

  /* ---- a link */

  function aboutLink(link) {
    const a = graph.subject[link], b = graph.object[link];
    const others = graph.linksOf(a).filter((one) => graph.other(one, a) === b && one !== link);
    const time = graph.time(link);
    return [
      el("h2", {}, said(graph.predicateName(graph.predicate[link]))),
      el("div", { class: "arrowed" }, follow(a), el("span", { class: "via" }, "↓ ", said(graph.predicateName(graph.predicate[link]))), follow(b)),
      el("dl", {}, time ? [el("dt", {}, t("time")), el("dd", {}, time)] : [], el("dt", {}, t("iri")), el("dd", {}, address(graph.predicateIri(graph.predicate[link])))),
      el("div", { class: "acts" }, act("copy.link", "copy", app.copyAddress)),
      el("h3", {}, t("evidence")),
      quotes(graph.evidence(link)),
      others.length ? [el("h3", {}, t("parallel")), el("ul", { class: "facts" }, others.map((one) => el("li", {},
        el("button", { type: "button", class: "follow", onclick: () => app.select({ link: one }) },
          graph.subject[one] === a ? "→ " : "← ", el("span", {}, said(graph.predicateName(graph.predicate[one]))))))) ] : null,
    ].flat(Infinity).filter(Boolean);
  }

  /* ---- evidence */

  function cites(evidence, link) {
    if (!evidence.length) return null;
    const list = quotes(evidence);
    list.hidden = true;
    const button = el("button", { type: "button", class: "cite", "aria-expanded": "false", onclick: () => {
      list.hidden = !list.hidden;
      button.setAttribute("aria-expanded", String(!list.hidden));
    } }, t("evidence.n", evidence.length));
    const open = link === undefined ? null : el("button", { type: "button", class: "cite", "aria-label": `${t("link")}: ${plain(graph.predicateName(graph.predicate[link]))}`, onclick: () => app.select({ link }) }, "↗");
    return [button, open, list].filter(Boolean);
  }

  function quotes(evidence) {
    if (!evidence.length) return el("p", { class: "note" }, t("evidence.none"));
    return el("ul", { class: "cites" }, evidence.map((number_) => quote(graph.data.evidence[number_])));
  }

  function quote([document_, start, end, speaker, inferred, worded, surface, zh, en, speakerIri]) {
    const [iri, labelZh, labelEn] = graph.data.documents[document_];
    const label = graph.words === "en" ? labelEn : labelZh;
    const note = graph.words === "en" ? en || zh : zh || en;
    const who = speaker >= 0 ? graph.label(speaker) : speakerIri;
    return el("li", {},
      el("b", {}, said(label || iri)), start >= 0 ? ` · ${t("at", start, end)}` : "",
      who ? [" · ", el("span", {}, said(t("said.by", who)))] : "", inferred ? ` · ${t("inferred")}` : "",
      worded ? el("div", {}, `${t("worded")}: `, said(worded)) : "", surface ? el("div", {}, `${t("surface")}: `, said(surface)) : "",
      note ? el("div", {}, `${t("note")}: `, said(note)) : "", passage(document_, start, end));
  }

  /* The cited words within their sentence, marked; positions count code points. */
  function passage(document_, start, end) {
    const piece = documents[document_].find(([first, text]) => start >= first && end <= first + text.length);
    if (!piece || start < 0) return "";
    const [first, text] = piece;
    const stops = new Set(["。", "！", "？", "\n"]);
    let from = start - first, to = end - first;
    while (from > 0 && !stops.has(text[from - 1]) && start - first - from < 120) from--;
    while (to < text.length && to - (end - first) < 120 && !stops.has(text[to - 1])) to++;
    const words = (a, b) => plain(text.slice(a, b).join(""));
    return el("blockquote", {}, words(from, start - first), el("mark", {}, words(start - first, end - first)), words(end - first, to));
  }

  return { show, follow, quotes };
}
