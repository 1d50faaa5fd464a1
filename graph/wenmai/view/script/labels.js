// @ts-check
/* Names of entities: placed on the screen, the most telling first, never over one another. */

/** @import { Label, Measure, Scene, Sheet } from "./types.js" */

import { makeBoxes } from "./boxes.js";
import { onScreen, radius } from "./geometry.js";
import { layLinkLabels } from "./linklabels.js";
import { breakLines, cut, letters, plain, withCommas } from "./text.js";
import { detail, layZoneLabels } from "./zones.js";

export const LABEL_SIZE = 12.5;
const LABEL_CHARACTERS = 84; /* of a few lines; a Chinese character counts as two */
const LINE_CHARACTERS = 22; /* a longer text is broken */
const NARROWEST = 3, WIDER = 8; /* pixels of a letter, at least, and how much more a Chinese character takes */
const LINE = 15; /* pixels from line to line */
const ALWAYS = 14; /* so many of the most connected are always named */
const ROOM = 8500; /* square pixels of the screen for each label */
const BUSY = 3; /* an entity with so many links is not covered by labels where that can be helped */
const EDGE = 1, LEAF = 2; /* how strongly the edge of an entity, and the middle of one with few links, are kept clear */
const AWAY = [0, 9, 20, 32, 46]; /* pixels that a label may stand away from its entity */
const MANY_BEYOND = 10; /* of so many neighbours that are not shown, their number stands under the name */
const FEW_LIT = 40; /* of fewer lit links, labels keep clear */

/**
 * How wide a text is in a pen's font, and its lines: each worked out once.
 * @returns {Measure}
 */
export function makeMeasure() {
  /** @type {Map<string, number>} */
  const widths = new Map();
  /** @type {Map<string, string[]>} */
  const broken = new Map();
  return {
    width(pen, text) {
      const key = `${pen.font}|${text}`;
      const known = widths.get(key) ?? pen.measureText(text).width;
      widths.set(key, known);
      return known;
    },
    lines(text) {
      const known = broken.get(text) ?? breakLines(text, LINE_CHARACTERS);
      broken.set(text, known);
      return known;
    },
    forget: () => widths.clear(),
  };
}

/**
 * The text of an entity's label, cut where it is too long for a few lines.
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
 * The labels that fit.
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 * @param {number} width
 * @param {number} height
 * @param {Measure} measure
 * @param {readonly import("./types.js").Cover[]} [covered] what of the screen something else lies on
 * @returns {Label[]}
 */
export function layLabels(pen, scene, width, height, measure, covered = []) {
  const sheet = { pen, scene, boxes: makeBoxes(width), width, height, measure };
  for (const [left, top, right, bottom] of covered) sheet.boxes.put(left, top, right, bottom, Infinity);
  const placed = layZoneLabels(sheet), zones = placed.length;
  if (detail(scene) === 0) return placed;
  if (!scene.moving) keepNodesClear(sheet);
  for (const { node, must } of candidates(sheet)) {
    const strong = scene.lit?.nodes.get(node) === 0;
    const text = plain(labelText(scene.graph.label(node), must && scene.lit ? 2 * LABEL_CHARACTERS : LABEL_CHARACTERS));
    pen.font = fontOf(scene, strong);
    const ways = must ? WAYS.insisting : placed.length - zones < ALWAYS ? WAYS.wishing : WAYS.easy;
    const label = fit(sheet, node, text, strong, ways);
    if (label) placed.push(label);
  }
  if (!scene.moving) placed.push(...layLinkLabels(sheet));
  return placed;
}

/**
 * Labels cover no middle of an entity; what must be named may, of one with few links, where there is no other spot.
 * @param {Sheet} sheet
 */
