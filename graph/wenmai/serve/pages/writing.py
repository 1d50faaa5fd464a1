"""The pages: each is one command's answer to read, and the same address with an ending gives it as data.

``/path?a=…&b=…`` is a page, ``/path.json?…`` its JSON, ``/path.csv?…`` its table, ``/path.ttl?…`` its triples. All that a page
shows is in its address.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from wenmai.chinese.translation import translate
from wenmai.serve.api import answers
from wenmai.serve.pages.words import words
from wenmai.serve.problems import HttpRefusal, describe_problem
from wenmai.serve.standards.entities import entity_address
from wenmai.terms import WM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import jinja2

    from wenmai.serve.commands import Desk
    from wenmai.serve.messages import WebRequest, WebResponse
    from wenmai.serve.pages.analysis import AnalysisTable
    from wenmai.sources import Source

    Fields = dict[str, list[str]]

TYPES = {
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".ttl": "text/turtle; charset=utf-8",
    ".jsonld": "application/ld+json",
}

PAGES = {
    "search": "search", "e": "show", "path": "path", "around": "around", "between": "between", "timeline": "timeline",
    "figures": "figures", "targets": "targets", "compare": "compare", "stats": "stats", "analyze": "analyze", "query": "",
    "ask": "ask", "": "", "picture": "",
}  # fmt: skip
"""The pages and the commands that they show."""

NEEDS = {
    "search": ("text",), "show": ("entity",), "path": ("a", "b"), "around": ("entity",), "between": ("entities",),
    "compare": ("a", "b"), "ask": ("question",),
}  # fmt: skip
"""What a command cannot do without: a page that lacks it shows its form alone."""

LIVE = ("picture", "chosen", "running", "entities", "links", "open_more", "put_away", "full", "no_source", "closer", "farther", "fit",
        "live_keys", "kinds_of_links", "links_by", "links_with", "links_source", "links_status", "links_year", "others", "counted",
        "shown_links", "passage", "earlier", "later", "close", "seconds", "no_text", "stop", "stopped")  # fmt: skip
"""The words that a picture fed on demand says."""

MOST_ROWS = 500
"""Rows of a table that a page shows; the data has all."""


MOST_WHOLE = 200_000
"""Entities of a graph that a page still goes through as a whole: more would take longer than a person, or the server, waits."""

WHOLE = {
    "timeline": "name the entity whose timeline you want",
    "figures": "name the entity or indicator whose figures you want",
    "analyze": "wenmai analyze measures it in a terminal",
}
"""The pages that go through the whole graph unless they are asked for an entity, and what to do where it is too large for that."""


class PageAddress(NamedTuple):
    """A page, the entity in its path, and the ending that asks for data."""

    page: str
    entity: str | None
    ending: str


def read_place(path: str) -> PageAddress:
    """Which page a path means.

    >>> read_place("/path.json"), read_place("/e/urn:x:a.ttl")
    (PageAddress(page='path', entity=None, ending='.json'), PageAddress(page='e', entity='urn:x:a', ending='.ttl'))
    """
    name, ending = path.lstrip("/"), ""
    for known in TYPES:
        if name.endswith(known):
            name, ending = name.removesuffix(known), known
    first, slash, rest = name.partition("/")
    if first not in PAGES or (rest and first != "e"):
        raise HttpRefusal(404, f"there is no page {path[:200]}")
    return PageAddress(first, rest if slash and rest else None, ending)


def answer_page(desk: Desk, request: WebRequest, response: WebResponse) -> None:
    """Answer with a page or its data."""
    place, fields = read_place(request.path), answers.read_fields(request)
    if place.entity is not None:
        fields["entity"] = [place.entity]
    language = answers.read_language(fields, request)
    response.headers["vary"] = "accept-language"
    if place.ending:
        _write_data(desk, place, fields, language, response)
    elif place.page == "picture":
        _write_picture(desk.source, fields, language, response)
    else:
        _write_page(desk, place, fields, language, response)


def _write_data(desk: Desk, place: PageAddress, fields: Fields, language: str, response: WebResponse) -> None:
    """The answer of a page's command, as a program takes it."""
    command = PAGES[place.page]
    if not command:
        raise HttpRefusal(404, f"/{place.page} has no data of its own; SPARQL is asked at /sparql")
    response.headers["content-type"] = TYPES[place.ending]
    if place.ending == ".json":
        answers.write_enveloped(response, command, answers.call(desk, command, fields, language, "json"))
    elif place.ending == ".csv":
        response.write(answers.call(desk, command, fields, language, "csv").output)
    else:
        from wenmai.serve.pages.triples import write_triples

        write_triples(desk, command, answers.values_of(fields), language, place.ending, response)


