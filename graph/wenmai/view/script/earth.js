// @ts-check
/* A map of what has coordinates: outlines of the land (Natural Earth) and a circle for each place, the larger the more links it has. */

/** @import { App, View } from "./types.js" */

import { el } from "./dom.js";
import { choosing, tickOf } from "./pieces.js";
import { makeRoving } from "./roving.js";
import { plain } from "./text.js";

const FINE = 10000; /* coordinates are ten-thousandths of a degree */
const QUARTERS = 4; /* outlines are quarters of a degree */
const LEAST = 8; /* degrees: a map is no nearer than that at first */
const LABELLED = 14;
const ZOOM = 1.6;

/** What of the world is seen: degrees from the left and from the top. @typedef {{ left: number, top: number, wide: number, high: number }} Window */

/**
 * @param {App} app
 * @param {() => void} redraw
 * @returns {View | null}
 */
export function makeEarth(app, redraw) {
  const { graph, look, t, picture } = app;
  const places = new Map(graph.data.facets.places.map(([node, latitude, longitude]) => [node, { x: longitude / FINE + 180, y: 90 - latitude / FINE }]));
  if (!places.size) return null;
  const land = outlines(graph.data.land);
  /** @type {Window | null} */
  let seen = null;
  let size = { wide: 900, high: 420 }; /* of the map, in pixels */

  /* What is drawn in the picture, or all of it where nothing of that has a place. */
  function shown() {
    const pictured = [...picture.shown.nodes].filter((node) => places.has(node) && !picture.scene.marks.dim?.nodes.has(node));
    return pictured.length ? pictured : [...places.keys()].filter((node) => !app.store.state.filters.facets.size && !app.store.state.filters.removed.has(node));
  }

  function draw() {
    const nodes = shown().sort((a, b) => graph.degree(b) - graph.degree(a) || a - b);
    const window_ = seen ?? around(nodes.map((node) => places.get(node) ?? { x: 0, y: 0 }), size.high / size.wide);
    const svg = el("svg", { viewBox: `${window_.left} ${window_.top} ${window_.wide} ${window_.high}`, class: "earth", role: "group", "aria-label": t("table.map") },
      el("path", { class: "land", d: land }));
    const unit = Math.max(window_.wide / size.wide, window_.high / size.high);
    const most = Math.max(1, ...nodes.map(graph.degree));
    for (const node of nodes) svg.append(circle(node, unit, most));
    names(svg, nodes, unit);
    makeRoving(svg, ".mark");
    svg.addEventListener("wheel", (event) => { event.preventDefault(); zoom(event.deltaY < 0 ? ZOOM : 1 / ZOOM, window_); }, { passive: false });
    drag(svg, window_);
    const button = (/** @type {string} */ key, /** @type {string} */ words, /** @type {() => void} */ run) =>
      el("button", { type: "button", "data-key": key, onclick: run }, t(words));
    const look_ = (/** @type {Window | null} */ next) => { seen = next; redraw(); };
    return [el("div", { class: "table-tools" },
      button("earth-in", "zoom.in", () => zoom(ZOOM, window_)), button("earth-out", "zoom.out", () => zoom(1 / ZOOM, window_)),
      button("earth-fit", "fit", () => look_(null)), button("earth-all", "map.world", () => look_({ left: 0, top: 0, wide: 360, high: 180 }))), svg];
  }

  /** @param {number} node @param {number} unit degrees of a pixel @param {number} most */
  function circle(node, unit, most) {
    const { x, y } = places.get(node) ?? { x: 0, y: 0 };
    const { selected } = app.store.state;
    const on = selected?.node === node;
    const large = 3.5 + 7 * Math.sqrt(look.shade?.share ? look.shade.share(node) : graph.degree(node) / most);
    return el("circle", { cx: x, cy: y, r: (large * unit).toFixed(4), "stroke-width": ((on ? 3 : 1.2) * unit).toFixed(4),
      class: `mark c${look.styleOf(node).colour}${on ? " on" : ""}${tickOf(app, node)}`, role: "button", tabindex: -1, "aria-pressed": String(on), "aria-label": plain(graph.label(node)),
      "data-key": `place-${node}`, onclick: choosing(app, node) });
  }

  /** Names of the largest, where they cover no other. @param {Element} svg @param {number[]} nodes @param {number} unit */
  function names(svg, nodes, unit) {
    /** @type {[number, number, number, number][]} */
    const taken = [];
    const chosen = app.store.state.selected?.node ?? -1;
    for (const node of [...(places.has(chosen) ? [chosen] : []), ...nodes.filter((one) => one !== chosen)].slice(0, 4 * LABELLED)) {
      if (taken.length >= LABELLED) break;
      const { x, y } = places.get(node) ?? { x: 0, y: 0 };
      const text = picture.cut(plain(graph.label(node)), 22);
      const box = /** @type {[number, number, number, number]} */ ([x + 10 * unit, y - 9 * unit, x + (18 + 8 * text.length) * unit, y + 9 * unit]);
      if (taken.some((one) => box[0] < one[2] && box[2] > one[0] && box[1] < one[3] && box[3] > one[1])) continue;
      taken.push(box);
      const font = { "font-size": (12 * unit).toFixed(4), "stroke-width": (3 * unit).toFixed(4) };
      svg.append(el("text", { x: box[0] + 6 * unit, y: y + 4 * unit, ...font, "aria-hidden": "true" }, text));
    }
  }

  /** @param {number} by @param {Window} from */
  function zoom(by, { left, top, wide, high }) {
    const next = Math.max(0.05, Math.min(360, wide / by)), tall = (next * high) / wide;
    seen = { left: left + (wide - next) / 2, top: top + (high - tall) / 2, wide: next, high: tall };
    redraw();
  }

  /** Moving the map with the pointer. @param {SVGElement} svg @param {Window} from */
  function drag(svg, from) {
    /** @type {{ x: number, y: number } | null} */
    let start = null;
    svg.addEventListener("pointerdown", ({ isPrimary, target, clientX, clientY }) => {
      if (isPrimary && !(/** @type {Element} */ (target).closest(".mark"))) start = { x: clientX, y: clientY };
    });
    svg.addEventListener("pointermove", (event) => {
      if (!start) return;
      const scale = from.wide / (svg.clientWidth || 1);
      seen = { ...from, left: from.left - (event.clientX - start.x) * scale, top: from.top - (event.clientY - start.y) * scale };
      svg.setAttribute("viewBox", `${seen.left} ${seen.top} ${seen.wide} ${seen.high}`);
    });
    for (const end of ["pointerup", "pointerleave"]) {
      svg.addEventListener(end, () => {
        const moved = start && seen;
        start = null;
        if (moved) redraw();
      });
    }
  }

  /* Sizes are those of the screen: once it is known how large the map is, it is drawn for that. */
  function drawn() {
    const svg = document.querySelector("svg.earth");
    const [wide, high] = [svg?.clientWidth || size.wide, svg?.clientHeight || size.high];
    if (Math.abs(wide - size.wide) < 2 && Math.abs(high - size.high) < 2) return;
    size = { wide, high };
    redraw();
  }

  return { key: "map", count: () => shown().length, draw, drawn };
}

