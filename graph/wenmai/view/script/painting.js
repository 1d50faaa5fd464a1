// @ts-check
/* Painting links and entities: all of one look at once, which is several times faster than one by one. */

/** @import { Edges, Scene } from "./types.js" */

import { MOST_RADIUS, radius, traceArrow, traceLink } from "./geometry.js";
import { SHAPES, traceShape } from "./shapes.js";
import { detail, paintZone } from "./zones.js";

const DOT = 2; /* screen pixels */
const MANY = 40; /* of more lit links than these, each is drawn thinner */

/** @typedef {{ colour: string, width: number, alpha: number, arrows: boolean }} Stroke */

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 * @param {number} width of the canvas on the screen
 * @param {number} height
 */
export function paintLinks(pen, scene, width, height) {
  paintZone(pen, scene);
  if (detail(scene) === 0 && scene.zone?.circles) return;
  const { look, lit, view, moving } = scene;
  const unit = 1 / view.scale;
  const { usual, faint, bright } = sortLinks(scene, boxOf(scene, width, height));
  const thin = usual.length > 900 ? 0.7 : usual.length > 350 ? 0.85 : 1; /* thinner where there are many, not paler */
  const many = bright.length > MANY;
  stroke(pen, scene, faint, { colour: look.colours.thread, width: 0.9 * unit * thin, alpha: 0.28, arrows: false });
  const plain = { width: 1.1 * unit * thin, alpha: 1, arrows: view.scale > 0.55 && !moving };
  for (const [colour, some] of byColour(scene, usual)) stroke(pen, scene, some, { colour, ...plain });
  stroke(pen, scene, bright, {
    colour: look.colours.accent, width: (lit?.path ? 2.6 : many ? 1 : 1.7) * unit, alpha: many ? 0.55 : 1, arrows: !many || view.scale > 0.8,
  });
}

/**
 * The part of the picture that a canvas shows, and a little more.
 * @param {Scene} scene
 * @param {number} width
 * @param {number} height
 * @returns {Edges}
 */
function boxOf({ view: { scale, left, top } }, width, height) {
  const [far, low] = [width - left, height - top].map((edge) => edge / scale + MOST_RADIUS);
  return { left: -left / scale - MOST_RADIUS, right: far, top: -top / scale - MOST_RADIUS, low };
}

/** @param {Scene} scene @param {Edges} box */
function sortLinks(scene, box) {
  const { graph, shown, lit, marks, zone } = scene, hubs = detail(scene) === 1;
  /** @type {number[]} */
  const usual = [], faint = [], bright = [];
  for (const link of shown.links) {
    if (isPast(scene, link, box) && !shown.bends.has(link)) continue;
    if (hubs && !(zone?.hub(graph.subject[link]) && zone.hub(graph.object[link]))) continue;
    if (lit?.links.has(link)) bright.push(link);
    else if (marks.muted.has(link)) continue;
    else if (lit || marks.dim?.links.has(link)) faint.push(link);
    else usual.push(link);
  }
  return { usual, faint, bright };
}

/**
 * Links by the colour that they wear: one for all, or that of their kind.
 * @param {Scene} scene
 * @param {number[]} links
 * @returns {Iterable<[string, number[]]>}
 */
function byColour({ look }, links) {
  if (!look.shade || !links.length || look.shade.link(links[0]) < 0) return [[look.colours.thread, links]];
  /** @type {Map<string, number[]>} */
  const found = new Map();
  for (const link of links) {
    const colour = look.palette[look.shade.link(link)];
    const some = found.get(colour);
    if (some) some.push(link);
    else found.set(colour, [link]);
  }
  return found;
}

