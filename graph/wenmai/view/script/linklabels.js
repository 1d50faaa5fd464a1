// @ts-check
/* Names of links: along what is lit, or along all where the picture is near enough to read them. */

/** @import { Label } from "./types.js" */
/** @import { Sheet } from "./labels.js" */

import { bow, radius } from "./geometry.js";
import { isMuted } from "./seen.js";
import { plain } from "./text.js";

const NEAR = 1.15; /* the scale from which all links are named */
const MOST_TRIED = 400;
const MOST_PLACED = 60;

/**
 * @param {Sheet} sheet
 * @returns {Label[]}
 */
export function layLinkLabels(sheet) {
  const { scene, pen } = sheet;
  const { graph, lit, marks, shown, view } = scene;
  const usual = () => [...shown.links].filter((link) => !isMuted(graph, marks, link) && !marks.dim?.links.has(link));
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
  if (a === b || !shown.nodes.has(a) || !shown.nodes.has(b)) return null;
  const control = bow(scene, link) || [(x[a] + x[b]) / 2, (y[a] + y[b]) / 2];
  const left = (0.25 * x[a] + 0.5 * control[0] + 0.25 * x[b]) * view.scale + view.left;
  const top = (0.25 * y[a] + 0.5 * control[1] + 0.25 * y[b]) * view.scale + view.top;
  if (left < 0 || top < 0 || left > width || top > height) return null;
  const dx = (x[b] - x[a]) * view.scale, dy = (y[b] - y[a]) * view.scale;
  const room = Math.hypot(dx, dy) - (radius(scene, a) + radius(scene, b)) * view.scale - 22;
  const text = shorten((one) => measure(pen, one), plain(graph.linkName(link)), room);
  if (!text) return null;
  const size = measure(pen, text);
  let angle = Math.atan2(dy, dx);
  if (angle > Math.PI / 2 || angle <= -Math.PI / 2) angle += Math.PI;
  const w = Math.abs(Math.cos(angle)) * size / 2 + 7, h = Math.abs(Math.sin(angle)) * size / 2 + 7;
  return boxes.take(left - w, top - h, left + w, top + h) ? { text, left, top, angle, link: true } : null;
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
