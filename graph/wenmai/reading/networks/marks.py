"""By what JSON of nodes and edges and tables of them are known before they are read."""

from __future__ import annotations

import re

from wenmai.reading.encoding import guess_encoding

_LISTS = re.compile(rb'"(?:elements|nodes|links|edges|relationships|rels)"\s*:\s*[\[{]')
APOC = re.compile(rb'\s*\[?\s*\{[^\n]{0,400}?"type"\s*:\s*"(?:node|relationship)"')
"""How Neo4j's export begins."""


def is_network(head: bytes) -> bool:
    """Whether JSON that begins with ``head`` holds nodes and edges; JSON-LD's keys begin with ``@``.

    >>> is_network(b'{"nodes": [{"id": 1}], "links": []}'), is_network(b'{"@id": "urn:a", "nodes": []}')
    (True, False)
    """
    return b'"@' not in head and bool(_LISTS.search(head) or APOC.match(head))


def is_table(location: str, head: bytes) -> bool:
    """Whether text that begins with ``head`` is a table of edges or of nodes."""
    from wenmai.reading.networks.tables import find_shape

    encoding = guess_encoding(head) or "utf-8"
    if encoding.startswith("UTF-16-") and 4 * head.count(0) < len(head):
        encoding = "utf-8"
    text = head.decode(encoding, "replace").lstrip("\ufeff")
    return find_shape(text, location.lower().rpartition(".")[2]) is not None
