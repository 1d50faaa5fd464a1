// @ts-check
/* Values of an answer: what they are called, and the numbers, dates and places that they stand for. */

/**
 * @typedef {{type: string, value: any, "xml:lang"?: string, datatype?: string}} Term
 * @typedef {Record<string, Term | undefined>} Row
 * @typedef {{columns: string[], rows: Row[], kind: "table" | "graph"}} Answer
 * @typedef {{start: number, end: number}} Span years, with a fraction
 */

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = /(integer|decimal|double|float|long|int|short|byte|Integer|Long|Int|Short|Byte)$/;
const DATE = /^(-?\d{4,9})(?:-(\d\d)(?:-(\d\d))?)?(?:T[\d:.]*)?(?:Z|[+-]\d\d:\d\d)?$/;
const BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** @param {Term | undefined} term @returns {term is Term} */
export function isResource(term) {
  return term !== undefined && (term.type === "uri" || term.type === "bnode");
}

/** The number that a term writes; a code of digits is none. @param {Term | undefined} term @returns {number | null} */
export function numberOf(term) {
  if (!term || !term.datatype?.startsWith(XSD) || !NUMBERS.test(term.datatype)) return null;
  const value = Number(term.value);
  return Number.isFinite(value) ? value : null;
}

/** When a date begins and ends: a year, a month or a day. @param {Term | undefined} term @returns {Span | null} */
export function spanOf(term) {
  if (!term || term.type === "uri" || term.type === "triple") return null;
  const typed = term.datatype || "";
  if (!/#(date|dateTime|gYear|gYearMonth|dateTimeStamp)$/.test(typed) && !(/EDTF|edtf/.test(typed))) return null;
  const [from, to] = String(term.value).split("/");
  const start = dateOf(from), end = to ? dateOf(to) : start;
  return start && end ? { start: start.start, end: end.end } : null;
}

/** @param {string} text @returns {Span | null} */
function dateOf(text) {
  const found = DATE.exec(text.replace(/[~?%]$/, ""));
  if (!found) return null;
  const year = Number(found[1]);
  if (found[2] === undefined) return { start: year, end: year + 1 };
  const month = Number(found[2]);
  if (month < 1 || month > 12) return null;
  const first = (/** @type {number} */ number) => year + (BEFORE_MONTH[number - 1] ?? 365) / 365;
  if (found[3] === undefined) return { start: first(month), end: first(month + 1) };
  const day = first(month) + (Number(found[3]) - 1) / 365;
  return { start: day, end: day + 1 / 365 };
}

/** A point on the earth, of well-known text. @param {Term | undefined} term @returns {{lon: number, lat: number} | null} */
export function pointOf(term) {
  if (!term || term.type === "uri" || term.type === "triple") return null;
  const found = /^\s*(?:<([^>]*)>\s*)?POINT\s*Z?\s*\(\s*(-?[\d.]+(?:[eE]-?\d+)?)\s+(-?[\d.]+(?:[eE]-?\d+)?)/i.exec(term.value);
  if (!found) return null;
  const swapped = /EPSG\/.*\/4326$/.test(found[1] || "");
  return onEarth(Number(swapped ? found[3] : found[2]), Number(swapped ? found[2] : found[3]));
}

/** @param {number} lon @param {number} lat */
export function onEarth(lon, lat) {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : null;
}

/** An IRI as the prefixes write it, the longest namespace that fits. @param {string} iri @param {Map<string, string>} prefixes */
export function shortened(iri, prefixes) {
  let best = "", name = "";
  for (const [prefix, space] of prefixes) if (space.length > best.length && iri.startsWith(space)) [best, name] = [space, prefix];
  const rest = iri.slice(best.length);
  return best && !/[/#?]/.test(rest) ? `${name}:${rest}` : iri;
}

/** What a term is called in a picture or a list. @param {Term | undefined} term @param {Map<string, string>} prefixes @returns {string} */
export function named(term, prefixes) {
  if (!term) return "";
  if (term.type === "triple") return `${named(term.value.subject, prefixes)} ${named(term.value.predicate, prefixes)} ${named(term.value.object, prefixes)}`;
  if (term.type === "uri") return shortened(term.value, prefixes).replace(/^[\w.-]*:(?!\/\/)/, "") || term.value;
  return term.type === "bnode" ? `_:${term.value}` : String(term.value);
}

const LINE = /^\s*(<[^>]*>|_:\S+)\s+(<[^>]*>)\s+(<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?)\s*\.\s*$/;

/** The triples of N-Triples, as far as they have no triples within. @param {string} text @returns {Answer} */
export function readTriples(text) {
  const rows = [];
  for (const line of text.split("\n")) {
    const found = LINE.exec(line);
    if (found) rows.push({ subject: termOf(found[1]), predicate: termOf(found[2]), object: termOf(found[3]) });
  }
  return { columns: ["subject", "predicate", "object"], rows, kind: "graph" };
}

/** @param {string} written @returns {Term} */
function termOf(written) {
  if (written.startsWith("<")) return { type: "uri", value: unescaped(written.slice(1, -1)) };
  if (written.startsWith("_:")) return { type: "bnode", value: written.slice(2) };
  const end = written.lastIndexOf('"'), rest = written.slice(end + 1);
  /** @type {Term} */
  const term = { type: "literal", value: unescaped(written.slice(1, end)) };
  if (rest.startsWith("@")) term["xml:lang"] = rest.slice(1);
  if (rest.startsWith("^^")) term.datatype = rest.slice(3, -1);
  return term;
}

const ESCAPES = new Map([["n", "\n"], ["r", "\r"], ["t", "\t"], ["b", "\b"], ["f", "\f"]]);

/** @param {string} text */
function unescaped(text) {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) =>
    one === undefined ? String.fromCodePoint(parseInt(four || eight, 16)) : ESCAPES.get(one) ?? one);
}
