"""Nothing reaches out: whatever the data and the queries say, no connection is made and no unnamed file is opened."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent

DATA = {
    "imports.ttl": """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @base <http://HOST/base/> .
        <http://HOST/ontology> a owl:Ontology ; owl:imports <http://HOST/imported.ttl>, <file://SECRET> ;
            rdfs:seeAlso <http://HOST/see> ; rdfs:isDefinedBy <http://HOST/defined> .
        <a> rdfs:label "one" ; <knows> <b> . <b> rdfs:label "two" .""",
    "remote-context.jsonld": '{"@context": "http://HOST/context.jsonld", "@id": "urn:a", "knows": {"@id": "urn:b"}}',
    "remote-scoped-context.jsonld": '{"@context": {"x": {"@id": "urn:x", "@context": "http://HOST/c"}}, "x": {"y": 1}}',
    "remote-import.jsonld": '{"@context": {"@version": 1.1, "@import": "http://HOST/i"}, "@id": "urn:a", "urn:p": 1}',
    "file-context.jsonld": '{"@context": "file://SECRET", "@id": "urn:a", "knows": {"@id": "urn:b"}}',
    "external-dtd.rdf": """<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://HOST/x.dtd">
        <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>""",
    "external-entity.rdf": """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "http://HOST/e">]>
        <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:">
        <r:Description r:about="urn:a"><x:p>&e;</x:p></r:Description></r:RDF>""",
    "file-entity.rdf": """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file://SECRET">]>
        <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:">
        <r:Description r:about="urn:a"><x:p>&e;</x:p></r:Description></r:RDF>""",
    "parameter-entity.rdf": """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY % e SYSTEM "http://HOST/e"> %e;]>
        <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>""",
    "stylesheet.rdf": """<?xml version="1.0"?><?xml-stylesheet href="http://HOST/s.xsl" type="text/xsl"?>
        <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xml:base="http://HOST/"
        xmlns:s="http://www.w3.org/2001/XMLSchema-instance" s:schemaLocation="http://HOST/ http://HOST/x.xsd">
        <r:Description r:about="a"><r:value r:resource="b"/></r:Description></r:RDF>""",
    "named-graph.trig": "<http://HOST/g> { <urn:a> <urn:knows> <urn:b> } <urn:b> <urn:knows> <http://HOST/c> .",
}
"""Files that name addresses, or a file that they were not given."""

COMMANDS = [
    ["search", "one"],
    ["show", "one"],
    ["path", "one", "two"],
    ["around", "one"],
    ["between", "one", "two"],
    ["stats"],
    ["timeline"],
    ["figures"],
    ["compare", "one", "two"],
    ["analyze"],
    ["check", "--shapes", "shapes.ttl", "--part"],
    ["verify", "--source", "text.txt"],
    ["view", "-o", "out.html"],
    ["export", "-o", "out.jsonld"],
    ["query", "SELECT * { ?s ?p ?o }"],
]

QUERIES = {
    "service": "SELECT * { SERVICE <http://HOST/q> { ?s ?p ?o } }",
    "service silent": "SELECT * { SERVICE SILENT <http://HOST/q> { ?s ?p ?o } }",
    "service by variable": "SELECT * { VALUES ?h { <http://HOST/q> } SERVICE ?h { ?s ?p ?o } }",
    "service without spaces": "PREFIX h: <http://HOST/> SELECT * {SERVICEh:q{?s ?p ?o}}",
    "service after a comparison": "SELECT * { FILTER(1<'>' ) SERVICE <http://HOST/x> { ?s ?p ?o } # ')\n}",
    "service after a comment": "PREFIX h: <http://HOST/> SELECT * { SERVICE h:q#\u00a0note\r{ ?s ?p ?o } }",
    "service by an odd variable": "SELECT * { VALUES ?h· { <http://HOST/q> } LATERAL { SERVICE ?h· { ?s ?p ?o } } }",
    "service for each row": "SELECT * { BIND(<http://HOST/q> AS ?h‿) FILTER EXISTS { SERVICE SILENT ?h‿ { ?s ?p ?o } } }",
    "from": "SELECT * FROM <http://HOST/g> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <http://HOST/g> { GRAPH ?g { ?s ?p ?o } }",
    "from a file": "SELECT * FROM <file://SECRET> { ?s ?p ?o }",
    "graph": "SELECT * { GRAPH <http://HOST/g> { ?s ?p ?o } }",
    "load": "LOAD <http://HOST/g>",
    "load silent": "LOAD SILENT <file://SECRET> INTO GRAPH <urn:g>",
    "construct with service": "CONSTRUCT { ?s ?p ?o } { SERVICE <http://HOST/q> { ?s ?p ?o } }",
    "describe": "DESCRIBE <http://HOST/x>",
    "a function by address": "SELECT (<http://HOST/f>(1) AS ?x) { }",
}

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
<http://HOST/shapes> a owl:Ontology ; owl:imports <http://HOST/more.ttl> ; sh:entailment <http://HOST/rules> .
<urn:shape> a sh:NodeShape ; sh:targetSubjectsOf <urn:knows> ; sh:shapesGraph <http://HOST/g> ;
  sh:property [ sh:path <urn:knows> ; sh:nodeKind sh:IRI ] ."""
