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


class PartWays(NamedTuple):
    """PartWays to some parts: those of one step by their predicates, forward and back, and the ``long`` ones.

    ``steps`` are the first steps of all. A vocabulary may have thousands of ways of one step, so none is tried in turn.
    """

    forward: frozenset[Any]
    back: frozenset[Any]
    long: tuple[tuple[Step, ...], ...]
    steps: frozenset[Step]

    def __bool__(self) -> bool:
        return bool(self.steps)


class NodeShape:
    """One kind of nodes: by which classes, leading predicates and own predicates it is known; the ways to its parts.

    ``led`` and ``typed`` have the predicate of the link that a node stands for, by what leads to it and by its class.
    """

    def __init__(
        self,
        kind: str,
        classes: Iterable[Any] = (),
        reached: Iterable[Any] = (),
        marks: Iterable[Any] = (),
        parts: Mapping[str, tuple[tuple[Step, ...], ...]] | None = None,
        led: Mapping[Any, str] | None = None,
        typed: Mapping[Any, str] | None = None,
    ) -> None:
        self.kind, self.parts = kind, parts or {}
        self.classes, self.reached, self.marks = frozenset(classes), frozenset(reached), frozenset(marks)
        self.led, self.typed = led or {}, typed or {}
        self._ways: dict[tuple[str, ...], PartWays] = {}

    def ways(self, *parts: str) -> PartWays:
        """The ways to some parts; to all of them where none is named."""
        found = self._ways.get(parts)
        if found is None:
            every = [way for part in parts or self.parts for way in self.parts.get(part, ())]
            single = [way[0] for way in every if len(way) == 1]
            found = self._ways[parts] = PartWays(
                frozenset(predicate for predicate, back in single if not back),
                frozenset(predicate for predicate, back in single if back),
                tuple(way for way in every if len(way) > 1),
                frozenset(way[0] for way in every),
            )
        return found

    @property
    def leading(self) -> frozenset[Any]:
        """The predicates that lead to a node of the kind from what it is about."""
        return self.reached | {predicate for predicate, back in self.ways().steps if back}


def compile_shapes(
    kinds: Iterable[NodeKind], predicate: Callable[[str], Any], resource: Callable[[str], Any]
) -> list[NodeShape]:
    """The shapes of ``kinds``, the surest first; ``predicate`` and ``resource`` give what each goes by."""
    return [
        NodeShape(
            kind.kind,
            map(resource, kind.classes),
            map(predicate, kind.reached),
            map(predicate, kind.marks),
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
