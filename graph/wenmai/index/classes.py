"""Reading the classes of an index: which a node has, and how many nodes each has."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wenmai.index.sections import Sections


class ClassIndex:
    """The classes of nodes, by number."""

    _data: Sections
    node_count: int

    def _cell(self, section: str, width: str, position: int) -> int:
        numbers = self._data.numbers(section, width)
        if not 0 <= position < len(numbers):
            self._data.damaged(f"place {position} of section {section}")
        return int(numbers[position])

    def _row(self, section: str, node: int) -> range:
        numbers = self._data.numbers(section, "I", self.node_count + 1)
        if not 0 <= node < self.node_count:
            self._data.damaged(f"node {node} of {self.node_count}")
        return range(numbers[node], numbers[node + 1])

    def types(self, node: int) -> tuple[str, ...]:
        """The IRIs of a node's classes, in order."""
        classes = self._data.strings("class")
        return tuple(classes[self._cell("type.class", "I", place)] for place in self._row("type.at", node))

    def every_types(self) -> list[tuple[str, ...]]:
        """The IRIs of every node's classes, as :meth:`types` gives them one by one; for work on the whole graph."""
        names, at = self.classes(), self._data.numbers("type.at", "I", self.node_count + 1).tolist()
        numbers = self._data.numbers("type.class", "I").tolist()
        if any(number >= len(names) for number in numbers) or at != sorted(at) or at[-1] > len(numbers):
            self._data.damaged("its classes lie outside their table")
        known: dict[tuple[int, ...], tuple[str, ...]] = {}
        found = []
        for start, end in zip(at, at[1:], strict=False):  # noqa: RUF007 - itertools is one more import for every lookup
            key = tuple(numbers[start:end])
            if key not in known:
                known[key] = tuple(names[number] for number in key)
            found.append(known[key])
        return found

    def classes(self) -> tuple[str, ...]:
        """The IRIs of every class that a node has, in order."""
        return self._data.strings("class").all()

    def instances(self, kind: str) -> list[int]:
        """The nodes of a class, by its IRI, in order."""
        classes = self.classes()
        if kind not in classes:
            return []
        wanted, at = classes.index(kind), self._data.numbers("type.at", "I", self.node_count + 1)
        places = [place for place, number in enumerate(self._data.numbers("type.class", "I")) if number == wanted]
        return [bisect_right(at, place) - 1 for place in places]

    def class_counts(self) -> dict[str, int]:
        """How many nodes each class has."""
        from collections import Counter

        counts = Counter(self._data.numbers("type.class", "I"))
        return {kind: counts[number] for number, kind in enumerate(self.classes())}
