"""What Neo4j exports as JSON: the nodes and relationships of its apoc export, and the records of its browser, in any nesting.

A node has labels and properties, a relationship a type and two ends; both have an ``identity``, since Neo4j 5 an ``elementId``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wenmai.errors import GraphSyntaxError
from wenmai.reading.networks.elements import GraphEdge, GraphNode
from wenmai.reading.networks.tables import typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wenmai.reading.networks.elements import Typed

_IDENTITIES = ("identity", "elementId", "id")


def read_exported(item: Any, name: str, line: int) -> Iterator[GraphNode | GraphEdge]:
    """A node or a relationship of the apoc export.

    Raises:
        GraphSyntaxError: it is neither, or has no ends.
    """
    if not isinstance(item, dict) or item.get("type") not in ("node", "relationship"):
        raise GraphSyntaxError(name, "this is neither a node nor a relationship of Neo4j", line=line)
    if item["type"] == "node":
        yield _node(item)
        return
    ends = [end.get("id") if isinstance(end, dict) else end for end in (item.get("start"), item.get("end"))]
    if None in ends:
        raise GraphSyntaxError(name, "this relationship has no start or no end", line=line)
    said = attributes_of(item.get("properties") or {})
    yield GraphEdge(str(ends[0]), str(ends[1]), str(item.get("label") or item.get("rel_type") or ""), "", said)


def read_records(value: Any) -> Iterator[GraphNode | GraphEdge]:
    """The nodes and relationships in records, each once; nothing where there are none.

    >>> node = {"identity": 0, "labels": ["Person"], "properties": {"name": "Ada"}}
    >>> [one.label for one in read_records([{"n": node}, {"m": [node]}])]
    ['Ada']
    """
    seen: set[tuple[bool, str]] = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += reversed(item)
        elif isinstance(item, dict):
            element = _element(item)
            if element is None:
                waiting += reversed(list(item.values()))
            elif (key := (isinstance(element, GraphNode), _identity(item))) not in seen:
                seen.add(key)
                yield element


def _element(item: dict[str, Any]) -> GraphNode | GraphEdge | None:
    properties = item.get("properties")
    if not isinstance(properties, dict) or not _identity(item):
        return None
    if isinstance(item.get("labels"), list):
        return _node(item)
    ends = [item.get(end, item.get(f"{end}NodeElementId")) for end in ("start", "end")]
    if "type" not in item or any(isinstance(end, dict | list | None) for end in ends):
        return None
    return GraphEdge(str(ends[0]), str(ends[1]), str(item["type"]), "", attributes_of(properties))


def _identity(item: dict[str, Any]) -> str:
    return next((str(item[name]) for name in _IDENTITIES if isinstance(item.get(name), str | int)), "")


def _node(item: dict[str, Any]) -> GraphNode:
    said = attributes_of(item.get("properties") or {})
    label = next((said[one][0] for one in ("name", "title", "label") if one in said), "")
    return GraphNode(_identity(item), label, tuple(map(str, item.get("labels") or ())), said)


def attributes_of(values: Mapping[str, Any]) -> dict[str, Typed]:
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
