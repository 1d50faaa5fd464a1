"""A running server for the tests of a module, and ways to ask it."""

from __future__ import annotations

import contextlib
import http.client
import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATA = """@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:ada a ex:Person ; rdfs:label "Ada"@en, "艾达"@zh ; ex:knows ex:bob ; ex:born "1815-12-10"^^<http://www.w3.org/2001/XMLSchema#date> .
ex:bob a ex:Person ; rdfs:label "Bob"@en, "鲍勃"@zh ; ex:wrote ex:book .
ex:book a ex:Book ; rdfs:label "A book"@en ; ex:about ex:ada .
GRAPH ex:g1 { ex:g1 a ex:Document . }
GRAPH ex:g2 { ex:g2 a ex:Document . }
GRAPH ex:g3 { ex:g3 a ex:Document . }
"""


class Answer(NamedTuple):
    """An HTTP answer."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


class Running:
    """A server that runs, and how to ask it."""

    def __init__(self, address: str, process: subprocess.Popen[str]) -> None:
        self.address, self.process = address.rstrip("/"), process
        self.host, self.port = str(urlsplit(address).hostname), int(urlsplit(address).port or 0)

    def ask(
        self, path: str, fields: Any = None, *, method: str = "GET", body: bytes | None = None, headers: Any = None
    ) -> Answer:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            query = f"{'&' if '?' in path else '?'}{urlencode(fields, doseq=True)}" if fields else ""
            connection.request(method, path + query, body, headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = "application/sparql-results+json", **fields: Any) -> Answer:
        return self.ask("/sparql", {"query": text, **fields}, headers={"accept": accept})


@contextlib.contextmanager
def serving(*arguments: str) -> Iterator[Running]:
    """A server process, ended by its number whatever happens; ``timeout`` ends it if the tests do not."""
    command = [
        "timeout",
        "300",
        sys.executable,
        "-P",
        "-m",
        "wenmai",
        "serve",
        "--port",
        "0",
        "--no-browser",
        *arguments,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http://"), process.stderr.read() if process.stderr else ""
            yield Running(address, process)
        finally:
            process.terminate()
            deadline = time.monotonic() + 20
            while process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
            process.kill()


@pytest.fixture(scope="session")
def trig(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("serve") / "data.trig"
    file.write_text(DATA, "utf-8")
    return file


@pytest.fixture(scope="module")
def server(trig: Path) -> Iterator[Running]:
    with serving("-g", str(trig)) as running:
        yield running


@pytest.fixture(scope="module")
def report() -> Iterator[Running]:
    with serving() as running:
        yield running
