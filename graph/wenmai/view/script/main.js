/* The page: its state, what follows from a change, and how the parts meet. */

const MOST_SHOWN = 1200;
const STEP = 40; /* how many neighbours one expansion brings */

function start() {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const drawn = read("network-data");
  const words = read("words-data");
  const graph = makeGraph(read("graph-data"));
  graph.words = document.documentElement.lang === "en" ? "en" : "zh";
  const at = (id) => document.getElementById(id);
  const base = new Set(drawn.nodes.map((row) => Number(row.id.slice(1))).concat(drawn.quiet));

  const app = { graph, hubs: drawn.hubs, partial: graph.data.total.entities > graph.count };
  app.t = (key, ...values) => (words[graph.words][key] ?? key).replace(/\{(\d)\}/g, (_, i) => values[i]);
  app.say = (text) => { at("said").textContent = ""; setTimeout(() => { at("said").textContent = text; }, 30); };
  app.look = makeLook(graph);
  app.names = makeNames(graph);
  app.paths = makePaths(graph);

  /* ---- state: what can be undone is in `state`; the selection goes back and forth on its own */

  const first = () => ({ hiddenKinds: new Set(quietKinds()), hiddenPredicates: new Set(), years: null, mute: drawn.hubs.length > 0, added: new Map(), removed: new Set(), moved: new Map() });

  function quietKinds() {
    const kinds = graph.data.classes.map((row, kind) => (row[2] ? kind : -1)).filter((kind) => kind >= 0);
    return drawn.nodes.some((row) => !kinds.includes(app.look.kind(Number(row.id.slice(1))))) ? kinds : [];
  }

  let state = first();
  let selected = null;
  let path = null;
  const back = [];
  const past = [];
  const future = [];
  let preview;
  Object.defineProperty(app, "state", { get: () => state });
  app.selection = () => selected;
  const hubs = new Set(drawn.hubs);

  /* ---- what is shown */

  /* Entities linked only with what is not drawn at first (figures, times) would lie about unconnected: they wait for it. */
  const aside = new Set(drawn.aside);

  function waits(node) {
    return aside.has(node) && !differ(first().hiddenKinds, state.hiddenKinds);
  }

  function visible() {
    const nodes = new Set();
    for (const set of [base, state.added.keys()]) {
      for (const node of set) if (!state.removed.has(node) && !state.hiddenKinds.has(app.look.kind(node)) && !(set === base && waits(node))) nodes.add(node);
    }
    if (path) for (const node of path.nodes) nodes.add(node);
    if (selected) for (const node of endsOf(selected)) nodes.add(node);
    const links = new Set();
    const onPath = path ? new Set(path.hops.map((hop) => hop.link)) : new Set();
    for (const node of nodes) {
      for (const link of graph.linksOf(node)) {
        if (graph.subject[link] !== node || !nodes.has(graph.object[link])) continue;
        if (!state.hiddenPredicates.has(graph.predicate[link]) || onPath.has(link) || (selected && selected.link === link)) links.add(link);
      }
    }
    return { nodes, links };
  }

  function endsOf(selection) {
    return selection.node === undefined ? [graph.subject[selection.link], graph.object[selection.link]] : [selection.node];
  }

  function emphasis() {
    const nodes = new Map();
    const links = new Set();
    if (path) {
      path.nodes.forEach((node, i) => nodes.set(node, i === 0 || i === path.nodes.length - 1 ? 0 : 1));
      for (const hop of path.hops) links.add(hop.link);
    }
    if (selected && selected.node !== undefined) {
      nodes.set(selected.node, 0);
      if (!path) for (const link of app.picture.shown.links) if (graph.subject[link] === selected.node || graph.object[link] === selected.node) {
        links.add(link);
        const other = graph.other(link, selected.node);
        if (!nodes.has(other)) nodes.set(other, 1);
      }
    } else if (selected) {
      links.add(selected.link);
      for (const node of endsOf(selected)) nodes.set(node, 0);
    }
    return nodes.size ? { nodes, links, path: Boolean(path) } : null;
  }

  function refresh({ key = true } = {}) {
    const { nodes, links } = visible();
    app.picture.show(nodes, links);
    app.picture.light(emphasis());
    count(nodes.size, links.size);
    if (key) app.key.show();
    app.table.show();
    at("undo").setAttribute("aria-disabled", String(!past.length));
    at("redo").setAttribute("aria-disabled", String(!future.length));
  }

  function count(nodes, links) {
    /* Not toLocaleString: the first use loads the tables of all languages, a twentieth of the time to the first picture. */
    const comma = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
    const parts = [app.t("shown", comma(nodes), comma(graph.count), comma(links))];
    if (app.partial) parts.push(app.t("shown.part", comma(graph.data.total.entities)));
    if (aside.size && !differ(first().hiddenKinds, state.hiddenKinds)) parts.push(app.t("shown.aside", aside.size));
    if (state.mute && hubs.size) parts.push(app.t("shown.muted", hubs.size));
    at("shown").replaceChildren(parts[0], el("span", { class: "rest" }, parts.slice(1).map((part) => ` · ${part}`)));
    at("picture").setAttribute("aria-label", app.t("picture", nodes, links));
  }

  /* ---- filters that the painter asks about */

  app.datesOf = (node) => graph.nodeSpan(node);
  const inYears = ([begin, end]) => {
    const years = preview === undefined ? state.years : preview;
    if (!years) return true;
    if (!begin && !end) return false;
    return Number((begin || "-9999").slice(0, 4)) <= years[1] && Number((end || "9999").slice(0, 4)) >= years[0];
  };
  const filtering = () => (preview === undefined ? state.years : preview) !== null;
  let dimmed = null;
  function dims() {
    if (dimmed) return dimmed;
    dimmed = { links: new Set(), nodes: new Set() };
    const bright = new Set();
    for (const link of app.picture.shown.links) {
      if (inYears(graph.span(link))) { bright.add(graph.subject[link]); bright.add(graph.object[link]); } else dimmed.links.add(link);
    }
    for (const node of app.picture.shown.nodes) if (!bright.has(node) && !inYears(graph.nodeSpan(node))) dimmed.nodes.add(node);
    return dimmed;
  }
  app.isDim = (link) => filtering() && dims().links.has(link);
  app.isDimNode = (node) => filtering() && dims().nodes.has(node);
  app.countDated = () => [...app.picture.shown.nodes].filter((node) => !app.isDimNode(node)).length;
  app.isMutedHub = (node) => state.mute && hubs.has(node);
  app.isMuted = (link) => state.mute && (hubs.has(graph.subject[link]) || hubs.has(graph.object[link]));
  app.preview = (years) => { preview = years; dimmed = null; app.picture.redraw(); };
  app.countByKind = () => {
    const counts = new Map();
    for (const node of base) counts.set(app.look.kind(node), (counts.get(app.look.kind(node)) || 0) + 1);
    for (const node of state.added.keys()) if (!base.has(node)) counts.set(app.look.kind(node), (counts.get(app.look.kind(node)) || 0) + 1);
    return counts;
  };
  app.countByPredicate = () => {
    const counts = new Map();
    const all = new Set([...app.picture.shown.nodes]);
    for (const node of all) for (const link of graph.linksOf(node)) {
      if (graph.subject[link] === node && all.has(graph.object[link])) counts.set(graph.predicate[link], (counts.get(graph.predicate[link]) || 0) + 1);
    }
    return counts;
  };

  /* ---- changes */

  app.change = (edit, announce) => {
    past.push(state);
    if (past.length > 100) past.shift();
    future.length = 0;
    state = { ...state };
    edit(state);
    settle();
    if (announce) app.say(app.t("filtered", app.picture.shown.nodes.size, app.picture.shown.links.size));
  };

  function settle() {
    preview = undefined;
    dimmed = null;
    for (const [node, [px, py]] of state.moved) app.picture.move(node, px, py);
    refresh();
    record(false);
  }

  app.undo = () => {
    if (!past.length) return app.say(app.t("undo.none"));
    unmove(past[past.length - 1]);
    future.push(state);
    state = past.pop();
    settle();
    return app.say(app.t("undone"));
  };
  app.redo = () => {
    if (!future.length) return app.say(app.t("redo.none"));
    past.push(state);
    state = future.pop();
    settle();
    return app.say(app.t("redone"));
  };
  const home = new Map();
  function unmove(older) {
    for (const node of state.moved.keys()) if (!older.moved.has(node) && home.has(node)) app.picture.move(node, ...home.get(node));
  }
  app.moved = (nodes) => {
    app.change((next) => {
      next.moved = new Map(next.moved);
      for (const node of nodes) next.moved.set(node, [app.picture.x[node], app.picture.y[node]]);
    });
    app.say(app.t("dragged", plain(graph.label(nodes[0]))));
  };
  app.reset = () => {
    app.connect.restore(null);
    unmove({ moved: new Map() });
    app.change((next) => { Object.assign(next, first()); }, true);
    app.select(null);
    app.picture.fit();
  };

  app.expand = (node) => {
    const name = plain(graph.label(node));
    const { nodes } = app.picture.shown;
    const cost = (other) => {
      const link = graph.linksOf(node).filter((one) => graph.other(one, node) === other).reduce((best, one) => Math.min(best, graph.hopCost(graph.predicate[one])), Infinity);
      return link + graph.through(other);
    };
    const left = graph.neighbours(node).filter((other) => !nodes.has(other) && !state.hiddenKinds.has(app.look.kind(other))).map((other) => [cost(other), other]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, other]) => other);
    const quiet = graph.neighbours(node).filter((other) => !nodes.has(other) && state.hiddenKinds.has(app.look.kind(other)) && base.has(other));
    if (!left.length && !quiet.length) return app.say(app.t("expanded.none", name));
    if (nodes.size >= MOST_SHOWN) return app.say(app.t("expand.cap", MOST_SHOWN));
    const more = left.slice(0, Math.min(STEP, MOST_SHOWN - nodes.size));
    app.change((next) => {
      next.added = new Map(next.added);
      next.removed = new Set(next.removed);
      for (const other of more) { next.added.set(other, node); next.removed.delete(other); }
    });
    return app.say(app.t("expanded", name, more.length) + (left.length > more.length ? app.t("expanded.more", left.length - more.length) : ""));
  };

  /* Puts away what an expansion of the node brought, and neighbours that hang on it alone. */
  app.collapse = (node) => {
    const { nodes } = app.picture.shown;
    const alone = graph.neighbours(node).filter((other) => nodes.has(other) && (state.added.get(other) === node || graph.neighbours(other).every((one) => one === node || !nodes.has(one))));
    const name = plain(graph.label(node));
    if (!alone.length) return app.say(app.t("collapsed.none", name));
    app.change((next) => {
      next.added = new Map(next.added);
      next.removed = new Set(next.removed);
      for (const other of alone) { next.added.delete(other); if (base.has(other)) next.removed.add(other); }
    });
    return app.say(app.t("collapsed", name, alone.length));
  };

  app.hide = (node) => {
    app.select(null);
    app.change((next) => {
      next.added = new Map(next.added);
      next.added.delete(node);
      next.removed = new Set(next.removed).add(node);
    });
    app.say(app.t("hidden", plain(graph.label(node))));
  };

  /* ---- selection */

  const same = (a, b) => a === b || (a && b && a.node === b.node && a.link === b.link);

  app.select = (selection, { reveal = false, closer = false, returning = false, quiet = false } = {}) => {
    if (same(selection, selected)) {
      if (reveal && selection) app.picture.reveal(around(selection), { closer });
      return;
    }
    if (selected && !returning) back.push(selected);
    if (back.length > 200) back.shift();
    selected = selection;
    app.panel.show(selection);
    layout();
    refresh({ key: false });
    if (selection && (reveal || narrow())) app.picture.reveal(around(selection), { closer });
    record(true);
    if (!quiet) app.say(selection ? app.t("selected", name(selection)) : app.t("unselected"));
  };

  const narrow = () => matchMedia("(max-width: 760px)").matches;

  /* What a selection shows: its ends, and what is linked with it in the picture. */
  function around(selection) {
    const { shown } = app.picture;
    const ends = endsOf(selection);
    if (selection.node === undefined) return ends;
    return [...ends, ...graph.neighbours(selection.node).filter((other) => shown.nodes.has(other) && !hubs.has(other))];
  }

  function name(selection) {
    return plain(selection.node === undefined ? endsOf(selection).map(graph.label).join(` – ${graph.predicateName(graph.predicate[selection.link])} – `) : graph.label(selection.node));
  }

  app.canGoBack = () => back.length > 0;
  app.back = () => {
    const last = back.pop();
    if (last) app.select(last, { reveal: true, returning: true });
  };

  app.clicked = (what) => {
    if (what && what.node !== undefined && app.connect.take(what.node)) return;
    app.select(what);
  };

  app.connectFrom = (node) => app.connect.from(node);
  app.pathChanged = (next, { record: keep = true } = {}) => {
    path = next;
    layout();
    refresh({ key: false });
    if (next) app.picture.fit(next.nodes, { most: 1.25 });
    if (keep) record(true);
  };
  app.focusPicture = () => at("picture").focus({ preventScroll: true });

  /* ---- the side room opens and closes; the picture keeps its centre */

  app.layout = layout;
  function layout() {
    const open = !at("panel").hidden || app.connect.isOpen();
    at("connect-button").setAttribute("aria-expanded", String(app.connect.isOpen()));
    if (at("side").hidden !== open) return;
    const { network } = app.picture;
    const to = { position: network.getViewPosition(), scale: network.getScale() };
    at("side").hidden = !open;
    network.setSize("100%", "100%");
    app.picture.redraw();
    network.moveTo(to);
  }

  app.toggleTable = () => {
    const open = at("table").hidden;
    at("table").hidden = !open;
    at("table-button").setAttribute("aria-expanded", String(open));
    app.table.show();
    if (open) at("table").querySelector("button").focus();
    else at("table-button").focus();
  };

  /* ---- the address: everything a person needs to see the same again, by IRI */

  function write() {
    const parts = new URLSearchParams();
    const list = (items, text) => [...items].map(text).join(" ");
    if (selected) parts.set("select", selected.node === undefined ? linkKey(selected.link) : graph.iri(selected.node));
    const wish = app.connect.wish();
    if (wish) {
      parts.set("from", graph.iri(wish.a));
      parts.set("to", graph.iri(wish.b));
      if (wish.k !== 3) parts.set("k", wish.k);
      if (wish.maxHops !== 6) parts.set("hops", wish.maxHops);
      if (wish.avoid.length) parts.set("avoid", list(wish.avoid, graph.iri));
      if (wish.chosen) parts.set("path", wish.chosen + 1);
    }
    const begin = first();
    const kindIri = (kind) => (kind < 0 ? "-" : graph.termIri(graph.classTerm(kind)));
    if (differ(begin.hiddenKinds, state.hiddenKinds)) parts.set("without", list([...state.hiddenKinds].sort((a, b) => a - b), kindIri));
    if (state.hiddenPredicates.size) parts.set("unlinked", list([...state.hiddenPredicates].sort((a, b) => a - b), graph.predicateIri));
    if (state.years) parts.set("years", state.years.join("-"));
    if (state.mute !== begin.mute) parts.set("mute", state.mute ? "1" : "0");
    if (state.added.size) parts.set("added", [...state.added].map(([node, by]) => `${graph.iri(node)} ${graph.iri(by)}`).join(" "));
    if (state.removed.size) parts.set("removed", list(state.removed, graph.iri));
    return parts.toString();
  }

  function differ(a, b) {
    return a.size !== b.size || [...a].some((one) => !b.has(one));
  }

  function linkKey(link) {
    return `${graph.iri(graph.subject[link])} ${graph.predicateIri(graph.predicate[link])} ${graph.iri(graph.object[link])}`;
  }

  let restoring = false;
  function record(step) {
    if (restoring) return;
    const hash = `#${write()}`;
    if (hash === (location.hash || "#")) return;
    goTo(hash, step);
  }

  /* In a frame without an address of its own, such as a notebook's, the history may not be written. */
  function goTo(hash, step) {
    try {
      if (step) history.pushState(null, "", hash);
      else history.replaceState(null, "", hash);
    } catch {
      location.hash = hash;
    }
  }

  function restore() {
    restoring = true;
    const parts = new URLSearchParams(location.hash.slice(1));
    const split = (key) => (parts.get(key) || "").split(" ").filter(Boolean);
    const known = (iris) => iris.map(graph.find).filter((node) => node >= 0);
    const next = first();
    const kinds = new Map(graph.data.classes.map((row, kind) => [graph.termIri(row[0]), kind]));
    if (parts.has("without")) next.hiddenKinds = new Set(split("without").map((iri) => (iri === "-" ? -1 : kinds.get(iri))).filter((kind) => kind !== undefined));
    const predicates = new Map(graph.data.predicates.map((row, predicate) => [graph.termIri(row[0]), predicate]));
    next.hiddenPredicates = new Set(split("unlinked").map((iri) => predicates.get(iri)).filter((one) => one !== undefined));
    const years = (parts.get("years") || "").match(/^(-?\d{1,5})-(-?\d{1,5})$/);
    next.years = years ? [Number(years[1]), Number(years[2])] : null;
    if (parts.has("mute")) next.mute = parts.get("mute") === "1";
    const added = split("added").map(graph.find);
    for (let i = 0; i + 1 < added.length && i < 2 * MOST_SHOWN; i += 2) if (added[i] >= 0) next.added.set(added[i], added[i + 1]);
    next.removed = new Set(known(split("removed")));
    next.moved = state.moved;
    state = next;
    dimmed = null;
    selected = chosen(parts.get("select"));
    const [a, b] = [graph.find(parts.get("from") || ""), graph.find(parts.get("to") || "")];
    const within = (text, most, otherwise) => (/^\d{1,3}$/.test(text || "") ? Math.max(1, Math.min(most, Number(text))) : otherwise);
    app.connect.restore(a >= 0 && b >= 0 ? { a, b, k: within(parts.get("k"), 50, 3), maxHops: within(parts.get("hops"), 12, 6), avoid: known(split("avoid")), chosen: within(parts.get("path"), 50, 1) - 1 } : null);
    app.panel.show(selected);
    layout();
    refresh();
    restoring = false;
  }

  function chosen(text) {
    if (!text) return null;
    const node = graph.find(text);
    if (node >= 0) return { node };
    const [subject, predicate, object] = text.split(" ");
    const [a, b] = [graph.find(subject), graph.find(object || "")];
    const link = a >= 0 && b >= 0 ? graph.findLink(a, predicate, b) : -1;
    return link >= 0 ? { link } : null;
  }

  app.copyAddress = () => {
    const done = () => app.say(app.t("copied"));
    if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(done, () => app.say(location.href));
    else app.say(location.href);
  };

  app.citations = (link) => graph.evidence(link).map((number) => {
    const [document_, begin, end] = graph.data.evidence[number];
    const [iri, zh, en] = graph.data.documents[document_];
    return `${(graph.words === "en" ? en : zh) || iri}${begin >= 0 ? ` ${begin}–${end}` : ""}`;
  }).join("; ");

  /* ---- words, theme, keys */

  function speak() {
    document.documentElement.lang = graph.words === "en" ? "en" : "zh-CN";
    at("title").textContent = plain(drawn.title[graph.words]);
    document.title = `${plain(drawn.title[graph.words])} · wenmai 文脉`;
    const name_ = (id, key) => { at(id).setAttribute("aria-label", app.t(key)); at(id).title = app.t(key); };
    for (const [id, key] of [["key-button", "key"], ["connect-button", "connect"], ["undo", "undo"], ["redo", "redo"], ["table-button", "table"], ["save-button", "save"], ["theme", "theme"], ["language", "language"], ["help-button", "help"], ["zoom-in", "zoom.in"], ["zoom-out", "zoom.out"], ["fit", "fit"]]) name_(id, key);
    for (const [id, key] of [["find", "find"], ["found", "found"], ["tools", "tools"], ["key", "key"], ["zoom", "zoom"], ["table", "table"], ["side", "side"], ["panel", "panel"], ["connect", "connect"]]) at(id).setAttribute("aria-label", app.t(key));
    at("find").placeholder = `${app.t("find")}: ${app.t("find.hint")}`;
    at("connect-button").querySelector("span").textContent = app.t("connect.short");
    at("language").textContent = app.t("language.short");
    at("language").lang = graph.words === "en" ? "zh" : "en";
    at("help").replaceChildren(el("form", { method: "dialog" },
      el("div", { class: "head" }, el("h2", { id: "help-title" }, app.t("help")), el("button", { "aria-label": app.t("close") }, icon("close"))),
      el("dl", {}, words[graph.words].keys.map(([keys, does]) => [el("dt", {}, el("kbd", {}, keys)), el("dd", {}, does)])), el("p", { class: "note" }, app.t("keys.note"))));
    at("help").setAttribute("aria-labelledby", "help-title");
  }

  app.setLanguage = (language) => {
    graph.words = language;
    speak();
    app.picture.forget();
    app.panel.show(selected);
    app.connect.show();
    refresh();
    app.say(app.t("language.now"));
  };

  function onKey(event) {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox" && event.target.type !== "range";
    if ((event.ctrlKey || event.metaKey) && !typing) {
      const key = event.key.toLowerCase();
      if (key === "z" || key === "y") {
        event.preventDefault();
        if (key === "y" || event.shiftKey) app.redo();
        else app.undo();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      at("find").focus();
      at("find").select();
    } else if (event.key === "Escape") escape();
  }

  function escape() {
    if (at("help").open) return;
    if (!at("save").hidden) menu(false);
    else if (at("key").classList.contains("open")) drawer(false);
    else if (selected) app.select(null);
    else if (app.connect.isOpen()) app.connect.close();
    app.focusPicture();
  }

  function onPictureKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const node = selected && selected.node;
    const need = (run) => () => { if (node !== undefined && node !== null) run(node); };
    const keys = {
      "+": () => app.picture.zoom(1.3), "=": () => app.picture.zoom(1.3), "-": () => app.picture.zoom(1 / 1.3), 0: () => app.picture.fit(),
      e: need(app.expand), c: need(app.collapse), h: need(app.hide), p: need(app.connectFrom), t: app.toggleTable, Backspace: app.back,
      Enter: () => { if (selected) at("panel").focus(); }, Home: () => step(null),
      ArrowLeft: () => step([-1, 0]), ArrowRight: () => step([1, 0]), ArrowUp: () => step([0, -1]), ArrowDown: () => step([0, 1]),
    };
    const run = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!run) return;
    event.preventDefault();
    run();
  }

  /* The entity nearest in a direction: a neighbour if there is one that way, else any. */
  function step(way) {
    const { shown, x, y } = app.picture;
    if (!selected || !way) return app.select({ node: shown.order[0] }, { reveal: true });
    const from = endsOf(selected)[0];
    const linked = new Set(graph.neighbours(from));
    let best = -1, least = Infinity;
    for (const node of shown.nodes) {
      if (node === from) continue;
      const dx = x[node] - x[from], dy = y[node] - y[from];
      const ahead = dx * way[0] + dy * way[1], aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (ahead <= 0 || aside > ahead * 1.2) continue;
      const cost = (ahead + aside * 1.5) * (linked.has(node) && !(path && !path.nodes.includes(node)) ? 0.4 : 1);
      if (cost < least) { least = cost; best = node; }
    }
    return best >= 0 ? app.select({ node: best }, { reveal: true }) : undefined;
  }

  function menu(open) {
    at("save").hidden = !open;
    at("save-button").setAttribute("aria-expanded", String(open));
    if (open) at("save").querySelector("button").focus();
  }

  function drawer(open) {
    at("key").classList.toggle("open", open);
    at("key-button").setAttribute("aria-expanded", String(open));
    if (open) at("key").focus();
    else at("key-button").focus();
  }

  function listen() {
    const on = (id, run) => at(id).addEventListener("click", run);
    on("undo", app.undo);
    on("redo", app.redo);
    on("table-button", app.toggleTable);
    on("connect-button", () => {
      if (app.connect.isOpen()) { app.connect.close(); return; }
      if (selected && selected.node !== undefined) app.connect.from(selected.node);
      else app.connect.open();
    });
    on("zoom-in", () => app.picture.zoom(1.35));
    on("zoom-out", () => app.picture.zoom(1 / 1.35));
    on("fit", () => app.picture.fit());
    on("save-button", () => menu(at("save").hidden));
    at("save").addEventListener("click", (event) => {
      const { format } = event.target.dataset;
      if (format) { menu(false); at("save-button").focus(); app.exports.save(format); }
    });
    on("theme", () => { app.look.setTheme(app.look.theme() === "dark" ? "light" : "dark"); app.picture.redraw(); app.say(app.t("theme.now")); });
    on("language", () => app.setLanguage(graph.words === "en" ? "zh" : "en"));
    on("help-button", () => at("help").showModal());
    on("key-button", () => drawer(!at("key").classList.contains("open")));
    document.addEventListener("pointerdown", (event) => {
      if (!at("save").hidden && !event.target.closest(".menu")) menu(false);
      if (at("key").classList.contains("open") && !event.target.closest("#key, #key-button")) drawer(false);
    });
    document.addEventListener("keydown", onKey);
    at("picture").addEventListener("keydown", onPictureKey);
    addEventListener("popstate", restore);
    addEventListener("hashchange", () => { if (location.hash.slice(1) !== write()) restore(); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => { app.look.setTheme(event.matches ? "dark" : "light"); app.picture.redraw(); });
    makeCombobox(app, at("find"), at("found"), (node) => {
      at("find").value = "";
      app.select({ node }, { reveal: true, closer: true });
      app.focusPicture();
    });
  }

  app.picture = makePicture(app, at("picture"), drawn);
  app.panel = makePanel(app, at("panel"));
  app.key = makeKey(app, at("key"));
  app.connect = makeConnect(app, at("connect"));
  app.table = makeTable(app, at("table"));
  app.exports = makeExports(app);
  for (const node of base) if (!Number.isNaN(app.picture.x[node])) home.set(node, [app.picture.x[node], app.picture.y[node]]);
  speak();
  listen();
  restoring = true;
  refresh();
  restoring = false;
  app.picture.fit(null, { animate: false });
  if (drawn.begin && location.hash.length < 2) goTo(`#${drawn.begin}`, false);
  if (location.hash.length > 1) restore();
  if (selected && !path) app.picture.reveal(around(selected), { closer: true });
  let width = at("stage").clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(at("stage").clientWidth - width) > 500) app.picture.fit(null, { animate: false });
    width = at("stage").clientWidth;
  }).observe(at("stage"));
  setTimeout(app.names.prepare, 400);
  document.documentElement.dataset.ready = "yes";
  return app;
}

window.wenmai = start();
