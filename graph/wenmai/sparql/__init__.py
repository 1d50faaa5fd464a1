"""SPARQL: ask a graph and get a table, a graph, or yes or no.

Queries only read. They run in a process of their own (:mod:`wenmai.sparql.worker`) within bounds of time, memory and rows,
after :mod:`wenmai.sparql.guard` has looked at them. The prefixes of the graph are declared for every query, and wenmai's own
beside them; the default graph is the union of all graphs, unless the query chooses with ``FROM``.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.errors import InputError, LimitReached, NameNotFound
from wenmai.model import XSD_STRING, Literal, Match, Triple
from wenmai.notices import notice
from wenmai.prefixes import OWN
from wenmai.sparql import worker
from wenmai.terms import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

    import pandas as pd
    import polars as pl
    import rdflib

    from wenmai.model import Term
    from wenmai.prefixes import Prefixes
    from wenmai.sources import Source

MAX_ROWS = 1_000_000
"""Rows that :func:`run` gives, unless told otherwise: each costs some 500 bytes of memory."""

FORMATS = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "nquads": "application/n-quads",
    "trig": "application/trig",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
"""The formats of :func:`write`: the first four hold a table, JSON and XML also true or false, the others a graph."""

Value = str | int | float | bool | None


class Table(NamedTuple):
    """The solutions of a ``SELECT``: one row each, one term for each variable, ``None`` where it is not bound.

    A triple that is itself a term (RDF 1.2) is the string ``<<( subject predicate object )>>``.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def values(self) -> Iterator[tuple[Value, ...]]:
        """The rows as Python values: numbers and booleans by their datatype, everything else as text.

        >>> next(Table(("n",), ((Literal("7", datatype=XSD + "integer"),),)).values())
        (7,)
        """
        return (tuple(map(value, row)) for row in self.rows)

    def to_pandas(self) -> pd.DataFrame:
        """A pandas data frame of the values; pandas is imported here."""
        import pandas as pd

        return pd.DataFrame(list(self.values()), columns=list(self.variables))

    def to_polars(self) -> pl.DataFrame:
        """A polars data frame of the values; polars is imported here."""
        import polars as pl

        return pl.DataFrame(list(self.values()), schema=list(self.variables), orient="row", infer_schema_length=None)

    def _repr_html_(self) -> str:
        """The first 100 rows as an HTML table, for notebooks."""
        from html import escape

        head = "".join(f"<th>{escape(name)}</th>" for name in self.variables)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(shown(term))}</td>" for term in row) + "</tr>" for row in self.rows[:100]
        )
        left = len(self.rows) - 100
        note = f"<p>{left:,} more rows</p>" if left > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


class Triples(NamedTuple):
    """The graph of a ``CONSTRUCT`` or ``DESCRIBE``, in the order that the engine gives."""

    triples: tuple[tuple[str, str, Term], ...]

    def to_rdflib(self) -> rdflib.Graph:
        """An rdflib graph of the triples; rdflib is imported here.

        Raises:
            InputError: a triple holds what RDF 1.1, and so rdflib, does not: a triple term, a base direction.
        """
        import rdflib

        graph = rdflib.Graph(bind_namespaces="none")
        for subject, predicate, thing in self.triples:
            graph.add((_rdflib_term(subject), rdflib.URIRef(predicate), _rdflib_term(thing)))
        return graph


Answer = Table | Triples | bool
"""What a query gives: ``SELECT`` a table, ``CONSTRUCT`` and ``DESCRIBE`` a graph, ``ASK`` true or false."""


