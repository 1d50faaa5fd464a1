// @ts-check
/* A plate of the picture as SVG. */

/** @import { App, Label, Plate, Style } from "./types.js" */

import { bow, loop, radius } from "./geometry.js";
import { layLabels, lineAt, makeMeasure } from "./labels.js";
import { outline } from "./shapes.js";
import { zonePaths } from "./svgzones.js";
import { plain } from "./text.js";
import { detail } from "./zones.js";

const ANCHORS = { left: "start", center: "middle", right: "end" };

/** @param {string} text */
function markup(text) {
  return plain(text).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

/**
 * A plate: title, picture, legend and source.
 * @param {App} app
 * @param {Plate} plate
 */
export function svgOf({ look }, { width, height, top, whole, title, legend, lines, scene, font, size }) {
  const { shown, graph, zone } = scene, { colours } = look, level = detail(scene);
  const drawn = (/** @type {number} */ node) => level === 2 || !zone?.circles || (level === 1 && zone.hub(node)); /* from afar regions, then their hubs */
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const marker = (/** @type {string} */ name) => `<marker id="${name}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 1 8 4 0 7z" fill="${colours[name]}"/></marker>`;
  const text = (/** @type {string} */ words, /** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ paint, more = "") =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" dominant-baseline="central" fill="${paint}"${more}>${markup(words)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${whole}" width="${width}" height="${whole}" font-family="${markup(font)}" font-size="${size.text}">`,
    `<title>${markup(title)}</title>`,
    `<rect width="100%" height="100%" fill="${colours.ground}"/>`,
    `<defs>${["thread", "accent"].map(marker).join("")}</defs>`,
    text(title, size.margin, size.margin + size.title / 2, colours.ink, ` font-size="${size.title}" font-weight="600"`),
    `<svg x="0" y="${top}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    ...zonePaths(scene),
    ...[...shown.links].filter((link) => drawn(graph.subject[link]) && drawn(graph.object[link])).map((link) => linkPath(scene, link)),
    ...[...shown.nodes].filter(drawn).map((node) => nodePath(scene, node)),
    ...[...scene.images].filter(([node]) => shown.nodes.has(node) && drawn(node)).map(([node, image]) => imagePath(scene, node, image)),
    ...layLabels(pen, scene, width, height, makeMeasure()).map((label) => labelText(scene, label)),
    "</svg>",
    ...legend.map(({ style, text: words, x, y }) => swatch(look, style, x + 8, y) + text(words, x + 22, y, colours.ink)),
    ...lines.map(({ text: words, y }) => text(words, size.margin, y, colours.soft)),
    "</svg>",
  ].filter(Boolean).join("\n");
}

/** @param {App["look"]} look @param {Style} style @param {number} x @param {number} y */
function swatch(look, { colour, shape, hollow }, x, y) {
  return `<path d="${outline(shape, x, y, 5.6)}" fill="${hollow ? look.colours.ground : look.palette[colour]}" stroke="${look.palette[colour]}" stroke-width="1.6"/>`;
}

/** @typedef {import("./types.js").Scene} Scene */

/** @param {Scene} scene @param {number} link */
function linkPath(scene, link) {
  const { graph, look, lit, marks } = scene;
  const on = Boolean(lit?.links.has(link));
  if (!on && marks.muted.has(link)) return "";
  const a = graph.subject[link], b = graph.object[link];
  const name = on ? "accent" : "thread", paint = on ? look.colours.accent : linkColour(look, link);
  const faint = !on && (lit || marks.dim?.links.has(link)) ? ' opacity=".3"' : "";
  const end = a === b ? "" : ` marker-end="url(#${name})"`;
  const title = `${graph.label(a)} · ${graph.linkName(link)} · ${graph.label(b)}`;
  return `<path d="${a === b ? loopData(scene, link) : lineData(scene, link)}" fill="none" stroke="${paint}" stroke-width="${on ? 2 : 1.1}"${faint}${end}><title>${markup(title)}</title></path>`;
}

/** What a link wears that is not lit. @param {App["look"]} look @param {number} link */
function linkColour({ shade, palette, colours }, link) {
  const own = shade ? shade.link(link) : -1;
  return own < 0 ? colours.thread : palette[own];
}

/** A link to its end's edge, straight or bowed. @param {Scene} scene @param {number} link */
function lineData(scene, link) {
  const { graph, view, x, y } = scene;
  const a = graph.subject[link], b = graph.object[link];
  const point = (/** @type {number} */ px, /** @type {number} */ py) => `${(px * view.scale + view.left).toFixed(1)} ${(py * view.scale + view.top).toFixed(1)}`;
  const control = bow(scene, link);
  const [fx, fy] = control || [x[a], y[a]];
  const short = Math.min(1, (radius(scene, b) + 2) / (Math.hypot(x[b] - fx, y[b] - fy) || 1));
  return `M${point(x[a], y[a])}${control ? `Q${point(fx, fy)} ` : "L"}${point(x[b] - (x[b] - fx) * short, y[b] - (y[b] - fy) * short)}`;
}

/** The ring of a link from an entity to itself. @param {Scene} scene @param {number} link */
function loopData(scene, link) {
  const { view } = scene;
  const ring = loop(scene, link);
  const r = (ring.r * view.scale).toFixed(1), across = (2 * ring.r * view.scale).toFixed(1);
  return `M${((ring.x - ring.r) * view.scale + view.left).toFixed(1)} ${(ring.y * view.scale + view.top).toFixed(1)}a${r} ${r} 0 1 0 ${across} 0a${r} ${r} 0 1 0 -${across} 0`;
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

/** An entity's image in a circle of its size, the middle of it where it is no square.
 * @param {Scene} scene @param {number} node @param {HTMLImageElement} image */
function imagePath(scene, node, image) {
  const { look, lit, marks, view, x, y } = scene, r = radius(scene, node) * view.scale;
  const [cx, cy, wide] = [x[node] * view.scale + view.left, y[node] * view.scale + view.top, 2 * r].map((one) => one.toFixed(1));
  const [left, top] = [x[node] * view.scale + view.left - r, y[node] * view.scale + view.top - r].map((one) => one.toFixed(1));
  const faint = (lit ? !lit.nodes.has(node) : marks.dim?.nodes.has(node)) ? ' opacity=".25"' : "";
  const circle = `<circle cx="${cx}" cy="${cy}" r="${r.toFixed(1)}"`;
  return `<g${faint}><clipPath id="image-${node}">${circle}/></clipPath>`
    + `<image href="${markup(image.src)}" x="${left}" y="${top}" width="${wide}" height="${wide}" preserveAspectRatio="xMidYMid slice"`
    + ` clip-path="url(#image-${node})"/>`
    + `${circle} fill="none" stroke="${look.palette[look.styleOf(node).colour]}" stroke-width="1.5"><title>${markup(scene.graph.label(node))}</title></circle></g>`;
}

/** @param {Scene} scene @param {Label} label */
function labelText({ look: { colours } }, label) {
  const { left, top, strong, angle, link } = label;
  const turn = angle ? ` transform="rotate(${((angle * 180) / Math.PI).toFixed(1)} ${left.toFixed(1)} ${top.toFixed(1)})"` : "";
  const size = label.zone === "region" ? ' font-size="13.5"' : link || label.zone ? ' font-size="11.5"' : "";
  const kind = `${size}${strong || label.zone === "region" || label.zone === "small" ? ' font-weight="600"' : ""}`;
  const paint = `stroke="${colours.ground}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`;
  return label.lines.map((line, i) => {
    const at = lineAt(label, i);
    const fill = link || (label.more && i === label.lines.length - 1) ? colours.accent : colours.ink;
    return `<text fill="${fill}" x="${at.x.toFixed(1)}" y="${at.y.toFixed(1)}" dominant-baseline="central" text-anchor="${ANCHORS[label.align]}"${kind} ${paint}${turn}>${markup(line)}</text>`;
  }).join("\n");
}
