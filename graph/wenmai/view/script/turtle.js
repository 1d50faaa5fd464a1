// @ts-check
/* Turtle: the links that are shown, the types, names and literals of their entities, and who says so of each. */

/** @import { Fact, Graph, StatementRow, Visible } from "./types.js" */

const LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>";
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const STRING = "http://www.w3.org/2001/XMLSchema#string";
/** @type {Record<string, string>} */
const ESCAPES = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** @param {string} iri */
function resource(iri) {
  if (iri.startsWith("_:")) return iri;
  return `<${iri.replace(/[\u0000-\u0020<>"{}|^\x60\\]/g, (one) => `\\u${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`)}>`;
}

/** @param {string} text */
function quoted(text) {
  return `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (one) => ESCAPES[one] || `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

/** @param {Graph} graph @param {string} text @param {string | number} kind "@language", or the term of the datatype */
function literal(graph, text, kind) {
  if (typeof kind === "string") return quoted(text) + kind;
  const datatype = graph.termIri(kind);
  return datatype === STRING ? quoted(text) : `${quoted(text)}^^${resource(datatype)}`;
}

/**
 * The statement of a triple that says who says so, or "" where nobody does.
 * @param {Graph} graph
 * @param {[subject: string, predicate: string, object: string]} triple
 * @param {number[]} evidence
 */
function statements(graph, [subject, predicate, object], evidence) {
  return evidence.map((number) => {
    const [document_, start, end, speaker, inferred, worded, surface, zh, en] = graph.data.evidence[number];
    const place = [`a ${wm("Passage")}`, `${wm("document")} ${source(graph.data.documents[document_][0])}`,
      ...(start >= 0 ? [`${wm("start")} ${start}`, `${wm("end")} ${end}`] : [])];
    const facts = [`a <${RDF}Statement>`, `<${RDF}subject> ${subject}`, `<${RDF}predicate> ${predicate}`, `<${RDF}object> ${object}`,
      `${wm("evidence")} [ ${place.join(" ; ")} ]`, ...(speaker >= 0 ? [`${wm("saidBy")} ${resource(graph.iri(speaker))}`] : []),
      ...(inferred ? [`${wm("inferred")} true`] : []), ...(worded ? [`${wm("worded")} ${quoted(worded)}`] : []),
      ...(surface ? [`${wm("surface")} ${quoted(surface)}`] : []), ...(zh ? [`${wm("note")} ${quoted(zh)}@zh`] : []),
      ...(en ? [`${wm("note")} ${quoted(en)}@en`] : [])];
    return `[] ${facts.join(" ;\n    ")} .\n`;
  }).join("\n");
}

/**
 * A statement that tells more than who says so.
 * @param {Graph} graph
 * @param {[subject: string, predicate: string, object: string]} triple
 * @param {StatementRow} row
 */
function statement(graph, [subject, predicate, object], [status, speakers, inferred, open, time, how, notes, qualifiers, evidence]) {
  const term = (/** @type {number} */ number) => resource(graph.termIri(number));
  /** @param {string | number} text @param {string | number} kind */
  const value = (text, kind) => (kind === -1 ? term(Number(text)) : literal(graph, String(text), kind));
  const [since, until] = time.split("/");
  const days = how === 1 ? [[since, "since"], [until, "until"]].filter(([day]) => day && day !== "..") : time && how === 0 ? [[time, "when"]] : [];
  const own = days.map(([day, name]) => `${wm(name)} ${quoted(day)}`);
  const words = evidence.map((number) => graph.data.evidence[number]).find((row) => row[5] || row[6]);
  const facts = [`a <${RDF}Statement>`, `<${RDF}subject> ${subject}`, `<${RDF}predicate> ${predicate}`, `<${RDF}object> ${object}`,
    ...(status >= 0 ? [`${wm("status")} ${term(status)}`] : []), ...speakers.map((one) => `${wm("saidBy")} ${term(one)}`),
    ...(inferred ? [`${wm("inferred")} true`] : []), ...(open ? [`${wm("listOpen")} true`] : []), ...own,
    ...notes.map(([language, text]) => `${wm("note")} ${quoted(text)}${language ? `@${language}` : ""}`),
    ...(words?.[5] ? [`${wm("worded")} ${quoted(words[5])}`] : []), ...(words?.[6] ? [`${wm("surface")} ${quoted(words[6])}`] : []),
    ...qualifiers.map(([name, text, kind]) => `${term(name)} ${value(text, kind)}`),
    ...evidence.map((number) => `${wm("evidence")} ${passage(graph, number)}`)];
  return `[] ${facts.join(" ;\n    ")} .\n`;
}

/** @param {Graph} graph @param {number} number */
function passage(graph, number) {
  const [document_, start, end] = graph.data.evidence[number];
  const document = source(graph.data.documents[document_][0]);
  return start < 0 ? document : `[ a ${wm("Passage")} ; ${wm("document")} ${document} ; ${wm("start")} ${start} ; ${wm("end")} ${end} ]`;
}

/**
 * A source: a resource, or the words that name it.
 * @param {string} name
 */
function source(name) {
  return /^(?:_:|urn:|[A-Za-z][A-Za-z0-9+.-]*:\/\/)/.test(name) ? resource(name) : quoted(name);
}

/** @param {string} name */
function wm(name) {
  return `<urn:wenmai:term:${name}>`;
}

/** @typedef {{ triple: [subject: string, predicate: string, object: string], evidence: number[], told: StatementRow[] }} Triple */

/**
 * An entity's literals and the links that go out from it, each with its evidence.
 * @param {Graph} graph
 * @param {number} node
 * @param {Visible} shown
 * @returns {Triple[]}
 */
function triplesOf(graph, node, shown) {
  const me = resource(graph.iri(node));
  const valueOf = (/** @type {Fact} */ [, value, kind]) => (kind === -1 ? resource(graph.termIri(value)) : literal(graph, value, kind));
  /** @type {(fact: Fact, place: number) => Triple} */
  const ofFact = (fact, place) => ({
    triple: [me, resource(graph.termIri(fact[0])), valueOf(fact)],
    evidence: /** @type {number[]} */ (fact.slice(4)),
    told: graph.factStatements(node, place),
  });
  /** @type {(link: number) => Triple} */
  const ofLink = (link) => ({
    triple: [me, resource(graph.predicateIri(graph.predicate[link])), resource(graph.iri(graph.object[link]))],
    evidence: graph.evidence(link),
    told: graph.statements(link),
  });
  const links = graph.linksOf(node).filter((link) => graph.subject[link] === node && shown.links.has(link));
  return [...graph.facts(node).map(ofFact), ...links.map(ofLink)];
}

/**
 * @param {Graph} graph
 * @param {Visible} shown
 */
export function turtleOf(graph, shown) {
  const lines = [];
  for (const node of [...shown.nodes].sort((a, b) => a - b)) {
    const triples = triplesOf(graph, node, shown);
    const facts = [
      ...graph.types(node).map((kind) => `a ${resource(graph.termIri(graph.classTerm(kind)))}`),
      ...graph.labels(node).map(([language, text]) => `${LABEL} ${literal(graph, text, language ? `@${language}` : "")}`),
      ...triples.map(({ triple: [, predicate, object] }) => `${predicate} ${object}`),
    ];
    if (facts.length) lines.push(`${resource(graph.iri(node))}\n    ${facts.join(" ;\n    ")} .\n`);
    /** @param {Triple} of */
    const about = ({ triple, evidence, told }) => {
      const rows = told.map((row) => statement(graph, triple, row));
      return rows.length ? rows.join("\n") : statements(graph, triple, evidence);
    };
    lines.push(...triples.map(about).filter(Boolean));
  }
  return lines.join("\n");
}
