"""The names of all resources that a builder met, by number: a list, or one text in a file where there are many millions."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from itertools import compress
from typing import TYPE_CHECKING, TypeAlias, overload

from wenmai.index.layout import NONE
from wenmai.index.sections import release

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import numpy as np

    from wenmai.index.sections import Buffer

    Numbers: TypeAlias = np.ndarray[tuple[int], np.dtype[np.unsignedinteger]]

WORD = 8
"""How many bytes of a name are compared at once: those of a number of 64 bits."""

STEP = 1 << 20
"""How many names are looked at together."""


class Resources(Sequence[bytes]):
    """Names in UTF-8, one behind the other in ``blob``; ``at`` is where each begins, and where the last ends.

    It needs NumPy, as whoever numbers so many does. Names are distinct, and none holds a zero byte.
    """

    def __init__(self, blob: Buffer, at: Numbers) -> None:
        self._blob, self._at = memoryview(blob), at

    def __len__(self) -> int:
        return len(self._at) - 1

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> list[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | list[bytes]:
        if isinstance(number, slice):
            return self.some(range(len(self))[number])
        return bytes(self._blob[int(self._at[number]) : int(self._at[number + 1])])

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self), STEP):
            yield from self.some(range(start, min(start + STEP, len(self))))

    def some(self, numbers: Sequence[int]) -> list[bytes]:
        """The names of some resources."""
        import numpy as np

        chosen = np.asarray(numbers, np.int64)
        ends = zip(self._at[chosen].tolist(), self._at[chosen + 1].tolist(), strict=True)
        blob = self._blob
        return [bytes(blob[start:end]) for start, end in ends]

    def release(self) -> None:
        """Let go of the memory in which they were read, where they are in a file."""
        release(self._blob.obj)

    def in_order(self, chosen: bytes) -> array[int]:
        """The numbers of the resources that are flagged, by name.

        By one word of the names after the other, from where they begin to differ on; only names that are the same so far are
        looked at again. ``group`` tells apart, among these, those that have differed.
        """
        import numpy as np

        order = np.flatnonzero(np.frombuffer(chosen, np.uint8)).astype(np.uint32)
        longest = int((self._at[1:] - self._at[:-1]).max(initial=0))
        rows, group, depth = np.arange(len(order), dtype=np.uint32), np.zeros(len(order), np.uint32), 0
        depth = first = self._common(order, longest)
        while len(rows) and depth <= longest:
            words = self._words(order[rows], depth)
            by = words.argsort() if depth == first else np.lexsort((words, group))
            order[rows], words = order[rows][by], words[by]
            same = (words[1:] == words[:-1]) & (group[1:] == group[:-1])
            tied, new = np.zeros(len(rows), bool), np.ones(len(rows), bool)
            new[1:] = ~same
            tied[1:] |= same
            tied[:-1] |= same
            rows, group, depth = rows[tied], np.cumsum(new, dtype=np.uint32)[tied], depth + WORD
        return array("I", order.tobytes())

    def _common(self, numbers: Numbers, longest: int) -> int:
        """How many bytes all of some names begin with."""
        depth = 0
        while depth <= longest and len(numbers):
            words = self._words(numbers, depth)
            different = int(words.min()) ^ int(words.max())
            if different:
                return depth + WORD - -(-different.bit_length() // WORD)
            depth += WORD
        return 0

    def _words(self, numbers: Numbers, depth: int) -> Numbers:
        """Eight bytes of each name as a number that sorts like them, zeros where it has no more."""
        import numpy as np

        words = np.zeros(len(numbers), np.uint64)
        whole = len(self._blob) - WORD
        if whole < 0:
            text = bytes(self._blob).ljust(WORD, b"\0")
            return Resources(text, self._at)._words(numbers, depth) if len(numbers) else words
        every = np.ndarray((whole + 1,), dtype=">u8", buffer=self._blob, strides=(1,))
        for start in range(0, len(numbers), STEP):
            some = numbers[start : start + STEP]
            begin = self._at[some] + np.uint64(depth)
            left = np.clip(self._at[some + 1].astype(np.int64) - begin.astype(np.int64), 0, WORD).astype(np.uint64)
            place = np.minimum(begin, np.uint64(whole))
            part = every[place].astype(np.uint64) << np.minimum((begin - place) * np.uint64(8), np.uint64(63))
            kept = np.minimum((np.uint64(WORD) - left) * np.uint64(8), np.uint64(63))
            words[start : start + STEP] = np.where(left > 0, part >> kept << kept, np.uint64(0))
        return words

    def blank_ones(self, mark: bytes) -> list[int]:
        """The numbers of blank nodes, and of those that hold ``mark``."""
        import numpy as np

        found = [
            int(start) + place
            for start in range(0, len(self), STEP)
            for place in self._beginning(b"_:", slice(start, min(start + STEP, len(self)))).tolist()
        ]
        one, pattern = -1, re.compile(re.escape(mark))
        while met := pattern.search(self._blob, one + 1):
            one = met.start()
            number = int(np.searchsorted(self._at, one, "right")) - 1
            if met.end() <= self._at[number + 1]:
                found.append(number)
        return sorted(set(found))

    def _beginning(self, text: bytes, rows: slice) -> Numbers:
        """Which of some names begin with a short text."""
        import numpy as np

        data, begin, end = np.frombuffer(self._blob, np.uint8), self._at[:-1][rows], self._at[1:][rows]
        kept = end - begin >= np.uint64(len(text))
        for offset, byte in enumerate(text):
            kept &= data[np.minimum(begin + np.uint64(offset), np.uint64(max(0, len(data) - 1)))] == byte
        return kept.nonzero()[0].astype(np.uint64)

    def called(self, wanted: Collection[bytes]) -> list[int]:
        """The numbers of the resources with some names."""
        import numpy as np

        sizes = (self._at[1:] - self._at[:-1]).astype(np.uint32)
        near = np.flatnonzero(np.isin(sizes, [len(name) for name in wanted])).tolist()
        return [number for number in near if self[number] in wanted]


def let_go(names: Sequence[bytes], numbers: Sequence[int]) -> Sequence[bytes]:
    """The names without those that ``numbers`` has a number for, which are kept elsewhere, or out of memory."""
    if isinstance(names, Resources):
        names.release()
        return names
    return [b"" if new != NONE else name for name, new in zip(names, numbers, strict=True)]


def in_order(names: Sequence[bytes], chosen: bytes) -> array[int]:
    """The numbers of the resources that are flagged, by name."""
    if isinstance(names, Resources):
        return names.in_order(chosen)
    return array("I", sorted(compress(range(len(names)), chosen), key=names.__getitem__))


def blank_ones(names: Sequence[bytes], mark: bytes) -> list[int]:
    """The numbers of blank nodes, and of the resources whose names hold ``mark``."""
    if isinstance(names, Resources):
        return names.blank_ones(mark)
    return [number for number, name in enumerate(names) if name[:2] == b"_:" or mark in name]


def called(names: Sequence[bytes], wanted: Collection[bytes]) -> list[int]:
    """The numbers of the resources with some names."""
    if isinstance(names, Resources):
        return names.called(wanted)
    return [number for number, name in enumerate(names) if name in wanted]


def some_of(names: Sequence[bytes], numbers: Sequence[int]) -> list[bytes]:
    """The names of some resources."""
    if isinstance(names, Resources):
        return names.some(numbers)
    return [names[number] for number in numbers]
