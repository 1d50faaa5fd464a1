"""What the graph says beside links: literals, structural values, and what reified statements add to a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.facts.describe import APART, position, stated_evidence
from wenmai.model import Evidence, Literal
from wenmai.sources.match import oxi, stored_quads, term
from wenmai.terms import RDF, STRUCTURAL, WM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wenmai.model import Term
    from wenmai.sources import Source

Triple = tuple[str, str, "Term"]
Place = tuple[int | None, int | None]
Words = tuple[str, str, str, str]
"""How a statement words its time, the words that support it, and a note in zh and en; empty where not stated."""

STRUCTURED = STRUCTURAL - APART
_WORDS = {WM + "worded": 0, WM + "surface": 1}


class Cited(NamedTuple):
    """When a fact holds, who says so, and in what words, by position."""

    time: str | None = None
    evidence: tuple[Evidence, ...] = ()
    words: Mapping[Place, Words] = {}


class Statements:
    """One pass over the triples of some subjects (all when ``None``), kept by subject."""

    def __init__(self, source: Source, subjects: Sequence[str] | None) -> None:
        self._rows: dict[str, list[tuple[str, Term]]] = {}
        self._said: dict[tuple[str, str, Term], list[str]] = {}
        self._source = source
        self._remote = getattr(source, "match", None)
        for subject, predicate, value in self._triples(subjects):
            self._rows.setdefault(subject, []).append((predicate, value))
        for subject in sorted(self._rows):
            self._keep(subject, dict(self._rows[subject]))

    def _triples(self, subjects: Sequence[str] | None) -> Iterator[Triple]:
        if self._remote is not None:
            self._source.announce(subjects or ())  # type: ignore[attr-defined]
        if subjects is None:
            yield from self._match(None, None, None)
            return
        for subject in subjects:
            yield from self._match(subject, None, None)
            for statement, _, _ in list(self._match(None, RDF + "subject", subject)):
                yield from self._about(statement)

    def _about(self, statement: str) -> Iterator[Triple]:
        for row in list(self._match(statement, None, None)):
            yield row
            if row[1] == WM + "evidence":
                yield from self._match(str(row[2]), None, None)

    def _match(self, subject: str | None, predicate: str | None, value: str | None) -> Iterator[Triple]:
        if self._remote is not None:
            yield from (
                (str(row.subject), row.predicate, row.object) for row in self._remote(subject, predicate, value)
            )
            return
        first, second, third = (None if part is None else oxi(part) for part in (subject, predicate, value))
        for quad in stored_quads(self._source, first, second, third):
            yield str(term(quad.subject)), quad.predicate.value, term(quad.object)

    def _keep(self, statement: str, values: Mapping[str, Term]) -> None:
        subject, predicate, value = (values.get(RDF + role) for role in ("subject", "predicate", "object"))
        if isinstance(subject, str) and isinstance(predicate, str) and value is not None:
            self._said.setdefault((subject, predicate, value), []).append(statement)

    def facts(self, subject: str) -> list[tuple[str, Term]]:
        """The literals and structural values of a subject, names and types aside, in order, each once."""
        rows = {
            (predicate, value)
            for predicate, value in self._rows.get(subject, ())
            if predicate not in APART and (isinstance(value, Literal) or predicate in STRUCTURED)
        }
        return sorted(rows, key=lambda row: (row[0], isinstance(row[1], str), tuple(row[1])))

    def about(self, subject: str, predicate: str, value: Term) -> dict[Place, Words]:
        """The words of each statement of a triple, by the position that it cites."""
        found: dict[Place, Words] = {}
        for statement in self._said.get((subject, predicate, value), ()):
            rows = self._rows[statement]
            for cited in (row for row in rows if row[0] == WM + "evidence"):
                found[self._position(str(cited[1]))] = _words(rows)
        return found

    def cited(self, subject: str, predicate: str, value: Term) -> Cited:
        """Time, evidence and words of a fact whose value is a literal, from its reified statements."""
        evidence = []
        for statement in self._said.get((subject, predicate, value), ()):
            rows = self._rows[statement]
            evidence += [self._evidence(str(cited), dict(rows)) for named, cited in rows if named == WM + "evidence"]
        return Cited(None, tuple(evidence), self.about(subject, predicate, value) if evidence else {})

    def _evidence(self, passage: str, statement: Mapping[str, Term]) -> Evidence:
        return stated_evidence(passage, dict(self._rows.get(passage, ())), statement)

    def _position(self, passage: str) -> Place:
        return position(dict(self._rows.get(passage, ())))


def _words(rows: Iterable[tuple[str, Term]]) -> Words:
    found = ["", "", "", ""]
    for predicate, value in rows:
        if not isinstance(value, Literal):
            continue
        if predicate in _WORDS:
            found[_WORDS[predicate]] = value.value
        elif predicate == WM + "note":
            found[3 if value.language == "en" else 2] = value.value
    return (found[0], found[1], found[2], found[3])
