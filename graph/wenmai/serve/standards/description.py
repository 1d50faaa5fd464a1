"""What the service says of itself: SPARQL 1.1 Service Description (https://www.w3.org/TR/sparql11-service-description/).

With it the size of the graph in VoID (https://www.w3.org/TR/void/), which other programs, wenmai among them, read to plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat

from wenmai.serve.problems import HttpRefusal
from wenmai.serve.standards.negotiation import GRAPHS, choose_type
from wenmai.terms import RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.serve.messages import WebRequest, WebResponse
    from wenmai.sources import Source

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
MOST_GRAPHS = 1000
"""Named graphs that are listed."""

RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip

WRITTEN = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}


def describe_service(source: Source, request: WebRequest, response: WebResponse) -> None:
    """Write the description in the RDF format that the client takes."""
    wanted = choose_type(request.headers.get("accept", ""), [*GRAPHS, "application/xml"])
    if wanted is None:
        raise HttpRefusal(406, f"the description can be {', '.join(GRAPHS)}; the request accepts none of these")
    media_type = {"application/xml": "application/rdf+xml"}.get(wanted, wanted)
    quads = sorted(_statements(source, request.origin + request.path), key=str)
    prefixes = {"sd": SD, "void": VOID, "formats": FORMATS}
    response.headers["content-type"] = media_type
    response.headers["vary"] = "accept"
    response.write(pyoxigraph.serialize(quads, format=WRITTEN[media_type], prefixes=prefixes) or b"")


def _statements(source: Source, address: str) -> Iterator[Quad]:
    """The description; ``address`` is that of the service."""
    service, dataset, default = NamedNode(address), NamedNode(address + "#dataset"), NamedNode(address + "#default")
    kind = NamedNode(RDF + "type")
    yield Quad(service, kind, _sd("Service"))
    yield Quad(service, _sd("endpoint"), service)
    for language in ("SPARQL11Query", "SPARQL12Query"):
        yield Quad(service, _sd("supportedLanguage"), _sd(language))
    for feature in ("UnionDefaultGraph", "EmptyGraphs"):
        yield Quad(service, _sd("feature"), _sd(feature))
    for written in RESULTS:
        yield Quad(service, _sd("resultFormat"), NamedNode(FORMATS + written))
    yield Quad(service, _sd("defaultDataset"), dataset)
    yield Quad(dataset, kind, _sd("Dataset"))
    yield Quad(dataset, _sd("defaultGraph"), default)
    yield Quad(default, kind, _sd("Graph"))
    yield Quad(default, kind, NamedNode(VOID + "Dataset"))
    yield Quad(default, NamedNode(VOID + "sparqlEndpoint"), service)
    if source.enumerable:
        yield from _sizes(source, default)
        for name in list_graphs(source):
            named = BlankNode()
            yield Quad(dataset, _sd("namedGraph"), named)
            yield Quad(named, kind, _sd("NamedGraph"))
            yield Quad(named, _sd("name"), name)


def _sizes(source: Source, default: NamedNode) -> Iterator[Quad]:
    """How much there is: VoID 3, statistics."""
    if source.quad_count is not None:
        yield Quad(default, NamedNode(VOID + "triples"), Literal(source.quad_count))
    yield Quad(default, NamedNode(VOID + "properties"), Literal(len(source.index.predicates)))
    yield Quad(default, NamedNode(VOID + "classes"), Literal(len(source.index.class_counts())))


def list_graphs(source: Source) -> list[NamedNode]:
    """The named graphs that have an IRI, in order; :data:`MOST_GRAPHS` at most."""
    from itertools import islice

    found = islice(source.store.named_graphs(), MOST_GRAPHS)
    return sorted((name for name in found if isinstance(name, NamedNode)), key=str)


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)
