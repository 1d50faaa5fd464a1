// @ts-check
/* A document's text as it is read: laid out block by block as it comes near the window, what is cited tinted, what is chosen solid. */

/** @import { App, Passage, State, TextBlock } from "./types.js" */

import { el } from "./dom.js";
import { blocksOf, codePoints, piecesOf } from "./spans.js";
import { chosenPath } from "./state.js";
import { plain } from "./text.js";

const LINE = 26; /* characters of a line, to guess the height of what is not laid out */
const LINE_HEIGHT = 29; /* pixels */
const NEAR = "900px";

/** @typedef {{ block: TextBlock, place: HTMLElement, full: boolean }} Laid */

/**
 * @param {App} app
 * @param {string} text
 * @param {Passage[]} passages those with a position, in order
 * @param {HTMLElement} body where it stands; it scrolls
 */
export function makeSheet(app, text, passages, body) {
  const points = codePoints(text);
  let gapIn = -1; /* the block in which an uncited passage is marked */
  const blocks = blocksOf(points, passages).map((block) => {
    const place = el("div", { class: "block", "data-block": block.number }, plain(points.slice(block.from, block.to)));
    place.style.containIntrinsicSize = `auto ${Math.ceil((block.to - block.from) / LINE) * LINE_HEIGHT}px`;
    return /** @type {Laid} */ ({ block, place, full: false });
  });
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) fill(Number(/** @type {HTMLElement} */ (target).dataset.block));
  }, { root: body, rootMargin: NEAR });
  body.append(...blocks.map((one) => one.place));
  for (const one of blocks) watcher.observe(one.place);

  /** A block with what is cited in it, and an uncited passage if one is chosen. @param {Laid} laid @param {Passage | null} gap */
  function write({ block, place }, gap) {
    const own = passages.length;
    const all = gap ? [...passages, gap] : passages, some = gap ? { ...block, passages: [...block.passages, own] } : block;
    place.replaceChildren(...piecesOf(some, all).map(({ from, to, over }) => {
      const words = plain(points.slice(from, to)), cited = over.filter((one) => one !== own);
      if (over.includes(own)) return el("mark", { class: "gap now", "data-p": cited.join(" ") }, words);
      return cited.length ? el("mark", { class: cited.length > 1 ? "cited twice" : "cited", "data-p": cited.join(" ") }, words) : words;
    }));
  }

  /** @param {number} number */
  function fill(number) {
    const laid = blocks[number];
    if (!laid || laid.full) return;
    laid.full = true;
    write(laid, null);
    watcher.unobserve(laid.place);
    tint(app.store.state, laid.place);
  }

  /* Which mark is of the chosen passage, and which of what else is selected or on the path. */
  /** @param {State} state @param {HTMLElement} [within] */
  function tint(state, within = body) {
    const { reading: { start, end }, selected } = state;
    const path = chosenPath(state)?.hops.flatMap((hop) => app.graph.evidence(hop.link)) ?? [];
    const of = new Set([...path, ...(selected ? app.citations.cited(selected) : [])]);
    for (const mark of within.querySelectorAll("mark:not(.gap)")) {
      const over = passagesOf(mark);
      mark.classList.toggle("now", over.some((one) => one.start === start && one.end === end));
      mark.classList.toggle("of", over.some((one) => one.evidence.some((number) => of.has(number))));
    }
  }

  /** @param {Element} mark */
  function passagesOf(mark) {
    const places = /** @type {HTMLElement} */ (mark).dataset.p;
    return places ? places.split(" ").map((place) => passages[Number(place)]) : [];
  }

  /** Bring a passage into sight, cited or not. @param {number} start @param {number} end */
  function reveal(start, end) {
    const number = blocks.findIndex(({ block }) => start >= block.from && start < block.to);
    if (number < 0) return;
    fill(number);
    if (end > blocks[number].block.to) fill(number + 1);
    if (!passages.some((one) => one.start === start && one.end === end)) {
      write(blocks[number], { start, end, evidence: [] });
      gapIn = number;
    }
    tint(app.store.state);
    const look = () => body.querySelector("mark.now")?.scrollIntoView({ block: "center" });
    look();
    requestAnimationFrame(look); /* once what lies above has its own height */
  }

  function clearGap() {
    if (gapIn < 0) return;
    write(blocks[gapIn], null);
    gapIn = -1;
  }

  return {
    points, passages, tint,
    /** @param {number} start @param {number} end */
    show(start, end) {
      clearGap();
      if (start >= 0) reveal(start, end);
      else tint(app.store.state);
    },
    /** The passage at a mark: the shortest of those that cover it. @param {EventTarget | null} target @returns {Passage | undefined} */
    under(target) {
      const mark = target instanceof Element ? target.closest("mark") : null;
      return mark ? passagesOf(mark).sort((a, b) => a.end - a.start - (b.end - b.start))[0] : undefined;
    },
    leave: () => watcher.disconnect(),
  };
}
