// @ts-check
/* The pointer on the picture: pressing, dragging, clicking, hovering. */

/** @import { PictureEvents, Scene } from "./types.js" */

import { radius } from "./geometry.js";
import { linkAt, nodeAt } from "./hits.js";

const STILL = 140; /* milliseconds after the last turn of the wheel */

/** @typedef {{ clear(): void, add(row: object): void }} DataSet */

/**
 * @param {Scene} scene
 * @param {VisNetwork} network
 * @param {HTMLElement} container
 * @param {{ pressed: DataSet, aim: () => void, redraw: () => void, events: PictureEvents }} parts
 */
export function listenToPointer(scene, network, container, { pressed, aim, redraw, events }) {
  const numberOf = (/** @type {string} */ id) => Number(id.slice(1));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function settle() {
    scene.moving = false;
    redraw();
  }

  /** @param {string} id */
  function keep(id) {
    const place = network.getPosition(id);
    scene.x[numberOf(id)] = place.x;
    scene.y[numberOf(id)] = place.y;
  }

  /** @param {number} sx @param {number} sy */
  function nodeUnder(sx, sy) {
    aim();
    return nodeAt(scene, sx, sy);
  }

  /** @param {PointerEvent} event */
  function under(event) {
    const box = container.getBoundingClientRect();
    return nodeUnder(event.clientX - box.left, event.clientY - box.top);
  }

  /* Before vis-network hears of it. Drawing tells it how large the entity is; what is seen is painted by the page. */
  /** @param {PointerEvent} event */
  function press(event) {
    if (!event.isPrimary) return;
    const node = under(event);
    network.unselectAll(); /* dragging selects, and what is selected would outlive its removal */
    pressed.clear();
    if (node < 0 || scene.pinned.has(node)) return; /* what is pinned is not dragged */
    pressed.add({ id: `n${node}`, x: scene.x[node], y: scene.y[node], shape: "dot", size: radius(scene, node), opacity: 0 });
    redraw();
    network.redraw();
  }

  /** @param {number} node */
  function hover(node) {
    container.style.cursor = node >= 0 ? "pointer" : "";
    if (node === scene.hover) return;
    scene.hover = node;
    redraw();
  }

  container.addEventListener("pointerdown", press, { capture: true });
  container.addEventListener("pointermove", (event) => { if (event.pointerType !== "touch" && !event.buttons) hover(under(event)); });
  container.addEventListener("pointerleave", () => hover(-1));
  network.on("dragStart", ({ nodes: held }) => { scene.moving = !held.length; });
  network.on("dragging", (event) => { for (const id of event.nodes) keep(id); });
  network.on("dragEnd", (event) => {
    scene.moving = false;
    event.nodes.forEach(keep);
    if (event.nodes.length) events.moved(event.nodes.map(numberOf));
    else redraw();
  });
  network.on("zoom", () => { scene.moving = true; clearTimeout(timer); timer = setTimeout(settle, STILL); });
  network.on("click", ({ pointer, event }) => {
    const node = nodeUnder(pointer.DOM.x, pointer.DOM.y);
    container.focus({ preventScroll: true });
    if (node >= 0 && events.taken(event.srcEvent, node)) return;
    const link = node < 0 ? linkAt(scene, pointer.DOM.x, pointer.DOM.y) : -1;
    events.clicked(node >= 0 ? { node } : link >= 0 ? { link } : null);
  });
  network.on("doubleClick", ({ pointer }) => {
    const node = nodeUnder(pointer.DOM.x, pointer.DOM.y);
    if (node >= 0) events.expand(node);
  });
}
