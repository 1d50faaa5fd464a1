"""How many facts of an endpoint name their source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.index.said import source_terms
from wenmai.sources.endpoint.columns import resource
from wenmai.sources.endpoint.sparql import Part, is_iri, joined, listed
from wenmai.statements.spellings import SPELLINGS
from wenmai.terms import WM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wenmai.sources.endpoint.learning.tally import Tally
    from wenmai.sources.endpoint.notes import Link

CITED = 500
"""How many links stand for all of them where the server does not count those that are cited."""


class Citations:
    """Counts the facts that name their source; those that folded nodes tell of are known."""

    def __init__(self, tally: Tally) -> None:
        self.tally, self.dataset = tally, tally.dataset

    def links(self, are_cited: Callable[[Sequence[Link]], list[bool]]) -> int:
        """How many links name who states them: in a reified statement, on their subject, or of their named graph.

        Where the server does not count them, ``are_cited`` tells it of a sample, whose part is taken for that of all.
        """
        return self.dataset.kept.recall("cited links", lambda: self._cited(are_cited), int)

    def _cited(self, are_cited: Callable[[Sequence[Link]], list[bool]]) -> int:
        return self.tally.first(
            "cited links",
            (self._counted_citations, ""),
            (lambda: self._estimated(are_cited), f"how many was estimated from {CITED} links at most"),
        )

    def _estimated(self, are_cited: Callable[[Sequence[Link]], list[bool]]) -> int:
        query = self.dataset.query(
            "SELECT ?s ?p ?o { {{?s ?p ?o}} FILTER(isIRI(?s) && isIRI(?o)) $walkable $visible } LIMIT $size",
            walkable=self.tally.walkable,
            visible=self.tally.visible("?s", "?o"),
            size=CITED,
        )
        found = self.dataset.select(query, resource("s"), resource("p"), resource("o"))
        sample = [(s, p, o) for s, p, o in dict.fromkeys(found) if is_iri(s) and is_iri(p) and is_iri(o)]
        cited = sum(are_cited(sample))
        return round(sum(self.tally.by_predicate.values()) * cited / len(sample)) if sample else 0

    def _counted_citations(self) -> int:
        apparatus = self.tally.folds.apparatus
        told = 0 if apparatus is None else apparatus.index.cited_count()
        if apparatus is not None and self.dataset.union == "default" and WM + "evidence" not in self.tally.roles:
            return told
        ways = [*self._stating, self.dataset.query("{ {{?s $evidence ?x}} {{?s ?p ?o}} }", evidence=WM + "evidence")]
        return self.tally.number(
            self.dataset.query(
                "SELECT (COUNT(*) AS ?c) { SELECT DISTINCT ?s ?p ?o { $ways FILTER(!isLiteral(?o)) $walkable $visible } }",
                ways=joined(ways, " UNION "),
                walkable=self.tally.walkable,
                visible=self.tally.visible("?s", "?o"),
            )
        )

    @property
    def _stating(self) -> list[Part]:
        """The patterns of facts that a statement with a source is about, or that stand in a named graph with one."""
        sources = listed((WM + "evidence", *sorted(source_terms())))
        ways = [
            self.dataset.query(
                "{ {{?t $subject ?s}} {{?t $predicate ?p}} {{?t $object ?o}} {{?t ?e ?x}}"
                " FILTER(?e IN ($evidence)) {{?s ?p ?o}} }",
                **spelling._asdict(),
                evidence=sources,
            )
            for spelling in SPELLINGS
            if spelling.subject in self.tally.roles
        ]
        if self.dataset.union != "default":
            ways.append(
                self.dataset.query("{ GRAPH ?g { ?s ?p ?o } {{?g ?e ?x}} FILTER(?e IN ($evidence)) }", evidence=sources)
            )
        return ways

    def values(self) -> int:
        """How many facts whose objects are literals name their source; none where the server does not count them."""
        apparatus = self.tally.folds.apparatus
        if apparatus is not None and self.dataset.union == "default":
            return apparatus.index.cited_values()
        if not self._stating:
            return 0
        query = self.dataset.query(
            "SELECT (COUNT(*) AS ?c) { SELECT DISTINCT ?s ?p ?o { $ways FILTER(isLiteral(?o)) } }",
            ways=joined(self._stating, " UNION "),
        )
        ways = (lambda: self.tally.number(query), ""), (lambda: 0, "none are told")
        return self.dataset.kept.recall("cited values", lambda: self.tally.first("cited values", *ways), int)
