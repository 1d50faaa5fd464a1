"""The sorting that an index needs, twice: in plain Python, and with NumPy where it is installed and the graph is large.

Both give the same arrays, bit for bit; a test compares them. Every function takes and gives flat arrays of unsigned
integers; :data:`~wenmai.index.layout.NONE` marks what is left out.

Length: the two ways stand side by side, function by function.
"""

from __future__ import annotations

from array import array
from itertools import accumulate, compress, pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias, Union, cast

from wenmai.index.columns import Blob
from wenmai.index.layout import NONE, weight_of, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from _typeshed import ReadableBuffer

LARGE = 20_000
"""From how many links on NumPy is worth its import (85 ms)."""

BLOCK = 1 << 18
"""How many entries are sorted at once where the whole need not be: few enough for a cache, and for their places and
ends to be packed into one number of 64 bits."""

Column = Union["array[int]", "memoryview[int]"]
Columns = tuple[Column, Column, Column]


OFTEN = 32
"""After how many blocks the memory of files is let go of."""


SOME = 1 << 16
"""How many ends of links are sorted at once: so few that all four parts of most go into one number."""


class SortedLinks(NamedTuple):
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

    def ends_of(self, columns: Columns, predicate: int) -> tuple[array[int], array[int]]:
        """The subjects and objects of one predicate."""

    def mark(self, flags: bytearray, numbers: Column) -> None:
        """Set the flags of some resources."""

    def ends(self, columns: Columns, walked: bytearray, hidden: bytearray, flags: bytearray) -> list[int]:
        """Set the flags of the ends of every link that is walked and has no hidden end; return the predicates in use."""

    def links(
        self, columns: Columns, node: array[int], predicate: array[int], read: Callable[[], object] = lambda: None
    ) -> SortedLinks:
        """Renumber links, leave out those with an unnumbered part, and sort them, each once.

        ``read`` is called now and then: the memory of columns that are in files may be let go of.
        """

    def adjacency(self, links: SortedLinks, nodes: int, wide: str, folder: str | None = None) -> Adjacency:
        """Both ends of every link, in the order of (node, other, predicate, backward); in files without a name, given a folder."""

    def weights(self, at: ReadableBuffer, other: ReadableBuffer, folder: str | None = None) -> ReadableBuffer:
        """What the other end of each link weighs (:func:`wenmai.index.layout.weight_of`), from two columns of :meth:`adjacency`."""

    def counts(self, links: SortedLinks, predicates: int) -> ReadableBuffer:
        """How many links use each predicate."""

    def buckets(self, hashes: array[int]) -> tuple[ReadableBuffer, ReadableBuffer]:
        """A hash table with as many slots as hashes: where each slot's places start, and the places, each in order."""

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

    def names(self, node: array[int], kind: array[int], language: array[int]) -> tuple[Sequence[int], Sequence[int]]:
        """Sort the names that have a node by (node, kind, language), equals as they come: their keys and their places.

        A key is ``node << 24 | kind << 16 | language``.
        """

    def parts(self, keys: array[int], nodes: int) -> tuple[ReadableBuffer, ReadableBuffer, ReadableBuffer]:
        """Take sorted keys of names apart: where each node's start, kinds, and languages."""


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

    def ends_of(self, columns: Columns, predicate: int) -> tuple[array[int], array[int]]:
        chosen = [number == predicate for number in columns[1]]
        return array("I", compress(columns[0], chosen)), array("I", compress(columns[2], chosen))

    def mark(self, flags: bytearray, numbers: Column) -> None:
        for number in numbers:
            flags[number] = 1

    def ends(self, columns: Columns, walked: bytearray, hidden: bytearray, flags: bytearray) -> list[int]:
        used = set()
        for subject, predicate, other in zip(*columns, strict=True):
            if walked[predicate] and not hidden[subject] and not hidden[other]:
                flags[subject] = flags[other] = 1
                used.add(predicate)
        return sorted(used)

    def links(
        self,
        columns: Columns,
        node: array[int],
        predicate: array[int],
        read: Callable[[], object] = lambda: None,  # noqa: ARG002 - all is in memory here
    ) -> SortedLinks:
        packed = sorted(
            {
                node[subject] << 64 | predicate[way] << 32 | node[other]
                for subject, way, other in zip(*columns, strict=True)
                if NONE not in (node[subject], predicate[way], node[other])
            }
        )
        low = (1 << 64) - 1
        return SortedLinks(array("I", [link >> 64 for link in packed]), array("Q", [link & low for link in packed]))

    def adjacency(
        self,
        links: SortedLinks,
        nodes: int,
        wide: str,
        folder: str | None = None,  # noqa: ARG002 - all is in memory here
    ) -> Adjacency:
        entries = []
        for link, (subject, key) in enumerate(zip(links.subject, links.key, strict=True)):
            way, other = key >> 32 << 1, key & NONE
            entries.append((subject, other, way, link))
            entries.append((other, subject, way | 1, link))
        entries.sort()
        return Adjacency(
            starts((entry[0] for entry in entries), nodes, width_of(len(entries))),
            array("I", [entry[1] for entry in entries]),
            array(wide, [entry[2] for entry in entries]),
            array(width_of(len(links.key)), [entry[3] for entry in entries]),
        )

    def weights(self, at: ReadableBuffer, other: ReadableBuffer, folder: str | None = None) -> ReadableBuffer:  # noqa: ARG002
        weights = array("H", [weight_of(end - start) for start, end in pairwise(memoryview(at))])
        return array("H", map(weights.__getitem__, memoryview(other)))

    def counts(self, links: SortedLinks, predicates: int) -> ReadableBuffer:
        counts = array(width_of(len(links.key)), [0]) * predicates
        for key in links.key:
            counts[key >> 32] += 1
        return counts

    def buckets(self, hashes: array[int]) -> tuple[ReadableBuffer, ReadableBuffer]:
        size = max(1, len(hashes))
        slots = [number % size for number in hashes]
        return starts(slots, size), array("I", sorted(range(len(slots)), key=slots.__getitem__))

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
        return sorted(range(len(at) - 1), key=lambda row: int(at[row]) - int(at[row + 1]))

    def names(self, node: array[int], kind: array[int], language: array[int]) -> tuple[Sequence[int], Sequence[int]]:
        keys = [number << 24 | rank << 16 | tag for number, rank, tag in zip(node, kind, language, strict=True)]
        places = sorted((place for place, number in enumerate(node) if number != NONE), key=keys.__getitem__)
        return [keys[place] for place in places], places

    def parts(self, keys: array[int], nodes: int) -> tuple[ReadableBuffer, ReadableBuffer, ReadableBuffer]:
        at = starts((key >> 24 for key in keys), nodes)
        return at, array("B", [key >> 16 & 0xFF for key in keys]), array("H", [key & 0xFFFF for key in keys])


