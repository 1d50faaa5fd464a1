"""The triples of an endpoint by pattern, as a description needs them: what is read together is fetched together."""

from __future__ import annotations

from functools import cached_property, partial
from itertools import count
from typing import TYPE_CHECKING, Any

from wenmai.index.said import source_terms
from wenmai.model import Quad, Triple
from wenmai.sources.endpoint.columns import maybe, resource, term
from wenmai.sources.endpoint.sparql import NotATerm, Part, fill, is_iri, listed, rows
from wenmai.sources.match import order
from wenmai.statements.spellings import REIFIES, SPELLINGS
from wenmai.terms import WM

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.model import Term
    from wenmai.sources.endpoint.copied.folding import EndpointFolds
    from wenmai.sources.endpoint.dataset import Dataset, Row

MOST = 10_000
"""How many triples of one pattern are read."""

AT_ONCE = 100
"""How many subjects one request reads."""

STATING = frozenset(spelling.subject for spelling in SPELLINGS)
"""Predicates by which a statement names the subject of its fact."""

SPELT = frozenset(part for spelling in SPELLINGS for part in spelling)
"""Predicates by which a statement names its fact."""

AHEAD = frozenset({WM + name for name in ("evidence", "when", "period", "since", "until")})
"""Predicates of a statement whose objects are read next, and those by which profiles name a source."""

BESIDE = (maybe(resource("q")), maybe(term("v")), maybe(resource("r")), maybe(term("w")))
"""What is said of an object that is a blank node, and of a blank node there."""


