"""Ask hostile SPARQL servers, each with many commands, and say how every command ended.

    python tests/hostile/servers.py                  # every server, every command
    python tests/hostile/servers.py --only redirect  # the servers with that in their name

Each server listens on loopback and does one thing that no server should: see :data:`RAW` (the same to every request) and
:data:`ODD` (right answers from a real engine, but for one thing). Each command is a process of its own. It must not print
a traceback, leave with status 1, which means *no*, or by a signal; it must end in time and within its memory, show no
credentials, and send nothing to the other server that redirects lead to.

The limits of one question are the usual ones made smaller, so that the run takes minutes; what is bounded is the same.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import re
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent.parent
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
SECRET = "k3y-that-nobody-sees"
GRAPH = """@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:ann a ex:Person ; rdfs:label "Ann"@en ; ex:knows ex:bob ; ex:born "1999-01-01"^^xsd:date .
ex:bob a ex:Person ; rdfs:label "Bob"@en ; ex:knows ex:cid . ex:cid a ex:Person ; rdfs:label "Cid" ; ex:age 7 .
"""
EX = "http://example.org/"
COMMANDS = {
    "search": ["search", "Ann"],
    "show": ["show", "Ann"],
    "show IRI": ["show", EX + "ann", "--format", "json"],
    "path": ["path", "Ann", "Cid"],
    "path IRI": ["path", EX + "ann", EX + "cid"],
    "around": ["around", EX + "bob"],
    "between": ["between", EX + "ann", EX + "bob", EX + "cid"],
    "timeline": ["timeline", EX + "ann"],
    "stats": ["stats"],
    "view": ["view", EX + "ann", "-o", "page.html"],
    "export": ["export", EX + "ann", "-o", "part.ttl"],
    "query SELECT": ["query", "SELECT * { ?s ?p ?o }", "--timeout", "1"],
    "query to XML": ["query", "SELECT * { ?s ?p ?o }", "--format", "xml", "--timeout", "1"],
    "query ASK": ["query", "ASK { ?s ?p ?o }", "--timeout", "1"],
    "query CONSTRUCT": ["query", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "--timeout", "1"],
}
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
HOLDS_OTHER_THINGS = frozenset(
    {
        "blank nodes in place of IRIs",
        "IRIs with spaces in them",
        "predicates with spaces in them",
        "relative IRIs",
        "surrogates in IRIs",
    }
)
"""Servers whose graph really lacks what is asked for, as far as it can be named: there *no* is right."""

STATUSES = {0, 2, 3, 4, 5, 6}
TIMEOUT, DEADLINE, MOST_SECONDS = 1.0, 3.0, 60.0
"""Seconds: for one answer, for one question with its retries, and for a command, on a machine that is busy."""

MOST_BYTES, MOST_MEMORY = 8 << 20, 400 << 20
"""Bytes: the largest answer that is read, and the most that a command may take."""

START = f"""
from wenmai.sources.endpoint import Limits, connect
limits = Limits(timeout={TIMEOUT}, deadline={DEADLINE}, retries=1, wait=1.0, most_bytes={MOST_BYTES})
connect.__kwdefaults__["limits"] = limits
from wenmai.cli.entry import run
status = run()
import os, pathlib
peak = [line.split()[1] for line in pathlib.Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
pathlib.Path("peak").write_text(peak[0])
os._exit(status)
"""

Act = "Callable[[socket.socket, bytes, threading.Event], None]"
"""What a server does with a connection on which a request came; it is closed then, unless the next request comes."""


def http(
    body: bytes | str = b"", status: str = "200 OK", kind: str | None = JSON, more: str = "", length: str | None = None
) -> bytes:
    """An answer as it goes over the wire."""
    body = body.encode() if isinstance(body, str) else body
    given = f"Content-Type: {kind}\r\n" if kind is not None else ""
    size = f"Content-Length: {len(body) if length is None else length}\r\n" if length != "" else ""
    return f"HTTP/1.1 {status}\r\n{given}{size}{more}\r\n".encode("latin-1", "replace") + body


def table(*rows: dict[str, object], variables: Sequence[str] = ("s", "p", "o", "n", "c", "x", "f", "t")) -> str:
    return json.dumps({"head": {"vars": list(variables)}, "results": {"bindings": list(rows)}})


def uri(text: str) -> dict[str, object]:
    return {"type": "uri", "value": text}


def text(value: object, **more: object) -> dict[str, object]:
    return {"type": "literal", "value": value, **more}


def row_of(term: object) -> dict[str, object]:
    """The term for every variable that wenmai may ask for."""
    return dict.fromkeys("spotncxfgabcl", term)


def say(answer: bytes) -> Act:
    return lambda connection, _, __: connection.sendall(answer)


def say_and_close(answer: bytes) -> Act:
    def act(connection: socket.socket, _: bytes, __: threading.Event) -> None:
        connection.sendall(answer)
        connection.shutdown(socket.SHUT_RDWR)

    return act


def drip(start: bytes, piece: bytes, pause: float = 0.02) -> Act:
    """Send pieces for as long as they are taken."""

    def act(connection: socket.socket, _: bytes, stop: threading.Event) -> None:
        connection.sendall(start)
        while not stop.wait(pause):
            connection.sendall(piece)

    return act


def pour(start: bytes, piece: bytes) -> Act:
    return drip(start, piece, 0.0)


def reset(connection: socket.socket, _: bytes, __: threading.Event) -> None:
    """Close with RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def reset_after(start: bytes) -> Act:
    def act(connection: socket.socket, _: bytes, stop: threading.Event) -> None:
        connection.sendall(start)
        stop.wait(0.05)
        reset(connection, b"", stop)

    return act


def hang(_: socket.socket, __: bytes, stop: threading.Event) -> None:
    stop.wait(60)


def moved(location: str, status: str = "302 Found") -> Act:
    return say(http(status=status, more=f"Location: {location}\r\n"))


def chunked(*lines: bytes) -> bytes:
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: "
        + JSON.encode()
        + b"\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"".join(lines)
    )


