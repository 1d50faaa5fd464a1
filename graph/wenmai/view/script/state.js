// @ts-check
/* The state at first, and the changes that can be made to it: functions from one state to another, without effects. */

/** @import { Connection, DrawnData, Drawing, Filters, Graph, Look, Path, Reading, Selection, State } from "./types.js" */

import { NO_BOUNDS } from "./bounds.js";
import { makeRegions } from "./regions.js";
import { firstTelling } from "./story.js";

/** @type {Reading} */
export const NOT_READING = { open: false, document: 0, start: -1, end: -1, uncited: false };

export const ALL = -1; /* of the map: all regions */
const MOST_PAST = 100;
const MOST_TRAIL = 200;

/**
 * @param {Graph} graph
 * @param {Look} look
 * @param {DrawnData} drawn
 * @param {boolean} [turned] whether the layout is turned on its side
 * @returns {Drawing}
 */
export function readDrawing(graph, look, drawn, turned = false) {
  const placed = drawn.nodes.map((row) => Number(row.id.slice(1)));
  const quiet = graph.data.classes.flatMap((row, kind) => (row[2] ? [kind] : []));
  const hidden = placed.some((node) => !quiet.includes(look.kind(node))) ? quiet : [];
  /** @type {Filters} */
  const first = {
    hiddenKinds: new Set(hidden), hiddenPredicates: new Set(drawn.unlinked), years: null, facets: new Map(), asOf: "", fade: false, mute: drawn.hubs.length > 0,
    added: new Map(), removed: new Set(), moved: new Map(), kept: new Set(), pinned: new Set(), colour: "class", size: "degree",
    hulls: false, map: null, circles: "entities",
  };
  return {
    base: new Set([...placed, ...drawn.quiet]), aside: new Set(drawn.aside), hubs: new Set(drawn.hubs), first, begin: drawn.begin,
    title: drawn.title, turned, regions: makeRegions(graph, look, drawn.regions), suggested: drawn.suggested, hash: drawn.hash, story: drawn.story,
  };
}

/** @type {Connection} */
export const NO_CONNECTION = { ...NO_BOUNDS, open: false, a: -1, b: -1, field: null, found: null, chosen: 0, among: [] };

/**
 * @param {Drawing} drawing
 * @param {State["words"]} words
 * @returns {State}
 */
export function firstState(drawing, words) {
  return {
    filters: drawing.first, past: [], future: [], selected: null, trail: [], ticked: new Set(), connection: NO_CONNECTION, preview: undefined, words,
    reading: NOT_READING, pointed: null, telling: firstTelling(drawing.story),
  };
}

/* ---- filters, with what was before and what was undone */

/** @param {State} state @param {Partial<Filters>} edit @returns {Partial<State>} */
export function changed(state, edit) {
  const past = [...state.past, state.filters].slice(-MOST_PAST);
  return { filters: { ...state.filters, ...edit }, past, future: [], preview: undefined };
}

/** @param {State} state @returns {Partial<State>} */
export function undone(state) {
  return { filters: state.past[state.past.length - 1], past: state.past.slice(0, -1), future: [...state.future, state.filters], preview: undefined };
}

/** @param {State} state @returns {Partial<State>} */
export function redone(state) {
  return { filters: state.future[state.future.length - 1], past: [...state.past, state.filters], future: state.future.slice(0, -1), preview: undefined };
}

/**
 * A set with the item taken out if it is in, else put in.
 * @param {ReadonlySet<number>} set
 * @param {number} item
 */
export function toggled(set, item) {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

/** @param {ReadonlySet<unknown>} a @param {ReadonlySet<unknown>} b */
export function differ(a, b) {
  return a.size !== b.size || [...a].some((one) => !b.has(one));
}

/* ---- selection */

/** @param {Selection | null} a @param {Selection | null} b */
export function sameSelection(a, b) {
  return a === b || Boolean(a && b && a.node === b.node && a.link === b.link);
}

/** @param {State} state @param {Selection | null} selection @returns {Partial<State>} */
export function selecting(state, selection) {
  return { selected: selection, trail: state.selected ? [...state.trail, state.selected].slice(-MOST_TRAIL) : state.trail };
}

/** @param {State} state @returns {Partial<State>} */
export function returning(state) {
  return { selected: state.trail[state.trail.length - 1], trail: state.trail.slice(0, -1) };
}

/* ---- what follows from a state */

/** @param {State} state @returns {Path | null} the path that is shown */
export function chosenPath({ connection }) {
  return connection.found?.paths[connection.chosen] ?? null;
}

/** @param {Graph} graph @param {Selection} selection */
export function endsOf(graph, selection) {
  return selection.node === undefined ? [graph.subject[selection.link], graph.object[selection.link]] : [selection.node];
}
