// @ts-check
/* What is offered while one types: the graph is asked for what fits the place, and never for more than is shown. */

import { declared, placeAt, variables } from "./context.js";
import { ROOT } from "./dom.js";

/** @typedef {import("./context.js").Place} Place */
/** @typedef {{label: string, apply?: string, detail?: string, info?: string, boost?: number}} Option */

const MOST = 30;

const WORDS = `SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES SERVICE CONSTRUCT DESCRIBE ASK PREFIX BASE FROM NAMED LIMIT OFFSET
  ORDER BY GROUP HAVING ASC DESC COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT AS EXISTS NOT IN STR LANG LANGMATCHES DATATYPE BOUND IRI STRLEN
  SUBSTR UCASE LCASE CONTAINS STRSTARTS STRENDS REGEX REPLACE CONCAT COALESCE IF YEAR MONTH DAY NOW ABS ROUND ISIRI ISBLANK ISLITERAL
  UNDEF REDUCED`.split(/\s+/);

/**
 * @param {{state: any, pos: number, explicit: boolean, addEventListener: (type: "abort", done: () => void) => void}} at as CodeMirror asks
 * @param {Map<string, string>} prefixes those that need not be declared
 */
export async function complete(at, prefixes) {
  const text = at.state.doc.toString(), place = placeAt(text, at.pos, prefixes);
  if (place.kind === "nothing" || (!at.explicit && !place.typed && place.space === null)) return null;
  const stopped = new AbortController();
  at.addEventListener("abort", () => stopped.abort());
  const options = await offered(place, text, prefixes, at.explicit, stopped.signal);
  return options.length ? { from: place.from, options, filter: false } : null;
}

/** @param {Place} place @param {string} text @param {Map<string, string>} prefixes @param {boolean} explicit @param {AbortSignal} signal
 *  @returns {Promise<Option[]>} */
async function offered(place, text, prefixes, explicit, signal) {
  const typed = place.typed.toLowerCase();
  if (place.kind === "variable") return variablesLike(text, place.typed);
  if (place.kind === "namespace") return namespaces(place.typed, prefixes);
  const words = place.space === null && typed.length > 1 && place.kind !== "prefix" ? wordsLike(typed) : [];
  if (place.kind === "word") return words;
  const all = new Map([...prefixes, ...declared(text)]);
  const terms = await ask(place, expanded(place.of, all), signal);
  return [...beside(place, text, explicit), ...terms.map((/** @type {any} */ one) => option(one, prefixes, all, place.kind)), ...words];
}

/** What is offered before what the graph has. @param {Place} place @param {string} text @param {boolean} explicit @returns {Option[]} */
function beside(place, text, explicit) {
  if (place.space !== null) return [];
  if (place.kind === "predicate") return "a".startsWith(place.typed.toLowerCase()) ? [{ label: "a", detail: "rdf:type" }] : [];
  return place.kind === "entity" && explicit && !place.typed ? variables(text).map((label) => ({ label })) : [];
}

/** @param {string} text @param {string} typed @returns {Option[]} */
function variablesLike(text, typed) {
  const wanted = `?${typed.slice(1).toLowerCase()}`;
  return variables(text).filter((one) => one !== typed && one.toLowerCase().startsWith(wanted)).map((label) => ({ label }));
}

/** @param {string} typed @param {Map<string, string>} prefixes @returns {Option[]} */
function namespaces(typed, prefixes) {
  const space = prefixes.get(typed.replace(/:$/, ""));
  return space === undefined ? [] : [{ label: `<${space}>` }];
}

/** @param {string} typed @returns {Option[]} */
function wordsLike(typed) {
  return WORDS.filter((one) => one.toLowerCase().startsWith(typed)).map((label) => ({ label }));
}

/** A class as a query writes it, as an IRI. @param {string} written @param {Map<string, string>} prefixes */
function expanded(written, prefixes) {
  if (written.startsWith("<")) return written.slice(1, -1);
  const colon = written.indexOf(":"), space = colon < 0 ? undefined : prefixes.get(written.slice(0, colon));
  return space === undefined ? "" : space + written.slice(colon + 1);
}

/** @param {Place} place @param {string} of @param {AbortSignal} signal */
async function ask(place, of, signal) {
  const fields = new URLSearchParams({ kind: place.kind, text: place.typed, limit: String(MOST), lang: document.documentElement.lang });
  if (place.space !== null) fields.set("in", place.space);
  if (of) fields.set("of", of);
  try {
    const answer = await fetch(`${ROOT}/api/v1/complete?${fields}`, { signal });
    return answer.ok ? (await answer.json()).terms : [];
  } catch {
    return []; // it was stopped, or the server is gone: one goes on typing
  }
}

/** @param {any} one @param {Map<string, string>} known @param {Map<string, string>} all @param {Place["kind"]} kind @returns {Option} */
function option(one, known, all, kind) {
  if (kind === "prefix") return { label: one.text, apply: `${one.text} <${one.iri}>\n`, detail: one.iri };
  const prefix = one.text.startsWith("<") ? "" : one.text.split(":")[0];
  const other = prefix && all.get(prefix) !== known.get(prefix); // the query means something else by it
  const count = one.number === null ? "" : ` · ${one.number}`;
  return { label: one.text, apply: other ? `<${one.iri}>` : one.text, detail: (one.label === one.text ? "" : one.label) + count };
}
