"""JSON of nodes and edges, as programs that draw networks and databases write it.

That of Cytoscape and Cytoscape.js, node-link JSON (NetworkX, d3, sigma, vis, ECharts), what Neo4j exports, and relations as
objects with two ends. Of lines each is read by itself; a single document is read whole.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from wenmai.errors import GraphSyntaxError, InputError
from wenmai.reading.jsonld import is_lines
from wenmai.reading.networks.columns import RELATIONS, SOURCES, TARGETS, VALUES
from wenmai.reading.networks.elements import GraphEdge, GraphNode, drawn_among
from wenmai.reading.networks.marks import APOC
from wenmai.reading.networks.records import attributes_of, read_exported, read_records
from wenmai.reading.networks.tables import is_value, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wenmai.reading.networks.elements import Typed

_RECORDS = re.compile(rb'"(?:identity|elementId)"\s*:')
_RELATIONS = (
    *("predicate", "relation", "relationship", "interaction", "label", "type", "name", "value", "data_type"), *RELATIONS
)  # fmt: skip
_LABELS = ("label", "name", "title")
_MORE_LABELS = ("name", "title", "caption")
"""How the name of another attribute ends that may name a node whose own name is a number."""

_INTERNAL = frozenset({"shared_name", "id_original"})


def read_objects(pieces: Iterable[bytes], name: str) -> Iterator[GraphNode | GraphEdge]:
    """The elements of a file.

    Raises:
        GraphSyntaxError: it is no JSON. InputError: it holds no nodes and edges.
    """
    pieces = iter(pieces)
    first = next(pieces, b"")
    exported = APOC.match(first) is not None
    if is_lines(first):
        for number, line in enumerate(_lines(first, pieces), 1):
            if line.strip():
                item = _parsed(line, name, number)
                yield from read_exported(item, name, number) if exported else _item(item, name, number)
        return
    value = _parsed(first + b"".join(pieces), name, None)
    if exported:
        for number, item in enumerate(value if isinstance(value, list) else [value], 1):
            yield from read_exported(item, name, number)
        return
    records = read_records(value) if _RECORDS.search(first) else iter(())
    one = next(records, None)
    if one is None:
        yield from _document(value, name)
        return
    yield one
    yield from records


def _item(item: Any, name: str, line: int) -> Iterator[GraphNode | GraphEdge]:
    """One line: a record of Neo4j, an edge, or a node."""
    if not isinstance(item, dict):
        raise GraphSyntaxError(name, "this is no object in braces", line=line)
    records = list(read_records(item))
    if records:
        yield from records
    elif _is_edge(_data(item)):
        yield _edge(_data(item), [], name)
    else:
        yield from _node(_data(item), _identity(_data(item), line))


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


def _document(value: Any, name: str) -> Iterator[GraphNode | GraphEdge]:
    """A document with lists of nodes and of edges, or one list of both (Cytoscape.js)."""
    value = _unwrapped(value)
    found = value.get("elements", value) if isinstance(value, dict) else value
    if isinstance(found, list):
        nodes = [one for one in found if isinstance(one, dict) and not _is_edge(_data(one))]
        edges = [one for one in found if isinstance(one, dict) and _is_edge(_data(one))]
    else:
        lists = found if isinstance(found, dict) else {}
        nodes = _items(_first(lists, ("nodes", "vertices", "data")))
        edges = _items(_first(lists, ("edges", "links", "relationships", "rels")))
    if not nodes and not edges:
        raise InputError(f"{name} is JSON without nodes and edges; it has to hold both as lists")
    ids = [_identity(_data(node), place) for place, node in enumerate(nodes)]
    for node, identity in zip(nodes, ids, strict=True):
        yield from _node(_data(node), identity)
    by_place = not any("id" in _data(node) or "key" in _data(node) for node in nodes)
    for edge in edges:
        yield _edge(_data(edge), ids if by_place else [], name)


def _unwrapped(value: Any) -> Any:
    """A graph out of what holds it: ``graph`` or ``graphs`` (JSON Graph Format 2.0), ``knowledge_graph`` (TRAPI), ``message``."""
    for name in ("message", "knowledge_graph", "graph"):
        if isinstance(value, dict) and isinstance(value.get(name), dict) and not {"nodes", "elements"} & value.keys():
            value = value[name]
    if isinstance(value, dict) and isinstance(value.get("graphs"), list):
        graphs = [graph for graph in value["graphs"] if isinstance(graph, dict)]
        nodes = [node for graph in graphs for node in _items(graph.get("nodes"))]
        edges = [edge for graph in graphs for edge in _items(graph.get("edges"))]
        return {"nodes": nodes, "edges": edges}
    return value


def _first(lists: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((lists[name] for name in names if name in lists), [])


def _items(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):  # by their ids
        return [{"id": key, **item} for key, item in value.items() if isinstance(item, dict)]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _data(item: dict[str, Any]) -> dict[str, Any]:
    """What an element says: under ``data`` or ``attributes``, or by itself."""
    beside = item.get("metadata")
    if isinstance(beside, dict):
        return {**beside, **{key: value for key, value in item.items() if key != "metadata"}}
    inner = item.get("data", item.get("attributes"))
    if not isinstance(inner, dict):
        return item
    return {**{key: item[key] for key in ("id", "key", "source", "target") if key in item}, **inner}


def _is_edge(data: dict[str, Any]) -> bool:
    return any(name in data for name in SOURCES) and any(name in data for name in (*TARGETS, *VALUES))


def _identity(data: dict[str, Any], place: int) -> str:
    value = next((data[name] for name in ("id", "key", "name", "label") if data.get(name) not in (None, "")), place)
    return str(value)


def _label(said: Mapping[str, Typed], identity: str) -> str:
    """What a node is called; where its own name is a number, what another attribute names it (``station_name``)."""
    label = next((said[name][0] for name in _LABELS if name in said), "")
    if label and label != identity and not label.isdigit():
        return label
    others = (text for name, (text, kind) in said.items() if kind == "string" and name.lower().endswith(_MORE_LABELS))
    return next((text for text in others if text and not text.isdigit()), label)


def _node(data: dict[str, Any], identity: str) -> Iterator[GraphNode | GraphEdge]:
    passed = {"id", "key", "parent", *_INTERNAL, *drawn_among(data)}
    said = attributes_of({key: value for key, value in data.items() if key not in passed})
    label = _label(said, identity)
    for name in list(said):
        if name in _LABELS and said[name][0] == label:
            del said[name]
    types: tuple[str, ...] = ()
    kind = next((key for key in ("type", "category", "categories") if key in said and said[key][1] == "string"), None)
    if kind is not None:
        parts = said[kind][0].split()
        types = tuple(parts) if all(":" in part for part in parts) else tuple(said[kind][0].split("\n"))
        del said[kind]
    labels = tuple(said.pop("typeLabel")[0].split("; ")) if types and "typeLabel" in said else ()
    yield GraphNode(identity, label if label != identity else "", types, said, labels)
    if data.get("parent") not in (None, ""):
        yield GraphEdge(str(data["parent"]), identity, "contains")


def _edge(data: dict[str, Any], ids: list[str], name: str) -> GraphNode | GraphEdge:
    targets = TARGETS if any(key in data for key in TARGETS) else VALUES
    ends = [next((data[key] for key in keys if key in data), None) for keys in (SOURCES, targets)]
    if None in ends:
        raise InputError(
            f"{name} has an edge without a source or a target: {json.dumps(data, ensure_ascii=False)[:120]}"
        )
    source, target = (
        ids[end] if isinstance(end, int) and end < len(ids) else str(end["id"] if isinstance(end, dict) else end)
        for end in ends
    )
    passed = {"id", "key", *SOURCES, *targets, *_INTERNAL, *drawn_among(data)}
    rest = {key: value for key, value in data.items() if key not in passed}
    said = attributes_of(rest)
    if "SUID" in data and "shared_name" in data:  # the name of an edge of Cytoscape is made of its ends
        said.pop("name", None)
    relation = next((said.pop(key)[0] for key in _RELATIONS if key in said and _relates(key, said[key])), "")
    if relation and targets is VALUES and is_value(target):
        return GraphNode(source, attributes={relation: typed(ends[1])})
    label = said.pop("label")[0] if "label" in said else ""
    if said.get("interaction", ("",))[0] in (label, relation):
        said.pop("interaction", None)
    return GraphEdge(source, target, relation, "" if label == relation else label, said)


def _relates(key: str, said: Typed) -> bool:
    """Whether an attribute of an edge says what relates its ends; a ``value`` that is a number is a weight."""
    return bool(said[0].strip()) and (key != "value" or said[1] == "string")
