// @ts-check
/* The editor: CodeMirror with a grammar of SPARQL, in a shadow root, where its styles are sheets and no markup. What the graph has is
   offered in the place where it is typed. Tab and Escape lead out of it; Ctrl-Enter asks. */

import {
  Decoration, EditorState, EditorView, HighlightStyle, Prec, StateEffect, StateField, autocompletion, bracketMatching, closeBrackets,
  closeBracketsKeymap, closeCompletion, completionKeymap, completionStatus, defaultKeymap, drawSelection, highlightActiveLine, history, historyKeymap,
  indentUnit, keymap, lineNumbers, sparql, syntaxHighlighting, tags,
} from "../codemirror.js";
import { complete } from "./complete.js";

/**
 * @typedef {{text: () => string, write: (text: string) => void, focus: () => void, clear: () => void,
 *   fault: (line: number, column: number) => void}} Editor
 */

const FONT = 'ui-monospace, "Cascadia Code", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace';

const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--ground)", border: "1px solid var(--soft)", borderRadius: "8px", fontSize: "14px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: FONT, lineHeight: "1.55", minHeight: "12em", maxHeight: "60vh", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--soft)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--line) 35%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 28%, transparent)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--markground)" },
  ".cm-fault": { textDecoration: "underline wavy var(--accent)", backgroundColor: "var(--markground)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: FONT, maxWidth: "min(640px, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--onaccent)" },
  ".cm-completionDetail": { fontStyle: "normal", marginLeft: "1em" },
  ".cm-completionIcon": { display: "none" },
});

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.definitionKeyword, tags.modifier], color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--mark)" },
  { tag: [tags.string, tags.literal, tags.number, tags.bool], color: "var(--string)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--soft)", fontStyle: "italic" },
]);

const setFault = StateEffect.define();
const faults = StateField.define({
  create: () => Decoration.none,
  update(/** @type {any} */ found, /** @type {any} */ change) {
    for (const effect of change.effects) if (effect.is(setFault)) return effect.value;
    return change.docChanged ? Decoration.none : found;
  },
  provide: (/** @type {any} */ field) => EditorView.decorations.from(field),
});

/* What is typed over a selection is put in by the editor: the browser would keep the look of what was there as a style of its own, which
   the page's policy forbids. */
const typedOver = EditorView.domEventHandlers({
  beforeinput(/** @type {InputEvent} */ event, /** @type {any} */ view) {
    if (event.inputType !== "insertText" || !event.data || view.composing || view.state.selection.main.empty) return false;
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    event.preventDefault();
    return true;
  },
});

/**
 * An editor in place of a text field.
 * @param {HTMLElement} host @param {string} text
 * @param {{label: string, prefixes: Map<string, string>, run: () => void, leave: () => void, changed: (text: string) => void}} given
 * @returns {Editor}
 */
export function createEditor(host, text, given) {
  const root = host.attachShadow({ mode: "open" });
  const leave = (/** @type {any} */ of) => {
    const offering = completionStatus(of.state) === "active"; // what is shown is closed first
    closeCompletion(of);
    if (!offering) given.leave();
    return true;
  };
  const keys = [
    { key: "Mod-Enter", run: () => (given.run(), true) },
    { key: "Shift-Enter", run: () => (given.run(), true) },
    { key: "Escape", run: leave },
  ];
  const extensions = [
    lineNumbers(), history(), drawSelection(), highlightActiveLine(), bracketMatching(), closeBrackets(), indentUnit.of("  "), sparql(),
    EditorView.lineWrapping, typedOver, syntaxHighlighting(COLOURS), LOOK, faults,
    autocompletion({ override: [(/** @type {any} */ at) => complete(at, given.prefixes)], icons: false, maxRenderedOptions: 60 }),
    EditorState.languageData.of(() => [{ closeBrackets: { brackets: ["(", "[", "{", '"'] } }]),
    EditorView.contentAttributes.of({ "aria-label": given.label, spellcheck: "false", autocapitalize: "off", autocorrect: "off" }),
    EditorView.updateListener.of((/** @type {any} */ update) => update.docChanged && given.changed(update.state.doc.toString())),
    Prec.highest(keymap.of(keys)),
    keymap.of([...completionKeymap, ...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap]),
  ];
  const view = new EditorView({ state: EditorState.create({ doc: text, extensions }), parent: root, root });
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    write: (written) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: written } }),
    clear: () => view.dispatch({ effects: setFault.of(Decoration.none) }),
    fault: (line, column) => markFault(view, line, column),
  };
}

/** Underline the word at a place, and go there. @param {any} view @param {number} line @param {number} column counted in characters, from 1 */
function markFault(view, line, column) {
  const { doc } = view.state, row = doc.line(Math.min(Math.max(1, line), doc.lines));
  const before = [...row.text].slice(0, column - 1).join("").length;
  const from = Math.min(row.from + before, row.to), word = /^[^\s{}()[\];,]+|^./u.exec(doc.sliceString(from, row.to));
  const to = Math.min(doc.length, from + (word ? word[0].length : 0)), start = to > from ? from : Math.max(row.from, from - 1);
  const marks = to > start ? Decoration.set([Decoration.mark({ class: "cm-fault" }).range(start, to)]) : Decoration.none;
  view.dispatch({ selection: { anchor: from }, effects: [setFault.of(marks), EditorView.scrollIntoView(from)] });
}
