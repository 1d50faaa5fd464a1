"""A query of the person's own, passed on to an endpoint, with the result in the form that was asked for.

The endpoint runs it; what comes back is bounded, checked and written anew, so that a table looks the same wherever it was
answered.
"""

from __future__ import annotations

import re
import time
from io import BytesIO
from typing import TYPE_CHECKING

from wenmai.errors import QueryError, QueryRefused, QueryTimeout
from wenmai.notices import notice
from wenmai.sources.endpoint.requests.results import Unreadable, is_partial, read_results, write_json
from wenmai.sources.endpoint.requests.transport import GRAPHS, JSON, RESULTS, Refused, TimedOut
from wenmai.sparql.job import Report, pass_on
from wenmai.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import RdfFormat

    from wenmai.sources.endpoint.requests.transport import Answer
    from wenmai.sources.endpoint.source import Endpoint
    from wenmai.sparql.guard import Scan
    from wenmai.sparql.job import Job, Sink

ANY_TEXT = frozenset({"text/plain", "text/xml", "application/xml", "application/json"})
"""Media types that name no format of RDF, though they are taken for one."""

SORTED = 10_000
"""The most rows that Virtuoso sorts for a query with a ``LIMIT``."""

KINDS = {"SELECT": "solutions", "ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}


def pass_query(source: Endpoint, job: Job, sink: Sink, *, timeout: float | None) -> Report:
    """Run a query on an endpoint and pass its result on, as :func:`wenmai.sparql.worker.run` does for a graph that is here.

    Raises:
        QueryRefused: it is no query (an update, say), or has a ``SERVICE`` for a host that is not allowed.
        QueryError: the endpoint cannot read it. QueryTimeout: it took too long.
        EndpointError: the endpoint failed.
    """
    from wenmai.sparql import guard
    from wenmai.sparql.services import refuse_passed_services

    start = time.monotonic()
    found = guard.scan(job.text, job.prefixes)
    refuse_passed_services(job.text, job.allow_service)
    kind = KINDS.get(found.form)
    if kind is None:
        raise QueryRefused(
            "an endpoint is only asked: SELECT, ASK, CONSTRUCT or DESCRIBE; nothing is ever written to it"
        )
    if job.dataset is not None:
        raise QueryRefused(
            "graphs that a request names beside its query are not passed on to an endpoint; name them in it (FROM)"
        )
    base = f"BASE <{job.base}> " if job.base else ""
    answer = _asked(source, base + with_prefixes(_narrowed(job, found), job.prefixes), kind, timeout)
    payload, more = _graph(source, answer, job) if kind == "graph" else _table(source, answer, job, kind)
    pass_on(payload, sink)
    return Report(kind, time.monotonic() - start, more, "endpoint")


def _narrowed(job: Job, found: Scan) -> str:
    """The query with a row more than may be written, to tell whether there are more.

    A bound so high that it only guards memory is left to the largest size of an answer: Virtuoso refuses to sort under it.
    """
    from wenmai.sparql import guard

    if job.max_rows is None or job.max_rows >= SORTED:
        return job.text
    return guard.window(job.text, found, 0, job.max_rows + max(1, job.spare))


def with_prefixes(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """A query with declarations of ``prefixes``, for those that it uses; lines stay as they are.

    >>> with_prefixes("ASK { wm:a ?p ?o }")
    'PREFIX wm: <urn:wenmai:term:> ASK { wm:a ?p ?o }'
    """
    used = [f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items() if re.search(rf"(?<!\w){name}:", text)]
    return "".join([*used, text])


def _asked(source: Endpoint, text: str, kind: str, timeout: float | None) -> Answer:
    """Ask once; what the endpoint refuses or is too slow for is a failure of the query, not of the graph."""
    try:
        return source.client.ask(text, GRAPHS if kind == "graph" else RESULTS, timeout=timeout, within=timeout)
    except Refused as refused:
        raise QueryError(str(refused)) from None
    except TimedOut as late:
        raise QueryTimeout(str(late)) from None


def _table(source: Endpoint, answer: Answer, job: Job, kind: str) -> tuple[bytes, bool]:
    """The table, or true or false, in the wanted form; and whether rows were left out."""
    try:
        found = read_results(answer.body, answer.charset)
    except Unreadable as error:
        raise source.client.failure(f"answered with SPARQL results that cannot be read: {error}") from None
    if (found.boolean is None) == (kind == "boolean"):
        raise source.client.failure(
            f"answered with {'no yes or no' if kind == 'boolean' else 'yes or no, not with rows'}"
        )
    _note_partial(source, answer)
    more = job.max_rows is not None and not job.spare and len(found.rows) > job.max_rows
    kept = found._replace(rows=found.rows[: job.max_rows]) if more else found
    return _written(source, write_json(kept), job.format), more


def _written(source: Endpoint, found: bytes, media_type: str) -> bytes:
    """SPARQL results JSON in another format."""
    from pyoxigraph import QueryResultsFormat, parse_query_results

    from wenmai.sparql.rows import write_csv

    if media_type in {"", JSON}:
        return found
    form = QueryResultsFormat.from_media_type(media_type)
    if form is None:
        raise QueryError(f"{media_type} cannot hold the result of a query that gives a table, or true or false")
    try:
        results = parse_query_results(found, format=QueryResultsFormat.JSON)
        if form == QueryResultsFormat.CSV and b'"triple"' in found:
            out = BytesIO()
            write_csv(results, out)
            return out.getvalue()
        return bytes(results.serialize(format=form) or b"")
    except (SyntaxError, ValueError) as error:
        raise source.client.failure(f"answered with a term that is not valid: {error}", "take JSON") from None


_ROWS = re.compile(rb'\s*(?:\xef\xbb\xbf)?\s*(?:\{\s*"(?:head|results|boolean)"|(?:<\?xml[^>]*>\s*)?<sparql\b)')
"""How SPARQL results begin, in JSON and in XML."""


def _graph(source: Endpoint, answer: Answer, job: Job) -> tuple[bytes, bool]:
    """The graph, in the wanted form."""
    from pyoxigraph import RdfFormat, parse, serialize

    here = RdfFormat.from_media_type(job.format or "application/n-triples")
    if here is None:
        raise QueryError(f"{job.format} cannot hold the result of CONSTRUCT or DESCRIBE, which give a graph")
    if _ROWS.match(answer.body[:2000]):
        raise source.client.failure("answered with rows, or yes or no, where a graph was asked for")
    form = _form_of(answer)
    if form == RdfFormat.RDF_XML and b"<!DOCTYPE" in answer.body:
        raise source.client.failure("answered with XML that declares a document type, which may grow without end")
    try:
        quads = list(parse(answer.body, format=form, lenient=True, base_iri=source.client.shown))
    except (SyntaxError, ValueError) as error:
        raise source.client.failure(f"answered with a graph that cannot be read: {error}") from None
    _note_partial(source, answer)
    return bytes(serialize(quads, format=here) or b""), False


def _form_of(answer: Answer) -> RdfFormat:
    """How a graph is written: as its header says, or, where that names no format of RDF, as its first character does."""
    from pyoxigraph import RdfFormat

    named = RdfFormat.from_media_type(answer.media_type) if answer.media_type not in ANY_TEXT else None
    if named is not None:
        return named
    first = answer.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if first.startswith((b"<?xml", b"<rdf:", b"<!--")):
        return RdfFormat.RDF_XML
    return RdfFormat.JSON_LD if first.startswith((b"{", b"[{", b"[\n", b"[ ")) else RdfFormat.TURTLE


def _note_partial(source: Endpoint, answer: Answer) -> None:
    """Say that an answer is cut where the endpoint's own header says so."""
    if is_partial(answer.headers):
        notice(f"{source.client.shown} gave only a part of its answer, by a limit of its own")
