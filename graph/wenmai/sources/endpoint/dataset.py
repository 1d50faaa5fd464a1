"""The triples of an endpoint as one graph, whatever the endpoint calls its default graph.

SPARQL leaves open what the default graph of an endpoint holds: everything (Virtuoso, GraphDB), or only the triples that are
in no named graph (Oxigraph, Fuseki, Neptune as it can be set up). A small probe tells which, and triple patterns are
written so that wenmai sees the union of all graphs, as it does with a file.
"""

from __future__ import annotations

import json
import re
from itertools import count
from typing import TYPE_CHECKING, Any, Literal, LiteralString, NamedTuple

from wenmai.errors import EndpointError
from wenmai.model import XSD_STRING
from wenmai.model import Literal as Text
from wenmai.sources.endpoint.sparql import NotATerm, Part, fill, is_iri, rows
from wenmai.sources.endpoint.transport import JSON, Refused, TimedOut
from wenmai.terms import RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.model import Term
    from wenmai.sources.endpoint.transport import Answer, Client

Union = Literal["default", "union", "both"]
"""Where triples are: in the default graph alone, in a default graph that is the union of all, or in both apart."""

Row = tuple[Any, ...]
"""The terms of a solution, ``None`` where a variable is not bound."""

PAGE = 5000
"""Rows asked for at once: below the limits that public endpoints set (10,000 is usual)."""

SAMPLE = 20
LANG_STRING = RDF + "langString"
_PATTERN = re.compile(r"\{\{(\S+) (\S+) (\S+)\}\}")


class Table(NamedTuple):
    """Parsed results, and whether the server says that they are not all."""

    rows: list[dict[str, Term]]
    partial: bool


class Dataset:
    """Asks an endpoint for rows; ``notices`` takes one sentence for each thing that was left out."""

    def __init__(self, client: Client, notices: list[str]) -> None:
        self.client, self.notices = client, notices
        self.union: Union = "default"

    def probe(self) -> None:
        """Find out what the default graph holds."""
        if "default-graph-uri=" in self.client.shown:
            return  # the person chose the graph
        named = self._named()
        if named:
            self.union = "union" if self._by_default(named) else "both"

    def _named(self) -> list[tuple[str, str, str]]:
        """A few triples from named graphs."""
        template = "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?s) && isIRI(?o)) } LIMIT $size"
        try:
            found = self.select(fill(template, size=SAMPLE), "s", "p", "o")
        except (Refused, TimedOut):
            self.notice("named graphs could not be looked into; only the default graph is seen")
            return []
        return [row for row in found if all(map(is_iri, row))]

    def _by_default(self, triples: list[tuple[str, str, str]]) -> bool:
        template = "SELECT DISTINCT ?s ?p ?o { VALUES (?s ?p ?o) { $triples } ?s ?p ?o }"
        return len(self.select(fill(template, triples=rows(triples)), "s", "p", "o")) == len(set(triples))

    @property
    def distinct(self) -> Part:
        """``DISTINCT`` where the same triple may be in several graphs."""
        return Part("" if self.union == "default" else "DISTINCT")

    def notice(self, sentence: str) -> None:
        """Note, once, that something was left out."""
        if sentence not in self.notices:
            self.notices.append(sentence)

    def query(self, template: LiteralString, **holes: Term | int | Part) -> Part:
        """Fill a template; in it ``{{?s ?p ?o}}`` is a triple in any graph."""
        number = count()

        def pattern(found: re.Match[str]) -> str:
            triple = " ".join(found.groups())
            if self.union != "both":
                return f"{triple} ."
            return f"{{ {{ {triple} }} UNION {{ GRAPH ?graph{next(number)} {{ {triple} }} }} }}"

        return fill(_PATTERN.sub(pattern, template), **holes)

    def select(
        self, query: Part, *variables: str, timeout: float | None = None, retries: int | None = None
    ) -> list[Row]:
        """The rows of a query, as tuples of its ``variables``.

        Raises:
            EndpointError: the endpoint failed, or answered with something else than rows.
        """
        answer = self.client.ask(query.text, timeout=timeout, retries=retries)
        table = parse(answer, self.client.shown)
        if table.partial:
            self.notice(f"{self.client.shown} gave only a part of its answer to one question, by a limit of its own")
        return [tuple(row.get(name) for name in variables) for row in table.rows]

    def pages(self, template: LiteralString, *variables: str, most: int, **holes: Term | int | Part) -> Iterator[Row]:
        """The first ``most`` rows of an ordered query, page by page; the template ends in ``LIMIT $limit OFFSET $offset``.

        A server may give fewer rows at once than it was asked for without a word, so only an empty page is the end.
        """
        offset = 0
        while offset < most:
            limit = min(PAGE, most - offset)
            found = self.select(self.query(template, limit=limit, offset=offset, **holes), *variables)
            yield from found
            offset += len(found)
            if not found or (len(found) < limit and len(found) % 100):
                return


def is_partial(answer: Answer) -> bool:
    """Whether a server says that it gave only a part of its answer (Virtuoso does, by time and by rows)."""
    return answer.headers.get("x-sql-state", "") == "S1TAT" or "x-sparql-maxrows" in answer.headers


def parse(answer: Answer, shown: str) -> Table:
    """The rows of an answer.

    Raises:
        EndpointError: it is no SPARQL result, or a broken one.
    """
    state = is_partial(answer)
    if answer.media_type == "application/sparql-results+xml":
        return Table(_parse_xml(answer, shown), state)
    if answer.media_type not in {JSON, "application/json", "text/json"}:
        kind = answer.media_type or "something without a type"
        raise EndpointError(
            f"{shown} answered with {kind}, not with SPARQL results; is it the address of a SPARQL endpoint?"
        )
    try:
        bindings = json.loads(answer.body)["results"]["bindings"]
        return Table([{name: _term(value) for name, value in row.items()} for row in bindings], state)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        reason = (
            "it ends early or is damaged" if isinstance(error, ValueError) else "its JSON is not a table of results"
        )
        raise EndpointError(f"{shown} answered with SPARQL results that cannot be read: {reason}") from None


def _term(value: dict[str, str]) -> Term:
    """A term of the SPARQL results JSON; a blank node as ``_:id``, a quoted triple as its text."""
    kind, text = value["type"], value["value"]
    if not isinstance(text, str):
        return f"<<( {text} )>>"
    if kind == "bnode" or text.startswith("nodeID://"):
        return "_:" + re.sub(r"\W", "_", text, flags=re.ASCII)
    if kind == "uri":
        return text
    language = value.get("xml:lang", "").lower()
    return Text(text, language, LANG_STRING if language else value.get("datatype", XSD_STRING))


def _parse_xml(answer: Answer, shown: str) -> list[dict[str, Term]]:
    from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

    from wenmai.sources.match import term

    try:
        found = parse_query_results(answer.body, format=QueryResultsFormat.XML)
        if not isinstance(found, QuerySolutions):
            raise EndpointError(f"{shown} answered yes or no where rows were asked for")
        names = [variable.value for variable in found.variables]
        return [
            {name: term(value) for name, value in zip(names, solution, strict=True) if value is not None}
            for solution in found
        ]
    except (SyntaxError, ValueError) as error:
        if isinstance(error, EndpointError):
            raise
        raise EndpointError(f"{shown} answered with SPARQL results that cannot be read: {error}") from None


__all__ = ["PAGE", "Dataset", "NotATerm", "Row", "Table", "Union", "parse"]
