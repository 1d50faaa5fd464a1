// @ts-check
/* Regions as SVG: the circles of the map with the links between them, or the areas below a picture; as they are painted (zones.js). */

/** @import { Scene } from "./types.js" */

import { detail, outlineOf, tiesOf, tint } from "./zones.js";

/** @param {Scene} scene @returns {string[]} */
export function zonePaths(scene) {
  const { zone } = scene;
  if (!zone) return [];
  if (zone.circles) return circlePaths(scene);
  return zone.areas.flatMap((nodes, region) => (nodes.length ? [areaPath(scene, nodes, region)] : []));
}

/** @param {Scene} scene */
function circlePaths(scene) {
  const { look: { colours }, view, zone } = scene, circles = zone?.circles ?? [], overview = detail(scene) === 0;
  const place = (/** @type {number} */ x, /** @type {number} */ y) => `${(x * view.scale + view.left).toFixed(1)} ${(y * view.scale + view.top).toFixed(1)}`;
  const lines = tiesOf(scene).map(({ a, b, wide }) =>
    `<path d="M${place(circles[a].x, circles[a].y)}L${place(circles[b].x, circles[b].y)}" stroke-width="${wide.toFixed(1)}"/>`);
  const rounds = circles.map(({ x, y, r }, region) => {
    const [cx, cy] = place(x, y).split(" ");
    const round = `<circle cx="${cx}" cy="${cy}" r="${(r * view.scale).toFixed(1)}"`;
    return `${round} fill="${colours.raised}"/>${round} fill="${tint(scene, region)}" fill-opacity=".14" stroke="${colours.thread}" stroke-width="${overview ? 1.4 : 1}"/>`;
  });
  return [`<g stroke="${colours.thread}" opacity="${overview ? 0.75 : 0.25}">`, ...lines, "</g>", ...rounds];
}

/** @param {Scene} scene @param {readonly number[]} nodes @param {number} region */
function areaPath(scene, nodes, region) {
  const { view } = scene, parts = outlineOf(scene, nodes, region);
  const point = (/** @type {[number, number]} */ [x, y]) => `${(x * view.scale + view.left).toFixed(1)} ${(y * view.scale + view.top).toFixed(1)}`;
  const r = (parts.reach * view.scale).toFixed(1), across = (2 * parts.reach * view.scale).toFixed(1);
  const rounds = parts.middles.map(([x, y]) => `M${point([x - parts.reach, y])}a${r} ${r} 0 1 0 ${across} 0a${r} ${r} 0 1 0 -${across} 0z`);
  const ways = parts.ways.map((corners) => `M${corners.map(point).join("L")}z`);
  return `<path d="${[...rounds, ...ways].join("")}" fill="${scene.look.palette[region % 7]}" fill-opacity=".15" fill-rule="nonzero"/>`;
}
