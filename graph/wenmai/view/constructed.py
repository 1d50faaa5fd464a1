"""The graph that a query makes, with the names, types and evidence that its entities have in the graph it was asked of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.errors import InputError, NoAnswer
from wenmai.model import Literal
from wenmai.oxigraph import oxi
from wenmai.terms import ALIASES, LABELS, TYPE, WM

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
    """The statements, with their passages, about one of the triples."""
    wanted = set(triples)
    for subject in sorted({subject for subject, _, _ in wanted}):
        for (predicate, value), names in source.statements.names(subject).items():
            if (subject, predicate, value) in wanted:
                for name in names:
                    yield from _statement(source, name)


def _statement(source: Source, name: str) -> Iterator[tuple[str, str, Term]]:
    """One statement, and what it leads to."""
    for row in source.match(name):
        yield name, row.predicate, row.object
        if isinstance(row.object, str):
            passage = row.predicate == WM + "evidence"
            yield from (
                (row.object, one.predicate, one.object) for one in source.match(row.object) if _told(one, passage)
            )


def _told(row: Quad, passage: bool) -> bool:
    """Whether a triple says where a passage is, when a time is, or what a speaker is called; no more, or they were drawn."""
    return isinstance(row.object, Literal) or (passage and row.predicate in (TYPE, WM + "document"))
