// What the pages do beyond what a form does: names are offered while one types, and pictures come when they are asked for.
// Nothing is written as markup: text goes in as text. The page of queries has modules of its own, in query/.
// @ts-check
"use strict";

/** @param {string} name @param {string} [text] @returns {HTMLElement} */
function element(name, text) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Offer names that begin like what was typed. */
function offerNames() {
  const list = document.getElementById("names");
  if (!list) return;
  let waiting = 0;
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.getAttribute("list") !== "names") return;
    window.clearTimeout(waiting);
    const text = field.value.trim();
    if (!text) return;
    waiting = window.setTimeout(async () => {
      const fields = new URLSearchParams({ kind: "entity", text, lang: document.documentElement.lang, limit: "8" });
      const answer = await fetch(`${document.documentElement.dataset.root ?? ""}/api/v1/complete?${fields}`); // names alone: what is said of things is searched when one asks
      if (!answer.ok) return;
      /** @type {{label: string, name: string}[]} */
      const found = (await answer.json()).terms;
      list.replaceChildren(...found.map((one) => {
        const option = /** @type {HTMLOptionElement} */ (element("option"));
        option.value = one.name;
        option.label = one.label;
        return option;
      }));
    }, 150);
  });
}

/** Load a picture when its part of the page is opened. */
function drawPictures() {
  for (const details of document.querySelectorAll("details.picture")) {
    details.addEventListener("toggle", () => {
      const place = /** @type {HTMLElement | null} */ (details.querySelector("[data-picture]"));
      if (!place || place.firstChild) return;
      const frame = /** @type {HTMLIFrameElement} */ (element("iframe"));
      frame.title = place.dataset.title || "";
      frame.src = place.dataset.picture || "";
      place.append(frame);
    });
  }
}

offerNames();
drawPictures();
