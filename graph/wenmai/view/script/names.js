// @ts-check
/* What did the person mean? Labels, further names, pinyin and initials, in simplified or traditional characters. */

/** @import { Graph, Names } from "./types.js" */

const EXACT_IRI = 101, EXACT = 100, EXACT_KEY = 90, START = 80, START_KEY = 70, WITHIN = 60, WITHIN_KEY = 50, SEQUENCE = 20;

/**
 * @param {Graph} graph
 * @returns {Names}
 */
export function makeNames(graph) {
  const fold = makeFold(graph.data.simplified);
  /** @type {{ node: number, texts: string[], folded: string[], keys: string[] }[] | null} */
  let entries = null;

  function prepared() {
    if (entries) return entries;
    entries = [];
    const { nodes } = graph.data;
    for (let node = 0; node < graph.count; node++) {
      const english = nodes.en[node];
      const texts = [nodes.zh[node], ...(english ? [english] : []), ...graph.names(node)];
      entries.push({ node, texts, folded: texts.map(fold), keys: graph.keys(node) });
    }
    return entries;
  }

  /* Matches as {node, name, score}, best first. */
  /** @type {Names["search"]} */
  function search(text, limit = 12) {
    const all = prepared();
    const wanted = fold(text);
    const iri = text.trim().replace(/^<|>$/g, "");
    if (!wanted) return [];
    const found = [];
    for (const { node, texts, folded, keys } of all) {
      const [score, by] = likeness(wanted, folded, keys, graph.iri(node) === iri ? EXACT_IRI : 0);
      if (score) found.push({ node, name: texts[by], score });
    }
    found.sort((a, b) => b.score - a.score || graph.degree(b.node) - graph.degree(a.node) || a.node - b.node);
    return found.slice(0, limit);
  }

  return { search, prepare: () => { prepared(); } };
}

/**
 * A function that makes spellings of one name alike: width, case, spaces, punctuation, traditional characters.
 * @param {[string, string][]} pairs
 */
function makeFold(pairs) {
  const simplified = new Map(pairs);
  const traditional = simplified.size ? new RegExp(`[${[...simplified.keys()].join("")}]`, "gu") : null;
  return (/** @type {string} */ text) => {
    const plainer = text.normalize("NFKC").toLowerCase().replace(/[\s\p{P}\p{Cf}]+/gu, "");
    return traditional ? plainer.replace(traditional, (one) => simplified.get(one) ?? one) : plainer;
  };
}

/**
 * How well an entity's texts and spellings match: [score, number of the text].
 * @param {string} wanted
 * @param {string[]} folded
 * @param {string[]} keys
 * @param {number} least
 */
function likeness(wanted, folded, keys, least) {
  let score = least, by = 0;
  folded.forEach((one, i) => {
    const now = one === wanted ? EXACT : one.startsWith(wanted) ? START : one.includes(wanted) ? WITHIN : 0;
    if (now > score) { score = now; by = i; }
  });
  for (const key of keys) {
    const now = key === wanted ? EXACT_KEY : key.startsWith(wanted) ? START_KEY : wanted.length > 2 && key.includes(wanted) ? WITHIN_KEY : 0;
    if (now > score) { score = now; by = 0; }
  }
  if (!score && wanted.length > 1 && folded.some((one) => inSequence(wanted, one))) score = SEQUENCE;
  return [score, by];
}

/**
 * Whether the characters of one text stand in another in their order, others between them or not.
 * @param {string} wanted
 * @param {string} text
 */
function inSequence(wanted, text) {
  let place = -1;
  for (const one of wanted) {
    place = text.indexOf(one, place + 1);
    if (place < 0) return false;
  }
  return true;
}
