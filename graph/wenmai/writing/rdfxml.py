"""RDF/XML: what XML can hold of a graph."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from wenmai.languages import counted
from wenmai.terms import PREFIXES, RDF
from wenmai.writing.order import merged
from wenmai.writing.short import Short, iris_of

if TYPE_CHECKING:
    from typing import BinaryIO

    import pyoxigraph

    from wenmai.writing.short import Prefixes

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_PROPERTIES = frozenset(
    RDF + name
    for name in (
        "RDF", "ID", "about", "aboutEach", "aboutEachPrefix", "bagID", "parseType", "resource", "nodeID", "datatype",
        "Description", "li",
    )
)  # fmt: skip
"""What RDF/XML reads as its own syntax (``rdf:li`` as a number)."""

_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_NCNAME = re.compile(f"[{_START}][-.0-9\u00b7\u0300-\u036f\u203f\u2040{_START}]*\\Z")
"""The end of an IRI that can be the name of an XML element (XML 1.0, 2.3), as far as every parser has it."""


def write_rdfxml(
    stream: BinaryIO, quads: list[pyoxigraph.Quad], notices: list[str], prefixes: Prefixes = PREFIXES
) -> None:
    """RDF/XML, of RDF 1.2 where the graph needs it; what XML cannot hold is left out and counted."""
    import pyoxigraph as ox

    kept, left = [], Counter[str]()
    for quad in merged(quads, "RDF/XML", notices):
        why = _unfit_for_xml(quad)
        if why:
            left[why] += 1
        else:
            kept.append(quad)
    for why, count in sorted(left.items()):
        notices.append(f"RDF/XML cannot hold {counted(count, 'triples')} ({why}): left out")
    if any(_is_of_1_2(quad.object) for quad in kept):
        notices.append("this RDF/XML is of RDF 1.2 (triple terms, base directions): older programs do not read it")
    names = {
        prefix: space for prefix, space in prefixes.items() if not prefix.lower().startswith(("xml", "rdf", "its"))
    }
    used = Short(iris_of(kept), names).used
    written = ox.serialize([quad.triple for quad in kept], format=ox.RdfFormat.RDF_XML, prefixes=used)
    # XML parsers read a bare carriage return as a line feed.
    stream.write((written or b"").replace(b"\r", b"&#13;") + b"\n")


def _unfit_for_xml(statement: Any) -> str:
    """Why RDF/XML cannot hold a triple; ``""`` when it can."""
    import pyoxigraph as ox

    predicate, value = statement.predicate.value, statement.object
    if predicate in _NO_PROPERTIES or not _NCNAME.search(re.split(r"[/#:]", predicate)[-1]):
        return "their predicate cannot be the name of an XML element"
    if isinstance(value, ox.Literal) and _CONTROLS.search(value.value):
        return "they hold control characters"
    return _unfit_for_xml(value) if isinstance(value, ox.Triple) else ""


def _is_of_1_2(term: Any) -> bool:
    """Whether only RDF 1.2 has such a term: a triple, or a text with a base direction."""
    import pyoxigraph as ox

    return isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None)
