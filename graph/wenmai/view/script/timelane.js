// @ts-check
/* The time lane under the picture: how much is dated in each year, two sliders and a brush that choose from which to which, playing them,
   a day on which everything shown held, and what to do with what is undated. Opened, it has a row of points and intervals for each class. */

/** @import { App, State, Years } from "./types.js" */

import { yearsIn } from "./calendar.js";
import { standsTo, yearsOf } from "./dates.js";
import { lastDay } from "./days.js";
import { el, exchange } from "./dom.js";
import { makeAxis, makeBrush } from "./histogram.js";
import { later } from "./later.js";
import { makeTimeRows } from "./timerows.js";

const MOST_BINS = 160;
const LONG = 60; /* a span of so many years counts in none of them */
const TICK = 450; /* milliseconds of a step of playing */
const TICKS = 40;

/** The years of the graph: `spans` are those of entities, `dated` those of whatever says its own, each with the entities that it is of.
 * @typedef {{ first: number, last: number, spans: Map<number, Years>, dated: { years: Years, ends: number[] }[] }} Range */

/**
 * The lane, made behind the first picture; the room for it is there before, where it can be told that there will be one.
 * @param {App} app
 * @param {HTMLElement} place
 */
export function makeTimeLane(app, place) {
  /** @type {{ show(state: State): void } | null} */
  let lane = null;
  place.hidden = yearsIn(app.graph.data).years.size < 2;
  later(() => {
    const range = rangeOf(app);
    place.hidden = !range;
    lane = range && laneOf(app, place, range);
    lane?.show(app.store.state);
  });
  return { show: (/** @type {State} */ state) => lane?.show(state) };
}

/**
 * @param {App} app
 * @param {HTMLElement} place
 * @param {Range} range
 */
