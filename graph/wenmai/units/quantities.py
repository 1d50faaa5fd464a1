"""Quantities: a number with its unit, read from nodes that stand for one.

Which nodes do, profiles say: QUDT, schema.org, SOSA, the RDF Data Cube, CIDOC-CRM's dimensions, Wikibase's values, Brick and
others, each with its specification.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from wenmai.evidence.citing import follow
from wenmai.model import Literal
from wenmai.terms import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.evidence.citing import Around, Values
    from wenmai.model import Term
    from wenmai.profiles import Interpretation, NodeKind


class StatedQuantity(NamedTuple):
    """What a node says of a number: ``value``, or ``lower`` and ``upper``, as it writes them; ``unit`` is an IRI, a code or a word.

    ``about`` are the things that it says it of, where it names them, ``indicators`` what it measures.
    """

    value: str | None
    lower: str | None
    upper: str | None
    unit: Term | None
    about: tuple[str, ...] = ()
    indicators: tuple[Term, ...] = ()


class Quantities:
    """How a graph writes quantities, by an interpretation of its terms."""

    def __init__(self, interpretation: Interpretation) -> None:
        self._kinds = interpretation.kinds("quantity")

    def __bool__(self) -> bool:
        return bool(self._kinds)

    @cached_property
    def predicates(self) -> frozenset[str]:
        """The predicates that say a part of a quantity."""
        parts = ("value", "lower", "upper")
        return frozenset(way[0] for kind in self._kinds for part in parts for way in kind.parts.get(part, ()))

    def unit_beside(self, predicate: str, values: Values) -> Term | None:
        """The unit of a number that a thing has by itself (a price and its currency), by the predicate of the number."""
        for kind in self._kinds:
            if (predicate,) in kind.parts.get("value", ()):
                for way in kind.parts.get("unit", ()):
                    if len(way) == 1 and values.get(way[0]):
                        return values[way[0]][0]
        return None

    def kinds_of(self, values: Values, reached: frozenset[str] = frozenset()) -> Iterator[NodeKind]:
        """The kinds that a node with some ``values`` is of, to which some predicates lead."""
        types = frozenset(map(str, values.get(TYPE, ())))
        for kind in self._kinds:
            known = not types.isdisjoint(kind.classes) or not reached.isdisjoint(kind.reached)
            if known or any(mark in values for mark in kind.marks):
                yield kind

    def read(
        self, node: str, values: Values, around: Around, reached: frozenset[str] = frozenset()
    ) -> StatedQuantity | None:
        """The quantity that a node stands for; ``None`` where it is none or says no number."""
        for kind in self.kinds_of(values, reached):
            value, lower, upper = (
                next((text for end in self._ends(node, values, kind, part, around) if (text := number(end))), None)
                for part in ("value", "lower", "upper")
            )
            if value is None and lower is None and upper is None:
                continue
            units = list(self._ends(node, values, kind, "unit", around))
            about = tuple(end for end in self._ends(node, values, kind, "about", around) if isinstance(end, str))
            indicators = tuple(self._ends(node, values, kind, "indicator", around))
            return StatedQuantity(value, lower, upper, next(iter(units), None), about, indicators)
        return None

    @staticmethod
    def _ends(node: str, values: Values, kind: NodeKind, part: str, around: Around) -> Iterator[Term]:
        """The ends of the first way to a part that leads to any."""
        for way in kind.parts.get(part, ()):
            if part == "about" and len(way) == 1 and way[0].startswith("^"):
                continue  # what leads to the node is found on the way to it
            ends = list(dict.fromkeys(follow(node, values, way, around)))
            if ends:
                yield from ends
                return


def number(term: Term) -> str | None:
    """What a literal writes as a number; ``None`` for any other.

    >>> number(Literal("+1.96")), number(Literal("INF")), number(Literal("many"))
    ('+1.96', None, None)
    """
    if not isinstance(term, Literal):
        return None
    text = term.value.strip()
    try:
        found = float(text)
    except ValueError:
        return None
    return text if found - found == 0 else None  # neither infinite nor not a number
