"""The sorting that an index needs, twice: in plain Python, and with NumPy where it is installed and the graph is large.

Both give the same arrays, bit for bit; a test compares them. Every function takes and gives flat arrays of unsigned
integers; :data:`~graph.index.NONE` marks what is left out.
"""

from __future__ import annotations

from array import array
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from _typeshed import ReadableBuffer

NONE = 0xFFFFFFFF

LARGE = 20_000
"""From how many links on NumPy is worth its import (85 ms)."""

BLOCK = 1 << 20
"""How many entries are sorted at once where the whole need not be."""

Columns = tuple["array[int]", "array[int]", "array[int]"]


class Links(NamedTuple):
    """Sorted, distinct links: subjects, and predicate and object packed as ``predicate << 32 | object``."""

    subject: Sequence[int]
    key: Sequence[int]


class Adjacency(NamedTuple):
    """Both ends of every link by node: where each node's entries start; other, ``predicate << 1 | backward``, link."""

    at: ReadableBuffer
    other: ReadableBuffer
    way: ReadableBuffer
    link: ReadableBuffer


class Sorter(Protocol):
    """What plain Python and NumPy both do."""

    def ends(self, columns: Columns, hidden: bytearray, flags: bytearray) -> list[int]:
        """Set bit 1 in ``flags`` for the ends of every link that has no hidden end; return the predicates in use."""

    def links(self, columns: Columns, node: array[int], predicate: array[int]) -> Links:
        """Renumber links, leave out those with an unnumbered end, and sort them, each once."""

    def adjacency(self, links: Links, nodes: int, wide: str) -> Adjacency:
        """Both ends of every link, in the order of (node, other, predicate, backward)."""

    def counts(self, links: Links, predicates: int) -> ReadableBuffer:
        """How many links use each predicate."""

    def buckets(self, slots: array[int], size: int) -> tuple[ReadableBuffer, ReadableBuffer]:
        """The places of ``slots`` by their value, in order: where each value's start, and the places."""

    def pairs(self, first: array[int], second: array[int], node: array[int]) -> tuple[array[int], array[int]]:
        """Distinct (node, second) pairs in order, ``first`` renumbered by ``node``."""

    def renumber(self, numbers: array[int], by: array[int]) -> array[int]:
        """Every number replaced by what ``by`` holds at its place."""

    def starts(self, numbers: array[int], size: int) -> ReadableBuffer:
        """Where each row of a compressed sparse row table starts, given the row of every entry."""

    def sort(self, numbers: array[int]) -> array[int]:
        """Numbers of 64 bits in order."""

    def by_degree(self, at: memoryview) -> Sequence[int]:
        """The rows of a compressed sparse row table, the longest first, then in order."""

    def order(self, node: array[int], kind: array[int], language: array[int]) -> list[int]:
        """The places of names that have a node, in the order of (node, kind, language); equals stay in order."""


def sorter(links: int) -> Sorter:
    """NumPy's when it is installed and the graph is large, else plain Python's."""
    if links >= LARGE:
        try:
            return Fast()
        except ImportError:
            pass
    return Plain()


