// @ts-check
/* From a state to the screen: each view renders when what it shows has changed, the words first, then what is to be seen. */

/** @import { App, Seen, State, Visible } from "./types.js" */

import { at, el } from "./dom.js";
import { sideRoom } from "./room.js";
import { MOST_OF_REGION } from "./seen.js";
import { ALL, chosenPath } from "./state.js";
import { withCommas } from "./text.js";

/**
 * @typedef {{
 *   panel: { show(selection: State["selected"], canGoBack: boolean): void, refresh(selection: State["selected"]): void },
 *   key: { show(state: State): void },
 *   connect: { show(connection: State["connection"]): void },
 *   lanes: { show(connection: State["connection"]): void, settle(): void },
 *   table: { show(): void },
 *   chips: { show(state: State): void },
 *   time: { show(state: State): void },
 *   reader: { show(state: State, all: boolean): void },
 *   toolbar: { speak(): void },
 *   ticks: { show(state: State): void },
 *   story: { show(state: State): void },
 *   sight: { wear(state: State): void, layOut(state: State): void, divide(state: State, shown: Visible): void },
 * }} Views
 */

/**
 * @param {App} app
 * @param {Seen} seen
 * @param {Views} views
 */
export function makeRender(app, seen, views) {
  const { graph, drawing, picture, t } = app;
  const home = new Map([...drawing.base].filter((node) => !Number.isNaN(picture.x[node])).map((node) => [node, [picture.x[node], picture.y[node]]]));

  /** @param {State} now @param {State} before */
  function moveNodes({ filters: { moved } }, { filters: { moved: older } }) {
    for (const node of older.keys()) {
      const [x, y] = home.get(node) ?? [];
      if (!moved.has(node) && x !== undefined) picture.move(node, x, y);
    }
    for (const [node, [x, y]] of moved) picture.move(node, x, y);
  }

  /** @param {State} now @param {Visible} shown */
  function count(now, { nodes, links }) {
    const { total, classes } = graph.data, quiet = new Set(classes.flatMap((row, kind) => (row[2] && now.filters.hiddenKinds.has(kind) ? [kind] : [])));
    const parts = [t("shown", withCommas(nodes.size), withCommas(total.entities), withCommas(links.size), withCommas(total.links))];
    const left = now.filters.facets.size ? app.narrowing.matching(now.filters).left : 0;
    if (left) parts.push(t("shown.matching", withCommas(left)));
    const region = now.filters.map ?? ALL, more = region === ALL ? 0 : app.regions.size(region) - Math.min(MOST_OF_REGION, app.regions.members(region).length);
    if (more > 0) parts.push(t("shown.region", withCommas(more)));
    if (app.partial) parts.push(t("shown.part", withCommas(graph.count)));
    const hidden = [...drawing.base].filter((node) => !nodes.has(node) && graph.types(node).some((kind) => quiet.has(kind))).length;
    if (hidden) parts.push(t("shown.quiet", withCommas(hidden)));
    if (total.terms) parts.push(t("shown.terms", withCommas(total.terms)));
    const unlinked = [...drawing.first.hiddenPredicates].filter((one) => now.filters.hiddenPredicates.has(one)).length;
    if (unlinked) parts.push(t("shown.unlinked", unlinked));
    if (seen.waits(now)) parts.push(t("shown.aside", drawing.aside.size));
    if (now.filters.mute && drawing.hubs.size) parts.push(t("shown.muted", drawing.hubs.size));
    at("shown").replaceChildren(parts[0], el("span", { class: "rest" }, parts.slice(1).map((part) => ` · ${part}`)));
    at("shown").title = parts.join(" · "); /* two lines of it are shown */
    at("picture").setAttribute("aria-label", t("picture", nodes.size, links.size));
  }

  /** @param {State} now */
  function speak(now) {
    graph.words = now.words;
    views.toolbar.speak();
    picture.forget();
  }

  /** @param {State} now */
  function showRooms({ selected, connection, reading, past, future }) {
    sideRoom(picture, selected !== null || connection.open);
    at("connect-button").setAttribute("aria-expanded", String(connection.open));
    at("reader-button").setAttribute("aria-expanded", String(reading.open));
    at("undo").setAttribute("aria-disabled", String(!past.length));
    at("redo").setAttribute("aria-disabled", String(!future.length));
  }

  /** @param {State} now @param {State} before */
  function showPicture(now, before) {
    const mapped = now.filters.map !== before.filters.map || now.filters.circles !== before.filters.circles;
    if (mapped || !picture.shown.nodes.size) views.sight.layOut(now);
    const shown = seen.visible(now);
    picture.mark(seen.marks(now, shown));
    picture.show(shown.nodes, shown.links);
    views.sight.divide(now, shown);
    picture.light(seen.emphasis(now, shown.links));
    count(now, shown);
    views.panel.refresh(now.selected);
    views.time.show(now);
    views.table.show();
    if (mapped) picture.fit(null, { animate: false });
  }

  /** @param {State} now */
  function showFilters(now) {
    picture.pin(now.filters.pinned);
    views.key.show(now);
    views.chips.show(now);
  }

  /** @param {State} now @param {State} before */
  function showTicks(now, before) {
    picture.tick(now.ticked);
    views.ticks.show(now);
    if (now.ticked === before.ticked) return;
    views.table.show();
    views.time.show(now);
  }

  /** @param {State} now @param {State} before @param {ReturnType<typeof changes>} change */
  function showSeen(now, before, { words, filters, seen: changed }) {
    if (filters) views.sight.wear(now);
    if (words || now.filters.moved !== before.filters.moved) moveNodes(now, before);
    if (changed) showPicture(now, before);
    else if (now.pointed !== before.pointed) picture.light(seen.emphasis(now, picture.shown.links));
    else if (now.preview !== before.preview) picture.mark(seen.marks(now, picture.shown));
  }

  /** @param {State} now @param {State} before @param {boolean} [all] */
  return function render(now, before, all = false) {
    const change = changes(now, before, all);
    const { words, panel } = change;
    if (words) speak(now);
    if (panel) views.panel.show(now.selected, now.trail.length > 0);
    if (change.connection) views.connect.show(now.connection);
    showRooms(now);
    if (change.connection) views.lanes.show(now.connection);
    showSeen(now, before, change);
    if (change.filters) showFilters(now);
    if (change.reading) views.reader.show(now, words);
    if (change.ticks) showTicks(now, before);
    if (change.words || now.telling !== before.telling) views.story.show(now);
    views.lanes.settle();
    if (panel && now.selected && now.connection.open) at("panel").scrollIntoView({ block: "start" });
  };
}

/**
 * What of the screen a change of the state concerns; new words concern all of it.
 * @param {State} now
 * @param {State} before
 * @param {boolean} all
 */
function changes(now, before, all) {
  const words = all || now.words !== before.words;
  const filters = words || now.filters !== before.filters;
  const panel = words || now.selected !== before.selected;
  const read = now.reading !== before.reading, path = chosenPath(now) !== chosenPath(before);
  const seen = filters || panel || path || read, ticks = filters || now.ticked !== before.ticked;
  return { words, filters, panel, connection: words || now.connection !== before.connection, reading: words || read || panel || path, seen, ticks };
}
