// @ts-check
/* Images that the data itself has: read when the page is, drawn in place of their entities' marks. Nothing is fetched. */

/** @import { Graph } from "./types.js" */

/**
 * The address of an entity's image, which holds it; empty where it has none.
 * @param {Graph} graph
 * @param {number} node
 */
export function imageOf(graph, node) {
  const place = graph.image(node);
  return place < 0 ? "" : textOf(graph, node, place);
}

/** What a fact's value says, a resource by its IRI. @param {Graph} graph @param {number} node @param {number} place */
function textOf(graph, node, place) {
  const [, value, kind] = graph.facts(node)[place];
  return kind === -1 ? graph.termIri(value) : String(value);
}

/**
 * Read the images; one that cannot be read is left out.
 * @param {Graph} graph
 * @param {(node: number, image: HTMLImageElement) => void} done
 */
export function readImages(graph, done) {
  for (const [node] of graph.data.images) {
    const image = new Image();
    image.onload = () => { if (image.naturalWidth) done(node, image); };
    image.src = imageOf(graph, node);
  }
}
