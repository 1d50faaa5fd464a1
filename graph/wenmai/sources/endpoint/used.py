"""Which of the terms that wenmai knows an endpoint uses: asked for all of them with one question, and kept."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from wenmai.sources.cache.digest import hash_all
from wenmai.sources.endpoint.columns import maybe, resource
from wenmai.sources.endpoint.sparql import rows
from wenmai.sources.endpoint.transport import Failed, Unavailable
from wenmai.terms import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.sources.endpoint.dataset import Dataset


class UsedTerms:
    """Of some predicates and classes those that are used, a class by having instances."""

    def __init__(self, dataset: Dataset, predicates: Iterable[str], classes: Iterable[str]) -> None:
        self.dataset = dataset
        self._predicates, self._classes = sorted(set(predicates)), sorted(set(classes))

    def without_unused(self, predicates: Iterable[str]) -> list[str]:
        """Predicates in order, without those that are known not to be used: a question that names fewer is answered sooner."""
        try:
            unused = frozenset(self._predicates) - self.every[0]
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
        asked = hash_all("\n".join((*self._predicates, "", *self._classes)).encode().splitlines())[:16]

        def read(kept: Any) -> tuple[frozenset[str], frozenset[str]]:
            if kept[0] != asked:  # by a wenmai that knew other terms
                raise ValueError(kept[0])
            return frozenset(map(str, kept[1])), frozenset(map(str, kept[2]))

        def write(found: tuple[frozenset[str], frozenset[str]]) -> list[Any]:
            return [asked, *map(sorted, found)]

        return self.dataset.kept.recall("terms", self._ask, read, write)

    def _ask(self) -> tuple[frozenset[str], frozenset[str]]:
        query = self.dataset.query(
            "SELECT ?p ?c { { VALUES ?p { $predicates } FILTER EXISTS { {{?s ?p ?o}} } }"
            " UNION { VALUES ?c { $classes } FILTER EXISTS { {{?s $type ?c}} } } }",
            predicates=rows(self._predicates),
            classes=rows(self._classes),
            type=TYPE,
        )
        found = self.dataset.select(query, maybe(resource("p")), maybe(resource("c")))
        predicates, classes = (frozenset(row[place] for row in found if row[place]) for place in (0, 1))
        return predicates.intersection(self._predicates), classes.intersection(self._classes)
