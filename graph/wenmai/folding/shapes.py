"""The kinds of nodes of an interpretation, compiled for one way of naming terms: numbers in an index, IRIs elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from wenmai.profiles import NodeKind, Way

    Step = tuple[Any, bool]
    """A predicate, and whether it is followed from object to subject."""

ORDER = (
    "list", "restriction", "expression", "statement", "reference", "label", "note", "identifier", "time", "quantity",
    "record", "page", "relation", "event",
)  # fmt: skip
"""The kinds, the surest first: a node that is of two is of the first."""

QUANTIFIERS = ("some", "all", "value", "class", "self")
"""The parts of a restriction that lead to what it restricts its property to."""

CARDINALITIES = ("exactly", "least", "most")
"""The parts of a restriction that say how many; what of, its part ``class`` says."""

JUNCTIONS = ("and", "or", "not", "one")
"""The parts of a class expression."""


class NodeShape(NamedTuple):
    """One kind of nodes: by which classes, leading predicates and own predicates it is known; the ways to its parts.

    ``led`` and ``typed`` have the predicate of the link that a node stands for, by what leads to it and by its class.
    """

    kind: str
    classes: frozenset[Any]
    reached: frozenset[Any]
    marks: frozenset[Any]
    parts: Mapping[str, tuple[tuple[Step, ...], ...]]
    led: Mapping[Any, str]
    typed: Mapping[Any, str]

    def ways(self, *parts: str) -> list[tuple[Step, ...]]:
        """The ways to some parts, in order."""
        return [way for part in parts for way in self.parts.get(part, ())]

    def steps(self, *parts: str) -> set[Step]:
        """The first steps of the ways to some parts."""
        return {way[0] for way in self.ways(*parts)}


def compile_shapes(
    kinds: Iterable[NodeKind], predicate: Callable[[str], Any], resource: Callable[[str], Any]
) -> list[NodeShape]:
    """The shapes of ``kinds``, the surest first; ``predicate`` and ``resource`` give what each goes by."""
    return [
        NodeShape(
            kind.kind,
            frozenset(map(resource, kind.classes)),
            frozenset(map(predicate, kind.reached)),
            frozenset(map(predicate, kind.marks)),
            {part: tuple(_steps(way, predicate) for way in ways) for part, ways in kind.parts.items()},
            {predicate(one): into for one, into in _rewritten(kind.reached, kind)},
            {resource(one): into for one, into in _rewritten(kind.classes, kind)},
        )
        for kind in sorted(kinds, key=lambda one: ORDER.index(one.kind) if one.kind in ORDER else len(ORDER))
    ]


def _rewritten(terms: Iterable[str], kind: NodeKind) -> Iterator[tuple[str, str]]:
    """What each term stands for by the first pair of patterns that it fits."""
    from wenmai.profiles.patterns import rewrite

    for term in terms:
        found = (rewrite(term, *pair) for pair in kind.rewrite)
        into = next((one for one in found if one is not None), None)
        if into is not None:
            yield term, into


def _steps(way: Way, predicate: Callable[[str], Any]) -> tuple[Step, ...]:
    return tuple((predicate(step.removeprefix("^")), step.startswith("^")) for step in way)
