// @ts-check
/* The page's answers are those of the command: same paths, scores, order and sentences, on random graphs with every constraint. */

/** @import { Bounds, Found, Graph } from "../../graph/wenmai/view/script/types.js" */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { holds, lastDay } from "../../graph/wenmai/view/script/days.js";
import { makeGraph } from "../../graph/wenmai/view/script/graph.js";
import { sayNone } from "../../graph/wenmai/view/script/nopath.js";
import { makePaths } from "../../graph/wenmai/view/script/paths.js";
import { othersText, whyText } from "../../graph/wenmai/view/script/why.js";
import { makeTranslate } from "../../graph/wenmai/view/script/words.js";
import { randomGraphs } from "./graphs.js";

const words = JSON.parse(readFileSync(new URL("../../graph/wenmai/view/words.json", import.meta.url), "utf8"));

/** What the page calls a constraint, and how the command does. @type {Record<string, string>} */
const OPTIONS = {
  avoid: "--avoid", only: "--only", without: "--except", types: "--type", directed: "--directed", maxDegree: "--max-degree", asOf: "--as-of",
  statedOnly: "--stated-only", statuses: "--status", maxHops: "--max-hops", via: "--via", aside: "roles (--all-links)",
};

/** @param {Found} found @param {Graph} graph */
function written({ paths }, graph) {
  const iriOf = (/** @type {number} */ link) => graph.predicateIri(graph.predicate[link]);
  return paths.map((path) => [path.score, path.nodes.map(graph.iri), path.hops.map((hop) => [iriOf(hop.link), hop.forward, hop.also.map(iriOf).sort()])]);
}

/** The constraints of the command as the page has them. @param {Graph} graph @param {Record<string, any>} asked @returns {Bounds} */
function boundsOf(graph, asked) {
  const numbers = (/** @type {number[]} */ terms) => new Map(terms.map((term, number) => [graph.termIri(term), number]));
  const kinds = numbers(graph.data.classes.map((row) => row[0])), predicates = numbers(graph.data.predicates.map((row) => row[0]));
  const some = (/** @type {string} */ name, /** @type {Map<string, number>} */ known) =>
    new Set(/** @type {string[]} */ (asked[name] ?? []).map((iri) => /** @type {number} */ (known.get(iri))));
  return {
    k: asked.k, maxHops: asked.max_hops ?? 0, avoid: new Set((asked.avoid ?? []).map(graph.find)), via: (asked.via ?? []).map(graph.find),
    only: some("only", predicates), without: some("without", predicates), types: some("types", kinds), directed: Boolean(asked.directed),
    maxDegree: asked.max_degree ?? 0, asOf: asked.as_of ?? "", statedOnly: Boolean(asked.stated_only), statuses: new Set(asked.status ?? []),
    allLinks: Boolean(asked.all_links), near: asked.gather === false, shortest: asked.ranked === false,
  };
}

test("paths are Python's on random graphs", () => {
  let compared = 0;
  for (const { data, asked } of randomGraphs(80, 20211220)) {
    const graph = makeGraph(data);
    const paths = makePaths(graph);
    for (const [a, b, k, maxHops, avoid, expected] of asked) {
      const found = paths.find(graph.find(a), graph.find(b), { k, maxHops, avoid: new Set(avoid.map(graph.find)), near: true });
      assert.deepEqual(written(found, graph), expected, `${a} to ${b}, k ${k}, hops ${maxHops}, avoiding ${avoid}`);
      assert.equal(found.reason === undefined, expected.length > 0, "there are paths, or a reason why not");
      compared += expected.length;
    }
  }
  assert.ok(compared > 500, `the sample has paths to compare: ${compared}`);
});

test("under every constraint paths and sentences are Python's, in both languages", () => {
  const told = new Set();
  let compared = 0;
  for (const { data, constrained } of randomGraphs(120, 31, true)) {
    const graph = makeGraph(data);
    const paths = makePaths(graph);
    const say = makeTranslate(words, graph);
    const t = (/** @type {string} */ key, /** @type {(string | number)[]} */ ...values) =>
      (key.startsWith("bound.") ? OPTIONS[key.slice(6)] : say(key, ...values));
    for (const [a, b, bounds, answers] of constrained) {
      const found = paths.find(graph.find(a), graph.find(b), boundsOf(graph, bounds));
      for (const language of /** @type {const} */ (["zh", "en"])) {
        graph.words = language;
        const { paths: expected, why, others, none } = answers[language];
        const asked = `${a} to ${b}, ${JSON.stringify(bounds)}`;
        assert.deepEqual(written(found, graph), expected, asked);
        assert.deepEqual(found.paths.map((path) => whyText(path, graph, t)), why, asked);
        assert.deepEqual(found.paths.map((path) => othersText(path, graph, t)), others, asked);
        if (none === null) assert.equal(found.reason, "path.unfinished", asked);
        else if (found.reason === "path.roles") assert.match(none, new RegExp(`${found.hops}.*--all-links|--all-links.*${found.hops}`), asked);
        else assert.equal(found.paths.length ? "" : sayNone(found, graph, t), none, asked);
        compared += expected.length;
      }
      if (found.reason && found.reason !== "path.unfinished") told.add(found.reason);
    }
  }
  assert.ok(compared > 1000, `the sample has paths to compare: ${compared}`);
  assert.deepEqual([...told].sort(), ["path.alone", "path.filters", "path.gap", "path.late", "path.roles", "path.together"], "every reason was met");
});

test("a day is the last of what is written, and something holds from its first day to its last", () => {
  assert.deepEqual(["2019", "2020-02", "1900-02", "2019-05-31", "-0044-03"].map(lastDay),
    ["2019-12-31", "2020-02-29", "1900-02-28", "2019-05-31", "-0044-03-31"]);
  assert.deepEqual(["2019-13", "2019-02-30", "May 2019", "19", ""].map(lastDay), ["", "", "", "", ""]);
  assert.deepEqual(["2018-12-31", "2019-01-01", "2020-01-01", "2020-01-02"].map((day) => holds(["2019-01-01", "2020-01-01"], day)), [false, true, true, false]);
  assert.ok(holds(["-0044-03-15", ""], "-0027-01-16") && !holds(["-0027-01-16", ""], "-0044-03-15"));
});
