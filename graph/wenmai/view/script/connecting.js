// @ts-check
/* Connecting: choosing two entities and looking for the ways between them. */

/** @import { App, Connecting, Connection } from "./types.js" */

import { NO_BOUNDS, boundsOf } from "./bounds.js";
import { join } from "./joining.js";
import { sayNone } from "./nopath.js";
import { NO_CONNECTION } from "./state.js";
import { plain } from "./text.js";

/**
 * @param {App} app
 * @param {{ record: () => void }} effects `record` writes the address as a step that the browser can go back from
 * @returns {Connecting}
 */
export function makeConnecting(app, { record }) {
  const { graph, store, t } = app;
  const now = () => store.state.connection;
  const without = (/** @type {number} */ node) => new Set([...now().avoid].filter((one) => one !== node));

  /** @param {Partial<Connection>} change @param {boolean} [quiet] */
  function update(change, quiet = false) {
    store.update({ connection: { ...now(), ...change } }, quiet);
  }

  function fitPath() {
    const { found, chosen } = now();
    if (!app.picture.shown.nodes.size) return undefined; /* it will be fitted when it is first seen */
    if (found?.joined) return app.picture.fit(found.paths.flatMap((path) => path.nodes), { most: 1.25 });
    const path = found?.paths[chosen];
    return path && app.picture.fit(path.nodes, { most: 1.25 });
  }

  /** @param {"a" | "b"} side @param {number} node */
  function setEnd(side, node) {
    update({ ...(now().among.length ? { a: -1, b: -1, among: [], found: null } : {}), [side]: node, avoid: without(node), field: side === "a" ? "b" : null });
  }

  /** @type {Connecting["run"]} */
  function run({ announce = true, record: keep = true } = {}) {
    const { a, b, among } = now();
    if (among.length) return runAmong(announce, keep);
    if (a < 0 || b < 0) {
      return app.tell(t("path.choose"));
    }
    const bounds = boundsOf(now());
    const found = app.paths.find(a, b, { ...bounds, asOf: bounds.asOf || store.state.filters.asOf });
    update({ found, chosen: 0, field: null, open: true });
    fitPath();
    if (keep) record();
    return announce ? app.say(found.paths.length ? t("path.found", plain(graph.label(a)), plain(graph.label(b)), found.paths.length) : reason()) : undefined;
  }

  /** @param {boolean} announce @param {boolean} keep */
  function runAmong(announce, keep) {
    const { among } = now(), bounds = boundsOf(now());
    update({ found: join(graph, app.paths, among, { ...bounds, asOf: bounds.asOf || store.state.filters.asOf }), chosen: 0, field: null, open: true });
    fitPath();
    if (keep) record();
    if (announce) app.say(now().found?.joined ? t("between.found", among.length, now().found?.paths.length ?? 0) : reason());
  }

  const reason = () => sayNone(now().found ?? { paths: [] }, graph, t);

  return {
    run, reason, set: setEnd,
    open: () => update({ open: true }),
    close() {
      update({ ...NO_BOUNDS, open: false, found: null, field: null, among: [] });
      record();
    },
    clear() {
      update({ ...NO_BOUNDS, a: -1, b: -1, found: null, field: "a", among: [] });
      record();
    },
    from(node) {
      update({ a: node, b: -1, found: null, field: "b", open: true, among: [] });
      record();
    },
    /* A click in the picture fills the field that is being asked for. */
    take(node) {
      const { open, field } = now();
      if (!open || !field) return false;
      setEnd(field, node);
      if (now().a >= 0 && now().b >= 0) run();
      return true;
    },
    ask: (side) => update({ field: side }, true),
    typed: (side) => update({ [side]: -1 }, true),
    bound(change) {
      update(change, Boolean(now().found));
      if (now().found) run();
    },
    avoid(node) {
      update({ avoid: new Set(now().avoid).add(node) }, true);
      run();
    },
    allow(node) {
      update({ avoid: without(node) }, true);
      run();
    },
    swap() {
      update({ a: now().b, b: now().a }, Boolean(now().found));
      if (now().found) run();
    },
    choose(chosen) {
      const path = now().found?.paths[chosen];
      if (!path) return;
      update({ chosen });
      fitPath();
      record();
      app.say(`${t("path.n", chosen + 1)}, ${t("path.hops", path.hops.length)}`);
    },
    between(nodes) {
      const [a, b] = nodes, two = nodes.length === 2;
      update({ ...NO_BOUNDS, found: null, a: two ? a : -1, b: two ? b : -1, among: two ? [] : [...nodes] }, true);
      run();
    },
    restore(wish) {
      if (!wish) {
        if (now().open || now().found) update(NO_CONNECTION);
        return;
      }
      update({ ...NO_BOUNDS, ...wish, avoid: new Set(wish.avoid), via: [...wish.via ?? []], among: [...wish.among ?? []], chosen: 0 }, true);
      run({ announce: false, record: false });
      if (wish.chosen && now().found?.paths[wish.chosen]) {
        update({ chosen: wish.chosen });
        fitPath();
      }
    },
  };
}
