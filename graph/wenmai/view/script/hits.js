// @ts-check
/* What lies under a point of the screen. */

/** @import { Scene } from "./types.js" */

import { distance, onScreen, radius } from "./geometry.js";

const NEAR_NODE = 13; /* screen pixels around an entity */
const NEAR_LINK = 7;

/**
 * The entity at a point, or -1: the nearest by its edge.
 * @param {Scene} scene
 * @param {number} sx
 * @param {number} sy
 */
export function nodeAt(scene, sx, sy) {
  let best = -1, least = NEAR_NODE;
  for (const node of scene.shown.nodes) {
    const [px, py] = onScreen(scene, node);
    const away = Math.hypot(px - sx, py - sy) - radius(scene, node) * scene.view.scale;
    if (away < least - 0.01) { least = away; best = node; }
  }
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
  const px = (sx - view.left) / view.scale, py = (sy - view.top) / view.scale;
  let best = -1, least = NEAR_LINK / view.scale;
  for (const link of scene.shown.links) {
    if (marks.muted.has(link) && !lit?.links.has(link)) continue;
    const away = distance(scene, link, px, py);
    if (away < least) { least = away; best = link; }
  }
  return best;
}
