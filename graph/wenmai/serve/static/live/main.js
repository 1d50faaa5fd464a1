// @ts-check
/* A picture that is fed on demand: it begins with the neighbours of one entity, and each that one opens asks the server for a page of its
   own. Nothing is asked for that is not shown. */

import { ROOT, drawn, element, pageOf } from "../query/dom.js";
import { Beside } from "./beside.js";
import { Asking } from "./fetching.js";
import { shownLists } from "./kinds.js";
import { Growing, MOST_NODES } from "./model.js";

/** @typedef {import("./model.js").Node} Node */
/** @typedef {import("./model.js").Link} Link */
/** @typedef {import("./kinds.js").Kind} Kind */

const PAGE = 24, LONGEST = 12_000;
const WAYS = new Map([["ArrowRight", [1, 0]], ["ArrowLeft", [-1, 0]], ["ArrowDown", [0, 1]], ["ArrowUp", [0, -1]]]);

/** @param {HTMLElement} place */
function start(place) {
  /** @type {Record<string, string>} */
  const words = JSON.parse(place.dataset.words || "{}");
  const graph = new Growing(), view = { x: -480, y: -280, width: 960, height: 560 };
  const picture = drawn("svg", { class: "drawing live", role: "group", "aria-label": words.picture });
  const panel = element("section", { class: "told", "aria-label": words.chosen, "aria-live": "polite" });
  const status = element("p", { class: "notes", role: "status" }), asking = new Asking(status, words);
  const beside = new Beside(place, asking, words), shown = element("div", { class: "shown" }), { begin } = beside;
  /** @type {Set<string>} what is hidden, by predicate and class */
  const hidden = new Set();
  /** @type {Map<string, number | null>} where the pages of one kind go on */
  const turned = new Map();
  let chosen = "", asked = 0;

  const look = () => picture.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
  const zoom = (/** @type {number} */ by) => {
    const [x, y] = [view.x + (view.width * (1 - by)) / 2, view.y + (view.height * (1 - by)) / 2];
    Object.assign(view, { x, y, width: view.width * by, height: view.height * by });
    look();
  };
  const fit = () => {
    const nodes = [...graph.nodes.values()];
    const [left, top] = [Math.min(...nodes.map((one) => one.x)) - 90, Math.min(...nodes.map((one) => one.y)) - 40];
    const wide = Math.max(480, Math.max(...nodes.map((one) => one.x)) + 90 - left), high = Math.max(...nodes.map((one) => one.y)) + 40 - top;
    const width = Math.max(wide, (high * 960) / 560), height = (width * 560) / 960;
    Object.assign(view, { x: left - (width - wide) / 2, y: top - (height - high) / 2, width, height });
    look();
  };

  /** Ask for the next neighbours of an entity, or for those of one kind. @param {string} iri @param {Kind} [kind] */
  async function open(iri, kind = {}) {
    const mine = asked += 1, key = JSON.stringify([iri, kind]), all = Object.keys(kind).length === 0;
    const next = all ? graph.nodes.get(iri)?.next : turned.get(key), offset = next ?? 0;
    if (next === null || graph.nodes.size >= MOST_NODES) return;
    const fields = new URLSearchParams({ entity: iri, offset: String(offset), limit: String(PAGE), lang: document.documentElement.lang, ...kind });
    for (const other of graph.nodes.keys()) if (String(fields).length < LONGEST) fields.append("shown", other);
    const said = await asking.ask(`${ROOT}/api/v1/neighbours?${fields}`);
    const fresh = graph.take(said, all);
    if (!all) turned.set(key, said.next);
    if (mine === asked) chosen = said.entity.iri;
    draw();
    fit();
    choose(chosen, true);
    const more = fresh.length ? ` (+${fresh.length})` : "";
    status.replaceChildren(`${graph.nodes.size} ${words.entities}, ${graph.links.size} ${words.links}${more}`);
  }

  /** @param {Node} node */
  function drawNode(node) {
    const more = node.next !== null && node.links > graph.of(node.iri).length;
    const name = `${node.label}, ${node.links} ${words.links}`, size = 7 + Math.min(6, Math.log2(1 + node.links));
    const about = { class: "node", role: "button", tabindex: node.iri === chosen ? 0 : -1, "aria-label": name, "data-iri": node.iri };
    const made = drawn("g", about,
      drawn("circle", { cx: node.x, cy: node.y, r: size, class: more ? "point more" : "point" },
        drawn("title", {}, [node.label, ...node.kinds].join(" · "))),
      drawn("text", { x: node.x, y: node.y - 14, class: "middle" }, node.label.length > 18 ? `${node.label.slice(0, 17)}…` : node.label));
    made.addEventListener("click", () => choose(node.iri, true));
    made.addEventListener("dblclick", () => begin(open(node.iri)));
    return made;
  }

  const seen = (/** @type {Node} */ node) => node.iri === chosen || !node.kinds.some((kind) => hidden.has(`kind ${kind}`));

  function draw() {
    const nodes = [...graph.nodes.values()].filter(seen), there = new Set(nodes.map((one) => one.iri));
    const links = [...graph.links.values()].filter((one) => !hidden.has(`link ${one.predicateLabel}`) && there.has(one.subject) && there.has(one.object));
    const lines = links.map((link) => {
      const [from, to] = [graph.nodes.get(link.subject), graph.nodes.get(link.object)];
      const text = [link.predicateLabel, link.time, ...link.said].filter(Boolean).join(" · ");
      const drawing = { d: `M${from?.x} ${from?.y}L${to?.x} ${to?.y}`, class: link.said.length ? "link said" : "link" };
      return drawn("path", { ...drawing, "marker-end": "url(#live-tip)" }, drawn("title", {}, text));
    });
    const tip = drawn("marker", { id: "live-tip", viewBox: "0 0 8 8", refX: 20, refY: 4, markerWidth: 8, markerHeight: 8, orient: "auto" },
      drawn("path", { d: "M0 0L8 4L0 8z", class: "tip" }));
    picture.replaceChildren(drawn("defs", {}, tip), ...lines, ...nodes.map(drawNode));
    const boxes = element("details", {}, element("summary", {}, words.shown_links), ...shownLists(graph, hidden, () => redraw()));
    if (shown.querySelector("details[open]")) boxes.setAttribute("open", "");
    shown.replaceChildren(boxes);
  }

  /** Draw anew what is not hidden, and leave the keyboard where it was. */
  function redraw() {
    const at = [...shown.querySelectorAll("input")].indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
    draw();
    choose(chosen);
    if (at >= 0) shown.querySelectorAll("input")[at]?.focus();
  }

  /** @param {string} iri @param {boolean} [focus] */
  function choose(iri, focus = false) {
    const node = graph.nodes.get(iri);
    if (!node) return;
    chosen = iri;
    for (const one of picture.querySelectorAll(".node")) {
      const mine = /** @type {SVGElement} */ (one).dataset.iri === iri;
      one.setAttribute("tabindex", mine ? "0" : "-1");
      one.classList.toggle("chosen", mine);
      if (mine && focus && place.contains(document.activeElement)) /** @type {SVGElement} */ (one).focus();
    }
    tell(node);
  }

  /** @param {Node} node */
  function tell(node) {
    const links = graph.of(node.iri), more = element("button", { type: "button", class: "plain", "data-more": "" }, words.open_more);
    const less = element("button", { type: "button", class: "plain" }, words.put_away);
    more.hidden = node.next === null || graph.nodes.size >= MOST_NODES;
    more.addEventListener("click", () => begin(open(node.iri)));
    less.addEventListener("click", () => {
      graph.close(node.iri);
      draw();
      choose(node.iri);
    });
    const full = graph.nodes.size >= MOST_NODES ? [element("p", { class: "notes" }, words.full)] : [];
    const facets = element("div"), kinds = element("details", { "data-kinds": "" }, element("summary", {}, words.kinds_of_links), facets);
    const count = () => beside.count(node.iri, facets, (kind) => begin(open(node.iri, kind)));
    kinds.addEventListener("toggle", () => facets.childElementCount || begin(count()), { once: true });
    const lines = links.slice(0, 100).map((link) => beside.line(graph, node, link, (iri) => choose(iri, false)));
    const counts = [...node.kinds, `${links.length} / ${node.links} ${words.links}`].join(" · ");
    panel.replaceChildren(element("h2", {}, element("a", { href: pageOf(node.iri) }, node.label)), element("p", { class: "names" }, counts),
      element("p", {}, more, " ", less), ...full, kinds, element("ul", {}, ...lines));
  }

  picture.addEventListener("keydown", (event) => {
    const { key } = /** @type {KeyboardEvent} */ (event), node = graph.nodes.get(chosen), way = WAYS.get(key);
    if (!node || !(way || key === "Enter" || key === " ")) return;
    event.preventDefault();
    if (way) choose(graph.towards(node, way[0], way[1]).iri, true);
    else begin(open(node.iri));
  });
  picture.addEventListener("wheel", (event) => {
    if (!(/** @type {WheelEvent} */ (event).ctrlKey)) return; // else the page scrolls
    event.preventDefault();
    zoom(/** @type {WheelEvent} */ (event).deltaY > 0 ? 1.15 : 0.87);
  }, { passive: false });
  drag(picture, view, look);

  /** @type {[string, string, () => void][]} */
  const acts = [["+", words.closer, () => zoom(0.8)], ["−", words.farther, () => zoom(1.25)], ["⤢", words.fit, fit]];
  const tools = acts.map(([text, name, act]) => {
    const made = element("button", { type: "button", class: "plain", "aria-label": name }, text);
    made.addEventListener("click", act);
    return made;
  });
  const row = element("p", { class: "tools" }, ...tools, element("span", { class: "keys" }, words.live_keys));
  place.append(row, element("div", { class: "growing" }, picture, panel), shown, beside.reader, status);
  begin(open(place.dataset.live || ""));
}

/** Move the picture by its ground. @param {SVGElement} picture @param {{x: number, y: number, width: number}} view @param {() => void} look */
function drag(picture, view, look) {
  picture.addEventListener("pointerdown", (event) => {
    if (event.target !== picture) return;
    const from = { x: event.clientX, y: event.clientY, left: view.x, top: view.y }, scale = view.width / picture.clientWidth;
    const move = (/** @type {PointerEvent} */ now) => {
      Object.assign(view, { x: from.left - (now.clientX - from.x) * scale, y: from.top - (now.clientY - from.y) * scale });
      look();
    };
    picture.setPointerCapture(event.pointerId);
    picture.addEventListener("pointermove", move);
    picture.addEventListener("pointerup", () => picture.removeEventListener("pointermove", move), { once: true });
  });
}

for (const place of document.querySelectorAll("[data-live]")) {
  const details = place.closest("details");
  const begin = () => place.childElementCount || start(/** @type {HTMLElement} */ (place));
  if (!details || details.open) begin();
  else details.addEventListener("toggle", begin, { once: true });
}
