"""What is folded at an endpoint: lists and class expressions, whose nodes are blank, so that no question can name them.

A question about an entity's links asks for the links that such nodes stand for along with the others, by property paths (SPARQL
1.1, 9): the members of a list, and what a restriction restricts its property to. Only an endpoint that has lists or
restrictions is asked so. Nodes that have an IRI (a membership, a statement of Wikibase) stay entities there.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.index.folded import Fold, NothingFolded
from wenmai.sources.endpoint.sparql import Part, joined, listed, rows
from wenmai.sources.endpoint.transport import Failed, Unavailable
from wenmai.terms import OWL, RDF, RDFS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wenmai.model import Term
    from wenmai.sources.endpoint.dataset import Dataset
    from wenmai.sources.endpoint.used import UsedTerms

FIRST, REST, NIL, PROPERTY = RDF + "first", RDF + "rest", RDF + "nil", OWL + "onProperty"

MARKS = (FIRST, PROPERTY)
"""Predicates whose use shows that there are lists or restrictions."""

NEVER = frozenset(
    {FIRST, REST, PROPERTY}
    | {OWL + name for name in ("onProperties", "someValuesFrom", "allValuesFrom", "hasValue", "onClass", "onDataRange")}
    | {OWL + name for name in ("unionOf", "intersectionOf", "complementOf", "oneOf", "members", "distinctMembers")}
    | {OWL + name for name in ("disjointWith", "differentFrom", "propertyDisjointWith", "disjointUnionOf")}
)
"""Predicates by which lists and class expressions are written, and those that say that two things are apart."""

FORMS = ("", "member", "some", "only", "value")
"""The forms of links, by the number that the column of directions has twice."""

_KINDS = {2: OWL + "someValuesFrom", 3: OWL + "allValuesFrom", 4: OWL + "hasValue"}


class EndpointFolds:
    """Which nodes are folded at an endpoint, and the patterns of the links that they stand for."""

    def __init__(self, dataset: Dataset, terms: UsedTerms, *, raw: bool) -> None:
        self.dataset, self.terms, self.raw = dataset, terms, raw

    @property
    def silent(self) -> frozenset[str]:
        """Predicates that make no links because of what they write down."""
        return frozenset() if self.raw else NEVER

    def hides(self, iri: str) -> bool:
        """Whether a resource is no entity: the end of every list."""
        return iri == NIL and not self.raw

    @property
    def shown(self) -> Part:
        """The filter that keeps the end of lists out of ?x."""
        return Part("") if self.raw else self.dataset.query("FILTER(?x != $nil)", nil=NIL)

    @property
    def beyond(self) -> Part:
        """The same for ?y."""
        return Part("") if self.raw else self.dataset.query("FILTER(?y != $nil)", nil=NIL)

    @cached_property
    def used(self) -> frozenset[str]:
        """Which of the predicates that lists and restrictions have is used."""
        if self.raw:
            return frozenset()
        try:
            return self.terms.every[0].intersection(MARKS)
        except Unavailable:
            raise
        except Failed:  # then nothing is unfolded, as where there is nothing
            return frozenset()

    def links_of(self, iris: Iterable[str], walkable: Part) -> Part:
        """Further branches of the pattern of all links of some nodes (?n, ?p, ?x, ?f), each row once."""
        nodes = rows(list(iris))
        branches = list[Part]()
        if FIRST in self.used:
            branches += self._members(nodes, walkable)
        if PROPERTY in self.used:
            branches += self._restrictions(nodes, walkable)
        return joined(
            self.dataset.query("UNION { SELECT DISTINCT ?n ?p ?x ?f { $branch } }", branch=branch)
            for branch in branches
        )

    def _members(self, nodes: Part, walkable: Part) -> list[Part]:
        steps: dict[str, Term | int | Part] = {"rest": self.dataset.query("$rest*", rest=REST), "first": FIRST}
        steps |= {"nodes": nodes, "walkable": walkable}
        return [
            self.dataset.query(
                "VALUES ?n { $nodes } {{?n ?p ?l}} FILTER(isBlank(?l)) {{?l $rest ?c}} {{?c $first ?x}}"
                " FILTER(isIRI(?x)) $walkable BIND(3 AS ?f)",
                **steps,
            ),
            self.dataset.query(
                "VALUES ?n { $nodes } {{?c $first ?n}} {{?l $rest ?c}} {{?x ?p ?l}} FILTER(isIRI(?x)) $walkable BIND(2 AS ?f)",
                **steps,
            ),
        ]

    def _restrictions(self, nodes: Part, walkable: Part) -> list[Part]:
        junction = self.dataset.query(
            "(($or|$and|$one)/$rest*/$first)*",
            **{
                "or": OWL + "unionOf",
                "and": OWL + "intersectionOf",
                "one": OWL + "oneOf",
                "rest": REST,
                "first": FIRST,
            },
        )
        leads = listed([RDFS + "subClassOf", OWL + "equivalentClass", TYPE])
        found = []
        for number, kind in _KINDS.items():
            for end, other, forward in ((Part("?n"), Part("?x"), 1), (Part("?x"), Part("?n"), 0)):
                found.append(
                    self.dataset.query(
                        "VALUES ?n { $nodes } {{$end ?lead ?e}} FILTER(?lead IN ($leads)) {{?e $junction ?r}}"
                        " {{?r $property ?p}} {{?r $kind ?v}} {{?v $junction $other}} FILTER(isIRI(?x)) $walkable"
                        " BIND($form AS ?f)",
                        nodes=nodes,
                        end=end,
                        other=other,
                        leads=leads,
                        junction=junction,
                        property=PROPERTY,
                        kind=kind,
                        walkable=walkable,
                        form=2 * number + forward,
                    )
                )
        return found


class EndpointFolded(NothingFolded):
    """The links that were folded at an endpoint, as far as they were fetched; the nodes have no names there."""

    def __init__(self, patterns: EndpointFolds) -> None:
        self._patterns = patterns
        self._forms: dict[tuple[str, str, str], str] = {}

    def __bool__(self) -> bool:
        return bool(self._patterns.used)

    def take(self, subject: str, predicate: str, value: str, form: str) -> None:
        """Keep the form of a link that was fetched."""
        self._forms[subject, predicate, value] = form

    def of(self, subject: str, predicate: str, value: str) -> tuple[Fold, ...]:
        """The form of a link; the node that it was folded from has no name."""
        form = self._forms.get((subject, predicate, value))
        return () if form is None else (Fold("", form),)

    def about(self, subject: str) -> Mapping[tuple[str, str], tuple[Fold, ...]]:
        """The folded links from a subject, by predicate and object."""
        return {link[1:]: (Fold("", form),) for link, form in self._forms.items() if link[0] == subject}
