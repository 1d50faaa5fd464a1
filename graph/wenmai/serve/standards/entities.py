"""Addresses of entities that can be looked up: ``/id/NAME`` leads to the page or to the data (Cool URIs, 303)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from wenmai.serve.problems import HttpRefusal
from wenmai.serve.standards.negotiation import choose_type

if TYPE_CHECKING:
    from wenmai.serve.messages import WebRequest, WebResponse

ENDINGS = {
    "text/html": "",
    "text/turtle": ".ttl",
    "application/ld+json": ".jsonld",
    "application/json": ".json",
    "text/csv": ".csv",
}
"""The forms of an entity's page and how their addresses end."""


def entity_address(name: str, ending: str = "") -> str:
    """The address of an entity's page, or of its data."""
    return f"/e/{quote(name, safe=':')}{ending}"


def redirect_entity(request: WebRequest, response: WebResponse, name: str) -> None:
    """Lead to the form that the client takes (https://www.w3.org/TR/cooluris/, 4.2)."""
    if not name:
        raise HttpRefusal(404, "name an entity: /id/ and its name or IRI")
    chosen = choose_type(request.headers.get("accept", ""), list(ENDINGS))
    if chosen is None:
        raise HttpRefusal(406, f"an entity can be {', '.join(ENDINGS)}; the request accepts none of these")
    response.status = 303
    response.headers.update({"location": entity_address(name, ENDINGS[chosen]), "vary": "accept"})
