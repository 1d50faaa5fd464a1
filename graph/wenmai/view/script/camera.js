// @ts-check
/* Where the picture is looked at from: fitting a part of it, bringing a part into sight, zooming. */

/** @import { Picture, Scene } from "./types.js" */

const LEAST_SCALE = 0.05;
const MOST_SCALE = 6;
const READABLE = 1.25;

/**
 * @param {Scene} scene
 * @param {VisNetwork} network
 * @param {HTMLElement} container
 * @returns {Pick<Picture, "fit" | "reveal" | "zoom" | "window" | "look">}
 */
export function makeCamera({ x, y, shown }, network, container) {
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** @param {object} to @param {number} duration @param {boolean} [animate] */
  function move(to, duration, animate = true) {
    network.moveTo(animate && !calm() ? { ...to, animation: { duration, easingFunction: "easeInOutQuad" } } : to);
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
    const width = container.clientWidth, height = container.clientHeight;
    const margin = Math.min(58, width * 0.08); /* below, the line that says how much is shown needs more */
    const scale = Math.max(LEAST_SCALE, Math.min(most, (width - 2 * margin) / (right - left + 1), (height - 2 * Math.max(margin, 50)) / (low - top + 1)));
    move({ position: { x: (left + right) / 2, y: (top + low) / 2 }, scale }, 320, animate);
  }

  /* Brings entities into sight: as they are when they can be seen and told apart, else centred and near enough to read. */
  /** @type {Picture["reveal"]} */
  function reveal(some, { closer = false } = {}) {
    const [main] = some;
    const near = some.slice(0, 16).map((node) => Math.hypot(x[node] - x[main], y[node] - y[main]));
    const reach = Math.max(1, [...near].sort((a, b) => a - b)[Math.floor(near.length * 0.75)]);
    const { clientWidth, clientHeight } = container;
    const now = network.getScale();
    const scale = Math.max(now, Math.min(READABLE, (Math.min(clientWidth, clientHeight) * 0.36) / reach, closer ? READABLE : Math.max(now, 0.8)));
    const place = network.canvasToDOM({ x: x[main], y: y[main] });
    const inside = place.x > 60 && place.y > 50 && place.x < clientWidth - 60 && place.y < clientHeight - 50;
    if (inside && scale < now * 1.15) return;
    move({ position: { x: x[main], y: y[main] }, scale }, 320);
  }

  /* What is looked at: in the picture's own units, so that another window shows the same. */
  function window_() {
    const { x: px, y: py } = network.getViewPosition(), scale = network.getScale();
    return /** @type {const} */ ([px, py, container.clientWidth / scale, container.clientHeight / scale]);
  }

  /** @type {Picture["look"]} */
  function look([px, py, width, height]) {
    const scale = Math.min(container.clientWidth / width, container.clientHeight / height);
    move({ position: { x: px, y: py }, scale: Math.max(LEAST_SCALE, Math.min(MOST_SCALE, scale)) }, 420);
  }

  return { fit, reveal, window: window_, look, zoom: (by) => move({ scale: Math.max(LEAST_SCALE, Math.min(MOST_SCALE, network.getScale() * by)) }, 160) };
}
