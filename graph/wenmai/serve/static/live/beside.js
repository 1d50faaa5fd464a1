// @ts-check
/* What stands beside the picture: the facets of the chosen entity, its links in words, and the text that one of them cites. */

import { ROOT, element } from "../query/dom.js";
import { Stopped } from "./fetching.js";
import { facetLists } from "./kinds.js";
import { addressOf, placeOf, tellWindow } from "./reader.js";

/** @typedef {import("./model.js").Node} Node */
/** @typedef {import("./model.js").Link} Link */
/** @typedef {import("./model.js").Growing} Growing */
/** @typedef {import("./kinds.js").Kind} Kind */

export class Beside {
  /** @param {HTMLElement} place @param {import("./fetching.js").Asking} asking @param {Record<string, string>} words */
  constructor(place, asking, words) {
    this.asking = asking;
    this.words = words;
    this.hasText = Boolean(place.dataset.text);
    this.reader = element("section", { class: "reader", "aria-label": words.passage ?? "" });
    this.reader.hidden = true;
    /** @param {Promise<void>} work what the status tells the end of, if it fails or is stopped */
    this.begin = (work) => void work.catch((error) => {
      if (!(error instanceof Stopped) && !asking.status.textContent) asking.status.replaceChildren(String(error));
    });
  }

  /** Ask what an entity is linked by and with. @param {string} iri @param {HTMLElement} into @param {(kind: Kind) => void} open */
  async count(iri, into, open) {
    const fields = new URLSearchParams({ entity: iri, lang: document.documentElement.lang });
    const told = await this.asking.ask(`${ROOT}/api/v1/facets?${fields}`);
    into.replaceChildren(...facetLists(told, this.words, open));
  }

  /** Show the text around a passage. @param {import("./reader.js").Citation} cited @param {number | null} [from] */
  async read(cited, from = null) {
    const told = await this.asking.ask(addressOf(cited, from));
    tellWindow(this.reader, told, this.words, (next) => {
      if (next === null) this.reader.hidden = true;
      else this.begin(this.read(cited, next));
    });
  }

  /** A link in words, from one of its ends. @param {Growing} graph @param {Node} node @param {Link} link @param {(iri: string) => void} choose */
  line(graph, node, link, choose) {
    const out = link.subject === node.iri, other = graph.nodes.get(out ? link.object : link.subject);
    const name = element("button", { type: "button", class: "plain" }, other?.label ?? "");
    name.addEventListener("click", () => choose(other?.iri ?? ""));
    const marks = [...(link.time ? [link.time] : []), ...link.said].map((text) => element("span", { class: "mark" }, text));
    const cites = link.sources.flatMap((one, number) => [...(number ? ["; "] : []), this.#cite(one)]);
    const cited = element("span", { class: "cite" }, ...(cites.length ? cites : [this.words.no_source ?? ""]));
    return element("li", {}, out ? "→ " : "← ", element("span", { class: "predicate" }, link.predicateLabel), " ", name, " ", ...marks, " ", cited);
  }

  /** A citation: a button that shows its passage, where the server has the text. @param {string} cite */
  #cite(cite) {
    const at = placeOf(cite);
    if (!at || !this.hasText) return shortCite(cite);
    const made = element("button", { type: "button", class: "plain" }, shortCite(cite));
    made.addEventListener("click", () => this.begin(this.read(at)));
    return made;
  }
}

/** A citation as the pages write it: the document's name and the place in it. @param {string} cite */
function shortCite(cite) {
  return cite.replace(/^urn:.*:(?=[^:]*$)/, "").replace(/#char=(\d+),(\d+)$/, ":$1–$2");
}
