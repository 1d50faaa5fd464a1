"""Quads in an order that depends on the graph alone, so that the same graph always gives the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.writing.blank import name_blanks, rename_blanks

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph


def ordered(quads: Iterable[pyoxigraph.Quad]) -> list[pyoxigraph.Quad]:
    """Distinct quads in the order of graph, subject, predicate, object, blank nodes named by what is said of them.

    So a graph gives the same bytes whatever a parser called its blank nodes.
    """
    found = set(quads)
    names = name_blanks(found)
    return sorted((rename_blanks(quad, names) for quad in found) if names else found, key=_order)


def _order(quad: pyoxigraph.Quad) -> tuple[str, ...]:
    return str(quad.graph_name), str(quad.subject), quad.predicate.value, str(quad.object)


def merged(quads: list[pyoxigraph.Quad], name: str, notices: list[str]) -> list[pyoxigraph.Quad]:
    """The quads as one graph; what a format without named graphs loses is said."""
    import pyoxigraph as ox

    graphs = {quad.graph_name for quad in quads} - {ox.DefaultGraph()}
    if graphs:
        notices.append(f"{name} has no named graphs: the {len(graphs)} of this graph are merged into one")
    return sorted({ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}, key=_order)
