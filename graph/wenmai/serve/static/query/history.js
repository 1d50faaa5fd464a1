// @ts-check
/* The queries that were asked in this browser: they stay in it, and can be forgotten. */

const KEY = "wenmai.queries", MOST = 50, LONGEST = 20_000;

/** @typedef {{text: string, at: number}} Asked */

/** @returns {Asked[]} the last first */
export function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.text === "string" && typeof one.at === "number") : [];
  } catch {
    return []; // nothing may be kept here
  }
}

/** @param {string} text @param {number} at milliseconds @returns {Asked[]} */
export function remember(text, at) {
  const kept = [{ text: text.slice(0, LONGEST), at }, ...remembered().filter((one) => one.text !== text)].slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch { /* there is no room, or none is given */ }
  return kept;
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch { /* nothing is kept */ }
}
