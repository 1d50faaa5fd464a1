// @ts-check
/* A colour for each family of classes and a shape for each class, the commonest families first. */

/** @import { Graph, Style } from "./types.js" */

import { SHAPES } from "./shapes.js";

const CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept";
const COLOURS = 7; /* c0 to c6 */
const SLATE = 7; /* c7: of concepts and of what has no type */
const REST = 8; /* c8: of times, figures and further families */
const FIRST_SHAPES = [0, 1, 2, 3, 4, 5, 7, 6, 8]; /* so that colour is never the only sign of a family */

/**
 * The class that each entity is drawn as: the least common of its classes, which says the most; -1 for none.
 * @param {Graph} graph
 */
export function drawnClasses(graph) {
  const members = new Array(graph.data.classes.length).fill(0);
  for (let node = 0; node < graph.count; node++) for (const kind of graph.types(node)) members[kind]++;
  return Int32Array.from({ length: graph.count }, (_, node) =>
    graph.types(node).reduce((best, kind) => (best < 0 || members[kind] < members[best] ? kind : best), -1));
}

/**
 * The families that are drawn, as [family, classes], in the order of the key: the largest first, concepts last.
 * @param {Graph} graph
 * @param {number[]} counts how many entities are drawn as each class
 * @returns {[number, number[]][]}
 */
export function orderedFamilies(graph, counts) {
  const { classes } = graph.data;
  /** @type {Map<number, number[]>} */
  const families = new Map();
  classes.forEach(([, family], kind) => {
    if (counts[kind]) families.set(family, [...(families.get(family) || []), kind]);
  });
  const weight = (/** @type {number[]} */ kinds) => kinds.reduce((sum, kind) => sum + (classes[kind][2] ? 0 : counts[kind]), 0);
  const concept = (/** @type {number} */ family) => Number(graph.termIri(family) === CONCEPT);
  const ordered = [...families].sort(([f, a], [g, b]) => concept(f) - concept(g) || weight(b) - weight(a) || f - g);
  for (const [, kinds] of ordered) kinds.sort((a, b) => classes[a][2] - classes[b][2] || counts[b] - counts[a] || a - b);
  return ordered;
}

/**
 * The style of each class that is drawn.
 * @param {Graph} graph
 * @param {[number, number[]][]} families
 */
export function classStyles(graph, families) {
  const { classes } = graph.data;
  /** @type {Style[]} */
  const styles = [];
  const worn = new Array(9).fill(0); /* how many classes wear each colour */
  let used = 0;
  families.forEach(([family, kinds], place) => {
    const concept = graph.termIri(family) === CONCEPT;
    const colour = concept ? SLATE : kinds.every((kind) => classes[kind][2]) || used >= COLOURS ? REST : used++;
    const start = colour === REST ? 0 : FIRST_SHAPES[place % FIRST_SHAPES.length];
    for (const kind of kinds) {
      const nth = worn[colour]++;
      styles[kind] = { colour, shape: (nth + start) % SHAPES.length, hollow: nth >= SHAPES.length };
    }
  });
  return styles;
}