def _write_picture(source: Source, fields: Fields, language: str, response: WebResponse) -> None:
    """The picture of a part of the graph: the page of ``wenmai view``, for a frame."""
    from wenmai.serve.pages.picture import draw

    response.headers["content-type"] = "text/html; charset=utf-8"
    response.headers["x-own-policy"] = "1"
    response.write(draw(source, fields, language).encode())


def _write_page(desk: Desk, place: PageAddress, fields: Fields, language: str, response: WebResponse) -> None:
    command = PAGES[place.page]
    shown: dict[str, Any] = {"answer": None, "notes": [], "limit": None, "problem": None}
    try:
        if large := why_not_whole(desk.source, place.page, fields):
            shown["notes"] = [translate(large, language)]
        elif place.page in {"", "query"}:
            shown["answer"] = _start(desk, place.page, fields, language)
        elif all(fields.get(name) for name in NEEDS.get(command, ())):
            shown |= answers.enveloped(command, answers.call(desk, command, fields, language, "json"))
    except Exception as error:  # noqa: BLE001 - the page says it
        shown["problem"] = describe_problem(error, language)
        response.status = shown["problem"]["status"]
    response.headers["content-type"] = "text/html; charset=utf-8"
    text = templates().get_template(f"{place.page or 'home'}.html").render(
        page=place.page, fields=fields, lang=language, words=words(language), query=urlencode(fields, doseq=True),
        most=MOST_ROWS, offered=navigation(desk), quote=_quoter(desk),
        has_text=desk.text_of is not None, self_address=_address(place, fields), **shown,
    )  # fmt: skip
    response.write(text.encode("utf-8", "replace"))


def why_not_whole(source: Source, page: str, fields: Fields) -> str | None:
    """Why a page does not go through the whole graph, where it would and the graph is large."""
    if (
        page not in WHOLE
        or any(fields.get("entity", ()))
        or not source.enumerable
        or source.index.node_count <= MOST_WHOLE
    ):
        return None
    return f"a graph of {source.index.node_count:,} entities is not read as a whole here; {WHOLE[page]}"


def _quoter(desk: Desk) -> Callable[[Mapping[str, Any]], str | None]:
    """A function from a citation, as JSON has it, to the passage that it cites; empty where no document was given."""
    from wenmai.model import Evidence

    def quote(one: Mapping[str, Any]) -> str | None:
        if desk.quote is None or one.get("start") is None:
            return None
        return desk.quote(Evidence(one["document"], one["start"], one["end"]))

    return quote


def _start(desk: Desk, page: str, fields: Fields, language: str) -> Any:
    """What the first page and the one of queries begin with."""
    if page == "query":
        from wenmai.serve.pages.querying import begin_query

        return begin_query(desk.source, fields, language)
    from wenmai.serve.pages.beginning import begin

    return begin(desk, language)


def _address(place: PageAddress, fields: Fields) -> dict[str, str]:
    """The addresses of a page's data, by their endings."""
    base = entity_address(place.entity) if place.page == "e" and place.entity else f"/{place.page}"
    rest = {name: values for name, values in fields.items() if not (name == "entity" and place.page == "e")}
    query = f"?{urlencode(rest, doseq=True)}" if rest else ""
    return {ending: base + ending + query for ending in TYPES}


@cache
def templates() -> jinja2.Environment:
    """The templates: everything that is put into one is escaped."""
    import jinja2

    found = jinja2.Environment(
        loader=jinja2.PackageLoader("wenmai.serve"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        extensions=["jinja2.ext.loopcontrols"],
    )  # fmt: skip
    found.globals.update(
        root="",
        entity_address=entity_address,
        urlencode=urlencode,
        sections=_sections,
        told_target=_told_target,
        told_verdict=_told_verdict,
        live_words=lambda language: {key: words(language)[key] for key in LIVE},
    )
    return found


def mount_pages(root: str) -> None:
    """Let the pages' addresses begin with the path under which a proxy offers the server, such as ``/graph``."""
    templates().globals.update(root=root, entity_address=lambda name, ending="": root + entity_address(name, ending))


def _sections(answer: Mapping[str, Any], language: str) -> Iterator[AnalysisTable]:
    from wenmai.serve.pages.analysis import read_sections

    return read_sections(answer, language)


def _told_target(row: Mapping[str, str], language: str) -> str:
    from wenmai.capture.targets.listing import told_target

    return told_target(row, language)


def _told_verdict(row: Mapping[str, str], language: str) -> str:
    from wenmai.capture.targets.listing import told_verdict

    return told_verdict(row, language)


def navigation(desk: Desk) -> list[str]:
    """The pages that are offered: targets where the graph may have some, the review of a proposal."""
    source = desk.source
    first = ["ask", "path", "around", "between", "timeline", "figures"]
    aims = ["targets"] if source.enumerable and WM + "Figure" in source.index.classes() else []
    return [*(["review"] if desk.reviewed else []), *first, *aims, "compare", "stats", "analyze", "query"]
