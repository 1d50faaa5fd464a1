"""Numbers for the resources of an endpoint, given out as they are met."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Node(int):
    """A number that stands for a resource and sorts by its IRI, as the numbers of a local index do."""

    iri: str

    @classmethod
    def of(cls, number: int, iri: str) -> Node:
        """The node of an IRI."""
        node = cls(number)
        node.iri = iri
        return node

    def __lt__(self, other: int) -> bool:
        return self.iri < other.iri if isinstance(other, Node) else int(self) < other

    def __gt__(self, other: int) -> bool:
        return self.iri > other.iri if isinstance(other, Node) else int(self) > other

    def __le__(self, other: int) -> bool:
        return not self > other

    def __ge__(self, other: int) -> bool:
        return not self < other


class Nodes:
    """The nodes met so far."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._numbers: dict[str, Node] = {}

    def __getitem__(self, number: int) -> Node:
        return self._nodes[number]

    def __len__(self) -> int:
        return len(self._nodes)

    def get(self, iri: str) -> Node | None:
        """The node of an IRI, if it was met."""
        return self._numbers.get(iri)

    def meet(self, iri: str) -> Node:
        """The node of an IRI, new or known."""
        node = self._numbers.get(iri)
        if node is None:
            node = self._numbers[iri] = Node.of(len(self._nodes), iri)
            self._nodes.append(node)
        return node


class Waiting:
    """Things about which something may be asked next, the latest first: what is asked about one is asked about many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._queue: deque[int] = deque(maxlen=100_000)

    def suggest(self, things: Iterable[int]) -> None:
        """Put things at the head, in their order."""
        self._queue.extendleft(reversed(list(things)))

    def suggest_later(self, things: Iterable[int]) -> None:
        """Put things at the end: they may be asked about, once all others were."""
        self._queue.extend(islice(things, self._room()))

    def _room(self) -> int:
        return max(0, 100_000 - len(self._queue))

    def batch(self, first: Iterable[int], known: Callable[[int], bool]) -> list[int]:
        """``first``, and as many suggestions as fit that are not known yet, each once."""
        chosen = dict.fromkeys(first)
        while self._queue and len(chosen) < self._most:
            thing = self._queue.popleft()
            if not known(thing):
                chosen[thing] = None
        return list(chosen)
