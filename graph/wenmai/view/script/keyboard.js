// @ts-check
/* The keyboard: keys that work everywhere, and keys that work while the picture has the focus. */

/** @import { App } from "./types.js" */
/** @import { Lasso } from "./lasso.js" */
/** @import { Room } from "./room.js" */

import { at } from "./dom.js";
import { chosenPath, endsOf } from "./state.js";

const ZOOM = 1.3;
const LINKED = 0.4; /* a neighbour is taken before another entity that is up to so much nearer */

/**
 * @param {App} app
 * @param {{ menu: Room, drawer: Room, table: Room, lasso: Lasso, story: { keep: () => void } }} rooms
 */
export function listenToKeyboard(app, rooms) {
  document.addEventListener("keydown", (event) => onKey(app, rooms, event));
  const keys = pictureKeys(app, rooms);
  at("picture").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const run = keys.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (!run) return;
    event.preventDefault();
    if (event.shiftKey && /^Arrow/.test(event.key)) walkTicking(app, run);
    else run();
  });
}

/** Walk on, and tick what was and what is selected. @param {App} app @param {() => void} run */
function walkTicking({ store, ticking }, run) {
  const before = store.state.selected?.node;
  run();
  const now = store.state.selected?.node;
  ticking.add([before, now].filter((node) => node !== undefined));
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && !/^(checkbox|range)$/.test(target.getAttribute("type") || "");
}

/** @param {App} app @param {Parameters<typeof listenToKeyboard>[1]} rooms @param {KeyboardEvent} event */
function onKey(app, rooms, event) {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const typing = isTyping(event.target);
  if (event.key === "Escape") escape(app, rooms);
  else if (typing) return;
  else if (event.ctrlKey || event.metaKey) undoKeys(app, event);
  else if (event.key === "/") {
    event.preventDefault();
    const find = /** @type {HTMLInputElement} */ (at("find"));
    find.focus();
    find.select();
  } else if (/^[1-9]$/.test(event.key)) app.connecting.choose(Number(event.key) - 1);
  else if (/^[nru]$/i.test(event.key)) readerKeys(app, event);
  else if (/^(s|PageUp|PageDown)$/i.test(event.key)) storyKeys(app, rooms.story, event);
}

/** R opens the reader and closes it; while it is open, N goes to the next citation, Shift N to the one before, U lists what is not cited.
 * @param {App} app @param {KeyboardEvent} event */
function readerKeys({ reading, store }, event) {
  const key = event.key.toLowerCase();
  if (key === "r") {
    reading.toggle();
    if (store.state.reading.open) document.getElementById("reader-body")?.focus({ preventScroll: true });
    else at("picture").focus({ preventScroll: true });
  } else if (!store.state.reading.open) return;
  else if (key === "u") reading.uncited();
  else reading.step(event.shiftKey ? -1 : 1);
  event.preventDefault();
}

/** S keeps what is seen as a step of a story, Shift S plays it; Page Down and Page Up, and within its room the arrow keys, go from step to step.
 * @param {App} app @param {{ keep: () => void }} story @param {KeyboardEvent} event */
function storyKeys({ telling, store }, story, event) {
  const letter = event.key.toLowerCase() === "s";
  if (!letter && !store.state.telling.playing) return;
  event.preventDefault();
  if (!letter) telling.step(event.key === "PageDown" ? 1 : -1);
  else if (event.shiftKey) telling.play(true);
  else story.keep();
}

/** @param {App} app @param {KeyboardEvent} event */
function undoKeys({ actions: all, telling }, event) {
  const actions = at("story").contains(document.activeElement) ? telling : all;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  if (key === "y" || event.shiftKey) actions.redo();
  else actions.undo();
}

/** @param {App} app @param {Parameters<typeof listenToKeyboard>[1]} rooms */
function escape({ store, actions, connecting, reading, ticking, telling }, { menu, drawer, lasso }) {
  if (/** @type {HTMLDialogElement} */ (at("help")).open) return;
  if (menu.isOpen()) menu.turn(false);
  else if (drawer.isOpen()) drawer.turn(false);
  else if (store.state.telling.playing) telling.play(false);
  else if (at("story").contains(document.activeElement)) telling.toggle();
  else if (at("reader").contains(document.activeElement)) reading.close();
  else if (lasso.isOn()) lasso.turn(false);
  else if (store.state.selected) actions.select(null);
  else if (store.state.ticked.size) ticking.clear();
  else if (store.state.connection.open) connecting.close();
  at("picture").focus({ preventScroll: true });
}

/** @param {App} app @param {Parameters<typeof listenToKeyboard>[1]} rooms @returns {Map<string, () => void>} */
function pictureKeys(app, { drawer, table, lasso }) {
  const { actions, picture, connecting, store, ticking } = app;
  const some = (/** @type {() => void} */ run, /** @type {(node: number) => void} */ one) => () => (store.state.ticked.size ? run() : need(one)());
  const need = (/** @type {(node: number) => void} */ run) => () => {
    const node = store.state.selected?.node;
    if (node !== undefined) run(node);
  };
  const larger = () => picture.zoom(ZOOM);
  return new Map(Object.entries({
    "+": larger, "=": larger, "-": () => picture.zoom(1 / ZOOM), 0: () => picture.fit(),
    e: need(actions.expand), c: need(actions.collapse), h: some(ticking.hide, actions.hide),
    " ": need((node) => ticking.toggle(node)), a: () => ticking.all(), b: () => ticking.between(), o: () => ticking.hideOthers(), l: () => lasso.turn(),
    i: some(ticking.pin, (node) => ticking.pin([node])), p: need(connecting.from), t: table.toggle, Backspace: actions.back,
    x: () => focusIn("#panel .unseen .chip"), k: actions.copyAddress, f: () => focusIn("#facets > summary", drawer), y: () => focusIn("#as-of"),
    Enter: () => { if (store.state.selected) at("panel").focus(); },
    Home: () => selectFirst(app),
    ArrowLeft: () => step(app, [-1, 0]), ArrowRight: () => step(app, [1, 0]), ArrowUp: () => step(app, [0, -1]), ArrowDown: () => step(app, [0, 1]),
  }));
}

/** To a control of a room, which is opened where it is a drawer. @param {string} what a selector @param {Room} [room] */
function focusIn(what, room) {
  const found = document.querySelector(what);
  if (!(found instanceof HTMLElement)) return;
  if (room && !found.checkVisibility({ visibilityProperty: true })) room.turn(true);
  found.focus();
}

/** @param {App} app */
function selectFirst({ actions, picture }) {
  const [node] = picture.shown.order;
  if (node !== undefined) actions.select({ node }, { reveal: true });
}

/**
 * To the entity nearest in a direction: a neighbour if there is one that way, else any.
 * @param {App} app
 * @param {[number, number]} way
 */
function step(app, way) {
  const { graph, picture: { shown, x, y }, store: { state } } = app;
  if (!state.selected) return selectFirst(app);
  const [from] = endsOf(graph, state.selected);
  const linked = new Set(graph.neighbours(from));
  const path = chosenPath(state);
  let best = -1, least = Infinity;
  for (const node of shown.nodes) {
    if (node === from) continue;
    const dx = x[node] - x[from], dy = y[node] - y[from];
    const ahead = dx * way[0] + dy * way[1], aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    if (ahead <= 0 || aside > ahead * 1.2) continue;
    const cost = (ahead + aside * 1.5) * (linked.has(node) && (!path || path.nodes.includes(node)) ? LINKED : 1);
    if (cost < least) { least = cost; best = node; }
  }
  if (best >= 0) app.actions.select({ node: best }, { reveal: true });
  return undefined;
}
