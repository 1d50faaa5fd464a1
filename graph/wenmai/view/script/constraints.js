// @ts-check
/* The constraints of a path, as they are asked for and told: what to pass and avoid, by which links, through what, as of when. */

/** @import { App, Bounds, Child, Connection } from "./types.js" */

import { makeCombobox } from "./combobox.js";
import { el, said } from "./dom.js";
import { joined } from "./pieces.js";
import { plain } from "./text.js";

const DONE = "urn:wenmai:term:Achieved";
const MOST_VIA = 4;

/** Those that are on or off. @type {("directed" | "statedOnly" | "allLinks" | "near" | "shortest")[]} */
const SWITCHES = ["directed", "statedOnly", "allLinks", "near", "shortest"];

/** @param {App} app */
export function makeConstraints(app) {
  const { graph, t, connecting, store } = app;
  const now = () => store.state.connection;
  const statuses = statusesOf(app);
  const predicates = [...graph.data.predicates.keys()].sort((a, b) => graph.data.predicates[b][1] - graph.data.predicates[a][1] || a - b);
  let open = false;

  /** @template Item @param {Iterable<Item>} set @param {Item} item */
  const without = (set, item) => [...set].filter((one) => one !== item);

  /** @param {Child} name @param {string} text @param {() => void} drop */
  function chip(name, text, drop) {
    return el("button", { type: "button", class: "chip", "aria-label": t("bound.drop", text), onclick: drop }, name, " ×");
  }

  /** @param {"via" | "avoid"} name */
  function entities(name) {
    const id = `bound-${name}`;
    const input = el("input", { id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": `${id}-found`, placeholder: t("bound.pick"), "data-key": id });
    const list = el("ul", { id: `${id}-found`, role: "listbox", class: "options", hidden: true, "aria-label": t(`bound.${name}`) });
    makeCombobox(app, input, list, (node) => {
      if (name === "avoid") connecting.bound({ avoid: new Set(now().avoid).add(node), via: without(now().via, node) });
      else connecting.bound({ via: [...without(now().via, node), node].slice(-MOST_VIA), avoid: new Set(without(now().avoid, node)) });
      document.getElementById(id)?.focus();
    });
    const drop = (/** @type {number} */ node) =>
      connecting.bound(name === "via" ? { via: without(now().via, node) } : { avoid: new Set(without(now().avoid, node)) });
    return [el("div", { class: "pick" }, el("label", { for: id }, t(`bound.${name}`)), input, list),
      chips([...now()[name]].map((node) => chip(said(graph.label(node)), plain(graph.label(node)), () => drop(node))))];
  }

  /**
   * A list to choose from, one after the other.
   * @template {number | string} Item
   * @param {"only" | "without" | "types" | "statuses"} name
   * @param {Item[]} items
   * @param {(item: Item) => string} label
   */
  function several(name, items, label) {
    const id = `bound-${name}`;
    const chosen = /** @type {ReadonlySet<Item>} */ (/** @type {unknown} */ (now()[name]));
    const set = (/** @type {Iterable<Item>} */ some) => connecting.bound({ [name]: new Set(some) });
    const take = (/** @type {Event} */ event) => {
      const place = /** @type {HTMLSelectElement} */ (event.target).selectedIndex - 1;
      if (place >= 0) set([...chosen, items.filter((one) => !chosen.has(one))[place]]);
    };
    return [el("div", { class: "pick" }, el("label", { for: id }, t(`bound.${name}`)),
      el("select", { id, "data-key": id, onchange: take }, el("option", { value: "" }, t("bound.choose")),
        items.filter((one) => !chosen.has(one)).map((one) => el("option", {}, plain(label(one)))))),
    chips([...chosen].map((one) => chip(said(label(one)), plain(label(one)), () => set(without(chosen, one)))))];
  }

  /** @param {Element[]} some */
  const chips = (some) => (some.length ? el("div", { class: "row chosen" }, some) : null);

  /** @param {"asOf" | "maxDegree"} name @param {{}} more @param {(text: string) => Bounds} read */
  function written(name, more, read) {
    const id = `bound-${name}`;
    const value = now()[name] || null;
    const onchange = () => connecting.bound(read(input.value.trim()));
    const onkeydown = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      onchange();
    };
    const input = el("input", { id, "data-key": id, type: "text", autocomplete: "off", value, onchange, onkeydown, ...more });
    return el("div", { class: "pick" }, el("label", { for: id }, t(`bound.${name}`)), input);
  }

  /** @param {typeof SWITCHES[number]} name */
  function turn(name) {
    const id = name === "allLinks" ? "path-all" : `bound-${name}`;
    const onchange = () => connecting.bound({ [name]: !now()[name] });
    return el("label", {}, el("input", { type: "checkbox", id, "data-key": id, checked: now()[name], onchange }), t(name === "allLinks" ? "all.links" : `bound.${name}`));
  }

  return {
    /** The fields of all constraints, folded away until they are wanted. */
    fields() {
      const count = textsOf(app, now()).length;
      const classes = graph.data.classes.map((_, kind) => kind);
      const summary = el("summary", { "data-key": "bounds", id: "bounds", onclick: () => { open = !open; } }, t("bounds"),
        count ? el("span", { class: "count" }, String(count)) : null);
      return el("details", { class: "bounds", open }, summary,
        entities("via"), entities("avoid"), several("only", predicates, graph.predicateName), several("without", predicates, graph.predicateName),
        classes.length ? several("types", classes, graph.className) : null, statuses.length ? several("statuses", statuses, (iri) => nameOf(app, iri)) : null,
        written("asOf", { placeholder: "2019-05" }, (text) => ({ asOf: text })),
        written("maxDegree", { inputmode: "numeric", placeholder: "100" }, (text) => ({ maxDegree: /^\d{1,6}$/.test(text) ? Number(text) : 0 })),
        el("div", { class: "switches" }, SWITCHES.filter((name) => name !== "allLinks" || graph.data.predicates.some((row) => row[3])).map(turn)));
    },
    /** What is asked, in a line. @param {Connection} connection */
    told: (connection) => joined(textsOf(app, connection), " · "),
  };
}

/** The statuses that links have, and the one that goes without saying. @param {App} app */
function statusesOf({ graph }) {
  const met = new Set(graph.data.facets.standings.flatMap(([, , ...terms]) => terms.map(graph.termIri)));
  return met.size ? [...met.add(DONE)].sort() : [];
}

/** @param {App} app @param {string} iri */
function nameOf({ graph, t }, iri) {
  if (iri === DONE) return t("status.done");
  const term = graph.data.terms.findIndex((row) => row[0] === iri);
  return term < 0 ? iri : graph.term(term);
}

/**
 * Each constraint that is set, in words.
 * @param {App} app
 * @param {Connection} now
 * @returns {Child[]}
 */
function textsOf(app, now) {
  const { graph, t } = app, asOf = now.asOf || app.store.state.filters.asOf;
  /** @param {keyof Bounds} name @param {string[]} labels */
  const some = (name, labels) => (labels.length ? [[`${t(`bound.${name}`)} `, joined(labels.map(said), t("joint"))]] : []);
  return [
    ...some("via", now.via.map(graph.label)), ...some("avoid", [...now.avoid].map(graph.label)), ...some("only", [...now.only].map(graph.predicateName)),
    ...some("without", [...now.without].map(graph.predicateName)), ...some("types", [...now.types].map(graph.className)),
    ...some("statuses", [...now.statuses].map((iri) => nameOf(app, iri))), ...some("asOf", asOf ? [asOf] : []),
    ...some("maxDegree", now.maxDegree ? [String(now.maxDegree)] : []), ...some("maxHops", now.maxHops ? [String(now.maxHops)] : []),
    ...SWITCHES.filter((name) => now[name]).map((name) => t(name === "allLinks" ? "all.links" : `bound.${name}`)),
  ];
}
