"""By what JSON of nodes and edges and tables of them are known before they are read."""

from __future__ import annotations

import re

from wenmai.reading.encoding import guess_encoding
from wenmai.reading.networks.columns import SOURCES, TARGETS, VALUES

_LISTS = re.compile(rb'"(?:elements|nodes|links|edges|relationships|rels)"\s*:\s*[\[{]')
_ELEMENTS = re.compile(rb'\s*\[?\s*\{\s*"(?:data"\s*:\s*\{\s*"|group"\s*:\s*"(?:nodes|edges)")')
"""How the elements of Cytoscape.js begin, as a list or one a line."""

_RELATION = re.compile(rb"\s*\[?\s*\{([^{}\[\]]{3,2000})\}\s*(?:[,\]]|\n|\Z)")
_NODES = re.compile(
    rb'\s*\[?\s*\{\s*"(?:id|_id)"\s*:\s*(?:"[^"]{1,400}"|\d+)\s*,\s*'
    rb'"(?:name|label|title|category|type|labels)"\s*:\s*(?:"|\[\s*")'
)
"""How a list of nodes begins, each with an id and a name or a class, whole or one a line."""

_RECORD = re.compile(rb'\s*\[?\s*\{.{0,400}?"(?:identity|elementId)"\s*:', re.DOTALL)
"""How what Neo4j's browser exports begins: records, in which nodes and relationships have an identity."""

APOC = re.compile(rb'\s*\[?\s*\{[^\n]{0,400}?"type"\s*:\s*"(?:node|relationship)"')
"""How Neo4j's export begins."""


def is_network(head: bytes) -> bool:
    """Whether JSON that begins with ``head`` holds nodes and edges; JSON-LD's keys begin with ``@``.

    >>> is_network(b'{"nodes": [{"id": 1}], "links": []}'), is_network(b'{"@id": "urn:a", "nodes": []}')
    (True, False)
    """
    if b'"@' in head:
        return False
    known = _LISTS.search(head) or APOC.match(head) or _ELEMENTS.match(head) or _RECORD.match(head)
    return bool(known) or _is_relation(head) or _NODES.match(head) is not None


def _is_relation(head: bytes) -> bool:
    """Whether the first object names two ends and what relates them, as a row of a table does."""
    found = _RELATION.match(head)
    names = (
        [name.decode("utf-8", "replace").lower() for name in re.findall(rb'"([^"]+)"\s*:', found[1])] if found else []
    )
    return any(name in SOURCES for name in names) and any(name in (*TARGETS, *VALUES) for name in names)


def is_table(location: str, head: bytes) -> bool:
    """Whether text that begins with ``head`` is a table of edges or of nodes."""
    from wenmai.reading.networks.tables import find_shape

    encoding = guess_encoding(head) or "utf-8"
    if encoding.startswith("UTF-16-") and 4 * head.count(0) < len(head):
        encoding = "utf-8"
    text = head.decode(encoding, "replace").lstrip("\ufeff")
    return find_shape(text, location.lower().rpartition(".")[2]) is not None
