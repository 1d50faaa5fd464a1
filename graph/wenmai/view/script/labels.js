// @ts-check
/* Names of entities: placed on the screen, the most telling first, never over one another. */

/** @import { Boxes, Label, Scene } from "./types.js" */

import { makeBoxes } from "./boxes.js";
import { onScreen, radius } from "./geometry.js";
import { layLinkLabels } from "./linklabels.js";
import { cut, plain } from "./text.js";

export const LABEL_SIZE = 12.5;
const LABEL_CHARACTERS = 26;
const ALWAYS = 14; /* so many of the most connected are always named */
const ROOM = 8500; /* square pixels of the screen for each label */
const BUSY = 3; /* an entity with so many links is not covered by labels where that can be helped */
const FEW_LIT = 40; /* of fewer lit links, labels keep clear */

/** @typedef {{ pen: CanvasRenderingContext2D, scene: Scene, boxes: Boxes, width: number, height: number, measure: Measure }} Sheet */
/** @typedef {(pen: CanvasRenderingContext2D, text: string) => number} Measure */

/**
 * How wide a text is in a pen's font: worked out once.
 * @returns {{ measure: Measure, forget: () => void }}
 */
export function makeMeasure() {
  /** @type {Map<string, number>} */
  const widths = new Map();
  return {
    measure(pen, text) {
      const key = `${pen.font}|${text}`;
      let width = widths.get(key);
      if (width === undefined) {
        ({ width } = pen.measureText(text));
        widths.set(key, width);
      }
      return width;
    },
    forget: () => widths.clear(),
  };
}

/**
 * The text of an entity's label, cut where it is long.
 * @param {string} text
 */
export function labelText(text, most = LABEL_CHARACTERS) {
  return cut(text, most);
}

/** @param {Scene} scene @param {boolean} [strong] */
function fontOf({ look }, strong) {
  return `${strong ? "600 " : ""}${strong ? LABEL_SIZE + 0.5 : LABEL_SIZE}px ${look.font}`;
}

/**
 * The labels that fit, as {text, left, top, strong} with the middle of the left edge, or the centre for links.
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 * @param {number} width
 * @param {number} height
 * @param {Measure} measure
 * @returns {Label[]}
 */
export function layLabels(pen, scene, width, height, measure) {
  const sheet = { pen, scene, boxes: makeBoxes(width), width, height, measure };
  const placed = [];
  if (!scene.moving) keepNodesClear(sheet);
  for (const { node, must } of candidates(sheet)) {
    const strong = scene.lit?.nodes.get(node) === 0;
    const text = plain(labelText(scene.graph.label(node), must && scene.lit ? 2 * LABEL_CHARACTERS : LABEL_CHARACTERS));
    pen.font = fontOf(scene, strong);
    const label = fit(sheet, node, text, strong, must || placed.length < ALWAYS);
    if (label) placed.push(label);
  }
  if (!scene.moving) placed.push(...layLinkLabels(sheet));
  return placed;
}

/** @param {Sheet} sheet */
function keepNodesClear({ scene, boxes, width, height }) {
  const { lit, shown } = scene;
  for (const node of lit ? lit.nodes.keys() : shown.nodes) {
    if (!lit && (shown.degree.get(node) || 0) < BUSY) continue;
    const [sx, sy] = onScreen(scene, node);
    const r = radius(scene, node) * scene.view.scale * 0.8;
    if (sx > -20 && sy > -20 && sx < width + 20 && sy < height + 20) boxes.put(sx - r, sy - r, sx + r, sy + r);
  }
}

/**
 * The entities to name, the most telling first: what is lit and what is pointed at must be.
 * @param {Sheet} sheet
 */
