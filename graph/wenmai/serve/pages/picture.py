"""The picture of a part of the graph: the page that ``wenmai view`` writes, fed with no more than it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.languages import message_language
from wenmai.names.lookup import find_entity
from wenmai.serve.problems import HttpRefusal

if TYPE_CHECKING:
    from wenmai.sources import Source

THEMES = ("auto", "light", "dark")


def draw(source: Source, fields: dict[str, list[str]], language: str) -> str:
    """The page around ``entity``, along the paths from ``a`` to ``b``, or of all, if a page can hold it.

    Raises:
        HttpRefusal: the fields do not go together. WenmaiError: what ``view`` raises.
    """
    from wenmai.view import page

    def iri(name: str) -> str | None:
        given = fields.get(name)
        return find_entity(source, given[-1], language) if given else None

    hops = fields.get("hops", ["1"])[-1]
    if not hops.isascii() or not hops.isdigit() or not 1 <= int(hops) <= 3:
        raise HttpRefusal(400, "hops is 1, 2 or 3")
    theme = fields.get("theme", ["auto"])[-1]
    if theme not in THEMES:
        raise HttpRefusal(400, f"theme is one of {', '.join(THEMES)}")
    focus, a, b = iri("entity"), iri("a"), iri("b")
    return str(
        page(source, focus=focus, hops=int(hops) if focus else None, path=(a, b) if a and b else None,
             language=message_language(language), theme=theme)
    )  # fmt: skip
