// @ts-check
/* Painting regions: the circles of the map with the links between them, or the areas of communities below a picture; and how much is
   drawn from how far away: regions, then hubs, then all. */

/** @import { Circle, Label, Scene, Sheet, Zone } from "./types.js" */

import { breakLines, cut, withCommas } from "./text.js";

const REGIONS = 0.15, HUBS = 0.38; /* of the map, below these scales: regions alone, hubs as well */
const FAR = 0.2; /* of the usual picture: below this scale areas are named and entities are not */
const MOST_TIES = 90;
const TOLD_TIES = 12; /* so many of them say how many links they are */
const AREA = 42; /* around the entities of an area */
const CORRIDOR = 26; /* half as wide are the ways between those that are linked */
const NEAR = 320; /* of entities that are further apart than this, none is on the way */
const SIZE = 13.5, SMALL = 11.5; /* pixels */
const LONGEST = 22, SHORTEST = 10; /* letters of a line */
const SHIFTS = [0, 1.2, -1.2, 2.4, -2.4]; /* of its size, up or down, a name may stand away from the middle */
const HUES = 7;

/** How much is drawn: 0 regions, 1 hubs, 2 all. @param {Pick<Scene, "zone" | "view">} scene */
export function detail({ zone, view: { scale } }) {
  if (!zone) return 2;
  if (!zone.circles) return scale < FAR && zone.areas.length ? 0 : 2;
  return scale < REGIONS ? 0 : scale < HUBS ? 1 : 2;
}

/** @param {CanvasRenderingContext2D} pen @param {Scene} scene */
export function paintZone(pen, scene) {
  const { zone } = scene;
  if (!zone) return;
  if (zone.circles) paintMap(pen, scene, zone.circles);
  else zone.areas.forEach((nodes, region) => { if (nodes.length) paintArea(pen, scene, nodes, region); });
}

/** @param {CanvasRenderingContext2D} pen @param {Scene} scene @param {readonly Circle[]} circles */
function paintMap(pen, scene, circles) {
  const { look, view } = scene, unit = 1 / view.scale, overview = detail(scene) === 0;
  pen.save();
  pen.strokeStyle = look.colours.thread;
  pen.globalAlpha = overview ? 0.75 : 0.25;
  for (const { a, b, wide } of tiesOf(scene)) {
    pen.lineWidth = wide * unit;
    pen.beginPath();
    pen.moveTo(circles[a].x, circles[a].y);
    pen.lineTo(circles[b].x, circles[b].y);
    pen.stroke();
  }
  circles.forEach(({ x, y, r }, region) => {
    pen.beginPath();
    pen.arc(x, y, r, 0, 2 * Math.PI);
    pen.globalAlpha = 1;
    pen.fillStyle = look.colours.raised;
    pen.fill();
    pen.globalAlpha = 0.14;
    pen.fillStyle = tint(scene, region);
    pen.fill();
    pen.globalAlpha = 1;
    pen.lineWidth = (overview ? 1.4 : 1) * unit;
    pen.strokeStyle = look.colours.thread;
    pen.stroke();
  });
  pen.restore();
}

/** The links between two regions that are drawn, with their width on the screen. @param {Scene} scene */
export function tiesOf({ zone }) {
  const ties = (zone?.regions.ties() ?? []).slice(0, MOST_TIES), most = ties[0]?.[2] ?? 1;
  return ties.map(([a, b, count]) => ({ a, b, wide: 0.8 + 7 * Math.sqrt(count / most) }));
}

/** A community's own colour where colours mean communities; else a grey. @param {Scene} scene @param {number} region */
export function tint({ look, zone }, region) {
  const own = zone?.regions.named && look.shade?.colour && look.shade.colour(zone.regions.members(region)[0]);
  return typeof own === "number" && own < HUES ? look.palette[own] : look.colours.thread;
}

/** What an area is made of: a circle around each entity, and the ways between those that are linked. All are drawn the same way round.
 * @param {Scene} scene @param {readonly number[]} nodes @param {number} region */
export function outlineOf({ graph, x, y, shown, zone }, nodes, region) {
  /** @type {[number, number][][]} */
  const ways = [];
  for (const node of nodes) {
    for (const link of graph.linksOf(node)) {
      const other = graph.other(link, node);
      if (graph.subject[link] !== node || !shown.links.has(link) || zone?.regions.of(other) !== region) continue;
      const dx = x[other] - x[node], dy = y[other] - y[node], far = Math.hypot(dx, dy);
      if (far > NEAR || far < 1) continue;
      const nx = (-dy / far) * CORRIDOR, ny = (dx / far) * CORRIDOR;
      ways.push([[x[node] + nx, y[node] + ny], [x[other] + nx, y[other] + ny], [x[other] - nx, y[other] - ny], [x[node] - nx, y[node] - ny]]);
    }
  }
  return { reach: AREA, middles: nodes.map((node) => /** @type {[number, number]} */ ([x[node], y[node]])), ways };
}

/** One shape: its parts cover one another without growing darker. @param {CanvasRenderingContext2D} pen @param {Scene} scene
 * @param {readonly number[]} nodes @param {number} region */
function paintArea(pen, scene, nodes, region) {
  const { reach, middles, ways } = outlineOf(scene, nodes, region);
  pen.save();
  pen.beginPath();
  for (const [px, py] of middles) {
    pen.moveTo(px + reach, py);
    pen.arc(px, py, reach, 0, 2 * Math.PI, true);
  }
  for (const [first, ...corners] of ways) {
    pen.moveTo(...first);
    for (const corner of corners) pen.lineTo(...corner);
    pen.closePath();
  }
  pen.globalAlpha = 0.15;
  pen.fillStyle = scene.look.palette[region % HUES];
  pen.fill("nonzero");
  pen.restore();
}

