// @ts-check
/* What else may be typed where an entity is looked for: A → B, class: a name, year: 2019 or 2017-2020. */

/** @import { App } from "./types.js" */

/** @typedef {{ text: string, kind?: number, run: () => void }} Wished */

const ARROW = /\s*(?:→|⟶|-+>|=>)\s*/;
const CLASS = /^(?:class|type|类型|类别|类)\s*[::]\s*(.*)$/i;
const YEAR = /^(?:year|年份|年)\s*[::]\s*(\d{3,4})(?:\s*(?:-|–|~|至|到|\.\.)\s*(\d{3,4}))?$/i;
const MOST_PAIRS = 3, MOST_CLASSES = 8;

/**
 * What a text asks for, beside entities of that name; the likeliest first.
 * @param {App} app
 * @param {string} text
 * @returns {Wished[]}
 */
export function wishesIn(app, text) {
  const typed = text.trim();
  const ends = typed.split(ARROW).map((end) => end.trim());
  if (ends.length === 2 && ends[0] && ends[1]) return pairs(app, ends[0], ends[1]);
  const [, kind] = CLASS.exec(typed) ?? [];
  if (kind !== undefined) return classes(app, kind.trim().toLowerCase());
  const [, from, to] = YEAR.exec(typed) ?? [];
  return from === undefined ? [] : years(app, Number(from), Number(to ?? from));
}

/** @param {App} app @param {string} a @param {string} b @returns {Wished[]} */
function pairs({ names, graph, connecting, t }, a, b) {
  const others = names.search(b, MOST_PAIRS);
  const found = names.search(a, MOST_PAIRS).flatMap(({ node: from }, i) => others.map(({ node: to }, j) => ({ from, to, rank: i + j })));
  return found.filter(({ from, to }) => from !== to).sort((one, other) => one.rank - other.rank).slice(0, MOST_PAIRS).map(({ from, to }) => ({
    text: t("wish.path", graph.label(from), graph.label(to)),
    run() { connecting.set("a", from); connecting.set("b", to); connecting.run(); },
  }));
}

/** @param {App} app @param {string} wanted @returns {Wished[]} */
function classes({ graph, look, drawing, actions, t }, wanted) {
  const counts = new Array(look.counts.length).fill(0);
  for (const node of drawing.base) if (look.kind(node) >= 0) counts[look.kind(node)]++;
  const all = counts.map((_, kind) => kind).filter((kind) => counts[kind] > 0);
  const place = (/** @type {number} */ kind) => graph.className(kind).toLowerCase().indexOf(wanted);
  const found = all.filter((kind) => place(kind) >= 0).sort((a, b) => place(a) - place(b) || counts[b] - counts[a] || a - b);
  return found.slice(0, MOST_CLASSES).map((kind) => ({
    text: t("wish.class", graph.className(kind), counts[kind]), kind,
    run: () => actions.change({ hiddenKinds: new Set([-1, ...all].filter((one) => one !== kind)) }, true),
  }));
}

/** @param {App} app @param {number} from @param {number} to @returns {Wished[]} */
function years({ actions, graph, t }, from, to) {
  const [first, last] = from <= to ? [from, to] : [to, from];
  const text = first === last ? t("wish.year", first) : t("wish.years", first, last);
  return [{ text, run: () => actions.change({ years: graph.calendar.within([first, last]) }, true) }];
}
