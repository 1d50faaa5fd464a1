// @ts-check
/* The shapes of entities, as polygons around the origin with a radius of about one. */

/** @import { Point } from "./types.js" */

/** @type {Point[][]} */
export const SHAPES = [
  polygon(24, 0), polygon(4, 45), polygon(4, 0, 1.15), polygon(3, -90, 1.2), polygon(6, 0, 1.05), star(5), polygon(3, 90, 1.2), polygon(5, -90, 1.08), plus(),
];
export const CIRCLE = 0;

/** @param {number} sides @param {number} turn @param {number} [size] @returns {Point[]} */
function polygon(sides, turn, size = 1) {
  return Array.from({ length: sides }, (_, i) => {
    const angle = ((turn + (360 * i) / sides) * Math.PI) / 180;
    return [size * Math.cos(angle), size * Math.sin(angle)];
  });
}

/** @param {number} points @returns {Point[]} */
function star(points) {
  return Array.from({ length: 2 * points }, (_, i) => {
    const angle = -Math.PI / 2 + (Math.PI * i) / points;
    const size = i % 2 ? 0.56 : 1.25;
    return [size * Math.cos(angle), size * Math.sin(angle)];
  });
}

/** @returns {Point[]} */
function plus() {
  const a = 0.4, b = 1.08;
  return [[-a, -b], [a, -b], [a, -a], [b, -a], [b, a], [a, a], [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]];
}

/**
 * A shape as the path of an SVG.
 * @param {number} shape
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
export function outline(shape, x, y, r) {
  return `M${SHAPES[shape].map(([dx, dy]) => `${(x + dx * r).toFixed(2)} ${(y + dy * r).toFixed(2)}`).join("L")}Z`;
}

/**
 * Add a shape to a canvas's current path.
 * @param {CanvasRenderingContext2D} pen
 * @param {number} shape
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
export function traceShape(pen, shape, x, y, r) {
  if (shape === CIRCLE) {
    pen.moveTo(x + r, y);
    pen.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  SHAPES[shape].forEach(([dx, dy], i) => {
    if (i) pen.lineTo(x + dx * r, y + dy * r);
    else pen.moveTo(x + dx * r, y + dy * r);
  });
  pen.closePath();
}
