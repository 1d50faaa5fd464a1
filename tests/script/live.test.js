// The picture that is fed on demand: what it holds as pages of neighbours come.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Growing, MOST_NODES } from "../../graph/wenmai/serve/static/live/model.js";

const told = (/** @type {string} */ iri) => ({ iri, label: iri, kinds: [], links: 3 });
const link = (/** @type {string} */ subject, /** @type {string} */ object) =>
  ({ subject, predicate: "p", predicateLabel: "p", object, time: null, said: [], sources: [] });

/** @param {string} iri @param {string[]} others @param {number | null} next */
const page = (iri, others, next = null) =>
  ({ entity: told(iri), total: 9, offset: 0, next, nodes: others.map(told), links: others.map((other) => link(iri, other)) });

test("pages grow the picture, and nothing comes twice", () => {
  const graph = new Growing();
  assert.equal(graph.take(page("a", ["b", "c"], 2)).length, 2);
  assert.equal(graph.nodes.get("a")?.next, 2);
  assert.equal(graph.take(page("a", ["c", "d"])).length, 1);
  assert.deepEqual([graph.nodes.size, graph.links.size, graph.nodes.get("a")?.next], [4, 3, null]);
  const spots = new Set([...graph.nodes.values()].map((node) => `${node.x} ${node.y}`));
  assert.equal(spots.size, 4);
  assert.ok([...graph.nodes.values()].every((node) => Number.isFinite(node.x) && Number.isFinite(node.y)));
});

test("what an entity brought is put away, and what others hold stays", () => {
  const graph = new Growing();
  graph.take(page("a", ["b", "c"]));
  graph.take(page("b", ["d", "e", "c"]));
  graph.take(page("e", ["f"]));
  assert.equal(graph.close("b"), 1);
  assert.deepEqual([...graph.nodes.keys()].sort(), ["a", "b", "c", "e", "f"]);
  assert.ok([...graph.links.values()].every((one) => graph.nodes.has(one.subject) && graph.nodes.has(one.object)));
  assert.equal(graph.nodes.get("b")?.next, 0);
});

test("a picture holds so many entities and no more; the same pages make the same picture", () => {
  const make = () => {
    const graph = new Growing();
    for (let one = 0; one < 10; one += 1) graph.take(page(`a${one}`, Array.from({ length: 40 }, (_, other) => `${one}-${other}`)));
    return graph;
  };
  const [one, other] = [make(), make()];
  assert.ok(one.nodes.size <= MOST_NODES + 10);
  assert.deepEqual([...one.nodes.values()].map((node) => node.x), [...other.nodes.values()].map((node) => node.x));
  const first = one.nodes.get("a0");
  assert.ok(first);
  const moved = [[1, 0], [-1, 0], [0, 1], [0, -1]].map(([x, y]) => one.towards(first, x, y));
  assert.ok(moved.some((node) => node !== first));
  assert.ok(moved[0] === first || moved[0].x > first.x);
});
