"""The tools that an assistant may use: the commands' answers as compact text with their citations, a page at a time.

Each answer is at most :data:`MOST_SAID` bytes; a longer one says which page to ask for next. A failure is its sentence, with the
candidates where a name means several things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.errors import AmbiguousName, InputError, NameNotFound, WenmaiError
from wenmai.serve.pages.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wenmai.model import Evidence, Statement
    from wenmai.serve.commands import Desk

    Ask = Callable[[str], str]

MOST_SAID = 20_000
"""Bytes of UTF-8 in a reply."""


class Tool(NamedTuple):
    """A tool: the command that it calls, what it is for, and its parameters (name, what it is, whether there are several).

    ``needed`` are the parameters that it cannot do without.
    """

    command: str
    about: str
    parameters: tuple[tuple[str, str, str], ...]
    needed: tuple[str, ...] = ()


ENTITY = ("entity", "string", "a name in any language, or an IRI")
ENDS = (("a", "string", "one entity"), ("b", "string", "the other"))

TOOLS = {
    "search": Tool("search", "Find entities by name, part of a name or pinyin.",
                   (("text", "string", "what to look for"), ("limit", "integer", "at most so many")), ("text",)),
    "show": Tool("show", "Everything the graph says of an entity, and who says so.", (ENTITY,), ("entity",)),
    "path": Tool("path", "How two entities are connected: ranked paths, each hop with its source and status.",
                 (*ENDS, ("k", "integer", "how many paths"), ("avoid", "strings", "entities not to touch"),
                  ("via", "strings", "entities to pass"), ("as-of", "string", "a date: what held then")), ("a", "b")),
    "around": Tool("around", "The neighbourhood of an entity.",
                   (ENTITY, ("hops", "integer", "how far"), ("limit", "integer", "at most so many")), ("entity",)),
    "between": Tool("between", "A small part of the graph that connects several entities.",
                    (("entities", "strings", "two to twelve entities"),), ("entities",)),
    "compare": Tool("compare", "What two entities share and where they differ.", ENDS, ("a", "b")),
    "timeline": Tool("timeline", "What is dated, of an entity or of all.",
                     (ENTITY, ("since", "string", "a date"), ("until", "string", "a date"))),
    "figures": Tool("figures", "Figures with unit, period, status and source, of an entity or indicator or of all.", (ENTITY,)),
    "targets": Tool("targets", "Every target that the documents set, and what became of it.", ()),
    "evidence": Tool("", "Who says so: every statement about an entity, or about the links of two, with its citations.",
                     (ENTITY, ("other", "string", "a second entity")), ("entity",)),
    "ask": Tool("ask", "A question in words; says as what it was understood. Rules, no model: prefer the other tools.",
                (("question", "string", "the question"), ("reading", "integer", "1 to 3: another of its readings")), ("question",)),
    "vocabulary": Tool("stats", "The classes and predicates of the graph, with counts: look here before a query.", ()),
    "query": Tool("", "Ask SPARQL (SELECT, ASK, CONSTRUCT, DESCRIBE); read only, prefixes of the graph declared.",
                  (("sparql", "string", "the query"),), ("sparql",)),
}  # fmt: skip


class ToolReply(NamedTuple):
    """What a tool answers; ``failed`` where it is a reason instead."""

    text: str
    failed: bool = False


def run_tool(desk: Desk, name: str, arguments: Mapping[str, Any], language: str, ask: Ask) -> ToolReply:
    """Use a tool; every foreseen failure is a reply. ``ask`` answers SPARQL as text."""
    tool = TOOLS.get(name)
    if tool is None:
        return ToolReply(f"there is no tool {name!r}; there are {', '.join(TOOLS)}", failed=True)
    given = dict(arguments)
    try:
        page = _page_number(given.pop("page", 1))
        language = str(given.pop("lang", language))
        text = _say(desk, name, tool, _checked(tool, given), language, ask)
    except WenmaiError as error:
        return ToolReply(_sentence(error), failed=True)
    return cut_page(text, page)


def _page_number(page: Any) -> int:
    if not isinstance(page, int) or isinstance(page, bool) or page < 1:
        raise InputError(f"page is a number from 1 on, not {page!r}")
    return page


def _checked(tool: Tool, given: Mapping[str, Any]) -> dict[str, list[str]]:
    """The values of a tool's parameters as text.

    Raises:
        InputError: one is unknown, missing or of another kind.
    """
    kinds = {name: kind for name, kind, _ in tool.parameters}
    found: dict[str, list[str]] = {}
    for name, value in given.items():
        if name not in kinds:
            raise InputError(f"there is no parameter {name!r}; there are {', '.join([*kinds, 'lang', 'page'])}")
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str | int) and not isinstance(one, bool) for one in values):
            raise InputError(f"{name} is of the kind {kinds[name]}, not {type(value).__name__}")
        found[name] = [str(one) for one in values]
    missing = [name for name in tool.needed if not any(found.get(name, ()))]
    if missing:
        raise InputError(f"{', '.join(missing)} is needed")
    return found


def _say(desk: Desk, name: str, tool: Tool, values: dict[str, list[str]], language: str, ask: Ask) -> str:
    """What a tool says, whole."""
    if name == "query":
        return ask(values["sparql"][-1])
    if name == "evidence":
        return _evidence(desk, values, language)
    said = desk.commands.call(desk.source, tool.command, values, language=language)
    lines = [said.output.decode("utf-8", "replace").rstrip()]
    lines += [f"note: {note}" for note in said.notes]
    lines += [f"limit: {said.limit}"] if said.limit else []
    return "\n".join(filter(None, lines)) or "nothing was found"


def _evidence(desk: Desk, values: dict[str, list[str]], language: str) -> str:
    """Every fact of an entity, or every link between two, a line each with all that is said about it."""
    from wenmai.facts.describe import describe_entity
    from wenmai.names.labels import Labels
    from wenmai.names.lookup import find_entity
    from wenmai.rendering.render import fact_json

    source = desk.source
    iri = find_entity(source, values["entity"][-1], language)
    other = find_entity(source, values["other"][-1], language) if values.get("other") else None
    label, known = Labels(source.index, language).label, words(language)
    lines = []
    for fact in describe_entity(source, iri, language).facts:
        if other is not None and other not in {fact.subject, fact.object}:
            continue
        said = fact_json(fact, label)
        lines.append(f"{said['subjectLabel']} — {said['predicateLabel']} — {said.get('objectLabel', said['object'])}")
        told = [_stated(one, label, language) for one in fact.statements] or [_cites(fact.evidence)]
        lines += [f"  {one or known['no_source']}" for one in told]
    return "\n".join(lines) or known["nothing"]


def _stated(statement: Statement, label: Callable[[str], str], language: str) -> str:
    """One statement in a line: what it says, and where it stands."""
    from wenmai.rendering import marks

    told = [*marks.marks(statement, label, language), *([statement.time] if statement.time else [])]
    told += [f"{marks.word('note', language)}: {text}" for text in marks.notes([statement], language)]
    return "; ".join(filter(None, [*told, _cites(statement.evidence)]))


def _cites(evidence: Iterable[Evidence]) -> str:
    """Where something is stated: documents with the places in them."""
    return "; ".join(one.document + ("" if one.start is None else f"#char={one.start},{one.end}") for one in evidence)


def _sentence(error: WenmaiError) -> str:
    """The sentence of an error, with what can be chosen."""
    matches = error.candidates if isinstance(error, AmbiguousName) else ()
    matches = error.nearest if isinstance(error, NameNotFound) else matches
    return "\n".join([str(error), *(f"  {match.label} <{match.iri}>" for match in matches)])


def cut_page(text: str, page: int) -> ToolReply:
    """One page of a text, cut between lines; it says whether there is another.

    >>> cut_page("a", 2).text
    'there is no page 2; there are 1'
    """
    pages: list[list[str]] = [[]]
    size = 0
    for line in text.splitlines():
        piece = line.encode()[: MOST_SAID - 200].decode("utf-8", "ignore")
        length = len(piece.encode()) + 1
        if size + length > MOST_SAID - 200 and pages[-1]:
            pages.append([])
            size = 0
        pages[-1].append(piece)
        size += length
    if page > len(pages):
        return ToolReply(f"there is no page {page}; there are {len(pages)}", failed=True)
    more = f"page {page} of {len(pages)}" + (f"; page={page + 1} has the next" if page < len(pages) else "")
    return ToolReply("\n".join([*pages[page - 1], *([more] if len(pages) > 1 else [])]))


def schema(tool: Tool) -> dict[str, Any]:
    """The parameters of a tool in JSON Schema."""
    properties: dict[str, Any] = {}
    for name, kind, about in tool.parameters:
        many = {"type": "array", "items": {"type": "string"}}
        properties[name] = {**(many if kind == "strings" else {"type": kind}), "description": about}
    properties["lang"] = {"type": "string"}
    properties["page"] = {"type": "integer"}
    found = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": list(tool.needed)} if tool.needed else found
