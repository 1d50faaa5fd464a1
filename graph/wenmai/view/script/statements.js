// @ts-check
/* The statements about a fact, decoded from the page's data, as the JSON of the commands has them. */

/** @import { Graph, StatementRow, Told } from "./types.js" */

/** @param {Graph} graph @param {number} number */
function named(graph, number) {
  return { iri: graph.termIri(number), label: graph.term(number) };
}

/**
 * @param {Graph} graph
 * @param {StatementRow} row
 * @returns {Told}
 */
export function toldOf(graph, [status, speakers, inferred, open, time, , notes, qualifiers, evidence]) {
  return {
    ...(status >= 0 ? { status: named(graph, status) } : {}),
    ...(speakers.length ? { saidBy: speakers.map((one) => named(graph, one)) } : {}),
    ...(time ? { time } : {}),
    ...(inferred ? { inferred: true } : {}),
    ...(open ? { listOpen: true } : {}),
    ...(notes.length ? { notes: Object.fromEntries(notes) } : {}),
    ...(qualifiers.length ? { qualifiers: qualifiers.map(([predicate, value, kind]) => ({
      predicate: graph.termIri(predicate), predicateLabel: graph.term(predicate), value: kind === -1 ? graph.termIri(Number(value)) : String(value),
      ...(kind === -1 ? { valueLabel: graph.term(Number(value)) } : typeof kind === "string" ? { language: kind.slice(1) } : { datatype: graph.termIri(kind) }),
    })) } : {}),
    ...(evidence.length ? { evidence: evidence.map((number) => cited(graph, number)) } : {}),
  };
}

/** @param {Graph} graph @param {number} number */
export function cited(graph, number) {
  const [document_, start, end] = graph.data.evidence[number];
  return { document: graph.data.documents[document_][0], start: start < 0 ? null : start, end: end < 0 ? null : end };
}

/**
 * What is said about a fact in columns, several values parted by semicolons.
 * @param {Told[]} told
 */
export function columnsOf(told) {
  const joined = (/** @type {string[]} */ values) => [...new Set(values)].join("; ");
  const label = (/** @type {{ label: string }} */ one) => one.label;
  return {
    status: joined(told.flatMap(({ status }) => (status ? [status.label] : []))),
    saidBy: joined(told.flatMap(({ saidBy }) => (saidBy || []).map(label))),
    inferred: told.some(({ inferred }) => inferred) ? "true" : "",
    listOpen: told.some(({ listOpen }) => listOpen) ? "true" : "",
    note: joined(told.flatMap(({ notes }) => Object.values(notes || {}))),
    qualifiers: joined(told.flatMap(({ qualifiers }) => (qualifiers || []).map((one) => `${one.predicateLabel}: ${one.valueLabel ?? one.value}`))),
    statements: told.length > 1 ? JSON.stringify(told) : "",
  };
}
