// @ts-check
/* The canvas of the picture: as large as its room, as fine as the screen, painted once a frame at most. Links and entities are kept as a
   bitmap: names change over it without their being painted again, and while a large picture moves the bitmap moves. */

/** @import { Scene, Sight } from "./types.js" */

const LARGE = 1500; /* entities and links: a smaller picture is painted anew in each frame that moves it */
const ROW = 130; /* pixels: the height of a row below the picture, at most */
const NAMED = 24; /* pixels below an entity's middle, for its name */
const MARGIN = 0.25; /* the bitmap of a large picture reaches so much further than the canvas, on each side */
const LEAST = 0.6, MOST = 1.7; /* so much the bitmap is scaled at most, until it is painted anew */

/** @typedef {(pen: CanvasRenderingContext2D, width: number, height: number) => void} Brush paints so much of a canvas */
/** @typedef {{ canvas: HTMLCanvasElement, view: Sight, left: number, top: number, width: number, height: number, ratio: number }} Kept */

/**
 * @param {HTMLElement} container
 * @param {Scene} scene
 * @param {{ below: Brush, above: Brush }} paint
 * `below` in the picture's units, what the bitmap keeps; `above` in pixels of the screen
 */
export function makeSurface(container, scene, { below, above }) {
  const canvas = document.createElement("canvas");
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {Kept | null} */
  let kept = null;
  let due = false; /* from a change until the frame that shows it */
  let first = true;
  let width = 0, height = 0, ratio = 1;
  canvas.setAttribute("aria-hidden", "true");
  canvas.style.width = canvas.style.height = "100%";
  container.append(canvas);

  function measure() {
    const { clientWidth, clientHeight } = container;
    if (clientWidth === width && clientHeight === height && devicePixelRatio === ratio) return;
    scene.view = { ...scene.view, left: scene.view.left + (clientWidth - width) / 2, top: scene.view.top + shift(clientHeight - height) };
    [width, height, ratio] = [clientWidth, clientHeight, devicePixelRatio || 1];
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    kept = null;
  }

  /* The middle stays the middle; but where a row opens or closes below, things stay where they are, moved up only as far as they would get out of sight. */
  /** @param {number} by */
  function shift(by) {
    if (!height || container.clientWidth !== width || Math.abs(by) > ROW) return by / 2;
    if (by > 0) return 0;
    let lowest = 0;
    for (const node of scene.shown.nodes) {
      const sy = scene.y[node] * scene.view.scale + scene.view.top;
      if (sy < height && sy > lowest) lowest = sy;
    }
    return -Math.min(-by, Math.max(0, lowest + NAMED - height - by));
  }

  /** Whether the bitmap shows what is to be seen: as it is, or while a large picture moves also moved and scaled. */
  function serves() {
    if (!kept) return false;
    const { view } = scene, grown = view.scale / kept.view.scale;
    if (grown === 1 && view.left === kept.view.left && view.top === kept.view.top) return true;
    if (!scene.moving || !isLarge(scene) || grown < LEAST || grown > MOST) return false;
    const [left, top] = placeOf(kept, view);
    const { bounds } = scene.shown; /* where nothing is, nothing need be painted */
    return left <= Math.max(0, bounds.left * view.scale + view.left) && left + kept.width * grown >= Math.min(width, bounds.right * view.scale + view.left)
      && top <= Math.max(0, bounds.top * view.scale + view.top) && top + kept.height * grown >= Math.min(height, bounds.low * view.scale + view.top);
  }

  function fill() {
    const [mx, my] = isLarge(scene) ? [Math.round(width * MARGIN), Math.round(height * MARGIN)] : [0, 0];
    const bitmap = kept?.canvas ?? document.createElement("canvas");
    const wide = width + 2 * mx, high = height + 2 * my;
    const brush = /** @type {CanvasRenderingContext2D} */ (bitmap.getContext("2d"));
    const fits = bitmap.width === Math.round(wide * ratio) && bitmap.height === Math.round(high * ratio);
    if (!fits) [bitmap.width, bitmap.height] = [Math.round(wide * ratio), Math.round(high * ratio)];
    brush.setTransform(1, 0, 0, 1, 0, 0);
    if (fits) brush.clearRect(0, 0, bitmap.width, bitmap.height);
    const { view } = scene;
    brush.setTransform(ratio * view.scale, 0, 0, ratio * view.scale, ratio * (view.left + mx), ratio * (view.top + my));
    scene.view = { ...view, left: view.left + mx, top: view.top + my };
    below(brush, wide, high);
    scene.view = view;
    kept = { canvas: bitmap, view, left: mx, top: my, width: wide, height: high, ratio };
    return kept;
  }

  function draw() {
    measure();
    if (!width || !height) return;
    if (first) {
      first = false;
      const { scale, left, top } = scene.view; /* one canvas is painted sooner than two */
      pen.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * left, ratio * top);
      below(pen, width, height);
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      above(pen, width, height);
      return;
    }
    const bitmap = serves() && kept ? kept : fill();
    const [left, top] = placeOf(bitmap, scene.view), grown = scene.view.scale / bitmap.view.scale;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.drawImage(bitmap.canvas, left, top, bitmap.width * grown, bitmap.height * grown);
    above(pen, width, height);
  }

  function refresh() {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; draw(); });
  }

  new ResizeObserver(() => { if (container.clientWidth !== width || container.clientHeight !== height) draw(); }).observe(container);
  return {
    canvas,
    /** What is over the bitmap has changed, or where the picture is seen from. */
    refresh,
    /** The picture has changed: however much, it is painted once, in the next frame. */
    redraw() { if (kept) kept = { ...kept, view: { scale: NaN, left: 0, top: 0 } }; refresh(); },
    /** At once: as it is when this returns. */
    paint() { if (kept) kept = { ...kept, view: { scale: NaN, left: 0, top: 0 } }; draw(); },
    /** How large the canvas is; asking has the page laid out. */
    room() { measure(); return { width, height }; },
  };
}

/** Where a bitmap's corner is on the screen, seen from elsewhere. @param {Kept} kept @param {Sight} view @returns {[number, number]} */
function placeOf({ view: was, left, top }, view) {
  const grown = view.scale / was.scale;
  return [view.left - (was.left + left) * grown, view.top - (was.top + top) * grown];
}

/** @param {Scene} scene */
function isLarge({ shown }) {
  return shown.nodes.size + shown.links.size > LARGE;
}
