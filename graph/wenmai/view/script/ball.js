// @ts-check
/* What is known around one end of a path: labels that grow outwards, the cheapest first; as in graph/wenmai/paths/ball.py.

   A label's key is the cost of a way from the end to a node, with that of passing the node. Of the labels of a node none is both
   dearer and longer than another. There is a heap for each number of hops; radius[h] is the least key of a label of at most h
   hops that is not opened, and layer[h] the hops of that label. */

/** @import { Ball, Reached } from "./types.js" */

import { makeHeap } from "./heap.js";

/**
 * @param {number} end
 * @param {number} most the most hops of a path
 * @returns {Ball}
 */
export function makeBall(end, most) {
  const root = /** @type {Reached} */ ({ key: 0, node: end, hops: 0, before: null });
  const labels = new Map([[end, [root]]]);
  const heaps = Array.from({ length: most }, () => makeHeap(earlier));
  heaps[0].push(root);
  const radius = new Float64Array(most), layer = new Int32Array(most);
  return {
    end, labels, radius, read: 0,
    head: (hops) => /** @type {Reached} */ (heaps[layer[hops]].top()),
    take(hops) {
      const label = /** @type {Reached} */ (heaps[layer[hops]].pop());
      return labels.get(label.node)?.includes(label) ? label : null;
    },
    add(label) {
      const known = labels.get(label.node) ?? [];
      if (known.some((one) => one.key <= label.key && one.hops <= label.hops)) return;
      labels.set(label.node, [label, ...known.filter((one) => one.key < label.key || one.hops < label.hops)]);
      heaps[label.hops].push(label);
    },
    measure() {
      let least = Infinity, place = 0;
      for (let hops = 0; hops < most; hops++) {
        const first = heaps[hops].top();
        if (first && first.key < least) [least, place] = [first.key, hops];
        radius[hops] = least;
        layer[hops] = place;
      }
    },
  };
}

/** @param {Reached} one @param {Reached} two */
function earlier(one, two) {
  return one.key - two.key || one.node - two.node;
}

/**
 * The nodes of a label, from its own back to the end.
 * @param {Reached | null} label
 */
export function wayOf(label) {
  const nodes = [];
  for (let at = label; at; at = at.before) nodes.push(at.node);
  return nodes;
}
