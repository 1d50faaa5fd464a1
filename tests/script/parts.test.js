// @ts-check
/* Small parts, each against a plainer way to the same. */

import assert from "node:assert/strict";
import test from "node:test";

import { makeBoxes } from "../../graph/wenmai/view/script/boxes.js";
import { spanReaches, yearsOf } from "../../graph/wenmai/view/script/dates.js";
import { makeGraph } from "../../graph/wenmai/view/script/graph.js";
import { makeHeap } from "../../graph/wenmai/view/script/heap.js";
import { mutedLinks } from "../../graph/wenmai/view/script/seen.js";
import { breakLines, byCodePoint, cut, plain, safeAddress, withCommas } from "../../graph/wenmai/view/script/text.js";
import { turtleOf } from "../../graph/wenmai/view/script/turtle.js";
import { randomGraphs } from "./graphs.js";

const numbers = Array.from({ length: 400 }, (_, i) => (i * 7919) % 1009);

test("a heap gives its items in order", () => {
  const heap = makeHeap((/** @type {number} */ a, /** @type {number} */ b) => a - b);
  numbers.forEach(heap.push);
  const found = numbers.map(() => heap.pop());
  assert.deepEqual(found, [...numbers].sort((a, b) => a - b));
  assert.equal(heap.pop(), undefined);
});

test("boxes that were given room do not meet", () => {
  const boxes = makeBoxes(800);
  /** @type {number[][]} */
  const taken = [];
  for (let i = 0; i + 3 < numbers.length; i++) {
    const [x, y, w, h] = [numbers[i] % 800, numbers[i + 1] % 600, 5 + (numbers[i + 2] % 120), 5 + (numbers[i + 3] % 20)];
    const meets = taken.some((one) => x < one[2] && x + w > one[0] && y < one[3] && y + h > one[1]);
    assert.equal(boxes.take(x, y, x + w, y + h), !meets);
    if (!meets) taken.push([x, y, x + w, y + h]);
  }
  assert.ok(taken.length > 20);
});

test("texts are ordered by code points", () => {
  const texts = ["", "a", "b", "z", "￿", "𝒜", "😀", "a😀", "a￿", "好"];
  const points = (/** @type {string} */ text) => [...text].map((one) => String(one.codePointAt(0)).padStart(8, "0")).join(",");
  const expected = [...texts].sort((a, b) => (points(a) < points(b) ? -1 : 1));
  assert.deepEqual([...texts].sort(byCodePoint), expected);
});

test("texts show what they hold", () => {
  assert.equal(plain("a\u202eb\u0000"), "a⟨U+202E⟩b⟨U+0000⟩");
  assert.equal(safeAddress("javascript:alert(1)"), "");
  assert.equal(safeAddress("https://example.org/a?b=1"), "https://example.org/a?b=1");
  assert.equal(cut("云溪图书馆", 6), "云溪图…");
  assert.equal(cut("library", 7), "library");
  assert.deepEqual([0, 999, 1000, 1234567].map(withCommas), ["0", "999", "1,000", "1,234,567"]);
});

test("an entity is found by its IRI, and its links are all there", () => {
  for (const { data } of randomGraphs(20, 3)) {
    const graph = makeGraph(data);
    data.nodes.iri.forEach((iri, node) => assert.equal(graph.find(iri), node));
    assert.equal(graph.find("urn:none"), -1);
    for (let node = 0; node < graph.count; node++) {
      const expected = data.links.subject.flatMap((subject, link) => (subject === node || data.links.object[link] === node ? [link] : []));
      assert.deepEqual(graph.linksOf(node), expected);
    }
  }
});

test("Turtle names every link that is shown", () => {
  const { data } = randomGraphs(1, 5)[0];
  const graph = makeGraph(data);
  const shown = { nodes: new Set(data.nodes.iri.keys()), links: new Set(data.links.subject.keys()) };
  const text = turtleOf(graph, shown);
  for (const link of shown.links) assert.ok(text.includes(`<${graph.predicateIri(graph.predicate[link])}> <${graph.iri(graph.object[link])}>`));
});

test("muting hubs leaves each entity a link", () => {
  for (const { data } of randomGraphs(20, 9)) {
    const graph = makeGraph(data);
    const shown = { nodes: new Set(data.nodes.iri.keys()), links: new Set(data.links.subject.keys()) };
    const hubs = new Set([...shown.nodes].filter((node) => graph.degree(node) > 3));
    const muted = mutedLinks(graph, shown, hubs);
    for (const link of muted) assert.ok(hubs.has(graph.subject[link]) || hubs.has(graph.object[link]));
    for (const node of shown.nodes) {
      if (graph.neighbours(node).length) assert.ok(graph.linksOf(node).some((link) => graph.other(link, node) !== node && !muted.has(link)));
    }
  }
});

test("a long name is broken in two where its halves are most alike, and nothing is lost", () => {
  assert.deepEqual(breakLines("State Council", 22), ["State Council"]);
  assert.deepEqual(breakLines("property management committee of the street", 22), ["property management", "committee of the street"]);
  assert.deepEqual(breakLines("北京市西城区人民政府办公室通知", 22), ["北京市西城区人", "民政府办公室通知"]);
  assert.deepEqual(breakLines("one two three four five six seven eight", 14), ["one two three", "four five six", "seven eight"]);
  assert.deepEqual(breakLines("x".repeat(40), 22), ["x".repeat(40)]);
});

test("years are those of the time, of four digits and more, before our era too", () => {
  assert.deepEqual(yearsOf(["1990-05-01", ""]), [1990, 1990]);
  assert.deepEqual(yearsOf(["-0044-03-15", "0014-08-19"]), [-44, 14]);
  assert.equal(yearsOf(["", ""]), null);
  assert.ok(spanReaches(["-0044-03-15", ""], [-100, -40]));
  assert.ok(!spanReaches(["1990-01-01", "1990-12-31"], [1991, 2000]));
  assert.ok(!spanReaches(["", ""], [0, 9999]));
});
