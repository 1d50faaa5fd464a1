"""A small dose of :mod:`hostile.servers`; the script asks them all."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from hostile import servers as hostile
from wenmai.errors import EndpointError
from wenmai.facts import describe, summary
from wenmai.model import XSD_STRING, Literal
from wenmai.paths import find
from wenmai.sources.endpoint import Limits, connect
from wenmai.sources.endpoint.requests.results import Unreadable, read_results, read_term

EX = hostile.EX
DOSE = [
    "redirect to port 99999",
    "redirect with credentials",
    "status 403 that repeats the key",
    "Retry-After: ²",
    "a chunk of a size that is a word",
    "no rows to anything",
    "a binding that is null",
    "literals for everything",
    "XML that multiplies",
    "counts empty",
    "counts of all refused (503)",
    "surrogates in labels",
    "no rows after the first question",
]


@pytest.fixture(scope="module")
def chosen(tmp_path_factory):
    with hostile.serving(hostile.say(hostile.http(hostile.EMPTY))) as (elsewhere, heard):
        yield hostile.servers(elsewhere, tmp_path_factory.mktemp("keys"))
        assert heard == []


def test_the_script_has_fifty_servers_and_more(chosen):
    assert len(chosen) > 100


@pytest.mark.slow
@pytest.mark.parametrize("name", DOSE)
def test_a_hostile_server_is_one_sentence(chosen, name, tmp_path):
    for command, ended in hostile.try_server(chosen[name], ["search", "query SELECT"], tmp_path):
        assert not ended.fault(), f"{command}: {ended}"


def remote(name, port):
    return connect(f"http://127.0.0.1:{port}/sparql", limits=Limits(timeout=5, deadline=10, retries=1))


REFUSALS = [
    name
    for name in hostile.ODD
    if name.startswith("counts") and name not in {"counts beyond counting", "counts of nought"}
]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["as it is", *REFUSALS])
def test_only_what_is_counted_depends_on_counts(name, notices):
    """The facts and the shortest paths are the same, whatever becomes of counts; what was estimated is said."""
    change = hostile.ODD.get(name, lambda query, body: None)
    with hostile.serving(hostile.odd_server(change)) as (port, _):
        source = remote(name, port)
        (path,) = find(source, EX + "ann", EX + "cid", ranked=False, k=1)
        found = describe.describe_entity(source, EX + "bob", "en")
        counted = summary.count_terms(source)
    assert [node.iri for node in path.nodes] == [EX + one for one in ("ann", "bob", "cid")]
    assert {(fact.subject, fact.predicate) for fact in found.facts} == {
        (EX + "bob", EX + "knows"),
        (EX + "ann", EX + "knows"),
    }
    if name != "counts too small":  # a lie is no refusal
        assert counted.entities == 3
        assert counted.links == 2
        assert {row.label: row.number for row in counted.classes} == {"Person": 3}
        assert bool(notices) == (name != "as it is")


@pytest.mark.parametrize(
    ("kind", "charset"),
    [
        ("application/xml", "utf-8"), ("text/xml", "iso-8859-1"), ("text/plain", "utf-16"), ("application/octet-stream", "utf-8"),
        ("text/html", "utf-8"), (None, "utf-8"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("written", ["json", "xml"])
def test_results_are_read_by_content(kind, charset, written):
    rows = {
        "json": '{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"Zoë","xml:lang":"FR"}},{}]}}',
        "xml": '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="n"/></head>'
        '<results><result><binding name="n"><literal xml:lang="FR">Zoë</literal></binding></result><result/></results></sparql>',
    }[written]
    answer = hostile.http(rows.encode(charset), kind=f"{kind}; charset={charset}" if kind else None)
    with hostile.serving(hostile.say(answer)) as (port, _):
        got = remote("", port).client.ask("SELECT ?n {}")
    found = read_results(got.body, got.charset)
    assert found.variables == ("n",)
    assert [{name: read_term(term) for name, term in row.items()} for row in found.rows] == [
        {"n": Literal("Zoë", "fr", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")},
        {},
    ]


def test_what_a_standard_reader_reads_is_read_alike():
    """Pyoxigraph writes every kind of term in JSON, XML and TSV; the three are read as one."""
    import pyoxigraph as ox

    store = ox.Store()
    found = store.query(
        'SELECT * { VALUES (?a ?b) { (<urn:a> "x"@en) (1.5 UNDEF) ("<&>\\n\\"" true) } BIND(<<( <urn:s> <urn:p> ?a )>> AS ?t) }'
    )
    as_json = found.serialize(format=ox.QueryResultsFormat.JSON)
    results = read_results(as_json)
    assert len(results.rows) == 3
    assert read_term(results.rows[0]["t"]).object == "urn:a"
    for form in (ox.QueryResultsFormat.XML, ox.QueryResultsFormat.TSV):
        again = ox.parse_query_results(as_json, format=ox.QueryResultsFormat.JSON).serialize(format=form)
        assert read_results(again) == results
    assert read_results(b"true").boolean is read_results(b'{"head":{},"boolean":true}').boolean is True


@pytest.mark.parametrize("body", [hostile.BOMB, hostile.OUTSIDE])
def test_a_document_type_is_refused(body):
    with pytest.raises(Unreadable, match="document type"):
        read_results(body.encode())


def test_an_answer_of_millions_of_parts_is_refused():
    with pytest.raises(Unreadable, match="parts"):
        read_results(b'{"head":{"vars":["s"]},"results":{"bindings":[' + b"{}," * 4_100_000 + b"{}]}}")


def test_terms_of_older_servers_are_read():
    bindings = [
        {"type": "typed-literal", "value": "7", "datatype": "urn:int"},
        {"type": "uri", "value": "nodeID://b10"},
        {"type": "bnode", "value": "b-1"},
        {"type": "literal", "value": "\ud83d\ude00 \ud83d"},
    ]
    rows = read_results(hostile.table(*({"s": one} for one in bindings)).encode("utf-8", "surrogatepass")).rows
    assert [read_term(row["s"]) for row in rows] == [
        Literal("7", "", "urn:int"),
        "_:nodeID___b10",
        "_:b_1",
        Literal("😀 \ufffd", "", XSD_STRING),
    ]


def by_way(*taken):
    """A server over an engine that takes a query only as a form, in the address or as a body; else it answers as told."""
    served = hostile.odd_server(lambda query, body: None)

    def act(connection, request, stop):
        head, _, body = request.partition(b"\r\n\r\n")
        way = "address" if head.startswith(b"GET") else "body" if b"sparql-query" in head else "form"
        if way == taken[0]:
            if way == "body":
                request = b"POST / HTTP/1.1\r\n\r\n" + urlencode({"query": body.decode()}).encode()
            served(connection, request, stop)
        else:
            connection.sendall(taken[1])

    return act


@pytest.mark.parametrize("refusal", ["400 B", "403 F", "404 N", "405 M", "411 L", "415 U", "501 N", "200 OK"])
@pytest.mark.parametrize("way", ["form", "address", "body"])
def test_a_query_is_sent_in_the_way_that_is_taken(way, refusal):
    if way == "body" and refusal == "400 B":
        return  # two ways that find a query wrong have read it
    answer = hostile.http(hostile.PAGE, refusal, "text/html")
    with hostile.serving(by_way(way, answer)) as (port, heard):
        source = remote("", port)
        assert source.names.resolve("Ann") == EX + "ann"
        methods = [request.split(b" ")[0] for request in heard]
    assert len(methods) <= 2 + len([one for one in methods[2:] if one == methods[-1]])


def test_a_question_too_long_for_an_address_is_asked_in_parts():
    served = hostile.odd_server(lambda query, body: None)

    def act(connection, request, stop):
        head = request.partition(b"\r\n")[0]
        if head.startswith(b"POST"):
            connection.sendall(hostile.http("", "405 No"))
        elif len(head) > 3000:
            connection.sendall(hostile.http("", "414 Long"))
        else:
            served(connection, request, stop)

    with hostile.serving(act) as (port, heard):
        source = remote("", port)
        names = [f"{EX}{'x' * 60}{number}" for number in range(40)]
        source.index.cards.read([EX + "ann", *names])
        assert source.index.cards[EX + "ann"].labels == {"en": "Ann"}
        assert all(name in source.index.cards for name in names)
    assert max(len(request) for request in heard if request.startswith(b"GET")) > 3000


def test_a_no_is_believed_of_those_alone_that_answer():
    for odd in ("no rows to anything", "literals for everything", "a yes to anything"):
        with hostile.serving(hostile.raw_servers(1)[odd]) as (port, _), pytest.raises(EndpointError):
            remote("", port).names.search("Ann")
