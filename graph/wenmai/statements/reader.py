"""What is said about a fact: one frozen :class:`~wenmai.model.Statement` from every spelling of it.

A fact is a triple. Statements about it are read from

* ``rdf:Statement`` and whatever has ``rdf:subject``, ``rdf:predicate`` and ``rdf:object`` (RDF 1.1 Semantics, D.1);
* ``rdf:reifies`` and RDF-star's annotations (RDF 1.2 Concepts, 3.4.2): ``{| … |}`` and ``<< >>``;
* ``owl:Axiom`` with its annotations (OWL 2 Mapping to RDF Graphs, 3.2.2);
* statement nodes of Wikibase, attribute assignments of CIDOC-CRM, and whatever else profiles name as statements;
* the named graph that the triple stands in, and what is said about that;
* the subject itself, where it cites its source or has a status: its own facts are cited and planned as it is.

Several statements of one fact stay several. This is the only reader: paths, descriptions, timelines, exports and the page
all take what it gives.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.evidence.citing import evidence_order, follow
from wenmai.folding.forms import count_form, folded_values
from wenmai.model import Literal, Statement, Triple
from wenmai.statements.spellings import PARTS, REIFIES, SPELLINGS, facts_of
from wenmai.statements.stating import STRUCTURE, Reader
from wenmai.terms import ALIASES, LABELS, WM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wenmai.index.folded import FoldedNodes
    from wenmai.model import Evidence, Quad, Term
    from wenmai.profiles import Interpretation, NodeKind

    Match = Callable[[str | None, str | None, Term | None], Iterable[Quad]]
    Values = Mapping[str, Sequence[Term]]

    Fact = tuple[str, Term]


OWN = frozenset(WM + name for name in ("evidence", "when", "since", "until", "period", "saidBy", "inferred", "status"))
"""Predicates by which a resource speaks of all its facts."""

_NAMING = frozenset((*LABELS, *ALIASES))
SPEAKING = STRUCTURE | _NAMING
"""Predicates whose own facts are not spoken of by what a resource says of all its facts."""

SPOKEN = frozenset({*(spelling.subject for spelling in SPELLINGS), REIFIES, *OWN})
"""Predicates by which a graph says something about its facts: where none occurs, and no named graph, nothing is said."""


class Statements:
    """The statements of a graph, read through ``match`` and kept.

    Several threads may read them at once: what is kept is stored whole and never changed, and as the graph does not change, two
    that read the same keep the same.

    ``occurs(predicate)`` says whether the graph may use a predicate of :data:`SPOKEN` at all (``""``: a named graph), so that a
    graph that says nothing about its facts is not searched; ``meaning`` gives what its terms are taken to mean, ``folds`` are the
    nodes that the index folds. Where no question can name a blank node (``blank=False``, an endpoint), one is no evidence.
    """

    def __init__(
        self,
        match: Match,
        occurs: Callable[[str], bool],
        meaning: Callable[[], Interpretation],
        folds: FoldedNodes | None = None,
        *,
        blank: bool = True,
    ) -> None:
        self._match, self._meaning, self._folds, self._blank = match, meaning, folds, blank
        self._occurs = occurs
        self._known: dict[str, bool] = {}
        self._rows: dict[str, Values] = {}
        self._own: dict[str, Statement | None] = {}
        self._graphs: dict[str, Statement] = {}
        self._stood_for: dict[str, list[tuple[Fact, str]]] = {}
        self._about: dict[str, dict[Fact, tuple[Statement, ...]]] = {}

    def of(self, subject: str, predicate: str, value: Term, *, anchor: str = "subject") -> tuple[Statement, ...]:
        """The statements about one fact: those with a name in its order, named graphs, then what the subject says of itself.

        ``anchor`` is the end (``subject`` or ``object``) about which less is stated: the search begins there.
        """
        if not self._spoken:
            return ()
        found = self._about.get(subject)
        if found is not None:
            return found.get((predicate, value), ())
        return self._statements(subject, (predicate, value), self._naming(subject, predicate, value, anchor))

    def about(self, subject: str) -> Mapping[Fact, tuple[Statement, ...]]:
        """The statements about the facts of ``subject`` that have any, by (predicate, object)."""
        if not self._spoken:
            return {}
        found = self._about.get(subject)
        if found is None:
            named, facts = self._named(subject), self._facts(subject)
            folded: list[Fact] = list(self._folds.about(subject)) if self._folds else []
            found = self._about[subject] = {
                fact: stated
                for fact in dict.fromkeys((*named, *facts, *folded))
                if (stated := self._statements(subject, fact, named.get(fact, ()), facts.get(fact)))
            }
        return found

    def subjects(self) -> list[str]:
        """The resources about whose facts statements with a name are made, in order."""
        found = {
            str(quad.object)
            for spelling in SPELLINGS
            if self._used(spelling.subject)
            for quad in self._match(None, spelling.subject, None)
        }
        if self._used(REIFIES):
            reified = (quad.object for quad in self._match(None, REIFIES, None))
            found.update(triple.subject for triple in reified if isinstance(triple, Triple))
        return sorted(found)

    def own(self, subject: str) -> Statement | None:
        """What a resource says of all its facts: its source, its status, its time; ``None`` when it says nothing."""
        if subject not in self._own:
            values = {
                predicate: found
                for predicate in sorted(OWN)
                if self._used(predicate) and (found := self._objects(subject, predicate))
            }
            self._own[subject] = self.reader.statement("", values, self) if values else None
        return self._own[subject]

    def names(self, subject: str) -> Mapping[Fact, Iterable[str]]:
        """The names of the statements about facts of ``subject``, by (predicate, object): reified ones, reifiers, axioms."""
        return self._named(subject) if self._spoken else {}

    def facts(self, name: str) -> list[Triple]:
        """The facts that a resource is a statement about: one as a rule, none for any other resource."""
        return [
            Triple(subject, predicate, value)
            for subject, predicate, value in facts_of(self.values(name))
            if isinstance(subject, str) and isinstance(predicate, str)
        ]

    def values(self, resource: str) -> Values:
        """What is said of a resource: its objects by predicate, in the order in which they are matched."""
        found = self._rows.get(resource)
        if found is None:
            rows: defaultdict[str, dict[Term, None]] = defaultdict(dict)
            for quad in self._match(resource, None, None):
                rows[quad.predicate][quad.object] = None
            found = self._rows[resource] = {predicate: tuple(objects) for predicate, objects in rows.items()}
        return found

    def leading(self, predicate: str, resource: str) -> list[str]:
        """The subjects that have a resource as an object of a predicate, in order."""
        return [quad.subject for quad in self._match(None, predicate, resource)]

    @cached_property
    def reader(self) -> Reader:
        """How what is said is read."""
        return Reader(self._meaning())

    def _objects(self, subject: str, predicate: str) -> tuple[Term, ...]:
        return tuple(quad.object for quad in self._match(subject, predicate, None))

    def _statements(
        self, subject: str, fact: Fact, names: Iterable[str], graphs: Iterable[str] | None = None
    ) -> tuple[Statement, ...]:
        predicate, value = fact
        if graphs is None and self._used(""):
            graphs = sorted(quad.graph for quad in self._match(subject, predicate, value) if quad.graph is not None)
        folds = self._folds.of(subject, predicate, value) if self._folds and isinstance(value, str) else ()
        said = {fold.node: folded_values(fold, subject, value, self.values(fold.node)) for fold in folds}
        said |= {name: _besides(value, self.values(name)) for name in sorted(names) if name not in said}
        forms = {fold.node: count_form(fold.form, self.values(fold.node)) for fold in folds}
        stated = [self.reader.statement(*each, self)._replace(form=forms.get(each[0], "")) for each in said.items()]
        stated += map(self.of_graph, graphs or ())
        own = None if predicate in SPEAKING else self.own(subject)
        if own is not None:
            stated.append(own)
        return tuple(stated) if self._blank else tuple(map(_without_blank, stated))

    def _naming(self, subject: str, predicate: str, value: Term, anchor: str) -> set[str]:
        """The names of the statements about one fact."""
        wanted = Triple(subject, predicate, value)
        found: set[str] = set()
        for spelling in SPELLINGS:
            if self._used(spelling.subject):
                ends = (None, spelling.subject, subject) if anchor == "subject" else (None, spelling.object, value)
                found.update(quad.subject for quad in self._match(*ends) if wanted in self.facts(quad.subject))
        if self._used(REIFIES):
            found.update(quad.subject for quad in self._match(None, REIFIES, wanted))
        if isinstance(value, Literal) or (self._folds and self._assigning):
            found.update(node for fact, node in self._folded(subject) if fact == (predicate, value))
        return found

    def _folded(self, subject: str) -> list[tuple[Fact, str]]:
        """The facts of a subject for which statements stand that are folded, each with the statement."""
        folds = self._folds
        if not folds or not (folds.rewrites or self._assigning):
            return []
        found = self._stood_for.get(subject)
        if found is None:
            rows = self.values(subject)
            leads = [(key, node) for key, ends in rows.items() for node in ends if isinstance(node, str)]
            facts = ((folds.fact_of(*lead), lead[1]) for lead in leads)
            found = self._stood_for[subject] = [
                *(((fact[0], fact[1]), node) for fact, node in facts if fact is not None and fact[1] is not None),
                *self._assigned(subject, rows, leads),
            ]
        return found

    def _assigned(self, subject: str, rows: Values, leads: Iterable[tuple[str, str]]) -> Iterator[tuple[Fact, str]]:
        """The facts that somebody assigned to a subject (CIDOC-CRM): by the property that is named, else by any that the fact has."""
        for kind in self._assigning:
            ways = kind.parts.get("subject", ())  # none where the graph uses none of them
            nodes = [node for lead, node in leads if f"^{lead}" in {way[0] for way in ways}]
            for way in ways:
                if not way[0].startswith("^"):
                    nodes += self.leading(way[0], subject)
            for node in dict.fromkeys(nodes):
                values = self.values(node)
                for value in (end for way in kind.parts.get("object", ()) for end in follow(node, values, way, self)):
                    named = [end for way in kind.parts["predicate"] for end in follow(node, values, way, self)]
                    stated = [key for key, ends in rows.items() if value in ends]
                    yield from (((str(key), value), node) for key in named or stated)

    @cached_property
    def _assigning(self) -> list[NodeKind]:
        """The kinds of statements beside those that have a spelling of their own."""
        spelt = {spelling.predicate for spelling in SPELLINGS}
        kinds = self._meaning().kinds("statement")
        return [kind for kind in kinds if (ways := kind.parts.get("predicate")) and ways[0][0] not in spelt]

    def _facts(self, subject: str) -> dict[Fact, list[str]]:
        """The facts of a subject, each with the named graphs that state it."""
        found: defaultdict[Fact, list[str]] = defaultdict(list)
        for quad in self._match(subject, None, None):
            graphs = found[quad.predicate, quad.object]
            if quad.graph is not None:
                graphs.append(quad.graph)
        return found

    def _named(self, subject: str) -> dict[Fact, dict[str, None]]:
        """The names of the statements about facts of a subject, by fact."""
        found: defaultdict[Fact, dict[str, None]] = defaultdict(dict)
        for spelling in SPELLINGS:
            if self._used(spelling.subject):
                for quad in list(self._match(None, spelling.subject, subject)):
                    for stated in self.facts(quad.subject):
                        if stated.subject == subject:
                            found[stated.predicate, stated.object][quad.subject] = None
        for fact, node in self._folded(subject):
            found[fact][node] = None
        if self._used(REIFIES):
            for predicate, value in self._facts(subject):
                for quad in self._match(None, REIFIES, Triple(subject, predicate, value)):
                    found[predicate, value][quad.subject] = None
        return found

    def of_graph(self, graph: str) -> Statement:
        """What a named graph, by what is said about it, makes of the facts that stand in it."""
        found = self._graphs.get(graph)
        if found is None:
            found = self._graphs[graph] = self.reader.graph(graph, self.values(graph), self)
        return found

    @cached_property
    def _spoken(self) -> bool:
        """Whether the graph says anything about its facts."""
        return bool(self._folds) or self._used("") or any(map(self._used, sorted(SPOKEN)))

    def _used(self, predicate: str) -> bool:
        if predicate not in self._known:
            self._known[predicate] = self._occurs(predicate)
        return self._known[predicate]


def _besides(value: Term, values: Values) -> Values:
    """What a statement says besides the value of its fact, where it repeats that (Wikibase)."""
    return {key: ends if key in PARTS else tuple(one for one in ends if one != value) for key, ends in values.items()}


def _without_blank(statement: Statement) -> Statement:
    """The statement without evidence that is only the name of a blank node."""
    return statement._replace(evidence=tuple(one for one in statement.evidence if not one.document.startswith("_:")))


def evidence_of(statements: Iterable[Statement], known: Iterable[Evidence] = ()) -> tuple[Evidence, ...]:
    """Who says so by any of some statements, in the order of documents and positions; else what an index has ``known``."""
    said = {one for statement in statements for one in statement.evidence}
    return tuple(sorted(said or known, key=evidence_order))


def time_of(statements: Iterable[Statement]) -> str | None:
    """When a fact holds by the first of some statements that say it."""
    return next((statement.time for statement in statements if statement.time), None)
