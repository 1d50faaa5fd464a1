"""Content negotiation (RFC 9110, 12.5.1): which of the media types that are offered a client wants most."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


TABLES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
"""What a table can be written as."""

GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
"""What a graph can be written as."""


def choose_type(accept: str, offered: Sequence[str]) -> str | None:
    """The media type wanted most, the first offered among equals; ``None`` where none is wanted.

    >>> choose_type("text/csv;q=0.5, application/json", ["text/csv", "application/json"])
    'application/json'
    >>> choose_type("", ["text/csv"]), choose_type("image/*", ["text/csv"])
    ('text/csv', None)
    """
    if not accept.strip():
        return offered[0]
    ranges = [_read_range(part) for part in accept.split(",") if part.strip()]
    weighed = [(_weight(media_type, ranges), -place) for place, media_type in enumerate(offered)]
    weight, place = max(weighed)
    return offered[-place] if weight > 0 else None


def _read_range(text: str) -> tuple[str, float]:
    """A media range and its weight; a weight that is none counts as 1."""
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return name, min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                break
    return name, 1.0


def _weight(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most specific range that a type fits."""
    whole = media_type.partition(";")[0]
    for name in (whole, whole.partition("/")[0] + "/*", "*/*"):
        for wanted, weight in ranges:
            if wanted == name:
                return weight
    return 0.0
