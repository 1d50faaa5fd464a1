"""What a graph records of the facts that carry evidence: what each states, the passages it cites, its times and names."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.audit.passages import Document, passage
from wenmai.oxigraph import oxi, term
from wenmai.statements.spellings import SPELLINGS
from wenmai.system import packaged
from wenmai.terms import LABEL, SKOS, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wenmai.model import Term, Triple
    from wenmai.sources import Source

_TIME_ROLES = {
    WM + "when": "",
    WM + "period": "",
    WM + "covers": "",
    WM + "since": "since",
    WM + "until": "until",
    WM + "dueBy": "until",
}
OBJECT = SPELLINGS[0].object
"""Where a statement is written out, the predicate of its object: it leads to the line."""

_TIMES = frozenset(WM + name for name in ("Time", "Year", "Month", "Day", "Period"))
_NAMES = (LABEL, WM + "shortName", SKOS + "altLabel")


class ComparedDocument(NamedTuple):
    """A document of the graph with the file that is held against it."""

    document: Document
    file: str | None
    text: str | None
    same: bool


class CitedPassage(NamedTuple):
    """A passage as recorded, and the text of its document (``None`` when no file was given)."""

    iri: str
    document: str
    start: int | None
    end: int | None
    text: str | None

    def words(self) -> str | None:
        """The cited words; ``None`` when there are none to read."""
        if self.text is None or self.start is None or self.end is None:
            return None
        return self.text[self.start : self.end] if 0 <= self.start < self.end <= len(self.text) else None

    def paragraph(self) -> str:
        """The paragraph around the cited words."""
        found = passage(self.text or "", self.start or 0, self.end or 0, "paragraph")
        return found.before + found.text + found.after


class CitedFacts:
    """What a graph says of the facts that carry evidence."""

    def __init__(self, source: Source) -> None:
        from pyoxigraph import RdfFormat, Store

        terms = Store()
        terms.bulk_load(path=str(packaged.vocabulary()), format=RdfFormat.TURTLE)
        self.stores = (source.store, terms)
        self.statements = source.statements

    def terms(self, subject: str, predicate: str) -> list[Any]:
        """The objects of a resource's property, sorted by their text."""
        node, way = oxi(subject), oxi(predicate)
        quads = (store.quads_for_pattern(node, way, None, None) for store in self.stores)
        return sorted({quad.object for quad in chain.from_iterable(quads)}, key=str)

    def values(self, subject: str, *predicates: str) -> list[str]:
        """The objects as IRIs, ``_:id`` or lexical forms."""
        return [text_of(value) for predicate in predicates for value in self.terms(subject, predicate)]

    def facts(self) -> list[str]:
        """Every resource that carries ``wm:evidence``, sorted."""
        from pyoxigraph import NamedNode

        quads = self.stores[0].quads_for_pattern(None, NamedNode(WM + "evidence"), None, None)
        return sorted({text_of(quad.subject) for quad in quads})

    def spans(
        self, fact: str, held: Mapping[str, ComparedDocument], predicate: str = WM + "evidence"
    ) -> list[CitedPassage]:
        """The passages that a fact cites."""
        return [self._span(iri, held) for iri in self.values(fact, predicate)]

    def cited(self, fact: str, held: Mapping[str, ComparedDocument]) -> list[CitedPassage]:
        """All passages of a fact: those that say it, and those that word its time."""
        return [*self.spans(fact, held), *self.spans(fact, held, WM + "wordedAt")]

    def _span(self, iri: str, held: Mapping[str, ComparedDocument]) -> CitedPassage:
        document = next(iter(self.values(iri, WM + "document")), "")
        start, end = (next(iter(self.values(iri, WM + name)), "") for name in ("start", "end"))
        first, last = (int(number) if number.isdecimal() else None for number in (start, end))
        return CitedPassage(iri, document, first, last, held[document].text if document in held else None)

    def inferred(self, fact: str) -> bool:
        """Whether the fact is marked as read out of the sense."""
        return "true" in self.values(fact, WM + "inferred")

    def stated(self, fact: str) -> Triple | None:
        """The triple that a fact is a statement about; ``None`` for a figure and all else that cites its source itself."""
        return next(iter(self.statements.facts(fact)), None)

    def times(self, fact: str) -> Iterator[tuple[str, str, Term]]:
        """What may be a time that is recorded of a fact: its predicate, its role, and an entity or a literal."""
        stated = self.stated(fact)
        if stated is not None:
            yield OBJECT, "", stated.object
        for predicate, role in _TIME_ROLES.items():
            yield from ((predicate, role, term(value)) for value in self.terms(fact, predicate))

    def is_time(self, iri: str) -> bool:
        """Whether a resource is a year, a month, a day or a period."""
        return bool(_TIMES & set(self.values(iri, TYPE)))

    def names(self, iri: str) -> list[str]:
        """The names by which a Chinese text may call a resource."""
        terms = [term for predicate in _NAMES for term in self.terms(iri, predicate)]
        return [term.value for term in terms if (getattr(term, "language", "") or "zh").startswith("zh")]


def text_of(term: Any) -> str:
    """The IRI, ``_:id`` or lexical form of a term."""
    return str(term) if str(term).startswith("_:") else str(term.value)
