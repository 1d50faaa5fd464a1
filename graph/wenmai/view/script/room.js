// @ts-check
/* Rooms beside the picture: the side that reads and connects, the drawer of the key, the menu of files. */

/** @import { Picture } from "./types.js" */

import { at } from "./dom.js";

/**
 * The side opens and closes; the picture keeps its centre.
 * @param {Picture} picture
 * @param {boolean} open
 */
export function sideRoom(picture, open) {
  if (at("side").hidden !== open) return;
  at("side").hidden = !open;
  picture.resize();
}

/**
 * What a button opens and closes; opening moves the focus there, closing back to the button.
 * @param {string} id of what is opened
 * @param {{ shut: (open: boolean) => void, isOpen: () => boolean, inside: string }} how `inside` is what gets the focus
 */
function makeRoom(id, { shut, isOpen, inside }) {
  /** @param {boolean} open @param {boolean} [moves] */
  function turn(open, moves = true) {
    shut(open);
    const button = at(`${id}-button`);
    button.setAttribute("aria-expanded", String(open));
    if (!moves) return;
    const target = open ? at("stage").ownerDocument.querySelector(inside) : button;
    if (target instanceof HTMLElement) target.focus();
  }
  return { isOpen, turn, toggle: () => turn(!isOpen()) };
}

/** @typedef {ReturnType<typeof makeRoom>} Room */

/** The list of files to export. */
export function makeMenu() {
  return makeRoom("save", { shut: (open) => { at("save").hidden = !open; }, isOpen: () => !at("save").hidden, inside: "#save button" });
}

/** The key, on a narrow screen. */
export function makeDrawer() {
  return makeRoom("key", { shut: (open) => { at("key").classList.toggle("open", open); }, isOpen: () => at("key").classList.contains("open"), inside: "#key" });
}

/** The table. @param {() => void} show */
export function makeTableRoom(show) {
  return makeRoom("table", { shut: (open) => { at("table").hidden = !open; show(); }, isOpen: () => !at("table").hidden, inside: "#table button" });
}
