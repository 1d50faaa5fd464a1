"""The triples of an endpoint as one graph, whatever the endpoint calls its default graph.

SPARQL leaves open what the default graph of an endpoint holds: everything (Virtuoso, GraphDB), or only the triples that are
in no named graph (Oxigraph, Fuseki, Neptune as it can be set up). A small probe tells which, and triple patterns are
written so that wenmai sees the union of all graphs, as it does with a file.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any, Literal, LiteralString, TypeVar

from wenmai.notices import notice
from wenmai.sources.endpoint.columns import Misfit, maybe, number, resource, term
from wenmai.sources.endpoint.learning.kept import Knowledge
from wenmai.sources.endpoint.requests.results import Unreadable, is_cut_short, is_partial, read_results, read_term
from wenmai.sources.endpoint.requests.transport import Failed, Unavailable
from wenmai.sources.endpoint.sparql import Part, fill, is_iri, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wenmai.model import Term
    from wenmai.sources.endpoint.columns import Column
    from wenmai.sources.endpoint.requests.results import Binding
    from wenmai.sources.endpoint.requests.transport import Answer, Client

Union = Literal["default", "union", "both"]
"""Where triples are: in the default graph alone, in a default graph that is the union of all, or in both apart."""

Row = tuple[Any, ...]
"""The values of a solution, one for each column."""

Thing = TypeVar("Thing")
Found = TypeVar("Found")

PAGE = 5000
"""Rows asked for at once: below the limits that public endpoints set (10,000 is usual)."""

SAMPLE = 20
KNOWN = [(f"urn:wenmai:known:{row}", "urn:wenmai:known:predicate", f"urn:wenmai:known:{row}") for row in range(3)]
"""Rows that the first question holds itself: what does not give them back does not answer SPARQL."""

_PATTERN = re.compile(r"\{\{(\S+) (\S+) (\S+)\}\}")


class Dataset:
    """Asks an endpoint for rows."""

    def __init__(self, client: Client, kept: Knowledge | None = None) -> None:
        self.client, self.kept = client, kept or Knowledge()
        self.union: Union = "default"
        self._graphs = count()
        self._most_things = 1 << 30
        """How many things one question may be about, as far as the server has said that it is too long."""

    def probe(self, most: int = 0) -> None:
        """Make sure that SPARQL is answered, and find out what the default graph holds, and whether it is more than ``most``.

        Raises:
            EndpointError: the endpoint does not answer, or not what it is asked.
        """
        chosen = "default-graph-uri=" in self.client.shown  # the person chose the graph
        found = [] if chosen else self._named(most)
        if not set(KNOWN).issubset(found):
            self._confirm()
        if triples := [row for row in found if row not in KNOWN and all(map(is_iri, row))]:
            self.union = "union" if self._by_default(triples) else "both"

    def _named(self, most: int) -> list[Row]:
        """A few triples from named graphs, and the known ones; none where this cannot be asked."""
        reason = ""
        for sized in (True, False) if most else (False,):
            try:
                return self._looked(most if sized else 0)
            except Unavailable:
                raise
            except Failed as failure:
                reason = failure.reason
        self.notice(f"named graphs could not be looked into ({reason}); only the default graph is seen")
        return []

    def _looked(self, most: int) -> list[Row]:
        size = fill("UNION { SELECT (COUNT(*) AS ?c) { SELECT ?s { ?s ?p ?o } LIMIT $most } }", most=most + 1)
        query = fill(
            "SELECT ?s ?p ?o ?c { { SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?s) && isIRI(?o)) } LIMIT $size }"
            " UNION { SELECT ?s ?p ?o { VALUES (?s ?p ?o) { $known } } } $sized }",
            size=SAMPLE,
            known=rows(KNOWN),
            sized=size if most else Part(""),
        )
        found = self.select(query, *(maybe(resource(name)) for name in "spo"), maybe(number("c")))
        if any(row[3] is not None and row[3] > most for row in found):
            self.kept.keep("large", True)
        return [row[:3] for row in found if None not in row[:3]]

    def _confirm(self) -> None:
        subjects = [row[0] for row in KNOWN]
        query = fill("SELECT ?s { VALUES ?s { $known } }", known=rows(subjects))
        if sorted(self.select(query, resource("s"))) != [(iri,) for iri in subjects]:
            raise self.client.failure(
                "does not give back the rows that the query itself holds", "is it the address of a SPARQL endpoint?"
            )

    def _by_default(self, triples: Sequence[Row]) -> bool:
        query = fill("SELECT DISTINCT ?s ?p ?o { VALUES (?s ?p ?o) { $triples } ?s ?p ?o }", triples=rows(triples))
        return len(self.select(query, resource("s"), resource("p"), term("o"))) == len(set(triples))

    @property
    def distinct(self) -> Part:
        """``DISTINCT`` where the same triple may be in several graphs."""
        return Part("" if self.union == "default" else "DISTINCT")

    def notice(self, sentence: str) -> None:
        """Note, once, that something was left out."""
        notice(sentence)

    def query(self, template: LiteralString, **holes: Term | int | Part) -> Part:
        """Fill a template; in it ``{{?s ?p ?o}}`` is a triple in any graph."""

        def pattern(found: re.Match[str]) -> str:
            triple = " ".join(found.groups())
            if self.union != "both":
                return f"{triple} ."
            return f"{{ {{ {triple} }} UNION {{ GRAPH ?graph{next(self._graphs)} {{ {triple} }} }} }}"

        return fill(_PATTERN.sub(pattern, template), **holes)

    def select(self, query: Part, *columns: Column, within: float | None = None) -> list[Row]:
        """The rows of a query, as tuples of its columns; ``within`` bounds all tries together, in seconds.

        Raises:
            Failed: the endpoint failed, or answered with something else than rows of that kind.
        """
        return self.read(self.client.ask(query.text, timeout=within, within=within), *columns)

    def read(self, answer: Answer, *columns: Column) -> list[Row]:
        """The rows of an answer, as tuples of its columns.

        Raises:
            Failed: it holds something else than rows of that kind, or numbers that the server had not done counting.
        """
        found = self._solutions(answer)
        if is_cut_short(answer.headers) and any(column.counted for column in columns):
            raise self.client.failure("counted a part only, by a limit of its own")
        if is_partial(answer.headers):
            self.notice(f"{self.client.shown} gave only a part of its answer to one question, by a limit of its own")
        try:
            return [tuple([column.value(_value(row.get(column.name))) for column in columns]) for row in found]
        except Misfit as misfit:
            raise self.client.failure(f"answered with rows that do not fit the question: {misfit}") from None

    def _solutions(self, answer: Answer) -> list[dict[str, Binding]]:
        try:
            found = read_results(answer.body, answer.charset)
        except Unreadable as error:
            raise self.client.failure(f"answered with SPARQL results that cannot be read: {error}") from None
        if found.boolean is not None:
            raise self.client.failure("answered yes or no where rows were asked for")
        return found.rows

    def select_batches(
        self, things: Iterable[Thing], size: int, ask: Callable[[Sequence[Thing]], Part], *columns: Column
    ) -> Iterator[tuple[Sequence[Thing], list[Row]]]:
        """The rows of a query about many things, ``size`` of them at once, with the things that each was about."""
        return self.in_batches(things, size, lambda batch: self.select(ask(batch), *columns))

    def in_batches(
        self, things: Iterable[Thing], size: int, ask: Callable[[Sequence[Thing]], Found]
    ) -> Iterator[tuple[Sequence[Thing], Found]]:
        """Ask about many things, ``size`` at once, or fewer where the server says that this makes the question too long."""
        waiting = list(things)
        while waiting:
            batch = waiting[: min(size, self._most_things)]
            try:
                found = ask(batch)
            except Failed as failure:
                if not failure.too_long or len(batch) == 1:
                    raise
                self._most_things = len(batch) // 2
                continue
            yield batch, found
            del waiting[: len(batch)]

    def pages(self, template: LiteralString, *columns: Column, most: int, **holes: Term | int | Part) -> Iterator[Row]:
        """The first ``most`` rows of an ordered query, page by page; the template ends in ``LIMIT $limit OFFSET $offset``.

        A server may give fewer rows at once than it was asked for without a word, so only an empty page is the end.
        """
        offset = 0
        while offset < most:
            limit = min(PAGE, most - offset)
            found = self.select(self.query(template, limit=limit, offset=offset, **holes), *columns)[:limit]
            yield from found
            offset += len(found)
            if not found or (len(found) < limit and len(found) % 100):
                return


def _value(binding: Binding | None) -> Term | None:
    return None if binding is None else read_term(binding)
