// @ts-check
/* The page's paths are those of the command: same paths, same scores, same order, on random graphs with every bound. */

import assert from "node:assert/strict";
import test from "node:test";

import { makeGraph } from "../../graph/wenmai/view/script/graph.js";
import { makePaths } from "../../graph/wenmai/view/script/paths.js";
import { randomGraphs } from "./graphs.js";

test("paths are Python's on random graphs", () => {
  let compared = 0;
  for (const { data, asked } of randomGraphs(80, 20211220)) {
    const graph = makeGraph(data);
    const paths = makePaths(graph);
    const iriOf = (/** @type {number} */ link) => graph.predicateIri(graph.predicate[link]);
    for (const [a, b, k, maxHops, avoid, expected] of asked) {
      const found = paths.find(graph.find(a), graph.find(b), { k, maxHops, avoid: new Set(avoid.map(graph.find)) });
      const written = found.paths.map((path) => [
        path.score, path.nodes.map(graph.iri), path.hops.map((hop) => [iriOf(hop.link), hop.forward, hop.also.map(iriOf).sort()]),
      ]);
      assert.deepEqual(written, expected, `${a} to ${b}, k ${k}, hops ${maxHops}, avoiding ${avoid}`);
      assert.equal(found.reason === undefined, expected.length > 0, "there are paths, or a reason why not");
      compared += expected.length;
    }
  }
  assert.ok(compared > 500, `the sample has paths to compare: ${compared}`);
});

test("a reason names what forbids the path", () => {
  for (const { data, asked } of randomGraphs(40, 7)) {
    const graph = makeGraph(data);
    const paths = makePaths(graph);
    for (const [a, b, , maxHops, avoid] of asked) {
      const [from, to] = [graph.find(a), graph.find(b)];
      const found = paths.find(from, to, { maxHops, avoid: new Set(avoid.map(graph.find)) });
      const free = paths.find(from, to, { maxHops: graph.count, k: 1 });
      if (found.reason === "path.limit") assert.ok(Number(found.numbers?.[1]) > maxHops, "the shortest is longer than the bound");
      if (found.reason === "path.limit" || found.reason === "path.avoid") assert.equal(free.paths.length, 1, "without bounds there is one");
      if (found.reason === "path.gap") assert.equal(free.paths.length, 0);
      if (found.reason === "path.alone") assert.deepEqual(graph.neighbours(Number(found.facts?.[2])), []);
    }
  }
});
