// @ts-check
/* The facets of an entity, counted by the server when one looks at them: a kind of link or a class is opened by itself. And what is
   shown, by predicate and class: each can be hidden and shown again without asking anybody. */

import { element } from "../query/dom.js";

/** @typedef {{value: string, label: string, count: number, forward?: boolean}} Value */
/** @typedef {{name: string, values: Value[], others: number}} Facet */
/** @typedef {{total: number, counted: number, facets: Facet[]}} Facets */
/** @typedef {{predicate?: string, forward?: string, class?: string}} Kind which neighbours are asked for */
/** @typedef {import("./model.js").Growing} Growing */

/** @type {Record<string, string>} */
const TITLES = { predicate: "links_by", class: "links_with", source: "links_source", status: "links_status", year: "links_year" };

/** The facets as lists; those of predicates and classes are buttons that open them.
    @param {Facets} told @param {Record<string, string>} words @param {(kind: Kind) => void} open @returns {HTMLElement[]} */
export function facetLists(told, words, open) {
  const lists = told.facets.flatMap(({ name, values, others }) => {
    const rows = values.map((one) => element("li", {}, valueOf(name, one, open), element("span", { class: "count" }, ` ${one.count}`)));
    if (others > 0) rows.push(element("li", {}, `${words.others} ${others}`));
    return [element("h3", {}, words[TITLES[name]] ?? name), element("ul", { "data-facet": name }, ...rows)];
  });
  if (told.counted < told.total) lists.push(element("p", { class: "notes" }, counted(words.counted, told)));
  return lists;
}

/** @param {string} text @param {Facets} told */
function counted(text, told) {
  const numbers = [String(told.counted), String(told.total)];
  let place = 0;
  return text.replace(/\{(\d?)\}/g, (_, number) => numbers[number === "" ? place++ : Number(number)] ?? "");
}

/** @param {string} name @param {Value} one @param {(kind: Kind) => void} open */
function valueOf(name, one, open) {
  const text = name === "predicate" ? `${one.forward ? "→" : "←"} ${one.label}` : one.label;
  if (name !== "predicate" && name !== "class") return element("span", {}, text);
  const made = element("button", { type: "button", class: "plain" }, text);
  const kind = name === "class" ? { class: one.value } : { predicate: one.value, forward: String(one.forward) };
  made.addEventListener("click", () => open(kind));
  return made;
}

/** What is shown, by predicate and by class, each with a box that hides it.
    @param {Growing} graph @param {Set<string>} hidden @param {() => void} changed @returns {HTMLElement[]} */
export function shownLists(graph, hidden, changed) {
  /** @type {Map<string, number>} */
  const links = new Map(), kinds = new Map();
  for (const link of graph.links.values()) links.set(link.predicateLabel, (links.get(link.predicateLabel) ?? 0) + 1);
  for (const node of graph.nodes.values()) for (const kind of node.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [["link", links], ["kind", kinds]].map(([name, counts]) => {
    const sorted = [.../** @type {Map<string, number>} */ (counts)].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
    return element("ul", { class: "boxes", "data-shown": String(name) }, ...sorted.slice(0, 40).map(([text, count]) => {
      const key = `${String(name)} ${text}`, box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
      box.checked = !hidden.has(key);
      box.addEventListener("change", () => {
        if (box.checked) hidden.delete(key);
        else hidden.add(key);
        changed();
      });
      return element("li", {}, element("label", {}, box, ` ${text} `, element("span", { class: "count" }, String(count))));
    }));
  });
}