function keepNodesClear({ scene, boxes, width, height }) {
  const { lit, shown } = scene;
  const hubs = detail(scene) === 1, { view } = scene, [left, top] = [-20, -20].map((edge, i) => (edge - [view.left, view.top][i]) / view.scale);
  shown.spots.within(left, top, left + (width + 40) / view.scale, top + (height + 40) / view.scale, (node) => {
    if (hubs && !scene.zone?.hub(node)) return;
    const [sx, sy] = onScreen(scene, node);
    const busy = (shown.degree.get(node) || 0) >= BUSY;
    boxes.put(sx - 1, sy - 1, sx + 1, sy + 1, busy ? Infinity : LEAF);
    if (lit ? !lit.nodes.has(node) : !busy) return;
    const r = radius(scene, node) * scene.view.scale * 0.8;
    boxes.put(sx - r, sy - r, sx + r, sy + r, EDGE);
  });
}

/**
 * The entities to name, the most telling first: what is lit and what is pointed at must be.
 * @param {Sheet} sheet
 */
function candidates({ scene, width, height }) {
  const { lit, shown, hover, moving } = scene, named = usual(scene);
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
  for (const node of scene.ticked) if (found.size < budget) add(node, true);
  add(hover, true);
  for (const node of lit ? [] : shown.order) {
    if (found.size >= budget) break;
    if (named(node)) add(node, false);
  }
  return [...found].map(([node, must]) => ({ node, must }));
}

/** Which entities are named without being lit: what is not faded, and of a map seen from afar the hubs. @param {Scene} scene */
function usual(scene) {
  const { marks, zone } = scene, hubs = detail(scene) === 1;
  return (/** @type {number} */ node) => !marks.dim?.nodes.has(node) && (!hubs || zone?.hub(node));
}

/**
 * How much an entity tells: its links in the picture, then its links in the graph.
 * @param {Pick<Scene, "graph" | "shown">} scene
 * @param {number} node
 */
export function weight({ graph, shown }, node) {
  return (shown.degree.get(node) || 0) * 4096 + Math.min(graph.degree(node), 4095);
}

/** @typedef {{ short: boolean, away: number, insists: number }} Way */

const clear = AWAY.flatMap((away) => [{ short: false, away, insists: 0 }]);
const edged = AWAY.map((away) => ({ short: false, away, insists: EDGE }));

/**
 * How hard a spot is looked for. What many links make telling may stand a little away and cover the edge of an entity; what
 * must be named may at last be cut, and cover the middle of an entity with few links. None covers another label.
 * @type {Record<"easy" | "wishing" | "insisting", Way[]>}
 */
const WAYS = {
  easy: clear.slice(0, 1),
  wishing: [...clear, ...edged],
  insisting: [...clear, ...edged, ...[EDGE, LEAF].flatMap((insists) => AWAY.map((away) => ({ short: true, away, insists })))],
};

/**
 * A spot for a label around its entity, the nearest first, whole if it can be.
 * @param {Sheet} sheet
 * @param {number} node
 * @param {string} text
 * @param {boolean} strong
 * @param {Way[]} ways
 * @returns {Label | null}
 */
function fit(sheet, node, text, strong, ways) {
  const more = sheet.scene.marks.beyond(node);
  const last = more < MANY_BEYOND ? [] : [`+${withCommas(more)}`];
  const whole = [...sheet.measure.lines(text), ...last], short = [cut(text, LINE_CHARACTERS), ...last];
  if (ways === WAYS.easy && !mayFit(sheet, node, whole)) return null;
  for (const way of ways) {
    const found = fitLines(sheet, node, way.short ? short : whole, way.away, way.insists);
    if (found) return { ...found, text: way.short ? short[0] : text, strong, more: last.length > 0 };
  }
  return null;
}

/** Whether a label has a spot if its letters are as narrow as any: where not, their width need not be asked for, which takes longer.
 * @param {Sheet} sheet @param {number} node @param {string[]} lines */
function mayFit({ scene, boxes, width: room }, node, lines) {
  const width = Math.max(...lines.map((line) => NARROWEST * line.length + WIDER * (letters(line) - [...line].length))), half = halfOf(lines);
  return spotsAround(scene, node, width, half, 0).some(({ left, top }) => left >= 2 && left + width <= room - 2
    && boxes.isFree(left - 2, top - half - 1, left + width + 2, top + half + 1));
}

