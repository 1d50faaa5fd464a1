// @ts-check
/* By what entities are coloured and sized, and links coloured: class, community, kind of link, a number, how many links. What is chosen
   is worn by the look, as a theme is; the legend tells what it means. */

/** @import { Graph, Regions, Shade, ShadeRow, Style, Translate } from "./types.js" */

export const STEPS = [9, 10, 11, 12]; /* places in the palette: of the scale of numbers, from little to much */
const HUES = 7; /* c0 to c6, for what is told apart by colour alone */
export const REST = 7; /* c7: of all others */
const NUMBER = "number ";

/**
 * What can be chosen, by keys: for colour, and for size.
 * @param {Graph} graph
 * @param {Translate} t
 */
export function shadesOf(graph, t) {
  const numbers = numbersOf(graph);
  const group = graph.size ? ["community", "predicate"] : [];
  const name = (/** @type {string} */ key) => (key.startsWith(NUMBER) ? numberName(graph, t, key) : t(`shade.${key}`));
  return { colours: ["class", ...group, "degree", ...numbers], sizes: ["degree", "alike", ...numbers], name };
}

/** The numbers that differ from entity to entity. @param {Graph} graph */
function numbersOf(graph) {
  return graph.data.facets.numbers.flatMap(([iri, , , , unit, rows]) => {
    const differ = rows.some((cell, i) => i % 3 === 1 && cell !== rows[1]);
    return differ ? [`${NUMBER}${iri} ${unit}`] : [];
  });
}

/** @param {Graph} graph @param {string} key */
function rowOf({ data }, key) {
  return data.facets.numbers.find(([iri, , , , unit]) => `${NUMBER}${iri} ${unit}` === key);
}

/** @param {Graph} graph @param {Translate} t @param {string} key */
function numberName(graph, t, key) {
  const [, zh = key, en = key, unitZh = "", unitEn = ""] = rowOf(graph, key) ?? [];
  const unit = graph.words === "en" ? unitEn : unitZh;
  return (graph.words === "en" ? en : zh) + (unit ? t("unit.of", unit) : "");
}

/**
 * By what the circles of the map can be sized: entities, links, the sum of a number where all entities are held.
 * @param {Graph} graph
 * @param {Regions} regions
 */
export function circleKeys(graph, regions) {
  return ["entities", "links", ...(regions.whole ? numbersOf(graph) : [])];
}

/** What a region counts for. @param {Graph} graph @param {Regions} regions @param {string} key @returns {(region: number) => number} */
export function weighing(graph, regions, key) {
  if (!key.startsWith(NUMBER)) return key === "links" ? regions.links : regions.size;
  const values = valuesOf(graph, key);
  return (region) => regions.members(region).reduce((sum, node) => sum + Math.max(0, values.get(node) ?? 0), 0);
}

/** The number of each entity that has one: of several the one of the latest period. @param {Graph} graph @param {string} key */
function valuesOf(graph, key) {
  if (key === "degree") return new Map(Array.from({ length: graph.count }, (_, node) => [node, graph.degree(node)]));
  const rows = rowOf(graph, key)?.[5] ?? [];
  /** @type {Map<number, number>} */
  const values = new Map();
  for (let i = 0; i < rows.length; i += 3) values.set(Number(rows[i]), Number(rows[i + 1]));
  return values;
}

/** Whether a key is one of what can be chosen. @param {Graph} graph @param {string} key @param {boolean} size */
export function isShade(graph, key, size) {
  if (key.startsWith(NUMBER)) return numbersOf(graph).includes(key);
  return (size ? ["degree", "alike"] : ["class", "community", "predicate", "degree"]).includes(key);
}

/**
 * @param {Graph} graph
 * @param {Regions} regions
 * @param {Translate} t
 * @param {{ colour: string, size: string }} wanted
 * @returns {Shade}
 */
export function makeShade(graph, regions, t, { colour, size }) {
  return { ...colouring(graph, regions, t, colour), ...sizing(graph, size), plain: colour === "class" || colour === "predicate" };
}

/**
 * @param {Graph} graph
 * @param {Regions} regions
 * @param {Translate} t
 * @param {string} key
 * @returns {Pick<Shade, "colour" | "link" | "rows">}
 */
function colouring(graph, regions, t, key) {
  if (key === "predicate") return byPredicate(graph, t);
  if (key === "community") return byCommunity(regions, t);
  return key === "class" ? { colour: null, link: () => -1, rows: [] } : byNumber(graph, t, key);
}

