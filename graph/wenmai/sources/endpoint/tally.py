"""What an endpoint holds as a whole: which kinds of statements, how many links by predicate, how many entities.

Counting everything is the one thing that can take an endpoint minutes. Where it runs out of patience a sample stands in,
and that is said.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.index.builder import ROLES, SOURCES
from wenmai.sources.endpoint.sparql import Part, joined, listed, rows
from wenmai.sources.endpoint.transport import TimedOut
from wenmai.terms import APPARATUS_TYPES, RDF, STRUCTURAL, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.sources.endpoint.dataset import Dataset, Row

PATIENCE = 20.0
"""Seconds allowed for a count over the whole graph."""

SAMPLE = 100_000
"""How many links stand for all of them where counting takes too long."""

_STATED = (RDF + "subject", RDF + "predicate", RDF + "object")


class Tally:
    """Counts over a whole endpoint, each made when first asked for."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    @cached_property
    def _kinds(self) -> tuple[frozenset[str], tuple[str, ...]]:
        query = self.dataset.query(
            "SELECT ?p ?c { { VALUES ?p { $roles } FILTER EXISTS { {{?s ?p ?o}} } }"
            " UNION { VALUES ?c { $classes } FILTER EXISTS { {{?s $type ?c}} } } }",
            roles=rows(ROLES),
            classes=rows(sorted(APPARATUS_TYPES)),
            type=TYPE,
        )
        found = self.dataset.select(query, "p", "c")
        return frozenset(p for p, _ in found if p), tuple(sorted(c for _, c in found if c))

    @property
    def roles(self) -> frozenset[str]:
        """The predicates of :data:`wenmai.index.builder.ROLES` that are used at all."""
        return self._kinds[0]

    @property
    def apparatus(self) -> tuple[str, ...]:
        """The classes of apparatus that have instances."""
        return self._kinds[1]

    def visible(self, *things: str | Part) -> Part:
        """Filters that keep apparatus out of variables (constants of the program) and terms (already written)."""
        return joined(
            self.dataset.query("FILTER NOT EXISTS { {{$thing $type $kind}} }", thing=thing, type=TYPE, kind=kind)
            for thing in (Part(thing) if isinstance(thing, str) else thing for thing in things)
            for kind in self.apparatus
        )

    @cached_property
    def walkable(self) -> Part:
        """The filter that leaves the predicates that can be walked."""
        return self.dataset.query("FILTER(?p NOT IN ($structural))", structural=listed(sorted(STRUCTURAL)))

    @cached_property
    def by_predicate(self) -> dict[str, int]:
        """How many links use each predicate, in the order of IRIs; of a sample where counting took too long."""
        try:
            found = self._counted()
        except TimedOut:
            found = self._sampled()
            self.dataset.notice(
                f"counting all links took too long; how rare a predicate is was estimated from {SAMPLE:,} of them"
            )
        return dict(sorted((p, int(c.value)) for p, c in found if p))

    def _counted(self) -> list[Row]:
        query = self.dataset.query(
            "SELECT ?p (COUNT(*) AS ?c) { SELECT $distinct ?s ?p ?o"
            " { {{?s ?p ?o}} FILTER(!isLiteral(?o)) $walkable $visible } } GROUP BY ?p",
            distinct=self.dataset.distinct,
            walkable=self.walkable,
            visible=self.visible("?s", "?o"),
        )
        return self.dataset.select(query, "p", "c", timeout=PATIENCE, retries=0)

    def _sampled(self) -> list[Row]:
        query = self.dataset.query(
            "SELECT ?p (COUNT(*) AS ?c) { SELECT ?p { {{?s ?p ?o}} FILTER(!isLiteral(?o)) $walkable } LIMIT $size }"
            " GROUP BY ?p",
            walkable=self.walkable,
            size=SAMPLE,
        )
        return self.dataset.select(query, "p", "c", timeout=PATIENCE)

    def nodes(self) -> int:
        """How many nodes there are.

        Raises:
            TimedOut: it takes too long to count them.
        """
        query = self.dataset.query(
            "SELECT (COUNT(DISTINCT ?n) AS ?c) { { {{?n ?p ?x}} FILTER(isLiteral(?x) || ?p NOT IN ($silent)) $nodes }"
            " UNION { {{?x ?p ?n}} FILTER(!isLiteral(?n)) $walkable $both } }",
            silent=listed(sorted(STRUCTURAL - {TYPE})),
            walkable=self.walkable,
            nodes=self.visible("?n"),
            both=self.visible("?n", "?x"),
        )
        return int(self.dataset.select(query, "c", timeout=PATIENCE, retries=0)[0][0].value)

    def classes(self) -> dict[str, int]:
        """How many nodes each class has, in the order of IRIs."""
        query = self.dataset.query(
            "SELECT ?t (COUNT(DISTINCT ?n) AS ?c) { {{?n $type ?t}} $visible } GROUP BY ?t",
            type=TYPE,
            visible=self.visible("?n"),
        )
        found = self.dataset.select(query, "t", "c")
        return dict(sorted((kind, int(c.value)) for kind, c in found if isinstance(kind, str)))

    def cited(self) -> int:
        """How many links name who states them: in a reified statement, on their subject, or by their named graph."""
        ways = [
            self.dataset.query(
                "{ {{?t $subject ?s}} {{?t $predicate ?p}} {{?t $object ?o}} {{?t ?e ?x}}"
                " FILTER(?e IN ($evidence)) {{?s ?p ?o}} }",
                **dict(zip(("subject", "predicate", "object"), _STATED, strict=True)),
                evidence=listed((WM + "evidence", *SOURCES)),
            ),
            self.dataset.query("{ {{?s $evidence ?x}} {{?s ?p ?o}} }", evidence=WM + "evidence"),
        ]
        if self.dataset.union != "default":
            ways.append(self.dataset.query("{ GRAPH ?g { ?s ?p ?o } }"))
        query = self.dataset.query(
            "SELECT (COUNT(*) AS ?c) { SELECT DISTINCT ?s ?p ?o { $ways FILTER(!isLiteral(?o)) $walkable $visible } }",
            ways=joined(ways, " UNION "),
            walkable=self.walkable,
            visible=self.visible("?s", "?o"),
        )
        return int(self.dataset.select(query, "c")[0][0].value)

    def some(self, size: int) -> Sequence[str]:
        """A few subjects and objects of links, whichever the endpoint gives first."""
        query = self.dataset.query(
            "SELECT ?s ?o { {{?s ?p ?o}} FILTER(isIRI(?s) && isIRI(?o)) $walkable $visible } LIMIT $size",
            walkable=self.walkable,
            visible=self.visible("?s", "?o"),
            size=size,
        )
        return sorted({end for row in self.dataset.select(query, "s", "o") for end in row if end})
