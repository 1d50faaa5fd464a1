// @ts-check
/* The picture: vis-network pans, zooms and drags; entities, links, labels and emphasis are painted by the page's own
   modules from a scene, so that emphasis costs no change of vis-network's data. It holds nothing but the entity that a
   pointer presses, to drag it. */

/** @import { DrawnData, Graph, Look, Picture, PictureEvents, Scene } from "./types.js" */

import { makeCamera } from "./camera.js";
import { bends, isInside, onScreen, radius } from "./geometry.js";
import { nodeAt } from "./hits.js";
import { labelText, layLabels, makeMeasure, paintLabel, weight } from "./labels.js";
import { paintLinks, paintNodes } from "./painting.js";
import { isUpright, placeNewcomers, readPlaces } from "./places.js";
import { listenToPointer } from "./pointer.js";

const OVER = ".shown, .zoom, .tick-bar";

/**
 * @param {Graph} graph
 * @param {Look} look
 * @param {HTMLElement} container
 * @param {DrawnData} drawn
 * @param {PictureEvents} events
 * @returns {Picture}
 */
export function makePicture(graph, look, container, drawn, events) {
  const scene = emptyScene(graph, look, readPlaces(drawn, graph.count, isUpright(container)));
  const { x, y, shown } = scene;
  const pressed = new vis.DataSet();
  const network = new vis.Network(container, { nodes: pressed, edges: new vis.DataSet() }, drawn.options);
  const canvas = /** @type {HTMLCanvasElement} */ (container.querySelector("canvas"));
  const measure = makeMeasure();
  let due = false; /* from a change until the frame that shows it */

  container.querySelectorAll("[tabindex]").forEach((inner) => inner.setAttribute("tabindex", "-1"));
  canvas.setAttribute("aria-hidden", "true");

  /* However much changes, the picture is painted once, in the next frame; what vis-network draws until then is not seen. */
  function redraw() {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; network.redraw(); });
  }

  function aim() {
    const origin = network.canvasToDOM({ x: 0, y: 0 });
    Object.assign(scene.view, { scale: network.getScale(), left: origin.x, top: origin.y });
  }

  /* Where the line that counts, the buttons and the bar of what is ticked lie on the picture: no name is under them. */
  function covered() {
    const { left, top } = container.getBoundingClientRect();
    return [...(container.parentElement?.querySelectorAll(OVER) ?? [])].map((one) => one.getBoundingClientRect()).filter((box) => box.width)
      .map((box) => /** @type {[number, number, number, number]} */ ([box.left - left, box.top - top, box.right - left, box.bottom - top]));
  }

  network.on("beforeDrawing", (pen) => {
    aim();
    if (!due) paintLinks(pen, scene);
  });
  network.on("afterDrawing", (pen) => {
    if (due) return;
    const { clientWidth, clientHeight } = canvas;
    const ratio = canvas.width / clientWidth || 1;
    paintNodes(pen, scene, clientWidth, clientHeight);
    pen.save();
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const label of layLabels(pen, scene, clientWidth, clientHeight, measure, scene.moving ? [] : covered())) paintLabel(pen, scene, label);
    pen.restore();
  });
  listenToPointer(scene, network, container, { pressed, aim, redraw, events });

  return {
    scene, network, shown, x, y, canvas, redraw, forget: measure.forget,
    ...makeCamera(scene, network, container),
    show(nodes, links) {
      placeNewcomers(scene, nodes, links);
      Object.assign(shown, { nodes, links, bends: bends(graph, links), degree: degrees(graph, links) });
      shown.order = [...nodes].sort((a, b) => weight(scene, b) - weight(scene, a) || a - b);
      redraw();
    },
    light(lit) { scene.lit = lit; redraw(); },
    mark(marks) { scene.marks = marks; redraw(); },
    tick(ticked) { scene.ticked = ticked; redraw(); },
    pin(pinned) { scene.pinned = pinned; redraw(); },
    at(px, py) { aim(); return nodeAt(scene, px, py); },
    within(polygon) {
      aim();
      return shown.order.filter((node) => isInside(onScreen(scene, node), polygon));
    },
    resize() {
      const to = { position: network.getViewPosition(), scale: network.getScale() };
      network.setSize("100%", "100%");
      redraw();
      network.moveTo(to);
    },
    lit: () => scene.lit,
    radius: (node) => radius(scene, node),
    cut: labelText,
    layLabels: (pen, width, height) => layLabels(pen, scene, width, height, measure, covered()),
    screen: (node) => network.canvasToDOM({ x: x[node], y: y[node] }),
    move(node, px, py) {
      x[node] = px;
      y[node] = py;
    },
  };
}

/**
 * @param {Graph} graph
 * @param {Look} look
 * @param {{ x: Float64Array, y: Float64Array }} places
 * @returns {Scene}
 */
function emptyScene(graph, look, places) {
  return {
    graph, look, ...places,
    shown: { nodes: new Set(), links: new Set(), order: [], bends: new Map(), degree: new Map() },
    marks: { hubs: new Set(), muted: new Set(), dim: null, beyond: () => 0 }, lit: null, hover: -1, moving: false, view: { scale: 1, left: 0, top: 0 },
    ticked: new Set(), pinned: new Set(),
  };
}

/**
 * How many of the links each entity has.
 * @param {Graph} graph
 * @param {Set<number>} links
 */
function degrees(graph, links) {
  /** @type {Map<number, number>} */
  const found = new Map();
  for (const link of links) for (const end of [graph.subject[link], graph.object[link]]) found.set(end, (found.get(end) || 0) + 1);
  return found;
}