EMPTY = table()
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(10))
    + ']><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head><results><result>'
    '<binding name="s"><literal>&k;</literal></binding></result></results></sparql>'
)
OUTSIDE = BOMB.replace(BOMB[BOMB.index("<!ENTITY") : BOMB.index("]>")], '<!ENTITY k SYSTEM "file:///etc/passwd">')
PAGE = '<!DOCTYPE html><html><head><title>Login</title></head><body>Please log in: {"head": 1}</body></html>'
LONE = table(row_of(uri("urn:\ud800"))).replace(
    "}}]", """}, "o": {"type": "literal", "value": "\\ud83d half \\udc00"}}]"""
)
PACKED = gzip.compress(EMPTY.encode() * 50)


def raw_servers(elsewhere: int) -> dict[str, Act]:
    """Servers that do the same whatever they are asked; ``elsewhere`` is the port of another."""
    here = "http://127.0.0.1"
    servers: dict[str, Act] = {
        "redirect to port 99999": moved(f"{here}:99999/"),
        "redirect to a port that is a word": moved(f"{here}:port/"),
        "redirect to half an address": moved("http://[::1"),
        "redirect to another scheme": moved("file:///etc/passwd"),
        "redirect to a script": moved("javascript:alert(1)"),
        "redirect to another host": moved(f"http://localhost:{elsewhere}/sparql", "307 Temporary Redirect"),
        "redirect to another port": moved(f"{here}:{elsewhere}/sparql", "308 Permanent Redirect"),
        "redirect with credentials": moved(f"http://me:pass@127.0.0.1:{elsewhere}/sparql", "303 See Other"),
        "redirect to itself": moved("/sparql"),
        "redirect to nowhere": say(http(status="301 Moved")),
        "redirect with a line of its own": moved("/a%0d%0aX-Evil: 1\x0b\x7f b"),
        "redirect beyond ASCII": moved("/北京\xff\x85"),
        "redirect on and on": lambda connection, request, _: connection.sendall(
            http(status="302 F", more=f"Location: /{len(request)}{time.monotonic_ns()}\r\n")
        ),
        "status 100 for ever": pour(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        "status 101": say(http(status="101 Switching Protocols", length="")),
        "status 204": say(http(status="204 No Content", length="")),
        "status 206": say(http(EMPTY, "206 Partial Content")),
        "status 300": say(http(EMPTY, "300 Multiple Choices")),
        "status 304": say(http(status="304 Not Modified", length="")),
        "status 401 for a scheme unheard of": say(http(PAGE, "401 No", "text/html", "WWW-Authenticate: Moon\r\n")),
        "status 403 that repeats the key": say(http(f"bad key {SECRET}!", "403 Forbidden", "text/plain")),
        "status 404": say(http(PAGE, "404 Not Found", "text/html")),
        "status 405 for every way": say(http("", "405 Method Not Allowed")),
        "status 414 for everything": say(http("", "414 URI Too Long")),
        "status 500 that repeats the key": say(http(f"<b>{SECRET}</b>\x1b[31m\0", "500 Oops", "text/html")),
        "status 503 for ever": say(http("", "503 Busy", more="Retry-After: 0\r\n")),
        "status 600": say(http(EMPTY, "600 What")),
        "status 999": say(http(EMPTY, "999 ")),
        "status that is no number": say(b"HTTP/1.1 OK OK\r\n\r\n"),
        "status in another script": say("HTTP/1.1 ²00 OK\r\n\r\n".encode()),
        "HTTP/0.9": say_and_close(EMPTY.encode()),
        "HTTP/3.7": say_and_close(b"HTTP/3.7 200 OK\r\n\r\n" + EMPTY.encode()),
        "TLS on a plain port": say_and_close(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
        "no answer": say_and_close(b""),
        "silence": hang,
        "reset at once": reset,
        "reset in the status line": reset_after(b"HTTP/1.1 20"),
        "reset among the header fields": reset_after(b"HTTP/1.1 200 OK\r\nContent-Ty"),
        "reset in the body": reset_after(http(EMPTY, length="100000")),
        "header fields for ever": drip(b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n"),
        "one header field for ever": pour(b"HTTP/1.1 200 OK\r\nX: ", b"a" * 65536),
        "a header field without a name": say(http(EMPTY, more=": x\r\n \r\n\xe9\xff: \xff\r\n")),
        "status line for ever": drip(b"HTTP/1.1 200 ", b"OK"),
        "body that drips": drip(http(b"", length="1000000"), b" "),
        "body that drips without an end": drip(http(b"", length=""), b" "),
        "body that pours without an end": pour(http(b'{"head":', length=""), b" " * 65536),
        "packed body that pours without an end": say(
            http(gzip.compress(b" " * (256 << 20), 1), more="Content-Encoding: gzip\r\n")
        ),
        "chunks that pour without an end": pour(chunked(), b"10000\r\n" + b" " * 65536 + b"\r\n"),
        "chunks of one byte that drip": drip(chunked(), b"1\r\n \r\n"),
        "a chunk of negative size": pour(chunked(b"-1\r\n"), b" " * 65536),
        "a chunk of a size that is a word": say(chunked(b"many\r\n{}\r\n0\r\n\r\n")),
        "trailers for ever": drip(chunked(b"0\r\n"), b"X: 1\r\n"),
        "negative Content-Length": say_and_close(http(EMPTY, length="-5")),
        "Content-Length that is a word": say_and_close(http(EMPTY, length="many")),
        "Content-Length too large": say_and_close(http(EMPTY, length=str(len(EMPTY) + 9))),
        "Content-Length too small": say(http(EMPTY, length="7")),
        "Content-Length twice": say(http(EMPTY, more="Content-Length: 5\r\n")),
        "packed body cut off": say(http(PACKED[:-9], more="Content-Encoding: gzip\r\n")),
        "packed body damaged": say(http(PACKED[:12] + b"\xff" * 40, more="Content-Encoding: gzip\r\n")),
        "packed in a way not asked for": say(http(b"\x0b\x05\x80", more="Content-Encoding: br\r\n")),
        "said to be packed": say(http("plainly not", more="Content-Encoding: deflate\r\n")),
        "a page that is called JSON": say(http(PAGE)),
        "a page": say(http(PAGE, kind="text/html; charset=utf-8")),
        "an empty body": say(http("")),
        "a byte order mark alone": say(http(b"\xef\xbb\xbf")),
        "zeros": say(http(b"\0" * 1000)),
        "JSON cut off": say(http(EMPTY[:-3])),
        "JSON that is null": say(http("null")),
        "JSON that is a number": say(http("7")),
        "JSON that is NaN": say(
            http('{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":NaN}}]}}')
        ),
        "JSON with a number of a million digits": say(
            http('{"head":{"vars":[]},"results":{"bindings":[' + "9" * 10**6 + "]}}")
        ),
        "JSON with keys twice": say(http('{"head":{"vars":["s"]},"head":7,"results":{"bindings":[]},"results":null}')),
        "JSON that is too deep": say(http("[" * 100_000)),
        "JSON bindings too deep": say(http('{"head":{"vars":["s"]},"results":{"bindings":' + "[" * 100_000)),
        "JSON of millions of rows": say(
            http('{"head":{"vars":["s"]},"results":{"bindings":[' + "{}," * 2_500_000 + "{}]}}")
        ),
        "a triple that is too deep": say(
            http(table(row_of(0)).replace("0", '{"type":"triple","value":{"subject":' * 5000))
        ),
        "bindings that are null": say(http('{"head":{"vars":["s"]},"results":{"bindings":null}}')),
        "bindings that are one object": say(http('{"head":{"vars":["s"]},"results":{"bindings":{"s":1}}}')),
        "rows that are lists": say(http('{"head":{"vars":["s"]},"results":{"bindings":[["s"]]}}')),
        "variables that are numbers": say(http('{"head":{"vars":[1,2]},"results":{"bindings":[]}}')),
        "variables that are null": say(http('{"head":{"vars":null},"results":{"bindings":[]}}')),
        "no rows to anything": say(http(EMPTY)),
        "rows without values": say(http(table({}, {}))),
        "other variables": say(http(table({"answer": text("42")}, variables=["answer"]))),
        "a binding that is null": say(http(table(row_of(None)))),
        "a binding that is a text": say(http(table(row_of("urn:a")))),
        "a value that is a number": say(http(table(row_of(text(5))))),
        "a value that is a list": say(http(table(row_of({"type": "uri", "value": ["a"]})))),
        "a type that is none": say(http(table(row_of({"type": "thing", "value": "a"})))),
        "a datatype that is a number": say(http(table(row_of(text("a", datatype=7))))),
        "literals for everything": say(http(table(row_of(text("many"))))),
        "IRIs for everything": say(http(table(row_of(uri("urn:a"))))),
        "blank nodes for everything": say(http(table(row_of({"type": "bnode", "value": "b 0"})))),
        "IRIs with spaces": say(http(table(row_of(uri('http://a b/<>"{}'))))),
        "lone surrogates": say(http(LONE)),
        "a yes to anything": say(http('{"head":{},"boolean":true}')),
        "a yes that is a text": say(http('{"head":{},"boolean":"yes"}')),
        "XML that multiplies": say(http(BOMB, kind=XML)),
        "XML with a file in it": say(http(OUTSIDE, kind=XML)),
        "XML that is too deep": say(http("<a>" * 100_000, kind=XML)),
        "XML cut off": say(http('<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>', kind=XML)),
        "XML of another kind": say(http("<rss><channel/></rss>", kind="application/xml")),
        "XML in an encoding unheard of": say(http('<?xml version="1.0" encoding="moon"?><sparql/>', kind=XML)),
        "a charset unheard of": say(http(b"\xff\xfe\xfd{", kind=JSON + "; charset=moon")),
        "a charset that is a bomb": say(http(b"\xff" + b"0" * 100, kind=JSON + "; charset=unicode_escape")),
        "a Content-Type of a megabyte": say(http(EMPTY, kind="a" * 60_000)),
    }
    for name, wanted in {
        "²": "²", "a date long gone": "Thu, 01 Jan 1970 00:00:00 GMT", "huge": "9" * 400, "negative": "-5",
        "the year 99999": "Fri, 31 Dec 99999 23:59:59 GMT", "a fraction": "1e309", "empty": "",
        "a date that is none": "Foo, 99 Bar 2020 99:99:99 +9999",
    }.items():  # fmt: skip
        answer = (
            b"HTTP/1.1 503 B\r\nContent-Length: 0\r\nRetry-After: " + wanted.encode("latin-1", "replace") + b"\r\n\r\n"
        )
        servers[f"Retry-After: {name}"] = say(answer)
    return servers


class Odd(NamedTuple):
    """How an engine's answer is changed: given the query and the answer (a status, a type, a body), another answer."""

    change: Callable[[str, bytes], bytes | None]

    def __call__(self, query: str, body: bytes) -> bytes:
        changed = self.change(query, body)
        return http(body) if changed is None else changed


def is_count(query: str) -> bool:
    return "COUNT(" in query


def counts_all(query: str) -> bool:
    return is_count(query) and "VALUES" not in query and "LIMIT" not in query


def when(
    asked: Callable[[str], bool], answer: bytes | Callable[[bytes], bytes]
) -> Callable[[str, bytes], bytes | None]:
    def change(query: str, body: bytes) -> bytes | None:
        if not asked(query):
            return None
        return answer if isinstance(answer, bytes) else answer(body)

    return change


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda body: http(body.decode().replace(old, new))


def after_the_first(query: str) -> bool:
    return "urn:wenmai:known:" not in query


ODD: dict[str, Callable[[str, bytes], bytes | None]] = {
    "counts of all refused (500)": when(counts_all, http("too long", "500 No", "text/plain")),
    "counts of all refused (400)": when(counts_all, http("not allowed", "400 No", "text/plain")),
    "counts of all refused (429)": when(counts_all, http("", "429 No", "text/plain")),
    "counts of all refused (503)": when(counts_all, http("", "503 No", "text/plain")),
    "counts of all refused (504)": when(counts_all, http("", "504 No", "text/plain")),
    "counts of all cut off": when(counts_all, lambda body: http(body[: len(body) // 2])),
    "counts of all empty": when(counts_all, http(EMPTY)),
    "counts of all that are words": when(counts_all, http(table(row_of(text("many"))))),
    "counts refused (500)": when(is_count, http("no counting", "500 No", "text/plain")),
    "counts refused (501)": when(is_count, http("no counting", "501 No", "text/plain")),
    "counts empty": when(is_count, http(EMPTY)),
    "counts negative": when(is_count, lambda body: http(re.sub(rb'"value":"(\d+)"', rb'"value":"-\1"', body))),
    "counts too small": when(is_count, lambda body: http(re.sub(rb'"value":"\d+"', b'"value":"1"', body))),
    "counts of nought": when(is_count, lambda body: http(re.sub(rb'"value":"\d+"', b'"value":"0"', body))),
    "counts beyond counting": when(is_count, lambda body: http(re.sub(rb'"value":"\d+"', b'"value":"' + b"9" * 14 + b'"', body))),
    "no rows after the first question": when(after_the_first, http(EMPTY)),
    "null bindings after the first question": when(after_the_first, http(table(row_of(None)))),
    "literals after the first question": when(after_the_first, http(table(row_of(text("1"))))),
    "IRIs after the first question": when(after_the_first, http(table(row_of(uri("urn:a"))))),
    "blank nodes after the first question": when(after_the_first, http(table(row_of({"type": "bnode", "value": "b"})))),
    "surrogates after the first question": when(after_the_first, http(LONE)),
    "a page after the first question": when(after_the_first, http(PAGE, kind="text/html")),
    "busy after the first question": when(after_the_first, http("", "503 Busy")),
    "literals in place of IRIs": when(after_the_first, replaced('"type":"uri"', '"type":"literal"')),
    "blank nodes in place of IRIs": when(after_the_first, replaced('"type":"uri","value":"http://example.org/', '"type":"bnode","value":"')),
    "IRIs with spaces in them": when(after_the_first, replaced("http://example.org/bob", "http://example.org/b ob")),
    "predicates with spaces in them": when(after_the_first, replaced("http://example.org/knows", "http://example.org/kn ows")),
    "relative IRIs": when(after_the_first, replaced("http://example.org/", "")),
    "surrogates in labels": when(after_the_first, replaced('"Ann"', '"A\\ud800n"')),
    "surrogates in IRIs": when(after_the_first, replaced("http://example.org/bob", "http://example.org/b\\ud800")),
    "language tags that are none": when(after_the_first, replaced('"en"', '"no tag!"')),
    "datatypes that are none": when(after_the_first, replaced("http://www.w3.org/2001/XMLSchema#", "no datatype ")),
    "nodes that were not asked for": when(after_the_first, replaced("http://example.org/ann", "http://example.org/eve")),
    "rows ten times": when(after_the_first, lambda body: http(_repeated(body, 10))),
    "rows in reverse": when(after_the_first, lambda body: http(_reordered(body))),
    "unbound values": when(after_the_first, lambda body: http(_unbound(body))),
    "one row only": when(lambda _: True, lambda body: http(_shortened(body))),
}  # fmt: skip


def _rows(body: bytes, change: Callable[[list[dict[str, object]]], list[dict[str, object]]]) -> bytes:
    found = json.loads(body)
    if "results" in found:
        found["results"]["bindings"] = change(found["results"]["bindings"])
    return json.dumps(found).encode()


def _repeated(body: bytes, times: int) -> bytes:
    return _rows(body, lambda rows: rows * times)


def _reordered(body: bytes) -> bytes:
    return _rows(body, lambda rows: rows[::-1])


def _unbound(body: bytes) -> bytes:
    return _rows(body, lambda rows: [dict(list(row.items())[1:]) for row in rows])


def _shortened(body: bytes) -> bytes:
    return _rows(body, lambda rows: rows[:1])


def odd_server(change: Callable[[str, bytes], bytes | None]) -> Act:
    """A server over a real engine, whose answers are changed."""
    from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store

    store, odd = Store(), Odd(change)
    store.load(GRAPH.encode(), format=RdfFormat.TURTLE)

    def act(connection: socket.socket, request: bytes, _: threading.Event) -> None:
        head, _, body = request.partition(b"\r\n\r\n")
        target = head.split(b" ")[1].decode()
        asked = parse_qs(body.decode()) if head.startswith(b"POST") else parse_qs(urlsplit(target).query)
        query = asked.get("query", [""])[0]
        try:
            found = store.query(query, use_default_graph_as_union=True)
        except SyntaxError as error:
            connection.sendall(http(str(error), "400 Bad Request", "text/plain"))
            return
        if isinstance(found, QueryTriples):
            connection.sendall(http(found.serialize(format=RdfFormat.N_TRIPLES) or b"", kind="application/n-triples"))
        else:
            connection.sendall(odd(query, found.serialize(format=QueryResultsFormat.JSON) or b""))

    return act


@contextlib.contextmanager
def serving(act: Act, *, tls: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[bytes]]]:
    """A server on loopback: its port, and the requests until now."""
    stop, heard, listener = threading.Event(), list[bytes](), socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)

    def serve(connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), connection:
            connection.settimeout(30)
            held = tls.wrap_socket(connection, server_side=True) if tls else connection
            while not stop.is_set() and (request := _request(held)):
                heard.append(request)
                act(held, request, stop)

    def accept() -> None:
        while not stop.is_set():
            with contextlib.suppress(TimeoutError, OSError):
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        stop.set()
        thread.join(5)
        listener.close()


def _request(connection: socket.socket) -> bytes:
    """One whole request."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (piece := connection.recv(65536)):
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        if not (piece := connection.recv(65536)):
            break
        body += piece
    return head + b"\r\n\r\n" + body


class Ended(NamedTuple):
    """How a command ended: its status, the seconds it took, the bytes of memory at most, and what it printed."""

    status: int
    seconds: float
    memory: int
    out: str
    err: str

    def fault(self, server: str = "") -> str:
        """What must not be, or nothing."""
        said = self.err[-300:]
        faults = {
            f"a traceback: {said}": "Traceback" in self.err
            or "Exception" in self.err
            or "a fault of wenmai" in self.err,
            f"status {self.status}: {said}": self.status
            not in STATUSES | ({1} if server in HOLDS_OTHER_THINGS else set()),
            f"status {self.status} without a word": self.status != 0 and not self.err.strip(),
            f"the key is shown: {said}": SECRET in self.out + self.err,
            f"control characters: {said!a}": bool(CONTROLS.search(self.err)),
            f"{self.seconds:.1f} s": self.seconds > MOST_SECONDS,
            f"{self.memory >> 20} MB": self.memory > MOST_MEMORY,
        }
        return next((fault for fault, seen in faults.items() if seen), "")


def ask(address: str, command: Sequence[str], folder: Path) -> Ended:
    """Run a command against a server."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WENMAI_")}
    environment |= {"WENMAI_HEADER": f"X-API-Key: {SECRET}", "WENMAI_TOKEN": SECRET, "LC_ALL": "C.UTF-8"}
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", START, *command, "-g", address],
        cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    timer = threading.Timer(MOST_SECONDS, process.kill)
    timer.start()
    out, err = (printed.decode("utf-8", "replace") for printed in process.communicate())
    timer.cancel()
    peak = folder / "peak"
    memory = int(peak.read_text()) << 10 if peak.exists() else 0
    peak.unlink(missing_ok=True)
    return Ended(process.returncode, time.monotonic() - started, memory, out, err)


def self_signed(folder: Path) -> ssl.SSLContext | None:
    """TLS with a certificate that nobody trusts, where openssl can make one."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    try:
        subprocess.run(
            [*command, "-keyout", "key.pem", "-out", "cert.pem"], cwd=folder, check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


class Hostile(NamedTuple):
    """A server to ask: what it does, by which scheme, and in which TLS."""

    act: Act
    scheme: str = "http"
    tls: ssl.SSLContext | None = None


def servers(elsewhere: int, folder: Path) -> dict[str, Hostile]:
    """Every hostile server, by what it does."""
    found = {name: Hostile(act) for name, act in raw_servers(elsewhere).items()}
    found |= {name: Hostile(odd_server(change)) for name, change in ODD.items()}
    found["plain on a TLS port"] = Hostile(say(http(EMPTY)), "https")
    if (context := self_signed(folder)) is not None:
        found["a certificate that nobody trusts"] = Hostile(say(http(EMPTY)), "https", context)
    return found


def try_server(hostile: Hostile, commands: Sequence[str], folder: Path) -> Iterator[tuple[str, Ended]]:
    """Each command against a server, and how it ended."""
    with serving(hostile.act, tls=hostile.tls) as (port, _):
        for name in commands:
            yield name, ask(f"{hostile.scheme}://127.0.0.1:{port}/sparql", COMMANDS[name], folder)


def main() -> int:
    """Ask them all, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", help="the servers with this in their name")
    parser.add_argument("--command", action="append", choices=list(COMMANDS), help="these commands only")
    parser.add_argument("--verbose", action="store_true", help="print each last line")
    options = parser.parse_args()
    statuses, faults, number, slowest, largest = Counter[int](), list[str](), 0, 0.0, 0
    with tempfile.TemporaryDirectory() as name, serving(say(http(EMPTY))) as (elsewhere, heard):
        folder = Path(name)
        chosen = {key: one for key, one in servers(elsewhere, folder).items() if options.only in key}
        for server, hostile in chosen.items():
            told = Counter[int]()
            for command, ended in try_server(hostile, options.command or list(COMMANDS), folder):
                number += 1
                told[ended.status] += 1
                slowest, largest = max(slowest, ended.seconds), max(largest, ended.memory)
                if fault := ended.fault(server):
                    faults.append(f"{server}: {command}: {fault}")
                    print("  BAD ", faults[-1], flush=True)
                if options.verbose:
                    print(f"    {command}: {ended.status} {ended.seconds:.1f} s {ended.err.strip()[-160:]}", flush=True)
            statuses += told
            print(f"{server}: " + ", ".join(f"{many} × {status}" for status, many in sorted(told.items())), flush=True)
        if heard:
            faults.append(f"{len(heard)} requests reached the server that only redirects name")
            print("  BAD ", faults[-1])
    print(f"{len(chosen)} servers, {number} commands; statuses: {dict(sorted(statuses.items()))}")
    print(f"the slowest took {slowest:.1f} s, the largest {largest >> 20} MB; {len(faults)} bad")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