class Fast:
    """Sorting with NumPy: the same results, some forty times faster."""

    def __init__(self) -> None:
        import numpy

        self._np = numpy

    def ends_of(self, columns: Columns, predicate: int) -> tuple[array[int], array[int]]:
        np = self._np
        chosen = np.frombuffer(columns[1], np.uint32) == predicate
        return tuple(array("I", np.frombuffer(columns[end], np.uint32)[chosen].tobytes()) for end in (0, 2))  # type: ignore[return-value]

    def mark(self, flags: bytearray, numbers: Column) -> None:
        np = self._np
        np.frombuffer(flags, np.uint8)[np.frombuffer(numbers, np.uint32)] = 1

    def ends(self, columns: Columns, walked: bytearray, hidden: bytearray, flags: bytearray) -> list[int]:
        np = self._np
        subject, predicate, other = (np.frombuffer(column, np.uint32) for column in columns)
        allowed, secret, marks = (np.frombuffer(bits, np.uint8) for bits in (walked, hidden, flags))
        used = np.zeros(len(walked), np.uint8)
        for block in blocks(len(subject)):
            kept = allowed[predicate[block]] > secret[subject[block]] | secret[other[block]]
            marks[subject[block][kept]] = 1
            marks[other[block][kept]] = 1
            used[predicate[block][kept]] = 1
        return [int(number) for number in used.nonzero()[0]]

    def links(
        self, columns: Columns, node: array[int], predicate: array[int], read: Callable[[], object] = lambda: None
    ) -> SortedLinks:
        np = self._np
        numbers, predicates = np.frombuffer(node, np.uint32), np.frombuffer(predicate, np.uint32)
        # Few bits suffice for one number that sorts like the three.
        low, middle = (_bits(int(column[column != NONE].max(initial=0))) for column in (numbers, predicates))
        packed, size = np.empty(len(columns[0]) if 2 * low + middle <= 64 else 0, np.uint64), 0
        if len(packed) < len(columns[0]):
            return self._wide_links(columns, numbers, predicates)
        for block in blocks(len(packed)):
            subject, way, other = self._renumbered(columns, numbers, predicates, block)
            rows = (
                subject.astype(np.uint64) << np.uint64(low + middle) | way.astype(np.uint64) << np.uint64(low) | other
            )
            packed[size : size + len(rows)] = rows
            size += len(rows)
            if block.start % (BLOCK * OFTEN) == 0:
                read()
        read()
        packed = self._distinct(packed, size)
        ends = np.empty(len(packed), np.uint32)
        for block in blocks(len(packed)):
            rows = packed[block]
            ends[block] = rows >> np.uint64(low + middle)
            packed[block] = (rows >> np.uint64(low) & np.uint64((1 << middle) - 1)) << np.uint64(32) | (
                rows & np.uint64((1 << low) - 1)
            )
        return SortedLinks(_view(ends), _view(packed))

    def _distinct(self, packed: Numbers, size: int) -> Numbers:
        """The first numbers of an array in order, each once, in the same memory."""
        packed[:size].sort()
        kept = 0
        for start in range(0, size, BLOCK):
            rows = packed[start : min(start + BLOCK, size)]
            new = self._new(rows)
            if kept:
                new[0] = rows[0] != packed[kept - 1]
            rows = rows[new]
            packed[kept : kept + len(rows)] = rows
            kept += len(rows)
        return packed[:kept]

    def _renumbered(self, columns: Columns, node: Numbers, predicate: Numbers, block: slice) -> Iterator[Numbers]:
        """A block of links with new numbers, without those that have an unnumbered part."""
        np = self._np
        subject, way, other = (
            numbers[np.frombuffer(column, np.uint32)[block]]
            for numbers, column in zip((node, predicate, node), columns, strict=True)
        )
        kept = (subject != NONE) & (way != NONE) & (other != NONE)
        return (part[kept] for part in (subject, way, other))

    def _wide_links(self, columns: Columns, node: Numbers, predicate: Numbers) -> SortedLinks:
        np = self._np
        subject, way, other = self._renumbered(columns, node, predicate, slice(None))
        key = way.astype(np.uint64) << np.uint64(32) | other
        order = np.lexsort((key, subject))
        subject, key = subject[order], key[order]
        new = self._new(subject) | self._new(key)
        return SortedLinks(_view(subject[new]), _view(key[new]))

    def _new(self, ordered: Numbers) -> Numbers:
        """Where a sorted array has another value than just before."""
        new = self._np.ones(len(ordered), bool)
        new[1:] = ordered[1:] != ordered[:-1]
        return new

    def adjacency(self, links: SortedLinks, nodes: int, wide: str, folder: str | None = None) -> Adjacency:
        np = self._np
        subject, key = np.frombuffer(links.subject, np.uint32), np.frombuffer(links.key, np.uint64)
        out_at, in_at = (self._starts(ends, nodes, "Q").view(np.int64) for ends in (subject, key))
        inward = self._inward(key, nodes)
        at = out_at + in_at
        number = width_of(len(key))
        other, way, link = (Blob(folder) for _ in range(3))
        first = 0
        while first < nodes:
            # As many whole nodes as make one block, at least one.
            last = int(np.searchsorted(at, at[first] + SOME, "right")) - 1
            last = max(first + 1, min(last, first + SOME))
            outs, ins = slice(int(out_at[first]), int(out_at[last])), inward[in_at[first] : in_at[last]]
            leaving, coming = key[outs], key[ins]
            member = np.concatenate((subject[outs], coming.astype(np.uint32)))
            far = np.concatenate((leaving.astype(np.uint32), subject[ins]))
            ways = (np.concatenate((leaving, coming)) >> np.uint64(32) << np.uint64(1)).astype(np.uint32)
            ways[len(leaving) :] |= 1
            order = self._places(member - np.uint32(first), far, ways)
            place = np.concatenate((np.arange(outs.start, outs.stop, dtype=number), ins.astype(number)))
            other.append(far[order].tobytes())
            way.append((ways[order].astype(np.uint16) if wide == "H" else ways[order]).tobytes())
            link.append(place[order].tobytes())
            first = last
        return Adjacency(at.astype(width_of(2 * len(key))), other.take("I"), way.take(wide), link.take(number))

    def _inward(self, key: Numbers, nodes: int) -> Numbers:
        """The places of links in the order of their objects; equals stay in order.

        As :meth:`_places` does it, but in the memory of the packed numbers alone: there are as many as links.
        """
        np = self._np
        free = _bits(len(key))
        if free > 32 or _bits(nodes) + free > 64:
            return self._places(key.astype(np.uint32))
        packed = np.empty(len(key), np.uint64)
        for block in blocks(len(key)):
            packed[block] = (key[block] & np.uint64(NONE)) << np.uint64(free)
            packed[block] |= np.arange(block.start, block.start + len(packed[block]), dtype=np.uint64)
        packed.sort()
        small = packed.view(np.uint32)[: len(key)]
        for block in blocks(len(key)):
            small[block] = (packed[block] & np.uint64((1 << free) - 1)).astype(np.uint32)
        del small
        packed.resize((len(key) + 1) // 2, refcheck=False)
        places: Numbers = packed.view(np.uint32)[: len(key)]
        return places

    def _places(self, *columns: Numbers) -> Numbers:
        """The places of rows in their order; equals stay in order.

        Columns and place are packed into one number, which NumPy sorts many times faster than it sorts places.
        """
        np = self._np
        places: Numbers
        packed, free = np.zeros(len(columns[0]), np.uint64), _bits(len(columns[0]))
        widths = [_bits(int(column.max(initial=0))) for column in columns]
        if sum(widths) + free > 64:
            places = np.lexsort(columns[::-1])
            return places
        for column, width in zip(columns, widths, strict=True):
            packed <<= np.uint64(width)
            packed |= column
        packed <<= np.uint64(free)
        packed |= np.arange(len(packed), dtype=np.uint32)
        packed.sort()
        packed &= np.uint64((1 << free) - 1)
        places = packed.astype(np.uint32) if free <= 32 else packed
        return places

    def _starts(self, numbers: Numbers, size: int, width: str = "I") -> Numbers:
        """Where each row starts; of numbers of 64 bits the lower half counts."""
        np = self._np
        counts, some = np.zeros(size, np.int64), BLOCK * OFTEN
        for start in range(0, len(numbers), some):
            counts += np.bincount(numbers[start : start + some].astype(np.uint32), minlength=size)
        at: Numbers = np.zeros(size + 1, width)
        np.cumsum(counts, out=at[1:])
        return at

    def weights(self, at: ReadableBuffer, other: ReadableBuffer, folder: str | None = None) -> ReadableBuffer:
        np = self._np
        starts, ends = np.frombuffer(at, memoryview(at).format), np.frombuffer(other, np.uint32)
        degrees = np.diff(starts).astype(np.uint32)
        present = sorted({int(degree) for block in blocks(len(degrees)) for degree in np.unique(degrees[block])})
        table = np.zeros(max(present, default=0) + 1, np.uint16)
        table[present] = list(map(weight_of, present))
        weights, found = table[degrees], Blob(folder)
        for block in blocks(len(ends)):
            found.append(weights[ends[block]].tobytes())
        return found.take("H")

    def counts(self, links: SortedLinks, predicates: int) -> ReadableBuffer:
        np = self._np
        key = np.frombuffer(links.key, np.uint64)
        found = np.zeros(predicates, np.int64)
        for block in blocks(len(key)):
            found += np.bincount((key[block] >> np.uint64(32)).astype(np.int64), minlength=predicates)
        return _view(found.astype(width_of(len(key))))

    def buckets(self, hashes: array[int]) -> tuple[ReadableBuffer, ReadableBuffer]:
        np = self._np
        slots = np.frombuffer(hashes, np.uint32) % np.uint32(max(1, len(hashes)))
        return _view(self._starts(slots, max(1, len(hashes)))), _view(self._places(slots))

    def pairs(self, first: array[int], second: array[int], node: array[int]) -> tuple[array[int], array[int]]:
        np = self._np
        number = np.frombuffer(node, np.uint32)[np.frombuffer(first, np.uint32)]
        kept = number != NONE
        packed = number[kept].astype(np.uint64) << np.uint64(32) | np.frombuffer(second, np.uint32)[kept]
        packed.sort()
        packed = packed[self._new(packed)]
        return tuple(array("I", part.astype(np.uint32).tobytes()) for part in (packed >> np.uint64(32), packed))  # type: ignore[return-value]

    def renumber(self, numbers: array[int], by: array[int]) -> array[int]:
        np = self._np
        taken = np.frombuffer(by, np.uint32)[np.frombuffer(numbers, np.uint32)] if len(numbers) else numbers
        return array("I", taken.tobytes())

    def starts(self, numbers: array[int], size: int) -> ReadableBuffer:
        return _view(self._starts(self._np.frombuffer(numbers, self._np.uint32), size))

    def sort(self, numbers: array[int]) -> array[int]:
        np = self._np
        np.frombuffer(numbers, np.uint64).sort()
        return numbers

    def by_degree(self, at: memoryview) -> Sequence[int]:
        np = self._np
        sizes = np.diff(np.frombuffer(at, at.format))
        return _view(self._places(sizes.max(initial=0) - sizes))

    def names(self, node: array[int], kind: array[int], language: array[int]) -> tuple[Sequence[int], Sequence[int]]:
        np = self._np
        number, rank, tag = (
            np.frombuffer(node, np.uint32),
            np.frombuffer(kind, np.uint8),
            np.frombuffer(language, np.uint16),
        )
        keys = number.astype(np.uint64) << np.uint64(24) | rank.astype(np.uint64) << np.uint64(16) | tag
        places = np.argsort(keys, kind="stable")[: int((number != NONE).sum())]
        return _view(keys[places]), _view(places)

    def parts(self, keys: array[int], nodes: int) -> tuple[ReadableBuffer, ReadableBuffer, ReadableBuffer]:
        np = self._np
        packed = np.frombuffer(keys, np.uint64)
        at = self._starts((packed >> np.uint64(24)).astype(np.uint32), nodes)
        kinds, languages = (packed >> np.uint64(16)).astype(np.uint8), packed.astype(np.uint16)
        return _view(at), _view(kinds), _view(languages)


def starts(numbers: Iterable[int], size: int, width: str = "I") -> array[int]:
    """Where each row of a compressed sparse row table starts, given the row of every entry."""
    counts = array(width, [0]) * (size + 1)
    for number in numbers:
        counts[number + 1] += 1
    return array(width, accumulate(counts))


def blocks(size: int) -> Iterator[slice]:
    """So many entries in parts that a cache holds."""
    return (slice(start, start + BLOCK) for start in range(0, size, BLOCK))


def _bits(number: int) -> int:
    return max(1, number.bit_length())


def _view(numbers: Numbers) -> memoryview:
    return memoryview(cast("ReadableBuffer", numbers))


if TYPE_CHECKING:
    import numpy as np

    Numbers: TypeAlias = np.ndarray[tuple[int], np.dtype[np.unsignedinteger]]
