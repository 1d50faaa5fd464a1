// @ts-check
/* Short texts that many entities share: a status in words, a country code, a colour. */

/** @import { Facet, Graph } from "./types.js" */

const LONG = 60; /* characters: a longer text is read, not chosen */
const MOST = 16;
const FEW = 12; /* so few different texts are always worth choosing from */
const APART = 0.7; /* of more, there must be so few for each text that occurs */

const XSD = "http://www.w3.org/2001/XMLSchema#";
const TEXTS = new Set([`${XSD}string`, `${XSD}boolean`, `${XSD}token`, `${XSD}anyURI`]);

/**
 * One for each property, of what most have first; of texts in several languages those in the language that most have.
 * @param {Graph} graph
 * @param {number[]} nodes
 * @returns {Facet[]}
 */
export function textFacets(graph, nodes) {
  /** term → language → entity → texts
   * @type {Map<number, Map<string, Map<number, string[]>>>} */
  const found = new Map();
  for (const node of nodes) {
    for (const [term, value, kind] of graph.facts(node)) {
      if (kind === -1 || (typeof kind === "number" && !TEXTS.has(graph.termIri(kind)))) continue;
      const languages = entry(found, term, () => new Map());
      const texts = entry(entry(languages, String(kind), () => new Map()), node, () => /** @type {string[]} */ ([]));
      texts.push(value);
    }
  }
  return [...found].map(([term, languages]) => ({ term, texts: commonest(languages) }))
    .filter(({ texts }) => isShared(texts)).sort((a, b) => b.texts.size - a.texts.size || a.term - b.term).slice(0, MOST)
    .map(({ term, texts }) => ({
      key: `text ${graph.termIri(term)}`, about: "node", name: () => graph.term(term), label: (value) => value, values: (node) => texts.get(node) ?? [],
    }));
}

/** @template K, V @param {Map<K, V>} map @param {K} key @param {() => V} make @returns {V} */
function entry(map, key, make) {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

/** @param {Map<string, Map<number, string[]>>} languages @returns {Map<number, string[]>} */
function commonest(languages) {
  return [...languages].sort(([one, a], [two, b]) => b.size - a.size || (one < two ? -1 : 1))[0][1];
}

/** Whether texts are short, and shared. @param {Map<number, string[]>} texts */
function isShared(texts) {
  const every = [...texts.values()].flat();
  const apart = new Set(every);
  if (every.some((text) => text.length > LONG) || every.length < 3 || apart.size === every.length) return false;
  return apart.size <= FEW || apart.size <= APART * every.length;
}