class TriplePatterns:
    """Triple patterns over an endpoint; what was read about a subject is kept.

    No later request can name a blank node, so that what is said of one is fetched with what leads to it, two deep, and known by
    a name that is ours.
    """

    def __init__(self, dataset: Dataset, folds: EndpointFolds | None = None) -> None:
        self.dataset, self._folds = dataset, folds
        self._about: dict[str, list[Quad]] = {}
        self._leading: dict[tuple[str, str], list[Quad]] = {}
        self._announced: dict[str, None] = {}
        self._answers = count()

    def announce(self, subjects: Iterable[str]) -> None:
        """Say which subjects will be read, and the statements about them."""
        self._announced.update(dict.fromkeys(iri for iri in subjects if is_iri(iri)))

    def match(self, subject: str | None, predicate: str | None, value: Term | None) -> list[Quad]:
        """The triples that fit, sorted; a blank node that was not met fits nothing, for no request can name it."""
        apparatus = self._folds.apparatus if self._folds is not None else None
        if subject is None and predicate in SPELT and apparatus is not None:
            return list(apparatus.triples.match(None, predicate, value))  # every statement was copied
        if subject is None and predicate in STATING and isinstance(value, str):
            return self._statements(predicate, value)
        if subject is None and isinstance(value, Triple):
            return [triple for triple in self._reified.get(value, ()) if predicate in (None, triple.predicate)]
        if subject is None:
            return self._by_pattern(predicate, value)
        if subject not in self._about:
            copied = self._copied(subject)
            if copied is not None:
                self._about[subject] = copied
            elif not is_iri(subject):
                return []
            else:
                self.read([subject, *self._announced])
                self._rename(subject)
        return [
            triple
            for triple in self._about[subject]
            if predicate in (None, triple.predicate) and value in (None, triple.object)
        ]

    def _rename(self, subject: str) -> None:
        """Have the blank nodes beside a subject by the names that they were copied by, where all of them were."""
        apparatus = self._folds.apparatus if self._folds is not None else None
        if apparatus is None or not any(map(_leads_blank, self._about[subject])):
            return
        copied = [quad for quad in apparatus.triples.match(subject) if _leads_blank(quad)]
        own = [quad for quad in self._about[subject] if not _leads_blank(quad)]
        if len(copied) + len(own) >= len(self._about[subject]):
            self._about[subject] = sorted((*own, *copied), key=order)

    def _copied(self, subject: str) -> list[Quad] | None:
        """What is said of a node that was copied; ``None`` of any other resource."""
        apparatus = self._folds.apparatus if self._folds is not None else None
        return apparatus.match(subject) if apparatus is not None else None

    @cached_property
    def _reified(self) -> dict[Triple, list[Quad]]:
        """What is reified (RDF 1.2): asked for once, without the syntax of triple terms, which not every endpoint knows."""
        found: dict[Triple, list[Quad]] = {}
        for quad in self._spoken(self.dataset.query("{{?s $reifies ?x}}", reifies=REIFIES)):
            if isinstance(quad.object, Triple) and quad.predicate == REIFIES:
                found.setdefault(quad.object, []).append(quad)
        return found

    def _statements(self, predicate: str, subject: str) -> list[Quad]:
        """The triples that make a resource the subject of a statement; the statements are read with them."""
        if (predicate, subject) not in self._leading:
            if not is_iri(subject):
                return []
            wanted = [
                iri for iri in dict.fromkeys([subject, *self._announced]) if (predicate, iri) not in self._leading
            ]
            asking = partial(self._statements_of, predicate)
            for batch, found in self.dataset.in_batches(wanted, AT_ONCE, asking):
                self._keep_statements(predicate, batch, found)
        return self._leading[predicate, subject]

    def _statements_of(self, predicate: str, subjects: Sequence[str]) -> list[Quad]:
        return self._spoken(
            self.dataset.query(
                "VALUES ?x { $subjects } {{?s $predicate ?x}}", subjects=rows(subjects), predicate=predicate
            )
        )

    def _spoken(self, who: Part) -> list[Quad]:
        """All that is said of the subjects of a pattern, which are kept."""
        found = self._rows(who)
        lists: dict[str, list[Quad]] = {}
        for triple in found:
            lists.setdefault(triple.subject, []).append(triple)
        self._about.update({subject: triples for subject, triples in lists.items() if subject not in self._about})
        return found

    def _keep_statements(self, predicate: str, subjects: Sequence[str], found: Sequence[Quad]) -> None:
        """Take statements, and fetch the passages and times they name: they are always read together."""
        lists: dict[str, list[Quad]] = {iri: [] for iri in subjects}
        for triple in found:
            if triple.predicate == predicate and triple.object in lists:
                lists[str(triple.object)].append(triple)
        self._leading.update({(predicate, iri): triples for iri, triples in lists.items()})
        self.read(str(triple.object) for triple in found if triple.predicate in AHEAD | source_terms())

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

    def read_some(self, subjects: Sequence[str], predicates: Iterable[str]) -> list[Quad]:
        """The triples of subjects by some predicates."""
        return self._rows(
            fill("VALUES ?s { $subjects }", subjects=rows(subjects)),
            fill("FILTER(?p IN ($predicates))", predicates=listed(predicates)),
        )

    @property
    def reified(self) -> Iterable[Triple]:
        """The triples that are reified (RDF 1.2)."""
        return self._reified.keys()

    def _by_pattern(self, predicate: str | None, value: Term | None) -> list[Quad]:
        try:
            conditions = _values("?p", predicate), _values("?o", value)
        except NotATerm:
            return []
        return self._rows(*conditions)

    def _rows(self, *conditions: Part) -> list[Quad]:
        """The triples that fit, sorted; what is said of the blank nodes among their objects is kept."""
        pattern = {
            "default": self.dataset.query("?s ?p ?o ."),
            "union": self.dataset.query("GRAPH ?g { ?s ?p ?o }"),
            "both": self.dataset.query("{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"),
        }[self.dataset.union]
        first, second = (*conditions, Part(""))[:2]
        found = self.dataset.pages(
            "SELECT DISTINCT ?s ?p ?o ?g ?q ?v ?r ?w { $first $second $pattern"
            " OPTIONAL { {{?o ?q ?v}} FILTER(isBlank(?o)) OPTIONAL { {{?v ?r ?w}} FILTER(isBlank(?v)) } } }"
            " ORDER BY ?s ?p ?o ?g ?q ?v ?r ?w LIMIT $limit OFFSET $offset",
            resource("s"),
            resource("p"),
            term("o"),
            maybe(resource("g")),
            *BESIDE,
            most=MOST,
            first=first,
            second=second,
            pattern=pattern,
        )
        return self._take(found)

    def _take(self, found: Iterable[Row]) -> list[Quad]:
        """Triples from rows; those about blank nodes are kept by the names that these get."""
        answer, size = next(self._answers), 0
        triples: set[Quad] = set()
        beside: dict[str, set[Quad]] = {}
        for row in found:
            size += 1
            s, p, o, g, q, v, r, w = (own_name(one, answer) for one in row)
            triples.add(Quad(s, p, o, g))
            for subject, predicate, value in ((o, q, v), (v, r, w)):
                if predicate is not None:
                    beside.setdefault(subject, set()).add(Quad(subject, predicate, value, None))
        if size >= MOST:
            self.dataset.notice(f"only {MOST:,} triples were read at once; more may be said")
        self._about.update({node: sorted(every, key=order) for node, every in beside.items()})
        return sorted(triples, key=order)


def _leads_blank(quad: Quad) -> bool:
    return isinstance(quad.object, str) and quad.object.startswith("_:")


def own_name(term: Any, answer: int) -> Any:
    """A term, a blank node by a name that no other answer gives."""
    return f"_:a{answer}.{term[2:]}" if isinstance(term, str) and term.startswith("_:") else term


def _values(variable: str, term: Term | None) -> Part:
    return Part("") if term is None else fill("VALUES $variable { $term }", variable=Part(variable), term=term)
