// @ts-check
/* A plate: the picture with its title, its legend, and where it is from, to be kept or printed. What stands where is worked out once,
   for canvas and SVG alike. */

/** @import { App, Box, Plate, Scene, Style } from "./types.js" */

import { makeMeasure, layLabels, paintLabel } from "./labels.js";
import { paintLinks, paintNodes } from "./painting.js";
import { sourceName } from "./quotes.js";
import { CIRCLE, traceShape } from "./shapes.js";
import { plain, withCommas } from "./text.js";

const MARGIN = 22;
const TITLE = 19, TEXT = 12.5;
const LINE = 19;
const SWATCH = 16;
const MOST_KINDS = 18;
const MOST_SOURCES = 3;

/**
 * @param {App} app
 * @param {{ width: number, height: number, nodes?: number[] | undefined, window?: Box }} size of the picture; fitted to some nodes or to a part of
 *   the picture, or as it stands on the screen
 * @returns {Plate}
 */
export function planPlate(app, { width, height, nodes, window: part }) {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const { font } = app.look;
  const top = MARGIN + TITLE + 10;
  const scene = { ...app.picture.scene, hover: -1, region: -1, moving: false, view: viewOf(app, nodes, part, width, height) };
  pen.font = `${TEXT}px ${font}`;
  const wide = (/** @type {string} */ text) => pen.measureText(text).width;
  const legend = [];
  let x = MARGIN, y = top + height + 20;
  for (const { style, text } of legendOf(app, scene, width, height)) {
    const room = SWATCH + 6 + wide(text) + 18;
    if (x > MARGIN && x + room > width - MARGIN) { x = MARGIN; y += LINE; }
    legend.push({ style, text, x, y });
    x += room;
  }
  const lines = sourceLines(app).flatMap((line) => folded(line, width - 2 * MARGIN, wide)).map((text, i) => ({ text, y: y + LINE * (i + 1) + 5 }));
  const size = { title: TITLE, text: TEXT, margin: MARGIN };
  return { width, height, top, whole: y + LINE * (lines.length + 1) + 8, title: titleOf(app), font, scene, legend, lines, size };
}

/** @param {App} app @param {number[] | undefined} nodes @param {Box | undefined} part @param {number} width @param {number} height */
function viewOf(app, nodes, part, width, height) {
  if (nodes?.length) return fitted(app, nodes, width, height);
  if (!part) return app.picture.scene.view;
  const scale = Math.min(width / part[2], height / part[3]);
  return { scale, left: width / 2 - scale * part[0], top: height / 2 - scale * part[1] };
}

/** @param {App} app */
function titleOf({ graph, store, drawing }) {
  const { a, b, found } = store.state.connection;
  const path = found?.paths.length ? ` · ${graph.label(a)} → ${graph.label(b)}` : "";
  return plain(drawing.title[graph.words] + path);
}

/** Where what is shown is from: documents, how much of what, the day, the address. @param {App} app @returns {string[]} */
export function sourceLines({ graph, picture, t }) {
  const { documents, total } = graph.data;
  const named = [...documents.keys()].filter((one) => documents[one][3].length).concat([...documents.keys()]).filter((one, i, all) => all.indexOf(one) === i);
  const more = named.length > MOST_SOURCES ? t("plate.more", named.length - MOST_SOURCES) : "";
  const sources = named.length ? [`${t("plate.source")}${named.slice(0, MOST_SOURCES).map((one) => sourceName(graph, one)).join(t("joint"))}${more}`] : [];
  const { nodes, links } = picture.shown;
  const shown = t("shown", withCommas(nodes.size), withCommas(total.entities), withCommas(links.size), withCommas(total.links));
  const address = location.protocol.startsWith("http") ? [location.href] : [];
  return [...sources, [shown, new Date().toISOString().slice(0, 10), "wenmai 文脉", ...address].join(" · ")].map(plain);
}

