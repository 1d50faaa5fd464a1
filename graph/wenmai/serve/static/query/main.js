// @ts-check
/* The page of queries: an editor in place of the text field, answers below it, and what was asked before. Without this script the form
   asks by itself. */

import { FORMATS, Fault, MOST_ROWS, ask, formOf } from "./asking.js";
import { ROOT, element } from "./dom.js";
import { createEditor } from "./editor.js";
import { forget, remember, remembered } from "./history.js";
import { shapeOf } from "./shapes.js";
import { drawView } from "./views.js";

/** @typedef {import("./shapes.js").View} View */

const LONGEST = 15_000; // characters of an address that servers take

const form = /** @type {HTMLFormElement} */ (document.getElementById("ask"));
const field = /** @type {HTMLTextAreaElement} */ (document.getElementById("text"));
const result = /** @type {HTMLElement} */ (document.getElementById("result"));
const stop = /** @type {HTMLButtonElement} */ (document.getElementById("stop"));
const go = /** @type {HTMLButtonElement} */ (document.getElementById("go"));
const status = /** @type {HTMLElement} */ (document.getElementById("status"));
/** @type {Record<string, string>} */
const words = JSON.parse(form.dataset.words || "{}");
/** @type {Map<string, string>} */
const prefixes = new Map(Object.entries(JSON.parse(form.dataset.prefixes || "{}")));
const say = (/** @type {string} */ key) => words[key] ?? key;

let running = new AbortController();
let chosen = new URLSearchParams(location.search).get("view");

const host = element("div", { class: "editor" });
field.before(host);
const editor = createEditor(host, field.value, {
  label: `SPARQL. ${say("editor_keys")}`, prefixes, run: () => void run(), leave: () => go.focus(),
  changed: (text) => {
    field.value = text;
    offer(text);
  },
});
field.hidden = true;
for (const label of form.querySelectorAll("[data-plain]")) label.setAttribute("hidden", "");
for (const part of document.querySelectorAll("[data-scripted]")) part.removeAttribute("hidden");
form.querySelector("label")?.addEventListener("click", () => editor.focus());

/** Ask, and show what came. */
async function run() {
  const text = editor.text(), asked = Date.now();
  running.abort();
  const mine = running = new AbortController();
  editor.clear();
  stop.hidden = false;
  result.setAttribute("aria-busy", "true");
  const clock = setInterval(() => status.replaceChildren(`${say("running")} … ${Math.round((Date.now() - asked) / 1000)} s`), 1000);
  status.replaceChildren(`${say("running")} …`);
  try {
    const { answer, truth, more } = await ask(text, mine.signal);
    const seconds = ((Date.now() - asked) / 1000).toFixed(2);
    status.replaceChildren(answer ? `${answer.rows.length}${more ? "+" : ""} ${say("rows")} · ${seconds} s` : `${seconds} s`);
    if (answer) present(answer, more);
    else result.replaceChildren(element("p", { class: "truth" }, say(truth ? "yes" : "no")));
    list(remember(text, asked));
  } catch (error) {
    if (mine === running) fail(error, mine.signal.aborted);
  } finally {
    clearInterval(clock);
    if (mine === running) {
      stop.hidden = true;
      result.removeAttribute("aria-busy");
      share(text);
    }
  }
}

/** @param {unknown} error @param {boolean} stopped */
function fail(error, stopped) {
  status.replaceChildren(stopped ? say("stopped") : "");
  if (stopped) return;
  const told = element("p", { class: "error", role: "alert" }, error instanceof Error ? error.message : String(error));
  result.replaceChildren(told);
  if (error instanceof Fault && error.line !== null) {
    const { line, column } = error;
    editor.fault(line, column ?? 1);
    const there = element("button", { type: "button", class: "plain" }, say("go_there"));
    there.addEventListener("click", () => {
      editor.fault(line, column ?? 1);
      editor.focus();
    });
    told.append(" ", there);
  }
}

