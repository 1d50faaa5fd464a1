/* How two entities are connected: the k cheapest simple paths, exactly and in the order of graph/wenmai/paths.py.

   Costs are the whole thousandths that Python computed. `least[h][v]` is the least cost from v to the goal in at most h
   hops, simple or not: a lower bound that never overstates, so paths leave the heap in the order of their cost (A*Prune,
   Liu & Ramakrishnan 2001); paths of one cost come in the order of their entities' IRIs, which is that of their numbers. */

const MOST_STEPS = 400000;

function makePaths(graph) {
  let table = null;

  /* For every node the cheapest link to each neighbour: least (cost, predicate, not forward). */
  function steps() {
    if (table) return table;
    const start = new Int32Array(graph.count + 1);
    const other = [], cost = [], link = [], forward = [];
    for (let node = 0; node < graph.count; node++) {
      const best = new Map();
      for (const one of graph.linksOf(node)) {
        const to = graph.other(one, node);
        if (to === node) continue;
        const step = { cost: graph.hopCost(graph.predicate[one]), predicate: graph.predicate[one], forward: graph.subject[one] === node, link: one };
        const known = best.get(to);
        if (!known || step.cost - known.cost < 0 || (step.cost === known.cost && before(step, known))) best.set(to, step);
      }
      for (const [to, step] of best) {
        other.push(to); cost.push(step.cost); link.push(step.link); forward.push(step.forward);
      }
      start[node + 1] = other.length;
    }
    table = { start, other: Int32Array.from(other), cost: Int32Array.from(cost), link: Int32Array.from(link), forward };
    return table;
  }

  function before(a, b) {
    return a.predicate !== b.predicate ? a.predicate < b.predicate : a.forward && !b.forward;
  }

  function bounds(goal, maxHops, avoid) {
    const { start, other, cost } = steps();
    const least = [new Float64Array(graph.count).fill(Infinity)];
    least[0][goal] = 0;
    for (let hops = 1; hops <= maxHops; hops++) {
      const last = least[hops - 1];
      const now = last.slice();
      for (let node = 0; node < graph.count; node++) {
        if (node === goal) continue;
        let best = now[node];
        for (let at = start[node]; at < start[node + 1]; at++) {
          const to = other[at];
          const rest = last[to];
          if (rest === Infinity || avoid.has(to)) continue;
          const whole = cost[at] + (to === goal ? 0 : graph.through(to)) + rest;
          if (whole < best) best = whole;
        }
        now[node] = best;
      }
      least.push(now);
    }
    return least;
  }

  /* Paths as {nodes, hops: [{link, forward, also}], cost, score}; or {reason, facts} when there is none. */
  function find(a, b, { k = 3, maxHops = 6, avoid = new Set() } = {}) {
    if (a === b) return { paths: [], reason: "path.same", facts: [] };
    const found = search(a, b, k, maxHops, avoid);
    if (found.paths.length) return found;
    return { ...found, ...explain(a, b, maxHops, avoid) };
  }

  function search(a, b, k, maxHops, avoid) {
    const { start, other, cost } = steps();
    const least = bounds(b, maxHops, avoid);
    const heap = makeHeap((one, two) => one.bound - two.bound || inOrder(one.nodes, two.nodes));
    if (least[maxHops][a] < Infinity) heap.push({ bound: least[maxHops][a], cost: 0, nodes: [a] });
    const complete = [];
    let read = 0;
    while (heap.size() && complete.length < k && read <= MOST_STEPS) {
      const partial = heap.pop();
      const last = partial.nodes[partial.nodes.length - 1];
      if (last === b) {
        complete.push(partial);
        continue;
      }
      const left = maxHops - partial.nodes.length;
      for (let at = start[last]; at < start[last + 1]; at++) {
        const to = other[at];
        if (avoid.has(to) || partial.nodes.includes(to)) continue;
        const now = partial.cost + cost[at] + (to === b ? 0 : graph.through(to));
        const bound = now + least[left][to];
        if (bound < Infinity) heap.push({ bound, cost: now, nodes: [...partial.nodes, to] });
      }
      read += start[last + 1] - start[last];
    }
    return { paths: complete.map(asPath), stopped: read > MOST_STEPS };
  }

  function inOrder(one, two) {
    const length = Math.min(one.length, two.length);
    for (let i = 0; i < length; i++) if (one[i] !== two[i]) return one[i] - two[i];
    return one.length - two.length;
  }

  function asPath({ nodes, cost }) {
    const { start, other, link, forward } = steps();
    const hops = nodes.slice(1).map((to, i) => {
      let at = start[nodes[i]];
      while (other[at] !== to) at++;
      const also = graph.linksOf(nodes[i]).filter((one) => graph.other(one, nodes[i]) === to && one !== link[at]);
      return { link: link[at], forward: forward[at], also };
    });
    return { nodes, hops, cost, score: (1 / (1 + cost / 1000)).toFixed(4) };
  }

  function explain(a, b, maxHops, avoid) {
    for (const node of [a, b]) if (!graph.neighbours(node).length) return { reason: "path.alone", facts: [a, b, node] };
    const [fewest, around] = breadth(a, b, new Set());
    if (fewest === Infinity) {
      const [, beyond] = breadth(b, a, new Set());
      const small = around <= beyond ? a : b;
      return { reason: "path.gap", facts: [a, b, small], numbers: [Math.min(around, beyond), graph.count] };
    }
    if (breadth(a, b, avoid)[0] === Infinity) return { reason: "path.avoid", facts: [a, b] };
    return { reason: "path.limit", facts: [a, b], numbers: [maxHops, breadth(a, b, avoid)[0]] };
  }

  /* The fewest hops from a to b, and how many entities can be reached from a. */
  function breadth(a, b, avoid) {
    const { start, other } = steps();
    const far = new Map([[a, 0]]);
    let ring = [a];
    while (ring.length) {
      const next = [];
      for (const node of ring) {
        for (let at = start[node]; at < start[node + 1]; at++) {
          if (!far.has(other[at]) && !avoid.has(other[at])) {
            far.set(other[at], far.get(node) + 1);
            next.push(other[at]);
          }
        }
      }
      ring = next;
    }
    return [far.has(b) ? far.get(b) : Infinity, far.size];
  }

  return { find };
}

function makeHeap(compare) {
  const items = [];
  return {
    size: () => items.length,
    push(item) {
      let at = items.push(item) - 1;
      while (at > 0) {
        const up = (at - 1) >> 1;
        if (compare(items[at], items[up]) >= 0) break;
        [items[at], items[up]] = [items[up], items[at]];
        at = up;
      }
    },
    pop() {
      const top = items[0];
      const last = items.pop();
      if (items.length) {
        items[0] = last;
        let at = 0;
        for (;;) {
          let least = at;
          for (const down of [2 * at + 1, 2 * at + 2]) if (down < items.length && compare(items[down], items[least]) < 0) least = down;
          if (least === at) break;
          [items[at], items[least]] = [items[least], items[at]];
          at = least;
        }
      }
      return top;
    },
  };
}
