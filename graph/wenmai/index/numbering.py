"""The numbers of a sorted list after some of its entries were taken out and others put in, without writing it anew."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Renumbering:
    """How the entries of a list that has changed are numbered.

    ``gone`` are the old numbers of those that were taken out, ascending; ``put`` has for each new one, in order, the old number
    before which it stands. All lookups are bisections among what has changed.

    >>> letters = Renumbering(4, gone=[1], put=[0, 2])  # a b c d without b, with A before a and B before c
    >>> [letters.source(number) for number in range(letters.count)]
    [(True, 0), (False, 0), (True, 1), (False, 2), (False, 3)]
    >>> letters.old([0, 2, 3]), letters.new(1)
    ([1, 3, 4], 2)
    """

    def __init__(self, count: int, gone: Sequence[int], put: Sequence[int]) -> None:
        self.count = count - len(gone) + len(put)
        self._gone = gone
        self._new = [place - bisect_left(gone, place) + number for number, place in enumerate(put)]
        self._kept = [old - number for number, old in enumerate(gone)]
        steps = sorted([*((place, 1) for place in put), *((old + 1, -1) for old in gone)])
        self._points, self._shifts, shift = [place for place, _ in steps], [0], 0
        for _, step in steps:
            shift += step
            self._shifts.append(shift)

    def old(self, numbers: Iterable[int]) -> list[int]:
        """What old numbers have become; one that is gone becomes that of what follows it."""
        points, shifts = self._points, self._shifts
        if not points:
            return list(numbers)
        return [number + shifts[bisect_right(points, number)] for number in numbers]

    def new(self, number: int) -> int:
        """The number of a new entry."""
        return self._new[number]

    def is_gone(self, number: int) -> bool:
        """Whether an old entry was taken out."""
        place = bisect_left(self._gone, number)
        return place < len(self._gone) and self._gone[place] == number

    def source(self, number: int) -> tuple[bool, int]:
        """Whether an entry is a new one, and which of the new or of the old it is."""
        place = bisect_left(self._new, number)
        if place < len(self._new) and self._new[place] == number:
            return True, place
        kept = number - place
        return False, kept + bisect_right(self._kept, kept)
