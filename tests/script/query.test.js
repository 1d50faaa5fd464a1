// The page of queries: what may be written at a place, and what an answer can be looked at as.
import assert from "node:assert/strict";
import { test } from "node:test";

import { formOf } from "../../graph/wenmai/serve/static/query/asking.js";
import { declared, placeAt, variables } from "../../graph/wenmai/serve/static/query/context.js";
import { shapeOf } from "../../graph/wenmai/serve/static/query/shapes.js";
import { pointOf, readTriples, shortened, spanOf } from "../../graph/wenmai/serve/static/query/terms.js";

const KNOWN = new Map([["wm", "urn:t:"], ["xc", "urn:x:"]]);
const XSD = "http://www.w3.org/2001/XMLSchema#";

/** @param {string} text with a bar where one types */
const at = (text) => placeAt(text.replace("|", ""), text.indexOf("|"), KNOWN);

test("each place of a query wants its own kind of term", () => {
  const wanted = {
    "SEL|": "word", "PREFIX e|": "prefix", "PREFIX wm: |": "namespace", "SELECT * { |": "entity", "SELECT * { ?s |": "predicate",
    "SELECT * { ?s wm:lo|": "predicate", "SELECT * { ?s a |": "class", "SELECT * { ?s a wm:Ci| }": "class", "SELECT * { ?s wm:p 北|": "entity",
    "SELECT * { ?s wm:p xc:北|": "entity", "SELECT * { ?s wm:p/|": "predicate", "SELECT * { ?s (wm:a|": "predicate",
    "SELECT * { ?s wm:p [ |": "predicate", "SELECT * { ?s wm:p [ wm:q 1 ] ; |": "predicate", "SELECT * { ?s wm:p 1, |": "entity",
    "SELECT * { ?s wm:p ?o . OPTIONAL { ?o |": "predicate", "SELECT * { ?s wm:p ?o FILTER(?o > 3) |": "word", "SELECT * { ?s ?|": "variable",
    "SELECT (COUNT(?x|": "variable", "DESCRIBE |": "entity", "ASK { GRAPH ?g { ?s |": "predicate", "ASK { ?s wm:p \"|": "nothing",
    "# a com|": "nothing", "ASK { ?s no:thing|": "nothing", "ASK { ?s wm:p 'x'@zh ; |": "predicate", "ASK { << ?s wm:p |": "entity",
    "ASK { ?r rdf:reifies <<( ?s ?p ?o )>> ; |": "predicate", "ASK { <urn:x|": "entity", "ASK { ?s wm:p ?o } ORDER |": "word",
  };
  for (const [text, kind] of Object.entries(wanted)) assert.equal(at(text).kind, kind, text);
});

test("what is typed after a prefix lies in its namespace, and its subject's class is known", () => {
  const found = at("PREFIX ex: <urn:ex:> SELECT * { ?a a ex:City . ?b a ex:Road . ?a ex:na| }");
  assert.deepEqual([found.typed, found.space, found.of, found.from], ["na", "urn:ex:", "ex:City", 65]);
  assert.deepEqual([at("ASK { <urn:x:a|").space, at("ASK { <urn:x:a|").typed], ["urn:x:a", ""]);
  assert.deepEqual([...declared("prefix a: <urn:a:>\nPREFIX : <urn:b:>")], [["a", "urn:a:"], ["", "urn:b:"]]);
  assert.deepEqual(variables("SELECT ?b { $a ?b '?c' } # ?d"), ["?b", "?a"]);
});

test("every beginning of a query is read without a fault", () => {
  const text = "PREFIX ex: <urn:ex:> SELECT (COUNT(*) AS ?n) { ?s a/ex:b*|^ex:c [ ex:d (1 2) ] ; ex:e '''x''' FILTER(?n > 1.5 && !BOUND(?s)) {| ex:f 1 |} }";
  for (let end = 0; end <= text.length; end += 1) assert.ok(placeAt(text, end, KNOWN).from <= end);
});

const literal = (/** @type {string} */ value, type = "") => ({ type: "literal", value, ...(type && { datatype: XSD + type }) });
const iri = (/** @type {string} */ value) => ({ type: "uri", value });
const answer = (/** @type {Record<string, any>[]} */ ...rows) => ({ columns: Object.keys(rows[0]), rows, kind: /** @type {const} */ ("table") });

test("an answer is looked at by its shape", () => {
  const counts = shapeOf(answer({ c: iri("urn:a"), n: literal("3", "integer") }, { c: iri("urn:b"), n: literal("4", "integer") }));
  assert.deepEqual([counts.views, counts.first, counts.value], [["table", "chart"], "chart", "n"]);
  const times = shapeOf(answer({ t: literal("2020-01-02", "date"), n: literal("x") }, { t: literal("2021", "gYear"), n: literal("y") }));
  assert.deepEqual([times.views, times.first], [["table", "timeline"], "timeline"]);
  const places = shapeOf(answer({ p: iri("urn:a"), lat: literal("39.9", "decimal"), long: literal("116.4", "decimal") }));
  assert.deepEqual(places.views, ["table", "map"]);
  assert.deepEqual(places.point?.({ lat: literal("39.9", "decimal"), long: literal("116.4", "decimal") }), { lon: 116.4, lat: 39.9 });
  assert.deepEqual(shapeOf(answer({ a: iri("urn:a"), b: iri("urn:b") })).views, ["table", "picture"]);
  assert.deepEqual(shapeOf(answer({ code: literal("100044") }, { code: literal("100045") })).views, ["table"]);
  assert.deepEqual(shapeOf({ columns: ["x"], rows: [], kind: "table" }).views, ["table"]);
  const graph = readTriples('<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:q> "x\\n\\u5317"@zh .\n');
  assert.equal(graph.rows[1].object?.value, "x\n北");
  assert.equal(shapeOf(graph).first, "picture");
});

test("values are what they stand for", () => {
  assert.deepEqual(pointOf(literal("POINT(116.4 39.9)")), { lon: 116.4, lat: 39.9 });
  assert.deepEqual(pointOf(literal("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(39.9 116.4)")), { lon: 116.4, lat: 39.9 });
  assert.equal(pointOf(literal("POINT(916 39)")), null);
  assert.deepEqual(spanOf(literal("2020", "gYear")), { start: 2020, end: 2021 });
  assert.equal(spanOf(literal("2020-13-01", "date")), null);
  assert.equal(spanOf(literal("2020")), null);
  assert.equal(shortened("urn:t:a", KNOWN), "wm:a");
  assert.equal(shortened("urn:t:a/b", KNOWN), "urn:t:a/b");
  assert.deepEqual(["# select\nASK {}", "PREFIX ask: <urn:select> CONSTRUCT {} {}", "select * {}"].map(formOf), ["truth", "graph", "table"]);
});
