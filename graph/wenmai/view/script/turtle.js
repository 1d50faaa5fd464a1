// @ts-check
/* Turtle: the links that are shown, and the types, names and literals of their entities. */

/** @import { Graph, Visible } from "./types.js" */

const LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>";
const STRING = "http://www.w3.org/2001/XMLSchema#string";
/** @type {Record<string, string>} */
const ESCAPES = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** @param {string} iri */
function resource(iri) {
  if (iri.startsWith("_:")) return iri;
  return `<${iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (one) => `\\u${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`)}>`;
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
 * @param {Graph} graph
 * @param {Visible} shown
 */
export function turtleOf(graph, shown) {
  const lines = [];
  for (const node of [...shown.nodes].sort((a, b) => a - b)) {
    const facts = [
      ...graph.types(node).map((kind) => `a ${resource(graph.termIri(graph.classTerm(kind)))}`),
      ...graph.labels(node).map(([language, text]) => `${LABEL} ${literal(graph, text, language ? `@${language}` : "")}`),
      ...graph.facts(node).map(([term, value, kind]) =>
        `${resource(graph.termIri(term))} ${kind === -1 ? resource(graph.termIri(value)) : literal(graph, value, kind)}`),
      ...graph.linksOf(node).filter((link) => graph.subject[link] === node && shown.links.has(link))
        .map((link) => `${resource(graph.predicateIri(graph.predicate[link]))} ${resource(graph.iri(graph.object[link]))}`),
    ];
    if (facts.length) lines.push(`${resource(graph.iri(node))}\n    ${facts.join(" ;\n    ")} .\n`);
  }
  return lines.join("\n");
}
