// @ts-check
/* What is shown, as a file: PNG and SVG of the picture; Turtle, CSV and JSON of its content. */

/** @import { App } from "./types.js" */

import { el } from "./dom.js";
import { csvOf, jsonOf } from "./rows.js";
import { paintPlate, planPlate } from "./plate.js";
import { svgOf } from "./svg.js";
import { turtleOf } from "./turtle.js";

const WIDE = 2000; /* pixels of a PNG, or more */
const MOST_RATIO = 5;
const KEPT = 20000; /* milliseconds until the file's address is given back */
/** @type {Record<string, string>} */
const TYPES = { svg: "image/svg+xml", ttl: "text/turtle", csv: "text/csv", json: "application/json" };

/** The size of the picture on the screen. @param {App} app */
function sizeOf({ picture: { canvas } }) {
  return { width: canvas.clientWidth, height: canvas.clientHeight };
}

/** The plate with two pixels or more for each of the screen's. @param {App} app @returns {Promise<Blob | null>} */
function pngOf(app) {
  const size = sizeOf(app), canvas = document.createElement("canvas");
  paintPlate(app, canvas, planPlate(app, size), Math.min(MOST_RATIO, Math.max(2, Math.ceil(WIDE / size.width))));
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}

/** @param {App} app */
export function makeExports(app) {
  const { graph, picture } = app;
  /** @type {Record<string, () => string>} */
  const make = {
    svg: () => svgOf(app, planPlate(app, sizeOf(app))),
    ttl: () => turtleOf(graph, picture.shown),
    csv: () => csvOf(graph, picture.shown),
    json: () => jsonOf(graph, picture.shown),
  };

  /** @param {string} name @param {Blob} blob */
  function offer(name, blob) {
    const address = URL.createObjectURL(blob);
    const anchor = el("a", { href: address, download: name });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(address), KEPT);
    app.tell(app.t("saved", name));
  }

  return {
    make, offer,
    /** @param {string} format */
    async save(format) {
      const blob = format === "png" ? await pngOf(app) : new Blob([make[format]()], { type: `${TYPES[format]};charset=utf-8` });
      if (blob) offer(`wenmai.${format}`, blob);
    },
  };
}
