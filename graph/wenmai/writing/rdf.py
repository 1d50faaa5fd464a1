"""Writing RDF: one writer for each format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.terms import PREFIXES
from wenmai.writing.jsonld import write_jsonld
from wenmai.writing.order import merged
from wenmai.writing.rdfxml import write_rdfxml
from wenmai.writing.turtle import write_trig, write_turtle

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    import pyoxigraph

    from wenmai.writing.short import Prefixes

    Writer = Callable[[BinaryIO, list[pyoxigraph.Quad], list[str], Prefixes], None]


def write_ntriples(
    stream: BinaryIO,
    quads: list[pyoxigraph.Quad],
    notices: list[str],
    prefixes: Prefixes = PREFIXES,  # noqa: ARG001
) -> None:
    """N-Triples, sorted."""
    _dump(stream, merged(quads, "N-Triples", notices), "N_TRIPLES")


def write_nquads(
    stream: BinaryIO,
    quads: list[pyoxigraph.Quad],
    notices: list[str],  # noqa: ARG001
    prefixes: Prefixes = PREFIXES,  # noqa: ARG001
) -> None:
    """N-Quads, sorted."""
    _dump(stream, quads, "N_QUADS")


def _dump(stream: BinaryIO, quads: list[pyoxigraph.Quad], name: str) -> None:
    import pyoxigraph as ox

    statements: Any = [quad.triple for quad in quads] if name == "N_TRIPLES" else quads
    ox.serialize(statements, stream, format=getattr(ox.RdfFormat, name))


WRITERS: dict[str, Writer] = {
    "turtle": write_turtle,
    "ntriples": write_ntriples,
    "nquads": write_nquads,
    "trig": write_trig,
    "rdfxml": write_rdfxml,
    "jsonld": write_jsonld,
}
"""The writer of each format; it takes distinct quads in order, a list for what the format cannot hold, and prefixes."""
