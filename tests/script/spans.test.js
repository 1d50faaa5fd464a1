// @ts-check
/* A text by its cited spans: pieces give the text again, each with the passages that cover it; what none covers is listed. */

import assert from "node:assert/strict";
import test from "node:test";

import { makeCitations } from "../../graph/wenmai/view/script/citations.js";
import { makeGraph } from "../../graph/wenmai/view/script/graph.js";
import { alignPaths } from "../../graph/wenmai/view/script/lanes.js";
import { blocksOf, codePoints, coveredBy, piecesOf, uncitedOf } from "../../graph/wenmai/view/script/spans.js";
import { randomGraphs } from "./graphs.js";

/** Numbers that look random and are the same each time. @param {number} seed */
function chance(seed) {
  let now = seed;
  return (/** @type {number} */ below) => {
    now = (Math.imul(now, 1103515245) + 12345) & 0x7fffffff;
    return (now >> 8) % below;
  };
}

const LETTERS = ["文", "脉", "a", "é", "😀", "，", "。", " ", "\n"];

/** @param {ReturnType<typeof chance>} pick @param {number} length */
function randomText(pick, length) {
  const characters = Array.from({ length }, () => LETTERS[pick(LETTERS.length)]);
  const passages = Array.from({ length: pick(12) }, () => {
    const start = pick(length);
    return { start, end: Math.min(length, start + 1 + pick(60)), evidence: [] };
  }).sort((a, b) => a.start - b.start || a.end - b.end);
  return { characters, passages };
}

test("pieces of blocks are the text, each under the passages that cover it", () => {
  for (let seed = 1; seed < 60; seed++) {
    const pick = chance(seed);
    const { characters, passages } = randomText(pick, 1 + pick(seed % 9 === 0 ? 30000 : 400));
    const text = codePoints(characters.join(""));
    assert.equal(text.length, characters.length);
    const pieces = blocksOf(text, passages).flatMap((block) => piecesOf(block, passages));
    assert.equal(pieces.map(({ from, to }) => text.slice(from, to)).join(""), characters.join(""));
    let covered = 0;
    for (const { from, to, over } of pieces) {
      const expected = passages.flatMap(({ start, end }, place) => (start <= from && end >= to ? [place] : []));
      assert.deepEqual(over, expected);
      assert.ok(passages.every(({ start, end }) => !(start < to && end > from) || (start <= from && end >= to)), "no passage ends within a piece");
      if (over.length) covered += to - from;
    }
    assert.equal(coveredBy(passages, text.length), covered);
  }
});

test("what is not cited is listed once and whole, but for signs around it", () => {
  for (let seed = 1; seed < 60; seed++) {
    const pick = chance(seed);
    const { characters, passages } = randomText(pick, 1 + pick(400));
    const cited = new Set(passages.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));
    const listed = uncitedOf(codePoints(characters.join("")), passages).flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i));
    assert.equal(new Set(listed).size, listed.length, "nothing twice");
    assert.ok(listed.every((place) => !cited.has(place) && characters[place] !== "\n"));
    const letters = characters.flatMap((one, place) => (/[\p{L}\p{N}]/u.test(one) && !cited.has(place) ? [place] : []));
    assert.ok(letters.every((place) => listed.includes(place)), "every letter that is not cited is in the list");
  }
});

test("what is cited for is what cites it", () => {
  for (const { data } of randomGraphs(10, 5)) {
    const graph = makeGraph(data);
    const citations = makeCitations(graph);
    data.documents.forEach((_, document_) => {
      for (const passage of citations.of(document_)) {
        for (const link of citations.supports(passage).links) assert.ok(graph.evidence(link).some((one) => passage.evidence.includes(one)));
      }
    });
  }
});

test("columns ascend along each path, and shared entities stand in one", () => {
  for (let seed = 1; seed < 200; seed++) {
    const pick = chance(seed);
    const paths = Array.from({ length: 1 + pick(5) }, () => {
      const inner = [2, 3, 4, 5, 6, 7].sort(() => pick(3) - 1).slice(0, pick(5));
      return [0, ...inner, 1];
    });
    const columns = alignPaths(paths);
    columns.forEach((own, lane) => own.forEach((column, i) => assert.ok(i === 0 ? column === 0 : column > own[i - 1], `${paths[lane]}: ${own}`)));
    assert.equal(new Set(columns.map((own) => own[own.length - 1])).size, 1, "all end in one column");
  }
  assert.deepEqual(alignPaths([[0, 5, 1], [0, 4, 5, 1], [0, 4, 1]]), [[0, 2, 3], [0, 1, 2, 3], [0, 1, 3]]);
});
