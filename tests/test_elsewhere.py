"""Commands, the library, a worker and the server where there is nothing that only Linux has."""

from __future__ import annotations

import contextlib
import json
import struct
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import needs
from processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this is elsewhere")
ROOT = Path(__file__).resolve().parent.parent
ELSEWHERE = [sys.executable, str(ROOT / "tests" / "elsewhere.py")]
HEAD = struct.Struct(">cQ")
GRAPH = "<urn:a> <urn:p> 1, 2 .\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.ttl"
    path.write_text(GRAPH, "utf-8")
    return path


def command(*arguments: str) -> str:
    """What a command prints there."""
    run = subprocess.run(
        [*ELSEWHERE, "wenmai.cli:main", *arguments], capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert (run.returncode, "Traceback" in run.stderr) == (0, False), run.stderr
    return run.stdout


def test_the_system_is_as_elsewhere() -> None:
    script = "import sys; sys.path.insert(0, sys.argv[1]); import elsewhere, os; elsewhere.leave(); print(hasattr(os, 'fork'), end=' ')\nimport fcntl"
    run = subprocess.run(
        [sys.executable, "-c", script, str(ROOT / "tests")], capture_output=True, text=True, check=False
    )
    assert (run.stdout, "No module named 'fcntl'" in run.stderr) == ("False ", True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"], "2"),
        (["query", "SELECT ?o { ?s ?p ?o } ORDER BY ?o", "--format", "csv"], "1"),
        (["show", "urn:a"], "urn:a"),
        (["stats"], "links"),
    ],
)
def test_commands_answer(file: Path, arguments: list[str], said: str) -> None:
    assert said in command(*arguments, "-g", str(file), "--lang", "en")


def test_a_store_is_made_and_asked(file: Path, tmp_path: Path) -> None:
    command("load", str(file), "--into", str(tmp_path / "st"))
    assert "true" in command("query", "ASK { <urn:a> ?p 2 }", "-g", str(tmp_path / "st"))
    command("load", str(file), "--into", str(tmp_path / "st"), "--remove")
    assert "false" in command("query", "ASK { <urn:a> ?p 2 }", "-g", str(tmp_path / "st"))


LIBRARY = """
import sys
sys.path.insert(0, sys.argv[1])
import elsewhere
elsewhere.leave()
import wenmai
from wenmai.errors import QueryTimeout
from wenmai.workers.kept import KEEPER
graph = wenmai.open(sys.argv[2])
count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ask = lambda: list(wenmai.query(graph, count).values())[0][0]
print(ask(), ask(), len(KEEPER.waiting))
KEEPER.waiting[0].worker.process.terminate()
KEEPER.waiting[0].worker.process.wait()
print(ask())
import pyoxigraph as ox
node = ox.NamedNode("urn:more")
graph.store.add(ox.Quad(node, node, node))
print(ask())
try:
    wenmai.query(graph, "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?{x} {{ 1 2 3 4 5 6 7 8 9 }}" for x in "abcdefghijk") + " }", timeout=0.3)
except QueryTimeout as error:
    print(error)
print(ask())
"""


@pytest.mark.slow
def test_the_library_keeps_its_workers(file: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", LIBRARY, str(ROOT / "tests"), str(file)],
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert run.stdout.splitlines() == ["2 2 1", "2", "3", "the query took longer than 0.3 s and was stopped", "3"], (
        run.stderr
    )


def test_a_worker_answers_and_ends_with_its_asker(file: Path) -> None:
    """The other side of the pipe: frames in, frames out, and an end when the pipe closes."""
    call = [*ELSEWHERE, "wenmai.workers.spawned:serve", "wenmai.sparql.answering:answer_message", "0"]
    job = json.dumps(["ASK { <urn:a> <urn:p> 2 }", ""]).encode()
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        dump = b"<urn:a> <urn:p> 2 ."
        told = [
            (b"O", b"wenmai.sources.memory:read_dump"),
            (b"G", dump.replace(b"2", b'"2"^^<http://www.w3.org/2001/XMLSchema#integer>')),
        ]
        for tag, payload in [*told, (b"J", (1 << 30).to_bytes(8, "big") + job)]:
            worker.stdin.write(HEAD.pack(tag, len(payload)) + payload)
        worker.stdin.flush()
        frames = {}
        while b"S" not in frames:
            tag, length = HEAD.unpack(worker.stdout.read(HEAD.size))
            frames[tag] = worker.stdout.read(length)
        assert json.loads(frames[b"D"]) == {"head": {}, "boolean": True}
        assert json.loads(frames[b"S"])["kind"] == "boolean"
        worker.stdin.close()
        assert worker.wait(PATIENCE) == 0


@contextlib.contextmanager
def serving(file: Path) -> Iterator[str]:
    call = [*ELSEWHERE, "wenmai.cli:main", "serve", "-g", str(file), "--port", "0", "--no-browser"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http://"), process.stderr.read() if process.stderr else ""
            yield address
        finally:
            process.terminate()


@pytest.mark.slow
def test_the_server_answers(file: Path) -> None:
    needs.library("starlette")
    with serving(file) as address:
        for path, said in (
            ("sparql?query=ASK%20%7B%20%3Fs%20%3Fp%202%20%7D", b"true"),
            ("api/v1/stats", b"links"),
            ("", b"<html"),
        ):
            assert said in urllib.request.urlopen(address + path, timeout=PATIENCE).read()
