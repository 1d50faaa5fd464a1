// @ts-check
/* The page: its parts are made and meet here. */

/** @import { App, DrawnData, GraphData, Words } from "./types.js" */
/** @import { Views } from "./render.js" */

import { around, makeActions } from "./actions.js";
import { wishOf } from "./address.js";
import { makeChips } from "./chips.js";
import { makeCitations } from "./citations.js";
import { makeConnect } from "./connect.js";
import { makeConnecting } from "./connecting.js";
import { at } from "./dom.js";
import { makeExports } from "./exports.js";
import { makeFacets } from "./facets.js";
import { makeGraph } from "./graph.js";
import { makeKey } from "./key.js";
import { listenToKeyboard } from "./keyboard.js";
import { makeLanes } from "./lanes.js";
import { makeLasso } from "./lasso.js";
import { later, whenPainted } from "./later.js";
import { makeLook } from "./look.js";
import { makeNames } from "./names.js";
import { makeNarrowing } from "./narrowing.js";
import { makeNavigation } from "./navigation.js";
import { makePanel } from "./panel.js";
import { makePaths } from "./paths.js";
import { makePicture } from "./picture.js";
import { isUpright } from "./places.js";
import { listenToPrint } from "./print.js";
import { makeReader } from "./reader.js";
import { makeReading } from "./reading.js";
import { makeRender } from "./render.js";
import { makeDrawer, makeMenu, makeTableRoom } from "./room.js";
import { makeSeen } from "./seen.js";
import { makeSight } from "./sight.js";
import { chosenPath, firstState, readDrawing } from "./state.js";
import { makeStore } from "./store.js";
import { makeStoryRoom } from "./storyroom.js";
import { makeTelling } from "./storytelling.js";
import { makeTickBar } from "./tickbar.js";
import { makeTicking } from "./ticking.js";
import { listenToToolbar, makeToolbar, walkToolbar } from "./toolbar.js";
import { makeTimeLane } from "./timelane.js";
import { makeViews } from "./views.js";
import { makeTranslate, say, tell } from "./words.js";

const WIDER = 500; /* pixels: a window that changes by more is fitted anew */
const IDLE = 400; /* milliseconds until names are prepared for finding */

/** @param {string} id */
function read(id) {
  return JSON.parse(at(id).textContent || "");
}

