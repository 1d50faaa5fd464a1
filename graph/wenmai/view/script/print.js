// @ts-check
/* Printing: a plate of the path, or of what is shown, on light ground; below it the path with its passages, as large as one page takes;
   and a line that says from what sources, when and where. */

/** @import { App } from "./types.js" */

import { at } from "./dom.js";
import { paintPlate, planPlate, sourceLines } from "./plate.js";
import { chosenPath } from "./state.js";
import { clearStory, printStory } from "./storypages.js";

const WIDTH = 720; /* units of a plate */
const HIGH = 460, PATH = 270, LOW = 200; /* its height: alone, above a path, above one that fills the page */
const RATIO = 3.2; /* pixels of a unit: 300 to the inch on A4 */
const PAGE = { width: 688, height: 930 }; /* pixels within the margins of A4 and of Letter, whichever is less */
const LEAST = 0.35; /* so much smaller a path is set at most */

/** @param {App} app */
export function listenToPrint(app) {
  const { look, picture, store } = app;
  const canvas = /** @type {HTMLCanvasElement} */ (at("plate"));
  /** @type {string | undefined} */
  let theme;

  /** @param {number} height */
  function paint(height) {
    const nodes = chosenPath(store.state)?.nodes ?? [...picture.shown.nodes];
    paintPlate(app, canvas, planPlate(app, { width: WIDTH, height, nodes }), RATIO);
  }

  /* A path is on one page: a lower picture if it is long, then smaller letters. */
  function fitPath() {
    const { style } = at("side");
    let size = 1;
    paint(PATH);
    asPrinted((height) => {
      if (height() > PAGE.height) paint(LOW);
      for (let left = height(); left > PAGE.height && size > LEAST; left = height()) {
        size = Math.max(LEAST, Math.min(size - 0.02, size * Math.sqrt(PAGE.height / left)));
        style.setProperty("zoom", String(size));
      }
    });
  }

  addEventListener("beforeprint", () => {
    theme = look.theme();
    look.setTheme("light");
    picture.paint(); /* at once: the page is printed as it is when this returns */
    if (store.state.telling.playing) {
      printStory(app, (measure) => asPrinted(measure));
      return;
    }
    at("printed").textContent = [document.title, ...sourceLines(app)].join(" · ");
    if (chosenPath(store.state)) fitPath();
    else paint(HIGH);
  });
  addEventListener("afterprint", () => {
    if (theme) look.setTheme(theme);
    picture.paint();
    canvas.width = canvas.height = 0;
    at("side").style.removeProperty("zoom");
    clearStory();
  });
}

/**
 * Lay the page out as on paper for a while, to measure it.
 * @param {(height: () => number) => void} measure
 */
function asPrinted(measure) {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSMediaRule && rule.media.mediaText === "print");
  const media = (/** @type {string} */ text) => { for (const rule of rules) /** @type {CSSMediaRule} */ (rule).media.mediaText = text; };
  const { style } = document.body;
  media("all");
  style.width = `${PAGE.width}px`;
  measure(() => at("printed").getBoundingClientRect().bottom - document.body.getBoundingClientRect().top);
  style.removeProperty("width");
  media("print");
}
