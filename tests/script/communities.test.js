// @ts-check
/* Communities go by the links that connect: what an editor or a scheme brings together is none. */

/** @import { Graph } from "../../graph/wenmai/view/script/types.js" */

import assert from "node:assert/strict";
import test from "node:test";

import { communitiesOf } from "../../graph/wenmai/view/script/communities.js";

/**
 * As much of a graph as communities ask: links as [subject, predicate, object]; predicate 1 connects nothing.
 * @param {number} count
 * @param {[number, number, number][]} links
 */
function graphOf(count, links) {
  const degree = new Int32Array(count);
  for (const [a, , b] of links) { degree[a]++; degree[b]++; }
  return /** @type {Graph} */ (/** @type {unknown} */ ({
    count, size: links.length, subject: links.map(([a]) => a), predicate: links.map(([, by]) => by), object: links.map(([, , b]) => b),
    aside: (/** @type {number} */ predicate) => predicate === 1, degree: (/** @type {number} */ node) => degree[node],
  }));
}

/** @type {[number, number, number][]} */
const TRIANGLES = [[0, 0, 1], [1, 0, 2], [2, 0, 0], [3, 0, 4], [4, 0, 5], [5, 0, 3]];

test("who edited everything brings nothing together", () => {
  const edited = /** @type {[number, number, number][]} */ ([0, 1, 2, 3, 4, 5].map((node) => [node, 1, 6]));
  const of = communitiesOf(graphOf(7, [...TRIANGLES, ...edited]));
  assert.deepEqual([...of.slice(0, 3)], [of[0], of[0], of[0]]);
  assert.deepEqual([...of.slice(3, 6)], [of[3], of[3], of[3]]);
  assert.equal(new Set([of[0], of[3], of[6]]).size, 3);
});

test("where hardly anything connects otherwise, such links count", () => {
  const edited = /** @type {[number, number, number][]} */ ([1, 2, 3, 4, 5, 6, 7].map((node) => [node, 1, 0]));
  const of = communitiesOf(graphOf(8, [...edited, [1, 0, 0]]));
  assert.equal(new Set(of).size, 1);
});
