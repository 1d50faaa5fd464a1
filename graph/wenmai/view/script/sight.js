// @ts-check
/* How the picture is looked at: its colours and sizes are worn by the look, regions are drawn, and on the map of regions, or within one,
   entities have other places. */

/** @import { App, State, Visible, Zone } from "./types.js" */

import { arrange } from "./arrange.js";
import { circlesOf, placesWithin } from "./mapping.js";
import { MOST_OF_REGION } from "./seen.js";
import { makeShade } from "./shading.js";
import { ALL } from "./state.js";

const LEAST_AREA = 3; /* entities of an area */

/** @param {App} app */
export function makeSight(app) {
  const { graph, look, regions, t } = app;
  let worn = "class degree";
  /** @type {Map<number, { x: Float64Array, y: Float64Array }>} */
  const places = new Map();
  /** @type {Zone["circles"]} */
  let circles = null;
  /** @type {Set<number>} */
  const hubs = new Set();

  /** The map's circles and its hubs: of each region as many as the root of its size. */
  function mapped() {
    if (circles) return circles;
    circles = circlesOf(regions);
    for (let region = 0; region < regions.count; region++) {
      const members = regions.members(region);
      for (const node of members.slice(0, Math.ceil(Math.sqrt(members.length)))) hubs.add(node);
    }
    return circles;
  }

  /** @param {number} map */
  function placesOf(map) {
    const known = places.get(map);
    if (known) return known;
    const some = regions.members(map).slice(0, MOST_OF_REGION);
    const found = map === ALL ? placesWithin(regions, mapped(), graph.count) : arrange(graph, some);
    places.set(map, found);
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
    layOut({ filters: { map } }) {
      app.picture.layOut(map === null ? null : placesOf(map));
    },
    /** @param {State} state @param {Visible} shown */
    divide({ filters: { hulls, map } }, { nodes }) {
      const name = (/** @type {number} */ region) => regions.name(region, t("region.rest"));
      const common = { regions, name, hub: (/** @type {number} */ node) => hubs.has(node) };
      if (map === ALL) app.picture.divide({ ...common, circles: mapped(), areas: [] });
      else if (!hulls || map !== null) app.picture.divide(null);
      else app.picture.divide({ ...common, circles: null, areas: areasOf(nodes) });
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