/** The classes of what can be seen, the commonest first. @param {App} app @param {Scene} scene @param {number} width @param {number} height */
function legendOf({ graph, look, t }, { shown, view, x, y }, width, height) {
  const { shade } = look;
  const rows = (shade?.rows ?? []).map(({ colour, text, count }) => ({ style: { colour, shape: CIRCLE, hollow: false }, text: plain(`${text()} ${withCommas(count)}`) }));
  if (shade?.colour) return rows;
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const node of shown.nodes) {
    const px = x[node] * view.scale + view.left, py = y[node] * view.scale + view.top;
    if (px >= 0 && py >= 0 && px <= width && py <= height) counts.set(look.kind(node), (counts.get(look.kind(node)) ?? 0) + 1);
  }
  const kinds = [...counts.keys()].sort((a, b) => Number(counts.get(b)) - Number(counts.get(a)) || a - b);
  const name = (/** @type {number} */ kind) => `${kind < 0 ? t("untyped") : graph.className(kind)} ${withCommas(Number(counts.get(kind)))}`;
  return [...rows, ...kinds.slice(0, MOST_KINDS).map((kind) => ({ style: look.style(kind), text: plain(name(kind)) }))];
}

/** @param {App} app @param {number[]} nodes @param {number} width @param {number} height */
function fitted({ picture: { x, y } }, nodes, width, height) {
  const placed = nodes.filter((node) => !Number.isNaN(x[node]));
  const [left, right] = [Math.min(...placed.map((node) => x[node])), Math.max(...placed.map((node) => x[node]))];
  const [top, low] = [Math.min(...placed.map((node) => y[node])), Math.max(...placed.map((node) => y[node]))];
  const scale = Math.min(1.7, (width - 260) / (right - left + 1), (height - 110) / (low - top + 1));
  return { scale, left: width / 2 - (scale * (left + right)) / 2, top: height / 2 - (scale * (top + low)) / 2 };
}

/**
 * A text in lines of a width, broken at blanks, or anywhere.
 * @param {string} text
 * @param {number} most
 * @param {(text: string) => number} wide
 */
function folded(text, most, wide) {
  const lines = [""];
  for (const word of text.split(/(?<= )|(?=[\u3000-\u9fff])/)) {
    if (wide(lines[lines.length - 1] + word) > most && lines[lines.length - 1]) lines.push("");
    lines[lines.length - 1] += word;
  }
  return lines;
}

/**
 * A plate on a canvas, with so many pixels for each of its units.
 * @param {App} app
 * @param {HTMLCanvasElement} canvas
 * @param {Plate} plate
 * @param {number} ratio
 */
export function paintPlate({ look }, canvas, plate, ratio) {
  const { width, height, top, whole, scene, font, size } = plate;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(whole * ratio);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const { view } = scene;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = look.colours.ground;
  pen.fillRect(0, 0, width, whole);
  pen.save();
  pen.beginPath();
  pen.rect(0, top, width, height);
  pen.clip();
  pen.setTransform(ratio * view.scale, 0, 0, ratio * view.scale, ratio * view.left, ratio * (view.top + top));
  paintLinks(pen, scene, width, height);
  paintNodes(pen, scene, width, height);
  pen.setTransform(ratio, 0, 0, ratio, 0, ratio * top);
  for (const label of layLabels(pen, scene, width, height, makeMeasure())) paintLabel(pen, scene, label);
  pen.restore();
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  write(pen, plate.title, size.margin, size.margin + size.title / 2, `600 ${size.title}px ${font}`, look.colours.ink, width - 2 * size.margin);
  for (const { style, text, x, y } of plate.legend) {
    paintSwatch(pen, look, style, x + SWATCH / 2, y);
    write(pen, text, x + SWATCH + 6, y, `${size.text}px ${font}`, look.colours.ink);
  }
  for (const { text, y } of plate.lines) write(pen, text, size.margin, y, `${size.text}px ${font}`, look.colours.soft);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} font
 * @param {string} colour
 * @param {number} [most]
 */
function write(pen, text, x, y, font, colour, most) {
  pen.font = font;
  pen.fillStyle = colour;
  pen.fillText(text, x, y, most);
}

/** @param {CanvasRenderingContext2D} pen @param {App["look"]} look @param {Style} style @param {number} x @param {number} y */
function paintSwatch(pen, look, { colour, shape, hollow }, x, y) {
  pen.beginPath();
  traceShape(pen, shape, x, y, 5.6);
  pen.lineWidth = 1.6;
  pen.fillStyle = hollow ? look.colours.ground : look.palette[colour];
  pen.strokeStyle = look.palette[colour];
  pen.fill();
  pen.stroke();
}
