"""What is folded at an endpoint.

Nodes that only write something down are copied with what is around them (:mod:`wenmai.sources.endpoint.copied.apparatus`), and fold as in a
file. Where there are too many, lists and class expressions fold still, whose nodes are blank, so that no question can name them: a
question about an entity's links asks for the links that such nodes stand for along with the others, by property paths (SPARQL 1.1, 9):
the members of a list, and what a restriction restricts its property to.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.index.folded import Fold, FoldedNodes, NothingFolded
from wenmai.sources.endpoint.copied.meaning import UNWALKED, silent_predicates
from wenmai.sources.endpoint.requests.transport import Failed, Unavailable
from wenmai.sources.endpoint.sparql import Part, joined, listed, rows
from wenmai.terms import OWL, RDF, RDFS, STRUCTURAL, TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wenmai.model import Term
    from wenmai.sources.endpoint.copied.apparatus import Apparatus
    from wenmai.sources.endpoint.copied.meaning import Understood
    from wenmai.sources.endpoint.dataset import Dataset
    from wenmai.sources.endpoint.learning.used import UsedTerms

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

    def __init__(self, dataset: Dataset, terms: UsedTerms, understood: Understood, *, raw: bool) -> None:
        self.dataset, self.terms, self.understood, self.raw = dataset, terms, understood, raw

    @cached_property
    def silent(self) -> frozenset[str]:
        """Predicates that make no links because of what they write down."""
        if self.raw:
            return frozenset()
        meaning = self.understood.meaning
        if meaning is None:
            return NEVER | silent_predicates()
        return NEVER | {one for one, role in meaning.roles.items() if role in UNWALKED}

    @cached_property
    def apparatus(self) -> Apparatus | None:
        """The nodes that fold, where they could be copied."""
        meaning = None if self.raw else self.understood.meaning
        if meaning is None:
            return None
        from wenmai.sources.endpoint.copied.apparatus import copy_apparatus

        silent = self.silent | STRUCTURAL
        return copy_apparatus(
            self.dataset,
            meaning,
            self.understood.vocabulary[0],
            lambda predicate: predicate not in silent,
            private=self.dataset.client.secret,
        )

    def hides(self, iri: str) -> bool:
        """Whether a resource is no entity: it is folded, or the end of every list."""
        if self.raw:
            return False
        return iri == NIL or (self.apparatus is not None and self.apparatus.hides(iri))

    @cached_property
    def unnamed(self) -> frozenset[str]:
        """Hidden resources that questions name, for what leads to them is not here."""
        return frozenset() if self.apparatus is None else self.apparatus.unnamed

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
        if self.raw or self.apparatus is not None:
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


class CopiedFolds(FoldedNodes):
    """What is folded at an endpoint, copied; ``ends`` gives the subject, predicate and object of a link there."""

    def __init__(self, apparatus: Apparatus, ends: Callable[[int], tuple[str, str, str]]) -> None:
        # FoldedNodes.__init__ is not called: it reads sections of one index, and here are two.
        self._apparatus, self._ends = apparatus, ends

    @property
    def _copied(self) -> FoldedNodes:
        return self._apparatus.index.folds

    @property
    def count(self) -> int:
        """How many nodes are folded."""
        return self._copied.count

    def __contains__(self, iri: str) -> bool:
        return iri in self._copied

    def names(self) -> Sequence[str]:
        """The nodes that are folded, in order."""
        return self._copied.names()

    def of_link(self, link: int) -> tuple[Fold, ...]:
        """The nodes that a link was folded from, in order."""
        return self._copied.of(*self._ends(link))

    def of(self, subject: str, predicate: str, value: str) -> tuple[Fold, ...]:
        """The nodes that a link was folded from, given by its IRIs."""
        return self._copied.of(subject, predicate, value)

    def about(self, subject: str) -> Mapping[tuple[str, str], tuple[Fold, ...]]:
        """The links from a subject that were folded, by predicate and object."""
        return self._copied.about(subject)

    def tell(self, iri: str, label: Callable[[str], str], language: str) -> str:
        """What a node says that is folded, or is blank, in words."""
        return self._copied.tell(iri, label, language)

    def is_told(self, iri: str) -> bool:
        """Whether a resource is told by what it says."""
        return self._copied.is_told(iri)

    def members(self, iri: str) -> list[Term] | None:
        """The members of a list that is folded, in order."""
        return self._copied.members(iri)

    def fact_of(self, lead: str, node: str) -> tuple[str, Term | None] | None:
        """The fact that a statement is about, to which the predicate ``lead`` leads."""
        return self._copied.fact_of(lead, node)

    @cached_property
    def rewrites(self) -> bool:
        """Whether there may be statements that stand for facts by another predicate than leads to them."""
        return self._copied.rewrites


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
