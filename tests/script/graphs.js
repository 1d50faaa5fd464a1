// @ts-check
/* Graphs for the tests: random ones with the command's paths, and the shape of a small one that is drawn whole. */

/** @import { DrawnData, GraphData, Look } from "../../graph/wenmai/view/script/types.js" */

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const REFERENCE = fileURLToPath(new URL("reference.py", import.meta.url));

/** @typedef {[a: string, b: string, k: number, hops: number, avoid: string[], paths: unknown[]]} Asked */
/** @typedef {{ paths: unknown[], why: string[], others: string[][], none: string | null }} Answer */
/** @typedef {[a: string, b: string, bounds: Record<string, any>, answers: { zh: Answer, en: Answer }]} Constrained */

/**
 * Random graphs with questions and the answers of Python's search.
 * @param {number} count
 * @param {number} seed
 * @param {boolean} [constrained] whether with questions that have constraints, and whole answers
 * @returns {{ data: GraphData, asked: Asked[], constrained: Constrained[], joined: [string[], [string, string][] | null][] }[]}
 */
export function randomGraphs(count, seed, constrained = false) {
  const python = process.env.WENMAI_PYTHON || "python3";
  const asked = [String(count), String(seed), ...(constrained ? ["constrained"] : [])];
  const lines = execFileSync(python, [REFERENCE, ...asked], { encoding: "utf8", maxBuffer: 1 << 28 });
  return lines.trim().split("\n").map((line) => JSON.parse(line));
}

/**
 * A graph drawn whole, without hubs and without entities that wait.
 * @param {GraphData} data
 * @returns {DrawnData}
 */
export function drawnWhole(data) {
  const nodes = data.nodes.iri.map((_, node) => ({ id: `n${node}`, x: 10 * node, y: 7 * node }));
  return { nodes, options: {}, title: { zh: "", en: "" }, quiet: [], aside: [], hubs: [], begin: "", suggested: [], unlinked: [], hash: "", story: null,
    regions: null };
}

/**
 * As much of a look as the state asks: the class that an entity is drawn as.
 * @param {GraphData} data
 */
export function lookOf(data) {
  return /** @type {Look} */ (/** @type {unknown} */ ({ kind: (/** @type {number} */ node) => data.nodes.types[node][0] ?? -1 }));
}