function laneOf(app, place, range) {
  const { t, actions, store } = app;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  let open = false;
  const { first, last } = range, { calendar } = app.graph;
  const by = calendar.unit === "year" ? "years" : "moments"; /* of whose words */
  const orAll = (/** @type {Years} */ [from, to]) => (from <= first && to >= last ? null : /** @type {Years} */ ([from, to]));

  /** @param {State} state */
  function show(state) {
    const years = state.preview === undefined ? state.filters.years : state.preview;
    const [from, to] = years ?? [first, last];
    const begin = el("span", { class: "begin" }, calendar.text(from)), end = el("span", { class: "end" }, calendar.text(to));
    const preview = (/** @type {number} */ a, /** @type {number} */ b) => {
      begin.textContent = calendar.text(a);
      end.textContent = calendar.text(b);
      actions.preview(orAll([a, b]));
    };
    const settle = (/** @type {number} */ a, /** @type {number} */ b) => choose(orAll([a, b]));
    const brush = makeBrush({
      key: "years", axis: makeAxis(first, last, true), chosen: [from, to], bars: binned(state), words: [t(`${by}.from`), t(`${by}.to`)], step: 1,
      text: calendar.text, preview, settle });
    exchange(place, [
      el("div", { class: "strip" },
        playButton(), el("div", { class: "time" }, brush, el("div", { class: "ends" }, begin, state.filters.years ? allYears() : null, end)),
        tools(state), turnButton()),
      open ? rows.draw(place.clientWidth) : null]);
  }
  const rows = makeTimeRows(app, range);

  function playButton() {
    const plays = timer !== undefined, words = t("time.play");
    const named = { id: "time-play", "data-key": "play", "aria-pressed": String(plays), "aria-label": words, title: words };
    return el("button", { type: "button", class: "play", ...named, onclick: play },
      el("svg", { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" }, el("path", { d: plays ? "M7 4.5v11M13 4.5v11" : "M6.5 4.5v11l9-5.5z" })));
  }

  function allYears() {
    return el("button", { type: "button", class: "cite", "data-key": "years-all", onclick: () => actions.change({ years: null }, true) }, t(`${by}.all`));
  }

  /** @param {State} state */
  function tools({ filters }) {
    const asOf = el("input", {
      type: "text", id: "as-of", "data-key": "as-of", value: filters.asOf, placeholder: t("asof.hint"), autocomplete: "off", size: 10 });
    asOf.addEventListener("change", () => {
      const text = asOf.value.trim();
      asOf.setAttribute("aria-invalid", String(Boolean(text && !lastDay(text))));
      if (text && !lastDay(text)) app.tell(t("asof.bad", text));
      else actions.change({ asOf: text }, true);
    });
    const keep = () => actions.change({ fade: !store.state.filters.fade }, true);
    const undated = [...app.picture.shown.nodes].filter((node) => standsTo(app.graph, node, [first, last]) === "undated").length;
    return el("div", { class: "lane-tools" },
      el("label", { title: t("asof.title") }, t("asof"), asOf),
      undated ? el("label", { class: "keep" },
        el("input", { type: "checkbox", id: "keep-undated", "data-key": "undated", checked: !filters.fade, onchange: keep }),
        t("time.undated", undated)) : null);
  }

  function turnButton() {
    const turn = () => {
      open = !open;
      place.classList.toggle("open", open);
      show(store.state);
    };
    const named = { id: "time-button", "data-key": "lanes", "aria-expanded": String(open) };
    return el("button", { type: "button", class: "turn", ...named, onclick: turn }, t("time.classes"));
  }

  /** @param {Years | null} years */
  function choose(years) {
    actions.change({ years });
    const { marks, shown } = app.picture.scene;
    const left = [...shown.nodes].filter((node) => !marks.dim?.nodes.has(node));
    const [from, to] = years ?? [first, last];
    const undated = left.filter((node) => standsTo(app.graph, node, [from, to]) === "undated").length;
    app.say(t("years.now", calendar.text(from), calendar.text(to), left.length - undated) + (undated ? t("years.undated", undated) : ""));
  }

  /* A part of the years moves on to the last; all of them grow from the first. */
  function play() {
    if (timer !== undefined) {
      stop(true);
      return;
    }
    const chosen = store.state.filters.years;
    const step = Math.max(1, Math.round((last - first) / TICKS));
    const wide = chosen ? chosen[1] - chosen[0] : 0;
    let end = chosen && chosen[1] < last ? chosen[1] : first + wide;
    timer = setInterval(() => {
      end = Math.min(last, end + step);
      store.update({ preview: orAll([chosen ? end - wide : first, end]) });
      if (end >= last) stop(Boolean(chosen));
      else show(store.state);
    }, TICK);
    show(store.state);
  }

  /** @param {boolean} keep whether what was played last is chosen */
  function stop(keep) {
    clearInterval(timer);
    timer = undefined;
    const { preview } = store.state;
    if (keep && preview) choose(preview);
    else store.update({ preview: undefined });
    show(store.state);
  }

  /** How many are dated in each part of the range, and how many of them the other filters leave. @param {State} state */
  function binned(state) {
    const span = last - first + 1, count = Math.min(span, MOST_BINS);
    const { facets } = state.filters;
    const left = facets.size ? new Set(app.narrowing.tally(state.filters).nodes("years")) : null;
    const bins = Array.from({ length: count }, (_, i) => ({ from: i / count, to: (i + 1) / count, count: 0, whole: 0 }));
    const bin = (/** @type {number} */ year) => Math.min(count - 1, Math.floor(((year - first) * count) / span));
    for (const { years: [from, to], ends } of range.dated) {
      if (to - from >= LONG && span > LONG) continue;
      for (let i = bin(from); i <= bin(to); i++) {
        bins[i].whole++;
        if (!left || ends.every((node) => left.has(node))) bins[i].count++;
      }
    }
    return bins;
  }

  return { show };
}

/**
 * The years of the graph, with those of each entity: its own, else those of its links; null where there are not two,
 * or where months and days are counted and all that is dated is dated alike.
 * @param {App} app
 * @returns {Range | null}
 */
function rangeOf({ graph }) {
  /** @type {Range["dated"]} */
  const dated = [];
  /** @type {Map<number, Years>} */
  const spans = new Map();
  const ofLinks = Array.from({ length: graph.size }, (_, link) => yearsOf(graph.span(link), graph.calendar));
  for (let node = 0; node < graph.count; node++) {
    const own = graph.years(node);
    const years = own ?? around(graph.linksOf(node).map((link) => ofLinks[link]));
    if (own) dated.push({ years: own, ends: [node] });
    if (years) spans.set(node, years);
  }
  ofLinks.forEach((years, link) => { if (years) dated.push({ years, ends: [graph.subject[link], graph.object[link]] }); });
  const whole = around(dated.map(({ years }) => years));
  const some = graph.calendar.unit === "year" || dated.some(({ years }) => whole && (years[0] > whole[0] || years[1] < whole[1]));
  return whole && whole[0] < whole[1] && some ? { first: whole[0], last: whole[1], spans, dated } : null;
}

/** @param {(Years | null)[]} some @returns {Years | null} */
function around(some) {
  const all = some.filter((one) => one !== null);
  return all.length ? all.reduce(([a, b], [from, to]) => [Math.min(a, from), Math.max(b, to)]) : null;
}
