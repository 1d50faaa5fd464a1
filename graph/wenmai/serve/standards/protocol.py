"""``/sparql``: the query operation of the SPARQL 1.1 Protocol, and the service description.

https://www.w3.org/TR/sparql11-protocol/ (2.1 query operation, 2.2 update operation, which is refused).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from wenmai.serve.problems import HttpRefusal
from wenmai.serve.standards.description import describe_service
from wenmai.serve.standards.negotiation import GRAPHS, TABLES, choose_type
from wenmai.sparql.job import Job

if TYPE_CHECKING:
    from wenmai.prefixes import Prefixes
    from wenmai.serve.messages import WebRequest, WebResponse
    from wenmai.sources import Source

ANSWERS = TABLES[:2]
GENERIC = {
    "application/json": {"tables": TABLES[0], "graphs": GRAPHS[3]},
    "application/xml": {"tables": TABLES[1], "graphs": GRAPHS[2]},
    "text/xml": {"tables": TABLES[1], "graphs": GRAPHS[2]},
    "text/plain": {"graphs": GRAPHS[1]},
}
"""Media types that clients ask for where they mean a more specific one."""

ONCE = ("query", "update", "format", "rows", "timeout")


class Asked(NamedTuple):
    """A query operation: its text, the graphs that it names (of the default graph, and named), a format by name, and rows.

    Of a table at most ``rows`` are written and one more, by which a client can tell that there are more; ``None`` writes all.
    """

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str | None
    rows: int | None = None


def read_operation(request: WebRequest) -> Asked | None:
    """What a request asks; ``None`` where it names no query, and so asks for the description of the service.

    Raises:
        HttpRefusal: it is no query operation.
    """
    fields = _parse(request.query.encode("ascii", "replace"))
    if request.method == "POST":
        fields += _posted(request)
    elif request.method not in {"GET", "HEAD"}:
        raise HttpRefusal(405, f"a query is sent by GET or POST, not by {request.method}", allow="GET, HEAD, POST")
    for name in ONCE:
        if sum(key == name for key, _ in fields) > 1:
            raise HttpRefusal(400, f"{name} is given more than once; give it once")
    said = dict(fields)
    if "update" in said or any(key.startswith("using-") for key in said):
        raise HttpRefusal(403, "this endpoint answers queries and takes no updates")
    if "query" not in said:
        if request.method == "POST":
            raise HttpRefusal(400, "the request has no query; send it as query=… or as application/sparql-query")
        return None
    default, named = (
        tuple(value for key, value in fields if key == name) for name in ("default-graph-uri", "named-graph-uri")
    )
    rows = said.get("rows")
    if rows is not None and not (rows.isascii() and rows.isdigit() and len(rows) < 10):
        raise HttpRefusal(400, f"rows is a number, not {rows!r}")
    return Asked(said["query"], default, named, said.get("format"), None if rows is None else int(rows))


def _posted(request: WebRequest) -> list[tuple[str, str]]:
    """The fields of a body: a form, or the query itself."""
    kind, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charset = next((part[8:].strip('"') for part in parameters if part.startswith("charset=")), "utf-8")
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise HttpRefusal(415, f"the body is said to be in {charset}; send it in UTF-8")
    if kind == "application/sparql-query":
        return [("query", _decoded(request.body))]
    if kind == "application/sparql-update":
        raise HttpRefusal(403, "this endpoint answers queries and takes no updates")
    if kind == "application/x-www-form-urlencoded":
        return _parse(request.body)
    named = f"the body is {kind}" if kind else "the body has no Content-Type"
    raise HttpRefusal(415, f"{named}; send a form (application/x-www-form-urlencoded) or application/sparql-query")


def _parse(text: bytes) -> list[tuple[str, str]]:
    """The fields of a form."""
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        raise HttpRefusal(400, "the request is not URL-encoded UTF-8") from None
    except ValueError as error:
        raise HttpRefusal(400, f"the request's fields cannot be read: {error}") from None


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HttpRefusal(400, f"the query is not UTF-8: the byte at offset {error.start} does not fit") from None


def result_type(asked: Asked, accept: str, form: str) -> str:
    """The media type of the result.

    Raises:
        HttpRefusal: none that the client takes can hold it.
    """
    from wenmai.sparql import FORMATS

    kind = "graphs" if form in {"CONSTRUCT", "DESCRIBE"} else "tables"
    offered = GRAPHS if kind == "graphs" else ANSWERS if form == "ASK" else TABLES
    if asked.format is not None:
        found = FORMATS.get(asked.format, asked.format)
        if found not in offered:
            raise HttpRefusal(406, f"format={asked.format} cannot hold the result; ask for {', '.join(offered)}")
        return found
    generic = {name: means[kind] for name, means in GENERIC.items() if kind in means}
    found_type = choose_type(accept, [*offered, *generic])
    if found_type is None:
        raise HttpRefusal(406, f"the result can be {', '.join(offered)}; the request accepts none of these")
    return generic.get(found_type, found_type)


def job_of(asked: Asked, media_type: str, request: WebRequest, prefixes: Prefixes) -> Job:
    """The job of a query operation; relative IRIs are resolved against the address of the service."""
    named = asked.default_graphs or asked.named_graphs
    return Job(
        asked.text,
        media_type,
        asked.rows,
        1,
        prefixes=prefixes.namespaces,
        base=request.origin + request.path,
        dataset=(asked.default_graphs, asked.named_graphs) if named else None,
    )


def answer_query(source: Source, request: WebRequest, response: WebResponse, run: Run) -> None:
    """Answer a query operation, or describe the service."""
    from wenmai.sparql import guard

    asked = read_operation(request)
    if asked is None:
        describe_service(source, request, response)
        return
    if not asked.text.strip():
        raise HttpRefusal(400, "the query is empty")
    form = guard.form(asked.text)
    media_type = result_type(asked, request.headers.get("accept", ""), form)
    text = media_type.startswith("text/") or media_type.endswith("xml")
    response.headers["content-type"] = f"{media_type}; charset=utf-8" if text else media_type
    response.headers["vary"] = "accept"
    run(job_of(asked, media_type, request, source.prefixes), response)


if TYPE_CHECKING:
    from typing import Protocol

    class Run(Protocol):
        """Runs a job here, its result into a response; raises what failed."""

        def __call__(self, job: Job, response: WebResponse) -> None:
            """Run ``job``."""
