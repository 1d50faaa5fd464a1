"""Building the name index from the path index: fold every name, the most connected entities first."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING
from zlib import crc32

from graph.folding import fold_all, simplify_all
from graph.index import NONE
from graph.names import local_name
from graph.sections import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import ReadableBuffer

    from graph.index import Index

NAMESPACES = 64
"""How many namespaces of a graph are tried for local names."""

SAMPLED = 20_000
"""How many entities are looked at to find its namespaces."""


def gather(index: Index, *, pinyin: bool) -> tuple[dict[str, str], list[tuple[str, ReadableBuffer]]]:
    """The facts and the sections of the name index."""
    nodes, numbers, texts = array("I"), array("I"), []
    for node, number, text in named(index):
        nodes.append(node)
        numbers.append(number)
        texts.append(text)
    folded = simplify_all(fold_all(texts))
    parts: list[tuple[str, ReadableBuffer]] = [
        *lines("folded", "entry", folded),
        ("entry.node", nodes),
        ("entry.name", numbers),
        *by_hash(folded),
        *table("namespace", namespaces(index)),
    ]
    if pinyin:
        from graph.pinyin import spell

        parts += spell(folded)
    return {"entries": str(len(folded))}, parts


def named(index: Index) -> Iterator[tuple[int, int, str]]:
    """Every name as (node, number, text), the most connected node first; the local name of a node that has no other."""
    for node in index.nodes_by_degree():
        texts = index.texts(node)
        for _, _, text, number in texts:
            yield node, number, text
        iri = index.iri(node)
        if not texts and not iri.startswith("_:"):
            yield node, NONE, local_name(iri)


def lines(blob: str, at: str, texts: list[str]) -> list[tuple[str, ReadableBuffer]]:
    """Texts in one blob, each between line ends, and where each begins."""
    encoded = [text.encode("utf-8", "replace") for text in texts]
    starts = array("Q", accumulate((len(text) + 1 for text in encoded), initial=1))
    return [(blob, b"\n" + b"\n".join(encoded) + b"\n"), (at + ".at", starts)]


def by_hash(texts: list[str]) -> list[tuple[str, ReadableBuffer]]:
    slots = max(1, len(texts))
    hashed = sorted((crc32(text.encode("utf-8", "replace")) % slots, entry) for entry, text in enumerate(texts))
    counts = array("I", [0]) * (slots + 1)
    for slot, _ in hashed:
        counts[slot + 1] += 1
    return [("hash.at", array("I", accumulate(counts))), ("hash.entry", array("I", [entry for _, entry in hashed]))]


def namespaces(index: Index) -> list[str]:
    """The namespaces that most entities are in, from an even sample of them."""
    step = max(1, index.node_count // SAMPLED)
    found = Counter[str]()
    for node in range(0, index.node_count, step):
        iri = index.iri(node)
        found[iri[: max(iri.rfind(mark) for mark in "#/:") + 1]] += 1
    return sorted(sorted(found, key=lambda space: (-found[space], space))[:NAMESPACES])
