// @ts-check
/* What a picture holds that grows as one asks: entities, their links, and how far each has been opened. It knows no page. */

/**
 * @typedef {{iri: string, label: string, kinds: string[], links: number}} Told an entity as the server tells it
 * @typedef {{subject: string, predicate: string, predicateLabel: string, object: string, time: string | null, said: string[], sources: string[]}} Link
 * @typedef {{entity: Told, total: number, offset: number, next: number | null, nodes: Told[], links: Link[]}} Page
 * @typedef {Told & {x: number, y: number, dx: number, dy: number, next: number | null, total: number | null, by: string | null}} Node
 *   `next` is the offset of the neighbours that come next (0 where none was asked for), null where all are there; `by` who brought it
 */

export const MOST_NODES = 300;
const APART = 90, STEPS = 120, STEPPED = 6000; /* so many moves of nodes at most, but 20 of each */

export class Growing {
  constructor() {
    /** @type {Map<string, Node>} */
    this.nodes = new Map();
    /** @type {Map<string, Link>} */
    this.links = new Map();
  }

  /** Take a page in, of all neighbours or of one kind; the nodes that are new. @param {Page} page @param {boolean} [all] @returns {Node[]} */
  take(page, all = true) {
    const centre = this.#put(page.entity, null);
    const room = Math.max(0, MOST_NODES - this.nodes.size);
    const fresh = page.nodes.filter((one) => !this.nodes.has(one.iri)).slice(0, room).map((one) => this.#put(one, centre.iri));
    if (all) Object.assign(centre, { next: page.next, total: page.total });
    for (const link of page.links) {
      if (this.nodes.has(link.subject) && this.nodes.has(link.object)) this.links.set([link.subject, link.predicate, link.object].join(" "), link);
    }
    fresh.forEach((node, number) => {
      const turn = (2 * Math.PI * number) / Math.max(1, fresh.length) + 0.4;
      node.x = centre.x + APART * (1.2 + (number % 3) / 3) * Math.cos(turn);
      node.y = centre.y + APART * (1.2 + (number % 3) / 3) * Math.sin(turn);
    });
    this.settle();
    return fresh;
  }

  /** Put away what an entity brought and nothing else holds. @param {string} iri */
  close(iri) {
    const hangs = (/** @type {Node} */ node) => this.of(node.iri).every((link) => this.#alone(link, node.iri, iri));
    const gone = [...this.nodes.values()].filter((node) => node.by === iri && node.next === 0 && hangs(node));
    for (const node of gone) {
      this.nodes.delete(node.iri);
      for (const [key, link] of this.links) if (link.subject === node.iri || link.object === node.iri) this.links.delete(key);
    }
    const node = this.nodes.get(iri);
    if (node) node.next = 0;
    return gone.length;
  }

  /** Whether the other end of a link is who brought the node, or was brought by the same. @param {Link} link @param {string} node @param {string} by */
  #alone(link, node, by) {
    const other = link.subject === node ? link.object : link.subject;
    return other === by || other === node || this.nodes.get(other)?.by === by;
  }

  /** The links of an entity that are there. @param {string} iri @returns {Link[]} */
  of(iri) {
    return [...this.links.values()].filter((link) => link.subject === iri || link.object === iri);
  }

  /** The node that lies nearest in a direction. @param {Node} from @param {number} x @param {number} y @returns {Node} */
  towards(from, x, y) {
    let best = from, least = Infinity;
    for (const node of this.nodes.values()) {
      const [along, across] = [(node.x - from.x) * x + (node.y - from.y) * y, Math.abs((node.x - from.x) * y) + Math.abs((node.y - from.y) * x)];
      if (node !== from && along > 1 && along + 2 * across < least) [best, least] = [node, along + 2 * across];
    }
    return best;
  }

  /** @param {Told} told @param {string | null} by @returns {Node} */
  #put(told, by) {
    const found = this.nodes.get(told.iri) ?? { ...told, x: 0, y: 0, dx: 0, dy: 0, next: 0, total: null, by };
    this.nodes.set(told.iri, found);
    return found;
  }

  /** Nodes repel each other and links hold them (Fruchterman and Reingold 1991); where they were they stay nearly. */
  settle() {
    const nodes = [...this.nodes.values()], steps = Math.min(STEPS, Math.max(20, STEPPED / nodes.length));
    for (let step = 0; step < steps; step += 1) {
      for (const node of nodes) [node.dx, node.dy] = [-node.x * 0.01, -node.y * 0.01];
      nodes.forEach((one, place) => {
        for (let other = 0; other < place; other += 1) repel(one, nodes[other]);
      });
      for (const link of this.links.values()) pull(this.nodes.get(link.subject), this.nodes.get(link.object));
      const most = 24 * (1 - step / steps);
      for (const node of nodes) {
        const far = Math.hypot(node.dx, node.dy) || 1;
        node.x += (node.dx * Math.min(far, most)) / far;
        node.y += (node.dy * Math.min(far, most)) / far;
      }
    }
  }
}

/** @param {Node} one @param {Node} other */
function repel(one, other) {
  const x = one.x - other.x || 0.1, y = one.y - other.y || 0.1, much = (APART * APART) / (x * x + y * y + 1);
  one.dx += x * much;
  one.dy += y * much;
  other.dx -= x * much;
  other.dy -= y * much;
}

/** @param {Node | undefined} from @param {Node | undefined} to */
function pull(from, to) {
  if (!from || !to) return;
  const x = to.x - from.x, y = to.y - from.y, much = Math.hypot(x, y) / APART / 2;
  from.dx += x * much;
  from.dy += y * much;
  to.dx -= x * much;
  to.dy -= y * much;
}
