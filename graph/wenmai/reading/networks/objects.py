"""JSON of nodes and edges: Cytoscape and Cytoscape.js, node-link JSON (NetworkX, d3, sigma, vis), Neo4j's apoc export.

Of lines (apoc) each is read by itself; a single document is read whole.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wenmai.errors import GraphSyntaxError, InputError
from wenmai.reading.networks.elements import GraphEdge, GraphNode
from wenmai.reading.networks.marks import APOC
from wenmai.reading.networks.tables import typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wenmai.reading.networks.elements import Typed

_RELATIONS = ("predicate", "relation", "relationship", "interaction", "label", "type", "name")
_LABELS = ("label", "name", "title")
_SOURCES, _TARGETS = ("source", "from", "start", "src", "subject"), ("target", "to", "end", "dst", "object")
_DRAWN = frozenset(
    {"colour", "color", "size", "x", "y", "z", "SUID", "shared_name", "selected", "position", "id_original"}
)


def read_objects(pieces: Iterable[bytes], name: str) -> Iterator[GraphNode | GraphEdge]:
    """The elements of a file.

    Raises:
        GraphSyntaxError: it is no JSON. InputError: it holds no nodes and edges.
    """
    pieces = iter(pieces)
    first = next(pieces, b"")
    if APOC.match(first) and not first.lstrip().startswith(b"["):
        for number, line in enumerate(_lines(first, pieces), 1):
            if line.strip():
                yield from _apoc(_parsed(line, name, number), name, number)
        return
    value = _parsed(first + b"".join(pieces), name, None)
    if (
        isinstance(value, list)
        and value
        and isinstance(value[0], dict)
        and value[0].get("type") in ("node", "relationship")
    ):
        for number, item in enumerate(value, 1):
            yield from _apoc(item, name, number)
        return
    yield from _document(value, name)


def _lines(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = first
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
    yield from rest.split(b"\n")


def _parsed(text: bytes, name: str, line: int | None) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        place = line or getattr(error, "lineno", None)
        column = None if line else getattr(error, "colno", None)
        raise GraphSyntaxError(
            name, f"this is not JSON: {getattr(error, 'msg', error)}", line=place, column=column
        ) from error


def _apoc(item: Any, name: str, line: int) -> Iterator[GraphNode | GraphEdge]:
    """A node or a relationship of Neo4j."""
    if not isinstance(item, dict) or item.get("type") not in ("node", "relationship"):
        raise GraphSyntaxError(name, "this is neither a node nor a relationship of Neo4j", line=line)
    said = _attributes(item.get("properties") or {})
    if item["type"] == "node":
        label = next((said[one][0] for one in ("name", "title", "label") if one in said), "")
        yield GraphNode(str(item.get("id", "")), label, tuple(map(str, item.get("labels") or ())), said)
        return
    ends = [end.get("id") if isinstance(end, dict) else end for end in (item.get("start"), item.get("end"))]
    if None in ends:
        raise GraphSyntaxError(name, "this relationship has no start or no end", line=line)
    yield GraphEdge(str(ends[0]), str(ends[1]), str(item.get("label") or item.get("rel_type") or ""), "", said)


def _document(value: Any, name: str) -> Iterator[GraphNode | GraphEdge]:
    """A document with lists of nodes and of edges, or one list of both (Cytoscape.js)."""
    found = value.get("elements", value) if isinstance(value, dict) else value
    if isinstance(found, list):
        nodes = [one for one in found if isinstance(one, dict) and not _is_edge(_data(one))]
        edges = [one for one in found if isinstance(one, dict) and _is_edge(_data(one))]
    else:
        lists = found if isinstance(found, dict) else {}
        nodes = _items(lists.get("nodes", lists.get("vertices", [])))
        edges = _items(lists.get("edges", lists.get("links", lists.get("relationships", lists.get("rels", [])))))
    if not nodes and not edges:
        raise InputError(f"{name} is JSON without nodes and edges; it has to hold both as lists")
    ids = [_identity(_data(node), place) for place, node in enumerate(nodes)]
    for node, identity in zip(nodes, ids, strict=True):
        yield from _node(_data(node), identity)
    by_place = not any("id" in _data(node) or "key" in _data(node) for node in nodes)
    for edge in edges:
        yield _edge(_data(edge), ids if by_place else [], name)


def _items(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):  # by their ids
        return [{"id": key, **item} for key, item in value.items() if isinstance(item, dict)]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _data(item: dict[str, Any]) -> dict[str, Any]:
    """What an element says: under ``data`` or ``attributes``, or by itself."""
    inner = item.get("data", item.get("attributes"))
    if not isinstance(inner, dict):
        return item
    return {**{key: item[key] for key in ("id", "key", "source", "target") if key in item}, **inner}


def _is_edge(data: dict[str, Any]) -> bool:
    return any(name in data for name in _SOURCES) and any(name in data for name in _TARGETS)


def _identity(data: dict[str, Any], place: int) -> str:
    value = next((data[name] for name in ("id", "key", "name", "label") if data.get(name) not in (None, "")), place)
    return str(value)


def _node(data: dict[str, Any], identity: str) -> Iterator[GraphNode | GraphEdge]:
    said = _attributes({key: value for key, value in data.items() if key not in ("id", "key", "parent", *_DRAWN)})
    label = next((said[name][0] for name in _LABELS if name in said), "")
    for name in _LABELS:
        if name in said and said[name][0] == label:
            del said[name]
    types: tuple[str, ...] = ()
    if "type" in said and said["type"][1] == "string":
        parts = said["type"][0].split()
        types = tuple(parts) if all(":" in part for part in parts) else (said["type"][0],)
        del said["type"]
    labels = tuple(said.pop("typeLabel")[0].split("; ")) if types and "typeLabel" in said else ()
    yield GraphNode(identity, label if label != identity else "", types, said, labels)
    if data.get("parent") not in (None, ""):
        yield GraphEdge(str(data["parent"]), identity, "contains")


def _edge(data: dict[str, Any], ids: list[str], name: str) -> GraphEdge:
    ends = [next((data[key] for key in keys if key in data), None) for keys in (_SOURCES, _TARGETS)]
    if None in ends:
        raise InputError(
            f"{name} has an edge without a source or a target: {json.dumps(data, ensure_ascii=False)[:120]}"
        )
    source, target = (
        ids[end] if isinstance(end, int) and end < len(ids) else str(end["id"] if isinstance(end, dict) else end)
        for end in ends
    )
    rest = {key: value for key, value in data.items() if key not in ("id", "key", *_SOURCES, *_TARGETS, *_DRAWN)}
    said = _attributes(rest)
    relation = next((said.pop(key)[0] for key in _RELATIONS if key in said and said[key][0].strip()), "")
    label = said.pop("label")[0] if "label" in said else ""
    if said.get("interaction", ("",))[0] in (label, relation):
        said.pop("interaction", None)
    return GraphEdge(source, target, relation, "" if label == relation else label, said)


def _attributes(values: Mapping[str, Any]) -> dict[str, Typed]:
    """Values as typed texts: those of a list parted by line breaks, a structure as JSON."""
    found: dict[str, Typed] = {}
    for key, value in values.items():
        if value is None:
            continue
        if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
            found[str(key)] = "\n".join(typed(one)[0] for one in value), "string"
        elif isinstance(value, dict | list):
            found[str(key)] = json.dumps(value, ensure_ascii=False, sort_keys=True), "string"
        else:
            found[str(key)] = typed(value)
    return found
