"""A person's own query on an endpoint: passed on, bounded, and written as a query of a file is."""

from __future__ import annotations

import io
import json

import pytest
from loopback import reply, serving

from wenmai.errors import EndpointError, LimitReached, QueryError, QueryRefused, QueryTimeout
from wenmai.sources.endpoint import connect
from wenmai.sources.endpoint.passing import with_prefixes
from wenmai.sparql import run, write

TABLE = "SELECT ?who ?name { ?who wm:locatedIn xc:西城区 ; rdfs:label ?name } ORDER BY ?who STR(?name)"
GRAPH = "CONSTRUCT { ?who rdfs:label ?name } WHERE { ?who wm:locatedIn xc:西城区 ; rdfs:label ?name }"


def written(source, sparql, form, **options):
    stream = io.BytesIO()
    write(source, sparql, form, stream, **options)
    return stream.getvalue().decode()


def test_a_table_is_the_files_table(report_pair):
    found = run(report_pair.remote(), TABLE)
    assert len(found.rows) > 10
    assert found == run(report_pair.local(), TABLE)


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_a_table_is_written_as_the_files_is(report_pair, form):
    assert written(report_pair.remote(), TABLE, form) == written(report_pair.local(), TABLE, form)


@pytest.mark.parametrize("form", ["ntriples", "turtle"])
def test_a_graph_has_the_files_triples(report_pair, form):
    remote, local = (written(source, GRAPH, form) for source in (report_pair.remote(), report_pair.local()))
    if form == "ntriples":
        assert sorted(remote.splitlines()) == sorted(local.splitlines())
    assert set(run(report_pair.remote(), GRAPH).triples) == set(run(report_pair.local(), GRAPH).triples)


@pytest.mark.parametrize(("sparql", "answer"), [("ASK { ?s wm:locatedIn ?o }", True), ("ASK { ?s wm:none ?o }", False)])
def test_yes_or_no(report_pair, sparql, answer):
    assert run(report_pair.remote(), sparql) is answer
    assert json.loads(written(report_pair.remote(), sparql, "json"))["boolean"] is answer


def test_rows_beyond_the_bound_are_said(report_pair):
    source = report_pair.remote()
    with pytest.raises(LimitReached) as error:
        run(source, TABLE, max_rows=3)
    assert error.value.partial.rows == run(source, TABLE).rows[:3]
    with pytest.raises(LimitReached, match="first 3 rows"):
        written(source, TABLE, "csv", max_rows=3)
    assert len(run(source, TABLE + " LIMIT 3", max_rows=3).rows) == 3


@pytest.mark.parametrize(
    "sparql",
    [
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "LOAD <http://example.org/>",
        "DROP ALL",
        "SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }",
        "SELEC * { ?s ?p ?o }",
        "",
    ],
)
def test_what_is_no_query_is_never_sent(sparql):
    with serving(reply()) as server:
        with pytest.raises(QueryRefused):
            run(connect(server.address), sparql)
        assert server.asked == []


def test_a_mistake_is_told_by_the_server(report_pair):
    with pytest.raises(QueryError, match="refused the query"):
        run(report_pair.remote(), "SELECT * { ?s ?p }")


@pytest.mark.slow
def test_a_slow_query_is_stopped():
    with (
        serving(lambda handler: handler.stopped.wait(20)) as server,
        pytest.raises(QueryTimeout, match=r"within 0\.2 s"),
    ):
        run(connect(server.address), "ASK {}", timeout=0.2)


@pytest.mark.parametrize(
    ("answer", "sparql"),
    [
        (reply(body=b"<html>", media_type="text/html"), "SELECT * {}"),
        (reply(body=b'{"head": {"vars": 7}, "results": {"bindings": []}}'), "SELECT * {}"),
        (reply(body=b'{"head": {}, "boolean": "yes"}'), "ASK {}"),
        (reply(body=b"<urn:a> <urn:b", media_type="application/n-triples"), "DESCRIBE <urn:a>"),
        (reply(body=b"<html>", media_type="text/html"), "DESCRIBE <urn:a>"),
        (reply(body=b"<sparql", media_type="application/sparql-results+xml"), "SELECT * {}"),
    ],
)
def test_a_wrong_answer_is_an_error(answer, sparql):
    with serving(answer) as server, pytest.raises(EndpointError, match="answered with"):
        run(connect(server.address), sparql)


def test_a_term_that_is_not_valid_is_kept_in_json_and_refused_elsewhere():
    body = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"uri","value":"http://a b"}}]}}'
    with serving(reply(body=body)) as server:
        source = connect(server.address)
        assert run(source, "SELECT ?n {}").rows == (("http://a b",),)
        with pytest.raises(EndpointError, match="take JSON"):
            written(source, "SELECT ?n {}", "xml")


def test_prefixes_are_declared_on_the_first_line():
    assert with_prefixes("SELECT *\n{ ?s wm:a 'xc:b' }").splitlines()[1] == "{ ?s wm:a 'xc:b' }"
    assert with_prefixes("ASK {}") == "ASK {}"


def test_a_query_may_take_its_time_with_all_its_retries():
    with serving(reply(503, b"", Retry_After="8")) as server:
        source = connect(server.address)
        with pytest.raises(EndpointError, match="tried once"):
            run(source, "ASK { <urn:a> ?p ?o }", timeout=2)
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    "body", [b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}', b'<?xml version="1.0"?><sparql xmlns="urn:x"/>']
)
def test_rows_are_no_graph(body):
    with (
        serving(reply(200, body, "text/plain")) as server,
        pytest.raises(EndpointError, match="where a graph was asked for"),
    ):
        run(connect(server.address), "CONSTRUCT WHERE { ?s ?p ?o }")


def test_xml_that_multiplies_is_refused():
    body = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]><rdf:RDF xmlns:rdf="urn:x">&b;</rdf:RDF>'
    with (
        serving(reply(200, body, "application/rdf+xml")) as server,
        pytest.raises(EndpointError, match="document type"),
    ):
        run(connect(server.address), "CONSTRUCT WHERE { ?s ?p ?o }")
