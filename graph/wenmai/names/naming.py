"""Building the name index from the path index: fold every name, the most connected entities first."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from wenmai.index import NONE
from wenmai.index.columns import Lines
from wenmai.index.sections import table
from wenmai.index.sorting import sorter
from wenmai.names.folding import fold_lines, simplify_all
from wenmai.names.occurrences import sorted_lines
from wenmai.terms import is_numbered, local_name, unlabelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wenmai.index import Index
    from wenmai.index.sections import Buffer
    from wenmai.index.sorting import Sorter
    from wenmai.names.occurrences import Part

CHUNK = 20_000
"""The names of how many nodes are folded at once."""

NAMESPACES = 64
"""How many namespaces of a graph are tried for local names."""

SAMPLED = 20_000
"""How many entities are looked at to find its namespaces."""


def gather(
    index: Index, *, pinyin: bool, nodes: Iterable[int] | None = None, folder: str | None = None
) -> tuple[dict[str, str], Iterator[Part]]:
    """The facts and the sections of the name index, of all ``nodes`` or of some, the most connected first.

    Names are folded by the thousand; given a folder, texts are kept in files there that have no name. A section is made when it is
    asked for, and what it is made from is gone then.
    """
    order = iter(index.nodes_by_degree() if nodes is None else nodes)
    sort, gathered = sorter(index.link_count), Gathered(pinyin=pinyin, folder=folder)
    while some := list(islice(order, CHUNK)):
        gathered.take(named(index, some))
    del order
    index.release()
    return {"entries": str(len(gathered))}, chain(gathered.sections(sort), _spaces(index))


def _spaces(index: Index) -> Iterator[Part]:
    yield from table("namespace", namespaces(index))


class Named(NamedTuple):
    """Some names in columns: the node of each, its number (``NONE`` for a local name), and the texts, one a line."""

    nodes: list[int]
    numbers: list[int]
    lines: str


def named(index: Index, nodes: Sequence[int]) -> Named:
    """Every name of some nodes; what its IRI calls a node that has no other, but not a blank one."""
    owners, numbers, texts = index.every_text(nodes)
    if NONE in numbers:
        owners, numbers, texts = _with_local_names(index, owners, numbers, texts)
    lines = b"\n".join(texts)
    if lines.count(b"\n") >= max(1, len(texts)):
        lines = b"\n".join(bytes(text).replace(b"\n", b" ") for text in texts)
    return Named(owners, numbers, lines.decode("utf-8", "replace"))


def _with_local_names(
    index: Index, owners: list[int], numbers: list[int], texts: list[Buffer]
) -> tuple[list[int], list[int], list[Buffer]]:
    rows = [
        (node, number, one)
        for node, number, text in zip(owners, numbers, texts, strict=True)
        for one in ([text] if number != NONE else _names_of(index.iri(node)))
    ]
    return [node for node, _, _ in rows], [number for _, number, _ in rows], [text for _, _, text in rows]


def _names_of(iri: str) -> list[bytes]:
    """What a nameless node may be called: the end of its IRI, and what it is shown as; nothing of a blank node."""
    if iri.startswith("_:"):
        return []
    shown = _shown(iri)
    return [local_name(iri).encode(), *([shown.encode()] if shown else [])]


def _shown(iri: str) -> str:
    """What a nameless resource is shown as where that is less than its local name: a term of CIDOC-CRM without its number."""
    if not is_numbered(iri):
        return ""
    name = unlabelled(iri, {})
    return "" if name.replace(" ", "") == local_name(iri).replace("_", "") else name


class Gathered:
    """The sections of the name index while they grow."""

    def __init__(self, *, pinyin: bool, folder: str | None = None) -> None:
        self._nodes, self._numbers, self._hashes = array("I"), array("I"), array("I")
        self._folder, self._folded = folder, Lines(folder)
        self._spelling = None
        if pinyin:
            from wenmai.names.pinyin import Spelling

            self._spelling = Spelling(folder)

    def __len__(self) -> int:
        return len(self._nodes)

    def take(self, names: Named) -> None:
        """Take names in the order of their ranks."""
        if not names.nodes:
            return
        folded = simplify_all(fold_lines(names.lines))
        if self._spelling is not None:
            self._spelling.take(folded, len(self._nodes))
        self._nodes.extend(names.nodes)
        self._numbers.extend(names.numbers)
        encoded = "\n".join(folded).encode("utf-8", "replace").split(b"\n")
        self._hashes.extend(map(crc32, encoded))
        self._folded.take(encoded)

    def sections(self, sort: Sorter) -> Iterator[Part]:
        """The sections, each made when it is asked for."""
        yield from sorted_lines(self._folded, "folded", "entry", inner=True, folder=self._folder)
        yield "entry.node", self._nodes
        yield "entry.name", self._numbers
        del self._nodes, self._numbers
        yield from zip(("hash.at", "hash.entry"), sort.buckets(self._hashes), strict=True)
        del self._hashes
        if self._spelling is not None:
            yield from self._spelling.sections()


def namespaces(index: Index) -> list[str]:
    """The namespaces that most entities are in, from an even sample of them."""
    step = max(1, index.node_count // SAMPLED)
    found = Counter[str]()
    for node in range(0, index.node_count, step):
        iri = index.iri(node)
        found[iri[: max(iri.rfind(mark) for mark in "#/:") + 1]] += 1
    return sorted(sorted(found, key=lambda space: (-found[space], space))[:NAMESPACES])