/** @param {Graph} graph @param {Translate} t @returns {Pick<Shade, "colour" | "link" | "rows">} */
function byPredicate(graph, t) {
  const counts = countOf(graph.predicate), count = (/** @type {number} */ predicate) => Number(counts.get(predicate));
  const order = [...counts.keys()].sort((a, b) => count(b) - count(a) || a - b);
  const of = new Map(order.slice(0, HUES).map((predicate, place) => [predicate, place]));
  const rows = order.slice(0, HUES).map((predicate, colour) => ({ colour, text: () => graph.predicateName(predicate), count: count(predicate) }));
  const left = order.slice(HUES).reduce((sum, one) => sum + count(one), 0);
  return { colour: null, link: (link) => of.get(graph.predicate[link]) ?? REST, rows: withRest(rows, left, t) };
}

/** @param {Regions} regions @param {Translate} t @returns {Pick<Shade, "colour" | "link" | "rows">} */
function byCommunity(regions, t) {
  const sizes = Array.from({ length: regions.count }, (_, region) => regions.members(region).length);
  const told = Math.min(HUES, regions.named);
  const rows = sizes.slice(0, told).map((count, region) => ({ colour: region, text: () => regions.name(region, ""), count }));
  const left = sizes.slice(told).reduce((sum, one) => sum + one, 0);
  const colour = (/** @type {number} */ node) => (regions.of(node) >= 0 && regions.of(node) < told ? regions.of(node) : REST);
  return { colour, link: () => -1, rows: withRest(rows, left, t) };
}

/** @param {Graph} graph @param {Translate} t @param {string} key @returns {Pick<Shade, "colour" | "link" | "rows">} */
function byNumber(graph, t, key) {
  const values = valuesOf(graph, key), ends = breaksOf([...values.values()]);
  const step = (/** @type {number} */ value) => ends.findIndex((end) => value <= end);
  const met = ends.map(() => /** @type {number[]} */ ([]));
  for (const value of values.values()) met[step(value)].push(value);
  const rows = met.map((some, place) => ({ colour: stepColour(place, ends.length), text: () => spanText(some), count: some.length }));
  const missing = graph.count - values.size;
  const colour = (/** @type {number} */ node) => {
    const value = values.get(node);
    return value === undefined ? REST : stepColour(step(value), ends.length);
  };
  return { colour, link: () => -1, rows: missing ? [...rows, { colour: REST, text: () => t("shade.none"), count: missing }] : rows };
}

/** Of fewer steps than the scale has, the ends and what lies between. @param {number} place @param {number} count */
function stepColour(place, count) {
  return STEPS[count < 2 ? STEPS.length - 1 : Math.round((place * (STEPS.length - 1)) / (count - 1))];
}

/** @param {ShadeRow[]} rows @param {number} count @param {Translate} t @returns {ShadeRow[]} */
function withRest(rows, count, t) {
  return count ? [...rows, { colour: REST, text: () => t("shade.rest"), count }] : rows;
}

/** @param {number[]} items */
function countOf(items) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const one of items) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** The greatest number of each step: of as many entities each, equal numbers together. @param {number[]} values */
function breaksOf(values) {
  const sorted = values.slice().sort((a, b) => a - b), distinct = [...new Set(sorted)];
  if (distinct.length <= STEPS.length) return distinct;
  const ends = STEPS.map((_, i) => sorted[Math.ceil(((i + 1) * sorted.length) / STEPS.length) - 1]);
  return [...new Set(ends)];
}

/** @param {number} value */
export function numeral(value) {
  return new Intl.NumberFormat("en", { maximumFractionDigits: 4, useGrouping: Math.abs(value) >= 1e4 }).format(value);
}

/** @param {number[]} some */
function spanText(some) {
  const [low, high] = [some.reduce((a, b) => Math.min(a, b)), some.reduce((a, b) => Math.max(a, b))].map(numeral);
  return low === high ? low : `${low} – ${high}`;
}

/**
 * How large each entity is, from 0 to 1 by its area; null where its links say it.
 * @param {Graph} graph
 * @param {string} key
 * @returns {Pick<Shade, "share" | "sizes">}
 */
function sizing(graph, key) {
  if (key === "degree") return { share: null, sizes: [] };
  if (key === "alike") return { share: () => 0.06, sizes: [] };
  const values = valuesOf(graph, key), all = [...values.values()];
  const low = Math.min(0, all.reduce((a, b) => Math.min(a, b), Infinity)), high = all.reduce((a, b) => Math.max(a, b), -Infinity);
  const shareOf = (/** @type {number} */ value) => (high > low ? (value - low) / (high - low) : 1);
  const middle = all.sort((a, b) => a - b)[Math.floor(all.length / 2)];
  const sizes = [...new Set([all[0], middle, high])].map((value) => ({ share: shareOf(value), text: numeral(value) }));
  return { share: (node) => { const value = values.get(node); return value === undefined ? 0 : shareOf(value); }, sizes };
}

/** What an entity wears: its class's shape, in the colour that is chosen. @param {Style} style @param {number} colour @returns {Style} */
export function worn(style, colour) {
  return { shape: style.shape, hollow: colour === REST, colour };
}
