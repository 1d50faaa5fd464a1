// @ts-check
/* What a person can do, as changes of the state and what goes with them: looking there, saying so, writing the address. */

/** @import { Actions, App, Selection } from "./types.js" */

import { beyond, hangingOn } from "./expansion.js";
import { following } from "./reading.js";
import { MOST_OF_REGION } from "./seen.js";
import { ALL, changed, endsOf, redone, returning, sameSelection, selecting, undone } from "./state.js";
import { plain, withCommas } from "./text.js";

const MOST_SHOWN = 1200;
const STEP = 40; /* how many neighbours one expansion brings */

/**
 * @param {App} app
 * @param {{ record: (step: boolean) => void, look: () => void }} effects `record` writes the address, as a step to go back from or in place,
 *   `look` with the part of the picture that is looked at
 * @returns {Actions}
 */
export function makeActions(app, { record, look: lookThere }) {
  const { graph, store, drawing, t, say, tell } = app;
  const label = (/** @type {number} */ node) => plain(graph.label(node));
  const narrow = () => matchMedia("(max-width: 760px)").matches;

  /** @param {Selection} selection */
  function nameOf(selection) {
    return plain(endsOf(graph, selection).map(graph.label).join(selection.link === undefined ? "" : ` – ${graph.linkName(selection.link)} – `));
  }

  /** @type {Actions["select"]} */
  function select(selection, { reveal = false, closer = false, returning: isBack = false } = {}) {
    const { state } = store;
    const look = () => { if (selection) app.picture.reveal(around(app, selection), { closer }); };
    if (sameSelection(selection, state.selected)) {
      if (reveal) look();
      return;
    }
    store.update({ ...(isBack ? returning(state) : selecting(state, selection)), reading: following(graph, state.reading, selection) });
    if (reveal || narrow()) look();
    record(true);
    say(selection ? t("selected", nameOf(selection)) : t("unselected"));
  }

  /** @type {Actions["change"]} */
  function change(edit, announce = false) {
    store.update(changed(store.state, edit));
    record(false);
    if (announce) say(t("filtered", app.picture.shown.nodes.size, app.picture.shown.links.size));
  }

  /** @param {(added: Map<number, number>, removed: Set<number>) => void} edit */
  function changeNodes(edit) {
    const added = new Map(store.state.filters.added), removed = new Set(store.state.filters.removed);
    edit(added, removed);
    change({ added, removed });
  }

  return {
    select, change,
    back() {
      const { trail } = store.state;
      if (!trail.length && (store.state.filters.map ?? ALL) !== ALL) app.actions.enter(ALL);
      if (trail.length) select(trail[trail.length - 1], { reveal: true, returning: true });
    },
    clicked(what) {
      if (what?.node === undefined || !app.connecting.take(what.node)) select(what);
    },
    undo() {
      if (!store.state.past.length) return tell(t("undo.none"));
      store.update(undone(store.state));
      record(false);
      return tell(t("undone"));
    },
    redo() {
      if (!store.state.future.length) return tell(t("redo.none"));
      store.update(redone(store.state));
      record(false);
      return tell(t("redone"));
    },
    reset() {
      app.connecting.restore(null);
      change(drawing.first, true);
      select(null);
      app.picture.fit();
    },
    moved(nodes) {
      const moved = new Map(store.state.filters.moved);
      for (const node of nodes) moved.set(node, [app.picture.x[node], app.picture.y[node]]);
      change({ moved });
      tell(t("dragged", label(nodes[0])));
    },
    expand(node, wanted) {
      const { nodes } = app.picture.shown;
      const all = beyond(app, app.picture.shown, store.state.filters, node);
      const left = wanted ? all.left.filter((other) => wanted.has(other)) : all.left, { quiet } = all;
      if (!left.length && !quiet) return tell(t("expanded.none", label(node)));
      if (nodes.size >= MOST_SHOWN) return tell(t("expand.cap", MOST_SHOWN));
      const more = left.slice(0, Math.min(STEP, MOST_SHOWN - nodes.size));
      changeNodes((added, removed) => { for (const other of more) { added.set(other, node); removed.delete(other); } });
      return tell(t("expanded", label(node), more.length) + (left.length > more.length ? t("expanded.more", left.length - more.length) : ""));
    },
    collapse(node) {
      const alone = hangingOn(graph, app.picture.shown, store.state.filters, node);
      if (!alone.length) return tell(t("collapsed.none", label(node)));
      changeNodes((added, removed) => { for (const other of alone) { added.delete(other); if (drawing.base.has(other)) removed.add(other); } });
      return tell(t("collapsed", label(node), alone.length));
    },
    hide(node) {
      select(null);
      changeNodes((added, removed) => { added.delete(node); removed.add(node); });
      tell(t("hidden", label(node)));
    },
    enter(map) {
      const members = map === null || map === ALL ? [] : app.regions.members(map);
      if (store.state.selected) select(null);
      change({ map });
      if (map === null) return tell(t("map.left"));
      if (map === ALL) return tell(t("map.entered", app.regions.named));
      const shown = Math.min(members.length, MOST_OF_REGION), size = app.regions.size(map);
      const told = t("region.entered", app.regions.name(map, t("region.rest")), withCommas(size));
      return tell(told + (shown < size ? t("region.cut", withCommas(shown)) : ""));
    },
    entered: (region) => app.actions.enter(region),
    preview: (years) => store.update({ preview: years }),
    setLanguage(words) {
      store.update({ words });
      say(t("language.now"));
    },
    copyAddress() {
      lookThere();
      const shown = () => tell(location.href);
      if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(() => tell(t("copied")), shown);
      else shown();
    },
  };
}

/**
 * What a selection shows: its ends, and what is linked with it in the picture.
 * @param {App} app
 * @param {Selection} selection
 */
export function around({ graph, drawing, picture }, selection) {
  const ends = endsOf(graph, selection);
  if (selection.node === undefined) return ends;
  return [...ends, ...graph.neighbours(selection.node).filter((other) => picture.shown.nodes.has(other) && !drawing.hubs.has(other))];
}
