"""``/api/v1/neighbours``: what a picture asks for when an entity is opened in it: a page of its neighbours, and their links.

No more comes than is shown: at most :data:`MOST` neighbours at once, the most telling first, with the links among them and to the
entities that the picture already has; of one kind of link, or of one class, where that is asked for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wenmai import subgraph
from wenmai.names.labels import Labels
from wenmai.names.lookup import find_entity
from wenmai.rendering import marks
from wenmai.serve.problems import HttpRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wenmai.model import Hop
    from wenmai.sources import Source

MOST = 60
"""Neighbours of a page."""

MOST_SHOWN = 400
"""Entities of a picture that links may lead to."""

MOST_LINKS = 400
"""Links of a page; those of the entity itself come first."""

MOST_TEXT = 160
"""Characters of a label, a mark or a citation."""

MOST_MARKS = 12
"""Marks and citations of a link."""

MOST_BYTES = 256 << 10
"""No page is longer: what goes beyond is left for the next."""

FIELDS = {"entity", "offset", "limit", "shown", "predicate", "forward", "class", "lang"}


def list_neighbours(source: Source, fields: Mapping[str, Sequence[str]], language: str) -> dict[str, Any]:
    """A page of an entity's neighbours: ``entity``, ``total``, ``offset``, ``next`` (or null), ``nodes`` and ``links``.

    Raises:
        HttpRefusal: a field is missing, unknown or no number. WenmaiError: the name means nothing, or several things.
    """
    if unknown := set(fields) - FIELDS:
        raise HttpRefusal(400, f"neighbours has no parameter {min(unknown)!r}; it has {', '.join(sorted(FIELDS))}")
    if not fields.get("entity"):
        raise HttpRefusal(400, "neighbours needs an entity")
    index = source.index
    iri = find_entity(source, fields["entity"][-1], language)
    offset, limit = _number(fields, "offset", 0, 1_000_000), max(1, _number(fields, "limit", 24, MOST))
    kind = _kind(fields)
    nodes, total = subgraph.page_of_neighbours(source, iri, offset=offset, limit=limit, kind=kind)
    shown = [node for name in fields.get("shown", ())[:MOST_SHOWN] if (node := index.find(name)) is not None]
    labels = Labels(index, language)
    while True:
        page = _page(source, iri, nodes, shown, labels, language)
        end = offset + len(nodes)
        page |= {"total": total, "offset": offset, "next": end if nodes and end < total else None}
        if len(nodes) < 2 or len(json.dumps(page, ensure_ascii=False).encode("utf-8", "replace")) <= MOST_BYTES:
            return page
        nodes = nodes[: len(nodes) // 2]


def _page(
    source: Source, iri: str, nodes: Sequence[int], shown: Sequence[int], labels: Labels, language: str
) -> dict[str, Any]:
    start = source.index.require(iri)
    hops = sorted(subgraph.connecting(source, nodes, [start, *shown]).links(), key=lambda hop: iri not in hop[::2])
    return {
        "entity": told_node(source, start, labels),
        "nodes": [told_node(source, node, labels) for node in nodes],
        "links": [_link(hop, labels, language) for hop in hops[:MOST_LINKS]],
    }


def _kind(fields: Mapping[str, Sequence[str]]) -> subgraph.NeighbourKind | None:
    """Which neighbours are asked for: by a predicate, in one direction, of a class; ``None``: all."""
    predicate, kind, forward = ((fields.get(name) or [""])[-1] for name in ("predicate", "class", "forward"))
    if forward not in ("", "true", "false"):
        raise HttpRefusal(400, f"forward is true or false, not {forward[:40]!r}")
    if not (predicate or kind):
        return None
    return subgraph.NeighbourKind(predicate or None, None if not forward else forward == "true", kind or None)


def cut(text: str) -> str:
    """A text that is no longer than a page tells it."""
    return text if len(text) <= MOST_TEXT else text[: MOST_TEXT - 1] + "…"


def told_node(source: Source, node: int, labels: Labels) -> dict[str, Any]:
    """An entity as a picture tells it: its IRI, label, first classes, and how many links it has."""
    index = source.index
    kinds = [labels.label(kind) for kind in index.types(node)[:3]]
    return {
        "iri": index.iri(node), "label": cut(labels.node(node).label), "kinds": list(map(cut, kinds)), "links": index.degree(node),
    }  # fmt: skip


def _link(hop: Hop, labels: Labels, language: str) -> dict[str, Any]:
    """A link as a picture tells it: what it is, when, what is said about it, and where it stands."""
    said = [cut(mark) for one in hop.statements for mark in marks.marks(one, labels.label, language)]
    cites = [one.document + ("" if one.start is None else f"#char={one.start},{one.end}") for one in hop.evidence]
    return {
        "subject": hop.subject,
        "predicate": hop.predicate,
        "predicateLabel": cut(labels.label(hop.predicate)),
        "object": hop.object,
        "time": hop.time,
        "said": list(dict.fromkeys(said))[:MOST_MARKS],
        "sources": cites[:MOST_MARKS],
    }


def _number(fields: Mapping[str, Sequence[str]], name: str, default: int, most: int) -> int:
    text = (fields.get(name) or [str(default)])[-1]
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise HttpRefusal(400, f"{name} is a number, not {text!r}")
    return min(int(text), most)
