// @ts-check
/* Two balls that meet: every link that a cheap path between two entities may use, and no other; as in graph/wenmai/paths/meeting.py.

   A link to a node that is labelled from the other side makes a whole path; the cost of the k-th best is a bound. Links that can
   only lead to dearer ones are dropped when they are read, all others kept as arcs: once no two labels that are not opened
   can make a path within the bound, each wanted path runs along arcs. */

/** @import { Arc, Asked, Ball, Met, Opened, Reached, Walk } from "./types.js" */

import { makeBall, wayOf } from "./ball.js";

const LEAST_HOP = 1000;
const MOST_STEPS = 400000;

/**
 * @param {Walk} walk
 * @param {Asked} asked
 * @returns {Met}
 */
export function meet({ out, into, through }, { a, b, k, maxHops }) {
  const limited = maxHops < Infinity, step = Number(limited); /* without a limit, hops are not counted */
  const most = limited ? maxHops : 1;
  const balls = [makeBall(a, most), makeBall(b, most)];
  /** @type {Opened[]} */
  const opened = [];
  /** @type {{ cost: number, key: string }[]} */
  const whole = [];
  let bound = Infinity, read = 0, unseen = LEAST_HOP, hops = 0;

  /** @param {number} cost @param {number} side @param {Reached} label @param {Reached} opposite */
  function propose(cost, side, label, opposite) {
    const [from, to] = side ? [opposite, label] : [label, opposite];
    const nodes = [...wayOf(from).reverse(), ...wayOf(to)];
    const key = nodes.join(" ");
    if (new Set(nodes).size < nodes.length || whole.some((one) => one.key === key)) return;
    whole.push({ cost, key });
    whole.sort((one, two) => one.cost - two.cost).splice(k);
    if (whole.length === k) bound = Math.min(bound, whole[k - 1].cost);
  }

  /** @param {number} side @param {Reached} label */
  function open(side, label) {
    const [ball, other] = [balls[side], balls[1 - side]];
    const steps = side ? into : out;
    const room = most - 1 - (label.hops + step);
    const links = [];
    for (let row = steps.start[label.node]; row < steps.start[label.node + 1]; row++) {
      const to = steps.other[row], price = steps.cost[row];
      if (to === ball.end) continue;
      const last = to === other.end, toll = last ? 0 : through(to);
      let rest = toll + beyond(other, room);
      for (const one of other.labels.get(to) ?? []) {
        if (label.hops + one.hops >= most) continue;
        rest = Math.min(rest, one.key);
        if (label.key + price + one.key < bound) propose(label.key + price + one.key, side, label, one);
      }
      if (label.key + price + rest > bound || rest === Infinity) continue;
      links.push({ to, price, toll });
      if (!last && room >= 0) ball.add({ key: label.key + price + toll, node: to, hops: label.hops + step, before: label });
    }
    opened.push({ label, room, side, links });
    ball.read += steps.start[label.node + 1] - steps.start[label.node];
    read += steps.start[label.node + 1] - steps.start[label.node];
  }

  while (unseen <= bound && unseen < Infinity && read <= MOST_STEPS) {
    const sizes = balls.map((ball, side) => {
      const steps = side ? into : out;
      const { node } = ball.head(side ? most - 1 - hops : hops);
      return ball.read + steps.start[node + 1] - steps.start[node];
    });
    const side = sizes[0] <= sizes[1] ? 0 : 1;
    const label = balls[side].take(side ? most - 1 - hops : hops);
    if (label) open(side, label);
    balls[side].measure();
    unseen = Infinity;
    for (let one = 0; one < most; one++) {
      const sum = balls[0].radius[one] + balls[1].radius[most - 1 - one] + LEAST_HOP;
      if (sum < unseen) [unseen, hops] = [sum, one];
    }
  }

  return { arcs: arcsOf(opened, balls, bound), bound, stopped: unseen <= bound && unseen < Infinity };
}

/**
 * What it costs at least to go on from a node that was just reached to the end of the other ball.
 * @param {Ball} other
 * @param {number} room
 */
function beyond(other, room) {
  return room >= 0 ? LEAST_HOP + other.radius[room] : Infinity;
}

/**
 * The links that were read and may be on a path within the bound, in the direction of the path.
 * @param {Opened[]} opened
 * @param {Ball[]} balls
 * @param {number} bound
 */
function arcsOf(opened, balls, bound) {
  /** @type {Arc[]} */
  const arcs = [];
  for (const { label, room, side, links } of opened) {
    const other = balls[1 - side];
    for (const { to, price, toll } of links) {
      if (label.key + price + toll + beyond(other, room) > bound && !other.labels.has(to)) continue;
      arcs.push(side ? { from: to, to: label.node, price } : { from: label.node, to, price });
    }
  }
  return arcs;
}
