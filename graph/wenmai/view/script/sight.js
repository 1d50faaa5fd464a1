// @ts-check
/* How the picture is looked at: its colours and sizes are worn by the look, regions are drawn, and on the map of regions, or within one,
   entities have other places. */

/** @import { App, Circle, State, Visible } from "./types.js" */

import { arrange } from "./arrange.js";
import { circlesOf, placesWithin } from "./mapping.js";
import { MOST_OF_REGION } from "./seen.js";
import { makeShade, numeral, weighing } from "./shading.js";
import { ALL } from "./state.js";
import { withCommas } from "./text.js";

const LEAST_AREA = 3; /* entities of an area */

/** @param {App} app */
export function makeSight(app) {
  const { graph, look, regions, t } = app;
  let worn = "class degree";
  /** @type {Map<string, { x: Float64Array, y: Float64Array }>} */
  const places = new Map();
  /** The map's circles by what they are sized by. @type {Map<string, Circle[]>} */
  const circles = new Map();
  /** @type {Set<number>} */
  const hubs = new Set();

  /** The map's circles and its hubs: of each region as many as the root of its size. @param {string} by */
  function mapped(by) {
    const known = circles.get(by);
    if (known) return known;
    for (let region = 0; region < regions.count && !circles.size; region++) {
      const members = regions.members(region);
      for (const node of members.slice(0, Math.ceil(Math.sqrt(members.length)))) hubs.add(node);
    }
    const made = circlesOf(regions, weighing(graph, regions, by));
    circles.set(by, made);
    return made;
  }

  /** @param {number} map @param {string} by */
  function placesOf(map, by) {
    const key = map === ALL ? `all ${by}` : String(map), known = places.get(key);
    if (known) return known;
    const found = map === ALL ? placesWithin(regions, mapped(by), graph.count) : arrange(graph, regions.members(map).slice(0, MOST_OF_REGION));
    places.set(key, found);
    return found;
  }

  return {
    /** @param {State} state */
    wear({ filters: { colour, size } }) {
      if (worn === `${colour} ${size}`) return;
      worn = `${colour} ${size}`;
      look.shade = worn === "class degree" ? null : makeShade(graph, regions, t, { colour, size });
    },
    /** @param {State} state */
    layOut({ filters: { map, circles: by } }) {
      app.picture.layOut(map === null ? null : placesOf(map, by));
    },
    /** @param {State} state @param {Visible} shown */
    divide({ filters: { hulls, map, circles: by } }, { nodes }) {
      const name = (/** @type {number} */ region) => regions.name(region, t("region.rest"));
      const common = { regions, name, hub: (/** @type {number} */ node) => hubs.has(node) };
      const weigh = weighing(graph, regions, by), areas = hulls && map === null ? areasOf(nodes) : [];
      const told = by.startsWith("number ") ? numeral : withCommas;
      if (map === ALL) app.picture.divide({ ...common, circles: mapped(by), areas, count: (region) => told(weigh(region)) });
      else if (!hulls || map !== null) app.picture.divide(null);
      else app.picture.divide({ ...common, circles: null, areas, count: (region) => withCommas(areas[region].length) });
    },
  };

  /** Those of each community that are shown, where they are a few. @param {Set<number>} nodes */
  function areasOf(nodes) {
    /** @type {number[][]} */
    const areas = Array.from({ length: regions.named }, () => []);
    for (const node of nodes) areas[regions.of(node)]?.push(node);
    return areas.map((some) => (some.length >= LEAST_AREA ? some : []));
  }
}
