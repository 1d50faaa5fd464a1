// @ts-check
/* The address: everything a person needs to see the same again, by IRI. Written from a state, and read with suspicion. */

/** @import { Drawing, Filters, Graph, Point, Reading, Selection, State, Wish } from "./types.js" */

import { NO_BOUNDS, boundsOf, readBounds, writeBounds } from "./bounds.js";
import { readMoments, writeMoments } from "./calendar.js";
import { lastDay } from "./days.js";
import { MOST_JOINED } from "./joining.js";
import { circleKeys, isShade } from "./shading.js";
import { ALL, NOT_READING, differ } from "./state.js";

const MOST_ADDED = 1200;
const MOST_MOVED = 300;
const MOST_PATHS = 50;
const MOST_FACETS = 40;
const MOST_CHOSEN = 500;
const MOST_TICKED = 500;

/**
 * What is asked for between two entities, once it was found or not found.
 * @param {State} state
 * @returns {Wish | null}
 */
export function wishOf({ connection }) {
  const { a, b, found, chosen, among } = connection;
  if (found && among.length) return { a: -1, b: -1, ...boundsOf(connection), among, chosen };
  return found && a >= 0 && b >= 0 ? { a, b, ...boundsOf(connection), chosen } : null;
}

/**
 * @param {Graph} graph
 * @param {Drawing} drawing
 * @param {State} state
 * @returns {string} parameters, without "#"
 */
export function writeAddress(graph, drawing, state) {
  const parts = new URLSearchParams();
  const { filters, selected } = state;
  if (selected) parts.set("select", selected.node === undefined ? linkKey(graph, selected.link) : graph.iri(selected.node));
  writeWish(graph, parts, wishOf(state));
  const ascending = (/** @type {Iterable<number>} */ items) => [...items].sort((a, b) => a - b);
  const kindIri = (/** @type {number} */ kind) => (kind < 0 ? "-" : graph.termIri(graph.classTerm(kind)));
  if (differ(drawing.first.hiddenKinds, filters.hiddenKinds)) parts.set("without", ascending(filters.hiddenKinds).map(kindIri).join(" "));
  const unlinked = ascending(filters.hiddenPredicates).map(graph.predicateIri).join(" ");
  if (differ(drawing.first.hiddenPredicates, filters.hiddenPredicates)) parts.set("unlinked", unlinked);
  if (filters.years) parts.set("years", writeMoments(graph.calendar, filters.years));
  for (const [key, chosen] of filters.facets) parts.append("facet", [key, ...chosen].map(encodeURIComponent).join(" "));
  if (filters.asOf) parts.set("asof", filters.asOf);
  if (filters.fade) parts.set("undated", "fade");
  if (filters.mute !== drawing.first.mute) parts.set("mute", filters.mute ? "1" : "0");
  if (filters.added.size) parts.set("added", [...filters.added].map(([node, by]) => `${graph.iri(node)} ${graph.iri(by)}`).join(" "));
  if (filters.moved.size) parts.set("moved", placesOf(graph, drawing, filters.moved));
  writeReading(graph, parts, state);
  writeSets(graph, parts, { ticked: state.ticked, kept: filters.kept, pinned: filters.pinned });
  writeSight(drawing, parts, filters);
  if (filters.removed.size) parts.set("removed", [...filters.removed].map(graph.iri).join(" "));
  return parts.toString();
}

/** @param {Graph} graph @param {URLSearchParams} parts @param {Record<string, ReadonlySet<number>>} sets */
function writeSets(graph, parts, sets) {
  for (const [key, nodes] of Object.entries(sets)) if (nodes.size) parts.set(key, [...nodes].sort((a, b) => a - b).map(graph.iri).join(" "));
}

/** Colours, sizes and regions. @param {Drawing} drawing @param {URLSearchParams} parts @param {Filters} filters */
function writeSight({ first, regions }, parts, { colour, size, hulls, map, circles }) {
  if (colour !== first.colour) parts.set("colour", colour);
  if (size !== first.size) parts.set("size", size);
  if (hulls) parts.set("regions", "1");
  if (circles !== first.circles) parts.set("circles", circles);
  if (map !== null) parts.set("map", map === ALL ? "all" : regions.iri(map));
}

