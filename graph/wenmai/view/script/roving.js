// @ts-check
/* Many things that are one stop of the tab key: the arrow keys walk along them, Enter and space press. */

/**
 * @param {Element} box
 * @param {string} what a selector of the things
 */
export function makeRoving(box, what) {
  const all = () => [...box.querySelectorAll(what)];
  const first = box.querySelector(`${what}[aria-pressed="true"]`) ?? box.querySelector(what);
  first?.setAttribute("tabindex", "0");
  box.addEventListener("keydown", (event) => {
    const pressed = /** @type {KeyboardEvent} */ (event);
    const target = pressed.target instanceof Element ? pressed.target.closest(what) : null;
    if (!target || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
    if (pressed.key === "Enter" || pressed.key === " ") {
      pressed.preventDefault();
      target.dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey: pressed.shiftKey }));
      return;
    }
    const things = all(), now = things.indexOf(target);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[pressed.key];
    const next = pressed.key === "Home" ? things[0] : pressed.key === "End" ? things[things.length - 1] : step ? things[now + step] : undefined;
    if (!next) return;
    pressed.preventDefault();
    target.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    /** @type {SVGElement | HTMLElement} */ (next).focus();
  });
}
