// What the pages do beyond what a form does: names are offered while one types, pictures come when they are asked for,
// and a SPARQL query shows its answer below. Nothing is written as markup: text goes in as text.
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
      const language = document.documentElement.lang;
      const answer = await fetch(`/api/v1/search?${new URLSearchParams({ text, lang: language, limit: "8" })}`);
      if (!answer.ok) return;
      const found = (await answer.json()).answer || [];
      list.replaceChildren(...found.map((/** @type {{label: string, name: string}} */ one) => {
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

/** @param {{type: string, value: any, "xml:lang"?: string}} term @returns {Node} */
function shown(term) {
  if (term.type === "uri") {
    const link = /** @type {HTMLAnchorElement} */ (element("a", term.value));
    link.href = `/e/${encodeURIComponent(term.value)}?lang=${document.documentElement.lang}`;
    return link;
  }
  if (term.type === "triple") {
    const whole = element("span");
    whole.append("<<( ", shown(term.value.subject), " ", shown(term.value.predicate), " ", shown(term.value.object), " )>>");
    return whole;
  }
  const text = element("span", term.type === "bnode" ? `_:${term.value}` : term.value);
  if (term["xml:lang"]) text.lang = term["xml:lang"];
  return text;
}

/** @param {any} answer @param {string} rowsWord @returns {Node[]} */
function table(answer, rowsWord) {
  if ("boolean" in answer) return [element("p", String(answer.boolean))];
  const head = element("tr"), body = element("tbody");
  head.append(...answer.head.vars.map((/** @type {string} */ name) => {
    const cell = element("th", name);
    cell.setAttribute("scope", "col");
    return cell;
  }));
  for (const row of answer.results.bindings.slice(0, 1000)) {
    const line = element("tr");
    for (const name of answer.head.vars) {
      const cell = element("td");
      if (row[name]) cell.append(shown(row[name]));
      line.append(cell);
    }
    body.append(line);
  }
  const whole = element("table"), top = element("thead"), wide = element("div");
  top.append(head);
  whole.append(top, body);
  wide.className = "wide";
  wide.tabIndex = 0;
  wide.append(whole);
  return [element("p", `${answer.results.bindings.length} ${rowsWord}`), wide];
}

/** Ask the query of the form, show its answer, and let it be stopped. */
function askQueries() {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("ask"));
  const result = document.getElementById("result"), stop = document.getElementById("stop");
  if (!form || !result || !stop) return;
  form.addEventListener("submit", async (event) => {
    const fields = new FormData(form);
    if (fields.get("format")) return;
    event.preventDefault();
    const text = String(fields.get("query"));
    const running = new AbortController();
    stop.hidden = false;
    stop.onclick = () => running.abort();
    result.replaceChildren(element("p", `${result.dataset.running} …`));
    try {
      const answer = await fetch("/sparql", {
        method: "POST", body: text, signal: running.signal,
        headers: { "content-type": "application/sparql-query", accept: "application/sparql-results+json, text/turtle;q=0.9" },
      });
      const kind = answer.headers.get("content-type") || "";
      if (!answer.ok) {
        const said = element("p", kind.includes("json") ? (await answer.json()).detail : await answer.text());
        said.className = "error";
        result.replaceChildren(said);
      } else if (kind.includes("json")) {
        result.replaceChildren(...table(await answer.json(), result.dataset.rows || ""));
      } else {
        result.replaceChildren(element("pre", await answer.text()));
      }
      history.replaceState(null, "", `?${new URLSearchParams({ query: text, lang: document.documentElement.lang })}`);
    } catch (error) {
      result.replaceChildren(element("p", String(error)));
    } finally {
      stop.hidden = true;
    }
  });
}

offerNames();
drawPictures();
askQueries();
