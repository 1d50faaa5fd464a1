"""A Turtle file as its triples by subject: a proposal, or the graph that what was accepted of it goes into."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wenmai.errors import GraphSyntaxError
from wenmai.terms import LABEL, RDF, SKOS, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Iterator

STATEMENT = RDF + "Statement"
_TOLD_APART = re.compile(r" \[[^\[\]]*\]$")


class StatedGraph:
    """The triples of a text in Turtle: ``subjects`` leads from an IRI (or ``_:id``) to predicates and pyoxigraph terms."""

    def __init__(self, text: bytes, name: str) -> None:
        """Read ``text``; ``name`` is what errors call it.

        Raises:
            GraphSyntaxError: it is not Turtle.
        """
        from pyoxigraph import RdfFormat, parse

        self.subjects: dict[str, dict[str, list[Any]]] = {}
        shared: dict[str, str] = {}
        try:
            quads = parse(text, format=RdfFormat.TURTLE)
            for quad in quads:
                predicate = shared.setdefault(quad.predicate.value, quad.predicate.value)
                self.subjects.setdefault(key_of_term(quad.subject), {}).setdefault(predicate, []).append(quad.object)
        except SyntaxError as error:
            raise GraphSyntaxError(name, error.msg, line=error.lineno, column=error.offset) from error
        self.prefixes: dict[str, str] = dict(quads.prefixes)

    def overlay(self) -> StatedGraph:
        """A copy whose subjects can be replaced without a change to this one."""
        from copy import copy

        made = copy(self)
        made.subjects = dict(self.subjects)
        return made

    def __contains__(self, subject: str) -> bool:
        return subject in self.subjects

    def terms(self, subject: str, predicate: str) -> list[Any]:
        """The objects of a property of the ontology (``evidence``) or of a whole IRI."""
        return self.subjects.get(subject, {}).get(predicate if ":" in predicate else WM + predicate, [])

    def values(self, subject: str, predicate: str) -> list[str]:
        """The objects of a property as IRIs or lexical forms, sorted."""
        return sorted(text_of_term(term) for term in self.terms(subject, predicate))

    def value(self, subject: str, predicate: str) -> str:
        """The first object of a property, or nothing."""
        return next(iter(self.values(subject, predicate)), "")

    def kind(self, subject: str) -> str:
        """The local name of an entity's class in the ontology; of another class its IRI, of none nothing."""
        return self.value(subject, TYPE).removeprefix(WM)

    def label(self, iri: str) -> str:
        """The Chinese label, or the only one, without what tells it apart."""
        told = sorted((getattr(one, "language", "") != "zh", text_of_term(one)) for one in self.terms(iri, LABEL))
        return _TOLD_APART.sub("", told[0][1]) if told else ""

    def names(self, iri: str) -> set[str]:
        """Every name of an entity."""
        ways = (LABEL, SKOS + "altLabel", WM + "shortName")
        return {text_of_term(term) for way in ways for term in self.terms(iri, way)}

    def of_kind(self, *kinds: str) -> Iterator[str]:
        """The entities of some classes of the ontology, in the order of the text."""
        wanted = {WM + kind for kind in kinds}
        for subject, facts in self.subjects.items():
            if any(text_of_term(term) in wanted for term in facts.get(TYPE, ())):
                yield subject

    def statements(self) -> Iterator[tuple[str, tuple[str, str, str]]]:
        """Each statement with the triple that it is about, as text."""
        for subject, facts in self.subjects.items():
            if any(text_of_term(term) == STATEMENT for term in facts.get(TYPE, ())):
                about = [facts.get(RDF + part, []) for part in ("subject", "predicate", "object")]
                if all(about):
                    one, way, other = (text_of_term(terms[0]) for terms in about)
                    yield subject, (one, way, other)


def key_of_term(term: Any) -> str:
    """A subject as text: its IRI, or ``_:id``."""
    return str(getattr(term, "value", term)) if not str(term).startswith("_:") else str(term)


def text_of_term(term: Any) -> str:
    """The IRI, ``_:id`` or lexical form of a term."""
    return key_of_term(term)


def short_name(iri: str) -> str:
    """What stands behind the last colon of an IRI."""
    return iri.rsplit(":", 1)[-1]
