"""Which part of the server answers a request: by the path alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.serve.problems import Refused

if TYPE_CHECKING:
    from wenmai.serve.messages import Request, Response
    from wenmai.serve.protocol import Run
    from wenmai.sources import Source

READING = {"GET", "HEAD"}


def route(source: Source, request: Request, response: Response, run: Run) -> None:
    """Answer a request.

    Raises:
        Refused, WenmaiError: why it is not answered.
    """
    first, _, rest = request.path.lstrip("/").partition("/")
    if first == "sparql" and not rest:
        from wenmai.serve.protocol import answer_query

        return answer_query(source, request, response, run)
    if request.method not in READING:
        raise Refused(405, f"{request.method} is not taken here; use GET", allow="GET, HEAD")
    if first == "rdf-graphs" and not rest:
        from wenmai.serve.graph_store import answer_graph

        return answer_graph(source, request, response, run)
    if first == "api":
        from wenmai.serve.api import answer_call

        return answer_call(source, request, response, rest)
    if first == "id":
        from wenmai.serve.entities import redirect_entity

        return redirect_entity(request, response, rest)
    from wenmai.serve.pages import answer_page

    return answer_page(source, request, response)
