// @ts-check
/* Questions to the server, one at a time: while one is on its way its seconds are told, and it can be stopped. */

import { element } from "../query/dom.js";

export class Stopped extends Error {}

/** Where questions are asked from: a place to say how far they are, and the words for it. */
export class Asking {
  /** @param {HTMLElement} status @param {Record<string, string>} words */
  constructor(status, words) {
    this.status = status;
    this.words = words;
    /** @type {AbortController | null} */
    this.going = null;
  }

  /** The answer to a question; one that is on its way is stopped first. @param {string} address @returns {Promise<any>} */
  async ask(address) {
    this.stop();
    const mine = new AbortController(), began = Date.now(), { words } = this;
    this.going = mine;
    const seconds = element("span", {}, ""), stop = element("button", { type: "button", class: "plain", "data-stop": "" }, words.stop);
    stop.addEventListener("click", () => mine.abort());
    this.status.replaceChildren(`${words.running} … `, seconds, " ", stop);
    const clock = window.setInterval(() => seconds.replaceChildren(`${Math.floor((Date.now() - began) / 1000)} ${words.seconds}`), 1000);
    try {
      const answer = await fetch(address, { signal: mine.signal }), said = await answer.json();
      if (!answer.ok) throw new Error(said.detail);
      this.status.replaceChildren();
      return said;
    } catch (error) {
      const stopped = mine.signal.aborted;
      if (this.going === mine) this.status.replaceChildren(stopped ? words.stopped : error instanceof Error ? error.message : String(error));
      throw stopped ? new Stopped() : error;
    } finally {
      window.clearInterval(clock);
      if (this.going === mine) this.going = null;
    }
  }

  /** Stop what is on its way: the server then stops its work, too. */
  stop() {
    this.going?.abort();
  }
}
