// @ts-check
/* What is being written at a place of a query: a prefix, a class, a predicate, an entity, a variable or a word of SPARQL. It reads
   the text before the place alone, so that a query that is not finished says as much as one that is. */

/**
 * @typedef {{kind: string, text: string, from: number, to: number}} Token
 * @typedef {{kind: "prefix" | "namespace" | "class" | "predicate" | "entity" | "variable" | "word" | "nothing", from: number, typed: string,
 *   space: string | null, of: string, place: "subject" | "predicate" | "object" | "expression" | "outside"}} Place
 * @typedef {{subject: string, place: "subject" | "predicate" | "object" | "after" | "expression", predicate: string, closes: string}} Level
 */

const TOKEN = new RegExp([
  /(?<comment>#[^\n]*)/u,
  /(?<string>"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*(?:"|$|(?=\n))|'(?:[^'\\\n]|\\.)*(?:'|$|(?=\n)))/u,
  /(?<iri><(?![\s=<])[^\s<>"{}|^`\\]*>?)/u,
  /(?<variable>[?$][\p{L}\p{N}_]+)/u,
  /(?<tag>@[\w-]+|\^\^)/u,
  /(?<name>(?:[\p{L}][\p{L}\p{N}\p{M}_.-]*)?:(?:[\p{L}\p{N}\p{M}_:%.·-]|\\.)*)/u,
  /(?<number>\d[\d.eE+-]*)/u,
  /(?<word>[\p{L}][\p{L}\p{N}\p{M}_-]*)/u,
  /(?<mark><<\(?|\)?>>|\{\||\|\}|&&|\|\||[!<>]=|[^\s])/u,
].map((one) => one.source).join("|"), "gu");

const AT_LENGTH = 20_000;
/** What opens an expression, within brackets. */
const EXPRESSIONS = /^(filter|bind|having|order|by|group|select|values|limit|offset)$/i;

/** @param {string} text @returns {Token[]} */
export function tokens(text) {
  const found = [];
  for (const match of text.matchAll(TOKEN)) {
    const kind = Object.entries(match.groups || {}).find(([, value]) => value !== undefined)?.[0] || "mark";
    found.push({ kind, text: match[0], from: match.index, to: match.index + match[0].length });
  }
  return found;
}

/** The prefixes that a query declares. @param {string} text @returns {Map<string, string>} */
export function declared(text) {
  const found = new Map();
  for (const match of text.matchAll(/\bPREFIX\s+([^\s:]*):\s*<([^\s<>]*)>/gi)) found.set(match[1], match[2]);
  return found;
}

/** The variables of a query, those near its beginning first. @param {string} text @returns {string[]} */
export function variables(text) {
  return [...new Set(tokens(text).filter((one) => one.kind === "variable").map((one) => `?${one.text.slice(1)}`))];
}

/** The tokens before a place, and the one that is being typed there. @param {string} text @param {number} at
 *  @returns {{before: Token[], typing: Token | null}} */
function tokensBefore(text, at) {
  const start = Math.max(0, at - AT_LENGTH);
  const before = tokens(text.slice(start, at)).map((one) => ({ ...one, from: one.from + start, to: one.to + start }));
  const last = before[before.length - 1];
  return last && last.to === at && last.kind !== "mark" ? { before: before.slice(0, -1), typing: last } : { before, typing: null };
}

/**
 * What is being written at a place of a text.
 * @param {string} text @param {number} at @param {Map<string, string>} known the prefixes that need not be declared
 * @returns {Place}
 */
export function placeAt(text, at, known) {
  const { before, typing } = tokensBefore(text, at);
  /** @type {Place} */
  const found = { kind: "nothing", from: typing?.from ?? at, typed: typing?.text ?? "", space: null, of: "", place: "outside" };
  if (typing ? typing.kind === "variable" : /(^|[\s({,])[?$]$/.test(text.slice(Math.max(0, at - 2), at))) {
    return { ...found, kind: "variable", from: typing?.from ?? at - 1, typed: typing?.text ?? "?" };
  }
  if (typing && isClosed(typing)) return found;
  return declaring(found, before) ?? inPattern(found, before, typing, new Map([...known, ...declared(text)]));
}

/** Whether nothing can be offered for what is being typed: a text, a number, an IRI that is closed. @param {Token} typing */
function isClosed(typing) {
  return /^(comment|tag|number|string)$/.test(typing.kind) || (typing.kind === "iri" && typing.text.endsWith(">"));
}

/** Within a declaration of a prefix. @param {Place} found @param {Token[]} before @returns {Place | null} */
function declaring(found, before) {
  const [one, two] = [before[before.length - 2], before[before.length - 1]];
  if (isWord(two, /^(prefix|base)$/i)) return { ...found, kind: "prefix" };
  return two?.kind === "name" && isWord(one, /^prefix$/i) ? { ...found, kind: "namespace", typed: two.text } : null;
}

/** Within triples or an expression, or between them. @param {Place} found @param {Token[]} before @param {Token | null} typing
 *  @param {Map<string, string>} prefixes @returns {Place} */
function inPattern(found, before, typing, prefixes) {
  const level = walk(before);
  if (isWord(before[before.length - 1], /^(from|named|graph|service|describe)$/i)) level.place = "subject";
  /** @type {Place["place"]} */
  const place = level.place === "after" ? "outside" : level.place;
  /** @type {Place} */
  const made = { ...found, place, of: level.classes.get(level.subject) ?? "", kind: wanted(place, level.predicate) };
  if (typing?.kind === "iri") return { ...made, typed: "", space: typing.text.slice(1) };
  if (typing?.kind !== "name") return made;
  const colon = typing.text.indexOf(":"), space = prefixes.get(typing.text.slice(0, colon));
  return space === undefined ? found : { ...made, typed: typing.text.slice(colon + 1), space };
}

/** @param {Token | undefined} token @param {RegExp} pattern */
function isWord(token, pattern) {
  return token !== undefined && token.kind === "word" && pattern.test(token.text);
}

/** @param {Place["place"]} place @param {string} predicate @returns {Place["kind"]} */
function wanted(place, predicate) {
  if (place === "predicate") return "predicate";
  if (place === "object") return /^(a|rdf:type|wdt:P31)$/.test(predicate) ? "class" : "entity";
  return place === "outside" ? "word" : "entity";
}

/**
 * Where the triples stand after some tokens, and the classes that subjects are said to have.
 * @param {Token[]} before @returns {Level & {classes: Map<string, string>}}
 */
function walk(before) {
  /** @type {Level[]} */
  const levels = [{ subject: "", place: "after", predicate: "", closes: "" }];
  const classes = new Map();
  let keyword = "";
  for (const token of before) {
    const level = levels[levels.length - 1];
    if (token.kind === "comment") continue;
    if (token.kind === "mark") step(token.text, level, levels, keyword);
    else if (token.kind === "word" && token.text !== "a") keyword = endTriple(token.text, level);
    else if (token.kind !== "tag") term(token.text, level, classes);
  }
  return { ...levels[levels.length - 1], classes };
}

/** A term takes its place, and the next one is expected. @param {string} text @param {Level} level @param {Map<string, string>} classes */
function term(text, level, classes) {
  if (level.place === "subject") Object.assign(level, { subject: text, place: "predicate", predicate: "" });
  else if (level.place === "predicate") Object.assign(level, { predicate: text, place: "object" });
  else if (level.place === "object") {
    if (/^(a|rdf:type|wdt:P31)$/.test(level.predicate)) classes.set(level.subject, text);
    level.place = "after";
  }
}

/** A word of SPARQL. @param {string} text @param {Level} level */
function endTriple(text, level) {
  if (/^(optional|minus|union|filter|bind|values|graph|service|exists|not)$/i.test(text) && level.closes === "}") level.place = "after";
  return text;
}

const CLOSES = new Map([["{", "}"], ["(", ")"], ["[", "]"], ["<<", ">>"], ["<<(", ")>>"], ["{|", "|}"]]);

/** A bracket or a mark between terms. @param {string} mark @param {Level} level @param {Level[]} levels @param {string} keyword */
function step(mark, level, levels, keyword) {
  const closes = CLOSES.get(mark);
  if (closes !== undefined) open(mark, closes, level, levels, keyword);
  else if (levels.length > 1 && level.closes === mark) {
    levels.pop();
    const outer = levels[levels.length - 1];
    if (mark === "}" && outer.closes === "}") outer.place = "subject";
    else if (mark !== "|}" && !/^(expression|after)$/.test(outer.place) && mark !== "}" && outer.predicate !== "(") term("[]", outer, new Map());
  } else if (level.closes === "}" || level.closes === "]" || level.closes === "|}" || level.closes.endsWith(">>")) between(mark, level);
}

/** @param {string} mark @param {string} closes @param {Level} level @param {Level[]} levels @param {string} keyword */
function open(mark, closes, level, levels, keyword) {
  const of = mark === "[" ? "[]" : level.subject;
  if (mark === "(" && level.place === "predicate") return; // a path in brackets is still a predicate
  const expression = mark === "(" && (level.place === "after" || level.place === "expression" || EXPRESSIONS.test(keyword) && level.place !== "object");
  const place = expression ? "expression" : mark === "[" || mark === "{|" ? "predicate" : mark === "(" ? "object" : "subject";
  levels.push({ subject: of, place, predicate: expression ? "(" : "", closes });
}

/** @param {string} mark @param {Level} level */
function between(mark, level) {
  if (mark === ".") level.place = "subject";
  else if (mark === ";") level.place = "predicate";
  else if (mark === ",") level.place = "object";
  else if (/^[/|^!]$/.test(mark) && (level.place === "object" || level.place === "predicate")) level.place = "predicate";
}
