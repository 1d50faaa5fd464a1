// @ts-check
/* A lasso: a line drawn around entities ticks them. With the shift key, or while its button is held down, for a finger. */

/** @import { App, Point } from "./types.js" */

import { at, el } from "./dom.js";

const STILL = 5; /* pixels: a press that moves less is a click */
const STEP = 3; /* pixels from point to point */

/** @typedef {{ isOn(): boolean, turn(on?: boolean): void }} Lasso */

/**
 * @param {App} app
 * @param {() => void} changed
 * @returns {Lasso}
 */
export function makeLasso(app, changed) {
  const container = at("picture");
  let on = false;
  /** @type {Point[] | null} */
  let drawn = null;
  let pointer = -1;
  const line = el("svg", { class: "lasso", "aria-hidden": "true" }, el("path", {}));

  /** @param {PointerEvent} event @returns {Point} */
  function place(event) {
    const box = container.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** @param {PointerEvent} event */
  function press(event) {
    if (!event.isPrimary || event.button > 0 || !(on || event.shiftKey)) return;
    event.stopImmediatePropagation(); /* the picture would pan */
    event.preventDefault();
    drawn = [place(event)];
    pointer = event.pointerId;
    container.setPointerCapture(pointer);
    at("stage").append(line);
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (!drawn || event.pointerId !== pointer) return;
    event.stopImmediatePropagation();
    const [x, y] = place(event), [lastX, lastY] = drawn[drawn.length - 1];
    if (Math.hypot(x - lastX, y - lastY) < STEP) return;
    drawn.push([x, y]);
    line.firstElementChild?.setAttribute("d", `M${drawn.map((point) => point.map((one) => one.toFixed(1)).join(" ")).join("L")}Z`);
  }

  /** @param {PointerEvent} event */
  function release(event) {
    if (!drawn || event.pointerId !== pointer) return;
    event.stopImmediatePropagation();
    const polygon = drawn, [x, y] = drawn[0];
    end();
    if (polygon.every((point) => Math.hypot(point[0] - x, point[1] - y) < STILL)) {
      const node = app.picture.at(x, y);
      if (node >= 0 && !app.ticking.taken(event, node)) app.ticking.toggle(node);
    } else app.ticking.add(app.picture.within(polygon));
    container.focus({ preventScroll: true });
  }

  function end() {
    drawn = null;
    line.remove();
    line.firstElementChild?.setAttribute("d", "");
  }

  container.addEventListener("pointerdown", press, { capture: true });
  container.addEventListener("pointermove", move, { capture: true });
  container.addEventListener("pointerup", release, { capture: true });
  container.addEventListener("pointercancel", end, { capture: true });
  return {
    isOn: () => on,
    turn(next = !on) {
      on = next;
      container.classList.toggle("lassoing", on);
      changed();
    },
  };
}
