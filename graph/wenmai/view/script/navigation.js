// @ts-check
/* The browser's address and history: written after each change, read when the page opens and on the way back. What is told as a story
   stands in it too, packed. */

/** @import { App, Box } from "./types.js" */

import { readAddress, writeAddress } from "./address.js";

/** @typedef {ReturnType<typeof makeNavigation>} Navigation */

/** @param {App} app */
export function makeNavigation(app) {
  const { graph, drawing, store } = app;
  let restoring = false;
  let packed = ""; /* the story, where it is not the one that the page came with */

  /* In a frame without an address of its own, such as a notebook's, the history may not be written. */
  /** @param {string} hash @param {boolean} step */
  function goTo(hash, step) {
    try {
      if (step) history.pushState(null, "", hash);
      else history.replaceState(null, "", hash);
    } catch {
      location.hash = hash;
    }
  }

  /** What is seen, without the story. */
  const stateText = () => writeAddress(graph, drawing, store.state);

  /** What is seen, and the part of the picture that is looked at. */
  function whole() {
    const [x, y, width, height] = app.picture.window().map(Math.round);
    const box = (drawing.turned ? [y, x, height, width] : [x, y, width, height]).join(",");
    return [stateText(), `window=${box}`].filter(Boolean).join("&");
  }

  /** An address of what is seen, with the story and its step that stands. @param {string} state */
  function withStory(state) {
    const { at } = store.state.telling;
    return [state, packed && `story=${packed}`, at >= 0 && `step=${at + 1}`].filter(Boolean).join("&");
  }

  const current = () => withStory(stateText());

  /** @param {string} text */
  function apply(text) {
    restoring = true;
    const { filters, selected, ticked, wish, reading } = readAddress(graph, drawing, text);
    const facets = new Map([...filters.facets].filter(([key]) => app.facets.find(key)));
    store.update({ filters: { ...filters, facets }, selected, ticked, reading, pointed: null, preview: undefined });
    app.connecting.restore(wish);
    const box = readWindow(text);
    if (box && app.picture.shown.nodes.size) app.picture.look(drawing.turned ? [box[1], box[0], box[3], box[2]] : box);
    restoring = false;
  }

  function restore() {
    const text = location.hash.slice(1), parts = new URLSearchParams(text);
    const word = parts.get("story") ?? "", step = Number(parts.get("step")) - 1;
    if (word !== packed) {
      packed = word;
      if (word) app.telling.unpacked(word, step);
    }
    const { telling } = store.state;
    if (Number.isInteger(step) && step !== telling.at && telling.story.steps[step]) store.update({ telling: { ...telling, at: step } });
    apply(text);
  }

  return {
    restore, apply, stateText, whole,
    /** @param {boolean} step whether the browser can go back to what was before */
    record(step) {
      if (restoring) return;
      const hash = `#${current()}`;
      if (hash !== (location.hash || "#")) goTo(hash, step);
      app.telling.walk(stateText());
    },
    /** The address with the part of the picture that is looked at, to be shared. */
    look: () => goTo(`#${withStory(whole())}`, false),
    /** The story as the address has it from now on. @param {string} word */
    told(word) {
      packed = word;
      goTo(`#${current()}`, false);
    },
    /** Before anything is shown: the state is that of the address, of a story, or of a first visit. */
    open() {
      if (location.hash.length > 1) restore();
      else if (drawing.story) app.telling.go(0);
      else if (drawing.begin) apply(drawing.begin);
    },
    /** Once it is shown: the part of the picture that the address looks at, if it names one. Whether it does. */
    frame() {
      const box = readWindow(location.hash.slice(1));
      if (box) app.picture.look(drawing.turned ? [box[1], box[0], box[3], box[2]] : box, false);
      return box !== null;
    },
    /** Then the address says what is seen, and is listened to. */
    listen() {
      if (!drawing.story && drawing.begin && location.hash.length < 2) goTo(`#${drawing.begin}`, false);
      addEventListener("popstate", restore);
      addEventListener("hashchange", () => { if (location.hash.slice(1) !== current()) restore(); });
    },
  };
}

/** The part of the picture that a state looks at. @param {string} text @returns {Box | null} */
function readWindow(text) {
  const found = (new URLSearchParams(text).get("window") ?? "").split(",").map(Number);
  const [x, y, width, height] = found;
  return found.length === 4 && found.every((one) => Math.abs(one) < 1e7) && width > 0 && height > 0 ? [x, y, width, height] : null;
}
