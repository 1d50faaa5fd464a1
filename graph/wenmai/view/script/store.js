// @ts-check
/* The one place where the state is: replaced whole, never changed; views hear of it and render what changed. */

/** @import { State, Store } from "./types.js" */

/**
 * @param {State} first
 * @returns {Store}
 */
export function makeStore(first) {
  /** @type {((now: State, before: State) => void)[]} */
  const views = [];
  let state = first;
  return {
    get state() { return state; },
    /* `quiet`: no view is told, since what is on the screen says it already. */
    update(change, quiet = false) {
      const before = state;
      state = Object.freeze({ ...state, ...change });
      if (!quiet) for (const view of views) view(state, before);
    },
    subscribe(view) { views.push(view); },
  };
}