class Plain:
    """Sorting in plain Python."""

    def ends(self, columns: Columns, hidden: bytearray, flags: bytearray) -> list[int]:
        used = set()
        for subject, predicate, other in zip(*columns, strict=True):
            if not hidden[subject] and not hidden[other]:
                flags[subject] |= 1
                flags[other] |= 1
                used.add(predicate)
        return sorted(used)

    def links(self, columns: Columns, node: array[int], predicate: array[int]) -> Links:
        packed = sorted(
            {
                node[subject] << 64 | predicate[way] << 32 | node[other]
                for subject, way, other in zip(*columns, strict=True)
                if node[subject] != NONE and node[other] != NONE
            }
        )
        low = (1 << 64) - 1
        return Links(array("I", [link >> 64 for link in packed]), array("Q", [link & low for link in packed]))

    def adjacency(self, links: Links, nodes: int, wide: str) -> Adjacency:
        entries = []
        for link, (subject, key) in enumerate(zip(links.subject, links.key, strict=True)):
            way, other = key >> 32 << 1, key & NONE
            entries.append((subject, other, way, link))
            entries.append((other, subject, way | 1, link))
        entries.sort()
        return Adjacency(
            starts((entry[0] for entry in entries), nodes),
            array("I", [entry[1] for entry in entries]),
            array(wide, [entry[2] for entry in entries]),
            array("I", [entry[3] for entry in entries]),
        )

    def counts(self, links: Links, predicates: int) -> ReadableBuffer:
        counts = array("I", [0]) * predicates
        for key in links.key:
            counts[key >> 32] += 1
        return counts

    def buckets(self, slots: array[int], size: int) -> tuple[ReadableBuffer, ReadableBuffer]:
        places = sorted(range(len(slots)), key=slots.__getitem__)
        return starts(slots, size), array("I", places)

    def pairs(self, first: array[int], second: array[int], node: array[int]) -> tuple[array[int], array[int]]:
        found = sorted({(node[a], b) for a, b in zip(first, second, strict=True) if node[a] != NONE})
        return array("I", [a for a, _ in found]), array("I", [b for _, b in found])

    def renumber(self, numbers: array[int], by: array[int]) -> array[int]:
        return array("I", map(by.__getitem__, numbers))

    def starts(self, numbers: array[int], size: int) -> ReadableBuffer:
        return starts(numbers, size)

    def sort(self, numbers: array[int]) -> array[int]:
        return array("Q", sorted(numbers))

    def by_degree(self, at: memoryview) -> Sequence[int]:
        return sorted(range(len(at) - 1), key=lambda row: at[row] - at[row + 1])

    def order(self, node: array[int], kind: array[int], language: array[int]) -> list[int]:
        places = (place for place, number in enumerate(node) if number != NONE)
        return sorted(places, key=lambda place: (node[place], kind[place], language[place]))


