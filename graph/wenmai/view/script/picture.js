// @ts-check
/* The picture: entities, links, labels and emphasis, painted from a scene. */

/** @import { Cover, DrawnData, Graph, Look, Picture, PictureEvents, Scene } from "./types.js" */

import { makeCamera } from "./camera.js";
import { bends, isInside, onScreen, radius } from "./geometry.js";
import { nodeAt } from "./hits.js";
import { readImages } from "./images.js";
import { labelText, layLabels, makeMeasure, paintLabel, weight } from "./labels.js";
import { paintLinks, paintNodes } from "./painting.js";
import { placeNewcomers, readPlaces } from "./places.js";
import { listenToPointer } from "./pointer.js";
import { makeSpots } from "./spots.js";
import { makeSurface } from "./surface.js";

const OVER = "#zoom, #chips > li, #lanes"; /* the lanes on a narrow screen */

/**
 * @param {Graph} graph
 * @param {Look} look
 * @param {HTMLElement} container
 * @param {DrawnData} drawn
 * @param {boolean} upright whether the layout is turned on its side
 * @param {PictureEvents} events
 * @returns {Picture}
 */
export function makePicture(graph, look, container, drawn, upright, events) {
  const scene = emptyScene(graph, look, readPlaces(drawn, graph.count, upright));
  const { x, y, shown } = scene;
  const measure = makeMeasure();
  /* What lies on the picture: no name is under it, and what is fitted is beside it. */
  function covered() {
    const room = container.getBoundingClientRect();
    return [...document.querySelectorAll(OVER)].map((one) => one.getBoundingClientRect())
      .filter((box) => box.width && box.right > room.left && box.left < room.right && box.bottom > room.top && box.top < room.bottom)
      .map((box) => /** @type {Cover} */ ([box.left - room.left, box.top - room.top, box.right - room.left, box.bottom - room.top]));
  }

  const surface = makeSurface(container, scene, {
    below(pen, width, height) {
      paintLinks(pen, scene, width, height);
      paintNodes(pen, scene, width, height);
    },
    above(pen, width, height) {
      for (const label of layLabels(pen, scene, width, height, measure, scene.moving ? [] : covered())) paintLabel(pen, scene, label);
    },
  });
  const { redraw, refresh, paint, canvas } = surface;
  readImages(graph, (node, image) => { scene.images.set(node, image); redraw(); });
  const camera = makeCamera(scene, surface.room, refresh, covered);
  const findSpots = () => {
    const spots = makeSpots(scene, shown.nodes);
    Object.assign(shown, { spots, bounds: spots.bounds });
  };
  /** @type {{ x: Float64Array, y: Float64Array } | null} */
  let usual = null; /* the places of the usual picture, while others are taken */
  listenToPointer(scene, container, { camera, refresh, events, moved() { findSpots(); redraw(); } });

  return {
    scene, shown, x, y, canvas, redraw, paint, resize: refresh, forget() { measure.forget(); redraw(); },
    fit: camera.fit, reveal: camera.reveal, zoom: camera.zoom, window: camera.window, look: camera.look,
    show(nodes, links) {
      placeNewcomers(scene, nodes, links);
      Object.assign(shown, { nodes, links, bends: bends(graph, links), degree: degrees(graph, links) });
      shown.order = [...nodes].sort((a, b) => weight(scene, b) - weight(scene, a) || a - b);
      findSpots();
      redraw();
    },
    divide(zone) { scene.zone = zone; redraw(); },
    layOut(places) {
      if (!places && !usual) return;
      usual ??= { x: x.slice(), y: y.slice() };
      x.set((places ?? usual).x);
      y.set((places ?? usual).y);
      if (!places) usual = null;
      redraw();
    },
    light(lit) { scene.lit = lit; redraw(); },
    mark(marks) { scene.marks = marks; redraw(); },
    tick(ticked) { scene.ticked = ticked; redraw(); },
    pin(pinned) { scene.pinned = pinned; redraw(); },
    at: (px, py) => nodeAt(scene, px, py),
    within: (polygon) => shown.order.filter((node) => isInside(onScreen(scene, node), polygon)),
    lit: () => scene.lit,
    radius: (node) => radius(scene, node),
    cut: labelText,
    layLabels: (pen, width, height) => layLabels(pen, scene, width, height, measure, covered()),
    screen: (node) => ({ x: x[node] * scene.view.scale + scene.view.left, y: y[node] * scene.view.scale + scene.view.top }),
    move(node, px, py) {
      (usual ?? scene).x[node] = px;
      (usual ?? scene).y[node] = py;
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
  const spots = makeSpots(places, []);
  return {
    graph, look, ...places,
    shown: { nodes: new Set(), links: new Set(), order: [], bends: new Map(), degree: new Map(), spots, bounds: spots.bounds },
    marks: { hubs: new Set(), muted: new Set(), dim: null, beyond: () => 0 },
    lit: null, zone: null, hover: -1, region: -1, moving: false, view: { scale: 1, left: 0, top: 0 },
    ticked: new Set(), pinned: new Set(), images: new Map(),
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