/** @param {Graph} graph @param {URLSearchParams} parts @param {State} state */
function writeReading(graph, parts, { reading: { open, document: document_, start, end } }) {
  const row = graph.data.documents[document_];
  if (open && row) parts.set("read", start >= 0 ? `${row[0]} ${start}-${end}` : row[0]);
}

/** @param {Graph} graph @param {URLSearchParams} parts @param {Wish | null} wish */
function writeWish(graph, parts, wish) {
  if (!wish) return;
  if (wish.among?.length) parts.set("among", wish.among.map(graph.iri).join(" "));
  else {
    parts.set("from", graph.iri(wish.a));
    parts.set("to", graph.iri(wish.b));
  }
  writeBounds(graph, parts, { ...NO_BOUNDS, ...wish });
  if (wish.chosen) parts.set("path", String(wish.chosen + 1));
}

/** @param {Graph} graph @param {number} link */
function linkKey(graph, link) {
  return `${graph.iri(graph.subject[link])} ${graph.predicateIri(graph.predicate[link])} ${graph.iri(graph.object[link])}`;
}

/**
 * What an address asks for; what it names and the graph does not have is left out.
 * @param {Graph} graph
 * @param {Drawing} drawing
 * @param {string} text parameters, without "#"
 * @returns {{ filters: Filters, selected: Selection | null, ticked: Set<number>, wish: Wish | null, reading: Reading }}
 */
export function readAddress(graph, drawing, text) {
  const parts = new URLSearchParams(text);
  return {
    filters: { ...readFilters(graph, drawing, parts), ...readSight(graph, drawing, parts) }, selected: readSelection(graph, parts.get("select")),
    wish: readWish(graph, parts), reading: readReading(graph, parts.get("read")),
    ticked: new Set(known(graph, split(parts, "ticked").slice(0, MOST_TICKED))),
  };
}

/** @param {URLSearchParams} parts @param {string} key */
function split(parts, key) {
  return (parts.get(key) || "").split(" ").filter(Boolean);
}

/** @param {Graph} graph @param {string[]} iris */
function known(graph, iris) {
  return iris.map(graph.find).filter((node) => node >= 0);
}

/**
 * @param {Graph} graph
 * @param {Drawing} drawing
 * @param {URLSearchParams} parts
 * @returns {Pick<Filters, "colour" | "size" | "hulls" | "map" | "circles">}
 */
function readSight(graph, { first, regions }, parts) {
  const colour = parts.get("colour") ?? "", size = parts.get("size") ?? "", map = parts.get("map"), circles = parts.get("circles") ?? "";
  const region = map && map !== "all" && graph.size ? regions.find(map) : ALL;
  return {
    colour: isShade(graph, colour, false) ? colour : first.colour, size: isShade(graph, size, true) ? size : first.size, hulls: parts.get("regions") === "1",
    map: !map || !graph.size ? null : Math.max(ALL, region), circles: circleKeys(graph, regions).includes(circles) ? circles : first.circles,
  };
}

/** @param {Graph} graph @param {Drawing} drawing @param {URLSearchParams} parts @returns {Filters} */
function readFilters(graph, drawing, parts) {
  const kinds = new Map(graph.data.classes.map((row, kind) => [graph.termIri(row[0]), kind]));
  kinds.set("-", -1);
  const predicates = new Map(graph.data.predicates.map((row, predicate) => [graph.termIri(row[0]), predicate]));
  const among = (/** @type {string} */ key, /** @type {Map<string, number>} */ numbers) =>
    new Set(split(parts, key).map((iri) => numbers.get(iri)).filter((one) => one !== undefined));
  const pairs = split(parts, "added").slice(0, 2 * MOST_ADDED).map(graph.find);
  /** @type {Map<number, number>} */
  const added = new Map();
  for (let i = 0; i + 1 < pairs.length; i += 2) if (pairs[i] >= 0) added.set(pairs[i], pairs[i + 1]);
  return {
    ...drawing.first,
    hiddenKinds: parts.has("without") ? among("without", kinds) : drawing.first.hiddenKinds,
    hiddenPredicates: parts.has("unlinked") ? among("unlinked", predicates) : drawing.first.hiddenPredicates,
    years: readMoments(graph.calendar, parts.get("years") || ""),
    facets: readFacets(parts), asOf: lastDay(parts.get("asof") || "") ? String(parts.get("asof")) : "", fade: parts.get("undated") === "fade",
    mute: parts.has("mute") ? parts.get("mute") === "1" : drawing.first.mute,
    added, removed: new Set(known(graph, split(parts, "removed"))), moved: readPlacesOf(graph, drawing, split(parts, "moved")),
    kept: new Set(known(graph, split(parts, "kept").slice(0, MOST_ADDED))), pinned: new Set(known(graph, split(parts, "pinned").slice(0, MOST_MOVED))),
  };
}