/** Show an answer as what its shape suggests, with a choice of the others. @param {import("./terms.js").Answer} answer @param {boolean} more */
function present(answer, more) {
  const shape = shapeOf(answer), place = element("div", { id: "view" });
  const tabs = element("div", { class: "views", role: "group", "aria-label": say("look_as") });
  const show = (/** @type {View} */ view) => {
    for (const tab of tabs.children) tab.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (tab).dataset.view === view));
    place.replaceChildren(...(answer.rows.length ? drawView(view, answer, shape, { prefixes, say }) : [element("p", {}, say("nothing"))]));
  };
  for (const view of shape.views) {
    const tab = element("button", { type: "button", class: "plain", "data-view": view }, say(view));
    tab.addEventListener("click", () => {
      chosen = view;
      show(view);
      share(editor.text());
    });
    tabs.append(tab);
  }
  const note = more ? [element("p", { class: "notes" }, say("more_rows").replace("{}", MOST_ROWS.toLocaleString(document.documentElement.lang)))] : [];
  result.replaceChildren(...(shape.views.length > 1 ? [tabs] : []), place, ...note);
  show(shape.views.find((view) => view === chosen) ?? shape.first);
}

/** What stands in the address: the query, and how its answer is looked at. @param {string} text */
function share(text) {
  const fields = new URLSearchParams({ query: text, lang: document.documentElement.lang });
  if (chosen !== null) fields.set("view", chosen);
  const address = `${ROOT}/query?${fields}`, link = document.getElementById("address");
  if (link) link.hidden = address.length > LONGEST;
  if (address.length > LONGEST) return;
  link?.setAttribute("href", address);
  history.replaceState(null, "", address);
}

/** The formats in which the answer can be saved. @param {string} text */
function offer(text) {
  const place = document.getElementById("save");
  place?.replaceChildren(...FORMATS[formOf(text)].flatMap(([format, ending], number) => {
    const fields = new URLSearchParams({ query: text, format });
    const link = element("a", { href: `${ROOT}/sparql?${fields}`, download: `answer.${ending}` }, format);
    if (String(fields).length > LONGEST) link.addEventListener("click", (event) => void save(event, text, format, ending));
    return number ? [" · ", link] : [link];
  }));
}

/** Save an answer whose query is too long for an address. @param {Event} event @param {string} text @param {string} format @param {string} ending */
async function save(event, text, format, ending) {
  event.preventDefault();
  const answer = await fetch(`${ROOT}/sparql`, { method: "POST", body: new URLSearchParams({ query: text, format }) });
  if (!answer.ok) {
    result.replaceChildren(element("p", { class: "error", role: "alert" }, (await answer.json()).detail));
    return;
  }
  const address = URL.createObjectURL(await answer.blob());
  element("a", { href: address, download: `answer.${ending}` }).click();
  URL.revokeObjectURL(address);
}

/** What was asked before. @param {import("./history.js").Asked[]} asked */
function list(asked) {
  const place = document.getElementById("asked"), forgetting = document.getElementById("forget");
  if (forgetting) forgetting.hidden = asked.length === 0;
  place?.replaceChildren(...asked.map(({ text, at }) => {
    const first = text.split("\n").map((line) => line.trim()).filter((line) => line && !/^(#|prefix\b)/i.test(line)).join(" ");
    const again = element("button", { type: "button", class: "plain query" }, first.slice(0, 140) || "…");
    again.addEventListener("click", () => {
      editor.write(text);
      editor.focus();
    });
    return element("li", {}, again, " ", element("time", {}, new Date(at).toLocaleString(document.documentElement.lang)));
  }));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void run();
});
stop.addEventListener("click", () => running.abort());
document.getElementById("forget")?.addEventListener("click", () => {
  forget();
  list([]);
  go.focus();
});
for (const example of document.querySelectorAll("[data-example]")) {
  example.addEventListener("click", (event) => {
    event.preventDefault();
    editor.write(/** @type {HTMLElement} */ (example).dataset.example || "");
    void run();
    form.scrollIntoView();
  });
}
list(remembered());
offer(editor.text());
document.documentElement.dataset.ready = "yes";
if (/[?&](query|question)=/.test(location.search)) void run();
