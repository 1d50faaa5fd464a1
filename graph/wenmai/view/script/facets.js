// @ts-check
/* Facets: by what else than class and predicate a graph can be cut. Each gives the values, or the numbers, of an entity or a link; what
   would cut nothing is none. Values are IRIs and texts, so that an address keeps them. */

/** @import { Facet, Facets, Graph, Look, Translate } from "./types.js" */

import { communitiesOf, componentsOf } from "./communities.js";
import { textFacets } from "./textfacets.js";
import { plain } from "./text.js";

const MOST_GROUPS = 40;
const MANY = 5000; /* groups of more entities are found when they are first asked for */

/**
 * @param {Graph} graph
 * @param {Look} look
 * @param {Translate} t
 * @returns {Facets}
 */
export function makeFacets(graph, look, t) {
  /** @type {Facet[] | null} */
  let known = null;
  const nodes = () => Array.from({ length: graph.count }, (_, node) => node).filter((node) => !isQuiet(graph, look, node));
  const links = () => Array.from({ length: graph.size }, (_, link) => link);
  const all = () => {
    if (known) return known;
    const items = { node: nodes(), link: links() };
    known = [
      ...numberFacets(graph, t), ...textFacets(graph, items.node), languages(graph, t), communities(graph, look, t), components(graph, look, t),
      degrees(graph, t), ...linkFacets(graph, t),
    ].filter((facet) => facet.sure || cuts(facet, items[facet.about]));
    return known;
  };
  return { all, find: (key) => all().find((facet) => facet.key === key) };
}

/** Whether an entity is only of classes that are not drawn at first. @param {Graph} graph @param {Look} look @param {number} node */
function isQuiet(graph, look, node) {
  const kind = look.kind(node);
  return kind >= 0 && graph.data.classes[kind][2] === 1;
}

/** Whether choosing by a facet leaves some out: two items differ in their values, or two numbers do. @param {Facet} facet @param {number[]} items */
function cuts(facet, items) {
  const { numbers } = facet;
  if (numbers) {
    const [first] = numbers(items.find((item) => numbers(item).length) ?? 0);
    return items.some((item) => numbers(item).some((number) => number !== first));
  }
  const of = (/** @type {number} */ item) => [...new Set(facet.values(item))].sort().join("\n");
  const first = items.length ? of(items[0]) : "";
  return items.some((item) => of(item) !== first);
}

const NONE = () => [];

/** Every number of an entity, by what it measures. @param {Graph} graph @param {Translate} t @returns {Facet[]} */
function numberFacets(graph, t) {
  return graph.data.facets.numbers.map(([iri, zh, en, unitZh, unitEn, rows]) => {
    /** @type {Map<number, number[]>} */
    const of = new Map();
    for (let i = 0; i < rows.length; i += 3) of.set(Number(rows[i]), [...(of.get(Number(rows[i])) || []), Number(rows[i + 1])]);
    const unit = () => (graph.words === "en" ? unitEn : unitZh);
    const name = () => (graph.words === "en" ? en : zh) + (unit() ? t("unit.of", unit()) : "");
    return { key: `number ${iri} ${unitEn}`, about: "node", name, values: NONE, label: String, numbers: (node) => of.get(node) ?? [] };
  });
}

/** @param {Graph} graph @param {Translate} t @returns {Facet} */
function degrees(graph, t) {
  return { key: "degree", about: "node", name: () => t("degree"), values: NONE, label: String, numbers: (node) => [graph.degree(node)] };
}

/** The languages of an entity's names and texts. @param {Graph} graph @param {Translate} t @returns {Facet} */
function languages(graph, t) {
  const label = (/** @type {string} */ tag) => {
    if (!tag) return t("language.none");
    try {
      return new Intl.DisplayNames([graph.words], { type: "language" }).of(tag) ?? tag;
    } catch {
      return tag;
    }
  };
  const tags = (/** @type {number} */ node) => graph.facts(node).map((fact) => fact[2]).filter((kind) => typeof kind === "string");
  return {
    key: "language", about: "node", name: () => t("facet.language"), label,
    values: (node) => [...graph.labels(node).map(([tag]) => tag), ...tags(node).map((tag) => tag.slice(1))],
  };
}

