"""Classes above and below others: by ``rdfs:subClassOf``, and by the intersections that OWL defines a class as."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from wenmai.terms import OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.sources import Source

FIRST, REST, NIL = RDF + "first", RDF + "rest", RDF + "nil"
SUBCLASS, INTERSECTION = RDFS + "subClassOf", OWL + "intersectionOf"

MOST_KIN, MOST_ASKED = 200, 2_000
"""So many classes above or below are found, and so many are asked what is above or below them."""


def classes_below(source: Source, kind: str) -> list[str]:
    """A class, and the classes below it, as far as the graph states them."""
    return _reached(source, [kind], forward=False)


def classes_above(source: Source, kinds: Iterable[str]) -> list[str]:
    """Some classes, and the classes above them, the nearest first."""
    return _reached(source, list(kinds), forward=True)


def _reached(source: Source, first: list[str], *, forward: bool) -> list[str]:
    found = dict.fromkeys(first)
    waiting, most = list(first), len(found) + MOST_KIN
    for kind in islice(waiting, MOST_ASKED):
        for other in _next(source, kind, forward=forward):
            if other not in found and len(found) < most:
                found[other] = None
                waiting.append(other)
    return list(found)


def _next(source: Source, kind: str, *, forward: bool) -> Iterator[str]:
    if forward:
        found = chain(_objects(source, kind, SUBCLASS), _members(source, kind))
    else:
        found = chain(_subjects(source, SUBCLASS, kind), _intersections(source, kind))
    return (one for one in found if not one.startswith("_:"))


def _members(source: Source, kind: str) -> Iterator[str]:
    """The classes that a class is the intersection of."""
    for cell in _objects(source, kind, INTERSECTION):
        cells, at = {cell}, cell
        while at != NIL and len(cells) < MOST_KIN:
            yield from _objects(source, at, FIRST)
            at = next(_objects(source, at, REST), NIL)
            if at in cells:
                break
            cells.add(at)


def _intersections(source: Source, kind: str) -> Iterator[str]:
    """The classes that are an intersection with a class."""
    for cell in _subjects(source, FIRST, kind):
        cells, head = {cell}, cell
        while (before := next(_subjects(source, REST, head), None)) is not None and before not in cells:
            cells.add(before)
            head = before
        yield from _subjects(source, INTERSECTION, head)


def _objects(source: Source, subject: str, predicate: str) -> Iterator[str]:
    return (quad.object for quad in source.match(subject, predicate) if isinstance(quad.object, str))


def _subjects(source: Source, predicate: str, value: str) -> Iterator[str]:
    return (quad.subject for quad in source.match(None, predicate, value))