class Fast:
    """Sorting with NumPy: the same results, some forty times faster."""

    def __init__(self) -> None:
        import numpy

        self._np = numpy

    def ends(self, columns: Columns, hidden: bytearray, flags: bytearray) -> list[int]:
        np = self._np
        subject, predicate, other = (np.frombuffer(column, np.uint32) for column in columns)
        secret = np.frombuffer(hidden, np.uint8)
        marks = np.frombuffer(flags, np.uint8)
        used = np.zeros(int(predicate.max(initial=0)) + 1, np.uint8)
        for start in range(0, len(subject), BLOCK):
            block = slice(start, start + BLOCK)
            kept = (secret[subject[block]] | secret[other[block]]) == 0
            marks[subject[block][kept]] |= 1
            marks[other[block][kept]] |= 1
            used[predicate[block][kept]] = 1
        return [int(number) for number in used.nonzero()[0]]

    def links(self, columns: Columns, node: array[int], predicate: array[int]) -> Links:
        np = self._np
        numbers, predicates = np.frombuffer(node, np.uint32), np.frombuffer(predicate, np.uint32)
        subject, other = (numbers[np.frombuffer(columns[end], np.uint32)] for end in (0, 2))
        way = predicates[np.frombuffer(columns[1], np.uint32)] if len(predicates) else subject
        kept = (subject != NONE) & (other != NONE)
        if not kept.all():
            subject, way, other = subject[kept], way[kept], other[kept]
        # Few bits suffice for one number that sorts like the three.
        low, middle = _bits(int(other.max(initial=0))), _bits(int(way.max(initial=0)))
        if _bits(int(subject.max(initial=0))) + middle + low > 64:
            return self._wide_links(subject, way, other)
        packed = subject.astype(np.uint64) << np.uint64(low + middle)
        packed |= way.astype(np.uint64) << np.uint64(low)
        packed |= other
        del subject, way, other, kept
        packed.sort()
        packed = packed[self._new(packed)]
        ends = (packed >> np.uint64(low + middle)).astype(np.uint32)
        key = (packed >> np.uint64(low)) & np.uint64((1 << middle) - 1)
        key <<= np.uint64(32)
        key |= packed & np.uint64((1 << low) - 1)
        return Links(memoryview(ends), memoryview(key))

    def _wide_links(self, subject: Numbers, way: Numbers, other: Numbers) -> Links:
        np = self._np
        key = way.astype(np.uint64) << np.uint64(32) | other
        order = np.lexsort((key, subject))
        subject, key = subject[order], key[order]
        new = self._new(subject) | self._new(key)
        return Links(memoryview(subject[new]), memoryview(key[new]))

    def _new(self, ordered: Numbers) -> Numbers:
        """Where a sorted array has another value than just before."""
        new = self._np.ones(len(ordered), bool)
        new[1:] = ordered[1:] != ordered[:-1]
        return new

    def adjacency(self, links: Links, nodes: int, wide: str) -> Adjacency:
        np = self._np
        subject = np.frombuffer(links.subject, np.uint32)
        key = np.frombuffer(links.key, np.uint64)
        target = key.astype(np.uint32)
        out_at = np.searchsorted(subject, np.arange(nodes + 1)).astype(np.int64)
        inward = np.argsort(target, kind="stable").astype(np.uint32)
        in_at = np.searchsorted(target[inward], np.arange(nodes + 1)).astype(np.int64)
        at = out_at + in_at
        other, link = np.empty(2 * len(key), np.uint32), np.empty(2 * len(key), np.uint32)
        way = np.empty(2 * len(key), np.uint16 if wide == "H" else np.uint32)
        first = 0
        while first < nodes:
            # As many whole nodes as make one block, at least one.
            last = max(first + 1, int(np.searchsorted(at, at[first] + BLOCK, "right")) - 1)
            outs = np.arange(out_at[first], out_at[last], dtype=np.uint32)
            ins = inward[in_at[first] : in_at[last]]
            here = slice(int(at[first]), int(at[last]))
            member = np.concatenate((subject[outs], target[ins]))
            far = np.concatenate((target[outs], subject[ins]))
            ways = (key[np.concatenate((outs, ins))] >> np.uint64(32) << np.uint64(1)).astype(np.uint32)
            ways[len(outs) :] |= 1
            order = np.lexsort((ways, far, member))
            other[here], way[here] = far[order], ways[order]
            link[here] = np.concatenate((outs, ins))[order]
            first = last
        return Adjacency(at.astype(np.uint32), other, way, link)

    def counts(self, links: Links, predicates: int) -> ReadableBuffer:
        np = self._np
        key = np.frombuffer(links.key, np.uint64)
        counts: Any = np.bincount((key >> np.uint64(32)).astype(np.int64), minlength=predicates).astype(np.uint32)
        return memoryview(counts)

    def buckets(self, slots: array[int], size: int) -> tuple[ReadableBuffer, ReadableBuffer]:
        np = self._np
        values = np.frombuffer(slots, np.uint32)
        at = np.zeros(size + 1, np.uint32)
        np.cumsum(np.bincount(values, minlength=size), out=at[1:])
        return at, np.argsort(values, kind="stable").astype(np.uint32)

    def pairs(self, first: array[int], second: array[int], node: array[int]) -> tuple[array[int], array[int]]:
        np = self._np
        number = np.frombuffer(node, np.uint32)[np.frombuffer(first, np.uint32)]
        kept = number != NONE
        packed = number[kept].astype(np.uint64) << np.uint64(32) | np.frombuffer(second, np.uint32)[kept]
        packed = np.unique(packed)
        return tuple(array("I", part.astype(np.uint32).tobytes()) for part in (packed >> np.uint64(32), packed))  # type: ignore[return-value]

    def renumber(self, numbers: array[int], by: array[int]) -> array[int]:
        np = self._np
        taken = np.frombuffer(by, np.uint32)[np.frombuffer(numbers, np.uint32)] if len(numbers) else numbers
        return array("I", taken.tobytes())

    def starts(self, numbers: array[int], size: int) -> ReadableBuffer:
        np = self._np
        at: Any = np.zeros(size + 1, np.uint32)
        np.cumsum(np.bincount(np.frombuffer(numbers, np.uint32), minlength=size), out=at[1:])
        return memoryview(at)

    def sort(self, numbers: array[int]) -> array[int]:
        np = self._np
        np.frombuffer(numbers, np.uint64).sort()
        return numbers

    def by_degree(self, at: memoryview) -> Sequence[int]:
        np = self._np
        sizes = np.diff(np.frombuffer(at, np.uint32).astype(np.int64))
        return array("I", np.argsort(-sizes, kind="stable").astype(np.uint32).tobytes())

    def order(self, node: array[int], kind: array[int], language: array[int]) -> list[int]:
        np = self._np
        number = np.frombuffer(node, np.uint32)
        rank = np.frombuffer(kind, np.uint8).astype(np.uint32) << 16 | np.frombuffer(language, np.uint16)
        order = np.lexsort((rank, number))
        return memoryview(order[: int((number != NONE).sum())].astype(np.uint32))  # type: ignore[return-value]


def starts(numbers: Iterable[int], size: int) -> array[int]:
    """Where each row of a compressed sparse row table starts, given the row of every entry."""
    counts = array("I", [0]) * (size + 1)
    for number in numbers:
        counts[number + 1] += 1
    return array("I", accumulate(counts))


def _bits(number: int) -> int:
    return max(1, number.bit_length())


if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int], np.dtype[np.unsignedinteger]]
