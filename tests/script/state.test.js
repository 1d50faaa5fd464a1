// @ts-check
/* The state is replaced and never changed; what is undone comes back; an address gives the same state again. */

/** @import { Filters, State } from "../../graph/wenmai/view/script/types.js" */

import assert from "node:assert/strict";
import test from "node:test";

import { readAddress, wishOf, writeAddress } from "../../graph/wenmai/view/script/address.js";
import { makeCitations } from "../../graph/wenmai/view/script/citations.js";
import { makeFacets } from "../../graph/wenmai/view/script/facets.js";
import { makeGraph } from "../../graph/wenmai/view/script/graph.js";
import { makeNarrowing } from "../../graph/wenmai/view/script/narrowing.js";
import { makeSeen } from "../../graph/wenmai/view/script/seen.js";
import { changed, firstState, readDrawing, redone, returning, selecting, toggled, undone } from "../../graph/wenmai/view/script/state.js";
import { makeStore } from "../../graph/wenmai/view/script/store.js";
import { drawnWhole, lookOf, randomGraphs } from "./graphs.js";

const graphs = randomGraphs(30, 11).map(({ data }) => {
  const graph = makeGraph(data);
  const look = lookOf(data);
  const drawing = readDrawing(graph, look, drawnWhole(data));
  const facets = makeFacets(graph, look, (key) => key);
  return { graph, look, drawing, facets, narrowing: makeNarrowing(graph, look, drawing, facets), first: firstState(drawing, "zh") };
});

/** Numbers that look random and are the same each time. @param {number} seed */
function chance(seed) {
  let now = seed;
  return (/** @type {number} */ below) => {
    now = (Math.imul(now, 1103515245) + 12345) & 0x7fffffff;
    return (now >> 8) % below;
  };
}

/** @param {ReturnType<typeof chance>} pick @param {typeof graphs[number]["graph"]} graph @param {Filters} filters @returns {Partial<Filters>} */
function someEdit(pick, graph, filters) {
  const node = pick(graph.count);
  const edits = [
    { hiddenPredicates: toggled(filters.hiddenPredicates, pick(graph.data.predicates.length)) },
    { hiddenKinds: toggled(filters.hiddenKinds, -1) },
    { removed: toggled(filters.removed, node) },
    { added: new Map(filters.added).set(node, pick(graph.count)) },
    { mute: !filters.mute },
    { facets: new Map(filters.facets).set("degree", ["1", String(1 + pick(4))]) },
    { facets: new Map([["cited", ["uncited"]], ["a key", ["a value", "好 ~|"]]]) },
    { asOf: `20${10 + pick(10)}-0${1 + pick(9)}` },
    { fade: !filters.fade },
    { moved: new Map(filters.moved).set(node, [pick(999) - 500, pick(999) - 500]) },
    { years: /** @type {[number, number]} */ ([1900 + pick(100), 2000 + pick(100)]) },
  ];
  return edits[pick(edits.length)];
}

test("undoing all changes gives the first filters, redoing all the last", () => {
  for (const [i, { graph, first }] of graphs.entries()) {
    const pick = chance(i + 1);
    const store = makeStore(first);
    const seen = [first.filters];
    for (let n = 0; n < 12; n++) {
      store.update(changed(store.state, someEdit(pick, graph, store.state.filters)));
      seen.push(store.state.filters);
    }
    for (let n = 11; n >= 0; n--) {
      store.update(undone(store.state));
      assert.equal(store.state.filters, seen[n], "the very object: nothing was changed in place");
    }
    assert.deepEqual(store.state.past, []);
    for (let n = 1; n <= 12; n++) store.update(redone(store.state));
    assert.equal(store.state.filters, seen[12]);
    store.update(undone(store.state));
    store.update(changed(store.state, { mute: true }));
    assert.deepEqual(store.state.future, [], "a new change leaves nothing to redo");
  }
});

test("of more than a hundred changes the last hundred can be undone", () => {
  const [{ first }] = graphs;
  const store = makeStore(first);
  for (let n = 0; n < 130; n++) store.update(changed(store.state, { years: [n, n] }));
  assert.equal(store.state.past.length, 100);
  while (store.state.past.length) store.update(undone(store.state));
  assert.deepEqual(store.state.filters.years, [29, 29]);
});

test("views hear of each change with the state before, unless it is quiet", () => {
  const store = makeStore(graphs[0].first);
  /** @type {[State, State][]} */
  const heard = [];
  store.subscribe((now, before) => heard.push([now, before]));
  const before = store.state;
  store.update({ words: "en" });
  store.update({ words: "zh" }, true);
  assert.equal(heard.length, 1);
  assert.equal(heard[0][1], before);
  assert.equal(heard[0][0].words, "en");
  assert.equal(store.state.words, "zh");
  assert.ok(Object.isFrozen(store.state));
});

test("going back takes the selections in their order", () => {
  const store = makeStore(graphs[0].first);
  for (const node of [0, 1, 0]) store.update(selecting(store.state, { node }));
  store.update(returning(store.state));
  assert.deepEqual(store.state.selected, { node: 1 });
  store.update(returning(store.state));
  assert.deepEqual([store.state.selected, store.state.trail], [{ node: 0 }, []]);
});

