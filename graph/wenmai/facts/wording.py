"""Finding a text in what is said of things: in descriptions, notes and any other values that are no names."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from wenmai.model import Match

if TYPE_CHECKING:
    from wenmai.sources import Source

SCORE = 50
"""The score of a match in a text: below every match of a name."""

AROUND = 60
"""How many characters of a long text are shown with what was found."""

OWNERS = 3
"""How many nodes that are no entities may lie between a text and what it is said of."""

QUESTION = """
SELECT ?s ?o { ?s ?p ?o FILTER(isLiteral(?o) && CONTAINS(LCASE(STR(?o)), %s)) } ORDER BY STRLEN(STR(?o)) ?s ?o LIMIT 200
"""


def search_values(source: Source, text: str, *, limit: int = 10, language: str = "zh") -> list[Match]:
    """The entities of which something is said that holds ``text`` (in any letter case), the shortest text first.

    What is said of a node that is no entity, such as an address without a name, is found with the entity it belongs to. An
    endpoint is not asked.
    """
    import pyoxigraph as ox

    wanted = text.strip().lower()
    if not wanted or not source.enumerable:
        return []
    store = source.united or source.store
    question = QUESTION % ox.Literal(wanted)
    rows = cast("ox.QuerySolutions", store.query(question, use_default_graph_as_union=source.united is None))
    found: dict[str, Match] = {}
    for row in rows:
        name = str(row["s"].value) if isinstance(row["s"], ox.NamedNode) else f"_:{row['s'].value}"
        owner = _owner(source, name)
        if owner is not None and owner not in found:
            label = source.index.term_label(owner, language)
            found[owner] = Match(owner, label, excerpt(row["o"].value, wanted), "text", SCORE)
            if len(found) == limit:
                break
    return list(found.values())


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
