// @ts-check
/* Which passages of which documents are cited, and for what: links, and facts of entities. Worked out when it is first asked for. */

/** @import { Citations, Fact, Graph, Passage, Supported } from "./types.js" */

/**
 * @param {Graph} graph
 * @returns {Citations}
 */
export function makeCitations(graph) {
  /** @type {Supported[] | undefined} */
  let supported;
  /** @type {Passage[][] | undefined} */
  let passages;

  /* By the number of the evidence. */
  function all() {
    if (supported) return supported;
    const found = graph.data.evidence.map(() => /** @type {Supported} */ ({ links: [], facts: [] }));
    for (const [link, , , , ...evidence] of graph.data.links.notes) for (const one of evidence) found[Number(one)].links.push(link);
    graph.data.facts.forEach((facts, node) => {
      if (facts) facts.forEach((fact, place) => { for (const one of evidenceOf(fact)) found[one].facts.push([node, place]); });
    });
    supported = found;
    return found;
  }

  /* Of each document, in the order of the text; those of one position are one. */
  function byDocument() {
    if (passages) return passages;
    /** @type {Map<string, Passage>[]} */
    const found = graph.data.documents.map(() => new Map());
    graph.data.evidence.forEach(([document_, start, end], number) => {
      const key = `${start} ${end}`;
      const known = found[document_].get(key);
      if (known) known.evidence.push(number);
      else found[document_].set(key, { start, end, evidence: [number] });
    });
    passages = found.map((some) => [...some.values()].sort((a, b) => a.start - b.start || a.end - b.end));
    return passages;
  }

  return {
    of: (document_) => byDocument()[document_] ?? [],
    supports({ evidence }) {
      const links = new Set(evidence.flatMap((one) => all()[one].links));
      const facts = new Map(evidence.flatMap((one) => all()[one].facts).map((fact) => [fact.join(" "), fact]));
      return { links: [...links].sort((a, b) => a - b), facts: [...facts.values()] };
    },
    cited(selection) {
      if (selection.node === undefined) return graph.evidence(selection.link);
      const facts = graph.facts(selection.node).flatMap(evidenceOf);
      return [...new Set([...facts, ...graph.linksOf(selection.node).flatMap(graph.evidence)])];
    },
  };
}

/** @param {Fact} fact */
function evidenceOf(fact) {
  return /** @type {number[]} */ (fact.slice(4));
}

/**
 * The passage of some links to show: the first with words of a document that is here, else the first.
 * @param {Graph} graph
 * @param {number[]} links
 */
export function firstCited(graph, links) {
  const rows = links.flatMap(graph.evidence).map((number) => graph.data.evidence[number]);
  const row = rows.find(([document_, start]) => start >= 0 && graph.data.documents[document_][3].length) ?? rows[0];
  return row ? { document: row[0], start: row[1], end: row[2] } : null;
}
