// @ts-check
/* A binary heap: the least item first, by a comparison. */

/**
 * @template Item
 * @param {(a: Item, b: Item) => number} compare
 */
export function makeHeap(compare) {
  /** @type {Item[]} */
  const items = [];

  /** @param {number} a @param {number} b */
  function swap(a, b) {
    [items[a], items[b]] = [items[b], items[a]];
  }

  return {
    size: () => items.length,
    /** @returns {Item | undefined} */
    top: () => items[0],
    /** @param {Item} item */
    push(item) {
      let place = items.push(item) - 1;
      while (place > 0) {
        const up = (place - 1) >> 1;
        if (compare(items[place], items[up]) >= 0) break;
        swap(place, up);
        place = up;
      }
    },
    /** @returns {Item | undefined} */
    pop() {
      const [top] = items;
      const last = items.pop();
      if (!items.length || last === undefined) return top;
      items[0] = last;
      let place = 0;
      for (;;) {
        let least = place;
        for (const down of [2 * place + 1, 2 * place + 2]) if (down < items.length && compare(items[down], items[least]) < 0) least = down;
        if (least === place) return top;
        swap(place, least);
        place = least;
      }
    },
  };
}
