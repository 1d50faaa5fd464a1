"""The SPARQL 1.1 Protocol, its query side, case by case as the W3C's suite has them; and the service description."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

import needs

if TYPE_CHECKING:
    from serve.conftest import Running

needs.library("starlette")

EX = "http://example.org/"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
TABULAR = {
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
}  # fmt: skip
RDF = {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"}


def posted(server: Running, path: str, body: str | bytes, kind: str | None) -> Any:
    headers = {} if kind is None else {"content-type": kind}
    return server.ask(path, method="POST", body=body.encode() if isinstance(body, str) else body, headers=headers)


def uris(**named: list[str]) -> str:
    return "/sparql?" + "&".join(f"{key.replace('_', '-')}={EX}{one}" for key, each in named.items() for one in each)


TWO = f"ASK {{ <{EX}g1> a ?t . <{EX}g2> a ?u }}"
NAMED = f"ASK {{ GRAPH ?x {{ <{EX}g1> a ?t }} GRAPH ?y {{ <{EX}g2> a ?u }} }}"
FULL = f"ASK {{ <{EX}g3> a ?v GRAPH ?x {{ <{EX}g1> a ?t }} GRAPH ?y {{ <{EX}g2> a ?u }} }}"


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        (uris(default_graph_uri=["nowhere"]), "query=ASK%20%7B%7D", FORM),
        (uris(default_graph_uri=["g1", "g2"]), TWO, QUERY),
        (uris(named_graph_uri=["g1", "g2"]), NAMED, QUERY),
        (uris(default_graph_uri=["g3"], named_graph_uri=["g1", "g2"]), FULL, QUERY),
        (uris(named_graph_uri=["g1", "g2"]), NAMED.replace("ASK", f"ASK FROM <{EX}g3>"), QUERY),
        ("/sparql", "ASK {}", QUERY),
        ("/sparql/", "ASK {}", QUERY + "; charset=UTF-8"),
    ],
)
def test_a_posted_query_is_answered(server: Running, path: str, body: str, kind: str) -> None:
    answer = posted(server, path, body, kind)
    assert (answer.status, answer.json["boolean"]) == (200, True)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"query": "ASK {}", "default-graph-uri": EX + "nowhere"}, True),
        ({"query": TWO, "default-graph-uri": [EX + "g1", EX + "g2"]}, True),
        ({"query": TWO, "default-graph-uri": [EX + "g1"]}, False),
        ({"query": NAMED, "named-graph-uri": [EX + "g1", EX + "g2"]}, True),
        ({"query": NAMED, "named-graph-uri": [EX + "g1"]}, False),
        ({"query": f"ASK {{ <{EX}ada> ?p ?o }}", "named-graph-uri": [EX + "g1"]}, False),
        ({"query": f"ASK {{ <{EX}ada> ?p ?o }}"}, True),
    ],
)
def test_a_query_in_the_address_is_answered(server: Running, fields: Any, expected: bool) -> None:
    answer = server.ask("/sparql", fields)
    assert (answer.status, answer.json["boolean"]) == (200, expected)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("SELECT (1 AS ?value) {}", TABULAR),
        ("ASK {}", TABULAR),
        ("DESCRIBE <http://example.org/>", RDF),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", RDF),
    ],
)
def test_the_answer_has_a_type_that_can_hold_it(server: Running, text: str, kinds: set[str]) -> None:
    answer = posted(server, "/sparql", text, QUERY)
    assert (answer.status, answer.headers.get_content_type() in kinds) == (200, True)


def test_relative_iris_are_resolved_against_the_address(server: Running) -> None:
    answer = posted(server, "/sparql", "CONSTRUCT { <s> <p> 1 } WHERE {}", QUERY)
    (triple,) = ox.parse(answer.body, ox.RdfFormat.TURTLE)
    assert str(triple.subject.value) == server.address + "/s"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/json", "application/sparql-results+json"),
        ("application/xml;q=0.5, text/csv;q=0.4", "application/sparql-results+xml"),
        ("*/*", "application/sparql-results+json"),
    ],
)
def test_the_client_chooses_the_format(server: Running, accept: str, kind: str) -> None:
    answer = server.query("SELECT ?s { ?s a <http://example.org/Person> } ORDER BY ?s", accept)
    assert answer.headers.get_content_type() == kind
    assert b"http://example.org/ada" in answer.body


@pytest.mark.parametrize("kind", sorted(RDF))
def test_a_graph_comes_in_every_format(server: Running, kind: str) -> None:
    answer = server.query("CONSTRUCT WHERE { ?s <http://example.org/knows> ?o }", kind)
    assert answer.headers.get_content_type() == kind
    form = ox.RdfFormat.from_media_type(kind)
    assert form is not None
    assert len(list(ox.parse(answer.body, form))) == 1


BAD = [
    ("PUT", "/sparql?query=ASK%20%7B%7D", b"", FORM),
    ("DELETE", "/sparql?query=ASK%20%7B%7D", b"", None),
    ("GET", "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", None, None),
    ("POST", "/sparql", b"ASK {}", "text/plain"),
    ("POST", "/sparql", b"query=ASK%20%7B%7D", None),
    ("POST", "/sparql", b"ASK {}", None),
    ("POST", "/sparql", "ASK {}".encode("utf-16"), QUERY + "; charset=UTF-16"),
    ("POST", "/sparql", "ASK {}".encode("utf-16"), QUERY),
    ("GET", "/sparql?query=ASK%20%7B", None, None),
    ("GET", "/sparql?query=", None, None),
    ("GET", "/sparql?update=CLEAR%20ALL", None, None),
    ("POST", "/sparql", b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM),
    ("POST", "/sparql", b"CLEAR NAMED", "text/plain"),
    ("POST", "/sparql", b"update=CLEAR%20NAMED", None),
    ("POST", "/sparql", b"CLEAR ALL", "application/sparql-update"),
    ("POST", "/sparql", "CLEAR NAMED".encode("utf-16"), "application/sparql-update; charset=UTF-16"),
    ("POST", "/sparql", b"update=CLEAR%20XYZ", FORM),
    ("POST", "/sparql?using-graph-uri=urn:a", b"update=CLEAR%20ALL", FORM),
    ("GET", "/sparql?query=CLEAR%20ALL", None, None),
    ("GET", "/sparql?query=ASK%7B%7D&format=text/html", None, None),
]


@pytest.mark.parametrize(("method", "path", "body", "kind"), BAD)
def test_what_is_no_query_is_refused_in_one_sentence(
    server: Running, method: str, path: str, body: bytes | None, kind: str | None
) -> None:
    answer = server.ask(path, method=method, body=body, headers={"content-type": kind} if kind else {})
    assert 400 <= answer.status < 500
    assert answer.headers.get_content_type() == "application/problem+json"
    assert answer.json["status"] == answer.status
    assert len(answer.json["detail"]) > 10
    assert server.query(f"ASK {{ <{EX}ada> ?p ?o }}").json["boolean"]


def test_a_wrong_query_is_told_with_its_place(server: Running) -> None:
    answer = server.query("SELECT *\n{ ?s ?p }")
    assert (answer.status, answer.json["line"]) == (400, 2)


def test_a_type_that_nobody_can_write_is_refused(server: Running) -> None:
    assert server.query("ASK {}", "image/png").status == 406


def test_no_service_is_called(server: Running) -> None:
    answer = server.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert answer.status == 400
    assert "SERVICE" in answer.json["detail"]


@pytest.mark.parametrize("kind", sorted(RDF))
def test_without_a_query_the_service_describes_itself(server: Running, kind: str) -> None:
    answer = server.ask("/sparql", headers={"accept": kind})
    assert answer.headers.get_content_type() == kind
    form = ox.RdfFormat.from_media_type(kind)
    assert form is not None
    sd, found = "http://www.w3.org/ns/sparql-service-description#", ox.Store()
    found.extend(ox.parse(answer.body, form))
    service = ox.NamedNode(server.address + "/sparql")
    assert found.query(f"ASK {{ <{service.value}> a <{sd}Service> ; <{sd}endpoint> <{service.value}> }}")
    assert found.query(f"ASK {{ ?s <{sd}defaultDataset> [ a <{sd}Dataset> ; <{sd}defaultGraph> [ a <{sd}Graph> ] ] }}")
    named = found.query(f"SELECT ?n {{ ?s <{sd}namedGraph> [ a <{sd}NamedGraph> ; <{sd}name> ?n ] }} ORDER BY ?n")
    assert [row[0].value for row in named] == [EX + "g1", EX + "g2", EX + "g3"]  # type: ignore[union-attr]


def test_graphs_are_read_one_by_one(server: Running) -> None:
    answer = server.ask("/rdf-graphs", {"graph": EX + "g1"}, headers={"accept": "application/n-triples"})
    assert answer.text.strip() == f"<{EX}g1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{EX}Document> ."
    default = server.ask("/rdf-graphs?default", headers={"accept": "application/n-triples"})
    assert len(default.text.splitlines()) == 12
    assert server.ask("/rdf-graphs", {"graph": EX + "none"}).status == 404
    assert server.ask("/rdf-graphs").status == 400
    assert server.ask("/rdf-graphs?default", method="PUT", body=b"").status == 405


def test_head_has_no_body(server: Running) -> None:
    answer = server.ask("/sparql", {"query": "ASK {}"}, method="HEAD")
    assert (answer.status, answer.body) == (200, b"")


def test_real_clients_get_their_answers(server: Running) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore
    from SPARQLWrapper import JSON, SPARQLWrapper  # type: ignore[import-untyped]

    text = "SELECT ?o WHERE { <http://example.org/ada> <http://example.org/knows> ?o }"
    for method in ("GET", "POST"):
        client = SPARQLWrapper(server.address + "/sparql")
        client.setMethod(method)
        client.setReturnFormat(JSON)
        client.setQuery(text)
        assert json.dumps(client.query().convert()).count("http://example.org/bob") == 1
    rows = list(SPARQLStore(server.address + "/sparql").query(text))
    assert [str(row[0]) for row in rows] == ["http://example.org/bob"]
