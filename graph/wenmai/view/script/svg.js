// @ts-check
/* The picture as it stands on the screen, as SVG and PNG. */

/** @import { App, Label } from "./types.js" */

import { bow, radius } from "./geometry.js";
import { isMuted } from "./seen.js";
import { outline } from "./shapes.js";
import { plain } from "./text.js";

/** @param {string} text */
function markup(text) {
  return plain(text).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

/** @param {App} app */
export function svgOf({ look, picture }) {
  const { scene, shown, canvas } = picture;
  const { clientWidth: width, clientHeight: height } = canvas;
  const { colours } = look;
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const marker = (/** @type {string} */ name) => `<marker id="${name}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 1 8 4 0 7z" fill="${colours[name]}"/></marker>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${markup(look.font)}" font-size="12.5">`,
    `<rect width="100%" height="100%" fill="${colours.ground}"/>`,
    `<defs>${["thread", "accent"].map(marker).join("")}</defs>`,
    ...[...shown.links].map((link) => linkPath(scene, link)),
    ...[...shown.nodes].map((node) => nodePath(scene, node)),
    ...picture.layLabels(pen, width, height).map((label) => labelText(scene, label)),
    "</svg>",
  ].filter(Boolean).join("\n");
}

/** @typedef {import("./types.js").Scene} Scene */

/** @param {Scene} scene @param {number} link */
function linkPath(scene, link) {
  const { graph, look, lit, marks, view, x, y } = scene;
  const on = Boolean(lit?.links.has(link));
  const a = graph.subject[link], b = graph.object[link];
  if ((!on && isMuted(graph, marks, link)) || a === b) return "";
  const sx = (/** @type {number} */ value) => (value * view.scale + view.left).toFixed(1);
  const sy = (/** @type {number} */ value) => (value * view.scale + view.top).toFixed(1);
  const control = bow(scene, link);
  const from = control || [x[a], y[a]];
  const away = Math.hypot(x[b] - from[0], y[b] - from[1]) || 1;
  const short = Math.min(1, (radius(scene, b) + 2) / away);
  const tx = x[b] - (x[b] - from[0]) * short, ty = y[b] - (y[b] - from[1]) * short;
  const name = on ? "accent" : "thread";
  const faint = !on && (lit || marks.dim?.links.has(link)) ? ' opacity=".3"' : "";
  const curve = control ? `Q${sx(control[0])} ${sy(control[1])} ` : "L";
  const title = `${graph.label(a)} · ${graph.linkName(link)} · ${graph.label(b)}`;
  return `<path d="M${sx(x[a])} ${sy(y[a])}${curve}${sx(tx)} ${sy(ty)}" fill="none" stroke="${look.colours[name]}" stroke-width="${on ? 2 : 1.1}"${faint} marker-end="url(#${name})"><title>${markup(title)}</title></path>`;
}

/** @param {Scene} scene @param {number} node */
function nodePath(scene, node) {
  const { graph, look, lit, marks, view, x, y } = scene;
  const { colour, shape, hollow } = look.styleOf(node);
  const faint = (lit ? !lit.nodes.has(node) : marks.dim?.nodes.has(node)) ? ' opacity=".25"' : "";
  const [fill, line] = hollow ? [look.colours.ground, look.palette[colour]] : [look.palette[colour], look.colours.ground];
  const path = outline(shape, x[node] * view.scale + view.left, y[node] * view.scale + view.top, radius(scene, node) * view.scale);
  return `<path d="${path}" fill="${fill}" stroke="${line}" stroke-width="1.4"${faint}><title>${markup(graph.label(node))}</title></path>`;
}

/** @param {Scene} scene @param {Label} label */
function labelText({ look: { colours } }, { text, left, top, strong, angle, link }) {
  const turn = angle ? ` transform="rotate(${((angle * 180) / Math.PI).toFixed(1)} ${left.toFixed(1)} ${top.toFixed(1)})"` : "";
  const kind = `${link ? ' text-anchor="middle" font-size="11.5"' : ""}${strong ? ' font-weight="600"' : ""}`;
  return `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" dominant-baseline="central"${kind} fill="${link ? colours.accent : colours.ink}" stroke="${colours.ground}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"${turn}>${markup(text)}</text>`;
}

/** @param {App} app @returns {Promise<Blob | null>} */
export function pngOf({ picture: { canvas }, look }) {
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const pen = /** @type {CanvasRenderingContext2D} */ (copy.getContext("2d"));
  pen.fillStyle = look.colours.ground;
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(canvas, 0, 0);
  return new Promise((resolve) => { copy.toBlob(resolve, "image/png"); });
}
