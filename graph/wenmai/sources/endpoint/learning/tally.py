"""What an endpoint holds as a whole: which kinds of statements, how many links by predicate, how many entities.

Counting everything is the one thing that can take an endpoint minutes, and what many refuse. Nothing but the ranking and the
counts themselves depends on it, so a sample stands in, and that is said.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from wenmai.index.said import ROLES
from wenmai.sources.endpoint.columns import maybe, number, resource
from wenmai.sources.endpoint.copied.folding import MARKS, NEVER, EndpointFolds
from wenmai.sources.endpoint.copied.meaning import (
    USUAL,
    NamePredicates,
    Understood,
    class_predicates,
    every_meaning,
    name_predicates,
    silent_predicates,
    telltales,
)
from wenmai.sources.endpoint.learning.census import PATIENCE, Census
from wenmai.sources.endpoint.learning.citations import Citations
from wenmai.sources.endpoint.learning.published import PROPERTY
from wenmai.sources.endpoint.learning.used import UsedTerms
from wenmai.sources.endpoint.namings import NamePatterns
from wenmai.sources.endpoint.requests.flight import Flight
from wenmai.sources.endpoint.requests.transport import Failed, Unavailable
from wenmai.sources.endpoint.sparql import Part, is_iri, joined, listed, rows
from wenmai.statements.reader import SPOKEN
from wenmai.terms import APPARATUS_TYPES, STRUCTURAL, TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wenmai.profiles import Interpretation, Profile
    from wenmai.sources.endpoint.dataset import Dataset

SAMPLE = 100_000
"""How many links stand for all of them where the server counts no more."""

READ = 5000
"""How many links stand for all of them where the server does not count at all, and they are counted here."""

SURE = 1000
"""How many resources one question makes sure of."""

Found = TypeVar("Found")


class Kinds(NamedTuple):
    """Which of the terms that are asked about an endpoint uses, the predicates of classes ``rdf:type`` apart."""

    roles: frozenset[str]
    apparatus: tuple[str, ...]
    naming: NamePredicates
    classing: tuple[str, ...]


def read_counts(kept: Any) -> dict[str, int]:
    """Counts as they are kept."""
    return dict(sorted((str(iri), int(many)) for iri, many in kept.items()))


class Tally:
    """Counts over a whole endpoint, each made when first asked for."""

    def __init__(self, dataset: Dataset, *, raw: bool = False, own: Profile | None = None) -> None:
        self.dataset = dataset
        asked = {*ROLES, *SPOKEN, *name_predicates().direct, *class_predicates(), *MARKS, *STRUCTURAL, *NEVER, PROPERTY}
        asked |= silent_predicates()
        self.terms = UsedTerms(dataset, asked, APPARATUS_TYPES, telltales())
        self.understood = Understood(dataset, self.terms, own)
        self.folds = EndpointFolds(dataset, self.terms, self.understood, raw=raw)
        self._counting: Flight[dict[str, int]] | None = None

    @cached_property
    def _kinds(self) -> Kinds:
        try:
            used, classes = self.terms.every
        except Unavailable:
            raise
        except Failed:  # then each may be there: that costs time, and no answer is another
            return Kinds(frozenset(ROLES), tuple(sorted(APPARATUS_TYPES)), USUAL, ())
        apparatus = tuple(sorted(APPARATUS_TYPES & classes))
        roles, meaning = used.intersection((*ROLES, *SPOKEN)), self.understood.meaning
        if meaning is None:
            classing = tuple(sorted(used & class_predicates()))
            return Kinds(roles, apparatus, name_predicates().among(used), classing)
        classing = tuple(sorted(one for one, role in meaning.roles.items() if role == "class" and one != TYPE))
        naming = NamePredicates(meaning.labels, meaning.aliases)
        return Kinds(roles, apparatus, naming if naming.every else USUAL, classing)

    @property
    def meaning(self) -> Interpretation:
        """What the terms of the endpoint mean."""
        return self.understood.meaning or every_meaning()

    @cached_property
    def names(self) -> NamePatterns:
        """The patterns of names."""
        return NamePatterns(self.dataset, self.naming, self.classing)

    @property
    def roles(self) -> frozenset[str]:
        """The predicates that say who states a fact and when it holds, of those that are used at all."""
        return self._kinds.roles

    @property
    def apparatus(self) -> tuple[str, ...]:
        """The classes of apparatus that have instances, where those were not copied."""
        return self._kinds.apparatus if self.folds.apparatus is None else ()

    @property
    def naming(self) -> NamePredicates:
        """The predicates by which entities are named, of those that are used at all."""
        return self._kinds.naming

    @property
    def classing(self) -> tuple[str, ...]:
        """The predicates that say of what class a thing is, of those that are used at all."""
        return (TYPE, *self._kinds.classing)

    def visible(self, *things: str | Part) -> Part:
        """Filters that keep apparatus out of variables (constants of the program) and terms (already written)."""
        variables = [Part(thing) if isinstance(thing, str) else thing for thing in things]
        filters = [
            self.dataset.query("FILTER NOT EXISTS { {{$thing $type $kind}} }", thing=thing, type=TYPE, kind=kind)
            for thing in variables
            for kind in self.apparatus
        ]
        unnamed = listed(sorted(self.folds.unnamed))
        filters += [
            self.dataset.query("FILTER($thing NOT IN ($hidden))", thing=thing, hidden=unnamed)
            for thing in variables
            if unnamed.text
        ]
        return joined(filters)

    @property
    def silent(self) -> frozenset[str]:
        """The predicates that make no links."""
        return STRUCTURAL | self.folds.silent | (frozenset() if self.folds.raw else frozenset(self.classing))

    @cached_property
    def walkable(self) -> Part:
        """The filter that leaves the predicates that can be walked."""
        return self._other_than(self.silent)

    @cached_property
    def there(self) -> Part:
        """The filter that leaves the facts by which a node is there: those with literals, links and classes."""
        used = self.terms.without_unused(self.silent.difference(self.classing))
        return self.dataset.query("FILTER(isLiteral(?x) || ?p NOT IN ($used))", used=listed(used)) if used else Part("")

    def _other_than(self, predicates: Iterable[str]) -> Part:
        used = self.terms.without_unused(predicates)
        return self.dataset.query("FILTER(?p NOT IN ($used))", used=listed(used)) if used else Part("")

    def holds(self, iri: str) -> bool:
        """Whether a resource is an entity of the endpoint: it has a literal, a link or a class."""
        query = self.dataset.query(
            "SELECT ?p { { {{$n ?p ?x}} $there } UNION { {{?x ?p $n}} $walkable $ends } $folded $visible } LIMIT 1",
            n=iri,
            folded=self.folds.links_of((iri,), self.walkable),
            there=self.there,
            walkable=self.walkable,
            ends=self.visible("?x"),
            visible=self.visible(rows([iri])),
        )
        return bool(self.dataset.select(query, resource("p")))

    def first(self, what: str, *ways: tuple[Callable[[], Found], str]) -> Found:
        """What the first way gives that the endpoint does not fail at; each but the first says what it stands for."""
        reason = ""
        for way, said in ways:
            try:
                found = way()
            except Failed as failure:
                reason, last = reason or failure.reason, failure
                continue
            if reason:
                self.dataset.notice(f"{what} could not be counted: {self.dataset.client.shown} {reason}; {said}")
            return found
        raise last

    def _believed(self, counted: dict[str, int], read: Callable[[], dict[str, int]]) -> dict[str, int]:
        """Counts, unless there are none of what can be read.

        Raises:
            Failed: there are none.
        """
        if not counted and read():
            raise self.dataset.client.failure("answered a count with no number")
        return counted

    @cached_property
    def by_predicate(self) -> dict[str, int]:
        """How many links use each predicate, in the order of IRIs; of a sample, or of none, where they are not counted."""
        return self._recalled() if self._counting is None else self._counting.land()

    def count_ahead(self) -> None:
        """Have the links counted while other questions are asked."""
        if self._counting is None and "by_predicate" not in self.__dict__:
            _ = self.walkable, self.visible("?s")
            self._counting = Flight(self._recalled)

    @property
    def is_exact(self) -> bool:
        """Whether the links by predicate were counted, all of them."""
        return bool(self.by_predicate) and self.dataset.kept.is_sure("links")

    def _recalled(self) -> dict[str, int]:
        """What the server counts, which is what is kept and counted again, put right by what folds."""
        counted = self.dataset.kept.recall("links", self._counted_by_predicate, read_counts)
        apparatus = self.folds.apparatus
        if apparatus is None or not counted:
            return counted
        more = self.dataset.kept.recall("links that fold", lambda: dict(apparatus.more_by_predicate()), read_counts)
        every = Counter(counted)
        every.update(more)
        return dict(sorted((iri, many) for iri, many in every.items() if many > 0))

    def _counted_by_predicate(self) -> dict[str, int]:
        return self.first(
            "all links",
            (lambda: self._believed(self._counted(), self._read), ""),
            (self._totals, "how rare a predicate is was taken from all triples that have it, literals too"),
            (self._published, "how rare a predicate is was taken from what the endpoint publishes of itself"),
            (
                lambda: self._believed(self._sampled(), self._read),
                f"how rare a predicate is was estimated from {SAMPLE:,} of them at most",
            ),
            (self._read, f"how rare a predicate is was estimated from {READ:,} of them at most"),
            (dict, "how rare a predicate is does not count in the ranking"),
        )

    def _counted(self) -> dict[str, int]:
        return self._census.count_links(self.walkable, self.visible("?s", "?o"))

    @cached_property
    def _census(self) -> Census:
        return Census(self.dataset, self.silent)

    def _published(self) -> dict[str, int]:
        """How many triples have each predicate, as the endpoint says of itself where that fits a sample."""
        return self._census.read_published(PROPERTY in self.terms.every[0], self._read())

    def _totals(self) -> dict[str, int]:
        """How many triples have each predicate of links, where all could be counted but not told from literals."""
        return self._census.count_triples(self._read())

    def _sampled(self) -> dict[str, int]:
        query = self.dataset.query(
            "SELECT ?p (COUNT(*) AS ?c) { SELECT ?p { {{?s ?p ?o}} FILTER(!isLiteral(?o)) $walkable } LIMIT $size }"
            " GROUP BY ?p",
            walkable=self.walkable,
            size=SAMPLE,
        )
        return self._numbers(query, "p")

    def _read(self) -> dict[str, int]:
        query = self.dataset.query(
            "SELECT ?p { {{?s ?p ?o}} FILTER(!isLiteral(?o)) $walkable } LIMIT $size", walkable=self.walkable, size=READ
        )
        return self._counts_of(query, "p")

    def _numbers(self, query: Part, name: str) -> dict[str, int]:
        """Resources and their counts, in the order of IRIs; those that no request can name are left out."""
        found = self.dataset.select(query, maybe(resource(name)), number("c"), within=PATIENCE)
        return dict(sorted((iri, many) for iri, many in found if iri is not None and is_iri(iri)))

    def _counts_of(self, query: Part, name: str) -> dict[str, int]:
        """As :meth:`_numbers`, of rows that are counted here."""
        found = self.dataset.select(query, resource(name), within=PATIENCE)
        return dict(sorted(Counter(iri for (iri,) in found if is_iri(iri)).items()))

    def nodes(self, at_least: int) -> int:
        """How many nodes there are; where they are not counted, how many some links have, ``at_least`` those known."""
        return max(at_least, self.dataset.kept.recall("entities", lambda: self._nodes(at_least), int))

    def _nodes(self, at_least: int) -> int:
        return self.first(
            "all entities",
            (self._counted_nodes, ""),
            (
                lambda: max(at_least, len(self.some(READ))),
                f"those of {READ:,} links were at most, and there may be more",
            ),
        )

    def _counted_nodes(self) -> int:
        apparatus, counted = self.folds.apparatus, self._counted_there()
        if apparatus is None:
            return counted
        doubtful = apparatus.doubtful(frozenset(self.classing))
        linked = self._linked(doubtful.uncertain)
        more = sum(
            there - counts
            for iri, (counts, there, hidden) in doubtful.uncertain.items()
            if linked.get(iri, 0) <= hidden
        )
        return counted - doubtful.hidden + more

    def _linked(self, iris: Iterable[str]) -> dict[str, int]:
        """How many facts and links some resources have by which they are there, as the endpoint counts them."""
        found: dict[str, int] = {}
        columns = resource("n"), number("c")
        for _, some in self.dataset.select_batches(sorted(filter(is_iri, iris)), SURE, self._linking, *columns):
            found.update(some)
        return found

    def _linking(self, iris: Sequence[str]) -> Part:
        return self.dataset.query(
            "SELECT ?n (COUNT(*) AS ?c) { SELECT $distinct ?n ?p ?x ?f { VALUES ?n { $nodes }"
            " { {{?n ?p ?x}} $there $visible BIND(1 AS ?f) } UNION { {{?x ?p ?n}} $walkable $visible BIND(0 AS ?f) } } }"
            " GROUP BY ?n",
            distinct=self.dataset.distinct,
            nodes=rows(iris),
            there=self.there,
            walkable=self.walkable,
            visible=self.visible("?x"),
        )

    def _counted_there(self) -> int:
        query = self.dataset.query(
            "SELECT (COUNT(DISTINCT ?n) AS ?c) { { {{?n ?p ?x}} $there $nodes }"
            " UNION { {{?x ?p ?n}} FILTER(!isLiteral(?n)) $walkable $both } }",
            there=self.there,
            walkable=self.walkable,
            nodes=self.visible("?n"),
            both=self.visible("?n", "?x"),
        )
        return self.number(query)

    def number(self, query: Part) -> int:
        """The one number that a query gives.

        Raises:
            Failed: the endpoint failed, or gave no row, which no SPARQL engine does.
        """
        found = self.dataset.select(query, number("c"), within=PATIENCE)
        if not found:
            raise self.dataset.client.failure("answered a count with no number")
        return int(found[0][0])

    def classes(self) -> dict[str, int]:
        """How many nodes each class has, in the order of IRIs; of a sample where they are not counted."""
        return self.dataset.kept.recall("classes", self._classes, read_counts)

    def _classes(self) -> dict[str, int]:
        counted = self._counted_classes()
        apparatus = self.folds.apparatus
        if apparatus is None:
            return counted
        less = apparatus.classes()
        return {iri: many - less[iri] for iri, many in counted.items() if many > less[iri]}

    def _counted_classes(self) -> dict[str, int]:
        visible = self.visible("?n")
        counted = self.dataset.query(
            "SELECT ?t (COUNT(DISTINCT ?n) AS ?c) { $being $visible } GROUP BY ?t", being=self._being, visible=visible
        )
        read = self.dataset.query(
            "SELECT DISTINCT ?n ?t { $being $visible } LIMIT $size", being=self._being, visible=visible, size=READ
        )
        return self.first(
            "the entities of classes",
            (lambda: self._believed(self._numbers(counted, "t"), lambda: self._counts_of(read, "t")), ""),
            (lambda: self._counts_of(read, "t"), f"{READ:,} were at most, and there may be more"),
        )

    @property
    def _being(self) -> Part:
        """The pattern of things (?n) and their classes (?t)."""
        if len(self.classing) == 1:
            return self.dataset.query("{{?n $type ?t}}", type=TYPE)
        return self.dataset.query("VALUES ?w { $classing } {{?n ?w ?t}}", classing=rows(self.classing))

    @cached_property
    def citations(self) -> Citations:
        """How many facts name their source."""
        return Citations(self)

    def some(self, size: int) -> Sequence[str]:
        """A few subjects and objects of links, whichever the endpoint gives first."""
        query = self.dataset.query(
            "SELECT ?s ?o { {{?s ?p ?o}} FILTER(isIRI(?s) && isIRI(?o)) $walkable $visible } LIMIT $size",
            walkable=self.walkable,
            visible=self.visible("?s", "?o"),
            size=size,
        )
        found = self.dataset.select(query, resource("s"), resource("o"))
        return sorted({end for row in found for end in row})
