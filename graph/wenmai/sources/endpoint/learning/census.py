"""How many links use each predicate, counted by the server in two rounds.

To tell a literal from a resource costs an engine more than to count a triple. So all triples are counted by predicate first, and then
only those whose predicate may make links are looked at, in two questions of about the same size at the same time. Where triples are
repeated in several graphs, or some things are no entities, one question does both.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from wenmai.sources.endpoint.columns import maybe, number, resource
from wenmai.sources.endpoint.learning.published import Published, read_description, read_statistics
from wenmai.sources.endpoint.requests.dialects import UNKNOWN, tell_dialect
from wenmai.sources.endpoint.requests.flight import ask_together
from wenmai.sources.endpoint.sparql import Part, is_iri, rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from wenmai.sources.endpoint.dataset import Dataset

PATIENCE = 20.0
"""Seconds allowed for a count over the whole graph, with its retries."""

MOST_TRIPLES = 200_000_000
"""A server that is not known and says to have more triples is not asked to count them."""

MOST_NAMED = 400
"""Predicates that a question names at most."""


class Census:
    """Counts the links of an endpoint; predicates of ``silent`` make none."""

    def __init__(self, dataset: Dataset, silent: frozenset[str]) -> None:
        self.dataset, self.silent = dataset, silent
        self._totals: dict[str, int] = {}

    def count_links(self, walkable: Part, visible: Part) -> dict[str, int]:
        """How many links use each predicate, in the order of IRIs.

        Raises:
            Failed: the endpoint does not count them in time.
        """
        dataset = self.dataset
        if dataset.client.dialect is None and self.published.triples > MOST_TRIPLES:
            raise dataset.client.failure(f"has {self.published.triples:,} triples, as it says of itself")
        if dataset.client.dialect is not None and not dataset.client.dialect.counts:
            raise dataset.client.failure("ends questions that take so long")
        dialect = dataset.client.dialect or UNKNOWN
        if not dialect.splits or dataset.union != "default" or visible.text:
            return _count_at_once(dataset, walkable, visible)
        totals = _read(dataset, dataset.query("SELECT ?p (COUNT(*) AS ?c) { {{?s ?p ?o}} } GROUP BY ?p"))
        dataset.kept.keep("triples", totals)
        self._totals = {iri: many for iri, many in totals.items() if iri not in self.silent}
        if len(self._totals) > MOST_NAMED:
            return _count_at_once(dataset, walkable, visible)
        asks = [partial(_count_some, dataset, half) for half in share(self._totals) if half]
        return dict(sorted(item for found in ask_together(asks) for item in found.items()))

    @cached_property
    def published(self) -> Published:
        """What the endpoint says of itself."""
        found = read_description(self.dataset.client)
        if self.dataset.client.dialect is None:
            self.dataset.client.dialect = tell_dialect({}, published=found.words)
        return found

    def read_published(self, used: bool, sample: dict[str, int]) -> dict[str, int]:
        """How many triples have each predicate of links, as is published; ``used``: there may be statistics among the triples.

        Raises:
            Failed: nothing is published, or it does not fit a sample of links.
        """
        found = self.published
        if not found.by_predicate and used:
            found = found._replace(by_predicate=read_statistics(self.dataset))
        if not found.fits(sample):
            raise self.dataset.client.failure("publishes no statistics that fit what it answers")
        return {iri: many for iri, many in sorted(found.by_predicate.items()) if iri not in self.silent and is_iri(iri)}

    def count_triples(self, linking: Collection[str]) -> dict[str, int]:
        """How many triples have each of some predicates that make links, as far as that was counted.

        Raises:
            Failed: it was not.
        """
        found = {iri: many for iri, many in self._totals.items() if iri in linking}
        if not found:
            raise self.dataset.client.failure("counted no triples")
        return found


def share(counts: dict[str, int]) -> tuple[list[str], list[str]]:
    """Predicates in two parts whose counts are about the same together.

    >>> share({"urn:a": 5, "urn:b": 4, "urn:c": 1})
    (['urn:a'], ['urn:b', 'urn:c'])
    """
    parts: tuple[list[str], list[str]] = [], []
    sizes = [0, 0]
    for iri in sorted(counts, key=lambda iri: (-counts[iri], iri)):
        less = sizes.index(min(sizes))
        parts[less].append(iri)
        sizes[less] += counts[iri]
    return parts


def _count_at_once(dataset: Dataset, walkable: Part, visible: Part) -> dict[str, int]:
    return _read(
        dataset,
        dataset.query(
            "SELECT ?p (COUNT(*) AS ?c) { SELECT $distinct ?s ?p ?o"
            " { {{?s ?p ?o}} FILTER(!isLiteral(?o)) $walkable $visible } } GROUP BY ?p",
            distinct=dataset.distinct,
            walkable=walkable,
            visible=visible,
        ),
    )


def _count_some(dataset: Dataset, predicates: Sequence[str]) -> dict[str, int]:
    return _read(
        dataset,
        dataset.query(
            "SELECT ?p (COUNT(*) AS ?c) { VALUES ?p { $some } {{?s ?p ?o}} FILTER(!isLiteral(?o)) } GROUP BY ?p",
            some=rows(predicates),
        ),
    )


def _read(dataset: Dataset, query: Part) -> dict[str, int]:
    """Predicates and their counts, in the order of IRIs; those that no request can name, and those of none, are left out."""
    found: Iterable[tuple[str | None, int]] = dataset.select(query, maybe(resource("p")), number("c"), within=PATIENCE)
    return dict(sorted((iri, many) for iri, many in found if iri is not None and many and is_iri(iri)))
