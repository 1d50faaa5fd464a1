"""A refusal as a page, for who reads in a browser; programs get it as problem details."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from wenmai.serve.problems import MEDIA_TYPE, describe_problem
from wenmai.serve.standards.negotiation import choose_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FOR_PROGRAMS = ("api", "sparql", "rdf-graphs", "mcp")
"""What addresses begin with whose refusals are problem details for everyone."""


def wants_page(path: str, headers: Mapping[str, str]) -> bool:
    """Whether who asks would rather read HTML: a browser says so, a program that takes anything does not."""
    if path.lstrip("/").partition("/")[0] in FOR_PROGRAMS:
        return False
    return choose_type(headers.get("accept", ""), (MEDIA_TYPE, "application/json", "text/html")) == "text/html"


def asked_language(query: str, headers: Mapping[str, str]) -> str:
    """The language of a request, ``zh`` or ``en``: the address says it, else the browser."""
    said = parse_qs(query[:4096]).get("lang", [headers.get("accept-language", "")])[-1]
    return "zh" if said.strip().lower().startswith("zh") else "en"


def refusal_page(error: BaseException, language: str, offered: Sequence[str] = ()) -> tuple[int, bytes]:
    """The status and the page of an error, with the pages that are offered instead."""
    from wenmai.serve.pages.words import words
    from wenmai.serve.pages.writing import templates

    problem = describe_problem(error, language)
    text = templates().get_template("refusal.html").render(
        page="", fields={}, lang=language, words=words(language), query="", offered=offered, answer=None, notes=[],
        limit=None, problem=problem,
    )  # fmt: skip
    return int(problem["status"]), text.encode("utf-8", "replace")
