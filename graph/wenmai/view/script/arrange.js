// @ts-check
/* Places for the entities of a region: linked ones come near one another, all others keep apart (Fruchterman and Reingold 1991, with
   repulsion from the squares around only). Without chance: the same each time. */

/** @import { Graph } from "./types.js" */

const ROOM = 74; /* that an entity wants around it */
const ROUNDS = 160;
const GOLDEN = 2.399963;

/**
 * @param {Graph} graph
 * @param {readonly number[]} nodes
 */
export function arrange(graph, nodes) {
  const x = new Float64Array(graph.count).fill(NaN), y = new Float64Array(graph.count).fill(NaN);
  const inside = new Set(nodes);
  nearFirst(graph, nodes, inside).forEach((node, i) => {
    x[node] = 1.35 * ROOM * 0.55 * Math.sqrt(i + 0.3) * Math.cos(i * GOLDEN);
    y[node] = ROOM * 0.55 * Math.sqrt(i + 0.3) * Math.sin(i * GOLDEN);
  });
  const links = [...new Set(nodes.flatMap((node) => graph.linksOf(node)))]
    .filter((link) => inside.has(graph.subject[link]) && inside.has(graph.object[link]) && graph.subject[link] !== graph.object[link]);
  const dx = new Float64Array(graph.count), dy = new Float64Array(graph.count);
  for (let round = 0; round < ROUNDS; round++) {
    for (const node of nodes) dx[node] = dy[node] = 0;
    pushApart(nodes, { x, y, dx, dy });
    for (const link of links) pull(graph, link, { x, y, dx, dy });
    const most = ROOM * (1 - round / ROUNDS) + 1;
    for (const node of nodes) {
      dx[node] -= x[node] * 0.012; /* what nothing joins stays near, too */
      dy[node] -= y[node] * 0.022;
      const far = Math.hypot(dx[node], dy[node]) || 1, step = Math.min(far, most) / far;
      x[node] += dx[node] * step;
      y[node] += dy[node] * step;
    }
  }
  return { x, y };
}

/** @typedef {{ x: Float64Array, y: Float64Array, dx: Float64Array, dy: Float64Array }} Field */

/** The nodes, each soon after one that it is linked with. @param {Graph} graph @param {readonly number[]} nodes @param {Set<number>} inside */
function nearFirst(graph, nodes, inside) {
  /** @type {Set<number>} */
  const ordered = new Set();
  for (const start of nodes) {
    const queue = ordered.has(start) ? [] : [start];
    for (const node of queue) {
      if (ordered.has(node)) continue;
      ordered.add(node);
      for (const other of graph.neighbours(node)) if (inside.has(other) && !ordered.has(other)) queue.push(other);
    }
  }
  return [...ordered];
}

/** @param {readonly number[]} nodes @param {Field} field */
function pushApart(nodes, { x, y, dx, dy }) {
  const side = 2 * ROOM;
  /** @type {Map<number, number[]>} */
  const cells = new Map();
  const keyOf = (/** @type {number} */ column, /** @type {number} */ row) => column * 65536 + row;
  for (const node of nodes) {
    const key = keyOf(Math.floor(x[node] / side), Math.floor(y[node] / side));
    const cell = cells.get(key);
    if (cell) cell.push(node);
    else cells.set(key, [node]);
  }
  for (const node of nodes) {
    const column = Math.floor(x[node] / side), row = Math.floor(y[node] / side);
    for (let nth = 0; nth < 9; nth++) {
      for (const other of cells.get(keyOf(column + (nth % 3) - 1, row + Math.floor(nth / 3) - 1)) ?? []) {
        if (other <= node) continue;
        const ax = x[node] - x[other] || 0.01, ay = y[node] - y[other] || 0.01, square = Math.max(16, ax * ax + ay * ay);
        if (square > side * side) continue;
        const push = (ROOM * ROOM) / square;
        dx[node] += ax * push; dy[node] += ay * push;
        dx[other] -= ax * push; dy[other] -= ay * push;
      }
    }
  }
}

/** @param {Graph} graph @param {number} link @param {Field} field */
function pull({ subject, object, degree }, link, { x, y, dx, dy }) {
  const a = subject[link], b = object[link];
  const ax = x[a] - x[b], ay = y[a] - y[b], far = Math.hypot(ax, ay) || 1;
  const by = far / ROOM / Math.sqrt(Math.max(1, Math.min(degree(a), degree(b)) / 3)) / 2; /* a hub is not drawn about by each of its links */
  dx[a] -= ax * by * 0.5; dy[a] -= ay * by * 0.5;
  dx[b] += ax * by * 0.5; dy[b] += ay * by * 0.5;
}
