"""The triples around nodes that may be folded, in both directions; only those whose ends are resources."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.folding.shapes import PartWays, Step

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

    def reached(self, node: int, ways: PartWays) -> dict[int, Step]:
        """The nodes at the ends of ways, each once, with the last step that leads there."""
        found: dict[int, Step] = {}
        if ways.forward:
            for step, other in self.outs.get(node, ()):
                if step in ways.forward:
                    found.setdefault(other, (step, False))
        if ways.back:
            for step, other in self.ins.get(node, ()):
                if step in ways.back:
                    found.setdefault(other, (step, True))
        for way in ways.long:
            for end in self.follow(node, way):
                found.setdefault(end, way[-1])
        return found

    def ends(self, node: int, ways: PartWays) -> list[int]:
        """The nodes at the ends of ways, each once."""
        return list(self.reached(node, ways))
