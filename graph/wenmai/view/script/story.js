// @ts-check
/* A story: steps with names and captions, each the state of the page as an address has it. Changes of it, without effects, and its file,
   read with suspicion: as in graph/wenmai/view/stories.py. */

/** @import { Step, Story, TellingState } from "./types.js" */

export const FORMAT = "wenmai-story", VERSION = 1;
export const MOST_BYTES = 1000000;
const MOST_STEPS = 200, MOST_NAME = 300, MOST_CAPTION = 5000, MOST_STATE = 60000;
const MOST_PAST = 100, MOST_WALKED = 30;
/** The parameters of a state that name entities. */
const NAMING = ["select", "from", "to", "among", "via", "ticked", "kept", "pinned"];

/** @type {Story} */
export const NO_STORY = { title: "", steps: [] };

/** @param {Story | null} story @returns {TellingState} */
export function firstTelling(story) {
  return { open: story !== null, playing: story !== null, at: -1, story: story ?? NO_STORY, past: [], future: [], walked: [] };
}

/* ---- changes */

/** @param {TellingState} now @param {Story} story @param {number} [at] @returns {TellingState} */
export function retold(now, story, at = now.at) {
  return { ...now, story, at: Math.max(-1, Math.min(at, story.steps.length - 1)), past: [...now.past, now.story].slice(-MOST_PAST), future: [] };
}

/** @param {TellingState} now @param {Step} step */
export function withStep(now, step) {
  const { steps } = now.story, place = now.at + 1 || steps.length;
  return retold(now, { ...now.story, steps: [...steps.slice(0, place), step, ...steps.slice(place)] }, place);
}

/** @param {TellingState} now @param {number} place @param {Partial<Step>} change */
export function withChange(now, place, change) {
  return retold(now, { ...now.story, steps: now.story.steps.map((step, i) => (i === place ? { ...step, ...change } : step)) });
}

/** @param {TellingState} now @param {number} place @param {number} by */
export function withMoved(now, place, by) {
  const steps = [...now.story.steps], to = place + by;
  if (!steps[place] || !steps[to]) return now;
  steps.splice(to, 0, ...steps.splice(place, 1));
  return retold(now, { ...now.story, steps }, now.at === place ? to : now.at === to ? place : now.at);
}

/** @param {TellingState} now @param {number} place */
export function withoutStep(now, place) {
  return retold(now, { ...now.story, steps: now.story.steps.filter((_, i) => i !== place) }, now.at > place ? now.at - 1 : now.at);
}

/** @param {TellingState} now @returns {TellingState} */
export function untold(now) {
  const story = now.past[now.past.length - 1];
  return { ...now, story, at: Math.min(now.at, story.steps.length - 1), past: now.past.slice(0, -1), future: [...now.future, now.story] };
}

/** @param {TellingState} now @returns {TellingState} */
export function toldAgain(now) {
  const story = now.future[now.future.length - 1];
  return { ...now, story, at: Math.min(now.at, story.steps.length - 1), past: [...now.past, now.story], future: now.future.slice(0, -1) };
}

/** One more step that was walked; what is done again and again counts once. @param {TellingState} now @param {Step} step @returns {TellingState} */
export function walked(now, step) {
  const last = now.walked[now.walked.length - 1];
  if (last?.state === step.state) return now;
  return { ...now, walked: [...(last?.name === step.name ? now.walked.slice(0, -1) : now.walked), step].slice(-MOST_WALKED) };
}

/* ---- the file */

/** @param {Story} story @param {string} hash of the graph @param {string} graph its title */
export function writeStory({ title, steps }, hash, graph) {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, graph: { hash, title: graph }, title, steps }, null, 1)}\n`;
}

/** What is wrong with a story, as the key of a sentence and what it names. @typedef {{ fault: string, with: (string | number)[] }} Fault */

/**
 * A story of a file's text, and the graph that it was told of; or what is wrong with it.
 * @param {string} text
 * @returns {{ story: Story, hash: string } | Fault}
 */
export function readStory(text) {
  const fault = (/** @type {string} */ key, /** @type {(string | number)[]} */ ...values) => ({ fault: key, with: values });
  if (text.length > MOST_BYTES) return fault("story.large", MOST_BYTES / 1000000);
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    return fault("story.json");
  }
  if (!isRecord(found) || found.format !== FORMAT) return fault("story.other");
  if (found.version !== VERSION) return fault("story.version", String(found.version).slice(0, 20), VERSION);
  if (!Array.isArray(found.steps) || !found.steps.length || found.steps.length > MOST_STEPS) return fault("story.steps", MOST_STEPS);
  const wrong = found.steps.findIndex((step) => !isStep(step));
  if (wrong >= 0) return fault("story.step", wrong + 1);
  const steps = found.steps.map(({ name, caption, state }) => ({ name, caption, state }));
  return { story: { title: isText(found.title, MOST_NAME) ? found.title : "", steps }, hash: isRecord(found.graph) ? String(found.graph.hash) : "" };
}

/** @param {unknown} value @returns {value is Record<string, any>} */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value @param {number} most @returns {value is string} */
function isText(value, most) {
  return typeof value === "string" && value.length <= most;
}

/** @param {unknown} value @returns {value is Step} */
function isStep(value) {
  return isRecord(value) && isText(value.name, MOST_NAME) && isText(value.caption, MOST_CAPTION) && isText(value.state, MOST_STATE);
}

/** The entities that a story's states name. @param {Story} story */
export function namedIn({ steps }) {
  return new Set(steps.flatMap(({ state }) => {
    const parts = new URLSearchParams(state);
    return NAMING.flatMap((key) => (parts.get(key) ?? "").split(" ").slice(0, key === "select" ? 1 : undefined)).filter(Boolean);
  }));
}
