"""Building the name index from the path index: fold every name, the most connected entities first."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING
from zlib import crc32

from graph.index import NONE
from graph.index.sections import Lines, table
from graph.index.sorting import sorter
from graph.names.folding import fold_all, simplify_all
from graph.terms import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.index import Index
    from graph.index.sections import Parts
    from graph.index.sorting import Sorter

CHUNK = 20_000
"""How many names are folded at once."""

NAMESPACES = 64
"""How many namespaces of a graph are tried for local names."""

SAMPLED = 20_000
"""How many entities are looked at to find its namespaces."""


def gather(index: Index, *, pinyin: bool) -> tuple[dict[str, str], Parts]:
    """The facts and the sections of the name index; names are folded by the thousand."""
    sort, gathered = sorter(index.link_count), Gathered(pinyin=pinyin)
    for chunk in chunks(named(index)):
        gathered.take(chunk)
    facts, parts = gathered.sections(sort)
    return facts, [*parts, *table("namespace", namespaces(index))]


def named(index: Index) -> Iterator[tuple[int, int, str]]:
    """Every name as (node, number, text), the most connected node first; the local name of a node that has no other."""
    for node, number, text in index.every_text(index.nodes_by_degree()):
        if number != NONE:
            yield node, number, text
            continue
        iri = index.iri(node)
        if not iri.startswith("_:"):
            yield node, NONE, local_name(iri)


def chunks(names: Iterator[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    """Names, so many at a time."""
    while chunk := list(islice(names, CHUNK)):
        yield chunk


class Gathered:
    """The sections of the name index while they grow."""

    def __init__(self, *, pinyin: bool) -> None:
        self._nodes, self._numbers, self._hashes = array("I"), array("I"), array("I")
        self._folded = Lines()
        self._spelling = None
        if pinyin:
            from graph.names.pinyin import Spelling

            self._spelling = Spelling()

    def take(self, chunk: list[tuple[int, int, str]]) -> None:
        """Take names in the order of their ranks."""
        nodes, numbers, texts = zip(*chunk, strict=True)
        folded = simplify_all(fold_all(texts))
        if self._spelling is not None:
            self._spelling.take(folded, len(self._nodes))
        self._nodes.extend(nodes)
        self._numbers.extend(numbers)
        encoded = [text.encode("utf-8", "replace") for text in folded]
        self._hashes.extend(map(crc32, encoded))
        self._folded.take(encoded)

    def sections(self, sort: Sorter) -> tuple[dict[str, str], Parts]:
        """The facts and the sections."""
        slots = max(1, len(self._nodes))
        at, members = sort.buckets(array("I", [number % slots for number in self._hashes]), slots)
        parts: Parts = [
            *self._folded.sections("folded", "entry"),
            ("entry.node", self._nodes),
            ("entry.name", self._numbers),
            ("hash.at", at),
            ("hash.entry", members),
        ]
        if self._spelling is not None:
            parts += self._spelling.sections()
        return {"entries": str(len(self._nodes))}, parts


def namespaces(index: Index) -> list[str]:
    """The namespaces that most entities are in, from an even sample of them."""
    step = max(1, index.node_count // SAMPLED)
    found = Counter[str]()
    for node in range(0, index.node_count, step):
        iri = index.iri(node)
        found[iri[: max(iri.rfind(mark) for mark in "#/:") + 1]] += 1
    return sorted(sorted(found, key=lambda space: (-found[space], space))[:NAMESPACES])
