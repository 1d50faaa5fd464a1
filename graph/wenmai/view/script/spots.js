// @ts-check
/* Where entities are, in squares of a grid: what lies near a point or within a box is found without looking at all of them. */

/** @import { Edges, Scene } from "./types.js" */

const EACH = 3; /* entities of a square, when they are spread evenly */

/**
 * Those of the entities that have a place.
 * @param {Pick<Scene, "x" | "y">} places
 * @param {Iterable<number>} nodes
 */
export function makeSpots({ x, y }, nodes) {
  const some = Int32Array.from(nodes).filter((node) => !Number.isNaN(x[node]));
  const bounds = boundsOf(x, y, some);
  const { left, top } = bounds, wide = bounds.right - left || 1, high = bounds.low - top || 1;
  const side = Math.max(Math.sqrt((wide * high * EACH) / (some.length || 1)), wide / 1024, high / 1024, 1);
  const across = Math.floor(wide / side) + 1, down = Math.floor(high / side) + 1;
  const column = (/** @type {number} */ px) => Math.max(0, Math.min(across - 1, Math.floor((px - left) / side)));
  const row = (/** @type {number} */ py) => Math.max(0, Math.min(down - 1, Math.floor((py - top) / side)));
  const start = new Int32Array(across * down + 1), held = new Int32Array(some.length);
  for (const node of some) start[row(y[node]) * across + column(x[node]) + 1]++;
  for (let cell = 0; cell < across * down; cell++) start[cell + 1] += start[cell];
  const fill = start.slice();
  for (const node of some) held[fill[row(y[node]) * across + column(x[node])]++] = node;

  return {
    bounds,
    /**
     * The entities of the squares that a box touches: all within it, and some around it.
     * @param {number} fromX
     * @param {number} fromY
     * @param {number} toX
     * @param {number} toY
     * @param {(node: number) => void} visit
     */
    within(fromX, fromY, toX, toY, visit) {
      if (!some.length || toX < left || toY < top || fromX > bounds.right || fromY > bounds.low) return;
      const first = column(fromX), last = column(toX);
      for (let line = row(fromY); line <= row(toY); line++) {
        for (let place = start[line * across + first]; place < start[line * across + last + 1]; place++) visit(held[place]);
      }
    },
  };
}

/** @typedef {ReturnType<typeof makeSpots>} Spots */

/** @param {Float64Array} x @param {Float64Array} y @param {Int32Array} some @returns {Edges} */
function boundsOf(x, y, some) {
  if (!some.length) return { left: 0, right: 0, top: 0, low: 0 };
  const bounds = { left: Infinity, right: -Infinity, top: Infinity, low: -Infinity };
  for (const node of some) {
    if (x[node] < bounds.left) bounds.left = x[node];
    if (x[node] > bounds.right) bounds.right = x[node];
    if (y[node] < bounds.top) bounds.top = y[node];
    if (y[node] > bounds.low) bounds.low = y[node];
  }
  return bounds;
}
