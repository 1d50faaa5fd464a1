"""The graph that a query makes, with the names, types and evidence that its entities have in the graph it was asked of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.errors import InputError, NoAnswer
from wenmai.model import Literal
from wenmai.oxigraph import oxi
from wenmai.terms import ALIASES, LABELS, RDF, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.model import Quad, Term
    from wenmai.sources import Source

NAMING = frozenset((*LABELS, *ALIASES, TYPE))


def constructed(source: Source, sparql: str) -> Source:
    """A source in memory that holds what a ``CONSTRUCT`` or ``DESCRIBE`` query gives, and what names it.

    Raises:
        QueryError: the query is wrong or refused.
        InputError: the query makes no graph.
        NoAnswer: the graph that it makes is empty.
    """
    from pyoxigraph import Quad

    from wenmai.sources import Memory
    from wenmai.sparql import Triples, run

    answer = run(source, sparql)
    if not isinstance(answer, Triples):
        raise InputError("this query gives a table; to draw its answer, ask with CONSTRUCT or DESCRIBE")
    triples = answer.triples
    if not triples:
        raise NoAnswer("the query gives no triples, so there is nothing to draw")
    rows = sorted({*triples, *_named(source, triples), *_stated(source, triples)}, key=str)
    return Memory.of([Quad(oxi(subject), oxi(predicate), oxi(value)) for subject, predicate, value in rows])


def _named(source: Source, triples: Iterable[tuple[str, str, Term]]) -> Iterator[tuple[str, str, Term]]:
    mentioned = {term for triple in triples for term in triple if isinstance(term, str)}
    for iri in sorted(mentioned):
        yield from ((iri, row.predicate, row.object) for row in source.match(iri) if row.predicate in NAMING)


def _stated(source: Source, triples: Iterable[tuple[str, str, Term]]) -> Iterator[tuple[str, str, Term]]:
    """The statements, with their passages, that cite one of the triples."""
    wanted = set(triples)
    for subject in sorted({subject for subject, _, _ in wanted}):
        for found in source.match(None, RDF + "subject", subject):
            rows = [(found.subject, row.predicate, row.object) for row in source.match(found.subject)]
            said = {predicate: value for _, predicate, value in rows}
            if (subject, said.get(RDF + "predicate"), said.get(RDF + "object")) in wanted:
                yield from rows
                for _, said_by, value in rows:
                    if isinstance(value, str):
                        passage = said_by == WM + "evidence"
                        yield from (
                            (value, row.predicate, row.object) for row in source.match(value) if _told(row, passage)
                        )


def _told(row: Quad, passage: bool) -> bool:
    """Whether a triple says where a passage is, when a time is, or what a speaker is called; no more, or they were drawn."""
    return isinstance(row.object, Literal) or (passage and row.predicate in (TYPE, WM + "document"))
