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

  /**
   * Each cell that a box touches, until one says no.
   * @param {Box} box
   * @param {(key: number) => boolean} visit
   */
  function everyCell(box, visit) {
    const right = Math.floor(box[2] / CELL), bottom = Math.floor(box[3] / CELL);
    for (let cx = Math.floor(box[0] / CELL); cx <= right; cx++) {
      for (let cy = Math.floor(box[1] / CELL); cy <= bottom; cy++) if (!visit(cy * across + cx)) return false;
    }
    return true;
  }

  /** @param {Box} box */
  function add(box) {
    everyCell(box, (key) => {
      const cell = cells.get(key);
      if (cell) cell.push(box);
      else cells.set(key, [box]);
      return true;
    });
  }

  /** @param {Box} box @param {number} insists */
  function isFree(box, insists) {
    return everyCell(box, (key) => {
      const cell = cells.get(key);
      for (let i = 0; cell && i < cell.length; i++) {
        const other = cell[i];
        if (insists < other[4] && box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) return false;
      }
      return true;
    });
  }

  return {
    put: (left, top, right, bottom, strength) => add([left, top, right, bottom, strength]),
    isFree: (left, top, right, bottom, insists = 0) => isFree([left, top, right, bottom, Infinity], insists),
    take(left, top, right, bottom, insists = 0) {
      /** @type {Box} */
      const box = [left, top, right, bottom, Infinity];
      if (!isFree(box, insists)) return false;
      add(box);
      return true;
    },
  };
}
