"""Servers that answer as the engines do that people run: what they hold is answered for real, by pyoxigraph, in their manner.

Fields of answers, the shape of errors, what the default graph holds, which way of sending a query is taken and what is refused are
those that the engines' documentation and public services show.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

JSON = "application/sparql-results+json"


class Engine(NamedTuple):
    """How an engine answers: ``refuse`` gives the words of an error for a query that it does not answer, else nothing.

    ``cuts`` says of a query whether the answer is broken off after its first row, with status 206.
    """

    dialect: str
    headers: dict[str, str]
    union: bool
    error: Callable[[str, str], tuple[int, str, str]]
    refuse: Callable[[str], str] = lambda _: ""
    takes_forms: bool = True
    description: str = ""
    cuts: Callable[[str], bool] = lambda _: False


def plain(_: str, words: str) -> tuple[int, str, str]:
    return 400, "text/plain", words


def counts_all(query: str) -> bool:
    return "COUNT(*)" in query and "GROUP BY ?p" in query and "VALUES" not in query


def sorts_much(query: str) -> bool:
    limit, offset = (int(query.rpartition(word)[2].split()[0]) if word in query else 0 for word in ("LIMIT", "OFFSET"))
    return "ORDER BY" in query and limit + offset > 10_000


VOID = """@prefix void: <http://rdfs.org/ns/void#> . @prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
[] a sd:Service ; sd:feature <http://www.bigdata.com/rdf#/features/KB/Mode/Quads> ;
  sd:defaultDataset [ a sd:Dataset ; void:triples 900000000000 ; %s ] .
"""

ENGINES = {
    "virtuoso": Engine(
        "Virtuoso",
        {"Server": "Virtuoso/07.20.3240 (Linux) x86_64-pc-linux-gnu", "Accept-Ranges": "bytes"},
        True,
        plain,
        lambda query: (
            "Virtuoso 22023 Error SR353: Sorted TOP clause specifies more then 10000 rows to sort" * sorts_much(query)
        ),
    ),
    "oxigraph": Engine("Oxigraph", {"Server": "Oxigraph/0.5.1"}, False, plain),
    "graphdb": Engine("GraphDB", {"Server": "GraphDB/10.8.1 RDF4J/4.3.15", "Vary": "Accept"}, True, plain),
    "neptune": Engine(
        "Neptune",
        {},
        True,
        lambda _, words: (
            400,
            "application/json",
            json.dumps({"requestId": "0-1", "code": "MalformedQueryException", "detailedMessage": words}),
        ),
        lambda query: "Malformed query" * ("known:predicate" in query and "GRAPH" in query),
    ),
    "qlever": Engine(
        "QLever",
        {"Access-Control-Allow-Origin": "*"},
        True,
        lambda query, words: (
            400,
            "application/json",
            json.dumps(
                {"exception": words, "query": query, "resultsize": 0, "status": "ERROR", "time": {"total": "1ms"}}
            ),
        ),
        lambda query: "FILTER EXISTS is not supported" * ("FILTER EXISTS" in query),
    ),
    "blazegraph": Engine(
        "Blazegraph",
        {"Server": "Jetty(9.4.18.v20190429)", "X-First-Solution-Millis": "3"},
        True,
        lambda query, words: (500, "text/plain", f"SPARQL-QUERY: queryStr={query}\n{words}"),
        takes_forms=False,
    ),
    "wikidata": Engine(
        "Blazegraph of Wikimedia",
        {"Server": "nginx/1.18.0", "X-Served-By": "wdqs1015", "X-First-Solution-Millis": "1"},
        True,
        lambda query, words: (500, "text/plain", f"SPARQL-QUERY: queryStr={query}\n{words}"),
        lambda query: "java.util.concurrent.TimeoutException" * counts_all(query),
    ),
    "stardog": Engine(
        "Stardog",
        {"SD-Server": "stardog"},
        False,
        lambda _, words: (400, "application/json", json.dumps({"message": words, "code": "QE0PE2"})),
    ),
    "unknown": Engine("", {"Server": "nginx"}, True, plain),
}


@contextlib.contextmanager
def engine(shape: Engine, *files: Path) -> Iterator[tuple[str, list[str]]]:
    """The address of a server that holds files, and the queries that it was asked."""
    store = ox.Store()
    for file in files:
        store.bulk_load(path=str(file))
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            if not shape.takes_forms:
                self.reply(405, "text/plain", "GET it")
            else:
                self.query(parse_qs(body).get("query", [""])[0])

        def do_GET(self) -> None:
            given = parse_qs(urlsplit(self.path).query).get("query")
            if given:
                self.query(given[0])
            elif shape.description:
                self.reply(200, "text/turtle", shape.description)
            else:
                self.reply(200, "text/html", "<!DOCTYPE html><html><body>Ask here</body></html>")

        def query(self, text: str) -> None:
            asked.append(text)
            words = shape.refuse(text)
            if words:
                self.reply(*shape.error(text, words))
                return
            try:
                found = store.query(text, use_default_graph_as_union=shape.union)
                answer = found.serialize(format=ox.QueryResultsFormat.JSON)
                if shape.cuts(text):
                    whole = json.loads(answer)
                    del whole["results"]["bindings"][1:]
                    self.reply(206, JSON, json.dumps(whole))
                    return
            except (SyntaxError, ValueError) as error:
                self.reply(*shape.error(text, str(error)))
            else:
                self.reply(200, JSON, answer.decode())

        def reply(self, status: int, kind: str, text: str) -> None:
            content = text.encode()
            with contextlib.suppress(OSError):
                self.send_response_only(status)
                for name, value in {**shape.headers, "Content-Type": kind, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
