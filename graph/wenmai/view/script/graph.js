/* The graph that the page holds, decoded from its JSON. Entities, links, classes and predicates are numbers. */

function makeGraph(data) {
  if (data.format !== 1) throw new Error("this page's data has another format");
  const { nodes, links } = data;
  const count = nodes.iri.length;
  const size = links.subject.length;
  const start = new Int32Array(count + 1);
  for (let link = 0; link < size; link++) {
    start[links.subject[link] + 1]++;
    start[links.object[link] + 1]++;
  }
  for (let node = 0; node < count; node++) start[node + 1] += start[node];
  const ends = new Int32Array(2 * size);
  const fill = start.slice();
  for (let link = 0; link < size; link++) {
    ends[fill[links.subject[link]]++] = 2 * link;
    ends[fill[links.object[link]]++] = 2 * link + 1;
  }
  const notes = new Map(links.notes.map((note) => [note[0], note]));
  const dated = new Map(nodes.dated.map((row) => [row[0], row]));

  const graph = {
    data, count, size, words: "zh",
    subject: links.subject, predicate: links.predicate, object: links.object,
    iri: (node) => nodes.iri[node],
    label: (node) => (graph.words === "en" && nodes.en[node]) || nodes.zh[node],
    otherLabel: (node) => (nodes.en[node] ? (graph.words === "en" ? nodes.zh[node] : nodes.en[node]) : ""),
    /* Labels as [language, text]; 0 in the data stands for the usual pair. */
    labels: (node) => nodes.labels[node] || [["zh", nodes.zh[node]], ["en", nodes.en[node]]],
    names: (node) => nodes.names[node] || [],
    keys: (node) => nodes.keys[node] || [],
    types: (node) => nodes.types[node],
    degree: (node) => nodes.degree[node],
    through: (node) => nodes.through[node],
    facts: (node) => data.facts[node] || [],
    term: (number) => data.terms[number][graph.words === "en" ? 2 : 1],
    termIri: (number) => data.terms[number][0],
    classTerm: (kind) => data.classes[kind][0],
    className: (kind) => graph.term(data.classes[kind][0]),
    predicateName: (predicate) => graph.term(data.predicates[predicate][0]),
    predicateIri: (predicate) => graph.termIri(data.predicates[predicate][0]),
    hopCost: (predicate) => data.predicates[predicate][2],
    time: (link) => (notes.has(link) && notes.get(link)[1]) || "",
    span: (link) => (notes.has(link) ? [notes.get(link)[2] || "", notes.get(link)[3] || ""] : ["", ""]),
    nodeSpan: (node) => (dated.has(node) ? [dated.get(node)[1] || "", dated.get(node)[2] || ""] : ["", ""]),
    evidence: (link) => (notes.has(link) ? notes.get(link).slice(4) : []),
    other: (link, node) => (links.subject[link] === node ? links.object[link] : links.subject[link]),
    /* The links of a node, in the order of their numbers; one from a node to itself once. */
    linksOf(node) {
      const found = [];
      for (let at = start[node]; at < start[node + 1]; at++) {
        const link = ends[at] >> 1;
        if (!(ends[at] & 1) || links.subject[link] !== node) found.push(link);
      }
      return found;
    },
    neighbours: (node) => [...new Set(graph.linksOf(node).map((link) => graph.other(link, node)))].filter((one) => one !== node),
    find(iri) {
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (byCodePoint(nodes.iri[middle], iri) < 0) low = middle + 1;
        else high = middle;
      }
      return nodes.iri[low] === iri ? low : -1;
    },
    findLink(subject, predicate, object) {
      return graph.linksOf(subject).find((link) => links.subject[link] === subject && links.object[link] === object && graph.predicateIri(links.predicate[link]) === predicate) ?? -1;
    },
  };
  return graph;
}

/* Strings in the order of their code points, as Python compares them (JavaScript compares UTF-16 units). */
function byCodePoint(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return a.codePointAt(i) - b.codePointAt(i) || a.charCodeAt(i) - b.charCodeAt(i);
  }
  return a.length - b.length;
}

/* Characters that change the direction or hide are written out, so that a text is what it looks like. */
function plain(text) {
  return String(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ufff9-\ufffb]/g, (one) =>
    `⟨U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}

/* An address that is safe to follow, or "" for anything that is not http, https or mailto. */
function safeAddress(iri) {
  if (!/^(https?:\/\/|mailto:)/i.test(iri)) return "";
  try {
    const address = new URL(iri);
    return ["http:", "https:", "mailto:"].includes(address.protocol) ? address.href : "";
  } catch {
    return "";
  }
}

/* An element with attributes and listeners; children are elements or texts, never markup. */
function el(tag, attributes = {}, ...children) {
  const svg = tag === "svg" || tag === "path" || tag === "rect" || tag === "use" || tag === "circle";
  const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== false && child !== ""));
  return made;
}

function icon(name) {
  return el("svg", { class: "icon" }, el("use", { href: `#i-${name}` }));
}

/* A text of the graph: its own direction, its controls written out. */
function said(text) {
  return el("bdi", {}, plain(text));
}
