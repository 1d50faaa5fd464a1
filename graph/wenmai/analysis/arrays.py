"""The net of a large index by NumPy: from its arrays, without an object for every link."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

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


def degrees(index: Index) -> tuple[Counter[int], Counter[int]]:
    """How many nodes have each number of links, in and out; how many links each number is the lesser of both ends'."""
    if not is_readable(index):
        counts = [index.degree(node) for node in range(index.node_count)]
        lesser = Counter(
            min(counts[node], counts[other]) for node in range(len(counts)) for other in index.neighbours(node)
        )
        return Counter(counts), Counter({count: ends // 2 for count, ends in lesser.items()})
    import numpy as np

    at, other = _starts(index), _column(index, "link.other", "I")
    every = np.diff(at).astype(np.int32)
    ends = np.zeros(int(every.max(initial=0)) + 1, np.int64)
    for part, rows in _parts(at):
        ends += np.bincount(np.minimum(every[rows], every[other[part]]), minlength=len(ends))
    return _counter(np.bincount(every)), _counter(ends // 2)


def read_net(index: Index, hidden: bytearray, aside: Collection[int]) -> Columns:
    """The columns ``nodes``, ``at``, ``to`` and ``links`` of a net, and how many nodes it lacks since all their links lead away.

    ``hidden`` flags the nodes that are left out, ``aside`` are the predicates whose links are.
    """
    import numpy as np

    at, other = _starts(index), _column(index, "link.other", "I")
    way = _column(index, "link.way", index.sections.facts.get("way", "I"))
    secret, unwalked = np.frombuffer(hidden, np.uint8).astype(bool), np.zeros(len(index.predicates), bool)
    unwalked[list(aside)] = True
    counts = np.zeros(len(secret), np.int32)
    found: list[tuple[Numbers, Numbers]] = []
    for part, owners in _parts(at):
        kept = ~(secret[owners] | secret[other[part]])
        if aside:
            kept &= ~unwalked[way[part] >> 1]
        rows, ends = owners[kept].astype(np.int32), other[part][kept].astype(np.int32)
        if len(rows):
            counts[rows[0] : rows[-1] + 1] += np.bincount(rows - rows[0]).astype(np.int32)
        distinct = rows != ends
        distinct[1:] &= (rows[1:] != rows[:-1]) | (ends[1:] != ends[:-1])
        found.append((rows[distinct], ends[distinct]))
    alone = ~secret & (counts == 0) & (np.diff(at) > 0)
    inside = ~secret & ~alone
    place, nodes = np.cumsum(inside, dtype=np.int32) - 1, np.flatnonzero(inside).astype(np.int32)
    to, starts = array("i"), np.zeros(len(nodes) + 1, np.int64)
    for rows, ends in found:
        to.frombytes(place[ends].tobytes())
        starts[1:] += np.bincount(place[rows], minlength=len(nodes))
    np.cumsum(starts, out=starts)
    return _array(nodes), _array(starts), to, _array(counts[nodes]), int(alone.sum())


def _parts(at: Numbers) -> Iterator[tuple[slice, Numbers]]:
    """The ends of links in parts of whole nodes, each with the node of every end."""
    import numpy as np

    first, nodes = 0, len(at) - 1
    while first < nodes:
        last = max(first + 1, int(np.searchsorted(at, at[first] + PART, "right")) - 1)
        yield slice(int(at[first]), int(at[last])), np.repeat(np.arange(first, last), np.diff(at[first : last + 1]))
        first = last


def _starts(index: Index) -> Numbers:
    """Where the links of each node start."""
    import numpy as np

    return _column(index, "link.at", index.sections.facts.get("ends", "I")).astype(np.int64)


def _counter(counts: Numbers) -> Counter[int]:
    return Counter({number: int(times) for number, times in enumerate(counts.tolist()) if times})


def count_predicates(index: Index, nodes: array[int]) -> Counter[int]:
    """How many of the links between some nodes use each predicate."""
    import numpy as np

    at, other = _starts(index), _column(index, "link.other", "I")
    way = _column(index, "link.way", index.sections.facts.get("way", "I"))
    inside = np.zeros(index.node_count, bool)
    inside[np.asarray(nodes)] = True
    found = np.zeros(len(index.predicates), np.int64)
    for part, rows in _parts(at):
        kept = inside[rows] & inside[other[part]] & (way[part] & 1 == 0)
        found += np.bincount(way[part][kept] >> 1, minlength=len(found))
    return _counter(found)


def _column(index: Index, name: str, width: str) -> Numbers:
    import numpy as np

    numbers: Numbers = np.asarray(index.sections.numbers(name, width))
    return numbers


def _array(numbers: Numbers) -> array[int]:
    return array("i" if numbers.dtype.itemsize == 4 else "q", numbers.tobytes())
