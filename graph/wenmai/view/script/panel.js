// @ts-check
/* Reading: what the graph says about the selected entity or link, who says so, and the words themselves. */

/** @import { App, Child, Fact, Selection } from "./types.js" */

import { el, exchange, flat, icon, said } from "./dom.js";
import { beyond, groupsOf } from "./expansion.js";
import { figureCard, figuresOf, isFigure, saysFigure } from "./figures.js";
import { imageOf } from "./images.js";
import { act, address, byName, follow, joined, marked, when } from "./pieces.js";
import { cites, quotes } from "./quotes.js";
import { safeAddress, withCommas } from "./text.js";

const MOST_GROUPS = 12;

/**
 * @param {App} app
 * @param {HTMLElement} place
 */
export function makePanel(app, place) {
  return {
    /** @param {Selection | null} selection @param {boolean} canGoBack */
    show(selection, canGoBack) {
      const stood = !place.hidden;
      place.hidden = !selection;
      const about = selection && (selection.node === undefined ? aboutLink(app, selection.link) : aboutNode(app, selection.node));
      place.replaceChildren(...flat(about && [head(app, canGoBack), about]));
      if (stood && selection) place.scrollTop = 0; /* it would have the page laid out */
    },
    /* The picture has changed, and with it what of the entity is not in it. */
    /** @param {Selection | null} selection */
    refresh(selection) {
      const list = place.querySelector(".unseen");
      if (list instanceof HTMLElement && selection?.node !== undefined) exchange(list, unseen(app, selection.node));
    },
  };
}

/** @param {App} app @param {boolean} canGoBack */
function head({ t, actions }, canGoBack) {
  const named = (/** @type {string} */ id, /** @type {string} */ words, /** @type {{}} */ more) =>
    el("button", { type: "button", id, "aria-label": t(words), title: t(words), ...more }, icon(words));
  return el("div", { class: "panel-head" },
    named("back", "back", { "aria-disabled": String(!canGoBack), onclick: actions.back }),
    el("span", { class: "crumb" }, t("panel")),
    named("panel-close", "close", { onclick: () => actions.select(null) }));
}

/* ---- an entity */

/** @param {App} app @param {number} node @returns {Child[]} */
function aboutNode(app, node) {
  const { graph, look, t, actions, connecting, ticking } = app;
  const names = graph.names(node);
  const types = graph.types(node).map((kind) => el("li", { class: "chip" }, look.swatch(kind), said(graph.className(kind))));
  const other = graph.otherLabel(node);
  return [
    graph.image(node) < 0 ? null : el("img", { class: "portrait", src: imageOf(graph, node), alt: "" }),
    el("h2", {}, said(graph.label(node))),
    other ? el("p", { class: "other" }, said(other)) : null,
    el("ul", { class: "chips", "aria-label": t("types") }, types.length ? types : el("li", { class: "chip" }, t("untyped"))),
    el("dl", {},
      names.length ? [el("dt", {}, t("aliases")), el("dd", {}, joined(names.map(said), " · "))] : [],
      dates(app, graph.nodeSpan(node)),
      el("dt", {}, t("iri")), el("dd", {}, address(graph.iri(node)))),
    el("div", { class: "acts" },
      act(app, "from.here", "from-here", () => connecting.from(node)), act(app, "expand", "expand", () => actions.expand(node)),
      act(app, "collapse", "collapse", () => actions.collapse(node)), act(app, "hide", "hide", () => actions.hide(node)),
      act(app, "tick", "tick", () => ticking.toggle(node)), act(app, "pin", "pin", () => ticking.pin([node])),
      act(app, "copy.link", "copy", actions.copyAddress)),
    el("div", { class: "unseen" }, unseen(app, node)),
    isFigure(graph, node) ? figureCard(app, node, false) : null,
    figuresOf(app, node), literals(app, node), linked(app, node, true), linked(app, node, false),
  ];
}

/**
 * Neighbours that are not in the picture, by how they are linked and by what they are, each group with its number to bring it.
 * @param {App} app
 * @param {number} node
 * @returns {Child[]}
 */
