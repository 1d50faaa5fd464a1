// @ts-check
/* The paths that were found, the most telling first: why each has its rank, and of the one that is shown who says each hop. */

/** @import { App, Child, Connection, Hop, Path } from "./types.js" */

import { el, said } from "./dom.js";
import { badges, follow, joined, when } from "./pieces.js";
import { quotes } from "./quotes.js";
import { plain } from "./text.js";
import { othersText, whyText } from "./why.js";

/**
 * @param {App} app
 * @param {Connection} connection
 * @returns {Child}
 */
export function resultsOf(app, { found, chosen, among }) {
  const { graph, t, connecting } = app;
  if (!found) return null;
  const aside = (found.aside ?? []).map((predicate) => said(graph.predicateName(predicate)));
  const note = (/** @type {Child[]} */ ...children) => el("p", { class: "note" }, ...children);
  const notes = [aside.length ? el("p", { class: "note", id: "path-aside" }, t("path.aside"), joined(aside, ", ")) : null,
    found.beyond ? note(t("path.beyond")) : null,
    found.stopped && found.paths.length ? note(t("path.stopped")) : null, app.partial ? note(t("path.part")) : null];
  if (!found.paths.length) return el("div", {}, el("p", { class: "why", id: "no-path" }, connecting.reason()), notes);
  return el("div", {}, el("ol", { class: "paths", id: "paths" }, found.paths.map((path, i) => card(app, path, i, i === chosen, among.length > 0))),
    note(t(among.length ? "between.way" : "path.way")), notes);
}

/** @param {App} app @param {Path} path @param {number} i @param {boolean} on @param {boolean} joins whether it joins two of several */
function card(app, path, i, on, joins) {
  const { graph, t, connecting } = app;
  const others = othersText(path, graph, t).map((text) => el("p", { class: "note" }, text));
  const count = t(path.hops.length === 1 ? "path.hop" : "path.hops", path.hops.length);
  return el("li", { class: on ? "path on" : "path" },
    el("button", { type: "button", class: "headline", "data-key": `path-${i}`, "aria-pressed": String(on), onclick: () => connecting.choose(i) },
      el("span", {}, joins ? joined([path.nodes[0], path.nodes[path.nodes.length - 1]].map((node) => said(graph.label(node))), " – ") : t("path.n", i + 1)), el("small", {}, `${count} · ${t("path.score", path.score)}`)),
    el("p", { class: "reason" }, whyText(path, graph, t)),
    on ? el("ul", { class: "hops" }, path.nodes.map((node, nth) => [entity(app, path, node, nth), path.hops[nth] ? hop(app, path.hops[nth]) : null]))
      : el("p", { class: "trail" }, joined(path.nodes.map((node) => said(graph.label(node))), " – ")),
    on ? others : null);
}

/** @param {App} app @param {Path} path @param {number} node @param {number} nth */
function entity(app, path, node, nth) {
  const { graph, t, connecting } = app;
  const avoid = { type: "button", class: "avoid", "aria-label": t("avoid.of", plain(graph.label(node))), onclick: () => connecting.avoid(node) };
  const inner = nth > 0 && nth < path.nodes.length - 1;
  return el("li", { class: "node" }, follow(app, node), inner ? el("button", avoid, t("avoid")) : null);
}

/** A hop with what is said about it, and its passages or sources below it. @param {App} app @param {Hop} step */
function hop(app, { link, forward, also }) {
  const { graph, t } = app;
  return el("li", { class: "hop" },
    el("button", { type: "button", class: "follow", "data-link": link, onclick: () => app.actions.select({ link }) },
      el("span", {}, forward ? "↓ " : "↑ ", said(graph.linkName(link)))),
    when(graph.time(link)), badges(graph, link),
    also.length ? el("span", {}, `${t("also")} `, joined(also.map((one) => said(graph.linkName(one))), ", ")) : null,
    quotes(app, graph.evidence(link), true));
}
