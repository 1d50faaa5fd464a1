"""Which nodes are folded: not entities, but how a graph writes down something about entities.

A node of a kind that only writes something down (a list cell, a restriction, a label, a value) always is. One that links
others (a membership, a birth, a production) is while it has no identity of its own: no name, and nobody speaks of it but by
the parts of its kind. A blank node that no kind knows is where it has no name and stands in one place: what one triple
leads to, as ``[ … ]`` is in Turtle. A time with a name is an entity where it is the time of nothing: a list of periods is about these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.folding.shapes import NodeShape

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from wenmai.folding.surroundings import Surroundings

BLANK = NodeShape("blank")
"""The kind of a blank node that no profile knows."""

LINKING = frozenset({"relation", "event"})
UNLESS_NAMED = frozenset({*LINKING, "blank"})
"""Kinds whose nodes are entities where they have a name."""

MOST_LINKS = 64
"""A node that would become more links than that is an entity: it brings many together."""


class Decision:
    """Decides about candidates, each given with the kind that its classes and predicates make it.

    ``named`` tells whether a node has a label, ``walked`` whether a path may follow a predicate, ``leading`` whether a
    node leads to others or has a name. ``silent`` are the predicates by which statements name what they are about.
    """

    def __init__(
        self,
        candidates: Mapping[int, NodeShape],
        around: Surroundings,
        named: Callable[[int], bool],
        walked: Callable[[int], bool],
        leading: Callable[[int], bool],
        silent: Collection[int] = (),
    ) -> None:
        self.candidates, self.around = candidates, around
        self._named, self._walked, self._leading, self._silent = named, walked, leading, silent

    def folded(self) -> dict[int, NodeShape]:
        """The nodes that are folded, each with its kind."""
        chosen = {node: shape for node, shape in self.candidates.items() if self._folds(node, shape)}
        for node in [node for node, shape in chosen.items() if shape is BLANK]:
            if not self._belongs(node, chosen):
                del chosen[node]
        return chosen

    def _folds(self, node: int, shape: NodeShape) -> bool:
        if self._named(node) and (shape.kind in UNLESS_NAMED or (shape.kind == "time" and self._stands_alone(node))):
            return False
        if shape.kind == "note":
            return not self._named(node) or all(step in shape.reached for step, _ in self._speaking(node))
        if shape.kind in LINKING:
            return self._explained(node, shape) and self._few(node, shape)
        if shape.kind == "page":
            return self._leads_nowhere(node, shape)
        if shape is BLANK:
            return len(set(self._speaking(node))) == 1
        return True

    def _stands_alone(self, node: int) -> bool:
        """Whether a period with a name is the time of nothing: only other times speak of it, and it is what the graph is about."""
        shapes = (self.candidates.get(other) for _, other in self._speaking(node))
        return all(shape is not None and shape.kind == "time" for shape in shapes)

    def _speaking(self, node: int) -> Iterator[tuple[int, int]]:
        """The triples that lead to a node, but for those of statements about triples."""
        return (pair for pair in self.around.ins.get(node, ()) if pair[0] not in self._silent)

    def _explained(self, node: int, shape: NodeShape) -> bool:
        """Whether all that leads to a node leads to one of its kind."""
        known = shape.leading
        return not shape.ways("subject", "object") or all(predicate in known for predicate, _ in self._speaking(node))

    def _few(self, node: int, shape: NodeShape) -> bool:
        if not shape.ways("subject", "object"):
            return 0 < len(self.around.ins.get(node, ())) <= MOST_LINKS
        ends = [self.around.ends(node, shape.ways(part)) for part in ("subject", "object")]
        return bool(ends[0]) and len(ends[0]) * max(1, len(ends[1])) <= MOST_LINKS

    def _leads_nowhere(self, node: int, shape: NodeShape) -> bool:
        """Whether a page is linked with nothing but what it is about, and the records of what holds it."""
        about = set(self.around.ends(node, shape.ways("about")))
        speaking = [pair for pair in self._speaking(node) if pair[0] not in shape.reached]
        ends = (*self.around.outs.get(node, ()), *speaking)
        return all(other in about or self._is_site(other) for predicate, other in ends if self._walked(predicate))

    def _is_site(self, node: int) -> bool:
        """Whether a node is a record, or one that leads nowhere and has no name."""
        shape = self.candidates.get(node)
        return shape.kind == "record" if shape is not None else not self._leading(node)

    def _belongs(self, node: int, chosen: Mapping[int, NodeShape]) -> bool:
        """Whether the blank node is part of what is said about an entity, or of another kind of node that is folded."""
        seen = set()
        while chosen.get(node) is BLANK:
            if node in seen:
                return False
            seen.add(node)
            node = next(self._speaking(node))[1]
        return True
