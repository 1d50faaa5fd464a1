"""What is no RDF and opens as RDF: each form with its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.reading.networks.elements import NAMED, ElementQuads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyoxigraph

    from wenmai.reading.networks.elements import GraphEdge, GraphFact, GraphNode
    from wenmai.reading.networks.keys import KeyedTable
    from wenmai.reading.options import ReadOptions
    from wenmai.reading.pages import Pages

    Quads = Iterator[pyoxigraph.Quad]


def read_other(
    form: str, pages: Pages, location: str, name: str, base: str | None, options: ReadOptions, notices: list[str]
) -> Quads:
    """The quads of a file in one of the forms of :data:`FORMS`, piece by piece where the form allows.

    ``base`` is the file's address or what a person gives for it: ids that mean something in this file alone are resolved
    against it. What was guessed is said in ``notices``.
    """
    pieces = iter(pages.rest, b"")
    if form in NETWORKS:
        ending = location.lower().rpartition(".")[2]
        yield from _spelt(NETWORKS[form](pieces, name, ending, notices), form, base, options)
    else:
        yield from FORMS[form](pieces, name, base, options)


def read_rows(pages: Pages, name: str, table: KeyedTable, options: ReadOptions) -> Quads:
    """The quads of a table that is joined with others by keys."""
    from wenmai.reading.networks.keyed import read_keyed

    return _spelt(read_keyed(iter(pages.rest, b""), name, table), "TABLE", None, options)


def _spelt(
    elements: Iterable[GraphNode | GraphEdge | GraphFact], form: str, base: str | None, options: ReadOptions
) -> Quads:
    given = options.base if form == "TABLE" else base
    space = NAMED if given is None else given if given.endswith(("/", "#", ":")) else f"{given}#"
    spelling = ElementQuads(space, space if options.base else NAMED)
    for element in elements:
        yield from spelling.quads(element)


def _table(
    pieces: Iterator[bytes], name: str, ending: str, notices: list[str]
) -> Iterator[GraphNode | GraphEdge | GraphFact]:
    from wenmai.reading.networks.tables import read_table

    return read_table(pieces, name, ending, notices)


def _graphml(pieces: Iterator[bytes], name: str, _: str, __: list[str]) -> Iterator[GraphNode | GraphEdge]:
    from wenmai.reading.networks.drawings import GraphML, read_drawing

    return read_drawing(pieces, name, GraphML)


def _gexf(pieces: Iterator[bytes], name: str, _: str, __: list[str]) -> Iterator[GraphNode | GraphEdge]:
    from wenmai.reading.networks.drawings import GEXF, read_drawing

    return read_drawing(pieces, name, GEXF)


def _gml(pieces: Iterator[bytes], name: str, _: str, __: list[str]) -> Iterator[GraphNode | GraphEdge]:
    from wenmai.reading.networks.plain import read_gml

    return read_gml(pieces, name)


def _pajek(pieces: Iterator[bytes], name: str, _: str, __: list[str]) -> Iterator[GraphNode | GraphEdge]:
    from wenmai.reading.networks.plain import read_pajek

    return read_pajek(pieces, name)


def _objects(pieces: Iterator[bytes], name: str, _: str, __: list[str]) -> Iterator[GraphNode | GraphEdge]:
    from wenmai.reading.networks.objects import read_objects

    return read_objects(pieces, name)


def _obo(pieces: Iterator[bytes], name: str, _: str | None, __: ReadOptions) -> Quads:
    from wenmai.reading.obo import read_obo

    return read_obo(pieces, name)


def _owl(form: str) -> Callable[[Iterator[bytes], str, str | None, ReadOptions], Quads]:
    def read(pieces: Iterator[bytes], name: str, base: str | None, _: ReadOptions) -> Quads:
        from wenmai.reading.owl import read_owl

        return read_owl(pieces, name, form, base)

    return read


def _html(pieces: Iterator[bytes], name: str, base: str | None, options: ReadOptions) -> Quads:
    from wenmai.reading.html import read_html

    return read_html(pieces, name, base, options)


NETWORKS = {"TABLE": _table, "GRAPHML": _graphml, "GEXF": _gexf, "NETWORK_JSON": _objects, "GML": _gml, "PAJEK": _pajek}
"""Readers of nodes and edges by their form."""


def _metadata(pieces: Iterator[bytes], _: str, __: str | None, ___: ReadOptions) -> Quads:
    """What is said of tables is heeded when these are read (:mod:`wenmai.reading.joined`)."""
    for _piece in pieces:
        pass
    yield from ()


FORMS = {
    "OBO": _obo,
    "OWL_FUNCTIONAL": _owl("OWL_FUNCTIONAL"),
    "OWL_MANCHESTER": _owl("OWL_MANCHESTER"),
    "OWL_XML": _owl("OWL_XML"),
    "HTML": _html,
    "CSVW": _metadata,
}
"""Readers of ontologies and pages by their form."""
