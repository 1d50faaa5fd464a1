// @ts-check
/* The graph that the page holds, decoded from its JSON. Entities, links, classes and predicates are numbers. */

/** @import { Graph, GraphData, StatementRow, Years } from "./types.js" */

import { calendarOf } from "./calendar.js";
import { yearsOf } from "./dates.js";
import { byCodePoint } from "./text.js";

const FORMAT = 1;

/**
 * @param {GraphData} data
 * @returns {Graph}
 */
export function makeGraph(data) {
  if (data.format !== FORMAT) throw new Error("this page's data has another format");
  const { nodes, links } = data;
  const count = nodes.iri.length;
  const { start, ends } = incidence(data);
  const notes = new Map(links.notes.map((note) => [note[0], note]));
  const said = new Map(links.said);
  const saidOfFacts = once(() => new Map(data.said.map(([node, place, mark]) => [`${node} ${place}`, mark])));
  /** @param {number | undefined} mark @returns {string[]} */
  const marksOf = (mark) => (mark === undefined ? [] : data.marks[mark][graph.words === "en" ? 1 : 0]);
  /** @param {number | undefined} mark @returns {StatementRow[]} */
  const statementsOf = (mark) => (mark === undefined ? [] : data.marks[mark][2]);
  const dated = once(() => new Map(nodes.dated.map((row) => [row[0], row])));
  const lives = once(() => new Map(data.facets.lives.map((row) => [row[0], row])));
  const standings = once(() => new Map(data.facets.standings.map((row) => [row[0], row])));
  const calendar = calendarOf(data);
  const years = once(() => new Map(calendar.unit === "year" ? data.facets.years.map(([node, from, to]) => [node, /** @type {Years} */ ([from, to])])
    : data.facets.days.map(([node, from, to]) => [node, /** @type {Years} */ ([calendar.of(from), calendar.of(to, true)])])));

  const images = new Map(data.images);

  /** @type {Graph} */
  const graph = {
    data, count, calendar, size: links.subject.length, words: "zh",
    subject: links.subject, predicate: links.predicate, object: links.object,
    iri: (node) => nodes.iri[node],
    label: (node) => (graph.words === "en" && nodes.en[node]) || nodes.zh[node],
    otherLabel: (node) => (graph.words === "en" ? nodes.en[node] && nodes.zh[node] : nodes.en[node]) || "",
    /* Labels as [language, text]; 0 in the data stands for the usual pair. */
    labels: (node) => nodes.labels[node] || [["zh", nodes.zh[node]], ["en", String(nodes.en[node])]],
    names: (node) => nodes.names[node] || [],
    keys: (node) => nodes.keys[node] || [],
    types: (node) => nodes.types[node],
    degree: (node) => nodes.degree[node],
    through: (node) => nodes.through[node],
    facts: (node) => data.facts[node] || [],
    image: (node) => images.get(node) ?? -1,
    term: (number) => data.terms[number][graph.words === "en" ? 2 : 1],
    termIri: (number) => data.terms[number][0],
    classTerm: (kind) => data.classes[kind][0],
    className: (kind) => graph.term(data.classes[kind][0]),
    predicateName: (predicate) => graph.term(data.predicates[predicate][0]),
    predicateIri: (predicate) => graph.termIri(data.predicates[predicate][0]),
    linkName: (link) => graph.predicateName(links.predicate[link]),
    hopCost: (predicate) => data.predicates[predicate][2],
    aside: (predicate) => data.predicates[predicate][3] === 1,
    time: (link) => notes.get(link)?.[1] || "",
    span: (link) => [notes.get(link)?.[2] || "", notes.get(link)?.[3] || ""],
    nodeSpan: (node) => [dated().get(node)?.[1] || "", dated().get(node)?.[2] || ""],
    lives(link) {
      const [, ...days] = lives().get(link) ?? [];
      if (lives().has(link)) return Array.from({ length: days.length / 2 }, (_, i) => [days[2 * i], days[2 * i + 1]]);
      const [begin, end] = graph.span(link);
      return begin || end ? [[begin, ""]] : [];
    },
    standing(link) {
      const [, bits, ...statuses] = standings().get(link) ?? [link, 0];
      return { inferred: (bits & 1) > 0, claimed: (bits & 2) > 0, said: statuses.map(graph.termIri) };
    },
    years: (node) => yearsOf(graph.nodeSpan(node), calendar) ?? years().get(node) ?? null,
    evidence: (link) => /** @type {number[]} */ (notes.get(link)?.slice(4) ?? []),
    marks: (link) => marksOf(said.get(link)),
    statements: (link) => statementsOf(said.get(link)),
    factStatements: (node, place) => statementsOf(saidOfFacts().get(`${node} ${place}`)),
    factMarks: (node, place) => marksOf(saidOfFacts().get(`${node} ${place}`)),
    other: (link, node) => (links.subject[link] === node ? links.object[link] : links.subject[link]),
    /* The links of a node, in the order of their numbers; one from a node to itself once. */
    linksOf(node) {
      const found = [];
      for (let place = start[node]; place < start[node + 1]; place++) {
        const link = ends[place] >> 1;
        if (!(ends[place] & 1) || links.subject[link] !== node) found.push(link);
      }
      return found;
    },
    neighbours: (node) => [...new Set(graph.linksOf(node).map((link) => graph.other(link, node)))].filter((one) => one !== node),
    find(iri) {
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (byCodePoint(nodes.iri[middle], iri) < 0) low = middle + 1;
        else high = middle;
      }
      return nodes.iri[low] === iri ? low : -1;
    },
    findLink(subject, predicate, object) {
      return graph.linksOf(subject).find((link) => links.subject[link] === subject && links.object[link] === object
        && graph.predicateIri(links.predicate[link]) === predicate) ?? -1;
    },
  };
  return graph;
}

/** What is worked out when it is first asked for. @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {{ made: T } | null} */
  let known = null;
  return () => (known ??= { made: make() }).made;
}

/**
 * The ends of links by node: rows start[node] to start[node + 1] of `ends`, each twice the link's number, plus one at its object.
 * @param {GraphData} data
 */
function incidence({ nodes, links }) {
  const count = nodes.iri.length;
  const size = links.subject.length;
  const start = new Int32Array(count + 1);
  for (let link = 0; link < size; link++) {
    start[links.subject[link] + 1]++;
    start[links.object[link] + 1]++;
  }
  for (let node = 0; node < count; node++) start[node + 1] += start[node];
  const ends = new Int32Array(2 * size);
  const fill = start.slice();
  for (let link = 0; link < size; link++) {
    ends[fill[links.subject[link]]++] = 2 * link;
    ends[fill[links.object[link]]++] = 2 * link + 1;
  }
  return { start, ends };
}