def run(
    source: Source,
    sparql: str,
    *,
    timeout: float | None = worker.TIMEOUT,
    max_rows: int = MAX_ROWS,
    memory: int = worker.MEMORY,
    allow_service: Iterable[str] = (),
    union: bool = True,
    on_report: Callable[[worker.Report], object] | None = None,
) -> Answer:
    """Ask ``sparql`` and get its result as Python objects.

    ``timeout`` is in seconds, ``memory`` in bytes; ``allow_service`` names the hosts that ``SERVICE`` may ask. Without
    ``union`` the default graph holds only what is in no named graph. ``on_report`` is told how the query went.

    Raises:
        QueryError: the query is not SPARQL; its line and column are told. QueryRefused: it would write or reach out.
        QueryTimeout: the deadline passed.
        LimitReached: it needs more memory, or has more than ``max_rows`` rows; then ``partial`` holds the first ones.

    >>> from wenmai.sources import Memory
    >>> run(Memory.of([]), "SELECT (1 + 1 AS ?two) {}").rows[0][0].value
    '2'
    """
    job = worker.Job(sparql, "", max_rows, 1, tuple(allow_service), union, source.prefixes.namespaces)
    report, payload = _collected(source, job, timeout, memory)
    if on_report:
        on_report(report)
    if report.kind == "graph":
        return Triples(tuple(_triples(payload)))
    answer = json.loads(payload)
    if report.kind == "boolean":
        return bool(answer["boolean"])
    table = _table(answer)
    if len(table.rows) <= max_rows:
        return table
    first = Table(table.variables, table.rows[:max_rows])
    raise LimitReached(f"the query has more than {max_rows:,} rows; narrow it or raise the bound", partial=first)


def write(
    source: Source,
    sparql: str,
    format: str,  # noqa: A002 - the word that every command uses
    stream: IO[bytes],
    *,
    timeout: float | None = worker.TIMEOUT,
    max_rows: int | None = None,
    memory: int = worker.MEMORY,
    allow_service: Iterable[str] = (),
    union: bool = True,
    on_report: Callable[[worker.Report], object] | None = None,
) -> worker.Report:
    """Ask ``sparql`` and write its result to ``stream`` in one of :data:`FORMATS`, without an object for each term.

    A stream that is a file, a pipe or a terminal is written by the query's own process. ``on_report`` is told how it went,
    also when rows were left out.

    Raises:
        QueryError, QueryTimeout, LimitReached: as :func:`run` does; rows up to ``max_rows`` have been written by then.
        InputError: the format does not exist or cannot hold this result, or the stream cannot be written.
        BrokenPipeError: nobody reads the stream any more.
    """
    if format not in FORMATS:
        raise InputError(f"no result format is called {format!r}; there are {', '.join(FORMATS)}")
    job = worker.Job(sparql, FORMATS[format], max_rows, 0, tuple(allow_service), union, source.prefixes.namespaces)
    report = worker.run(source, job, _sink(stream), timeout=timeout, memory=memory)
    if on_report:
        on_report(report)
    for sentence in report.notices:
        notice(sentence)
    if report.more:
        raise LimitReached(f"only the first {max_rows:,} rows were written; narrow the query or raise the bound")
    return report


def value(term: Term | None) -> Value:
    """A term as a Python value: integers, floats and booleans by datatype, everything else as its text.

    >>> value(Literal("0.5", datatype=XSD + "decimal"))
    0.5
    """
    if not isinstance(term, Literal):
        return str(term) if isinstance(term, Triple) else term
    convert: Callable[[str], Value] = _CONVERT.get(term.datatype, str)
    try:
        return convert(term.value)
    except ValueError:  # ill-typed, such as "abc"^^xsd:integer: its text is all there is
        return term.value


def _boolean(text: str) -> bool:
    if text not in {"true", "1", "false", "0"}:
        raise ValueError(text)
    return text in {"true", "1"}


_INTEGERS = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger")
_CONVERT: dict[str, Callable[[str], Value]] = {
    **{XSD + name: int for name in (*_INTEGERS, "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort")},
    **{XSD + name: float for name in ("decimal", "double", "float")},
    XSD + "boolean": _boolean,
}


def form(sparql: str) -> str:
    """The upper-case keyword that says what a query gives: ``SELECT``, ``ASK``, ``CONSTRUCT``, ``DESCRIBE``, or ``""``.

    >>> form("PREFIX ex: <urn:ex:> ask { ?s a ex:Thing }")
    'ASK'
    """
    from wenmai.sparql import guard

    return guard.form(sparql)


# Named questions ------------------------------------------------------------------------------------------------------


class Question(NamedTuple):
    """A question that comes with the graph: its name and what it asks, in Chinese and in English."""

    name: str
    zh: str
    en: str