/** The part of the world around some points. @param {{ x: number, y: number }[]} points @param {number} tall height over width @returns {Window} */
function around(points, tall) {
  const along = (/** @type {"x" | "y"} */ axis) => points.map((point) => point[axis])
    .reduce(([a, b], one) => [Math.min(a, one), Math.max(b, one)], [Infinity, -Infinity]);
  const [left, right] = along("x"), [top, low] = along("y");
  const wide = Math.min(360, Math.max(LEAST, 1.3 * (right - left), (1.3 * (low - top)) / tall));
  const middle = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ room, /** @type {number} */ whole) =>
    (room >= whole ? (whole - room) / 2 : Math.max(0, Math.min(whole - room, (a + b - room) / 2)));
  return { left: middle(left, right, wide, 360), top: middle(top, low, wide * tall, 180), wide, high: wide * tall };
}

/** The outlines as the path of an SVG whose units are degrees. @param {string} land */
function outlines(land) {
  return land.split("\n").filter(Boolean).map((line) => {
    const steps = line.split(" ").map(Number);
    const parts = [`M${steps[0] / QUARTERS + 180} ${90 - steps[1] / QUARTERS}`];
    for (let i = 2; i < steps.length; i += 2) parts.push(`l${steps[i] / QUARTERS} ${-steps[i + 1] / QUARTERS}`);
    return `${parts.join("")}Z`;
  }).join("");
}
