"""Which part of the server answers a request: by the path alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.serve.problems import HttpRefusal

if TYPE_CHECKING:
    from wenmai.serve.commands import Desk
    from wenmai.serve.messages import WebRequest, WebResponse
    from wenmai.serve.standards.protocol import Run

READING = {"GET", "HEAD"}


def route(desk: Desk, request: WebRequest, response: WebResponse, run: Run) -> None:
    """Answer a request; a refusal is a page for who asks for pages.

    Raises:
        HttpRefusal, WenmaiError: why it is not answered.
    """
    from wenmai.serve.refusals import asked_language, refusal_page, wants_page

    try:
        _route(desk, request, response, run)
    except HttpRefusal as error:
        if response.begun or not wants_page(request.path, request.headers):
            raise
        from wenmai.serve.pages.writing import navigation

        language = asked_language(request.query, request.headers)
        response.reset()
        response.status, page = refusal_page(error, language, navigation(desk))
        response.headers.clear()
        response.headers.update(
            {**error.headers, "content-type": "text/html; charset=utf-8", "vary": "accept, accept-language"}
        )
        response.write(page)


def _route(desk: Desk, request: WebRequest, response: WebResponse, run: Run) -> None:
    """The part of the server that a path belongs to answers."""
    first, _, rest = request.path.lstrip("/").partition("/")
    if first == "sparql" and not rest:
        from wenmai.serve.standards.protocol import answer_query

        return answer_query(desk.source, request, response, run)
    if request.path.startswith("/api/v1/tools/"):
        from wenmai.serve.api.answers import answer_tool

        return answer_tool(desk, request, response, run)
    if request.method not in READING:
        raise HttpRefusal(405, f"{request.method} is not taken here; use GET", allow="GET, HEAD")
    if first == "rdf-graphs" and not rest:
        from wenmai.serve.standards.graph_store import answer_graph

        return answer_graph(desk.source, request, response, run)
    if first == "api":
        from wenmai.serve.api.answers import answer_call

        return answer_call(desk, request, response, rest)
    if first == "id":
        from wenmai.serve.standards.entities import redirect_entity

        return redirect_entity(request, response, rest)
    from wenmai.serve.pages.writing import answer_page

    return answer_page(desk, request, response)