def questions() -> list[Question]:
    """The named questions, by name."""
    from wenmai import packaged

    return [
        Question(path.stem, *(_comment(path.read_text("utf-8"), tag) for tag in ("zh", "en")))
        for path in sorted(packaged.questions().glob("*.rq"))
    ]


def _comment(text: str, tag: str) -> str:
    found = re.search(rf"^#\s*{tag}:\s*(.*)$", text, re.MULTILINE)
    return found[1].strip() if found else ""


def question(name: str) -> str:
    """The SPARQL of a named question.

    Raises:
        NameNotFound: no question has that name; the nearest are offered.
    """
    from wenmai import packaged

    known = {path.stem: path for path in packaged.questions().glob("*.rq")}
    if name in known:
        return known[name].read_text("utf-8")
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), 3, 0.4)
    raise NameNotFound(name, [Match(one, one, one, "fuzzy", 0) for one in near], what="question")


# Reading the worker's answer ------------------------------------------------------------------------------------------


def _collected(source: Source, job: worker.Job, timeout: float | None, memory: int) -> tuple[worker.Report, bytes]:
    """The whole result, as long as it takes no more memory than the query itself may."""
    kept = bytearray()

    def keep(payload: bytes) -> None:
        if len(kept) + len(payload) > memory:
            raise LimitReached(
                f"the result is larger than {memory / (1 << 30):.3g} GB; ask for less, or write it to a file"
            )
        kept.extend(payload)

    report = worker.run(source, job, keep, timeout=timeout, memory=memory)
    return report, bytes(kept)


def _sink(stream: IO[bytes]) -> Any:
    try:
        descriptor = stream.fileno()
    except (AttributeError, OSError):  # a buffer in memory has none
        return stream.write
    stream.flush()
    return descriptor


def _table(answer: dict[str, Any]) -> Table:
    variables = tuple(answer["head"]["vars"])
    kept: dict[str, str] = {}  # an IRI is met many times; one string each
    rows = tuple(
        tuple(None if (found := row.get(name)) is None else _term(found, kept) for name in variables)
        for row in answer["results"]["bindings"]
    )
    return Table(variables, rows)


def _term(found: dict[str, Any], kept: dict[str, str]) -> Term:
    text, kind = found["value"], found["type"]
    if kind == "literal":
        language, direction = found.get("xml:lang", ""), found.get("its:dir", "")
        kind = found.get("datatype", XSD_STRING) if not language else DIR_LANG_STRING if direction else LANG_STRING
        return Literal(text, language, kept.setdefault(kind, kind), direction)
    if kind == "triple":
        subject, predicate, value = (_term(text[part], kept) for part in ("subject", "predicate", "object"))
        return Triple(str(subject), str(predicate), value)
    return kept.setdefault(text, text) if kind == "uri" else "_:" + text


LANG_STRING, DIR_LANG_STRING = RDF + "langString", RDF + "dirLangString"


def _triples(payload: bytes) -> Iterator[tuple[str, str, Term]]:
    import pyoxigraph

    from wenmai.sources.match import term

    for quad in pyoxigraph.parse(payload, format=pyoxigraph.RdfFormat.N_TRIPLES):
        yield str(term(quad.subject)), quad.predicate.value, term(quad.object)


def shown(term: Term | None, prefixes: Prefixes = OWN) -> str:
    """A term as a table for a person has it: an IRI shortened, a literal's text, nothing for ``None``."""
    if term is None:
        return ""
    if isinstance(term, Triple):
        return f"<<( {' '.join(map(shown, term))} )>>"
    return term.value if isinstance(term, Literal) else prefixes.shorten(term)


def _rdflib_term(term: Term) -> rdflib.term.Identifier:
    import rdflib

    if isinstance(term, Literal) and term.direction:
        raise InputError("rdflib has no base directions of texts; ask for ntriples or turtle instead")
    if isinstance(term, Literal):
        datatype = None if term.language or term.datatype == XSD_STRING else rdflib.URIRef(term.datatype)
        return rdflib.Literal(term.value, lang=term.language or None, datatype=datatype, normalize=False)
    if isinstance(term, Triple):
        raise InputError("rdflib has no triple terms; ask for ntriples or turtle instead")
    return rdflib.BNode(term[2:]) if term.startswith("_:") else rdflib.URIRef(term)
