"""What the page knows: a graph, or a part of one, as a plain dictionary that becomes the page's JSON.

Everything is by number: entities in the order of their IRIs (so that comparing numbers compares IRIs), classes and
predicates by their place in ``terms``, evidence by its place in ``evidence``. No string of the graph is ever a key.
"""

from __future__ import annotations

from math import log, log2
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.facts.figures import FIGURE, read_figure
from wenmai.folding.forms import say_predicate
from wenmai.languages import both_languages
from wenmai.model import Evidence, Literal
from wenmai.names.labels import Labels
from wenmai.rendering.marks import marks
from wenmai.statements.reader import evidence_of, time_of
from wenmai.statements.standing import EVERY, Admission
from wenmai.terms import APPARATUS_TYPES, RDF, RDFS, WM, shorten
from wenmai.times.reader import is_temporal
from wenmai.view import keys
from wenmai.view.cited import besides, document_row, pieces_of
from wenmai.view.coordinates import outlines
from wenmai.view.facets import facets
from wenmai.view.images import place_image
from wenmai.view.standings import HeldLink
from wenmai.view.statements import read_facts, read_words, tell_more

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from wenmai.index import Index
    from wenmai.model import Statement, Term
    from wenmai.sources import Source
    from wenmai.view.statements import Place, Words

FORMAT = 1
"""The number of the JSON's layout; the script refuses another."""

QUIET = tuple(WM + name for name in ("Figure", "Indicator", "Day", "Month", "Year", "Period"))
"""Classes that are held and found but not drawn until asked for: figures are read in the panel, times on the time lane."""

AMOUNT = "urn:wenmai:view:amount"
"""Leads from a figure to what it amounts to in words; the page's own, in no graph."""


class PageEntities(NamedTuple):
    """The entities that a page holds, by their numbers in the index, ascending, and whether they are the whole graph."""

    nodes: tuple[int, ...]
    whole: bool


def everything(index: Index) -> tuple[int, ...]:
    """All entities of the graph, terms of the vocabulary and cited documents that nothing links to aside."""
    terms = {*index.predicates, *index.classes()}
    return tuple(node for node in range(index.node_count) if index.degree(node) or _stands_alone(index, node, terms))


def _classes(index: Index, nodes: Iterable[int]) -> list[str]:
    return sorted({kind for node in nodes for kind in index.types(node)})


def _stands_alone(index: Index, node: int, terms: set[str]) -> bool:
    types = index.types(node)
    return bool(types) and index.iri(node) not in terms and not set(types) & _ASIDE


_ASIDE = {
    *APPARATUS_TYPES,
    WM + "Document",
    RDFS + "Class",
    RDF + "Property",
    "http://www.w3.org/2002/07/owl#Class",
} | {"http://www.w3.org/2002/07/owl#" + name for name in ("Ontology", "ObjectProperty", "DatatypeProperty")}


