// @ts-check
/* Small parts, each against a plainer way to the same. */

import assert from "node:assert/strict";
import test from "node:test";

import { makeBoxes } from "../../graph/wenmai/view/script/boxes.js";
import { spanReaches, yearsOf } from "../../graph/wenmai/view/script/dates.js";
import { makeGraph } from "../../graph/wenmai/view/script/graph.js";
import { makeHeap } from "../../graph/wenmai/view/script/heap.js";
import { groupsOf } from "../../graph/wenmai/view/script/expansion.js";
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

test("muting hubs takes nothing apart, and keeps no link of a hub that is not needed for that", () => {
  for (const { data } of randomGraphs(20, 9)) {
    const graph = makeGraph(data);
    const shown = { nodes: new Set(data.nodes.iri.keys()), links: new Set(data.links.subject.keys()) };
    const hubs = new Set([...shown.nodes].filter((node) => graph.degree(node) > 3));
    const muted = mutedLinks(graph, shown, hubs);
    const ofHub = (/** @type {number} */ link) => hubs.has(graph.subject[link]) || hubs.has(graph.object[link]);
    const left = [...shown.links].filter((link) => !muted.has(link));
    for (const link of muted) assert.ok(ofHub(link));
    assert.deepEqual(pieces(graph, left), pieces(graph, [...shown.links]));
    for (const link of left.filter(ofHub)) assert.notDeepEqual(pieces(graph, left.filter((one) => one !== link)), pieces(graph, left));
  }
});

/**
 * Which entities are connected with each other by some links: for each, the least of its piece.
 * @param {import("../../graph/wenmai/view/script/types.js").Graph} graph
 * @param {number[]} links
 */
function pieces(graph, links) {
  const least = [...Array(graph.count).keys()];
  for (let changed = true; changed;) {
    changed = false;
    for (const link of links) {
      const [a, b] = [graph.subject[link], graph.object[link]], lower = Math.min(least[a], least[b]);
      if (least[a] !== lower || least[b] !== lower) { least[a] = least[b] = lower; changed = true; }
    }
  }
  return least;
}

test("what an expansion may bring stands in groups by link and by class, each neighbour in each of its groups", () => {
  for (const { data } of randomGraphs(20, 13)) {
    const graph = makeGraph(data), look = /** @type {any} */ ({ kind: (/** @type {number} */ node) => graph.types(node)[0] ?? -1 });
    for (let node = 0; node < graph.count; node++) {
      const left = graph.neighbours(node).filter((other) => other % 2);
      const groups = groupsOf({ graph, look }, node, left);
      const kinds = groups.filter(({ way }) => way.predicate < 0), ways = groups.filter(({ way }) => way.predicate >= 0);
      assert.deepEqual(kinds.flatMap(({ nodes }) => nodes).sort(), [...left].sort());
      for (const { way, nodes } of kinds) for (const other of nodes) assert.equal(look.kind(other), way.kind);
      for (const { way: { predicate, forward }, nodes } of ways) {
        const links = graph.linksOf(node).filter((link) => graph.predicate[link] === predicate && (graph.subject[link] === node) === forward);
        const others = new Set(links.map((link) => graph.other(link, node)));
        assert.deepEqual(nodes, left.filter((other) => others.has(other)));
      }
      assert.deepEqual(new Set(ways.flatMap(({ nodes }) => nodes)), new Set(left));
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
