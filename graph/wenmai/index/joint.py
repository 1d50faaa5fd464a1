"""Many nodes of an index at once: what is prefetched, what they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wenmai.index.sections import Sections


class Joint:
    """A base of indexes that read links by node."""

    together = 1
    """How many answers are described at once: several by an index that fetches over a network."""

    def ways(self, node: int) -> tuple[list[int], list[int]]:
        """The links of a node in two columns, other node and way: twice the predicate, plus one when ``node`` is the object."""
        raise NotImplementedError

    _weight: memoryview | None = None

    def _weigh(self, data: Sections, ends: int) -> None:
        """Take what the ends of links weigh from an index; one that was built before they were weighed has none."""
        if "link.weight" in data:
            self._weight = data.numbers("link.weight", "H", ends)

    def _range(self, node: int) -> tuple[int, int]:
        raise NotImplementedError

    def weights(self, node: int) -> list[int] | None:
        """What the other end of each link weighs (:func:`wenmai.index.layout.weight_of`), as :meth:`ways` has them, if it is at hand."""
        if self._weight is None:
            return None
        start, end = self._range(node)
        return self._weight[start:end].tolist()

    def common_ends(self, asked: Sequence[tuple[int, int, int, int]]) -> list[set[int]]:
        """For each (node, way, node, way), the nodes that both lead to by these ways."""
        return [self.ends_of(*ask[:2]) & self.ends_of(*ask[2:]) for ask in asked]

    def ends_of(self, node: int, way: int) -> set[int]:
        """The nodes that a node leads to by one way."""
        return {other for other, one in zip(*self.ways(node), strict=True) if one == way}

    def announce(self, nodes: Iterable[int]) -> None:
        """Prefetch what is about to be shown: an endpoint fetches these nodes together. Here all is in memory."""

    def prefetch(self, nodes: Callable[[], Iterable[int]], *, weighed: bool = True) -> None:
        """Say which nodes are about to be opened: an endpoint calls ``nodes`` and fetches them together. Here all is at hand.

        ``weighed``: how many links their neighbours have will be asked, too.
        """
