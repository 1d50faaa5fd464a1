"""Asking a source: the result as Python objects, or written to a stream in a format of the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.errors import InputError, LimitReached
from wenmai.notices import notice
from wenmai.sparql.job import MEMORY, TIMEOUT, Job
from wenmai.sparql.results import Table, read_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO

    from wenmai.sources import Source
    from wenmai.sparql.job import Report, Sink
    from wenmai.sparql.results import Answer

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


def run(
    source: Source,
    sparql: str,
    *,
    timeout: float | None = TIMEOUT,
    max_rows: int = MAX_ROWS,
    memory: int = MEMORY,
    allow_service: Iterable[str] = (),
    union: bool = True,
    on_report: Callable[[Report], object] | None = None,
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
    job = Job(sparql, "", max_rows, 1, tuple(allow_service), union, source.prefixes.namespaces)
    report, payload = _collected(source, job, timeout, memory)
    if on_report:
        on_report(report)
    answer = read_answer(report.kind, payload)
    if not isinstance(answer, Table) or len(answer.rows) <= max_rows:
        return answer
    first = Table(answer.variables, answer.rows[:max_rows])
    raise LimitReached(f"the query has more than {max_rows:,} rows; narrow it or raise the bound", partial=first)


def write(
    source: Source,
    sparql: str,
    format: str,  # noqa: A002 - the word that every command uses
    stream: IO[bytes],
    *,
    timeout: float | None = TIMEOUT,
    max_rows: int | None = None,
    memory: int = MEMORY,
    allow_service: Iterable[str] = (),
    union: bool = True,
    on_report: Callable[[Report], object] | None = None,
) -> Report:
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
    job = Job(sparql, FORMATS[format], max_rows, 0, tuple(allow_service), union, source.prefixes.namespaces)
    report = source.answer(job, _sink(stream), timeout=timeout, memory=memory)
    if on_report:
        on_report(report)
    for sentence in report.notices:
        notice(sentence)
    if report.more:
        raise LimitReached(f"only the first {max_rows:,} rows were written; narrow the query or raise the bound")
    return report


def form(sparql: str) -> str:
    """The upper-case keyword that says what a query gives: ``SELECT``, ``ASK``, ``CONSTRUCT``, ``DESCRIBE``, or ``""``.

    >>> form("PREFIX ex: <urn:ex:> ask { ?s a ex:Thing }")
    'ASK'
    """
    from wenmai.sparql import guard

    return guard.form(sparql)


def _collected(source: Source, job: Job, timeout: float | None, memory: int) -> tuple[Report, bytes]:
    """The whole result, as long as it takes no more memory than the query itself may."""
    kept = bytearray()

    def keep(payload: bytes) -> None:
        if len(kept) + len(payload) > memory:
            raise LimitReached(
                f"the result is larger than {memory / (1 << 30):.3g} GB; ask for less, or write it to a file"
            )
        kept.extend(payload)

    report = source.answer(job, keep, timeout=timeout, memory=memory)
    return report, bytes(kept)


def _sink(stream: IO[bytes]) -> Sink:
    """The stream's descriptor, flushed, so that another process may write to it; else its ``write``."""
    try:
        descriptor = stream.fileno()
    except (AttributeError, OSError):  # a buffer in memory has none
        return stream.write
    stream.flush()
    return descriptor
