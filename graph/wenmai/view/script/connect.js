/* Connect: two entities, and the ways between them, the most telling first. */

function makeConnect(app, place) {
  const { graph, look, t } = app;
  const wanted = { a: -1, b: -1, k: 3, maxHops: 6, avoid: new Set() };
  let found = null;
  let chosen = 0;
  let field = null;

  function open({ focus = true } = {}) {
    place.hidden = false;
    show();
    app.layout();
    if (focus) place.querySelector(wanted.a < 0 ? "#path-a" : wanted.b < 0 ? "#path-b" : "#path-go")?.focus();
  }

  function close() {
    place.hidden = true;
    found = null;
    field = null;
    wanted.avoid = new Set();
    app.pathChanged(null);
  }

  function show() {
    place.replaceChildren(
      el("div", { class: "panel-head" }, el("h2", {}, t("connect")), el("span", { class: "crumb" }),
        el("button", { type: "button", id: "connect-close", "aria-label": t("close"), title: t("close"), onclick: () => { close(); app.focusPicture(); } }, icon("close"))),
      el("form", { class: "form", onsubmit: (event) => { event.preventDefault(); run(); } },
        pick("a"), pick("b"),
        el("div", { class: "numbers" },
          el("label", {}, t("k"), choice("path-k", [1, 3, 5, 10], wanted.k, (value) => { wanted.k = value; })),
          el("label", {}, t("hops"), choice("path-hops", [2, 3, 4, 5, 6, 8], wanted.maxHops, (value) => { wanted.maxHops = value; }))),
        wanted.avoid.size ? el("div", { class: "row" }, el("span", { class: "note" }, t("avoided")), [...wanted.avoid].map((node) =>
          el("button", { type: "button", class: "chip", onclick: () => { wanted.avoid.delete(node); run(); } }, said(graph.label(node)), " ×"))) : null,
        el("div", { class: "row" }, el("button", { type: "submit", class: "go", id: "path-go" }, t("go")),
          el("button", { type: "button", id: "path-swap", onclick: () => { [wanted.a, wanted.b] = [wanted.b, wanted.a]; if (found) run(); else show(); } }, t("swap")),
          el("button", { type: "button", id: "path-clear", onclick: clear }, t("clear")))),
      results());
  }

  function pick(side) {
    const input = el("input", { id: `path-${side}`, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": `path-${side}-found`, placeholder: t("pick"), value: wanted[side] >= 0 ? plain(graph.label(wanted[side])) : null });
    const list = el("ul", { id: `path-${side}-found`, role: "listbox", class: "options", hidden: true, "aria-label": t(side) });
    makeCombobox(app, input, list, (node) => {
      set(side, node);
      show();
      place.querySelector(side === "a" ? "#path-b" : "#path-go").focus();
    });
    input.addEventListener("focus", () => { field = side; });
    input.addEventListener("input", () => { wanted[side] = -1; });
    return el("div", { class: "pick" }, el("label", { for: `path-${side}` }, t(side)), input, list);
  }

  function choice(id, numbers, now, take) {
    return el("select", { id, onchange: (event) => { take(Number(event.target.value)); if (found) run(); } }, numbers.map((number) => el("option", { value: number, selected: number === now }, String(number))));
  }

  function set(side, node) {
    wanted[side] = node;
    wanted.avoid.delete(node);
    field = side === "a" ? "b" : null;
  }

  function clear() {
    wanted.a = wanted.b = -1;
    wanted.avoid = new Set();
    found = null;
    field = "a";
    app.pathChanged(null);
    show();
    place.querySelector("#path-a").focus();
  }

  /* A click in the picture fills the field that is being asked for. */
  function take(node) {
    if (place.hidden || !field) return false;
    set(field, node);
    if (wanted.a >= 0 && wanted.b >= 0) run();
    else show();
    return true;
  }

  function from(node) {
    wanted.a = node;
    wanted.b = -1;
    found = null;
    field = "b";
    app.pathChanged(null);
    open();
    field = "b";
  }

  function run({ announce = true, record = true } = {}) {
    if (wanted.a < 0 || wanted.b < 0) {
      app.say(t("path.choose"));
      return;
    }
    field = null;
    found = app.paths.find(wanted.a, wanted.b, wanted);
    chosen = 0;
    show();
    place.hidden = false;
    app.pathChanged(found.paths[0] || null, { record });
    const label = (node) => plain(graph.label(node));
    if (announce) app.say(found.paths.length ? t("path.found", label(wanted.a), label(wanted.b), found.paths.length) : reason());
  }

  function reason() {
    const names = (found.facts || []).map((node) => graph.label(node));
    return plain(t(found.reason, ...names, ...(found.numbers || [])));
  }

  function results() {
    if (!found) return "";
    const notes = [found.stopped ? el("p", { class: "note" }, t("path.stopped")) : null, app.partial ? el("p", { class: "note" }, t("path.part")) : null];
    if (!found.paths.length) return el("div", {}, el("p", { class: "why", id: "no-path" }, reason()), notes);
    return el("div", {}, el("ol", { class: "paths", id: "paths" }, found.paths.map(card)), el("p", { class: "note" }, t("path.way")), notes);
  }

  function card(path, i) {
    const on = i === chosen;
    return el("li", { class: on ? "path on" : "path" },
      el("button", { type: "button", class: "headline", "aria-pressed": String(on), onclick: () => choose(i) },
        el("span", {}, t("path.n", i + 1)), el("small", {}, `${t("path.hops", path.hops.length)} · ${t("path.score", path.score)}`)),
      el("ul", { class: "hops" }, path.nodes.flatMap((node, at) => [line(path, node, at), at < path.hops.length ? hop(path.hops[at]) : null])));
  }

  function line(path, node, at) {
    const inner = at > 0 && at < path.nodes.length - 1;
    return el("li", { class: "node" }, app.panel.follow(node),
      inner ? el("button", { type: "button", class: "avoid", "aria-label": t("avoid.of", plain(graph.label(node))), onclick: () => { wanted.avoid.add(node); run(); } }, t("avoid")) : null);
  }

  function hop({ link, forward, also }) {
    const time = graph.time(link);
    return el("li", { class: "hop" },
      el("button", { type: "button", class: "follow", "data-link": link, onclick: () => app.select({ link }) },
        el("span", {}, forward ? "↓ " : "↑ ", said(graph.predicateName(graph.predicate[link])))),
      time ? el("span", { class: "when" }, time) : null,
      also.length ? el("span", {}, `${t("also")} `, also.flatMap((one, i) => [i ? ", " : "", said(graph.predicateName(graph.predicate[one]))])) : null);
  }

  function choose(i) {
    chosen = i;
    show();
    app.pathChanged(found.paths[i]);
    place.querySelectorAll(".headline")[i].focus();
    app.say(`${t("path.n", i + 1)}, ${t("path.hops", found.paths[i].hops.length)}`);
  }

  function restore(wish) {
    if (!wish) {
      if (!place.hidden || found) { found = null; place.hidden = true; wanted.a = wanted.b = -1; app.pathChanged(null, { record: false }); }
      return;
    }
    Object.assign(wanted, wish, { avoid: new Set(wish.avoid) });
    run({ announce: false, record: false });
    if (wish.chosen && found.paths[wish.chosen]) {
      chosen = wish.chosen;
      show();
      app.pathChanged(found.paths[chosen], { record: false });
    }
  }

  return {
    open, close, take, from, restore, show: () => { if (!place.hidden) show(); },
    isOpen: () => !place.hidden,
    found: () => found,
    wish: () => (found && wanted.a >= 0 && wanted.b >= 0 ? { a: wanted.a, b: wanted.b, k: wanted.k, maxHops: wanted.maxHops, avoid: [...wanted.avoid].sort((x, y) => x - y), chosen } : null),
  };
}
