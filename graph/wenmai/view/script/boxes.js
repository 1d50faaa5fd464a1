// @ts-check
/* Boxes that must not overlap, in a grid of cells. A box of a strength gives way to what insists as much. */

/** @import { Boxes } from "./types.js" */

const CELL = 64;

/** @typedef {[left: number, top: number, right: number, bottom: number, strength: number]} Box */

/**
 * @param {number} width
 * @returns {Boxes}
 */
export function makeBoxes(width) {
  const across = Math.ceil(width / CELL) + 20;
  /** @type {Map<number, Box[]>} */
  const cells = new Map();

  /** @param {Box} box */
  function keys([left, top, right, bottom]) {
    const found = [];
    for (let cx = Math.floor(left / CELL); cx <= Math.floor(right / CELL); cx++) {
      for (let cy = Math.floor(top / CELL); cy <= Math.floor(bottom / CELL); cy++) found.push(cy * across + cx);
    }
    return found;
  }

  /** @param {Box} box */
  function add(box) {
    for (const key of keys(box)) {
      const cell = cells.get(key);
      if (cell) cell.push(box);
      else cells.set(key, [box]);
    }
  }

  /** @param {Box} box @param {number} insists */
  function isFree(box, insists) {
    const [left, top, right, bottom] = box;
    return keys(box).every((key) => (cells.get(key) || []).every((other) =>
      insists >= other[4] || left >= other[2] || right <= other[0] || top >= other[3] || bottom <= other[1]));
  }

  return {
    put: (left, top, right, bottom, strength) => add([left, top, right, bottom, strength]),
    take(left, top, right, bottom, insists = 0) {
      /** @type {Box} */
      const box = [left, top, right, bottom, Infinity];
      if (!isFree(box, insists)) return false;
      add(box);
      return true;
    },
  };
}
