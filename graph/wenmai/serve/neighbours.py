"""``/api/v1/neighbours``: what a picture asks for when an entity is opened in it: a page of its neighbours, and their links.

No more comes than is shown: at most :data:`MOST` neighbours at once, the most telling first, with the links among them and to the
entities that the picture already has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai import marks, subgraph
from wenmai.names.labels import Labels
from wenmai.names.lookup import find_entity
from wenmai.serve.problems import HttpRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wenmai.model import Hop
    from wenmai.sources import Source

MOST = 60
"""Neighbours of a page."""

MOST_SHOWN = 400
"""Entities of a picture that links may lead to."""

FIELDS = {"entity", "offset", "limit", "shown", "lang"}


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
    nodes, total = subgraph.page_of_neighbours(source, iri, offset=offset, limit=limit)
    start = index.require(iri)
    shown = [node for name in fields.get("shown", ())[:MOST_SHOWN] if (node := index.find(name)) is not None]
    part = subgraph.connecting(source, nodes, [start, *shown])
    labels = Labels(index, language)
    end = offset + len(nodes)
    return {
        "entity": _node(source, start, labels),
        "total": total,
        "offset": offset,
        "next": end if nodes and end < total else None,
        "nodes": [_node(source, node, labels) for node in nodes],
        "links": [_link(hop, labels, language) for hop in part.links()],
    }


def _node(source: Source, node: int, labels: Labels) -> dict[str, Any]:
    index = source.index
    kinds = [labels.label(kind) for kind in index.types(node)[:3]]
    return {"iri": index.iri(node), "label": labels.node(node).label, "kinds": kinds, "links": index.degree(node)}


def _link(hop: Hop, labels: Labels, language: str) -> dict[str, Any]:
    """A link as a picture tells it: what it is, when, what is said about it, and where it stands."""
    said = [mark for one in hop.statements for mark in marks.marks(one, labels.label, language)]
    cites = [one.document + ("" if one.start is None else f"#char={one.start},{one.end}") for one in hop.evidence]
    return {
        "subject": hop.subject,
        "predicate": hop.predicate,
        "predicateLabel": labels.label(hop.predicate),
        "object": hop.object,
        "time": hop.time,
        "said": list(dict.fromkeys(said)),
        "sources": cites,
    }


def _number(fields: Mapping[str, Sequence[str]], name: str, default: int, most: int) -> int:
    text = (fields.get(name) or [str(default)])[-1]
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise HttpRefusal(400, f"{name} is a number, not {text!r}")
    return min(int(text), most)