class Numbering:
    """Numbers for things, in the order in which they are first asked for."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}

    def __getitem__(self, thing: Any) -> int:
        return self._numbers.setdefault(thing, len(self._numbers))

    def __iter__(self) -> Any:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class Writer:
    """Collects the page's dictionary from a source."""

    def __init__(
        self,
        source: Source,
        held: PageEntities,
        passages: Mapping[str, str],
        admission: Admission = EVERY,
        language: str = "zh",
    ) -> None:
        self.admission = admission
        self.source, self.index, self.held, self.passages = source, source.index, held, passages
        self.place = {node: number for number, node in enumerate(held.nodes)}
        self.index.announce(held.nodes)
        self.terms, self.evidence, self.documents, self.marks = Numbering(), Numbering(), Numbering(), Numbering()
        self.languages = both_languages(language)
        self.links: list[HeldLink] = []
        self.labels = {said: Labels(source.index, wanted) for said, wanted in self.languages.items()}
        source.prefetch(self.index.iri(node) for node in held.nodes)

    def write(self) -> dict[str, Any]:
        """The dictionary, complete."""
        index, nodes = self.index, self.held.nodes
        found = {
            "format": FORMAT,
            "total": {
                "entities": index.node_count,
                "links": index.link_count,
                "terms": index.node_count - len(nodes) if self.held.whole else 0,
            },
            "classes": self._classes(),
            "predicates": self._predicates(),
            "nodes": self._nodes(),
            "links": self._links(),
        }
        found["simplified"] = keys.simplified(text for node in nodes for text in self._known(node))
        found["facts"] = [self._facts(node) for node in nodes]
        found["images"] = list(self._images(nodes))
        found["said"] = [row for node in nodes for row in self._said_facts(node)]
        cut = facets(self.source, nodes, self.links, self.terms.__getitem__, self.labels, self.held.whole)
        found["facets"], found["land"] = cut, outlines() if cut["places"] else ""
        found["marks"] = list(self.marks)
        found["evidence"] = [self._cited(*row) for row in self.evidence]
        found["documents"] = [self._document(iri) for iri in self.documents]
        found["terms"] = [[iri, *self._both(iri)] for iri in self.terms]
        return found

    def _both(self, iri: str) -> tuple[str, str]:
        return self.labels["zh"].label(iri), self.labels["en"].label(iri)

    def _classes(self) -> list[list[Any]]:
        """Each class in use as [term, family, quiet]; a family is the class that its members share at the root."""
        from wenmai.view.families import Families

        families = Families(self.source)
        used = _classes(self.index, self.held.nodes)
        return [[self.terms[iri], self.terms[families.root(iri)], int(iri in QUIET)] for iri in used]

    def _predicates(self) -> list[list[int]]:
        """Each predicate as [term, links that use it in the whole graph, cost of following it in thousandths, 1 if it connects nothing]."""
        index = self.index
        total = log(index.link_count) if index.link_count > 1 else 0.0
        rows = []
        for number, iri in enumerate(index.predicates):
            count = index.predicate_count(number)
            cost = 1000 + (round(1000 * log(count) / total) if total else 0)
            rows.append([self.terms[iri], count, cost, int(number in index.aside)])
        return rows

    def _nodes(self) -> dict[str, Any]:
        index, nodes = self.index, self.held.nodes
        zh, en = self.languages["zh"], self.languages["en"]
        both = [(index.label(node, zh), index.label(node, en)) for node in nodes]
        classes = {iri: number for number, iri in enumerate(_classes(index, nodes))}
        degrees = [index.degree(node) for node in nodes]
        return {
            "iri": [index.iri(node) for node in nodes],
            "zh": [first for first, _ in both],
            "en": [0 if first == second else second for first, second in both],
            "labels": [self._labels(node) for node in nodes],
            "names": [self._names(node, *labels) for node, labels in zip(nodes, both, strict=True)],
            "keys": [
                keys.spelled([first, *self._known(node)]) or 0 for node, (first, _) in zip(nodes, both, strict=True)
            ],
            "types": [[classes[kind] for kind in index.types(node)] for node in nodes],
            "degree": degrees,
            "through": [round(1000 * log2(degree)) if degree > 1 else 0 for degree in degrees],
            "dated": [
                [place, *span] for node, place in self.place.items() if (span := index.node_span(node)) != (None, None)
            ],
        }

    def _labels(self, node: int) -> list[list[str]] | int:
        """The labels with their languages; 0 stands for the usual pair of zh and en."""
        labels = self.index.labels(node)
        return (
            0 if set(labels) == {"zh", "en"} and labels["zh"] != labels["en"] else [[*pair] for pair in labels.items()]
        )

    def _names(self, node: int, zh: str, en: str) -> list[str] | int:
        """Further names; labels of other languages too. 0 stands for none."""
        return [text for text in self._known(node) if text not in (zh, en)] or 0

    def _known(self, node: int) -> list[str]:
        return list(dict.fromkeys(text for _, _, text, _ in self.index.texts(node)))

    def _links(self) -> dict[str, Any]:
        """The links among the held entities as parallel lists, with notes and marks on some of them.

        A note is [link, time, begin, end, evidence…]; what is said about a link is [link, marks].
        """
        index, place = self.index, self.place
        subjects: list[int] = []
        predicates: list[int] = []
        objects: list[int] = []
        notes: list[list[Any]] = []
        said: list[list[int]] = []
        for node in self.held.nodes:
            for other, predicate, forward, link in index.links(node):
                if not forward or other not in place or not self.admission.takes_link(index, link):
                    continue
                note = self._note(node, predicate, other, link)
                if note:
                    notes.append([len(subjects), *note])
                mark = self._mark(index.iri(node), index.predicates[predicate], index.iri(other))
                if mark is not None:
                    said.append([len(subjects), mark])
                self.links.append(HeldLink(node, predicate, other, link))
                subjects.append(place[node])
                predicates.append(predicate)
                objects.append(place[other])
        return {"subject": subjects, "predicate": predicates, "object": objects, "notes": notes, "said": said}

    def _mark(self, subject: str, predicate: str, value: Term) -> int | None:
        """The number of what is said about a fact: its marks in zh and in en, and its statements; ``None`` for nothing."""
        stated = self.source.statements.about(subject).get((predicate, value), ())
        told = tuple(
            tuple(dict.fromkeys(mark for one in stated for mark in _marks(one, labels.label, language)))
            for language, labels in self.labels.items()
        )
        named = [one for one in stated if one.name]
        rows = tuple(self._statement(one, read_words(named)) for one in named) if tell_more(named) else ()
        return self.marks[(*told, rows)] if any(told) or rows else None

    def _statement(self, one: Statement, words: Mapping[Place, Words]) -> tuple[Any, ...]:
        """A statement as [status, speakers, inferred, open list, time, how it is dated, notes, qualifiers, evidence].

        Terms are numbers; it is dated by ``when`` (0), by ``since`` and ``until`` (1), or by a qualifier (2).
        """
        return (
            self.terms[one.status] if one.status else -1,
            tuple(map(self.terms.__getitem__, one.speakers)),
            int(one.inferred),
            int(one.list_open),
            one.time or "",
            2 if any(is_temporal(predicate) for predicate, _ in one.qualifiers) else int(one.ended),
            tuple((note.language, note.value) for note in one.notes),
            tuple((self.terms[predicate], *self._value(value)) for predicate, value in one.qualifiers),
            tuple(self._cite(evidence, words) for evidence in one.evidence),
        )

    def _value(self, value: Term) -> tuple[str | int, str | int]:
        """A value, and its language or the number of its datatype; a resource by its number, and -1."""
        if isinstance(value, Literal):
            return value.value, "@" + value.language if value.language else self.terms[value.datatype]
        return self.terms[value if isinstance(value, str) else str(value)], -1

    def _held_facts(self, iri: str) -> list[tuple[str, Term]]:
        """What an entity has beside links, of that what is taken."""
        said = self.source.statements.about(iri)
        return [fact for fact in read_facts(self.source, iri) if self.admission.takes_fact(said.get(fact, ()))]

    def _said_facts(self, node: int) -> Iterator[list[int]]:
        """What is said about the facts that a node has beside links, as [node, place among its facts, marks]."""
        iri = self.index.iri(node)
        for place, (predicate, value) in enumerate(self._held_facts(iri)):
            mark = self._mark(iri, predicate, value)
            if mark is not None:
                yield [self.place[node], place, mark]

    def _note(self, node: int, predicate: int, other: int, link: int) -> list[Any]:
        index = self.index
        stated = self.source.statements.about(index.iri(node)).get((index.predicates[predicate], index.iri(other)), ())
        time, (begin, end) = index.time(link) or time_of(stated), index.span(link)
        evidence = evidence_of(stated, index.evidence(link))
        if not (time or begin or end or evidence):
            return []
        said = read_words(stated)
        return [time or 0, begin or 0, end or 0, *(self._cite(one, said) for one in evidence)]

    def _cite(self, evidence: Evidence, said: Mapping[tuple[int | None, int | None], tuple[str, str, str, str]]) -> int:
        self.documents[evidence.document]
        return self.evidence[(evidence, said.get((evidence.start, evidence.end), ("", "", "", "")))]

    def _cited(self, evidence: Evidence, words: tuple[str, str, str, str]) -> list[Any]:
        speaker = self.index.find(evidence.said_by) if evidence.said_by else None
        held = self.place.get(speaker, -1) if speaker is not None else -1
        row = [
            self.documents[evidence.document],
            _or(evidence.start),
            _or(evidence.end),
            held,
            int(evidence.inferred),
            *words,
        ]
        name = (
            self.index.label(speaker, self.languages["zh"]) if speaker is not None else shorten(evidence.said_by or "")
        )
        return [*row, name if evidence.said_by and held < 0 else "", besides(evidence, self.labels)]

    def _document(self, iri: str) -> list[Any]:
        """A cited document, with its text where it was given."""
        spans = (
            (e.start, e.end)
            for e, _ in self.evidence
            if e.document == iri and e.start is not None and e.end is not None
        )
        return document_row(self.index, iri, self.languages.values(), pieces_of(self.passages.get(iri, ""), spans))

    def _facts(self, node: int) -> list[Any] | int:
        """What a node has beside links, as [term, value, language or datatype, evidence…]; 0 stands for nothing."""
        iri = self.index.iri(node)
        own = self.index.node_evidence(node)
        rows = [self._fact(iri, predicate, value, own) for predicate, value in self._held_facts(iri)]
        return [*rows, *self._amounts(node)] or 0

    def _images(self, nodes: Iterable[int]) -> Iterator[list[int]]:
        """The entities that have an image of their own, as [node, place among its facts]."""
        for node in nodes:
            place = place_image(self._held_facts(self.index.iri(node)))
            if place is not None:
                yield [self.place[node], place]

    def _amounts(self, node: int) -> Iterator[list[Any]]:
        """What a figure amounts to, in words of both languages, as facts of the kind :data:`AMOUNT`."""
        if FIGURE in self.index.types(node):
            for tag, names in self.labels.items():
                yield [self.terms[AMOUNT], read_figure(self.source, node, names).text, f"@{tag}", 0]

    def _fact(self, iri: str, predicate: str, value: Term, own: Iterable[Evidence]) -> list[Any]:
        stated = self.source.statements.about(iri).get((predicate, value), ())
        time, said = time_of(stated), read_words(stated)
        cites = [self._cite(one, said) for one in evidence_of(stated) or own]
        return [self.terms[predicate], *self._value(value), time or 0, *cites]


def _marks(statement: Statement, label: Callable[[str], str], language: str) -> Iterator[str]:
    """The form in which a folded node says a fact, where a word tells it, then the other marks."""
    form = say_predicate("…", statement.form, label, language)
    if form != "…":
        yield form
    yield from marks(statement, label, language)


def _or(number: int | None) -> int:
    return -1 if number is None else number


def gather(
    source: Source,
    held: PageEntities,
    passages: Mapping[str, str] | None = None,
    admission: Admission = EVERY,
    language: str = "zh",
) -> dict[str, Any]:
    """The dictionary of the page that holds ``held``; ``passages`` are the texts of cited documents by their IRIs."""
    return Writer(source, held, passages or {}, admission, language).write()
