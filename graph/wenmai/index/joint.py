"""Many nodes of an index at once: what is prefetched, what they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class Joint:
    """A base of indexes that read links by node."""

    together = 1
    """How many answers are described at once: several by an index that fetches over a network."""

    def ways(self, node: int) -> tuple[list[int], list[int]]:
        """The links of a node in two columns, other node and way: twice the predicate, plus one when ``node`` is the object."""
        raise NotImplementedError

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
