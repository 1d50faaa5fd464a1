"""The triples of an endpoint by pattern, as a description needs them: what is read together is fetched together."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.model import Literal, Quad, Triple
from wenmai.sources.endpoint.columns import maybe, resource, term
from wenmai.sources.endpoint.sparql import NotATerm, Part, fill, is_iri, rows
from wenmai.sources.match import order
from wenmai.terms import RDF, WM

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.model import Term
    from wenmai.sources.endpoint.dataset import Dataset

MOST = 10_000
"""How many triples of one pattern are read."""

AT_ONCE = 100
"""How many subjects one request reads."""

AHEAD = frozenset({WM + name for name in ("evidence", "when", "since", "until")})
"""Predicates of a statement whose objects are read next."""


class TriplePatterns:
    """Triple patterns over an endpoint; what was read about a subject is kept."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._about: dict[str, list[Quad]] = {}
        self._stated: dict[str, list[Quad]] = {}
        self._announced: dict[str, None] = {}

    def announce(self, subjects: Iterable[str]) -> None:
        """Say which subjects will be read, and the statements about them."""
        self._announced.update(dict.fromkeys(iri for iri in subjects if is_iri(iri)))

    def match(self, subject: str | None, predicate: str | None, value: Term | None) -> list[Quad]:
        """The triples that fit, sorted; a blank node fits nothing, for no request can name it."""
        if subject is None and predicate == RDF + "subject" and isinstance(value, str):
            return self._statements(value)
        if subject is None and isinstance(value, Triple):
            return [triple for triple in self._reified.get(value, ()) if predicate in (None, triple.predicate)]
        if subject is None:
            return self._by_pattern(predicate, value)
        if subject not in self._about:
            if not is_iri(subject):
                return []
            self.read([subject, *self._announced])
        return [
            triple
            for triple in self._about[subject]
            if predicate in (None, triple.predicate) and value in (None, triple.object)
        ]

    @cached_property
    def _reified(self) -> dict[Triple, list[Quad]]:
        """What is reified (RDF 1.2): asked for once, without the syntax of triple terms, which not every endpoint knows."""
        found: dict[Triple, list[Quad]] = {}
        for quad in self._by_pattern(RDF + "reifies", None):
            if isinstance(quad.object, Triple):
                found.setdefault(quad.object, []).append(quad)
        return found

    def _statements(self, subject: str) -> list[Quad]:
        """The triples that make a resource the subject of a reified statement; the statements are read with them."""
        if subject not in self._stated:
            if not is_iri(subject):
                return []
            wanted = [iri for iri in dict.fromkeys([subject, *self._announced]) if iri not in self._stated]
            for batch, found in self.dataset.in_batches(wanted, AT_ONCE, self._statements_of):
                self._keep_statements(batch, found)
        return self._stated[subject]

    def _statements_of(self, subjects: Sequence[str]) -> list[Quad]:
        about, values = fill("VALUES ?p { $p }", p=RDF + "subject"), fill("VALUES ?o { $o }", o=rows(subjects))
        return self._rows(about, values)

    def _keep_statements(self, subjects: Sequence[str], found: Sequence[Quad]) -> None:
        """Take reified statements, and fetch the passages and times they name: they are always read together."""
        lists: dict[str, list[Quad]] = {iri: [] for iri in subjects}
        for triple in found:
            if triple.object in lists:
                lists[str(triple.object)].append(triple)
        self._stated.update(lists)
        self.read(triple.subject for triple in found)
        self.read(
            str(triple.object)
            for statement in found
            for triple in self._about.get(statement.subject, ())
            if triple.predicate in AHEAD and not isinstance(triple.object, Literal)
        )

    def read(self, subjects: Iterable[str]) -> None:
        """Fetch all triples of subjects."""
        wanted = [iri for iri in dict.fromkeys(subjects) if iri not in self._about and is_iri(iri)]
        for batch, found in self.dataset.in_batches(wanted, AT_ONCE, self._triples_of):
            lists: dict[str, list[Quad]] = {iri: [] for iri in batch}
            for triple in found:
                if triple.subject in lists:
                    lists[triple.subject].append(triple)
            self._about.update(lists)

    def _triples_of(self, subjects: Sequence[str]) -> list[Quad]:
        return self._rows(fill("VALUES ?s { $subjects }", subjects=rows(subjects)))

    def _by_pattern(self, predicate: str | None, value: Term | None) -> list[Quad]:
        try:
            conditions = _values("?p", predicate), _values("?o", value)
        except NotATerm:
            return []
        return self._rows(*conditions)

    def _rows(self, *conditions: Part) -> list[Quad]:
        pattern = {
            "default": self.dataset.query("?s ?p ?o ."),
            "union": self.dataset.query("GRAPH ?g { ?s ?p ?o }"),
            "both": self.dataset.query("{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"),
        }[self.dataset.union]
        first, second = (*conditions, Part(""))[:2]
        found = self.dataset.pages(
            "SELECT DISTINCT ?s ?p ?o ?g { $first $second $pattern } ORDER BY ?s ?p ?o ?g LIMIT $limit OFFSET $offset",
            resource("s"),
            resource("p"),
            term("o"),
            maybe(resource("g")),
            most=MOST,
            first=first,
            second=second,
            pattern=pattern,
        )
        triples = {Quad(s, p, o, g) for s, p, o, g in found}
        if len(triples) >= MOST:
            self.dataset.notice(f"only {MOST:,} triples were read at once; more may be said")
        return sorted(triples, key=order)


def _values(variable: str, term: Term | None) -> Part:
    return Part("") if term is None else fill("VALUES $variable { $term }", variable=Part(variable), term=term)
