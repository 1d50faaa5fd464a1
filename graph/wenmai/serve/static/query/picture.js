// @ts-check
/* The links of an answer as a picture: nodes repel each other, links hold them together (Fruchterman and Reingold 1991), from places
   on a circle, so that the same answer is the same picture. */

import { drawn, element, pageOf } from "./dom.js";
import { isResource, named } from "./terms.js";

/** @typedef {{key: string, text: string, iri: string | null, x: number, y: number, dx: number, dy: number}} Node */
/** @typedef {{from: Node, to: Node, text: string}} Link */

const MOST = 120, STEPS = 220, WIDTH = 960, HEIGHT = 600;

/** @param {import("./terms.js").Answer} answer @param {import("./shapes.js").Shape} shape @param {import("./views.js").Words} words
 *  @returns {globalThis.Node[]} */
export function drawPicture(answer, shape, { prefixes, say }) {
  const { nodes, links, left } = gather(answer, shape, prefixes);
  settle(nodes, links);
  const made = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "drawing", role: "group", "aria-label": say("picture") });
  const arrow = drawn("marker", { id: "tip", viewBox: "0 0 8 8", refX: 16, refY: 4, markerWidth: 8, markerHeight: 8, orient: "auto" },
    drawn("path", { d: "M0 0L8 4L0 8z", class: "tip" }));
  made.append(drawn("defs", {}, arrow));
  for (const { from, to, text } of links) {
    made.append(drawn("path", { d: `M${from.x} ${from.y}L${to.x} ${to.y}`, class: "link", "marker-end": "url(#tip)" }, drawn("title", {}, text)));
    if (links.length <= 40) made.append(drawn("text", { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 - 3, class: "tick middle" }, text));
  }
  for (const node of nodes) {
    const parts = [drawn("circle", { cx: node.x, cy: node.y, r: 6, class: "point" }, drawn("title", {}, node.iri ?? node.text)),
      drawn("text", { x: node.x, y: node.y - 10, class: "middle" }, node.text.slice(0, 22))];
    made.append(node.iri === null ? drawn("g", {}, ...parts) : drawn("a", { href: pageOf(node.iri), "aria-label": node.text }, ...parts));
  }
  return left ? [made, element("p", { class: "notes" }, `${left} ${say("unshown")}`)] : [made];
}

/** The nodes and links of the rows, as many as can be told apart. @param {import("./terms.js").Answer} answer
 *  @param {import("./shapes.js").Shape} shape @param {Map<string, string>} prefixes */
function gather(answer, shape, prefixes) {
  /** @type {Map<string, Node>} */
  const nodes = new Map();
  /** @type {Map<string, Link>} */
  const links = new Map();
  let left = 0;
  for (const row of answer.rows) {
    const ends = shape.links.map((name) => ({ name, term: row[name] })).filter((one) => isResource(one.term));
    const fresh = ends.filter(({ term }) => !nodes.has(String(term?.value))).length;
    if (nodes.size + fresh > MOST) {
      left += 1;
      continue;
    }
    const there = ends.map(({ name, term }) => ({ name, node: nodeOf(nodes, term, prefixes) }));
    for (let place = 1; place < there.length; place += 1) {
      const from = there[place - 1], to = there[place], text = answer.kind === "graph" ? named(row.predicate, prefixes) : to.name;
      if (from.node !== to.node) links.set([from.node.key, text, to.node.key].join(" "), { from: from.node, to: to.node, text });
    }
  }
  return { nodes: [...nodes.values()], links: [...links.values()], left };
}

/** @param {Map<string, Node>} nodes @param {import("./terms.js").Term | undefined} term @param {Map<string, string>} prefixes @returns {Node} */
function nodeOf(nodes, term, prefixes) {
  const key = String(term?.value);
  const found = nodes.get(key) ?? { key, text: named(term, prefixes), iri: term?.type === "uri" ? key : null, x: 0, y: 0, dx: 0, dy: 0 };
  nodes.set(key, found);
  return found;
}

/** Give the nodes their places. @param {Node[]} nodes @param {Link[]} links */
function settle(nodes, links) {
  nodes.forEach((node, number) => {
    const turn = (2 * Math.PI * number) / nodes.length;
    node.x = WIDTH / 2 + (WIDTH / 3) * Math.cos(turn) * (0.7 + (0.3 * ((number * 7) % 10)) / 10);
    node.y = HEIGHT / 2 + (HEIGHT / 3) * Math.sin(turn) * (0.7 + (0.3 * ((number * 3) % 10)) / 10);
  });
  const apart = 0.75 * Math.sqrt((WIDTH * HEIGHT) / Math.max(1, nodes.length));
  for (let step = 0; step < STEPS; step += 1) {
    repel(nodes, apart);
    for (const { from, to } of links) pull(from, to, apart);
    const most = (WIDTH / 12) * (1 - step / STEPS);
    for (const node of nodes) move(node, most);
  }
}

/** @param {Node[]} nodes @param {number} apart */
function repel(nodes, apart) {
  for (const one of nodes) [one.dx, one.dy] = [(WIDTH / 2 - one.x) * 0.04, (HEIGHT / 2 - one.y) * 0.06];
  for (let first = 0; first < nodes.length; first += 1) {
    for (let second = 0; second < first; second += 1) {
      const one = nodes[first], other = nodes[second], x = one.x - other.x || 0.1, y = one.y - other.y, much = (apart * apart) / (x * x + y * y + 1);
      one.dx += x * much;
      one.dy += y * much;
      other.dx -= x * much;
      other.dy -= y * much;
    }
  }
}

/** @param {Node} from @param {Node} to @param {number} apart */
function pull(from, to, apart) {
  const x = to.x - from.x, y = to.y - from.y, much = Math.hypot(x, y) / apart;
  from.dx += x * much;
  from.dy += y * much;
  to.dx -= x * much;
  to.dy -= y * much;
}

/** @param {Node} node @param {number} most */
function move(node, most) {
  const far = Math.hypot(node.dx, node.dy) || 1, much = Math.min(far, most) / far;
  node.x = Math.min(WIDTH - 60, Math.max(60, node.x + node.dx * much));
  node.y = Math.min(HEIGHT - 20, Math.max(24, node.y + node.dy * much));
}
