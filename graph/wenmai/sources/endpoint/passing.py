"""A query of the person's own, passed on to an endpoint, with the result in the form that was asked for.

The endpoint runs it; what comes back is bounded, checked and written anew, so that a table looks the same wherever it was
answered.
"""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

from wenmai.errors import EndpointError, QueryError, QueryRefused, QueryTimeout
from wenmai.sources.endpoint.transport import JSON, RESULTS, Refused, TimedOut
from wenmai.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wenmai.sources.endpoint import Endpoint
    from wenmai.sources.endpoint.transport import Answer
    from wenmai.sparql.guard import Scan
    from wenmai.sparql.worker import Job, Report

GRAPHS = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
"""The media types in which the answer to ``CONSTRUCT`` and ``DESCRIBE`` is asked for."""

SORTED = 10_000
"""The most rows that Virtuoso sorts for a query with a ``LIMIT``."""

KINDS = {"SELECT": "solutions", "ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}


def run(source: Endpoint, job: Job, sink: Callable[[bytes], object] | int, *, timeout: float | None) -> Report:
    """Run a query on an endpoint and pass its result on, as :func:`wenmai.sparql.worker.run` does for a graph that is here.

    Raises:
        QueryRefused: it is no query (an update, say), or has a ``SERVICE`` for a host that is not allowed.
        QueryError: the endpoint cannot read it. QueryTimeout: it took too long.
        EndpointError: the endpoint failed.
    """
    from wenmai.sparql import guard
    from wenmai.sparql.services import refuse_passed_services
    from wenmai.sparql.worker import Report, pass_on

    start = time.monotonic()
    found = guard.scan(job.text, job.prefixes)
    refuse_passed_services(job.text, job.allow_service)
    kind = KINDS.get(found.form)
    if kind is None:
        raise QueryRefused(
            "an endpoint is only asked: SELECT, ASK, CONSTRUCT or DESCRIBE; nothing is ever written to it"
        )
    answer = _asked(source, with_prefixes(_narrowed(job, found), job.prefixes), kind, timeout)
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
    try:
        return source.client.ask(text, GRAPHS if kind == "graph" else RESULTS, timeout=timeout)
    except Refused as refused:
        raise QueryError(str(refused)) from None
    except TimedOut as late:
        raise QueryTimeout(str(late)) from None


def _table(source: Endpoint, answer: Answer, job: Job, kind: str) -> tuple[bytes, bool]:
    """The table, or true or false, in the wanted form; and whether rows were left out."""
    found = _json(source, answer)
    more = False
    if kind == "boolean" and not isinstance(found.get("boolean"), bool):
        raise EndpointError(f"{source.client.shown} answered with no yes or no")
    if kind == "solutions":
        rows = [{name: _plain(term) for name, term in row.items()} for row in found["results"]["bindings"]]
        more = job.max_rows is not None and not job.spare and len(rows) > job.max_rows
        found = {
            "head": {"vars": found["head"]["vars"]},
            "results": {"bindings": rows[: job.max_rows] if more else rows},
        }
    _note_partial(source, answer)
    return _written(source, json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode(), job.format), more


def _json(source: Endpoint, answer: Answer) -> dict[str, Any]:
    """The answer as SPARQL results JSON, checked as far as it is used."""
    shown = source.client.shown
    body = _from_xml(source, answer.body) if answer.media_type == "application/sparql-results+xml" else answer.body
    if answer.media_type.endswith("html"):
        raise EndpointError(f"{shown} answered with {answer.media_type}, not with SPARQL results")
    try:
        found = json.loads(body)
        well_formed = isinstance(found["head"], dict) and (
            "boolean" in found or all(isinstance(row, dict) for row in found["results"]["bindings"])
        )
        if not well_formed or ("boolean" not in found and not isinstance(found["head"]["vars"], list)):
            raise TypeError
    except (ValueError, LookupError, TypeError, RecursionError):
        raise EndpointError(f"{shown} answered with SPARQL results that are damaged or end early") from None
    return dict(found)


def _from_xml(source: Endpoint, body: bytes) -> bytes:
    from pyoxigraph import QueryResultsFormat, parse_query_results

    try:
        found = parse_query_results(body, format=QueryResultsFormat.XML)
        return bytes(found.serialize(format=QueryResultsFormat.JSON) or b"")
    except (SyntaxError, ValueError) as error:
        raise EndpointError(f"{source.client.shown} answered with damaged SPARQL results: {error}") from None


def _plain(term: dict[str, Any]) -> dict[str, Any]:
    """A term as today's standard writes it, where an older one (``typed-literal``) or a server's own habit came."""
    kind, text = term.get("type"), term.get("value")
    if isinstance(text, str) and (kind == "bnode" or text.startswith("nodeID://")):
        return {"type": "bnode", "value": re.sub(r"\W", "_", text, flags=re.ASCII)}
    made = {"type": "literal" if kind == "typed-literal" else kind, "value": text}
    return made | {name: term[name] for name in ("xml:lang", "datatype") if name in term}


def _written(source: Endpoint, found: bytes, media_type: str) -> bytes:
    """SPARQL results JSON in another format."""
    from pyoxigraph import QueryResultsFormat, parse_query_results

    if media_type in {"", JSON}:
        return found
    form = QueryResultsFormat.from_media_type(media_type)
    if form is None:
        raise QueryError(f"{media_type} cannot hold the result of a query that gives a table, or true or false")
    try:
        results = parse_query_results(found, format=QueryResultsFormat.JSON)
        return bytes(results.serialize(format=form) or b"")
    except (SyntaxError, ValueError) as error:
        raise EndpointError(
            f"{source.client.shown} answered with a term that is not valid: {error}; take JSON"
        ) from None


def _graph(source: Endpoint, answer: Answer, job: Job) -> tuple[bytes, bool]:
    """The graph, in the wanted form."""
    from pyoxigraph import RdfFormat, parse, serialize

    media_type = "application/n-triples" if answer.media_type == "text/plain" else answer.media_type
    there = RdfFormat.from_media_type(media_type)
    here = RdfFormat.from_media_type(job.format or "application/n-triples")
    if here is None:
        raise QueryError(f"{job.format} cannot hold the result of CONSTRUCT or DESCRIBE, which give a graph")
    if there is None:
        raise EndpointError(
            f"{source.client.shown} answered with {media_type or 'something without a type'}, not a graph"
        )
    try:
        quads = list(parse(answer.body, format=there, lenient=True, base_iri=source.client.shown))
    except (SyntaxError, ValueError) as error:
        raise EndpointError(f"{source.client.shown} answered with a graph that cannot be read: {error}") from None
    _note_partial(source, answer)
    return bytes(serialize(quads, format=here) or b""), False


def _note_partial(source: Endpoint, answer: Answer) -> None:
    from wenmai.sources.endpoint.dataset import is_partial

    if is_partial(answer):
        source.notices.append(f"{source.client.shown} gave only a part of its answer, by a limit of its own")
