"""What is said about a fact: one frozen :class:`~wenmai.model.Statement` from every spelling of it.

A fact is a triple. Statements about it are read from

* ``rdf:Statement`` and whatever has ``rdf:subject``, ``rdf:predicate`` and ``rdf:object`` (RDF 1.1 Semantics, D.1);
* ``rdf:reifies`` and RDF-star's annotations (RDF 1.2 Concepts, 3.4.2): ``{| … |}`` and ``<< >>``;
* ``owl:Axiom`` with its annotations (OWL 2 Mapping to RDF Graphs, 3.2.2);
* the named graph that the triple stands in, and what is said about that;
* the subject itself, where it cites its source or has a status: its own facts are cited and planned as it is.

Several statements of one fact stay several. This is the only reader: paths, descriptions, timelines, exports and the page
all take what it gives.

Length: the one reader of statements, in every spelling.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.dating import Dated, edtf, order
from wenmai.folding.forms import count_form, folded_values
from wenmai.model import Evidence, Literal, Statement, Triple
from wenmai.spellings import PARTS, REIFIES, SPELLINGS, facts_of
from wenmai.standing import Brief
from wenmai.terms import ALIASES, DCTERMS, LABELS, TYPE, WM, local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wenmai.index.folded import FoldedNodes
    from wenmai.model import Quad, Term

    Match = Callable[[str | None, str | None, Term | None], Iterable[Quad]]
    Values = Mapping[str, Sequence[Term]]

    Fact = tuple[str, Term]


PROV = "http://www.w3.org/ns/prov#"
SOURCES = (
    PROV + "wasDerivedFrom",
    PROV + "wasQuotedFrom",
    PROV + "hadPrimarySource",
    DCTERMS + "source",
    "http://purl.org/dc/elements/1.1/source",
)
"""Predicates by which other people's statements name their source."""

OWN = frozenset(WM + name for name in ("evidence", "when", "since", "until", "period", "saidBy", "inferred", "status"))
"""Predicates by which a resource speaks of all its facts."""

_TEMPORAL = {
    "since": "from|since|(start|begin)(s|ed|ning|time|date|year|ofterm)?|hasbeginning|(valid|date|year)(from|since)|startedattime|p580",
    "until": "to|until|end(s|ed|ing|time|date|year|ofterm)?|hasend|(valid|date|year)(to|until|through)|endedattime|p582",
    "when": "when|at|date|time|year|pointintime|during|p585",
}
"""Local names, in lower case, of qualifiers that say when a fact holds; P580, P582 and P585 are Wikidata's."""

_NAMING = frozenset((*LABELS, *ALIASES))
_TRUE = frozenset({"true", "1"})
_STRUCTURE = frozenset(
    {TYPE, *PARTS}
    | {WM + name for name in ("evidence", "when", "since", "until", "period", "saidBy", "inferred", "status")}
    | {WM + name for name in ("listOpen", "note", "worded", "surface", "wordedAt")}
    | set(SOURCES)
)
"""Predicates that have a field of their own in a statement; all others are its qualifiers."""


SPEAKING = _STRUCTURE | _NAMING
"""Predicates whose own facts are not spoken of by what a resource says of all its facts."""

SPOKEN = frozenset({*(spelling.subject for spelling in SPELLINGS), REIFIES, *OWN})
"""Predicates by which a graph says something about its facts: where none occurs, and no named graph, nothing is said."""


