"""Which of the terms that wenmai knows an endpoint uses: asked for all of them with one question, and kept."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from wenmai.sources.cache.digest import hash_all
from wenmai.sources.endpoint.columns import maybe, resource
from wenmai.sources.endpoint.requests.transport import Failed, Unavailable
from wenmai.sources.endpoint.sparql import Part, rows
from wenmai.terms import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.sources.endpoint.copied.meaning import Telltales
    from wenmai.sources.endpoint.dataset import Dataset


class UsedTerms:
    """Of some predicates and classes those that are used, a class by having instances.

    ``telltales`` are terms of which it is asked besides whether any is used; where that makes the question too long, none is.
    """

    def __init__(
        self, dataset: Dataset, predicates: Iterable[str], classes: Iterable[str], telltales: Telltales | None = None
    ) -> None:
        self.dataset = dataset
        self._basic = sorted(set(predicates)), sorted(set(classes))
        self._telltales = telltales
        more = (telltales.predicates, telltales.classes) if telltales is not None else (frozenset(), frozenset())
        self._predicates, self._classes = (sorted({*one, *two}) for one, two in zip(self._basic, more, strict=True))
        self._leading = sorted(telltales.leading) if telltales is not None else []

    @property
    def telling(self) -> bool:
        """Whether one of the telltales is used, as far as the endpoint tells."""
        try:
            predicates, classes = self.every
        except Unavailable:
            raise
        except Failed:
            return False
        told = self._telltales
        return told is not None and not (told.predicates | told.leading | told.classes).isdisjoint(predicates | classes)

    def without_unused(self, predicates: Iterable[str]) -> list[str]:
        """Predicates in order, without those that are known not to be used: a question that names fewer is answered sooner."""
        try:
            unused = frozenset(self._basic[0]) - self.every[0]
        except Unavailable:
            raise
        except Failed:
            unused = frozenset()
        return sorted(frozenset(predicates) - unused)

    @cached_property
    def every(self) -> tuple[frozenset[str], frozenset[str]]:
        """The predicates and the classes.

        Raises:
            Failed: the endpoint does not tell.
        """
        named = (*self._predicates, "", *self._classes, "", *self._leading)
        asked = hash_all("\n".join(named).encode().splitlines())[:16]

        def read(kept: Any) -> tuple[frozenset[str], frozenset[str]]:
            if kept[0] != asked:  # by a wenmai that knew other terms
                raise ValueError(kept[0])
            return frozenset(map(str, kept[1])), frozenset(map(str, kept[2]))

        def write(found: tuple[frozenset[str], frozenset[str]]) -> list[Any]:
            return [asked, *map(sorted, found)]

        return self.dataset.kept.recall("terms", self._ask, read, write)

    def _ask(self) -> tuple[frozenset[str], frozenset[str]]:
        if self._telltales is None:
            return self._used(*self._basic, [])
        try:
            return self._used(self._predicates, self._classes, self._leading)
        except Unavailable:
            raise
        except Failed:  # it may be the length of the question
            return self._used(*self._basic, [])

    def _used(self, some: list[str], kinds: list[str], leading: list[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Of predicates and classes those that are used; of ``leading`` those that lead to what something is said of."""
        query = self.dataset.query(
            "SELECT ?p ?c { { VALUES ?p { $predicates } FILTER EXISTS { {{?s ?p ?o}} } }"
            " UNION { VALUES ?c { $classes } FILTER EXISTS { {{?s $type ?c}} } } $leading }",
            predicates=rows(some),
            classes=rows(kinds),
            type=TYPE,
            leading=self.dataset.query(
                "UNION { VALUES ?p { $leading } FILTER EXISTS { {{?s ?p ?o}} FILTER(!isLiteral(?o)) {{?o ?q ?v}} } }",
                leading=rows(leading),
            )
            if leading
            else Part(""),
        )
        found = self.dataset.select(query, maybe(resource("p")), maybe(resource("c")))
        predicates, classes = (frozenset(row[place] for row in found if row[place]) for place in (0, 1))
        return predicates.intersection((*some, *leading)), classes.intersection(kinds)
