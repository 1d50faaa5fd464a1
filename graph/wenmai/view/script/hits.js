// @ts-check
/* What lies under a point of the screen. */

/** @import { Scene } from "./types.js" */

import { MOST_RADIUS, distance, onScreen, radius } from "./geometry.js";
import { detail } from "./zones.js";

const NEAR_NODE = 13; /* screen pixels around an entity */
const NEAR_LINK = 7;
const RING = 110, BOW = 90; /* so far the ring of an entity's link with itself, or a bow, leaves the box of its ends */

/**
 * The entity at a point, or -1: the nearest by its edge.
 * @param {Scene} scene
 * @param {number} sx
 * @param {number} sy
 */
export function nodeAt(scene, sx, sy) {
  let best = -1, least = NEAR_NODE;
  if (detail(scene) === 0) return -1;
  const hubs = detail(scene) === 1, { view } = scene, px = (sx - view.left) / view.scale, py = (sy - view.top) / view.scale;
  const reach = MOST_RADIUS + NEAR_NODE / view.scale;
  scene.shown.spots.within(px - reach, py - reach, px + reach, py + reach, (node) => {
    if (hubs && !scene.zone?.hub(node)) return;
    const [nx, ny] = onScreen(scene, node);
    const away = Math.hypot(nx - sx, ny - sy) - radius(scene, node) * view.scale;
    if (away < least - 0.01) { least = away; best = node; }
  });
  return best;
}

/**
 * The link at a point, or -1; a muted link is there only while it is lit.
 * @param {Scene} scene
 * @param {number} sx
 * @param {number} sy
 */
export function linkAt(scene, sx, sy) {
  const { view, lit, marks } = scene;
  if (detail(scene) < 2) return -1;
  const px = (sx - view.left) / view.scale, py = (sy - view.top) / view.scale;
  let best = -1, least = NEAR_LINK / view.scale;
  for (const link of scene.shown.links) {
    if (marks.muted.has(link) && !lit?.links.has(link)) continue;
    if (isFar(scene, link, px, py, least)) continue;
    const away = distance(scene, link, px, py);
    if (away < least) { least = away; best = link; }
  }
  return best;
}

/**
 * Whether a point is outside of a link's box by more than `reach`.
 * @param {Scene} scene
 * @param {number} link
 * @param {number} px
 * @param {number} py
 * @param {number} reach
 */
function isFar({ graph, x, y, shown }, link, px, py, reach) {
  const a = graph.subject[link], b = graph.object[link];
  const room = reach + (a === b ? RING : Math.abs(shown.bends.get(link) || 0) * BOW);
  return px < Math.min(x[a], x[b]) - room || px > Math.max(x[a], x[b]) + room || py < Math.min(y[a], y[b]) - room || py > Math.max(y[a], y[b]) + room;
}