/** @param {DrawnData} drawn @param {Words} words @param {GraphData} data */
function start(drawn, words, data) {
  const graph = makeGraph(data);
  graph.words = document.documentElement.lang === "en" ? "en" : "zh";
  const look = makeLook(graph);
  const upright = isUpright();
  const drawing = readDrawing(graph, look, drawn, upright);
  const store = makeStore(firstState(drawing, graph.words));
  const t = makeTranslate(words, graph), facets = makeFacets(graph, look, t);
  const app = /** @type {App} */ ({
    graph, look, drawing, store, say, tell, t, facets, regions: drawing.regions,
    narrowing: makeNarrowing(graph, look, drawing, facets), names: makeNames(graph), paths: makePaths(graph),
    citations: makeCitations(graph),
    partial: data.total.entities - data.total.terms > graph.count,
  });
  const navigation = makeNavigation(app);
  app.actions = makeActions(app, navigation);
  app.reading = makeReading(app, navigation);
  app.connecting = makeConnecting(app, { record: () => navigation.record(true) });
  app.ticking = makeTicking(app, navigation);
  const lasso = makeLasso(app, () => views.ticks.show(store.state)); /* hears the pointer before the picture does */
  app.picture = makePicture(graph, look, at("picture"), drawn, upright, { ...app.actions, taken: (event, node) => app.ticking.taken(event, node) });

  const exports_ = makeExports(app);
  app.telling = makeTelling(app, navigation, exports_.offer);
  const story = makeStoryRoom(app, at("story"));
  const lanes = makeLanes(app, at("lanes"));
  const connect = makeConnect(app, at("connect"), lanes.toggle);
  const table = makeViews(app, at("table"), () => rooms.table.toggle());
  const rooms = { menu: makeMenu(), drawer: makeDrawer(), table: makeTableRoom(table.show) };
  /** @type {Views} */
  const views = {
    connect, lanes, table, chips: makeChips(app, at("chips")), time: makeTimeLane(app, at("time-lane")), reader: makeReader(app, at("reader")),
    panel: makePanel(app, at("panel")), sight: makeSight(app),
    story, ticks: makeTickBar(app, at("ticks"), lasso),
    key: makeKey(app, at("key")), toolbar: makeToolbar(app, drawn.title, words),
  };
  navigation.open();
  const render = makeRender(app, makeSeen(graph, look, drawing, app.narrowing, app.citations), views);
  store.subscribe(render);
  store.subscribe((now, before) => { /* paths that are shown are those of the day that is chosen */
    if (now.filters.asOf !== before.filters.asOf && now.connection.found) app.connecting.run({ announce: false, record: false });
  });
  listenToToolbar(app, { ...rooms, save: exports_.save, connect: () => turnConnect(app, connect.focusNext) });
  listenToKeyboard(app, { ...rooms, lasso, story });
  at("story-button").addEventListener("click", app.telling.toggle);
  at("lasso").addEventListener("click", () => lasso.turn());
  later(() => walkToolbar(at("tools"))); /* asks what is visible */
  listenToPrint(app);
  render(store.state, store.state, true);
  const { selected, connection: { found } } = store.state, path = chosenPath(store.state);
  const nodes = found?.joined ? found.paths.flatMap((one) => one.nodes) : path?.nodes;
  const framed = navigation.frame();
  if (!framed) app.picture.fit(nodes ?? null, { animate: false, ...(nodes ? { most: 1.25 } : {}) });
  if (!framed && selected && !path) app.picture.reveal(around(app, selected), { closer: true });
  fitWhenWider(app);
  later(navigation.listen); /* writing the address would hold up the first frame */
  whenPainted();
  later(() => setTimeout(app.names.prepare, IDLE));
  document.documentElement.dataset.ready = "yes";
  return handle(app, exports_, rooms.table.toggle);
}

/** @param {App} app @param {(connection: App["store"]["state"]["connection"]) => void} focusNext */
function turnConnect({ store, connecting }, focusNext) {
  const { connection, selected } = store.state;
  if (connection.open) {
    connecting.close();
    return;
  }
  if (selected?.node !== undefined) connecting.from(selected.node);
  else connecting.open();
  focusNext(store.state.connection);
}

/** @param {App} app */
function fitWhenWider({ picture }) {
  let width = 0;
  new ResizeObserver(() => {
    if (width && Math.abs(at("stage").clientWidth - width) > WIDER) picture.fit(null, { animate: false });
    width = at("stage").clientWidth;
  }).observe(at("stage"));
}

/**
 * What a developer's console, and the tests, read and call.
 * @param {App} app
 * @param {ReturnType<typeof makeExports>} exports_
 * @param {() => void} toggleTable
 */
function handle(app, exports_, toggleTable) {
  const { graph, store, picture, connecting, actions, drawing } = app;
  return {
    graph, picture, actions, store, toggleTable, exports: exports_, look: app.look,
    regions: app.regions, names: app.names, paths: app.paths, hubs: [...drawing.hubs],
    reading: app.reading, ticking: app.ticking, telling: app.telling, select: actions.select, clicked: actions.clicked, setLanguage: actions.setLanguage,
    connect: { restore: connecting.restore, wish: () => wishOf(store.state) },
    get state() { return store.state.filters; },
    selection: () => store.state.selected,
    isMuted: (/** @type {number} */ link) => picture.scene.marks.muted.has(link),
    isDimNode: (/** @type {number} */ node) => Boolean(picture.scene.marks.dim?.nodes.has(node)),
  };
}

window.wenmai = start(read("network-data"), read("words-data"), read("graph-data"));