/** Whether both ends of a link are past the same edge of a box. @param {Scene} scene @param {number} link @param {Edges} box */
function isPast({ graph, x, y }, link, { left, right, top, low }) {
  const a = graph.subject[link], b = graph.object[link];
  return Math.max(x[a], x[b]) < left || Math.min(x[a], x[b]) > right || Math.max(y[a], y[b]) < top || Math.min(y[a], y[b]) > low;
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
  if (detail(scene) < 2) paintDots(pen, scene, width, height);
  if (detail(scene) === 0) return;
  const { faint, bright } = sortNodes(scene, width, height);
  pen.save();
  pen.lineJoin = "round";
  pen.globalAlpha = 0.24;
  for (const [key, nodes] of faint) paintAlike(pen, scene, key, nodes);
  pen.globalAlpha = 1;
  for (const [node, rank] of scene.lit?.nodes ?? []) if (rank === 0) paintRing(pen, scene, node);
  for (const node of scene.ticked) if (scene.shown.nodes.has(node)) paintRing(pen, scene, node, true);
  for (const [key, nodes] of bright) paintAlike(pen, scene, key, nodes);
  for (const [node, image] of scene.images) if (scene.shown.nodes.has(node)) paintImage(pen, scene, node, image);
  for (const node of scene.pinned) paintPin(pen, scene, node);
  pen.restore();
}

/**
 * Entities that are too many to be told apart: a dot for each.
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 * @param {number} width
 * @param {number} height
 */
function paintDots(pen, scene, width, height) {
  const { look, shown, x, y, view, marks } = scene, box = boxOf(scene, width, height), side = DOT / view.scale;
  /** @type {Map<number, number[]>} */
  const alike = new Map();
  shown.spots.within(box.left, box.top, box.right, box.low, (node) => {
    if (marks.dim?.nodes.has(node)) return;
    const { colour } = look.styleOf(node), some = alike.get(colour);
    if (some) some.push(node);
    else alike.set(colour, [node]);
  });
  pen.save();
  pen.globalAlpha = 0.6; /* names stand over them */
  for (const [colour, nodes] of alike) {
    pen.fillStyle = look.palette[colour];
    for (const node of nodes) pen.fillRect(x[node] - side / 2, y[node] - side / 2, side, side);
  }
  pen.restore();
}

/**
 * The entities within the canvas, faint and bright, by a number for each look.
 * @param {Scene} scene
 * @param {number} width
 * @param {number} height
 */
function sortNodes(scene, width, height) {
  const { shown, look, lit, marks, x, y, zone } = scene, hubs = detail(scene) === 1;
  const box = boxOf(scene, width, height);
  /** @type {Map<number, number[]>} */
  const faint = new Map(), bright = new Map();
  shown.spots.within(box.left, box.top, box.right, box.low, (node) => {
    if (x[node] < box.left || x[node] > box.right || y[node] < box.top || y[node] > box.low) return;
    if (hubs && !zone?.hub(node)) return;
    const { colour, shape, hollow } = look.styleOf(node);
    const some = (lit ? lit.nodes.has(node) : !marks.dim?.nodes.has(node)) ? bright : faint;
    const key = (colour * SHAPES.length + shape) * 2 + (hollow || marks.hubs.has(node) ? 1 : 0);
    const alike = some.get(key);
    if (alike) alike.push(node);
    else some.set(key, [node]);
  });
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

/**
 * An entity's image in a circle of its size, the middle of it where it is no square; faint where the entity is.
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 * @param {number} node
 * @param {HTMLImageElement} image
 */
function paintImage(pen, scene, node, image) {
  const { marks, lit, look, x, y } = scene, r = radius(scene, node), side = Math.min(image.naturalWidth, image.naturalHeight);
  const faint = marks.dim?.nodes.has(node) || (lit && !lit.nodes.has(node));
  pen.save();
  pen.globalAlpha = faint ? 0.24 : 1;
  pen.beginPath();
  pen.arc(x[node], y[node], r, 0, 2 * Math.PI);
  pen.lineWidth = 3 / scene.view.scale;
  pen.strokeStyle = look.palette[look.styleOf(node).colour];
  pen.stroke();
  pen.clip();
  pen.drawImage(image, (image.naturalWidth - side) / 2, (image.naturalHeight - side) / 2, side, side, x[node] - r, y[node] - r, 2 * r, 2 * r);
  pen.restore();
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
