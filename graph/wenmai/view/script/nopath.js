// @ts-check
/* Why there is no path between two entities: the key of a sentence, with the entities and numbers that it names. */

/** @import { Graph, Steps } from "./types.js" */

/**
 * @param {Graph} graph
 * @param {Steps} steps the links that were followed
 * @param {Steps} every all links
 * @param {{ a: number, b: number, maxHops: number, avoid: ReadonlySet<number> }} asked
 * @returns {{ reason: string, facts: number[], numbers?: number[] }}
 */
export function explainNone(graph, steps, every, { a, b, maxHops, avoid }) {
  for (const node of [a, b]) if (!graph.neighbours(node).length) return { reason: "path.alone", facts: [a, b, node] };
  const [fewest, around] = breadth(steps, a, b, new Set());
  if (fewest === Infinity && breadth(every, a, b, new Set())[0] < Infinity) return { reason: "path.roles", facts: [a, b] };
  if (fewest === Infinity) {
    const [, beyond] = breadth(steps, b, a, new Set());
    return { reason: "path.gap", facts: [a, b, around <= beyond ? a : b], numbers: [Math.min(around, beyond), graph.count] };
  }
  const [hops] = breadth(steps, a, b, avoid);
  if (hops === Infinity) return { reason: "path.avoid", facts: [a, b] };
  return { reason: "path.limit", facts: [a, b], numbers: [maxHops, hops] };
}

/**
 * The fewest hops from a to b, and how many entities can be reached from a.
 * @param {Steps} steps
 * @param {number} a
 * @param {number} b
 * @param {ReadonlySet<number>} avoid
 */
function breadth({ start, other }, a, b, avoid) {
  const far = new Map([[a, 0]]);
  let ring = [a];
  for (let hops = 1; ring.length; hops++) {
    const next = [];
    for (const node of ring) {
      for (let row = start[node]; row < start[node + 1]; row++) {
        if (far.has(other[row]) || avoid.has(other[row])) continue;
        far.set(other[row], hops);
        next.push(other[row]);
      }
    }
    ring = next;
  }
  return [far.get(b) ?? Infinity, far.size];
}