/** Half of a label's height. @param {string[]} lines */
function halfOf({ length }) {
  return LABEL_SIZE * 0.62 + ((length - 1) * LINE) / 2;
}

/**
 * @param {Sheet} sheet
 * @param {number} node
 * @param {string[]} lines
 * @param {number} away
 * @param {number} insists
 * @returns {Label | null}
 */
function fitLines({ pen, scene, boxes, width: room, measure }, node, lines, away, insists) {
  const width = Math.max(...lines.map((line) => measure.width(pen, line)));
  const half = halfOf(lines);
  const spots = spotsAround(scene, node, width, half, away);
  if (scene.lit && scene.lit.links.size < FEW_LIT) {
    const crossings = new Map(spots.map((spot) => [spot, crossed(scene, spot.left, spot.top - half, spot.left + width, spot.top + half)]));
    spots.sort((a, b) => Number(crossings.get(a)) - Number(crossings.get(b)));
  }
  for (const spot of spots) {
    const left = insists ? Math.max(2, Math.min(room - 2 - width, spot.left)) : spot.left;
    if (left < 2 || left + width > room - 2) continue;
    if (!boxes.take(left - 2, spot.top - half - 1, left + width + 2, spot.top + half + 1, insists)) continue;
    return { text: "", lines, left, top: spot.top, width, height: 2 * half, align: spot.align };
  }
  return null;
}

/**
 * Where a label of a size may stand: below, right, left, above, then beside these.
 * @param {Scene} scene
 * @param {number} node
 * @param {number} width
 * @param {number} half of its height
 * @param {number} away further than it could be
 * @returns {{ left: number, top: number, align: Label["align"] }[]}
 */
function spotsAround(scene, node, width, half, away) {
  const [sx, sy] = onScreen(scene, node);
  const gap = radius(scene, node) * scene.view.scale + 4 + away;
  const right = { left: sx + gap + 1, align: /** @type {const} */ ("left") }, left = { left: sx - gap - 1 - width, align: /** @type {const} */ ("right") };
  const rows = [sy + gap + half, sy - gap - half];
  const along = (/** @type {number} */ share) => ({ left: sx - width * share, align: /** @type {const} */ ("center") });
  return [
    { ...along(0.5), top: rows[0] }, { ...right, top: sy }, { ...left, top: sy }, { ...along(0.5), top: rows[1] },
    ...[0.3, 0.7, 0.1, 0.9].flatMap((share) => rows.map((top) => ({ ...along(share), top }))),
    ...[half, -half].flatMap((shift) => [{ ...right, top: sy + shift }, { ...left, top: sy + shift }]),
  ];
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
 * Where the nth line of a label is anchored.
 * @param {Label} label
 * @param {number} nth
 */
export function lineAt({ lines, left, top, width, align, link }, nth) {
  const x = link || align === "left" ? left : align === "center" ? left + width / 2 : left + width;
  return { x, y: top + (nth - (lines.length - 1) / 2) * LINE };
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 * @param {Label} label
 */
export function paintLabel(pen, scene, label) {
  const { colours } = scene.look;
  const { left, top, strong, angle, link } = label;
  pen.save();
  pen.font = label.zone ? `${{ tie: "11.5", small: "600 11.5", region: "600 13.5" }[label.zone]}px ${scene.look.font}` : link ? `11.5px ${scene.look.font}` : fontOf(scene, strong);
  pen.textBaseline = "middle";
  pen.textAlign = label.align;
  pen.lineJoin = "round";
  pen.translate(left, top);
  if (angle) pen.rotate(angle);
  pen.translate(-left, -top);
  pen.lineWidth = link || label.zone ? 5 : 3.5;
  pen.strokeStyle = colours.ground;
  for (const paint of ["strokeText", "fillText"]) {
    label.lines.forEach((line, i) => {
      const { x, y } = lineAt(label, i);
      pen.fillStyle = link || (label.more && i === label.lines.length - 1) ? colours.accent : colours.ink;
      pen[/** @type {"strokeText" | "fillText"} */ (paint)](line, x, y);
    });
  }
  pen.restore();
}
