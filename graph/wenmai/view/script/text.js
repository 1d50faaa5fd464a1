// @ts-check
/* Texts of a graph: their order, what they show, and where they may lead. */

/**
 * Strings in the order of their code points, as Python compares them (JavaScript compares UTF-16 units).
 * @param {string} a
 * @param {string} b
 */
export function byCodePoint(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return Number(a.codePointAt(i)) - Number(b.codePointAt(i)) || a.charCodeAt(i) - b.charCodeAt(i);
  }
  return a.length - b.length;
}

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * Characters that change the direction or hide are written out, so that a text is what it looks like.
 * @param {string | number} text
 */
export function plain(text) {
  return String(text).replace(CONTROLS, (one) => `⟨U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}

/**
 * An address that is safe to follow, or "" for anything that is not http, https or mailto.
 * @param {string} iri
 */
export function safeAddress(iri) {
  if (!/^(https?:\/\/|mailto:)/i.test(iri)) return "";
  try {
    const address = new URL(iri);
    return ["http:", "https:", "mailto:"].includes(address.protocol) ? address.href : "";
  } catch {
    return "";
  }
}

/**
 * A number with a comma between thousands. Not toLocaleString: its first use loads the tables of all languages, a
 * twentieth of the time to the first picture.
 * @param {number} number
 */
export function withCommas(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * A number of zero or more with some digits after the point; one that stands exactly between two goes to the even one, as Python rounds.
 * @param {number} number
 * @param {number} digits
 */
export function rounded(number, digits) {
  const scaled = number * 10 ** digits, below = Math.floor(scaled);
  const between = Number.isInteger(number * 64) && scaled - below === 0.5; /* only parts of powers of two are exact */
  return between ? ((below + (below % 2)) / 10 ** digits).toFixed(digits) : number.toFixed(digits);
}

/** How wide a text is, in Latin letters: a Chinese character counts as two. @param {string} text */
export function letters(text) {
  let count = 0;
  for (const one of text) count += Number(one.codePointAt(0)) > 0x2e7f ? 2 : 1;
  return count;
}

/**
 * The start of a text with an ellipsis if it is longer than `most`; a Chinese character counts as two.
 * @param {string} text
 * @param {number} most
 */
export function cut(text, most) {
  let room = most;
  let kept = "";
  for (const one of text) {
    room -= letters(one);
    if (room < 0) return `${kept}…`;
    kept += one;
  }
  return text;
}

/**
 * A text in one line up to `most` letters, else in as many as it takes, broken where they are most alike: at a space, or beside
 * a Chinese character.
 * @param {string} text
 * @param {number} most
 */
export function breakLines(text, most) {
  return breakInto(text, Math.ceil(letters(text) / most));
}

/**
 * @param {string} text
 * @param {number} count of lines
 * @returns {string[]}
 */
function breakInto(text, count) {
  if (count <= 1) return [text];
  const all = [...text], wanted = letters(text) / count;
  let place = 0, least = Infinity, before = 0;
  all.forEach((one, i) => {
    const last = i > 0 ? all[i - 1] : "（";
    const may = one === " " || (one !== "…" && /[-/、，）》]/u.test(last)) || (/\p{sc=Han}/u.test(one) && !/[（《“‘]/u.test(last));
    if (may && Math.abs(before - wanted) < least) {
      least = Math.abs(before - wanted);
      place = i;
    }
    before += letters(one);
  });
  if (!place) return [text];
  const rest = all.slice(all[place] === " " ? place + 1 : place).join("");
  return [all.slice(0, place).join(""), ...breakInto(rest, count - 1)];
}
