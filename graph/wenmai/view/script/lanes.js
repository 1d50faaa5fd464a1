// @ts-check
/* The paths that were found as lanes under the picture, straight and side by side: an entity that several pass stands in one column. */

/** @import { App, Connection, Hop, Path } from "./types.js" */

import { at, el, exchange, icon, said } from "./dom.js";
import { badges, follow } from "./pieces.js";

/**
 * For each path the column of each of its nodes: columns ascend along every path, and a node that several pass has one column, unless
 * two paths pass the same nodes in opposite orders: then it stands once more.
 * @param {number[][]} paths
 */
export function alignPaths(paths) {
  /** @type {Map<string, Set<string>>} */
  const after = new Map();
  const reaches = (/** @type {string} */ from, /** @type {string} */ to) => {
    const seen = new Set([from]);
    for (const one of seen) for (const next of after.get(one) ?? []) seen.add(next);
    return seen.has(to);
  };
  const named = paths.map((nodes, lane) => {
    /** @type {string[]} */
    const names = [];
    nodes.forEach((node, i) => {
      const before = names[i - 1];
      const name = before !== undefined && reaches(String(node), before) ? `${node}#${lane}` : String(node);
      if (before !== undefined) after.set(before, new Set(after.get(before)).add(name));
      names.push(name);
    });
    return names;
  });
  /** @type {Map<string, number>} */
  const columns = new Map(named.flat().map((name) => [name, 0]));
  for (let changed = true; changed;) {
    changed = false;
    for (const [name, nexts] of after) {
      for (const next of nexts) {
        const least = Number(columns.get(name)) + 1;
        if (Number(columns.get(next)) < least) { columns.set(next, least); changed = true; }
      }
    }
  }
  return named.map((names) => names.map((name) => Number(columns.get(name))));
}

/**
 * @param {App} app
 * @param {HTMLElement} place
 */
export function makeLanes(app, place) {
  const { graph, t, connecting } = app;
  /** Whether they are shown; until somebody says so, where there is room. @type {boolean | null} */
  let wanted = null;
  /** Lanes of which nobody knows yet whether they have room. @type {HTMLElement | null} */
  let fresh = null;

  /** @param {Connection} now */
  function show({ found, chosen }) {
    const paths = found?.paths ?? [];
    const open = paths.length > 0 && (wanted ?? !matchMedia("(max-width: 760px), (max-height: 620px)").matches);
    const button = document.getElementById("lanes-button");
    button?.setAttribute("aria-expanded", String(open));
    if (place.hidden && !open) return;
    place.hidden = !open;
    if (open) fill(paths, chosen);
    app.picture.resize();
  }

  /* Asks how wide things are, which has the page laid out: once, when all of it stands. */
  function settle() {
    const grid = fresh;
    fresh = null;
    if (!grid || place.hidden) return;
    if (place.scrollWidth > place.clientWidth) grid.className = "folded"; /* no room for columns: each lane in as many lines as it takes */
    if (app.store.state.connection.chosen) place.querySelector(".lane.on")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Path[]} paths @param {number} chosen */
  function fill(paths, chosen) {
    const columns = alignPaths(paths.map((path) => path.nodes));
    const last = Math.max(...columns.flat());
    const grid = el("div", { class: "grid", role: "list" }, paths.map((_, lane) => laneOf(paths, lane, columns, chosen)));
    grid.style.gridTemplateColumns = `max-content repeat(${last}, minmax(min-content, max-content) minmax(min-content, 1fr)) minmax(min-content, max-content)`;
    exchange(place, [head(paths.length), grid]);
    fresh = grid;
  }

  /** @param {number} count */
  function head(count) {
    return el("div", { class: "panel-head" }, el("h2", {}, t(count === 1 ? "lanes.one" : "lanes.n", count)), el("span", { class: "crumb" }),
      el("button", { type: "button", "data-key": "lanes-close", "aria-label": t("close"), title: t("close"), onclick: toggle }, icon("close")));
  }

  /** @param {Path[]} paths @param {number} lane @param {number[][]} columns @param {number} chosen */
  function laneOf(paths, lane, columns, chosen) {
    const path = paths[lane];
    const on = lane === chosen;
    const row = el("div", { class: on ? "lane on" : "lane", role: "listitem" });
    const put = (/** @type {HTMLElement} */ cell, /** @type {number} */ from, /** @type {number} */ to) => {
      cell.style.gridRow = String(lane + 1);
      cell.style.gridColumn = `${from} / ${to}`;
      row.append(cell);
    };
    put(el("button", { type: "button", class: "number", "data-key": `lane-${lane}`, "aria-pressed": String(on), "aria-label": t("path.n", lane + 1),
      onclick: () => connecting.choose(lane) }, String(lane + 1)), 1, 2);
    path.nodes.forEach((node, i) => {
      const column = columns[lane][i], next = columns[lane][i + 1];
      const shared = paths.some((other, nth) => nth !== lane && other.nodes.some((one, j) => one === node && columns[nth][j] === column));
      put(el("div", { class: shared ? "stop shared" : "stop" }, follow(app, node)), 2 * column + 2, 2 * column + 3);
      if (next !== undefined) put(hop(path.hops[i]), 2 * column + 3, 2 * next + 2);
    });
    return row;
  }

  /** @param {Hop} step */
  function hop({ link, forward }) {
    const { inferred, said: statuses } = graph.standing(link);
    return el("div", { class: `arrow ${forward ? "on-way" : "against"}${inferred ? " inferred" : ""}${statuses.length ? " planned" : ""}` },
      el("button", { type: "button", class: "follow", onclick: () => app.actions.select({ link }) }, el("span", {}, said(graph.linkName(link)))),
      badges(graph, link));
  }

  function toggle() {
    wanted = place.hidden;
    show(app.store.state.connection);
    settle();
    if (place.hidden) at("picture").focus({ preventScroll: true });
    else place.querySelector("button")?.focus();
  }

  return { show, settle, toggle };
}
