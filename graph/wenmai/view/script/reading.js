// @ts-check
/* Reading a document beside the picture: opening it, going from citation to citation, and pointing at one. */

/** @import { App, Place, Reading, ReadingActions, Selection } from "./types.js" */

import { firstCited } from "./citations.js";
import { chosenPath } from "./state.js";
import { plain } from "./text.js";

/**
 * @param {App} app
 * @param {{ record: (step: boolean) => void }} effects
 * @returns {ReadingActions}
 */
export function makeReading(app, { record }) {
  const { graph, store, citations, t } = app;
  const now = () => store.state.reading;

  /** @param {Partial<Reading>} change */
  function update(change) {
    store.update({ reading: { ...now(), ...change }, pointed: null });
    record(false);
  }

  /** The document that most is cited of, one whose text is here before others. */
  function mostCited() {
    const weight = (/** @type {number} */ one) => (graph.data.documents[one][3].length ? 1e9 : 0) + citations.of(one).length;
    return [...graph.data.documents.keys()].sort((a, b) => weight(b) - weight(a) || a - b)[0] ?? 0;
  }

  /** @param {Place | null} place */
  function open(place) {
    const { selected } = store.state, path = chosenPath(store.state);
    const chosen = place ?? firstCited(graph, selected?.link === undefined ? path?.hops.map((hop) => hop.link) ?? [] : [selected.link]);
    if (chosen) update({ ...chosen, open: true });
    else if (!now().open) update({ open: true, document: mostCited(), start: -1, end: -1 });
    if (path) app.picture.fit(path.nodes, { most: 1.25, animate: false });
  }

  return {
    open,
    close: () => update({ open: false }),
    toggle: () => (now().open ? update({ open: false }) : open(null)),
    document: (document_) => update({ document: document_, start: -1, end: -1 }),
    uncited: () => update({ uncited: !now().uncited }),
    choose(start, end) {
      update({ start, end });
      const lit = [...app.picture.lit()?.nodes.keys() ?? []];
      const passage = citations.of(now().document).find((one) => one.start === start && one.end === end);
      if (!passage) return;
      const { links, facts } = citations.supports(passage);
      if (links.length && lit.length) app.picture.reveal(lit);
      const say = (/** @type {number} */ link) => `${graph.label(graph.subject[link])} ${graph.linkName(link)} ${graph.label(graph.object[link])}`;
      app.say(plain(t("reader.says", links.length + facts.length, links.slice(0, 3).map(say).join("; "))));
    },
    step(by) {
      const { document: document_, start, end } = now();
      const all = citations.of(document_).filter((one) => one.start >= 0);
      if (!all.length) return app.tell(t("reader.none"));
      const place = all.findIndex((one) => one.start === start && one.end === end);
      const after = all.findIndex((one) => one.start >= start); /* from what is not cited: to the citation before or after it */
      const near = place >= 0 ? place + by : by > 0 ? Math.max(0, after) : (after < 0 ? all.length : after) - 1;
      const next = all[(near + all.length) % all.length];
      return app.reading.choose(next.start, next.end);
    },
    point(links) {
      const same = links === store.state.pointed || (links && store.state.pointed && links.join() === store.state.pointed.join());
      if (!same) store.update({ pointed: links });
    },
  };
}

/**
 * Where a reader is led by a new selection: to the passage of a link.
 * @param {App["graph"]} graph
 * @param {Reading} reading
 * @param {Selection | null} selection
 */
export function following(graph, reading, selection) {
  const place = reading.open ? firstCited(graph, selection?.link === undefined ? [] : [selection.link]) : null;
  return place ? { ...reading, ...place } : reading;
}