class Statements:
    """The statements of a graph, read through ``match`` and kept.

    Several threads may read them at once: what is kept is stored whole and never changed, and as the graph does not change, two
    that read the same keep the same.

    ``folds`` are the nodes that the index folds. ``occurs(predicate)`` says whether the graph may use a predicate of
    :data:`SPOKEN` at all (``""``: a named graph), so that a graph that says nothing about its facts is not searched. Where no
    question can name a blank node (``blank=False``, an endpoint), one is no evidence: who reads the passage behind it is the
    index.
    """

    def __init__(
        self, match: Match, occurs: Callable[[str], bool], folds: FoldedNodes | None = None, *, blank: bool = True
    ) -> None:
        self._match, self._blank, self._folds = match, blank, folds
        self._occurs = occurs
        self._known: dict[str, bool] = {}
        self._rows: dict[str, Values] = {}
        self._own: dict[str, Statement | None] = {}
        self._graphs: dict[str, Statement] = {}
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
            self._own[subject] = read_statement("", values, self.values) if values else None
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
        said |= {name: self.values(name) for name in sorted(names) if name not in said}
        forms = {fold.node: count_form(fold.form, self.values(fold.node)) for fold in folds}
        stated = [read_statement(*each, self.values)._replace(form=forms.get(each[0], "")) for each in said.items()]
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
        return found

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
        if self._used(REIFIES):
            for predicate, value in self._facts(subject):
                for quad in self._match(None, REIFIES, Triple(subject, predicate, value)):
                    found[predicate, value][quad.subject] = None
        return found

    def of_graph(self, graph: str) -> Statement:
        """What a named graph, by what is said about it, makes of the facts that stand in it."""
        found = self._graphs.get(graph)
        if found is None:
            said = read_statement(graph, {key: self.values(graph).get(key, ()) for key in SOURCES}, self.values)
            found = self._graphs[graph] = Statement(evidence=said.evidence, graph=graph)
        return found

    @cached_property
    def _spoken(self) -> bool:
        """Whether the graph says anything about its facts."""
        return bool(self._folds) or self._used("") or any(map(self._used, sorted(SPOKEN)))

    def _used(self, predicate: str) -> bool:
        if predicate not in self._known:
            self._known[predicate] = self._occurs(predicate)
        return self._known[predicate]


def read_statement(name: str, values: Values, lookup: Callable[[str], Values]) -> Statement:
    """A statement from the ``values`` of the resource that makes it; ``lookup`` gives those of what it names.

    >>> said = {WM + "status": [WM + "Planned"], DCTERMS + "source": ["urn:report"]}
    >>> found = read_statement("_:s", said, lambda resource: {})
    >>> found.status, found.evidence[0].document
    ('urn:wenmai:term:Planned', 'urn:report')
    """
    time = read_time(values, lookup)
    return Statement(
        evidence=tuple(read_evidence(values, lookup)),
        speakers=_speakers(values),
        time=time.text if time else None,
        status=next((one for one in sorted(map(str, values.get(WM + "status", ())))), None),
        inferred=_true(values.get(WM + "inferred", ())),
        list_open=_true(values.get(WM + "listOpen", ())),
        notes=tuple(one for one in values.get(WM + "note", ()) if isinstance(one, Literal)),
        worded=_text(values.get(WM + "worded", ())),
        surface=_text(values.get(WM + "surface", ())),
        qualifiers=tuple(
            (predicate, value)
            for predicate in sorted(values)
            if predicate not in _STRUCTURE
            for value in values[predicate]
        ),
        name=name,
        ended=time is not None and time.over,
    )


def _without_blank(statement: Statement) -> Statement:
    """The statement without evidence that is only the name of a blank node."""
    return statement._replace(evidence=tuple(one for one in statement.evidence if not one.document.startswith("_:")))


def evidence_of(statements: Iterable[Statement], known: Iterable[Evidence] = ()) -> tuple[Evidence, ...]:
    """Who says so by any of some statements, and what is ``known`` already, in the order of documents and positions."""
    said = {one for statement in statements for one in statement.evidence}
    return tuple(sorted(said.union(known), key=evidence_order))


def time_of(statements: Iterable[Statement]) -> str | None:
    """When a fact holds by the first of some statements that say it."""
    return next((statement.time for statement in statements if statement.time), None)


def _true(values: Iterable[Term]) -> bool:
    return any(isinstance(one, Literal) and one.value in _TRUE for one in values)


def _text(values: Iterable[Term]) -> str | None:
    return next((one.value for one in values if isinstance(one, Literal)), None)


def _speakers(values: Values) -> tuple[str, ...]:
    return tuple(sorted(str(one) for one in values.get(WM + "saidBy", ()) if not isinstance(one, Literal)))


def read_evidence(values: Values, lookup: Callable[[str], Values]) -> list[Evidence]:
    """Who says so, in the order of documents and positions: passages of documents, and sources named in other ways."""
    said: Sequence[str | None] = _speakers(values) or [None]
    inferred = _true(values.get(WM + "inferred", ()))
    found: set[Evidence] = set()
    for predicate in (WM + "evidence", *SOURCES):
        for value in values.get(predicate, ()):
            document, start, end = read_passage(value, lookup)
            found.update(Evidence(document, start, end, speaker, inferred) for speaker in said)
    return sorted(found, key=evidence_order)


