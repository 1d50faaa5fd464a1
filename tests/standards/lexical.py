"""Print how a store writes literals that can be written in several ways: ``python tests/standards/lexical.py``."""

from __future__ import annotations

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"
WRITTEN = [
    ("integer", "01"), ("integer", "+1"), ("integer", "-0"), ("integer", "12345678901234567890"), ("decimal", "1.50"),
    ("decimal", "0.1234567890123456789"), ("double", "1E0"), ("double", "1e400"), ("float", "0.10"), ("boolean", "1"),
    ("boolean", "TRUE"), ("dateTime", "2020-01-01T24:00:00"), ("time", "00:00:00.100"), ("duration", "PT60S"),
    ("date", "2020-1-1"), ("gYear", "2020"),
]  # fmt: skip


def kept(kind: str, text: str) -> str:
    """The lexical form that comes back from a store."""
    store = ox.Store()
    node = ox.NamedNode("urn:x")
    store.add(ox.Quad(node, node, ox.Literal(text, datatype=ox.NamedNode(XSD + kind))))
    return next(iter(store)).object.value


if __name__ == "__main__":
    print("| datatype | written | comes back as |\n| --- | --- | --- |")
    for kind, text in WRITTEN:
        print(f"| `xsd:{kind}` | `{text}` | `{kept(kind, text)}` |")
