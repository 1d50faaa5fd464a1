"""What is known around one end of a path: labels that grow outwards, the cheapest first."""

from __future__ import annotations

from heapq import heappush
from typing import TYPE_CHECKING, TypeAlias

from wenmai.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

FAR = 1 << 60
"""A cost that no path has: that of what cannot be reached."""

BATCH = 1024
"""How many nodes about to be opened are announced at once to an index that fetches them over a network."""

Label: TypeAlias = "tuple[int, int, int, Label | None]"
"""A way from the end to a node: its *key*, which is its cost with that of passing the node; the node; its hops; the label before it."""

NO_LABELS: tuple[Label, ...] = ()


class Hops(NamedTuple):
    """How many hops a way may have: ``most``, each counted as ``step``; a search without a limit counts none (1, 0)."""

    most: int
    step: int


class Ball:
    """Labels around ``end``, in one heap for each number of hops.

    Labels are Pareto-optimal pairs (key, hops), as in the constrained shortest path problem: a node has one more for each way
    that is dearer and shorter. ``best`` has the cheapest label of each node, ``shorter`` the others. A label is *opened* when the
    links of its node are followed; in the order of keys, hubs are opened last. ``radius[h]`` is the least key of a label of at
    most ``h`` hops that is not opened, and ``layer[h]`` the hops of that label: nothing beyond is nearer.
    """

    def __init__(self, end: int, hops: Hops, *, backward: bool) -> None:
        self.end, self.backward = end, backward
        root: Label = (0, end, 0, None)
        self.best: dict[int, Label] = {end: root}
        self.shorter: dict[int, tuple[Label, ...]] = {}
        self.opened: dict[int, int] = {}
        """The nodes of opened labels, and what it costs to pass each."""
        self.heaps: list[list[Label]] = [[] for _ in range(hops.most)]
        self.heaps[0].append(root)
        self.radius = [0] * hops.most
        self.layer = [0] * hops.most
        self.read = 0
        """How many links were read on this side."""

    def labels(self, node: int) -> tuple[Label, ...]:
        """The labels of a node."""
        best = self.best.get(node)
        return NO_LABELS if best is None else (best, *self.shorter.get(node, NO_LABELS))

    def replace(self, label: Label) -> None:
        """Keep a label of a node that has one already, unless another is as cheap and as short."""
        key, node, hops, _ = label
        known = self.labels(node)
        if any(one[0] <= key and one[2] <= hops for one in known):
            return
        left = [label, *(one for one in known if one[0] < key or one[2] < hops)]
        self.best[node] = best = min(left)
        if len(left) > 1:
            self.shorter[node] = tuple(one for one in left if one is not best)
        else:
            self.shorter.pop(node, None)
        heappush(self.heaps[hops], label)

    def head(self, hops: int) -> Label:
        """The next label of at most so many hops."""
        return self.heaps[self.layer[hops]][0]

    def holds(self, label: Label) -> bool:
        """Whether a label taken out of its heap is to be opened: no better one has replaced it meanwhile."""
        node = label[1]
        return self.best[node] is label or any(one is label for one in self.shorter.get(node, NO_LABELS))

    def measure(self) -> None:
        """Work ``radius`` and ``layer`` out again."""
        least, place = FAR, 0
        for hops, heap in enumerate(self.heaps):
            if heap and heap[0][0] < least:
                least, place = heap[0][0], hops
            self.radius[hops], self.layer[hops] = least, place


def way(label: Label | None) -> Iterator[int]:
    """The nodes of a label, from its own back to the end."""
    while label is not None:
        yield label[1]
        label = label[3]
