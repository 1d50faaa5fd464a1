"""Where a text occurs among many: by places that were sorted when the texts were indexed, else by a scan.

The texts are lines of one blob, the most connected entity's first. In a large blob the places where a line begins, and those
inside lines where a Chinese character or a word begins, are kept in the order of the ``KEY`` bytes that follow each, places with the
same bytes in their own order (a sparse suffix array, Kärkkäinen & Ukkonen 1996). What begins a line, a word or with a
Chinese character is then found by bisection, however many lines there are; what begins inside a word is looked for in the first
``HEAD`` bytes. Text that occurs often is met soon by a scan, which every iterator here ends as soon as nobody asks on.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from heapq import merge
from typing import TYPE_CHECKING, Any

from wenmai.index.columns import Blob
from wenmai.index.sorting import blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.index.columns import Blobbed, Lines
    from wenmai.index.sections import Buffer, Sections

    Part = tuple[str, Buffer]

KEY = 7
"""How many bytes places are sorted by: two Chinese characters and the beginning of a third."""

LARGE = 4 << 20
"""From how many bytes on places are sorted; a scan of fewer takes three milliseconds."""

HEAD = 8 << 20
"""So many bytes at the beginning of a large blob are scanned for what begins inside a word: some 250,000 names."""

OFTEN = 4096
"""What occurs so often is met soon by a scan."""

WORD = 8
"""How many bytes one number of 64 bits is made of."""

GROUP = 1 << 20
"""How many places are sorted at once."""

PIECE = 1 << 22
"""How many bytes are looked through at once for places."""

END = 10
"""The byte at the end of each line."""

LAST = 1 << 32
"""The blob that a place can still point into."""

_WORD = re.compile(rb"[\xe3-\xff][\x80-\xbf]+|(?:[^ \n\xe3-\xff]+)")
"""A Chinese character (or another beyond U+3000), or a word: what has a place of its own."""


class Occurrences:
    """Where a text occurs among the lines of the section ``name``, which begin at the numbers of ``at``."""

    def __init__(self, data: Sections, name: str, at: memoryview) -> None:
        self._blob, self._at = data.bytes(name), at
        self._first = data.numbers(f"{name}.first", "I") if f"{name}.first" in data else None
        self._inner = data.numbers(f"{name}.inner", "I") if f"{name}.inner" in data else None

    def beginning(self, needle: bytes) -> Iterator[int]:
        """The lines that begin with ``needle``, in order."""
        if self._first is not None:
            start, end = self._range(self._first, needle)
            if end - start >= OFTEN and self._inner is not None:
                low, high, offset, sure = self._rarest(self._inner, needle, 1)
                if sure and high - low < end - start:  # what begins many names is followed by something rarer
                    for place in self._verified(self._inner, low, high, needle, offset):
                        if self._blob[place - 1] == END:
                            yield self._line(place)
                    return
            if len(needle) >= KEY or end - start < OFTEN:
                for place in self._verified(self._first, start, end, needle, 0):
                    yield self._line(place)
                return
        for place in self._scan(b"\n" + needle):
            yield self._line(place + 1)

    def inside(self, needle: bytes) -> Iterator[int]:
        """The lines that hold ``needle``, but do not begin with it, in order."""
        last = -1
        for place in self._inside(needle):
            line = self._line(place)
            start = self._at[line]
            if line != last and self._blob[start : start + len(needle)] != needle:
                last = line
                yield line

    def places(self, needle: bytes) -> Iterator[int]:
        """Where ``needle`` occurs, in the first ``HEAD`` bytes of a large blob."""
        return self._scan(needle, None if self._first is None else HEAD)

    def _inside(self, needle: bytes) -> Iterator[int]:
        if self._inner is None:
            return self.places(needle)
        start, end, offset, sure = self._rarest(self._inner, needle)
        if not sure and end - start >= OFTEN:
            return self._scan(needle)
        sorted_ones = self._verified(self._inner, start, end, needle, offset)
        if needle[0] >= 0xE3:
            return sorted_ones
        return merge(sorted_ones, self._scan(needle, HEAD))

    def _rarest(self, places: memoryview, needle: bytes, least: int = 0) -> tuple[int, int, int, bool]:
        """The fewest places where one of the words of ``needle`` begins, its offset, and whether they are in their own order.

        Words before the offset ``least`` are not looked at. Places of at least ``KEY`` bytes are: they all have the same.
        """
        found = []
        for word in _WORD.finditer(needle):
            if word.start() < least:
                continue
            piece = needle[word.start() : word.start() + KEY]
            start, end = self._range(places, piece)
            found.append((end - start, start, end, word.start(), len(piece) == KEY))
        often = [one for one in found if one[4] or one[0] < OFTEN] or found
        return min(often)[1:] if found else (0, len(places), 0, False)

    def _range(self, places: memoryview, needle: bytes) -> tuple[int, int]:
        """Between which positions of ``places`` the first ``KEY`` bytes of ``needle`` follow."""
        piece = needle[:KEY]
        size, blob = len(piece), self._blob

        def key(place: int) -> bytes:
            return bytes(blob[place : place + size])

        start = bisect_left(places, piece, key=key)
        return start, bisect_right(places, piece, start, key=key)

    def _verified(self, places: memoryview, start: int, end: int, needle: bytes, offset: int) -> Iterator[int]:
        """Where ``needle`` really occurs, in order."""
        size, blob = len(needle), self._blob
        chosen: Iterable[int] = places[start:end]
        if end - start < OFTEN:
            chosen = sorted(chosen)
        for place in chosen:
            begin = place - offset
            if begin >= 0 and blob[begin : begin + size] == needle:
                yield begin

    def _scan(self, needle: bytes, most: int | None = None) -> Iterator[int]:
        blob = self._blob if most is None else self._blob[:most]
        # The end of one line is the beginning of the next: it is looked at, and not taken.
        text, end = (needle[:-1], rb"(?=\n)") if needle.endswith(b"\n") else (needle, b"")
        for found in re.finditer(re.escape(text) + end, blob):
            yield found.start()

    def _line(self, place: int) -> int:
        return bisect_right(self._at, place) - 1


def sorted_lines(lines: Lines, name: str, at: str, *, inner: bool, folder: str | None = None) -> Iterator[Part]:
    """The sections of some lines, with their sorted places; the lines are given up here."""
    (_, blob), (_, starts) = parts = lines.sections(name, at)
    yield from parts
    del parts
    yield from sort_places(name, blob, starts, inner=inner, folder=folder)


def sort_places(name: str, blob: Blobbed, at: array[int], *, inner: bool, folder: str | None = None) -> Iterator[Part]:
    """The sections that :class:`Occurrences` reads: the sorted places of a blob, ``inner`` ones too; none of a small blob.

    Each is made when it is asked for, in a file without a name, given a folder.
    """
    if LARGE <= len(blob) < LAST:
        yield f"{name}.first", _sorted(blob, {0: array("I", at[:-1])}, folder)
        if inner:
            yield f"{name}.inner", _sorted(blob, _inner(blob), folder)


def _sorted(blob: Blobbed, found: dict[int, array[int]], folder: str | None) -> Buffer:
    """The places in order, given by their first byte, or all by zero; they are given up on the way."""
    if len(blob) >= WORD and any(found.values()):
        try:
            import numpy as np
        except ImportError:
            pass
        else:
            return _sorted_by_numpy(np, blob, found, folder)
    places = [place for head in sorted(found) for place in found.pop(head)]
    return array("I", sorted(places, key=lambda place: bytes(blob[place : place + KEY])))


def _sorted_by_numpy(np: Any, blob: Blobbed, found: dict[int, array[int]], folder: str | None) -> Buffer:
    """By the number that the bytes at a place make; in groups of like beginnings, so that little more is in memory at once."""
    result = Blob(folder)
    starts = np.ndarray((len(blob) - WORD + 1,), dtype=">u8", buffer=blob, strides=(1,))
    data = np.frombuffer(blob, dtype=np.uint8)
    for head in sorted(found):
        for group in _groups(np, data, np.frombuffer(found.pop(head), dtype=np.uint32), int(head > 0)):
            at = np.minimum(group, np.uint32(len(starts) - 1))
            keys = starts[at].astype(np.uint64)
            if at[-1] != group[-1]:  # the last bytes of the blob: no others follow
                keys <<= (group - at).astype(np.uint64) * np.uint64(8)
            keys >>= np.uint64(8 * (WORD - KEY))
            result.append(group[keys.argsort(kind="stable")].tobytes())
    return result.take("I")


def _groups(np: Any, data: Any, places: Any, offset: int = 0) -> Iterator[Any]:
    """Places by the byte there, in order; where many have one, by the next ones too."""
    if len(places) <= GROUP or offset == KEY:
        if len(places):
            yield places
        return
    heads = np.empty(len(places), np.uint8)
    for some in blocks(len(places)):
        heads[some] = data[np.minimum(places[some] + np.uint32(offset), np.uint32(len(data) - 1))]
    for head in np.flatnonzero(sum(np.bincount(heads[some], minlength=256) for some in blocks(len(heads)))):
        yield from _groups(np, data, places[heads == head], offset + 1)


def _inner(blob: Blobbed) -> dict[int, array[int]]:
    """The places inside lines where a character or a word begins, by the byte there."""
    try:
        import numpy as np
    except ImportError:
        return {0: array("I", (word.start() for word in _WORD.finditer(blob) if blob[word.start() - 1] != 10))}
    data = np.frombuffer(blob, dtype=np.uint8)
    result: dict[int, array[int]] = {}
    for start in range(0, len(data), PIECE):
        piece = data[max(0, start - 4) : start + PIECE]
        wide = piece >= 0xE3
        character = wide.copy()
        for step in range(1, 4):
            tail = (piece[step:] & 0xC0) == 0x80
            character[step:] |= character[step - 1 : -1] & tail
        word = ~character & (piece != 32) & (piece != 10)
        begins = wide | word
        begins[1:] &= wide[1:] | ~word[:-1]
        begins[1:] &= piece[:-1] != 10
        found = np.flatnonzero(begins[min(start, 4) :]) + start
        heads = data[found]
        for head in np.flatnonzero(np.bincount(heads, minlength=1)).tolist():
            result.setdefault(head, array("I")).frombytes(found[heads == head].astype(np.uint32).tobytes())
    return result
