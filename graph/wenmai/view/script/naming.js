// @ts-check
/* What a step is called: by what was done since the step before, or by what is seen. */

/** @import { App, Filters, State } from "./types.js" */

import { chipsOf } from "./chips.js";
import { sourceName } from "./quotes.js";
import { endsOf, sameSelection } from "./state.js";
import { cut, plain } from "./text.js";

const LONG = 90, END = 40;

/** @param {App} app @param {State} state */
function pathName({ graph, t }, { connection: { found, a, b, among, chosen: nth } }) {
  if (!found) return "";
  if (among.length) return t("between.title", among.length);
  const ends = [a, b].map((end) => cut(graph.label(end), END)).join(" → ");
  return nth ? `${ends}, ${t("path.n", nth + 1)}` : ends;
}

/** @param {App} app @param {State} state */
function selectedName({ graph }, { selected }) {
  if (!selected) return "";
  const [a, b] = endsOf(graph, selected).map(graph.label);
  return selected.link === undefined ? a : `${a} – ${graph.linkName(selected.link)} – ${b}`;
}

/** The name of a state by all that is seen in it. @param {App} app @param {State} state */
export function nameOfState(app, state) {
  const chips = chipsOf(app, state.filters).filter(({ key }) => key !== "pinned").map((chip) => chip.text);
  const some = [pathName(app, state) || selectedName(app, state), ...chips].filter(Boolean);
  return cut(plain(some.join(" · ") || app.drawing.title[app.graph.words]), LONG);
}

/** The name of what led from one state to another; "" where nothing did. @param {App} app @param {State} before @param {State} now */
export function nameOfChange(app, before, now) {
  return cut(plain(asked(app, before, now) || chosen(app, before, now) || filtered(app, before.filters, now.filters)), LONG);
}

/** @param {App} app @param {State} before @param {State} now */
function asked(app, before, now) {
  const { connection: one } = before, { connection: other } = now;
  return other.found && (other.found !== one.found || other.chosen !== one.chosen) ? pathName(app, now) : "";
}

/** @param {App} app @param {State} before @param {State} now */
function chosen(app, before, now) {
  if (now.selected && !sameSelection(before.selected, now.selected)) return selectedName(app, now);
  if (now.ticked !== before.ticked && now.ticked.size) return app.t("tick.count", now.ticked.size);
  return now.reading.open && now.reading !== before.reading ? sourceName(app.graph, now.reading.document) : "";
}

/** @param {App} app @param {Filters} before @param {Filters} now */
function filtered(app, before, now) {
  const { t, graph } = app;
  const more = [...now.added].filter(([node]) => !before.added.has(node));
  if (more.length) return `${graph.label(more[0][1])} +${more.length}`;
  const known = new Set(chipsOf(app, before).map((chip) => chip.text));
  const fresh = chipsOf(app, now).map((chip) => chip.text).filter((text) => !known.has(text));
  if (fresh.length) return fresh.join(" · ");
  return now !== before && known.size > chipsOf(app, now).length ? t("walk.cleared") : "";
}
