// @ts-check
/* Asking the server, within bounds: no more is read of an answer than can be looked at, and one that is stopped ends there too. */

import { tokens } from "./context.js";
import { ROOT } from "./dom.js";
import { readTriples } from "./terms.js";

/** @typedef {import("./terms.js").Answer} Answer */
/** @typedef {{answer: Answer | null, truth: boolean | null, more: boolean}} Found */

export const MOST_ROWS = 5000;
const MOST_BYTES = 8 << 20;

/** Why a query was not answered, and where the fault is. */
export class Fault extends Error {
  /** @param {string} sentence @param {number | null} line @param {number | null} column */
  constructor(sentence, line, column) {
    super(sentence);
    this.line = line;
    this.column = column;
  }
}

/** @param {string} text @param {AbortSignal} signal @returns {Promise<Found>} */
export async function ask(text, signal) {
  const answer = await fetch(`${ROOT}/sparql?rows=${MOST_ROWS}`, {
    method: "POST", body: text, signal,
    headers: { "content-type": "application/sparql-query", accept: "application/sparql-results+json, application/n-triples;q=0.9" },
  });
  const kind = answer.headers.get("content-type") || "";
  const { body, cut } = await read(answer);
  if (!answer.ok) throw fault(kind, body);
  if (kind.includes("n-triples")) {
    const found = readTriples(body), more = found.rows.length > MOST_ROWS;
    found.rows.length = Math.min(found.rows.length, MOST_ROWS);
    return { answer: found, truth: null, more: more || cut };
  }
  if (cut) throw new Fault(`> ${MOST_BYTES >> 20} MB`, null, null);
  const said = JSON.parse(body);
  if ("boolean" in said) return { answer: null, truth: said.boolean, more: false };
  const rows = said.results.bindings;
  return { answer: { columns: said.head.vars, rows: rows.slice(0, MOST_ROWS), kind: "table" }, truth: null, more: rows.length > MOST_ROWS };
}

/** @param {string} kind @param {string} body */
function fault(kind, body) {
  if (!kind.includes("json")) return new Fault(body.slice(0, 2000), null, null);
  const said = JSON.parse(body);
  return new Fault(String(said.detail), said.line ?? null, said.column ?? null);
}

/** The text of an answer, as far as it is read. @param {Response} answer */
async function read(answer) {
  const reader = answer.body?.getReader(), decoder = new TextDecoder();
  let body = "";
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    body += decoder.decode(value, { stream: true });
    if (body.length > MOST_BYTES) {
      await reader.cancel();
      return { body: body.slice(0, body.lastIndexOf("\n") + 1), cut: true };
    }
  }
  return { body: body + decoder.decode(), cut: false };
}

/** What a query asks for, by its first word. @param {string} text @returns {"table" | "graph" | "truth"} */
export function formOf(text) {
  const word = tokens(text).find((one) => one.kind === "word" && /^(select|ask|construct|describe)$/i.test(one.text))?.text.toLowerCase();
  return word === "ask" ? "truth" : word === "construct" || word === "describe" ? "graph" : "table";
}

/** The formats in which an answer can be saved: their names at the server, and the endings of files. */
export const FORMATS = {
  table: [["csv", "csv"], ["tsv", "tsv"], ["json", "srj"], ["xml", "srx"]],
  truth: [["json", "srj"], ["xml", "srx"]],
  graph: [["turtle", "ttl"], ["ntriples", "nt"], ["rdfxml", "rdf"], ["jsonld", "jsonld"]],
};