function candidates({ scene, width, height }) {
  const { lit, shown, marks, hover, moving } = scene;
  /** @type {Map<number, boolean>} */
  const found = new Map();
  const budget = moving ? 40 : Math.max(ALWAYS, Math.round((width * height) / ROOM));
  const add = (/** @type {number} */ node, /** @type {boolean} */ must) => {
    if (found.has(node) || !shown.nodes.has(node)) return;
    const [sx, sy] = onScreen(scene, node);
    if (sx >= -40 && sy >= -20 && sx <= width + 40 && sy <= height + 20) found.set(node, must);
  };
  const ranked = [...(lit?.nodes ?? [])].sort((a, b) => a[1] - b[1] || weight(scene, b[0]) - weight(scene, a[0]));
  for (const [node] of ranked) if (found.size < budget) add(node, true);
  add(hover, true);
  for (const node of lit ? [] : shown.order) {
    if (found.size >= budget) break;
    if (!marks.dim?.nodes.has(node)) add(node, false);
  }
  return [...found].map(([node, must]) => ({ node, must }));
}

/**
 * How much an entity tells: its links in the picture, then its links in the graph.
 * @param {Pick<Scene, "graph" | "shown">} scene
 * @param {number} node
 */
export function weight({ graph, shown }, node) {
  return (shown.degree.get(node) || 0) * 4096 + Math.min(graph.degree(node), 4095);
}

/**
 * A spot for a label below, right, left or above; what must be named may cover an entity, but no label.
 * @param {Sheet} sheet
 * @param {number} node
 * @param {string} text
 * @param {boolean} strong
 * @param {boolean} must
 * @returns {Label | null}
 */
function fit(sheet, node, text, strong, must) {
  const { pen, scene, boxes, width, measure } = sheet;
  const size = measure(pen, text);
  const [sx, sy] = onScreen(scene, node);
  const gap = radius(scene, node) * scene.view.scale + 4;
  const half = LABEL_SIZE * 0.62;
  const spots = [[sx - size / 2, sy + gap + half], [sx + gap + 1, sy], [sx - gap - 1 - size, sy], [sx - size / 2, sy - gap - half]];
  if (scene.lit && scene.lit.links.size < FEW_LIT) {
    const crossings = new Map(spots.map((spot) => [spot, crossed(scene, spot[0], spot[1] - half, spot[0] + size, spot[1] + half)]));
    spots.sort((a, b) => Number(crossings.get(a)) - Number(crossings.get(b)));
  }
  for (const [left, top] of spots) {
    if (left < 2 || left + size > width - 2) continue;
    if (boxes.take(left - 2, top - half - 1, left + size + 2, top + half + 1)) return { text, left, top, strong };
  }
  for (const [wanted, top] of must ? spots : []) {
    const left = Math.max(2, Math.min(width - 2 - size, wanted));
    if (boxes.take(left - 2, top - half - 1, left + size + 2, top + half + 1, true)) return { text, left, top, strong };
  }
  return null;
}

/**
 * How many of the links that are lit pass through a box on the screen.
 * @param {Scene} scene
 * @param {number} left
 * @param {number} top
 * @param {number} right
 * @param {number} bottom
 */
function crossed(scene, left, top, right, bottom) {
  const { graph, lit } = scene;
  const passes = (/** @type {number} */ link) => {
    const [ax, ay] = onScreen(scene, graph.subject[link]), [bx, by] = onScreen(scene, graph.object[link]);
    for (let i = 1; i < 24; i++) {
      const sx = ax + ((bx - ax) * i) / 24, sy = ay + ((by - ay) * i) / 24;
      if (sx > left && sx < right && sy > top && sy < bottom) return true;
    }
    return false;
  };
  return [...(lit?.links ?? [])].filter(passes).length;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 * @param {Label} label
 */
export function paintLabel(pen, scene, { text, left, top, strong, angle, link }) {
  const { colours } = scene.look;
  pen.save();
  pen.font = link ? `11.5px ${scene.look.font}` : fontOf(scene, strong);
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.translate(left, top);
  if (angle) pen.rotate(angle);
  if (link) pen.textAlign = "center";
  pen.lineWidth = link ? 5 : 3.5;
  pen.strokeStyle = colours.ground;
  pen.strokeText(text, 0, 0);
  pen.fillStyle = link ? colours.accent : colours.ink;
  pen.fillText(text, 0, 0);
  pen.restore();
}
