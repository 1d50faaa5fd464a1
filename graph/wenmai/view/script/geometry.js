// @ts-check
/* Where things of the picture lie, in its own units: how large an entity is, how a link bows, how far a point is from it. */

/** @import { Point, Scene } from "./types.js" */

const LEAST = 4.6; /* of an entity without links */
export const MOST_RADIUS = 40; /* no entity is larger */
const LOOP = 9; /* how far a link from an entity to itself stands out */
const LOOPS = 6; /* so many of one entity stand around it; more of them stand closer */

/**
 * Entities shrink less than the picture and grow less than it, so that they can be hit and do not cover it.
 * @param {Scene} scene
 * @param {number} node
 */
export function radius({ graph, look, view }, node) {
  const share = look.share(node);
  const own = share !== null ? LEAST + 18 * Math.sqrt(share) : LEAST + 1.75 * Math.sqrt(Math.min(graph.degree(node), 48));
  return own * Math.min(1.7, Math.max(0.62, 1 / Math.sqrt(view.scale)));
}

/**
 * Links between the same two entities bow apart, each by its own amount, and those of one with itself stand around it, each at
 * its own angle: link → amount or angle, where it is not straight or not above.
 * @param {Scene["graph"]} graph
 * @param {Iterable<number>} links
 */
export function bends(graph, links) {
  /** @type {Map<number, number[]>} */
  const groups = new Map();
  for (const link of links) {
    const a = graph.subject[link], b = graph.object[link];
    const pair = Math.min(a, b) * graph.count + Math.max(a, b);
    const group = groups.get(pair);
    if (group) group.push(link);
    else groups.set(pair, [link]);
  }
  /** @type {Map<number, number>} */
  const found = new Map();
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    group.sort((a, b) => a - b).forEach((link, i) => {
      if (graph.subject[link] === graph.object[link]) found.set(link, (i * 2 * Math.PI) / Math.max(LOOPS, group.length));
      else found.set(link, (i - (group.length - 1) / 2) * (graph.subject[link] < graph.object[link] ? 1 : -1));
    });
  }
  return found;
}

/**
 * The control point of a bowed link, or null for a straight one.
 * @param {Scene} scene
 * @param {number} link
 * @returns {Point | null}
 */
export function bow({ graph, shown, x, y }, link) {
  const amount = shown.bends.get(link) || 0;
  const a = graph.subject[link], b = graph.object[link];
  if (!amount || a === b) return null;
  const dx = x[b] - x[a], dy = y[b] - y[a];
  const length = Math.hypot(dx, dy) || 1;
  const push = amount * Math.min(44, 14 + length * 0.16) * 2;
  return [(x[a] + x[b]) / 2 - (dy / length) * push, (y[a] + y[b]) / 2 + (dx / length) * push];
}

/**
 * The circle of a link from an entity to itself.
 * @param {Scene} scene
 * @param {number} link
 */
export function loop(scene, link) {
  const node = scene.graph.subject[link];
  const r = radius(scene, node) + LOOP;
  const angle = scene.shown.bends.get(link) || 0;
  return { x: scene.x[node] + r * Math.sin(angle), y: scene.y[node] - r * Math.cos(angle), r };
}

/**
 * Add a link to a canvas's current path.
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 * @param {number} link
 */
export function traceLink(pen, scene, link) {
  const { graph, x, y } = scene;
  const a = graph.subject[link], b = graph.object[link];
  if (a === b) {
    const ring = loop(scene, link);
    pen.moveTo(ring.x + ring.r, ring.y);
    pen.arc(ring.x, ring.y, ring.r, 0, 2 * Math.PI);
    return;
  }
  const control = bow(scene, link);
  pen.moveTo(x[a], y[a]);
  if (control) pen.quadraticCurveTo(control[0], control[1], x[b], y[b]);
  else pen.lineTo(x[b], y[b]);
}

/**
 * Add the head of a link's arrow to a canvas's current path.
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 * @param {number} link
 * @param {number} size
 */
export function traceArrow(pen, scene, link, size) {
  const { graph, x, y } = scene;
  const a = graph.subject[link], b = graph.object[link];
  if (a === b) return;
  const from = bow(scene, link) || [x[a], y[a]];
  const dx = x[b] - from[0], dy = y[b] - from[1];
  const length = Math.hypot(dx, dy) || 1;
  const ux = dx / length, uy = dy / length;
  const gap = radius(scene, b) + 2.5 / scene.view.scale;
  if (length < gap) return;
  const tx = x[b] - ux * gap, ty = y[b] - uy * gap;
  pen.moveTo(tx, ty);
  pen.lineTo(tx - ux * size - uy * size * 0.42, ty - uy * size + ux * size * 0.42);
  pen.lineTo(tx - ux * size + uy * size * 0.42, ty - uy * size - ux * size * 0.42);
  pen.closePath();
}

/**
 * How far a point is from a link.
 * @param {Scene} scene
 * @param {number} link
 * @param {number} px
 * @param {number} py
 */
export function distance(scene, link, px, py) {
  const { graph, x, y } = scene;
  const a = graph.subject[link], b = graph.object[link];
  if (a === b) {
    const ring = loop(scene, link);
    return Math.abs(Math.hypot(px - ring.x, py - ring.y) - ring.r);
  }
  const control = bow(scene, link);
  if (!control) return toSegment(px, py, x[a], y[a], x[b], y[b]);
  let least = Infinity, lastX = x[a], lastY = y[a];
  for (let i = 1; i <= 12; i++) {
    const t = i / 12, u = 1 - t;
    const nx = u * u * x[a] + 2 * u * t * control[0] + t * t * x[b], ny = u * u * y[a] + 2 * u * t * control[1] + t * t * y[b];
    least = Math.min(least, toSegment(px, py, lastX, lastY, nx, ny));
    lastX = nx; lastY = ny;
  }
  return least;
}

/** @param {number} px @param {number} py @param {number} ax @param {number} ay @param {number} bx @param {number} by */
function toSegment(px, py, ax, ay, bx, by) {
  const dx = bx - ax, dy = by - ay;
  const t = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}

/** Whether a point is inside a polygon, by how often a line from it crosses the edges. @param {Point} point @param {Point[]} polygon */
export function isInside([px, py], polygon) {
  let inside = false;
  polygon.forEach(([ax, ay], i) => {
    const [bx, by] = polygon[(i + 1) % polygon.length];
    if (ay > py !== by > py && px < ax + ((py - ay) * (bx - ax)) / (by - ay)) inside = !inside;
  });
  return inside;
}

/** Where an entity is on the screen. @param {Scene} scene @param {number} node @returns {Point} */
export function onScreen({ x, y, view }, node) {
  return [x[node] * view.scale + view.left, y[node] * view.scale + view.top];
}
