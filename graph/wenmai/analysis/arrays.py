"""The net of a large index by NumPy: from its arrays, without an object for every link."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np

    from wenmai.index import Index

    Numbers: TypeAlias = np.ndarray[tuple[int], np.dtype[np.signedinteger]]
    Columns = tuple[array[int], array[int], array[int], array[int], int]

MANY = 100_000
"""From how many links on an index is read as arrays, where NumPy is installed."""

PART = 1 << 22
"""How many ends of links are looked at together."""


def is_readable(index: Index) -> bool:
    """Whether the links of an index are read as arrays: there are many, all in one place, and NumPy is there."""
    from importlib.util import find_spec

    return index.link_count >= MANY and "link.at" in index.sections and find_spec("numpy") is not None


def degrees(index: Index) -> Counter[int]:
    """How many nodes have each number of links, in and out."""
    if not is_readable(index):
        return Counter(map(index.degree, range(index.node_count)))
    import numpy as np

    counts = np.bincount(np.diff(_column(index, "link.at", index.sections.facts.get("ends", "I")).astype(np.int64)))
    return Counter({count: int(times) for count, times in enumerate(counts.tolist()) if times})


def read_net(index: Index, hidden: bytearray, aside: Collection[int]) -> Columns:
    """The columns ``nodes``, ``at``, ``to`` and ``links`` of a net, and how many nodes it lacks since all their links lead away.

    ``hidden`` flags the nodes that are left out, ``aside`` are the predicates whose links are.
    """
    import numpy as np

    at = _column(index, "link.at", index.sections.facts.get("ends", "I")).astype(np.int64)
    other = _column(index, "link.other", "I")
    secret = np.frombuffer(hidden, np.uint8).astype(bool)
    kept = ~secret[other]
    if aside:
        way = _column(index, "link.way", index.sections.facts.get("way", "I"))
        unwalked = np.zeros(len(index.predicates), bool)
        unwalked[list(aside)] = True
        for start in range(0, len(way), PART):
            kept[start : start + PART] &= ~unwalked[way[start : start + PART] >> 1]
    rows = np.repeat(np.arange(len(at) - 1, dtype=np.int32), np.diff(at))
    kept &= ~secret[rows]
    counts = np.bincount(rows[kept], minlength=len(secret)).astype(np.int32)
    alone = ~secret & (counts == 0) & (np.diff(at) > 0)
    inside = ~secret & ~alone
    place = np.cumsum(inside, dtype=np.int32) - 1
    rows, ends = rows[kept], other[kept].astype(np.int32)
    del kept
    distinct = rows != ends
    distinct[1:] &= (rows[1:] != rows[:-1]) | (ends[1:] != ends[:-1])
    rows = place[rows[distinct]]
    to, nodes = place[ends[distinct]], np.flatnonzero(inside).astype(np.int32)
    starts = np.zeros(len(nodes) + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=len(nodes)), out=starts[1:])
    return *map(_array, (nodes, starts, to, counts[nodes])), int(alone.sum())  # type: ignore[return-value]


def count_predicates(index: Index, nodes: array[int]) -> Counter[int]:
    """How many of the links between some nodes use each predicate."""
    import numpy as np

    at = _column(index, "link.at", index.sections.facts.get("ends", "I")).astype(np.int64)
    other, way = _column(index, "link.other", "I"), _column(index, "link.way", index.sections.facts.get("way", "I"))
    inside = np.zeros(index.node_count, bool)
    inside[np.asarray(nodes)] = True
    found = np.zeros(len(index.predicates), np.int64)
    for start in range(0, len(other), PART):
        part = slice(start, start + PART)
        rows = np.searchsorted(at, np.arange(start, start + len(other[part])), "right") - 1
        kept = inside[rows] & inside[other[part]] & (way[part] & 1 == 0)
        found += np.bincount(way[part][kept] >> 1, minlength=len(found))
    return Counter({number: int(count) for number, count in enumerate(found.tolist()) if count})


def _column(index: Index, name: str, width: str) -> Numbers:
    import numpy as np

    numbers: Numbers = np.asarray(index.sections.numbers(name, width))
    return numbers


def _array(numbers: Numbers) -> array[int]:
    return array("i" if numbers.dtype.itemsize == 4 else "q", numbers.tobytes())
