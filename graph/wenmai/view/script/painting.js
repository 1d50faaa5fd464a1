// @ts-check
/* Painting links and entities: all of one look at once, which is several times faster than one by one. */

/** @import { Scene } from "./types.js" */

import { radius, traceArrow, traceLink } from "./geometry.js";
import { SHAPES, traceShape } from "./shapes.js";

const CROWD = 1000; /* of more links than these, long ones are left out while the picture moves */
const LONG = 110; /* screen pixels */
const MANY = 40; /* of more lit links than these, each is drawn thinner */

/** @typedef {{ colour: string, width: number, alpha: number, arrows: boolean }} Stroke */

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 */
export function paintLinks(pen, scene) {
  const { look, lit, view, moving } = scene;
  const unit = 1 / view.scale;
  const { usual, faint, bright } = sortLinks(scene);
  const thin = usual.length > 900 ? 0.7 : usual.length > 350 ? 0.85 : 1; /* thinner where there are many, not paler */
  const many = bright.length > MANY;
  stroke(pen, scene, faint, { colour: look.colours.thread, width: 0.9 * unit * thin, alpha: 0.28, arrows: false });
  stroke(pen, scene, usual, { colour: look.colours.thread, width: 1.1 * unit * thin, alpha: 1, arrows: view.scale > 0.55 && !moving });
  stroke(pen, scene, bright, {
    colour: look.colours.accent, width: (lit?.path ? 2.6 : many ? 1 : 1.7) * unit, alpha: many ? 0.55 : 1, arrows: !many || view.scale > 0.8,
  });
}

/** @param {Scene} scene */
function sortLinks(scene) {
  const { shown, lit, marks, moving } = scene;
  /** @type {number[]} */
  const usual = [], faint = [], bright = [];
  const hasty = moving && shown.links.size > CROWD;
  for (const link of shown.links) {
    if (lit?.links.has(link)) bright.push(link);
    else if (marks.muted.has(link) || (hasty && isLong(scene, link))) continue;
    else if (lit || marks.dim?.links.has(link)) faint.push(link);
    else usual.push(link);
  }
  return { usual, faint, bright };
}

/** @param {Scene} scene @param {number} link */
function isLong({ graph, x, y, view }, link) {
  const a = graph.subject[link], b = graph.object[link];
  return Math.abs(x[a] - x[b]) + Math.abs(y[a] - y[b]) > LONG / view.scale;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 * @param {number[]} links
 * @param {Stroke} how
 */
function stroke(pen, scene, links, { colour, width, alpha, arrows }) {
  if (!links.length) return;
  pen.save();
  pen.globalAlpha = alpha;
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = width;
  for (const link of links) { /* one stroke each: in one path, every crossing would be worked out */
    pen.beginPath();
    traceLink(pen, scene, link);
    pen.stroke();
  }
  if (arrows) {
    pen.beginPath();
    for (const link of links) traceArrow(pen, scene, link, Math.max(5.5 / scene.view.scale, 5) + 2 * width);
    pen.fill();
  }
  pen.restore();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 * @param {number} width of the canvas on the screen
 * @param {number} height
 */
export function paintNodes(pen, scene, width, height) {
  const { faint, bright } = sortNodes(scene, width, height);
  pen.save();
  pen.lineJoin = "round";
  pen.globalAlpha = 0.24;
  for (const [key, nodes] of faint) paintAlike(pen, scene, key, nodes);
  pen.globalAlpha = 1;
  for (const [node, rank] of scene.lit?.nodes ?? []) if (rank === 0) paintRing(pen, scene, node);
  for (const node of scene.ticked) if (scene.shown.nodes.has(node)) paintRing(pen, scene, node, true);
  for (const [key, nodes] of bright) paintAlike(pen, scene, key, nodes);
  for (const node of scene.pinned) paintPin(pen, scene, node);
  pen.restore();
}

/**
 * The entities within the canvas, faint and bright, by a number for each look.
 * @param {Scene} scene
 * @param {number} width
 * @param {number} height
 */
function sortNodes({ shown, look, lit, marks, view, x, y }, width, height) {
  const unit = 1 / view.scale;
  const left = -view.left * unit - 40, top = -view.top * unit - 40;
  const right = left + width * unit + 80, low = top + height * unit + 80;
  /** @type {Map<number, number[]>} */
  const faint = new Map(), bright = new Map();
  for (const node of shown.nodes) {
    if (x[node] < left || x[node] > right || y[node] < top || y[node] > low) continue;
    const { colour, shape, hollow } = look.styleOf(node);
    const some = (lit ? lit.nodes.has(node) : !marks.dim?.nodes.has(node)) ? bright : faint;
    const key = (colour * SHAPES.length + shape) * 2 + (hollow || marks.hubs.has(node) ? 1 : 0);
    const alike = some.get(key);
    if (alike) alike.push(node);
    else some.set(key, [node]);
  }
  return { faint, bright };
}

/** A ring around what is chosen; a dashed one around what is ticked. @param {CanvasRenderingContext2D} pen @param {Scene} scene @param {number} node
 * @param {boolean} [ticked] */
function paintRing(pen, scene, node, ticked = false) {
  const unit = 1 / scene.view.scale;
  pen.beginPath();
  pen.setLineDash(ticked ? [5 * unit, 3 * unit] : []);
  pen.arc(scene.x[node], scene.y[node], radius(scene, node) + (ticked ? 8 : 5.5) * unit, 0, 2 * Math.PI);
  pen.fillStyle = scene.look.colours.wash;
  if (!ticked) pen.fill();
  pen.lineWidth = 2.4 * unit;
  pen.strokeStyle = scene.look.colours.accent;
  pen.stroke();
  pen.setLineDash([]);
}

/** A pin at the upper right of an entity. @param {CanvasRenderingContext2D} pen @param {Scene} scene @param {number} node */
function paintPin(pen, scene, node) {
  const unit = 1 / scene.view.scale, far = radius(scene, node) * 0.7;
  const px = scene.x[node] + far, py = scene.y[node] - far;
  pen.lineWidth = 1.8 * unit;
  pen.strokeStyle = scene.look.colours.ink;
  pen.fillStyle = scene.look.colours.accent;
  pen.beginPath();
  pen.moveTo(px, py);
  pen.lineTo(px + 5 * unit, py - 5 * unit);
  pen.stroke();
  pen.beginPath();
  pen.arc(px + 7 * unit, py - 7 * unit, 4 * unit, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
}

/** @param {CanvasRenderingContext2D} pen @param {Scene} scene @param {number} key @param {number[]} nodes */
function paintAlike(pen, scene, key, nodes) {
  const hollow = key % 2 === 1;
  const shape = (key >> 1) % SHAPES.length;
  const colour = scene.look.palette[Math.floor((key >> 1) / SHAPES.length)];
  const { ground } = scene.look.colours;
  pen.beginPath();
  for (const node of nodes) traceShape(pen, shape, scene.x[node], scene.y[node], radius(scene, node));
  pen.fillStyle = hollow ? ground : colour;
  pen.lineWidth = (hollow ? 2.2 : 1.4) / scene.view.scale;
  pen.strokeStyle = hollow ? colour : ground;
  if (!hollow) pen.stroke();
  pen.fill();
  if (hollow) pen.stroke();
}
