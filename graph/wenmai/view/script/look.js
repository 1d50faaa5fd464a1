// @ts-check
/* How things look: the styles of classes, and the colours and font of the theme. */

/** @import { Graph, Look } from "./types.js" */

import { el } from "./dom.js";
import { CIRCLE, outline } from "./shapes.js";
import { worn } from "./shading.js";
import { classStyles, drawnClasses, orderedFamilies } from "./styles.js";

const NOTHING = { colour: 7, shape: CIRCLE, hollow: true };
const NAMED = ["ground", "raised", "line", "ink", "soft", "faint", "accent", "wash", "thread"];

/**
 * @param {Graph} graph
 * @returns {Look}
 */
export function makeLook(graph) {
  const drawn = drawnClasses(graph);
  const counts = new Array(graph.data.classes.length).fill(0);
  for (const kind of drawn) if (kind >= 0) counts[kind]++;
  const families = orderedFamilies(graph, counts);
  const styles = classStyles(graph, families);

  /** @type {Look} */
  const look = {
    families, counts, colours: {}, palette: [], font: "", shade: null,
    kind: (node) => drawn[node],
    style(kind) {
      const own = kind < 0 ? NOTHING : styles[kind];
      return look.shade?.plain === false ? worn(own, NOTHING.colour) : own; /* while colours mean something else, a class is its shape */
    },
    styleOf(node) {
      const own = drawn[node] < 0 ? NOTHING : styles[drawn[node]];
      return look.shade?.colour ? worn(own, look.shade.colour(node)) : own;
    },
    share: (node) => look.shade?.share?.(node) ?? null,
    typeName: (node) => (drawn[node] < 0 ? "" : graph.className(drawn[node])),
    swatch(kind) {
      const { colour, shape, hollow } = look.style(kind);
      return el("svg", { class: `swatch c${colour}${hollow ? " hollow" : ""}`, viewBox: "-9 -9 18 18", "aria-hidden": "true" },
        el("path", { d: outline(shape, 0, 0, 5.6) }));
    },
    read() {
      const css = getComputedStyle(document.documentElement);
      for (const name of NAMED) look.colours[name] = css.getPropertyValue(`--${name}`).trim();
      look.palette = Array.from({ length: 13 }, (_, i) => css.getPropertyValue(i < 9 ? `--c${i}` : `--s${i - 9}`).trim());
      look.font = getComputedStyle(document.body).fontFamily;
    },
    theme: () => document.documentElement.dataset.theme,
    setTheme(theme) {
      document.documentElement.dataset.theme = theme;
      look.read();
    },
  };
  look.setTheme(look.theme() === "auto" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : String(look.theme()));
  return look;
}
