// @ts-check
/* Several entities at once: ticked one by one or with a lasso, joined, pinned, hidden, or left alone in the picture. */

/** @import { App, Ticking } from "./types.js" */

import { MOST_JOINED } from "./joining.js";
import { toggled } from "./state.js";
import { plain } from "./text.js";

/**
 * @param {App} app
 * @param {{ record: (step: boolean) => void }} effects
 * @returns {Ticking}
 */
export function makeTicking(app, { record }) {
  const { graph, store, t, tell, say } = app;
  const now = () => store.state.ticked;
  const label = (/** @type {number} */ node) => plain(graph.label(node));

  /** @param {ReadonlySet<number>} ticked */
  function set(ticked) {
    store.update({ ticked });
    record(false);
  }

  /** @type {Ticking["pin"]} */
  function pin(some = now()) {
    const nodes = [...some].filter((node) => app.picture.shown.nodes.has(node));
    if (!nodes.length) return tell(t("tick.none"));
    const { pinned: before, moved: places } = store.state.filters;
    const release = nodes.every((node) => before.has(node));
    const pinned = new Set(before), moved = new Map(places);
    for (const node of nodes) {
      if (release) pinned.delete(node);
      else {
        pinned.add(node);
        moved.set(node, [app.picture.x[node], app.picture.y[node]]);
      }
    }
    app.actions.change({ pinned, moved });
    return tell(nodes.length === 1 ? t(release ? "unpinned" : "pinned", label(nodes[0])) : t(release ? "unpinned.n" : "pinned.n", nodes.length));
  }

  return {
    pin,
    toggle(node) {
      set(toggled(now(), node));
      say(t(now().has(node) ? "ticked" : "unticked", label(node), now().size));
    },
    add(nodes, alone = false) {
      set(new Set([...(alone ? [] : now()), ...nodes]));
      say(t("ticked.n", now().size));
    },
    clear() {
      set(new Set());
      say(t("ticked.n", 0));
    },
    all() { this.add(app.picture.shown.nodes); },
    between() {
      if (now().size < 2 || now().size > MOST_JOINED) return tell(t("between.few", MOST_JOINED, now().size));
      return app.connecting.between([...now()]);
    },
    hide() {
      const { added: before, removed: hidden, pinned: held } = store.state.filters;
      const nodes = [...now()], added = new Map(before), removed = new Set(hidden), pinned = new Set(held);
      if (!nodes.length) return tell(t("tick.none"));
      for (const node of nodes) { added.delete(node); pinned.delete(node); removed.add(node); }
      if (store.state.selected) app.actions.select(null);
      set(new Set());
      app.actions.change({ added, removed, pinned });
      return tell(t("hidden.n", nodes.length));
    },
    hideOthers() {
      const nodes = now();
      if (!nodes.size) return tell(t("tick.none"));
      const hidden = [...app.picture.shown.nodes].filter((node) => !nodes.has(node)).length;
      app.actions.change({ kept: new Set(nodes), added: new Map() });
      app.picture.fit();
      return tell(t("others.hidden", hidden));
    },
    taken({ shiftKey, ctrlKey, metaKey }, node) {
      if (!shiftKey && !ctrlKey && !metaKey) return false;
      const { selected } = store.state;
      if (!now().size && selected?.node !== undefined && selected.node !== node) set(new Set([selected.node])); /* the first of several */
      this.toggle(node);
      return true;
    },
  };
}
