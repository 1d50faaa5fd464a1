// @ts-check
/* The room of a story, above the picture: the steps walked so far, those that are kept, with their names and captions; or, while it is
   played, the step that stands. */

/** @import { App, Child, State, TellingState } from "./types.js" */

import { at, el, exchange, icon, said } from "./dom.js";

/**
 * @param {App} app
 * @param {HTMLElement} place
 */
export function makeStoryRoom(app, place) {
  const { t, telling } = app;

  /** @param {string} key @param {() => void} run @param {{}} [more] */
  const button = (key, run, more = {}) => el("button", { type: "button", id: `story-${key}`, "data-key": `story-${key}`, onclick: run, ...more }, t(`story.${key}`));
  /** @param {string} key @param {string} drawn @param {() => void} run @param {boolean} [off] */
  const sign = (key, drawn, run, off = false) => el("button", { type: "button", id: `story-${key}`, "data-key": `story-${key}`, "aria-label": t(`story.${key}`),
    title: t(`story.${key}`), "aria-disabled": off ? "true" : null, onclick: run }, icon(drawn));

  /** @param {State} state */
  function show({ telling: now }) {
    at("story-button").setAttribute("aria-expanded", String(now.open));
    if (place.hidden && !now.open) return;
    place.hidden = !now.open;
    place.classList.toggle("playing", now.playing);
    exchange(place, now.open ? (now.playing ? player(now) : editor(now)) : []);
    place.querySelector(".step.on")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    app.picture.resize();
  }

  /** @param {TellingState} now @returns {Child[]} */
  function player({ story: { steps, title }, at: nth }) {
    const step = steps[nth];
    return [el("div", { class: "story-tools" },
      sign("previous", "back", () => telling.step(-1), nth <= 0), el("span", { class: "nth" }, t("story.nth", nth + 1, steps.length)),
      sign("next", "on", () => telling.step(1), nth >= steps.length - 1)),
    el("div", { class: "told-step" }, title ? el("small", {}, said(title)) : null,
      step ? [el("h2", {}, said(step.name)), step.caption ? el("p", {}, said(step.caption)) : null] : null),
    el("div", { class: "story-tools" }, button("print", telling.print), button("edit", () => telling.play(false)),
      sign("close", "close", telling.toggle))];
  }

  /** @param {TellingState} now @returns {Child[]} */
  function editor(now) {
    const { story: { steps }, at: nth, past, future } = now;
    const off = { "aria-disabled": String(!steps.length) };
    return [
      el("div", { class: "story-top" }, walkedSoFar(now), el("div", { class: "story-tools" },
        button("keep", keep, { class: "go" }), button("play", () => telling.play(true), off),
        button("save", telling.save, off), button("open", open), button("copy", app.actions.copyAddress, off), button("print", telling.print, off),
        sign("undo", "undo", telling.undo, !past.length), sign("redo", "redo", telling.redo, !future.length), sign("close", "close", telling.toggle))),
      steps.length ? el("ol", { class: "steps-kept", "aria-label": t("story.steps.of") }, steps.map((step, i) => el("li", {},
        el("button", { type: "button", class: i === nth ? "step on" : "step", "data-key": `step-${i}`, "aria-current": i === nth ? "step" : null,
          onclick: () => telling.go(i) }, el("b", {}, String(i + 1)), el("span", {}, said(step.name)))))) : el("p", { class: "note" }, t("story.hint")),
      steps[nth] ? fields(now) : null];
  }

  /** @param {TellingState} now */
  function walkedSoFar({ walked }) {
    return el("ol", { class: "walked", "aria-label": t("story.walked") }, walked.slice(-6).map((step, i, all) => el("li", {},
      el("button", { type: "button", class: "cite", "data-key": `walked-${i}`, "aria-current": i === all.length - 1 ? "step" : null,
        onclick: () => telling.back(walked.length - all.length + i) }, said(step.name)))));
  }

  /** The name and the caption of the step that stands, and its place. @param {TellingState} now */
  function fields({ story: { steps }, at: nth }) {
    const { name, caption } = steps[nth];
    const names = el("input", { type: "text", id: "story-name", "data-key": "story-name", value: name, maxlength: 300, "aria-label": t("story.name") });
    const words = el("textarea", { id: "story-caption", "data-key": "story-caption", rows: 2, maxlength: 5000, "aria-label": t("story.caption"),
      placeholder: t("story.caption") }, caption);
    const edited = () => {
      telling.edit(nth, { name: names.value, caption: words.value });
      place.querySelector(".step.on span")?.replaceChildren(said(names.value));
      place.querySelector("#story-undo")?.removeAttribute("aria-disabled");
    };
    names.addEventListener("change", edited);
    words.addEventListener("change", edited);
    names.addEventListener("keydown", leave);
    words.addEventListener("keydown", leave);
    return el("div", { class: "story-fields" }, names, words, el("div", { class: "story-tools" },
      sign("before", "back", () => telling.move(nth, -1), nth === 0), sign("behind", "on", () => telling.move(nth, 1), nth === steps.length - 1),
      button("replace", () => telling.replace(nth)), button("drop", () => telling.drop(nth))));
  }

  /** Enter and Escape keep what is written and lead back to the picture. @param {KeyboardEvent} event */
  function leave(event) {
    if ((event.key !== "Enter" && event.key !== "Escape") || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    at("picture").focus({ preventScroll: true });
  }

  function keep() {
    telling.keep();
    const words = document.getElementById("story-caption");
    words?.focus();
  }

  function open() {
    const input = el("input", { type: "file", accept: ".json,application/json" });
    input.addEventListener("change", () => { if (input.files?.[0]) telling.openFile(input.files[0]); });
    input.click();
  }

  document.addEventListener("dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    telling.openFile(file);
  });
  return { show, keep };
}