/** @param {Graph} graph @param {Look} look @param {Translate} t @returns {Facet} */
function communities(graph, look, t) {
  return groups(graph, look, "community", () => t("facet.community"), communitiesOf);
}

/** @param {Graph} graph @param {Look} look @param {Translate} t @returns {Facet} */
function components(graph, look, t) {
  return { ...groups(graph, look, "component", () => t("facet.component"), componentsOf), sure: false };
}

/**
 * Groups of entities, each called by its two most linked members and known by the first; smaller ones than the largest forty are not told apart.
 * @param {Graph} graph
 * @param {Look} look
 * @param {string} key
 * @param {() => string} name
 * @param {(graph: Graph) => Int32Array} find
 * @returns {Facet}
 */
function groups(graph, look, key, name, find) {
  const quiet = (/** @type {number} */ node) => Number(isQuiet(graph, look, node));
  /** @type {{ of: Int32Array, chief: number[][], known: Map<string, number[]> } | null} */
  let made = null;
  const make = () => {
    const of = find(graph);
    /** @type {number[][]} */
    const chief = [];
    of.forEach((group, node) => {
      if (group < 0 || group >= MOST_GROUPS) return;
      chief[group] = [...(chief[group] ?? []), node].sort((a, b) => quiet(a) - quiet(b) || graph.degree(b) - graph.degree(a) || a - b).slice(0, 2);
    });
    return { of, chief, known: new Map(chief.map((members) => [graph.iri(members[0]), members])) };
  };
  const now = () => (made ??= make());
  return {
    key, about: "node", name, sure: graph.count > MANY && graph.size > 0,
    label: (value) => (now().known.get(value) ?? []).map((node) => plain(graph.label(node))).join(graph.words === "en" ? ", " : "、") || value,
    values(node) {
      const { of, chief } = now();
      return chief[of[node]] ? [graph.iri(chief[of[node]][0])] : [];
    },
  };
}

/** How links stand and who says them. @param {Graph} graph @param {Translate} t @returns {Facet[]} */
function linkFacets(graph, t) {
  const terms = new Map(graph.data.terms.map(([iri], number) => [iri, number]));
  const named = (/** @type {string} */ iri) => {
    const node = graph.find(iri), term = terms.get(iri);
    return node >= 0 ? graph.label(node) : term === undefined ? iri : graph.term(term);
  };
  const word = (/** @type {string} */ key) => t(`facet.${key}`);
  /** @param {string} key @param {(link: number) => readonly string[]} values @param {(value: string) => string} label @returns {Facet} */
  const one = (key, values, label) => ({ key, about: "link", name: () => word(key), values, label });
  return [
    one("cited", (link) => [graph.evidence(link).length ? "cited" : "uncited"], (value) => word(`is.${value}`)),
    one("standing", (link) => standing(graph, link), (value) => word(`is.${value}`)),
    one("status", (link) => graph.standing(link).said, named),
    one("speaker", (link) => speakers(graph, link), named),
    one("graph", graphsOf(graph), (iri) => (iri ? named(iri) : word("no.graph"))),
  ];
}

/** @param {Graph} graph @param {number} link */
function standing(graph, link) {
  const { inferred, claimed } = graph.standing(link);
  return inferred || claimed ? [...(inferred ? ["inferred"] : []), ...(claimed ? ["claimed"] : [])] : ["stated"];
}

/** Who says a link, by IRI or by name. @param {Graph} graph @param {number} link */
function speakers(graph, link) {
  const cited = graph.evidence(link).map((number) => graph.data.evidence[number]).map((row) => (row[3] >= 0 ? graph.iri(row[3]) : row[9]));
  return [...cited.filter(Boolean), ...graph.statements(link).flatMap((row) => row[1].map(graph.termIri))];
}

/** The named graphs of a link; "" stands for none. @param {Graph} graph @returns {(link: number) => string[]} */
function graphsOf({ data, termIri }) {
  /** @type {Map<number, string[]>} */
  const of = new Map();
  const { sets, of: steps } = data.facets.graphs;
  sets.forEach((terms, set) => {
    let link = 0;
    for (const step of steps[set]) of.set(link += step, terms.map(termIri));
  });
  return (link) => of.get(link) ?? [""];
}
