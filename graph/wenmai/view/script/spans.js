// @ts-check
/* A text by its cited spans: how it is cut where they begin and end, what none covers, how much that is. Positions count code points. */

/** @import { Passage, TextBlock, Uncited } from "./types.js" */

const BLOCK = 4000; /* characters of a block, or up to the next end of a line */
const MOST_BLOCK = 9000;

/**
 * Where the code points of a text begin among its UTF-16 units.
 * @param {string} text
 * @returns {{ length: number, slice(from: number, to: number): string }}
 */
export function codePoints(text) {
  if (!/[\ud800-\udfff]/.test(text)) return { length: text.length, slice: (from, to) => text.slice(from, to) };
  const starts = [];
  for (let unit = 0; unit < text.length; unit += Number(text.codePointAt(unit)) > 0xffff ? 2 : 1) starts.push(unit);
  starts.push(text.length);
  const at = Int32Array.from(starts);
  return { length: at.length - 1, slice: (from, to) => text.slice(at[Math.min(from, at.length - 1)], at[Math.min(to, at.length - 1)]) };
}

/**
 * A text in blocks that end with lines where there are any, each with the passages that reach into it, by their place in the list.
 * @param {ReturnType<typeof codePoints>} text
 * @param {Passage[]} passages
 * @returns {TextBlock[]}
 */
export function blocksOf(text, passages) {
  /** @type {TextBlock[]} */
  const blocks = [];
  for (let from = 0; from < text.length;) {
    const piece = [...text.slice(from, from + MOST_BLOCK)];
    const line = piece.indexOf("\n", BLOCK);
    const to = from + (piece.length <= BLOCK ? piece.length : line < 0 ? Math.min(piece.length, BLOCK) : line + 1);
    blocks.push({ number: blocks.length, from, to, passages: [] });
    from = to;
  }
  let first = 0;
  passages.forEach(({ start, end }, place) => {
    while (first < blocks.length && blocks[first].to <= start) first++;
    for (let block = first; block < blocks.length && blocks[block].from < end; block++) blocks[block].passages.push(place);
  });
  return blocks;
}

/**
 * A block in pieces, each with the passages that cover the whole of it.
 * @param {TextBlock} block
 * @param {Passage[]} passages
 * @returns {{ from: number, to: number, over: number[] }[]}
 */
export function piecesOf({ from, to, passages: some }, passages) {
  const cuts = new Set([from, to]);
  for (const place of some) for (const cut of [passages[place].start, passages[place].end]) if (cut > from && cut < to) cuts.add(cut);
  const ends = [...cuts].sort((a, b) => a - b);
  const over = (/** @type {number} */ start, /** @type {number} */ end) => some.filter((place) => passages[place].start <= start && passages[place].end >= end);
  return ends.slice(1).map((end, i) => ({ from: ends[i], to: end, over: over(ends[i], end) }));
}

/**
 * What no passage covers, in order, without what is neither letter nor number around it; what holds no letter and no number is nothing.
 * @param {ReturnType<typeof codePoints>} text
 * @param {Passage[]} passages
 * @returns {Uncited[]}
 */
export function uncitedOf(text, passages) {
  /** @type {Uncited[]} */
  const found = [];
  let reached = 0;
  const gap = (/** @type {number} */ start, /** @type {number} */ end) => {
    let from = start;
    for (const line of text.slice(start, end).split("\n")) {
      const length = [...line].length;
      const [, before, words] = line.match(/^([^\p{L}\p{N}]*)(.*[\p{L}\p{N}])?/su) ?? [];
      if (words) found.push({ start: from + [...before].length, end: from + [...before].length + [...words].length });
      from += length + 1;
    }
  };
  for (const { start, end } of passages) {
    if (start < 0) continue;
    if (start > reached) gap(reached, start);
    reached = Math.max(reached, Math.min(end, text.length));
  }
  if (reached < text.length) gap(reached, text.length);
  return found;
}

/** How many characters some passages cover together, of a text of so many. @param {Passage[]} passages @param {number} length */
export function coveredBy(passages, length) {
  let covered = 0, reached = 0;
  for (const { start, end } of passages) {
    const from = Math.max(start, reached, 0), to = Math.min(end, length);
    if (to > from) covered += to - from;
    reached = Math.max(reached, to);
  }
  return covered;
}
