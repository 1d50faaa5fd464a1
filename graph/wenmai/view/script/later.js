// @ts-check
/* What the first picture does not need waits until that stands. */

/** @type {(() => void)[] | null} */
let waiting = [];

/** Run something once the first picture is on the screen: at once where it is. @param {() => void} run */
export function later(run) {
  if (waiting) waiting.push(run);
  else run();
}

/** The first picture is about to be painted: behind that frame, what waits is run in its order. */
export function whenPainted() {
  requestAnimationFrame(() => setTimeout(() => {
    const all = waiting ?? [];
    waiting = null;
    for (const run of all) run();
  }));
}
