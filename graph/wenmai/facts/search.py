"""Finding entities by name and, where no name is found, by what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.languages import is_chinese
from wenmai.notices import notice

if TYPE_CHECKING:
    from wenmai.model import Match
    from wenmai.sources import Source


def search_all(
    source: Source, text: str, *, limit: int = 10, values: bool = False, language: str = "zh"
) -> list[Match]:
    """At most ``limit`` entities that ``text`` may name, the best first.

    Where no name holds it, or ``values`` says so, those follow of which something is said that does; they stand before names
    that are merely alike, and a notice says that no name was found.
    """
    named: list[Match] = source.names.search(text, limit=limit, language=language)
    alike = [match for match in named if match.how == "fuzzy"]
    held = [match for match in named if match.how != "fuzzy"]
    if held and not values:
        return named
    from wenmai.facts.wording import MOST, search_values

    known, most = {match.iri for match in held}, None if values else MOST
    texts = search_values(source, text, limit=limit, most=most, language=language)
    said = [match for match in texts if match.iri not in known]
    if said and not held:
        notice(
            f"没有名称含有{text!r};以下由描述与取值找到"
            if is_chinese(language)
            else f"no name holds {text!r}; found in what is said of things"
        )
    known |= {match.iri for match in said}
    return [*held, *said, *(match for match in alike if match.iri not in known)][:limit]