/**
 * The names of regions, with what they count for, and how many links the strongest ties are. A name that has no room beside those of larger
 * regions is broken, then told without the second, then smaller; at last it is left out, and told when the region is pointed at.
 * @param {Sheet} sheet
 * @returns {Label[]}
 */
export function layZoneLabels(sheet) {
  const { scene } = sheet, { zone, view } = scene, far = detail(scene) === 0;
  if (!zone) return [];
  /** @type {Label[]} */
  const labels = [];
  const put = (/** @type {ZoneText} */ text) => {
    const label = placed(sheet, text);
    if (label) labels.push(label);
    return label !== null;
  };
  const hovered = scene.region, pointed = (/** @type {{ region: number }} */ one) => Number(one.region === hovered);
  for (const { region, x, y, r } of spotsOf(scene).sort((a, b) => pointed(b) - pointed(a))) {
    const inside = far || !zone.circles, sx = x * view.scale + view.left, sy = (inside ? y : y - r) * view.scale + view.top - (inside ? 0 : 20);
    const across = zone.circles && far ? Math.floor((2 * r * view.scale) / 7.5) : LONGEST; /* letters across the circle, when all is seen from afar */
    const ways = waysToTell(zone.name(region), zone.count(region), Math.max(SHORTEST, Math.min(LONGEST, across)), far && zone.circles !== null);
    const some = region === hovered ? ways.slice(0, 1) : ways;
    for (const [lines, size] of some) if (SHIFTS.some((shift) => put({ lines, size, sx, sy: sy + shift * size, bold: true }))) break;
  }
  if (far && zone.circles) tellTies(scene, zone, zone.circles, put);
  return labels;
}

/** How many links the strongest ties are.
 * @param {Scene} scene @param {Zone} zone @param {readonly Circle[]} circles @param {(text: ZoneText) => boolean} put */
function tellTies({ view }, zone, circles, put) {
  for (const [a, b, count] of zone.regions.ties().slice(0, TOLD_TIES)) {
    const one = circles[a], other = circles[b], apart = Math.hypot(one.x - other.x, one.y - other.y);
    const share = (one.r + (apart - one.r - other.r) / 2) / apart; /* in the middle of what is seen of it */
    const [sx, sy] = [one.x + (other.x - one.x) * share, one.y + (other.y - one.y) * share];
    put({ lines: [withCommas(count)], size: SMALL, sx: sx * view.scale + view.left, sy: sy * view.scale + view.top, bold: false });
  }
}

/** @typedef {{ lines: string[], size: number, sx: number, sy: number, bold: boolean }} ZoneText */

/** The ways to tell a name of one or two entities, the fullest first: lines, and their size. @param {string} name @param {string} count @param {number} wide
 * @param {boolean} both @returns {[string[], number][]} */
function waysToTell(name, count, wide, both) {
  const [first, ...more] = name.split(/(?<=[,、]) ?/), alone = first.replace(/[,、]$/, "");
  const broken = (/** @type {string} */ text, /** @type {number} */ most) => breakLines(cut(text, 2 * LONGEST), most);
  /** @type {[string[], number][]} */
  const short = [[[...broken(alone, wide), count], SIZE], [[...broken(alone, Math.max(SHORTEST, wide * 0.7)), count], SMALL]];
  return both && more.length ? [[[...broken(first, wide), ...broken(more.join(" "), wide), count], SIZE], ...short] : short;
}

/** @param {Sheet} sheet @param {ZoneText} text @returns {Label | null} */
function placed({ pen, scene, boxes, width: room, height: tall, measure }, { lines, size, sx, sy, bold }) {
  pen.font = `${bold ? "600 " : ""}${size}px ${scene.look.font}`;
  const width = Math.max(...lines.map((line) => measure.width(pen, line))), half = (lines.length * 16) / 2;
  if (sx + width / 2 < 0 || sx - width / 2 > room || sy < 0 || sy > tall) return null;
  const left = Math.max(4, Math.min(room - width - 4, sx - width / 2));
  if (!boxes.take(left - 3, sy - half, left + width + 3, sy + half)) return null;
  return { text: lines.join(" "), lines, left, top: sy, width, height: 2 * half, align: "center", zone: !bold ? "tie" : size === SIZE ? "region" : "small" };
}

/** Where the name of each region stands: in the middle of a circle, above an area. @param {Scene} scene */
function spotsOf(scene) {
  const { zone, x, y } = scene, far = detail(scene) === 0;
  if (zone?.circles) return zone.circles.map((circle, region) => ({ region, ...circle }));
  return (zone?.areas ?? []).flatMap((nodes, region) => {
    if (!nodes.length) return [];
    const down = [...nodes].sort((a, b) => y[a] - y[b]), at = down[Math.floor(down.length * (far ? 0.5 : 0.08))];
    return [{ region, x: x[at], y: far ? y[at] : y[at] - AREA - 6, r: 0 }];
  });
}

/** The region of the map at a point of the screen, or -1. @param {Scene} scene @param {number} sx @param {number} sy */
export function regionAt({ zone, view }, sx, sy) {
  const px = (sx - view.left) / view.scale, py = (sy - view.top) / view.scale;
  return zone?.circles?.findIndex(({ x, y, r }) => Math.hypot(x - px, y - py) <= r) ?? -1;
}
