// @ts-check
/* The map of regions: a circle for each community, its members within it, the most linked in the middle; regions that share links come
   near one another. Without chance: the same each time. */

/** @import { Circle, Regions } from "./types.js" */

const STEP = 46; /* from one turn of a spiral of entities to the next */
const TIGHT = 22; /* and at least */
const RIM = 60; /* around the entities of a region */
const GAP = 90; /* between two circles */
const GOLDEN = 2.399963; /* the golden angle: a spiral of it fills a circle evenly */
const WIDE = 1.35; /* width over height that the whole tends to */
const STRONG = 12; /* so many ties of a region pull at it */

/**
 * A circle for each region, its area by a weight, though never too small for its members: the largest first, each as near to those that it
 * shares links with as it can be without touching another. All have together the area that members spread evenly take.
 * @param {Regions} regions
 * @param {(region: number) => number} weigh
 * @returns {Circle[]}
 */
export function circlesOf(regions, weigh) {
  const all = Array.from({ length: regions.count }, (_, region) => region), held = all.map((region) => regions.members(region).length);
  const sum = (/** @type {number[]} */ some) => some.reduce((one, two) => one + two, 0), whole = sum(all.map(weigh)) || 1, members = sum(held);
  const radii = all.map((region) => Math.max(STEP * Math.sqrt((members * weigh(region)) / whole), TIGHT * Math.sqrt(held[region])) + RIM);
  /** @type {Map<number, [number, number][]>} */
  const pulls = new Map();
  for (const [a, b, count] of regions.ties()) {
    for (const [one, other] of [[a, b], [b, a]]) {
      const some = pulls.get(one) ?? [];
      if (some.length < STRONG) some.push([other, count]);
      pulls.set(one, some);
    }
  }
  /** @type {Map<number, Circle>} */
  const placed = new Map();
  for (const region of all.sort((a, b) => radii[b] - radii[a] || a - b)) {
    const near = (pulls.get(region) ?? []).flatMap(([other, count]) => { const one = placed.get(other); return one ? [{ one, count }] : []; });
    placed.set(region, best([...placed.values()], radii[region], near));
  }
  return held.map((_, region) => /** @type {Circle} */ (placed.get(region)));
}

/** @param {Circle[]} placed @param {number} r @param {{ one: Circle, count: number }[]} pulls @returns {Circle} */
function best(placed, r, pulls) {
  if (!placed.length) return { x: 0, y: 0, r };
  const whole = pulls.reduce((sum, { count }) => sum + count, 0);
  const cost = (/** @type {number} */ x, /** @type {number} */ y) => {
    const middle = Math.hypot(x / WIDE, y);
    return middle + (whole ? pulls.reduce((sum, { one, count }) => sum + count * Math.hypot(one.x - x, one.y - y), 0) / whole : 0);
  };
  let found = { x: 0, y: 0, r }, least = Infinity;
  for (const [x, y] of spotsBeside(placed, r)) {
    const now = cost(x, y);
    if (now < least - 1e-6 && placed.every((one) => Math.hypot(one.x - x, one.y - y) > one.r + r + GAP - 0.01)) [found, least] = [{ x, y, r }, now];
  }
  return found;
}

/** Where a circle may stand: beside one of those that stand, or touching two. @param {Circle[]} placed @param {number} r @returns {[number, number][]} */
function spotsBeside(placed, r) {
  /** @type {[number, number][]} */
  const spots = [];
  placed.forEach((one, i) => {
    const far = one.r + r + GAP;
    for (let turn = 0; turn < 12; turn++) spots.push([one.x + far * Math.cos((turn * Math.PI) / 6), one.y + far * Math.sin((turn * Math.PI) / 6)]);
    for (const other of placed.slice(i + 1)) {
      const dx = other.x - one.x, dy = other.y - one.y, apart = Math.hypot(dx, dy), reach = other.r + r + GAP;
      if (apart > far + reach || apart < 1) continue;
      const along = (far * far - reach * reach + apart * apart) / (2 * apart), aside = Math.sqrt(Math.max(0, far * far - along * along));
      for (const side of [1, -1]) {
        spots.push([one.x + (dx * along - side * dy * aside) / apart, one.y + (dy * along + side * dx * aside) / apart]);
      }
    }
  });
  return spots;
}

/**
 * A place for each entity of a region, around its circle's middle.
 * @param {Regions} regions
 * @param {Circle[]} circles
 * @param {number} count of the graph's entities
 */
export function placesWithin(regions, circles, count) {
  const x = new Float64Array(count).fill(NaN), y = new Float64Array(count).fill(NaN);
  circles.forEach((circle, region) => {
    const some = regions.members(region), step = (circle.r - RIM) / Math.sqrt(some.length || 1);
    some.forEach((node, i) => {
      const far = step * Math.sqrt(i + 0.4), angle = i * GOLDEN;
      x[node] = circle.x + far * Math.cos(angle);
      y[node] = circle.y + far * Math.sin(angle);
    });
  });
  return { x, y };
}
