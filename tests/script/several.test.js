// @ts-check
/* Several entities: how they are joined, as the command has it; what a lasso takes in. */

import assert from "node:assert/strict";
import test from "node:test";

import { isInside } from "../../graph/wenmai/view/script/geometry.js";
import { makeGraph } from "../../graph/wenmai/view/script/graph.js";
import { join } from "../../graph/wenmai/view/script/joining.js";
import { makePaths } from "../../graph/wenmai/view/script/paths.js";
import { byCodePoint } from "../../graph/wenmai/view/script/text.js";
import { randomGraphs } from "./graphs.js";

test("several are joined by the links of the command, or not at all", () => {
  let joins = 0, apart = 0;
  for (const { data, joined } of randomGraphs(60, 5)) {
    const graph = makeGraph(data), paths = makePaths(graph);
    for (const [wanted, pairs] of joined) {
      const found = join(graph, paths, wanted.map(graph.find), {});
      if (!pairs) {
        apart++;
        assert.equal(found.joined, undefined);
        assert.ok(found.reason, "why two of them cannot be joined");
        continue;
      }
      joins++;
      const ends = (found.joined ?? []).map((link) => [graph.subject[link], graph.object[link]].map(graph.iri).sort(byCodePoint));
      const own = [...new Set(ends.map((pair) => JSON.stringify(pair)))].sort(byCodePoint);
      assert.deepEqual(own, pairs.map((pair) => JSON.stringify(pair)).sort(byCodePoint));
    }
  }
  assert.ok(joins > 40 && apart > 20, `${joins} joined, ${apart} apart`);
});

test("a point is inside a polygon as often as a line from it crosses the edges once more", () => {
  /** @type {import("../../graph/wenmai/view/script/types.js").Point[]} */
  const hook = [[0, 0], [10, 0], [10, 10], [7, 10], [7, 3], [3, 3], [3, 10], [0, 10]];
  const inside = (/** @type {number} */ x, /** @type {number} */ y) => x > 0 && x < 10 && y > 0 && y < 10 && (y < 3 || x < 3 || x > 7);
  for (let x = -1.5; x < 12; x++) for (let y = -1.5; y < 12; y++) assert.equal(isInside([x, y], hook), inside(x, y), `${x} ${y}`);
});
