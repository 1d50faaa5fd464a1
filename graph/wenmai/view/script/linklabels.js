// @ts-check
/* Names of links: along what is lit, or along all where the picture is near enough to read them. */

/** @import { Label, Sheet } from "./types.js" */

import { bow, loop, radius } from "./geometry.js";
import { plain } from "./text.js";

const NEAR = 1.15; /* the scale from which all links are named */
const LINE = 16; /* pixels */
const MOST_TRIED = 400;
const MOST_PLACED = 60;

/**
 * @param {Sheet} sheet
 * @returns {Label[]}
 */
export function layLinkLabels(sheet) {
  const { scene, pen } = sheet;
  const { lit, marks, shown, view } = scene;
  const usual = () => [...shown.links].filter((link) => !marks.muted.has(link) && !marks.dim?.links.has(link));
  const links = lit ? [...lit.links] : view.scale > NEAR ? usual() : [];
  const placed = [];
  pen.font = `11.5px ${scene.look.font}`;
  for (const link of links.slice(0, MOST_TRIED)) {
    const label = linkLabel(sheet, link);
    if (label) placed.push(label);
    if (placed.length > MOST_PLACED) break;
  }
  return placed;
}

/**
 * @param {Sheet} sheet
 * @param {number} link
 * @returns {Label | null}
 */
function linkLabel({ pen, scene, boxes, width, height, measure }, link) {
  const { graph, shown, x, y, view } = scene;
  const a = graph.subject[link], b = graph.object[link];
  if (!shown.nodes.has(a) || !shown.nodes.has(b)) return null;
  if (a === b) return loopLabel({ pen, scene, boxes, width, height, measure }, link);
  const control = bow(scene, link) || [(x[a] + x[b]) / 2, (y[a] + y[b]) / 2];
  const left = (0.25 * x[a] + 0.5 * control[0] + 0.25 * x[b]) * view.scale + view.left;
  const top = (0.25 * y[a] + 0.5 * control[1] + 0.25 * y[b]) * view.scale + view.top;
  if (left < 0 || top < 0 || left > width || top > height) return null;
  const dx = (x[b] - x[a]) * view.scale, dy = (y[b] - y[a]) * view.scale;
  const room = Math.hypot(dx, dy) - (radius(scene, a) + radius(scene, b)) * view.scale - 22;
  const text = shorten((one) => measure.width(pen, one), plain(graph.linkName(link)), room);
  if (!text) return null;
  const size = measure.width(pen, text);
  let angle = Math.atan2(dy, dx);
  if (angle > Math.PI / 2 || angle <= -Math.PI / 2) angle += Math.PI;
  const w = Math.abs(Math.cos(angle)) * size / 2 + 7, h = Math.abs(Math.sin(angle)) * size / 2 + 7;
  if (!boxes.take(left - w, top - h, left + w, top + h)) return null;
  return { text, lines: [text], left, top, width: size, height: LINE, align: "center", angle, link: true };
}

/**
 * The label of a link from an entity to itself stands on the far side of its ring.
 * @param {Sheet} sheet
 * @param {number} link
 * @returns {Label | null}
 */
function loopLabel({ pen, scene, boxes, width, height, measure }, link) {
  const { graph, view, x, y } = scene;
  const node = graph.subject[link];
  const ring = loop(scene, link);
  const left = (2 * ring.x - x[node]) * view.scale + view.left, top = (2 * ring.y - y[node]) * view.scale + view.top;
  if (left < 0 || top < 0 || left > width || top > height) return null;
  const text = plain(graph.linkName(link));
  const size = measure.width(pen, text);
  const free = boxes.take(left - size / 2 - 4, top - LINE / 2, left + size / 2 + 4, top + LINE / 2);
  if (!free) return null;
  return { text, lines: [text], left, top, width: size, height: LINE, align: "center", link: true };
}

/**
 * As much of a text as there is room for, with an ellipsis; "" when not even a few characters fit.
 * @param {(text: string) => number} widthOf
 * @param {string} text
 * @param {number} room
 */
function shorten(widthOf, text, room) {
  if (widthOf(text) <= room) return text;
  const letters = [...text];
  for (let keep = letters.length - 1; keep >= Math.max(3, letters.length * 0.4); keep--) {
    const shorter = `${letters.slice(0, keep).join("")}…`;
    if (widthOf(shorter) <= room) return shorter;
  }
  return "";
}
