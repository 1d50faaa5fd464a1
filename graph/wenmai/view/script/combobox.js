// @ts-check
/* A text field that finds entities: the ARIA combobox with a list that the arrow keys walk. */

/** @import { App } from "./types.js" */
/** @import { Wished } from "./wishes.js" */

import { at, el, icon, said } from "./dom.js";

/**
 * @param {App} app
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 * @param {(node: number) => void} choose
 * @param {(text: string) => Wished[]} [wishes] what else a text may ask for; it stands before the entities
 */
export function makeCombobox(app, input, list, choose, wishes = () => []) {
  /** @type {({ node: number, name: string } | Wished)[]} */
  let matches = [];
  let marked = -1;

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    marked = -1;
  }

  /** @param {number} next */
  function mark(next) {
    marked = next;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === marked)));
    if (marked < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[marked].id);
      list.children[marked].scrollIntoView({ block: "nearest" });
    }
  }

  /** @param {{ node: number, name: string }} match */
  function entity({ node, name }) {
    const label = app.graph.label(node);
    return [app.look.swatch(app.look.kind(node)), el("span", {}, said(label)), el("small", {}, said(app.look.typeName(node))),
      name === label ? null : el("span", { class: "by" }, said(name))];
  }

  /** @param {Wished} wish */
  function wished({ text, kind }) {
    return [kind === undefined ? icon("path") : app.look.swatch(kind), el("span", {}, said(text))];
  }

  /** @param {typeof matches[0]} match @param {number} i */
  function option(match, i) {
    const item = el("li", { role: "option", id: `${list.id}-${i}`, "aria-selected": "false" }, "run" in match ? wished(match) : entity(match));
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => take(i));
    return item;
  }

  function show() {
    const asked = wishes(input.value);
    matches = asked.length ? asked : app.names.search(input.value);
    list.replaceChildren(...matches.map(option));
    list.hidden = !matches.length;
    input.setAttribute("aria-expanded", String(matches.length > 0));
    if (input.value.trim() !== "" && matches.length) app.say(app.t("find.count", matches.length));
    else if (input.value.trim() !== "") app.tell(app.t("find.none"));
    mark(matches.length ? 0 : -1);
  }

  /** @param {number} i */
  function take(i) {
    const match = matches[i];
    close();
    if (!("run" in match)) return choose(match.node);
    input.value = "";
    match.run();
    return at("picture").focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.isComposing) return;
    const open = !list.hidden;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && matches.length) {
      event.preventDefault();
      if (!open) show();
      else mark((marked + (event.key === "ArrowDown" ? 1 : -1) + matches.length) % matches.length);
    } else if (event.key === "Enter" && open && marked >= 0) {
      event.preventDefault();
      take(marked);
    } else if (event.key === "Escape") onEscape(event, open);
  }

  /** @param {KeyboardEvent} event @param {boolean} open */
  function onEscape(event, open) {
    if (!open && !input.value) return input.blur();
    event.stopPropagation();
    if (open) close();
    else input.value = "";
    return undefined;
  }

  input.addEventListener("input", show);
  input.addEventListener("focus", () => { if (input.value && document.activeElement === input) show(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", onKey);
  return { close };
}
