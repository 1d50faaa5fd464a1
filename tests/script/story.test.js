// @ts-check
/* A story: its changes and their undoing, its file, read with suspicion, and its short form in an address. */

import assert from "node:assert/strict";
import test from "node:test";

import { pack, unpack } from "../../graph/wenmai/view/script/packing.js";
import {
  firstTelling, namedIn, readStory, toldAgain, untold, walked, withChange, withMoved, withStep, withoutStep, writeStory,
} from "../../graph/wenmai/view/script/story.js";

const step = (/** @type {string} */ name) => ({ name, caption: `about ${name}`, state: `select=urn%3A${name}` });
const three = ["a", "b", "c"].reduce((now, name) => withStep(now, step(name)), firstTelling(null));
const names = (/** @type {{ story: { steps: readonly { name: string }[] } }} */ { story }) => story.steps.map(({ name }) => name).join("");
const valid = () => JSON.parse(writeStory(three.story, "1234", "a graph"));

test("a step is kept behind the one that stands; each change can be undone, and done again", () => {
  assert.equal(names(three), "abc");
  assert.equal(names(withStep({ ...three, at: 0 }, step("x"))), "axbc");
  const moved = withMoved(three, 2, -1);
  assert.deepEqual([names(moved), moved.at], ["acb", 1]);
  assert.equal(withMoved(three, 2, 1), three, "the last has no place behind it");
  const changed = withChange(moved, 0, { name: "z" });
  const left = withoutStep(changed, 0);
  assert.equal(names(left), "cb");
  let now = left;
  for (const before of ["zcb", "acb", "abc", "ab", "a", ""]) {
    now = untold(now);
    assert.equal(names(now), before);
  }
  for (const after of ["a", "ab", "abc", "acb", "zcb", "cb"]) now = toldAgain(now), assert.equal(names(now), after);
});

test("steps that were walked are each told once", () => {
  let now = firstTelling(null);
  for (const name of ["a", "a", "b", "a"]) now = walked(now, step(name));
  assert.deepEqual(now.walked.map(({ name }) => name), ["a", "b", "a"]);
  for (let i = 0; i < 100; i++) now = walked(now, step(String(i)));
  assert.equal(now.walked.length, 30);
});

test("a file gives the same story again, with the graph it was told of", () => {
  const found = readStory(writeStory(three.story, "1234", "a graph"));
  assert.ok("story" in found);
  assert.deepEqual(found, { story: three.story, hash: "1234" });
  assert.deepEqual([...namedIn(three.story)], ["urn:a", "urn:b", "urn:c"]);
});

test("what is no story is told, each in its own sentence", () => {
  const faults = [["{", "story.json"], ["[]", "story.other"], ["null", "story.other"], [JSON.stringify({ ...valid(), format: "x" }), "story.other"],
    [JSON.stringify({ ...valid(), version: 2 }), "story.version"], [JSON.stringify({ ...valid(), version: "<b>" }), "story.version"],
    [JSON.stringify({ ...valid(), steps: {} }), "story.steps"], [JSON.stringify({ ...valid(), steps: [] }), "story.steps"],
    [JSON.stringify({ ...valid(), steps: Array(201).fill(step("a")) }), "story.steps"],
    [JSON.stringify({ ...valid(), steps: [step("a"), { name: 1 }] }), "story.step"],
    [JSON.stringify({ ...valid(), steps: [{ ...step("a"), caption: "x".repeat(5001) }] }), "story.step"], [" ".repeat(1000001), "story.large"]];
  for (const [text, fault] of faults) {
    const found = readStory(text);
    assert.ok("fault" in found, text.slice(0, 60));
    assert.equal(found.fault, fault);
  }
});

test("what a file adds is left out, and cannot reach the prototype of anything", () => {
  const text = JSON.stringify({ ...valid(), more: 1, steps: [{ ...step("a"), onclick: "x" }] }).replace('"name"', '"__proto__":{"polluted":1},"name"');
  const found = readStory(text);
  assert.ok("story" in found);
  assert.deepEqual(Object.keys(found.story.steps[0]), ["name", "caption", "state"]);
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test("a packed text is the same again, short, in the letters of an address; what is damaged or swells is refused", async () => {
  const text = writeStory({ title: "文脉 😀", steps: Array(40).fill(step("好")) }, "1", "");
  const word = await pack(text);
  assert.match(word, /^[\w-]+$/);
  assert.ok(word.length < text.length / 5, `${word.length} of ${text.length}`);
  assert.equal(await unpack(word, 1e6), text);
  assert.equal(await unpack(word.slice(0, -9), 1e6), null);
  assert.equal(await unpack("no packed text", 1e6), null);
  assert.equal(await unpack(await pack("x".repeat(5e6)), 1e6), null);
});
