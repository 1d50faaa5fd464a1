"""The endpoint as an rdflib graph, for other libraries: rdflib's own store over wenmai's connection."""

from __future__ import annotations

import subprocess
import sys

import pytest
import rdflib
from loopback import reply, serving

from wenmai.errors import EndpointError
from wenmai.sources.endpoint import connect

XC = rdflib.Namespace("urn:wenmai:xicheng:")
WM = rdflib.Namespace("urn:wenmai:term:")


def test_rdflib_reads_triples_and_asks_queries(report_pair):
    graph = report_pair.remote().rdflib
    assert isinstance(graph, rdflib.Graph)
    there = set(graph.objects(XC["北京证券交易所"], rdflib.RDFS.label))
    assert rdflib.Literal("北京证券交易所", lang="zh") in there
    assert (XC["北京证券交易所"], WM.locatedIn, XC["西城区"]) in graph
    rows = list(graph.query("SELECT ?o { xc:北京证券交易所 wm:locatedIn ?o }", initNs={"xc": XC, "wm": WM}))
    assert [row.o for row in rows] == [XC["西城区"]]
    assert graph.query("ASK { ?s ?p ?o }").askAnswer is True
    described = graph.query("CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o }", initNs={"rdfs": rdflib.RDFS})
    assert (XC["西城区"], rdflib.RDFS.label, rdflib.Literal("西城区", lang="zh")) in described.graph


def test_rdflib_cannot_write(report_pair):
    with pytest.raises(TypeError, match="read only"):
        report_pair.remote().rdflib.add((XC.a, WM.b, XC.c))


def test_rdflib_keeps_to_the_limits_of_the_connection():
    with (
        serving(reply(307, b"", Location="http://example.org/")) as server,
        pytest.raises(EndpointError, match="redirects"),
    ):
        list(connect(server.address).rdflib)
    with (
        serving(reply(body=b"<html>", media_type="text/html")) as server,
        pytest.raises(EndpointError, match="not with SPARQL"),
    ):
        list(connect(server.address).rdflib)


def test_rdflib_is_loaded_only_for_those_who_ask_for_it(report_pair):
    code = (
        "import sys; from wenmai.sources.endpoint import connect; from wenmai.paths import find;"
        f"source = connect({report_pair.address!r});"
        "print(next(find(source, source.names.resolve('北交所'), source.names.resolve('金科新区'))).length);"
        "print(sorted({'rdflib', 'networkx', 'pyvis'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["2", "[]"]