function unseen(app, node) {
  const { graph, look, store, picture, actions, t } = app;
  const { left } = beyond(app, picture.shown, store.state.filters, node);
  if (!left.length) return [];
  const groups = groupsOf(app, node, left);
  const ways = groups.filter(({ way }) => way.predicate >= 0), kinds = groups.filter(({ way }) => way.predicate < 0);
  const name = (/** @type {typeof groups[0]["way"]} */ { predicate, forward, kind }) => (predicate >= 0
    ? [forward ? "" : "← ", said(graph.predicateName(predicate))] : [look.swatch(kind), said(kind < 0 ? t("untyped") : graph.className(kind))]);
  const button = (/** @type {typeof groups[0]} */ { way, nodes }) => el("button", {
    type: "button", class: "chip", "data-key": `${way.predicate} ${way.forward} ${way.kind}`, onclick: () => actions.expand(node, new Set(nodes)),
  }, name(way), el("span", { class: "count" }, ` +${withCommas(nodes.length)}`));
  const row = (/** @type {string} */ label, /** @type {typeof groups} */ some) =>
    el("div", { class: "chips", role: "group", "aria-label": t(label) }, some.slice(0, MOST_GROUPS).map(button));
  return [el("h3", {}, t("beyond", withCommas(left.length))), row("beyond.links", ways), kinds.length > 1 ? row("beyond.types", kinds) : null];
}

/** @param {App} app @param {[string, string]} span */
function dates({ t }, [begin, end]) {
  if (!begin && !end) return [];
  return [el("dt", {}, t("time")), el("dd", {}, begin === end ? begin : `${begin || "…"} – ${end || "…"}`)];
}

/** @param {App} app @param {number} node */
function literals(app, node) {
  const rows = isFigure(app.graph, node) ? [] : app.graph.facts(node);
  if (!rows.length) return [];
  const told = rows.map((row, place) => /** @type {[string, Element]} */ ([app.graph.term(row[0]), fact(app, row, app.graph.factMarks(node, place))]))
    .filter((_, place) => place !== app.graph.image(node)); /* the image is seen */
  if (!told.length) return [];
  return [el("h3", {}, app.t("facts")), byName(app, told)];
}

/** @param {App} app @param {Fact} row @param {string[]} marks */
function fact(app, [, value, kind, time, ...evidence], marks) {
  const text = kind === -1 ? app.graph.term(value) : value;
  return el("li", {}, kind !== -1 && safeAddress(text) ? address(text) : said(text), when(time || ""), marked(marks), cites(app, evidence));
}

/** @param {App} app @param {number} node @param {boolean} forward */
function linked(app, node, forward) {
  const { graph, t } = app;
  if (forward && isFigure(graph, node)) return [];
  const links = graph.linksOf(node).filter((link) => (graph.subject[link] === node) === forward && (forward || !saysFigure(graph, link)));
  if (!links.length) return [];
  const sign = forward ? "" : "← ";
  return [el("h3", {}, t(forward ? "out" : "in")), byName(app, links.map((link) => [sign + graph.linkName(link), step(app, link, graph.other(link, node))]))];
}

/** @param {App} app @param {number} link @param {number} other */
function step(app, link, other) {
  return el("li", {}, follow(app, other), when(app.graph.time(link)), marked(app.graph.marks(link)), cites(app, app.graph.evidence(link), link));
}

/* ---- a link */

/** The named graphs in which a link stands, where the graph has several. @param {App} app @param {number} link @returns {Child[]} */
function namedGraphs({ facets, t }, link) {
  const facet = facets.find("graph");
  const names = (facet?.values(link) ?? []).filter(Boolean).map((iri) => facet?.label(iri) ?? iri);
  return names.length ? [el("dt", {}, t("graph")), el("dd", {}, joined(names.map(said), ", "))] : [];
}

/** @param {App} app @param {number} link @returns {Child[]} */
function aboutLink(app, link) {
  const { graph, t, actions } = app;
  const a = graph.subject[link], b = graph.object[link];
  const others = graph.linksOf(a).filter((one) => graph.other(one, a) === b && one !== link);
  const time = graph.time(link);
  const name = graph.linkName(link);
  const parallel = (/** @type {number} */ one) => el("li", {}, el("button", { type: "button", class: "follow", onclick: () => actions.select({ link: one }) },
    graph.subject[one] === a ? "→ " : "← ", el("span", {}, said(graph.linkName(one)))));
  return [
    el("h2", {}, said(name)),
    el("div", { class: "arrowed" }, follow(app, a), el("span", { class: "via" }, "↓ ", said(name)), follow(app, b)),
    marked(graph.marks(link)),
    el("dl", {}, time ? [el("dt", {}, t("time")), el("dd", {}, time)] : [], namedGraphs(app, link),
      el("dt", {}, t("iri")), el("dd", {}, address(graph.predicateIri(graph.predicate[link])))),
    el("div", { class: "acts" }, act(app, "copy.link", "copy", actions.copyAddress)),
    el("h3", {}, t("evidence")),
    quotes(app, graph.evidence(link)),
    others.length ? [el("h3", {}, t("parallel")), el("ul", { class: "facts" }, others.map(parallel))] : [],
  ];
}