/** What is chosen by facets; what no facet knows lets everything pass. @param {URLSearchParams} parts */
function readFacets(parts) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const text of parts.getAll("facet").slice(0, MOST_FACETS)) {
    try {
      const [key, ...chosen] = text.split(" ").map(decodeURIComponent);
      if (key && chosen.length) found.set(key, chosen.slice(0, MOST_CHOSEN));
    } catch {
      continue; /* no address of ours: nothing is chosen */
    }
  }
  return found;
}

/** @param {Graph} graph @param {string | null} text @returns {Selection | null} */
function readSelection(graph, text) {
  if (!text) return null;
  const node = graph.find(text);
  if (node >= 0) return { node };
  const [subject, predicate, object] = text.split(" ");
  const [a, b] = [graph.find(subject), graph.find(object || "")];
  const link = a >= 0 && b >= 0 ? graph.findLink(a, predicate, b) : -1;
  return link >= 0 ? { link } : null;
}

/* Entities with the places that they were dragged to, in the layout's own directions. */
/** @param {Graph} graph @param {Drawing} drawing @param {Filters["moved"]} moved */
function placesOf(graph, { turned }, moved) {
  const place = (/** @type {Point} */ [x, y]) => (turned ? [y, x] : [x, y]).map(Math.round).join(",");
  return [...moved].slice(-MOST_MOVED).map(([node, point]) => `${graph.iri(node)} ${place(point)}`).join(" ");
}

/** @param {Graph} graph @param {Drawing} drawing @param {string[]} parts @returns {Map<number, Point>} */
function readPlacesOf(graph, { turned }, parts) {
  /** @type {Map<number, Point>} */
  const found = new Map();
  for (let i = 0; i + 1 < parts.length && i < 2 * MOST_MOVED; i += 2) {
    const node = graph.find(parts[i]), place = parts[i + 1].match(/^(-?\d{1,7}),(-?\d{1,7})$/);
    if (node >= 0 && place) found.set(node, turned ? [Number(place[2]), Number(place[1])] : [Number(place[1]), Number(place[2])]);
  }
  return found;
}

/** A document's name may hold blanks: the position stands behind the last. @param {Graph} graph @param {string | null} text @returns {Reading} */
function readReading(graph, text) {
  if (!text) return NOT_READING;
  const found = text.match(/^(.*) (\d{1,9})-(\d{1,9})$/s);
  const named = (/** @type {string} */ name) => graph.data.documents.findIndex((row) => row[0] === name);
  const whole = named(text), document_ = whole >= 0 ? whole : named(found?.[1] ?? "");
  if (document_ < 0) return NOT_READING;
  const place = whole < 0 && found ? { start: Number(found[2]), end: Number(found[3]) } : {};
  return { ...NOT_READING, open: true, document: document_, ...place };
}

/** @param {Graph} graph @param {URLSearchParams} parts @returns {Wish | null} */
function readWish(graph, parts) {
  const [a, b] = [graph.find(parts.get("from") || ""), graph.find(parts.get("to") || "")];
  const among = [...new Set(known(graph, split(parts, "among")))].slice(0, MOST_JOINED);
  if ((a < 0 || b < 0) && among.length < 2) return null;
  const path = parts.get("path") || "";
  const ends = among.length < 2 ? { a, b } : { a: -1, b: -1, among };
  return { ...ends, ...readBounds(graph, parts), chosen: /^\d{1,3}$/.test(path) ? Math.max(1, Math.min(MOST_PATHS, Number(path))) - 1 : 0 };
}
