"""Which classes belong together, so that kin share a colour: the root of each class by ``rdfs:subClassOf``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.terms import RDFS, SKOS, WM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.sources import Source

SUBCLASS = RDFS + "subClassOf"
CONCEPT = SKOS + "Concept"


class Families:
    """The class tree of a graph and of wenmai's own vocabulary."""

    def __init__(self, source: Source) -> None:
        from pyoxigraph import NamedNode, RdfFormat, parse

        from wenmai.system import packaged

        self._above: dict[str, set[str]] = {}
        self._own: set[str] = set()
        quads: list[Iterable[object]] = [parse(path=str(packaged.vocabulary()), format=RdfFormat.TURTLE)]
        if source.enumerable:
            quads.append(source.store.quads_for_pattern(None, NamedNode(SUBCLASS), None, None))
        for quad in (quad for group in quads for quad in group):
            subject, predicate, value = quad.subject, quad.predicate, quad.object  # type: ignore[attr-defined]
            if predicate.value == SUBCLASS and isinstance(subject, NamedNode) and isinstance(value, NamedNode):
                self._above.setdefault(subject.value, set()).add(value.value)
                self._own.add(subject.value)

    def root(self, iri: str) -> str:
        """The highest class above ``iri`` within its own vocabulary; concepts of wenmai's share one family."""
        seen = {iri}
        while True:
            above = sorted(self._above.get(iri, set()) - seen)
            near = [one for one in above if one in self._own or one.startswith(WM)]
            if not near:
                return CONCEPT if CONCEPT in above else iri
            iri = near[0]
            seen.add(iri)
