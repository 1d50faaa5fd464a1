// @ts-check
/* A text as a short word for an address: deflated, in the letters of base64url; and back, up to a size. */

/**
 * @param {string} text
 * @returns {Promise<string>}
 */
export async function pack(text) {
  const bytes = await through(new Blob([text]), new CompressionStream("deflate-raw"), Infinity);
  let letters = "";
  for (const byte of bytes ?? []) letters += String.fromCharCode(byte);
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/**
 * @param {string} word
 * @param {number} most bytes: a longer text is refused before it is whole
 * @returns {Promise<string | null>} null for what is no packed text
 */
export async function unpack(word, most) {
  try {
    const letters = atob(word.replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = await through(new Blob([Uint8Array.from(letters, (one) => one.charCodeAt(0))]), new DecompressionStream("deflate-raw"), most);
    return bytes && new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** @param {Blob} blob @param {CompressionStream | DecompressionStream} stream @param {number} most @returns {Promise<Uint8Array | null>} */
async function through(blob, stream, most) {
  const reader = blob.stream().pipeThrough(stream).getReader();
  const parts = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > most) {
      await reader.cancel();
      return null;
    }
    parts.push(next.value);
  }
  const all = new Uint8Array(size);
  parts.reduce((place, part) => { all.set(part, place); return place + part.length; }, 0);
  return all;
}
