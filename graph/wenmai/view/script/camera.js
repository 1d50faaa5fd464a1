// @ts-check
/* Where the picture is looked at from: fitting a part of it, bringing a part into sight, zooming, panning. */

/** @import { Cover, Picture, Point, Scene } from "./types.js" */

import { fitBeside } from "./free.js";
import { radius } from "./geometry.js";

const LEAST_SCALE = 0.05;
const MOST_SCALE = 6;
const READABLE = 1.25;
const SIDE = 58, ABOVE = 46; /* pixels around what is fitted, where there is room */
const CLEAR = 4; /* pixels between an entity and what lies over the picture */
const STILL = 140; /* milliseconds after the last step of a movement that has no end of its own */

/**
 * @param {Scene} scene
 * @param {() => { width: number, height: number }} room of the canvas
 * @param {() => void} refresh
 * @param {() => readonly Cover[]} covers what lies over the picture
 * @returns {Pick<Picture, "fit" | "reveal" | "zoom" | "window" | "look"> & import("./pointer.js").Camera}
 */
export function makeCamera(scene, room, refresh, covers) {
  const { x, y, shown } = scene;
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let flight = 0; /* of a movement that runs by itself; a later one ends it */

  /** @param {Point} centre in the picture's units @param {number} scale */
  function stand([cx, cy], scale) {
    const { width, height } = room();
    scene.view = { scale, left: width / 2 - cx * scale, top: height / 2 - cy * scale };
    refresh();
  }

  /** @returns {Point} */
  function centre() {
    const { width, height } = room(), { scale, left, top } = scene.view;
    return [(width / 2 - left) / scale, (height / 2 - top) / scale];
  }

  function settle() {
    flight++;
    clearTimeout(timer);
    scene.moving = false;
    refresh();
  }

  /** @param {Point} to @param {number} scale @param {number} duration @param {boolean} [animate] */
  function move(to, scale, duration, animate = true) {
    settle();
    if (!animate || calm()) {
      stand(to, scale);
      return;
    }
    const own = flight, begin = performance.now(), from = centre(), { scale: first } = scene.view;
    scene.moving = true;
    const step = () => {
      if (own !== flight) return;
      const share = Math.min(1, (performance.now() - begin) / duration);
      const eased = share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) ** 2;
      stand([from[0] + (to[0] - from[0]) * eased, from[1] + (to[1] - from[1]) * eased], first * (scale / first) ** eased);
      if (share < 1) requestAnimationFrame(step);
      else settle();
    };
    requestAnimationFrame(step);
  }

  const within = (/** @type {number} */ scale) => Math.max(leastScale(), Math.min(MOST_SCALE, scale));

  /** A large picture may be seen whole. */
  function leastScale() {
    const { left, right, top, low } = shown.bounds, { width, height } = room();
    return Math.min(LEAST_SCALE, 0.6 * Math.min(width / (right - left + 1), height / (low - top + 1)));
  }

  /** @type {Picture["fit"]} */
  function fit(which, { animate = true, most = 1.5 } = {}) {
    const some = [...(which || shown.nodes)].filter((node) => !Number.isNaN(x[node]));
    if (!some.length) return;
    let [left, right, top, low] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const node of some) {
      left = Math.min(left, x[node]); right = Math.max(right, x[node]);
      top = Math.min(top, y[node]); low = Math.max(low, y[node]);
    }
    const { width, height } = room(), [bx, by] = [(left + right) / 2, (top + low) / 2];
    const { scale, at } = fitBeside({ left, right, top, low }, { width, height }, covers(), {
      margin: [Math.min(SIDE, width * 0.08), ABOVE],
      limit: (one) => within(Math.min(most, one)),
      hits: (sight, cover) => some.some((node) => isUnder(cover, sight.at[0] + (x[node] - bx) * sight.scale, sight.at[1] + (y[node] - by) * sight.scale,
        radius({ ...scene, view: { ...scene.view, scale: sight.scale } }, node) * sight.scale + CLEAR)),
    });
    move([bx + (width / 2 - at[0]) / scale, by + (height / 2 - at[1]) / scale], scale, 320, animate);
  }

  /* Brings entities into sight: as they are when they can be seen and told apart, else centred and near enough to read. */
  /** @type {Picture["reveal"]} */
  function reveal(some, { closer = false } = {}) {
    const [main] = some;
    const near = some.slice(0, 16).map((node) => Math.hypot(x[node] - x[main], y[node] - y[main]));
    const reach = Math.max(1, [...near].sort((a, b) => a - b)[Math.floor(near.length * 0.75)]);
    const { width, height } = room();
    const { scale: now, left, top } = scene.view;
    const scale = Math.max(now, Math.min(READABLE, (Math.min(width, height) * 0.36) / reach, closer ? READABLE : Math.max(now, 0.8)));
    const px = x[main] * now + left, py = y[main] * now + top;
    const inside = px > 60 && py > 50 && px < width - 60 && py < height - 50 && !covers().some((cover) => isUnder(cover, px, py, radius(scene, main) * now));
    if (inside && scale < now * 1.15) return;
    move([x[main], y[main]], scale, 320);
  }

  /* What a hand moves goes at once; the picture is at rest when the hand lets go, or shortly after the last turn of a wheel. */
  /** @param {number} dx @param {number} dy */
  function pan(dx, dy) {
    flight++;
    scene.moving = true;
    scene.view = { ...scene.view, left: scene.view.left + dx, top: scene.view.top + dy };
    refresh();
  }

  /** @param {Point} at on the screen, which stays where it is @param {number} by */
  function zoomAt([sx, sy], by) {
    flight++;
    const { scale: now, left, top } = scene.view, scale = within(now * by);
    scene.moving = true;
    scene.view = { scale, left: sx - ((sx - left) * scale) / now, top: sy - ((sy - top) * scale) / now };
    clearTimeout(timer);
    timer = setTimeout(settle, STILL);
    refresh();
  }

  /* What is looked at: in the picture's own units, so that another window shows the same. */
  function window_() {
    const { width, height } = room(), { scale } = scene.view;
    return /** @type {const} */ ([...centre(), width / scale, height / scale]);
  }

  /** @type {Picture["look"]} */
  function look([px, py, wide, high], animate = true) {
    const { width, height } = room();
    move([px, py], within(Math.min(width / wide, height / high)), 420, animate);
  }

  return { fit, reveal, window: window_, look, zoom: (by) => move(centre(), within(scene.view.scale * by), 160), pan, zoomAt, settle };
}

/** Whether a circle of the screen is under a cover. @param {Cover} cover @param {number} sx @param {number} sy @param {number} r */
function isUnder([left, top, right, low], sx, sy, r) {
  return sx + r > left && sx - r < right && sy + r > top && sy - r < low;
}