test("an address gives the same filters, selection and wish again", () => {
  for (const [i, { graph, drawing, first }] of graphs.entries()) {
    const pick = chance(100 + i);
    for (let n = 0; n < 10; n++) {
      let { filters } = first;
      for (let edits = pick(5); edits > 0; edits--) filters = { ...filters, ...someEdit(pick, graph, filters) };
      const [a, b] = [pick(graph.count), pick(graph.count)];
      const avoid = new Set([pick(graph.count)]);
      const bounds = {
        k: 1 + pick(9), maxHops: pick(9), avoid, via: pick(2) ? [pick(graph.count)] : [], only: new Set(pick(2) ? [pick(graph.data.predicates.length)] : []),
        without: new Set(pick(2) ? [pick(graph.data.predicates.length)] : []),
        types: new Set(graph.data.classes.length && pick(2) ? [pick(graph.data.classes.length)] : []),
        directed: pick(2) > 0, maxDegree: pick(9), asOf: pick(2) ? "2019-05" : "", statedOnly: pick(2) > 0, statuses: new Set(pick(2) ? ["urn:s:1"] : []),
        allLinks: pick(2) > 0, near: pick(2) > 0, shortest: pick(2) > 0,
      };
      const connection = { ...first.connection, a, b, ...bounds, found: { paths: [] }, chosen: pick(3) };
      const selected = pick(2) ? { node: pick(graph.count) } : { link: pick(graph.size) };
      const state = { ...first, filters, selected, connection };
      const address = writeAddress(graph, drawing, state);
      assert.match(address, /^[\x21-\x7e]*$/, "an address is plain ASCII");
      const again = readAddress(graph, drawing, address);
      assert.deepEqual(again.filters, filters);
      assert.deepEqual(again.selected, selected);
      assert.deepEqual(again.wish, wishOf(state));
    }
  }
});

test("an address of nonsense asks for nothing", () => {
  const { graph, drawing } = graphs[0];
  const text = "select=nothing&from=a&to=%00&years=9&hops=999999&added=x%20y%20z&without=__proto__&unlinked=constructor&k=-1&mute=2";
  const { filters, selected, wish } = readAddress(graph, drawing, text);
  assert.deepEqual([selected, wish, filters.years], [null, null, null]);
  assert.deepEqual([filters.hiddenKinds.size, filters.hiddenPredicates.size, filters.added.size, filters.removed.size], [0, 0, 0, 0]);
});

test("links are seen where both ends are and their predicate is, by a plainer way to the same", () => {
  for (const [i, { graph, look, drawing, narrowing, first }] of graphs.entries()) {
    const pick = chance(200 + i);
    const { visible } = makeSeen(graph, look, drawing, narrowing, makeCitations(graph));
    let { filters } = first;
    for (let n = 0; n < 4; n++) filters = { ...filters, ...someEdit(pick, graph, filters) };
    const chosen = filters.facets.get("degree") ?? ["0", "99"];
    filters = { ...filters, asOf: "", facets: new Map(pick(2) ? [["degree", chosen]] : []) };
    const { nodes, links } = visible({ ...first, filters });
    const degree = filters.facets.get("degree")?.map(Number);
    const passes = (/** @type {number} */ node) => !filters.removed.has(node) && !filters.hiddenKinds.has(look.kind(node))
      && (!degree || (graph.degree(node) >= degree[0] && graph.degree(node) <= degree[1]));
    for (let link = 0; link < graph.size; link++) {
      const whole = nodes.has(graph.subject[link]) && nodes.has(graph.object[link]) && !filters.hiddenPredicates.has(graph.predicate[link]);
      assert.equal(links.has(link), whole);
    }
    for (let node = 0; node < graph.count; node++) assert.equal(nodes.has(node), passes(node));
  }
});

test("a facet counts what all the others leave, by a plainer way to the same", () => {
  for (const [i, { graph, narrowing, facets, first }] of graphs.entries()) {
    const pick = chance(300 + i);
    const degree = facets.find("degree");
    if (!degree) continue;
    const most = 1 + pick(3);
    const hiddenPredicates = new Set([pick(graph.data.predicates.length)]);
    const filters = { ...first.filters, hiddenPredicates, removed: new Set([pick(graph.count)]), facets: new Map([["degree", ["1", String(most)]]]) };
    const tally = narrowing.tally(filters);
    const every = Array.from({ length: graph.count }, (_, node) => node).filter((node) => !filters.removed.has(node));
    const small = (/** @type {number} */ node) => graph.degree(node) >= 1 && graph.degree(node) <= most;
    const order = (/** @type {number[]} */ some) => some.sort((a, b) => a - b);
    assert.deepEqual(order(tally.nodes("degree")), every, "its own choice leaves all of it");
    assert.deepEqual(order(tally.nodes("class")), every.filter(small), "another facet counts what it leaves");
    const links = Array.from({ length: graph.size }, (_, link) => link)
      .filter((link) => [graph.subject[link], graph.object[link]].every((node) => every.includes(node) && small(node)));
    assert.deepEqual(order(tally.links("predicate")), links);
    assert.deepEqual(order(tally.links("cited")), links.filter((link) => !hiddenPredicates.has(graph.predicate[link])));
  }
});

test("what is selected or on a path is seen, whatever is hidden", () => {
  const { graph, look, drawing, narrowing, first } = graphs[1];
  const filters = { ...first.filters, hiddenKinds: new Set([-1, ...graph.data.classes.keys()]), hiddenPredicates: new Set(graph.data.predicates.keys()) };
  const seen = makeSeen(graph, look, drawing, narrowing, makeCitations(graph));
  assert.equal(seen.visible({ ...first, filters }).nodes.size, 0);
  const { nodes, links } = seen.visible({ ...first, filters, selected: { link: 0 } });
  assert.deepEqual([...nodes].sort(), [...new Set([graph.subject[0], graph.object[0]])].sort());
  assert.deepEqual([...links], [0]);
});