def evidence_order(evidence: Evidence) -> tuple[str, int, int, str, bool]:
    """A key that sorts evidence by document and position."""
    document, start, end, speaker, inferred = evidence
    return document, -1 if start is None else start, -1 if end is None else end, speaker or "", inferred


def read_passage(value: Term, lookup: Callable[[str], Values]) -> tuple[str, int | None, int | None]:
    """The document, the start and the end that an evidence names; the value itself where it is no passage."""
    if not isinstance(value, str):
        return (value.value if isinstance(value, Literal) else str(value)), None, None
    rows = lookup(value)
    documents = [str(one) for one in rows.get(WM + "document", ()) if not isinstance(one, Literal)]
    if not documents:
        return value, None, None
    return min(documents), _count(rows.get(WM + "start", ())), _count(rows.get(WM + "end", ()))


def _count(values: Sequence[Term]) -> int | None:
    texts = [one.value for one in values if isinstance(one, Literal)]
    return int(texts[0]) if len(texts) == 1 and texts[0].isascii() and texts[0].isdigit() else None


def read_time(values: Values, lookup: Callable[[str], Values]) -> Dated | None:
    """When a statement says that its fact holds: a time, or the first and the last day; by a qualifier where nothing else does."""
    dates = {
        role: sorted(
            date
            for predicate in predicates
            for value in values.get(WM + predicate, ())
            if (date := read_date(value, lookup)) is not None
        )
        for role, predicates in (("when", ("when", "period")), ("since", ("since",)), ("until", ("until",)))
    }
    if dates["when"]:
        return dates["when"][0]
    if not dates["since"] and not dates["until"]:
        return _qualified_time(values)
    since, until = (dates[role][0] if dates[role] else None for role in ("since", "until"))
    return Dated.between(since, until)


def is_temporal(predicate: str) -> bool:
    """Whether a qualifier says by its name when a fact holds.

    >>> is_temporal("http://example.org/validUntil"), is_temporal("http://www.wikidata.org/prop/qualifier/P580")
    (True, True)
    """
    return any(_named(predicate, names) for names in _TEMPORAL.values())


def _named(predicate: str, names: str) -> bool:
    return re.fullmatch(names, local_name(predicate).lower().replace("_", "").replace("-", "")) is not None


def _qualified_time(values: Values) -> Dated | None:
    """When a fact holds by qualifiers whose names say from when, until when, or when, and whose values are dates."""
    dates: dict[str, list[Dated]] = {role: [] for role in _TEMPORAL}
    for predicate, objects in values.items():
        for role, names in _TEMPORAL.items():
            if _named(predicate, names):
                parsed = [Dated.parse(one.value) for one in objects if isinstance(one, Literal)]
                dates[role] += [date for date in parsed if date is not None]
    since, until, when = (min(dates[role], key=_first_day, default=None) for role in ("since", "until", "when"))
    return when if since is None and until is None else Dated.between(since, until)


def _first_day(date: Dated) -> tuple[tuple[int, str], str]:
    return order(date.begin or date.end), date.text


def read_standing(values: Values) -> Brief:
    """How a fact stands by what one statement says."""
    inferred = _true(values.get(WM + "inferred", ()))
    return Brief(inferred, bool(_speakers(values)), min(map(str, values.get(WM + "status", ())), default=""))


def read_date(value: Term, lookup: Callable[[str], Values]) -> Dated | None:
    """The time that a time entity, or a date written as a literal, stands for; ``None`` for anything else."""
    if isinstance(value, Literal):
        return Dated.parse(value.value)
    rows = lookup(str(value))
    begins, ends = (
        sorted(one.value for one in rows.get(WM + name, ()) if isinstance(one, Literal)) for name in ("begins", "ends")
    )
    if not begins and not ends:
        return None
    vague = _true(rows.get(WM + "approximate", ()))
    return edtf(begins[0] if begins else None, ends[-1] if ends else None, approximate=vague)
