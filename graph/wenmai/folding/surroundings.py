"""The triples around nodes that may be folded, in both directions; only those whose ends are resources."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.folding.shapes import Step

Triple = tuple[int, int, int]


class Surroundings:
    """Triples by subject and by object, of the nodes that are looked at."""

    def __init__(self, triples: Iterable[Triple], nodes: Sequence[int] | bytearray) -> None:
        self.outs: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self.ins: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for subject, predicate, value in triples:
            if nodes[subject]:
                self.outs[subject].append((predicate, value))
            if nodes[value]:
                self.ins[value].append((predicate, subject))

    def follow(self, node: int, way: Iterable[Step]) -> list[int]:
        """The nodes at the end of a way, in order, each once."""
        found = [node]
        for predicate, back in way:
            found = [
                other
                for one in found
                for step, other in (self.ins if back else self.outs).get(one, ())
                if step == predicate
            ]
        return list(dict.fromkeys(found))

    def ends(self, node: int, ways: Iterable[Iterable[Step]]) -> list[int]:
        """The nodes at the ends of several ways, each once."""
        return list(dict.fromkeys(end for way in ways for end in self.follow(node, way)))
