/* The key: what the colours and shapes mean, how many there are, and the filters. */

function makeKey(app, place) {
  const { graph, look, t } = app;
  const open = new Set(["classes"]);
  const range = yearRange();

  function yearRange() {
    let first = Infinity, last = -Infinity;
    const counts = new Map();
    const year = (day) => Number(day.slice(0, 4));
    for (let node = 0; node < graph.count; node++) {
      const [begin, end] = app.datesOf(node);
      if (!begin && !end) continue;
      const from = year(begin || end), to = year(end || begin);
      if (!Number.isFinite(from) || !Number.isFinite(to)) continue;
      first = Math.min(first, from);
      last = Math.max(last, to);
      if (to - from < 60) for (let one = from; one <= to; one++) counts.set(one, (counts.get(one) || 0) + 1);
    }
    return first < last ? { first, last, counts } : null;
  }

  function show() {
    const focused = document.activeElement && place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const top = place.childElementCount ? place.scrollTop : 0; /* asking has the page laid out */
    place.replaceChildren(...[years(), classes(), predicates(), hubs(), reset()].filter(Boolean));
    if (top) place.scrollTop = top;
    if (focused) place.querySelector(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
  }

  function heading(words, buttons) {
    return el("div", { class: "head" }, el("h2", {}, t(words)), buttons ? el("span", { class: "links" }, buttons) : null);
  }

  function small(words, key, run) {
    return el("button", { type: "button", "data-key": key, onclick: run }, t(words));
  }

  function familyOf(kind) {
    return kind < 0 ? -1 : graph.data.classes[kind][1];
  }

  function row({ gap, key, name, count, swatch, on, toggle, only, title }) {
    return el("li", { class: `kind${on ? "" : " off"}${gap ? " family" : ""}`, title },
      el("label", {}, el("input", { type: "checkbox", "data-key": key, checked: on, onchange: toggle }), swatch, el("span", { class: "name" }, said(name)), el("span", { class: "count" }, String(count))),
      only ? el("button", { type: "button", "data-key": `${key}-only`, "aria-label": t("only.of", plain(name)), onclick: only }, t("only")) : null);
  }

  function classes() {
    const drawn = app.countByKind();
    const all = [...look.families.flatMap(([, kinds]) => kinds), -1].filter((kind) => drawn.get(kind));
    const set = (off) => app.change((state) => { state.hiddenKinds = new Set(off); }, true);
    return el("section", { "aria-label": t("class.filter") },
      heading("class.filter", [small("all", "all-kinds", () => set([])), small("none", "no-kinds", () => set(all))]),
      el("ul", {}, all.map((kind, i) => row({
        gap: i > 0 && familyOf(kind) !== familyOf(all[i - 1]), key: `kind-${kind}`, name: kind < 0 ? t("untyped") : graph.className(kind), swatch: look.swatch(kind), on: !app.state.hiddenKinds.has(kind),
        count: drawn.get(kind) || 0, title: kind >= 0 && graph.data.classes[kind][2] ? t("quiet") : undefined,
        toggle: () => app.change((state) => { toggle(state, "hiddenKinds", kind); }, true),
        only: () => set(all.filter((one) => one !== kind)),
      }))));
  }

  function toggle(state, name, item) {
    const next = new Set(state[name]);
    if (!next.delete(item)) next.add(item);
    state[name] = next;
  }

  /* The rows are made when the list is opened. */
  function predicates() {
    const counts = app.countByPredicate();
    const all = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b);
    const set = (off) => app.change((state) => { state.hiddenPredicates = new Set(off); }, true);
    const list = el("ul");
    const fill = () => list.replaceChildren(...all.map((predicate) => row({
      key: `link-${predicate}`, name: graph.predicateName(predicate), count: counts.get(predicate), on: !app.state.hiddenPredicates.has(predicate),
      toggle: () => app.change((state) => { toggle(state, "hiddenPredicates", predicate); }, true),
      only: () => set(all.filter((one) => one !== predicate)),
    })));
    const toggled = (event) => {
      if (!event.target.open) open.delete("predicates");
      else if (!open.has("predicates")) { open.add("predicates"); fill(); }
    };
    if (open.has("predicates")) fill();
    return el("section", { "aria-label": t("predicate.filter") }, el("details", { open: open.has("predicates"), ontoggle: toggled },
      el("summary", {}, el("h2", {}, t("predicate.filter"), " ", el("span", { class: "count" }, String(all.length)))),
      el("div", { class: "head" }, el("span"), el("span", { class: "links" }, small("all", "all-links", () => set([])), small("none", "no-links", () => set(all)))),
      list));
  }

  function hubs() {
    if (!app.hubs.length) return null;
    return el("section", { "aria-label": t("hubs") },
      el("div", { class: "kind" }, el("label", {}, el("input", { type: "checkbox", id: "mute", "data-key": "mute", checked: app.state.mute, onchange: () => app.change((state) => { state.mute = !state.mute; }, true) }),
        el("span", { class: "name" }, t("hubs")), el("span", { class: "count" }, t("hubs.n", app.hubs.length)))),
      el("p", { class: "note" }, app.hubs.slice(0, 4).flatMap((node, i) => [i ? "、" : "", said(graph.label(node))]), app.hubs.length > 4 ? "…" : ""));
  }

  function years() {
    if (!range) return null;
    const { first, last } = range;
    const [from, to] = app.state.years || [first, last];
    const input = (id, words, value) => el("input", { type: "range", id, "data-key": id, min: first, max: last, step: 1, value, "aria-label": t(words) });
    const low = input("years-from", "years.from", from), high = input("years-to", "years.to", to);
    const bars = histogram(from, to);
    const ends = el("div", { class: "ends" }, el("span", {}, String(from)), el("span", {}, String(to)));
    const read = () => [Math.min(Number(low.value), Number(high.value)), Math.max(Number(low.value), Number(high.value))];
    const preview = () => {
      const now = read();
      ends.firstChild.textContent = now[0];
      ends.lastChild.textContent = now[1];
      paint(bars, ...now);
      app.preview(now[0] === first && now[1] === last ? null : now);
    };
    const settle = () => {
      const now = read();
      app.change((state) => { state.years = now[0] === first && now[1] === last ? null : now; }, true);
      app.say(t("years.now", ...now, app.countDated()));
    };
    for (const one of [low, high]) {
      one.addEventListener("input", preview);
      one.addEventListener("change", settle);
    }
    return el("section", { class: "years", "aria-label": t("years") },
      heading("years", app.state.years ? [small("years.all", "years-all", () => app.change((state) => { state.years = null; }, true))] : null),
      bars, el("div", { class: "range" }, low, high), ends);
  }

  function histogram(from, to) {
    const { first, last, counts } = range;
    const most = Math.max(1, ...counts.values());
    const span = last - first + 1;
    const bars = el("svg", { viewBox: `0 0 ${span} 34`, preserveAspectRatio: "none", "aria-hidden": "true" });
    for (let year = first; year <= last && span < 400; year++) {
      const tall = Math.sqrt((counts.get(year) || 0) / most) * 34;
      bars.append(el("rect", { x: year - first + 0.08, y: 34 - tall, width: 0.84, height: tall, "data-year": year }));
    }
    paint(bars, from, to);
    return bars;
  }

  function paint(bars, from, to) {
    for (const bar of bars.children) bar.setAttribute("class", Number(bar.dataset.year) >= from && Number(bar.dataset.year) <= to ? "in" : "");
  }

  function reset() {
    return el("button", { type: "button", class: "reset", "data-key": "reset", id: "reset", onclick: app.reset }, t("reset"));
  }

  return { show };
}