REACHING_SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:shape> a sh:NodeShape ; sh:targetSubjectsOf <urn:knows> ; sh:sparql [ sh:select '''QUERY''' ] ."""


class Listener(NamedTuple):
    """A server that must hear nothing."""

    host: str
    heard: list[bytes]


@pytest.fixture
def listener():
    heard: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with closing(connection):
                    connection.settimeout(0.5)
                    heard.append(connection.recv(200))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield Listener(f"127.0.0.1:{server.getsockname()[1]}", heard)
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


@pytest.fixture
def folder(listener: Listener, tmp_path: Path) -> Path:
    """A folder with every file, and beside it a secret that none may be read from."""
    secret = tmp_path / "secret"
    secret.write_text('{"@context": {}}', "utf-8")
    work = tmp_path / "work"
    work.mkdir()
    for name, text in {**DATA, "shapes.ttl": SHAPES, "text.txt": "text"}.items():
        (work / name).write_text(filled(text, listener, work), "utf-8")
    return work


def filled(text: str, listener: Listener, folder: Path) -> str:
    return text.replace("HOST", listener.host).replace("SECRET", str(folder.parent / "secret"))


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command line where neither a proxy nor a cache can stand for an answer, watched by strace."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    watch = ["strace", "-f", "-qq", "-o", str(folder / "trace"), "-e", "trace=openat,open,connect,sendto"]
    return subprocess.run(
        [*watch, sys.executable, str(ROOT / "cli.py"), *arguments],
        cwd=folder,
        env=environment | {"WENMAI_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def assert_silent(folder: Path, listener: Listener, ran: subprocess.CompletedProcess[str]) -> None:
    trace = (folder / "trace").read_text("utf-8", "replace")
    assert '/secret"' not in trace
    assert not re.findall(r"connect\(\d+, \{sa_family=AF_INET6?.*", trace)
    assert listener.heard == []
    assert "Traceback" not in ran.stderr
    assert ran.returncode in {0, 1, 2, 3}, ran.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", DATA)
def test_reading_a_file_reaches_for_nothing_that_it_names(listener: Listener, folder: Path, name: str) -> None:
    ran = run(folder, "query", "SELECT * { ?s ?p ?o }", "--format", "csv", "-g", name)
    assert_silent(folder, listener, ran)
    refused = name.startswith(("remote", "file", "external", "parameter"))
    assert (ran.returncode == 2) is refused, ran.stderr
    if refused:
        assert name in ran.stderr
        assert re.search("never reaches out|never fetched", ran.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_no_command_follows_what_a_graph_points_at(listener: Listener, folder: Path, command: list[str]) -> None:
    assert_silent(folder, listener, run(folder, *command, "-g", "imports.ttl"))


@pytest.mark.slow
@pytest.mark.parametrize("name", QUERIES)
def test_no_query_reaches_out(listener: Listener, folder: Path, name: str) -> None:
    text = filled(QUERIES[name], listener, folder)
    ran = run(folder, "query", text, "-g", "imports.ttl", "--allow-service", "localhost:1")
    assert_silent(folder, listener, ran)
    ran = run(folder, "query", text, "-g", "imports.ttl")
    assert_silent(folder, listener, ran)
    allowed = name in {"graph", "describe"}
    assert (ran.returncode == 0) is allowed, ran.stderr
    if text.startswith("CONSTRUCT"):
        (folder / "made.rq").write_text(text, "utf-8")
        for command in (["view", "-o", "out.html"], ["export", "-o", "out.ttl"]):
            ran = run(folder, *command, "--query", "made.rq", "-g", "imports.ttl")
            assert_silent(folder, listener, ran)
            assert "SERVICE would send a part of the query" in ran.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { SERVICE <http://HOST/q> { $this ?p ?o } }",
        "SELECT $this { \\\\u0053ERVICE <http://HOST/q> { $this ?p ?o } }",
        "SELECT $this FROM <http://HOST/g> { $this ?p ?o }",
        "SELECT $this FROM <file://SECRET> { $this ?p ?o }",
    ],
)
def test_no_shape_reaches_out(listener: Listener, folder: Path, query: str) -> None:
    shapes = filled(REACHING_SHAPES.replace("QUERY", query), listener, folder)
    (folder / "reaching.ttl").write_text(shapes, "utf-8")
    ran = run(folder, "check", "--shapes", "reaching.ttl", "--part", "-g", "named-graph.trig")
    assert_silent(folder, listener, ran)
    assert ran.returncode == 2, ran.stdout


def test_a_host_that_is_allowed_is_asked_and_only_that(listener: Listener, folder: Path) -> None:
    text = filled(QUERIES["service"], listener, folder)
    ran = run(folder, "query", text, "-g", "imports.ttl", "--allow-service", "localhost:1")
    assert "allow it with --allow-service" in ran.stderr
    assert listener.heard == []
    ran = run(folder, "query", text, "-g", "imports.ttl", "--allow-service", listener.host)
    assert listener.heard
    assert listener.heard[0].startswith(b"POST /q ")
    assert "the service did not answer" in ran.stderr
    assert ran.returncode == 6


def test_an_allowed_host_cannot_send_the_query_elsewhere(listener: Listener, folder: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        allowed = f"127.0.0.1:{server.getsockname()[1]}"

        def redirect() -> None:
            connection, _ = server.accept()
            with closing(connection):
                stream = connection.makefile("rb")
                head = list(iter(stream.readline, b"\r\n"))
                stream.read(next(int(line.split()[1]) for line in head if line.lower().startswith(b"content-length")))
                place = f"http://{listener.host}/"
                connection.sendall(f"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n".encode())

        thread = threading.Thread(target=redirect)
        thread.start()
        text = f"SELECT * {{ SERVICE <http://{allowed}/> {{ ?s ?p ?o }} }}"
        ran = run(folder, "query", text, "-g", "imports.ttl", "--allow-service", allowed)
        thread.join()
    assert listener.heard == []
    assert ran.returncode == 6, ran.stderr
    assert "too many redirects" in ran.stderr
