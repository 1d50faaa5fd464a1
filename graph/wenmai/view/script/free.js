// @ts-check
/* Where a part of the picture is fitted to, beside what lies over the picture. */

/** @import { Cover, Edges, Point } from "./types.js" */

const LEAST = 60; /* pixels: a narrower area is none */

/** How a part is seen: the scale, and where on the screen its middle is. @typedef {{ scale: number, at: Point }} Fitted */

/**
 * The largest sight of a box that no cover takes any of its entities from: beside the covers, or under one where nothing is.
 * @param {Edges} box in the picture's units
 * @param {{ width: number, height: number }} room on the screen
 * @param {readonly Cover[]} covers on the screen
 * @param {{ margin: Point, limit: (scale: number) => number, hits: (fitted: Fitted, cover: Cover) => boolean }} how
 * @returns {Fitted}
 */
export function fitBeside(box, { width, height }, covers, { margin: [mx, my], limit, hits }) {
  const spans = (/** @type {number} */ end, /** @type {0 | 1} */ side) => {
    const ends = [end, ...covers.map((cover) => cover[side])];
    const begins = [0, ...covers.map((cover) => cover[side === 0 ? 2 : 3])];
    return begins.flatMap((from) => ends.filter((to) => to - from >= LEAST).map((to) => /** @type {Point} */ ([from, to])));
  };
  const rows = spans(height, 1);
  const sights = spans(width, 0).flatMap(([left, right]) => rows.map(([top, low]) => {
    const wide = right - left - 2 * Math.min(mx, (right - left) / 4), high = low - top - 2 * Math.min(my, (low - top) / 4);
    const scale = limit(Math.min(wide / (box.right - box.left + 1), high / (box.low - box.top + 1)));
    return { scale, at: /** @type {Point} */ ([(left + right) / 2, (top + low) / 2]), area: (right - left) * (low - top) };
  }));
  sights.sort((one, other) => other.scale - one.scale || other.area - one.area);
  return sights.find((sight) => !covers.some((cover) => hits(sight, cover))) ?? sights[0] ?? { scale: limit(0), at: [width / 2, height / 2] };
}
