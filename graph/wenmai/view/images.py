"""Images that the data itself has, as addresses that hold them (RFC 2397): raster images of bounded size, and nothing that is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.model import Literal
from wenmai.once import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.model import Term

MOST = 200_000
"""Characters of an image that a page holds; a larger one stays an address."""

_IMAGE = pattern(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}")
"""No SVG: it may hold scripts."""


def place_image(facts: Iterable[tuple[str, Term]]) -> int | None:
    """The place of the first image among the facts of an entity; ``None`` where there is none.

    >>> place_image([("urn:x:note", "urn:x:y"), ("urn:x:image", "data:image/png;base64,iVBORw0KGgo=")])
    1
    """
    for place, (_, value) in enumerate(facts):
        text = value.value if isinstance(value, Literal) else str(value)
        if text.startswith("data:image/") and len(text) <= MOST and _IMAGE.fullmatch(text):
            return place
    return None
