// @ts-check
/* Telling a story: keeping what is seen as a step, going from step to step, changing them, saving and reading them. */

/** @import { App, Step, Telling, TellingState } from "./types.js" */
/** @import { Navigation } from "./navigation.js" */

import { nameOfChange, nameOfState } from "./naming.js";
import { pack, unpack } from "./packing.js";
import {
  MOST_BYTES, firstTelling, namedIn, readStory, retold, toldAgain, untold, walked, withChange, withMoved, withStep, withoutStep, writeStory,
} from "./story.js";
import { plain } from "./text.js";

/**
 * @param {App} app
 * @param {Navigation} navigation
 * @param {(name: string, blob: Blob) => void} offer a file
 * @returns {Telling}
 */
export function makeTelling(app, navigation, offer) {
  const { graph, store, drawing, t, tell, say } = app;
  const now = () => store.state.telling;
  let before = store.state; /* when the last step was walked */

  /** @param {TellingState} telling */
  function update(telling) {
    const changed = telling.story !== now().story;
    store.update({ telling });
    if (changed) write();
    else navigation.record(false);
  }

  /* The story that the page came with need not be in its address. */
  async function write() {
    const { story } = now();
    const isOwn = !story.steps.length || story === drawing.story;
    const word = isOwn ? "" : await pack(writeStory(story, drawing.hash, drawing.title[graph.words]));
    if (story === now().story) navigation.told(word);
  }

  /** @param {number} place */
  function sayStep(place) {
    const { steps } = now().story, { name, caption } = steps[place];
    say(plain(`${t("story.nth", place + 1, steps.length)} ${name}. ${caption}`));
  }

  /** @type {Telling["go"]} */
  function go(place) {
    const step = now().story.steps[place];
    if (!step) return;
    store.update({ telling: { ...now(), at: place } });
    navigation.apply(step.state);
    before = store.state;
    navigation.record(true);
    sayStep(place);
  }

  /** Take a story that was read, if it is of this graph. @param {string} text @param {boolean} plays @returns {boolean} */
  function take(text, plays) {
    const found = readStory(text);
    if ("fault" in found) {
      tell(plain(t(found.fault, ...found.with)));
      return false;
    }
    const named = [...namedIn(found.story)], missing = named.filter((iri) => graph.find(iri) < 0).length;
    if (named.length && missing === named.length && found.hash !== drawing.hash) {
      tell(t("story.elsewhere", named.length));
      return false;
    }
    store.update({ telling: { ...retold(now(), found.story, -1), open: true, playing: plays } });
    if (found.hash !== drawing.hash) tell(t(missing ? "story.stale" : "story.newer", missing, named.length));
    return true;
  }

  /** @param {TellingState} telling @param {string} said */
  function edit(telling, said) {
    if (telling.story === now().story) return;
    update(telling);
    if (said) tell(said);
  }

  return {
    go,
    toggle() {
      update({ ...now(), open: !now().open, playing: false });
    },
    keep() {
      const step = { name: nameOfState(app, store.state), caption: "", state: navigation.whole() };
      update({ ...withStep(now(), step), open: true, playing: false });
      tell(t("story.kept", now().at + 1));
    },
    replace(place) {
      update(withChange(now(), place, { state: navigation.whole() }));
      tell(t("story.replaced", place + 1));
    },
    step(by) {
      const to = now().at + by;
      if (now().story.steps[to]) go(to);
      else say(t(by > 0 ? "story.last" : "story.first"));
    },
    play(on) {
      if (on && !now().story.steps.length) return tell(t("story.none"));
      store.update({ telling: { ...now(), open: true, playing: on } });
      if (on) go(now().at + 1 < now().story.steps.length ? Math.max(0, now().at) : 0); /* from the last, it begins anew */
    },
    edit(place, change) {
      store.update({ telling: withChange(now(), place, change) }, true);
      write();
    },
    title: (title) => edit(retold(now(), { ...now().story, title }), ""),
    move: (place, by) => edit(withMoved(now(), place, by), t("story.moved", place + 1 + by)),
    drop: (place) => edit(withoutStep(now(), place), t("story.dropped", place + 1)),
    undo: () => (now().past.length ? edit(untold(now()), t("undone")) : tell(t("undo.none"))),
    redo: () => (now().future.length ? edit(toldAgain(now()), t("redone")) : tell(t("redo.none"))),
    save() {
      const { story } = now();
      if (!story.steps.length) return tell(t("story.none"));
      return offer("wenmai-story.json", new Blob([writeStory(story, drawing.hash, drawing.title[graph.words])], { type: "application/json" }));
    },
    read(text) {
      if (take(text, true)) {
        write();
        go(0);
      }
    },
    async openFile(file) {
      if (file.size > MOST_BYTES) tell(t("story.large", MOST_BYTES / 1000000));
      else app.telling.read(await file.text());
    },
    async unpacked(word, at) {
      const text = await unpack(word, MOST_BYTES);
      if (text === null) tell(t("story.address"));
      if (text === null || !take(text, at >= 0)) {
        store.update({ telling: firstTelling(drawing.story) });
        navigation.told("");
      } else go(Math.max(0, Math.min(at, now().story.steps.length - 1)));
    },
    print() {
      app.telling.play(true);
      if (now().playing) print();
    },
    back(place) {
      const step = now().walked[place];
      if (!step) return;
      navigation.apply(step.state);
      before = store.state;
      navigation.record(true);
    },
    walk(address) {
      const name = nameOfChange(app, before, store.state);
      before = store.state;
      /** @type {Step} */
      const step = { name: name || nameOfState(app, store.state), caption: "", state: address };
      const next = walked(now(), step);
      if (next !== now()) store.update({ telling: next }, !now().open);
    },
  };
}
