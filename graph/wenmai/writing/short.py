"""IRIs written short, under the prefixes that a graph uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wenmai.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyoxigraph

    Prefixes = Mapping[str, str]

_LOCAL = re.compile(r"(?:[^\W]|:)(?:[\w·‿-]|[.:](?=[\w:-]))*")
"""A local name that every Turtle parser takes without an escape: letters of any script, digits, ``_``, ``-``, inner dots."""


def longest_first(prefixes: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs of namespace and prefix, in the order in which they are tried."""
    return sorted(((space, prefix) for prefix, space in prefixes if space), key=lambda item: (-len(item[0]), item[1]))


class Short:
    """IRIs as a person writes them, under the prefixes that the graph uses."""

    def __init__(self, iris: Iterable[str], prefixes: Prefixes) -> None:
        self._spaces = longest_first(prefixes.items())
        self.used: dict[str, str] = {}
        self._known: dict[str, str] = {}
        for iri in iris:
            self(iri)

    def __call__(self, iri: str) -> str:
        """``prefix:name``, or ``<iri>`` where no prefix fits."""
        found = self._known.get(iri)
        if found is None:
            found = self._known[iri] = self._shorten(iri)
        return found

    def _shorten(self, iri: str) -> str:
        for space, prefix in self._spaces:
            if iri.startswith(space):
                name = iri[len(space) :]
                if _LOCAL.fullmatch(name):
                    self.used[prefix] = space
                    return f"{prefix}:{name}"
                break
        return f"<{iri}>"


def iris_of(quads: Iterable[pyoxigraph.Quad]) -> Iterator[str]:
    """Every IRI that quads hold, within triple terms too, and the datatypes of their literals."""
    import pyoxigraph as ox

    def within(term: Any) -> Iterator[str]:
        if isinstance(term, ox.NamedNode):
            yield term.value
        elif isinstance(term, ox.Triple):
            for part in term:
                yield from within(part)
        elif isinstance(term, ox.Literal) and not term.language and term.datatype.value != XSD + "string":
            yield term.datatype.value

    for quad in quads:
        for term in quad:
            yield from within(term)
