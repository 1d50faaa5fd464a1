"""Finding a text in what is said of things: in descriptions, notes and any other values that are no names."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from wenmai.languages import is_chinese
from wenmai.model import Match
from wenmai.notices import notice

if TYPE_CHECKING:
    from wenmai.sources import Source

SCORE = 50
"""The score of a match in a text: below every match of a name."""

AROUND = 60
"""How many characters of a long text are shown with what was found."""

KEPT = 1000
"""How many texts that hold what is wanted are kept at most."""

OWNERS = 3
"""How many nodes that are no entities may lie between a text and what it is said of."""

MOST = 30_000
"""How many texts are read at most where nobody asks for all of them: as many as take half a second."""

LARGEST = 100_000
"""In a graph of more entities no text is read where nobody asks for it: the first of so many texts are not the likely ones."""

QUESTION = "SELECT ?s ?o { ?s ?p ?o FILTER(isLiteral(?o)) }"


def search_values(
    source: Source,
    text: str,
    *,
    limit: int = 10,
    most: int | None = MOST,
    largest: int = LARGEST,
    language: str = "zh",
) -> list[Match]:
    """The entities of which something is said that holds ``text`` (in any letter case), the shortest text first.

    What is said of a node that is no entity, such as an address without a name, is found with the entity it belongs to. At most
    ``most`` texts are read (``None``: all), and none in a graph of more than ``largest`` entities, which a notice says. An
    endpoint is not asked.
    """
    wanted = text.strip().lower()
    if not wanted or not source.enumerable:
        return []
    if most is not None and source.index.node_count > largest:
        notice(_say_unread(source.index.node_count, language))
        return []
    found: dict[str, Match] = {}
    for value, name in sorted(_holding(source, wanted, most, language), key=lambda row: (len(row[0]), *row)):
        owner = _owner(source, name)
        if owner is not None and owner not in found:
            label = source.index.term_label(owner, language)
            found[owner] = Match(owner, label, excerpt(value, wanted), "text", SCORE)
            if len(found) == limit:
                break
    return list(found.values())


def _say_unread(entities: int, language: str) -> str:
    if is_chinese(language):
        return f"图中有{entities:,}个实体,只查了名称;--facts 也查描述与取值"
    return f"only names were searched, as the graph has {entities:,} entities; --facts reads what is said of them too"


def _holding(source: Source, wanted: str, most: int | None, language: str) -> list[tuple[str, str]]:
    """The texts that hold what is wanted, each with the resource it is said of."""
    import pyoxigraph as ox

    store, held = source.united or source.store, list[tuple[str, str]]()
    rows = cast("ox.QuerySolutions", store.query(QUESTION, use_default_graph_as_union=source.united is None))
    for read, row in enumerate(rows):
        if read == most:
            notice(
                f"只查了{most:,}段文字;--facts 查全部"
                if is_chinese(language)
                else f"read the first {most:,} texts; --facts reads all of them"
            )
            break
        value, node = row["o"].value, row["s"]
        if wanted in value.lower() and len(held) < KEPT:
            held.append((value, node.value if isinstance(node, ox.NamedNode) else f"_:{node.value}"))
    return held


def excerpt(text: str, wanted: str) -> str:
    """A text, or what stands around ``wanted`` in it, on one line.

    >>> excerpt("a" * 100 + " elm", "elm")[:5]
    '…aaaa'
    """
    plain = " ".join(text.split())
    at = max(0, plain.lower().find(wanted) - AROUND)
    end = at + len(wanted) + 2 * AROUND
    return f"{'…' if at else ''}{plain[at:end]}{'…' if end < len(plain) else ''}"


def _owner(source: Source, resource: str) -> str | None:
    """The entity that a resource is, or that it belongs to."""
    for _ in range(OWNERS + 1):
        if source.index.find(resource) is not None:
            return resource
        parents = sorted({quad.subject for quad in source.match(None, None, resource)})
        if not parents:
            return None
        resource = parents[0]
    return None
