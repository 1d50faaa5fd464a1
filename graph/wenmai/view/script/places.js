// @ts-check
/* Places: those of the layout, and for entities that have none a free spot near those they are linked with. */

/** @import { DrawnData, Graph, Scene } from "./types.js" */

const CELL = 46;
const GOLDEN = 2.399963; /* the golden angle: a spiral of it fills the plane evenly */

/* By the shape of the window, beside what stands beside and above the picture: asking how large that is would have the page laid out. */
const UPRIGHT = "(max-width: 760px) and (max-aspect-ratio: 39/50), (min-width: 761px) and (max-aspect-ratio: 21/20)";

/** Whether the picture is so upright that the layout, which is wider than high, is turned on its side. */
export const isUpright = () => matchMedia(UPRIGHT).matches;

/**
 * The places of the layout; entities that are not drawn have none (NaN).
 * @param {DrawnData} drawn
 * @param {number} count
 * @param {boolean} upright
 */
export function readPlaces(drawn, count, upright) {
  const x = new Float64Array(count).fill(NaN);
  const y = new Float64Array(count).fill(NaN);
  for (const row of drawn.nodes) {
    const node = Number(row.id.slice(1));
    x[node] = upright ? row.y : row.x;
    y[node] = upright ? row.x : row.y;
  }
  return { x, y };
}

/**
 * Give a place to each entity of `nodes` that has none.
 * @param {Scene} scene
 * @param {Set<number>} nodes
 * @param {Set<number>} links
 */
export function placeNewcomers(scene, nodes, links) {
  const { graph, x, y } = scene;
  const newcomers = [...nodes].filter((node) => Number.isNaN(x[node]));
  if (!newcomers.length) return;
  const taken = new Set();
  const cellOf = (/** @type {number} */ px, /** @type {number} */ py) => `${Math.round(px / CELL)},${Math.round(py / CELL)}`;
  let right = -Infinity, low = Infinity;
  for (const node of nodes) {
    if (Number.isNaN(x[node])) continue;
    taken.add(cellOf(x[node], y[node]));
    right = Math.max(right, x[node]);
    low = Math.min(low, y[node]);
  }
  const near = linkedWith(graph, links);
  const settled = (/** @type {number} */ node) => (near.get(node) || []).filter((one) => one !== node && !Number.isNaN(x[one]));
  for (const node of newcomers.sort((a, b) => settled(b).length - settled(a).length || a - b)) {
    const anchors = settled(node).sort((a, b) => graph.degree(a) - graph.degree(b)).slice(0, 3);
    const middle = (/** @type {Float64Array} */ along) => anchors.reduce((sum, one) => sum + along[one], 0) / anchors.length;
    const cx = anchors.length ? middle(x) : Number.isFinite(right) ? right + 90 : 0;
    const cy = anchors.length ? middle(y) : Number.isFinite(low) ? low : 0;
    for (let i = anchors.length === 1 ? 3 : 0; Number.isNaN(x[node]); i++) {
      const far = CELL * 0.78 * Math.sqrt(i);
      const px = cx + far * Math.cos(i * GOLDEN + node), py = cy + far * Math.sin(i * GOLDEN + node);
      if (taken.has(cellOf(px, py))) continue;
      taken.add(cellOf(px, py));
      x[node] = px;
      y[node] = py;
    }
  }
}

/**
 * @param {Graph} graph
 * @param {Set<number>} links
 */
function linkedWith(graph, links) {
  /** @type {Map<number, number[]>} */
  const near = new Map();
  for (const link of links) {
    const a = graph.subject[link], b = graph.object[link];
    if (!near.has(a)) near.set(a, []);
    if (!near.has(b)) near.set(b, []);
    near.get(a)?.push(b);
    near.get(b)?.push(a);
  }
  return near;
}
