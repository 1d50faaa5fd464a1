// @ts-check
/* The links that are shown as rows: CSV and JSON. */

/** @import { Graph, Visible } from "./types.js" */

import { cited, columnsOf, toldOf } from "./statements.js";

/**
 * @param {Graph} graph
 * @param {Visible} shown
 */
function linkRows(graph, shown) {
  return [...shown.links].sort((a, b) => a - b).map((link) => ({
    subject: graph.iri(graph.subject[link]), subjectLabel: graph.label(graph.subject[link]),
    predicate: graph.predicateIri(graph.predicate[link]), predicateLabel: graph.linkName(link),
    object: graph.iri(graph.object[link]), objectLabel: graph.label(graph.object[link]),
    time: graph.time(link) || null,
    said: graph.marks(link),
    statements: graph.statements(link).map((row) => toldOf(graph, row)),
    evidence: graph.evidence(link).map((number) => cited(graph, number)),
  }));
}

/** @param {Graph} graph @param {Visible} shown */
export function csvOf(graph, shown) {
  const columns = ["subject", "subjectLabel", "predicate", "predicateLabel", "object", "objectLabel", "time", "said", "evidence",
    ...Object.keys(columnsOf([]))];
  const lines = linkRows(graph, shown).map(({ evidence, statements, ...row }) => [
    row.subject, row.subjectLabel, row.predicate, row.predicateLabel, row.object, row.objectLabel, row.time || "", row.said.join("; "),
    evidence.map((one) => one.document + (one.start === null ? "" : `#char=${one.start},${one.end}`)).join(" "),
    ...Object.values(columnsOf(statements)),
  ]);
  const cell = (/** @type {string} */ value) => (/[",\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
  return `${[columns, ...lines].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** @param {Graph} graph @param {Visible} shown */
export function jsonOf(graph, shown) {
  const nodes = [...shown.nodes].sort((a, b) => a - b)
    .map((node) => ({ iri: graph.iri(node), label: graph.label(node), types: graph.types(node).map((kind) => graph.termIri(graph.classTerm(kind))) }));
  return `${JSON.stringify({ nodes, links: linkRows(graph, shown) }, null, 1)}\n`;
}
