// @ts-check
/* The pointer on the picture: pressing, dragging, pinching, clicking, hovering, the wheel. */

/** @import { PictureEvents, Point, Scene } from "./types.js" */

import { linkAt, nodeAt } from "./hits.js";
import { detail, regionAt } from "./zones.js";

const FAR = 4, FAR_TOUCH = 9; /* pixels: what moves less is a click */
const TWICE = 400; /* milliseconds between the two clicks of a double click */
const LINE = 16, PAGE = 400; /* pixels of a wheel that counts in lines or pages */

/** A press of one pointer: where it began and is, and the entity that it drags, or -1.
 * @typedef {{ from: Point, at: Point, node: number, dragged: boolean }} Press */
/** @typedef {{ pan(dx: number, dy: number): void, zoomAt(at: Point, by: number): void, settle(): void }} Camera */

/**
 * @param {Scene} scene
 * @param {HTMLElement} container
 * @param {{ camera: Camera, moved: () => void, refresh: () => void, events: PictureEvents }} parts
 */
export function listenToPointer(scene, container, { camera, moved, refresh, events }) {
  /** @type {Map<number, Press>} */
  const presses = new Map();
  let last = { time: 0, at: /** @type {Point} */ ([0, 0]) };
  let pinched = false;

  /** @param {MouseEvent} event @returns {Point} */
  function place(event) {
    const box = container.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** @param {Point | null} at */
  function hover(at) {
    const node = at ? nodeAt(scene, ...at) : -1, region = at && detail(scene) < 2 ? regionAt(scene, ...at) : -1;
    container.style.cursor = node >= 0 || region >= 0 ? "pointer" : "";
    if (node === scene.hover && region === scene.region) return;
    Object.assign(scene, { hover: node, region });
    refresh();
  }

  /** @param {PointerEvent} event */
  function press(event) {
    if (event.button > 0 || presses.size > 1) return;
    const at = place(event);
    presses.set(event.pointerId, { from: at, at, node: presses.size ? -1 : nodeAt(scene, ...at), dragged: false });
    if (presses.size > 1) pinched = true;
    container.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  function drag(event) {
    const one = presses.get(event.pointerId), at = place(event);
    if (!one) {
      if (event.pointerType !== "touch" && !event.buttons) hover(at);
      return;
    }
    const [before, far] = [one.at, event.pointerType === "touch" ? FAR_TOUCH : FAR];
    if (!one.dragged && !pinched && Math.hypot(at[0] - one.from[0], at[1] - one.from[1]) < far) return;
    if (!one.dragged && pinched) one.from = at;
    one.dragged = true;
    one.at = at;
    if (presses.size > 1) pinch(one, before);
    else if (isCarried(one.node)) carry(one.node, before, at);
    else camera.pan(at[0] - before[0], at[1] - before[1]);
  }

  /* What is pinned, or has its place on the map, is not dragged. */
  const isCarried = (/** @type {number} */ node) => node >= 0 && !scene.pinned.has(node) && !scene.zone?.circles;

  /** Two pointers hold two spots of the picture. @param {Press} one @param {Point} before */
  function pinch(one, before) {
    const other = [...presses.values()].find((each) => each !== one);
    if (!other) return;
    const apart = (/** @type {Point} */ [ax, ay], /** @type {Point} */ [bx, by]) => Math.hypot(ax - bx, ay - by) || 1;
    const middle = /** @type {Point} */ ([(one.at[0] + other.at[0]) / 2, (one.at[1] + other.at[1]) / 2]);
    camera.pan((one.at[0] - before[0]) / 2, (one.at[1] - before[1]) / 2);
    camera.zoomAt(middle, apart(one.at, other.at) / apart(before, other.at));
  }

  /** @param {number} node @param {Point} before @param {Point} at */
  function carry(node, before, at) {
    scene.x[node] += (at[0] - before[0]) / scene.view.scale;
    scene.y[node] += (at[1] - before[1]) / scene.view.scale;
    moved();
  }

  /** @param {PointerEvent} event */
  function release(event) {
    const one = presses.get(event.pointerId);
    if (!one) return;
    presses.delete(event.pointerId);
    if (one.dragged && isCarried(one.node)) events.moved([one.node]);
    if (one.dragged && !presses.size) camera.settle();
    if (!one.dragged && !pinched && event.type === "pointerup") click(event, one);
    if (!presses.size) pinched = false;
  }

  /** @param {PointerEvent} event @param {Press} press */
  function click(event, { node, from }) {
    container.focus({ preventScroll: true });
    const twice = event.timeStamp - last.time < TWICE && Math.hypot(from[0] - last.at[0], from[1] - last.at[1]) < 2 * FAR_TOUCH;
    last = { time: twice ? 0 : event.timeStamp, at: from };
    const now = nodeAt(scene, ...from);
    if (now >= 0 && events.taken(event, now)) return;
    if (twice && now >= 0) {
      events.expand(now);
      return;
    }
    const link = node < 0 ? linkAt(scene, ...from) : -1;
    const region = node < 0 && link < 0 && detail(scene) < 2 ? regionAt(scene, ...from) : -1;
    if (region >= 0) events.entered(region);
    else events.clicked(node >= 0 ? { node } : link >= 0 ? { link } : null);
  }

  container.addEventListener("pointerdown", press);
  container.addEventListener("pointermove", drag);
  container.addEventListener("pointerup", release);
  container.addEventListener("pointercancel", release);
  container.addEventListener("pointerleave", () => hover(null));
  container.addEventListener("wheel", (event) => {
    event.preventDefault();
    const far = event.deltaY * [1, LINE, PAGE][event.deltaMode];
    camera.zoomAt(place(event), Math.exp(Math.max(-240, Math.min(240, far)) * (event.ctrlKey ? -0.008 : -0.0012)));
  }, { passive: false });
}
