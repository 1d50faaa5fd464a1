"""The server as a process: who may ask, what it says, how it behaves under load and when it ends."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import needs
from processes import wait_until
from serve.conftest import serving
from wenmai.system.processes import may_fork

if TYPE_CHECKING:
    from serve.conftest import Running

needs.library("starlette")

POINT = "SELECT ?o { <http://example.org/ada> <http://example.org/knows> ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { VALUES ?a { 1 2 3 4 5 6 7 8 9 10 } " + " ".join(
    f"VALUES ?{name} {{ 1 2 3 4 5 6 7 8 9 10 }}" for name in "bcdefghij"
) + " }"  # fmt: skip
"""Ten billion rows to count."""


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:1"}, 200),
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1.evil.example:80"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, 200),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}, 403),
    ],
)
def test_other_sites_do_not_get_in(server: Running, headers: dict[str, str], status: int) -> None:
    assert server.ask("/sparql", {"query": "ASK {}"}, headers=headers).status == status


def test_other_sites_cannot_post(server: Running) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document",
               "content-type": "application/x-www-form-urlencoded"}  # fmt: skip
    assert server.ask("/sparql", method="POST", body=b"query=ASK%7B%7D", headers=headers).status == 403


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%7B%7D", "/nowhere", "/static/page.js", "/api/v1/stats"])
def test_every_answer_has_the_headers_of_safety(server: Running, path: str) -> None:
    headers = server.ask(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "require-trusted-types-for 'script'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["access-control-allow-origin"] is None


def test_what_is_too_long_is_refused(server: Running) -> None:
    assert server.ask("/sparql", {"query": "ASK {} #" + "x" * 20_000}).status == 414
    body = b"ASK {} #" + b"x" * (2 << 20)
    assert (
        server.ask("/sparql", method="POST", body=body, headers={"content-type": "application/sparql-query"}).status
        == 413
    )


def test_a_token_is_asked_for_where_there_is_one(trig: Path) -> None:
    with serving("-g", str(trig), "--token", "se cret") as server:
        path = "/sparql?query=ASK%7B%7D"
        assert server.ask(path).status == 401
        assert server.ask(path, headers={"authorization": "Bearer wrong"}).status == 401
        assert server.ask(path, headers={"authorization": "Bearer se cret"}).status == 200
        assert server.ask("/healthz").status == 200


def test_other_machines_are_let_in_with_a_token_only(trig: Path) -> None:
    import subprocess
    import sys

    command = [sys.executable, "-P", "-m", "wenmai", "serve", "-g", str(trig), "--host", "0.0.0.0", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "WENMAI_TOKEN": ""})
    assert (done.returncode, "token" in done.stderr) == (2, True)


def test_a_port_that_is_taken_is_said(server: Running, trig: Path) -> None:
    import subprocess
    import sys

    command = [sys.executable, "-P", "-m", "wenmai", "serve", "-g", str(trig), "--port", str(server.port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, str(server.port) in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def workers(server: Running) -> list[int]:
    """The processes of a server's workers, by their parents: ``timeout``, the server, and where it may fork its nursery."""
    found = [server.process.pid]
    for _ in range(3 if may_fork() else 2):
        found = [int(child) for pid in found for child in _children(pid)]
    return found


def _children(pid: int) -> list[str]:
    try:
        tasks = [one.name for one in Path(f"/proc/{pid}/task").iterdir()]
        return [child for task in tasks for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def test_killed_workers_cost_one_sentence_and_no_wrong_answer(trig: Path) -> None:
    with serving("-g", str(trig)) as server, ThreadPoolExecutor(8) as clients:
        asked = [clients.submit(server.query, POINT) for _ in range(300)]
        for _ in range(100):
            time.sleep(0.02)
            for pid in workers(server)[:1]:
                os.kill(pid, signal.SIGKILL)
        answers = [future.result() for future in asked]
        good = [one for one in answers if one.status == 200]
        assert {json.dumps(one.json["results"]["bindings"]) for one in good} == {
            '[{"o": {"type": "uri", "value": "http://example.org/bob"}}]'
        }
        assert all("ended" in one.json["detail"] for one in answers if one.status != 200)
        assert server.query(POINT).status == 200


def test_many_clients_of_every_kind_get_their_answers(trig: Path) -> None:
    asked = [
        ("/sparql?query=ASK%7B%7D", "true"), ("/api/v1/path?a=Ada&b=Bob", "knows"), ("/e/Ada?lang=en", "Ada"),
        ("/api/v1/around?entity=Bob", "wrote"), ("/api/v1/complete?kind=class&text=Bo", "Book"), ("/static/page.css", "--ink"),
    ]  # fmt: skip
    with serving("-g", str(trig)) as server, ThreadPoolExecutor(32) as clients:
        futures = [(clients.submit(server.ask, path), said) for _ in range(40) for path, said in asked]
        answers = [(future.result(), said) for future, said in futures]
        assert {answer.status for answer, _ in answers} == {200}
        assert all(said in answer.text for answer, said in answers)


def test_a_runaway_is_stopped_at_its_deadline_and_harms_nobody(trig: Path) -> None:
    with serving("-g", str(trig), "--timeout", "3", "--workers", "2") as server, ThreadPoolExecutor(6) as clients:
        running = [clients.submit(server.query, RUNAWAY.replace("10 }", f"{n} }}", 1)) for n in range(20, 26)]
        time.sleep(0.2)
        others = [server.query(POINT) for _ in range(50)]
        assert [one.status for one in others] == [200] * 50
        stopped = [future.result() for future in running]
        assert {one.status for one in stopped} == {504}
        assert "3 s" in stopped[0].json["detail"]


@pytest.mark.skipif(not may_fork(), reason="threads of one process have one priority")
def test_a_slow_request_has_what_the_others_leave(trig: Path) -> None:
    with serving("-g", str(trig), "--timeout", "20") as server, ThreadPoolExecutor(1) as clients:
        running = clients.submit(server.query, RUNAWAY)
        wait_until(lambda: any(map(_is_idle, workers(server))), "no worker gave way")
        assert server.query(POINT).status == 200
        assert running.result().status == 504


def _is_idle(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        return os.sched_getscheduler(pid) == os.SCHED_IDLE
    return False


def test_requests_that_cost_the_same_are_known_as_such() -> None:
    """A comment costs nothing; what stands in an IRI or a string is no comment."""
    from wenmai.serve.app import request_key
    from wenmai.serve.messages import WebRequest

    def key(body: str, query: str = "") -> bytes:
        return request_key(WebRequest("POST", "/sparql", query, {}, "", body.encode()))

    assert (
        key("ASK { <urn:a#b> ?p '#1' } # one")
        == key("ASK { <urn:a#b> ?p '#1' } # two")
        == key("ASK { <urn:a#b> ?p '#1' }")
    )
    assert (
        len(
            {
                key("ASK { <urn:a#b> ?p ?o }"),
                key("ASK { <urn:a#c> ?p ?o }"),
                key("ASK { ?s ?p '#1' }"),
                key("ASK { ?s ?p '#2' }"),
            }
        )
        == 4
    )
    assert (
        key("", "query=ASK%20%7B%7D%20%23%201")
        == key("", "query=ASK%20%7B%7D%20%23%202")
        != key("", "query=ASK%20%7B%20%3Fs%7D")
    )


def test_a_query_is_stopped_when_its_client_leaves(trig: Path) -> None:
    with serving("-g", str(trig), "--workers", "1") as server:
        assert server.query(POINT).status == 200
        before = set(workers(server))
        with socket.create_connection((server.host, server.port)) as client:
            body = RUNAWAY.encode()
            head = f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
            client.sendall(head.encode() + body)
            time.sleep(0.3)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and _busy(workers(server)):
            time.sleep(0.1)
        assert not _busy(workers(server))
        assert set(workers(server)) != before


def _busy(pids: list[int]) -> bool:
    """Whether one of some processes uses the processor now."""

    def used() -> dict[int, int]:
        found = {}
        for pid in pids:
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                found[pid] = int(fields[11]) + int(fields[12])
            except (FileNotFoundError, ProcessLookupError):
                continue
        return found

    first = used()
    time.sleep(0.3)
    return any(ticks - first.get(pid, ticks) > 5 for pid, ticks in used().items())


def test_memory_is_bounded(trig: Path) -> None:
    with serving("-g", str(trig), "--memory", "0.2") as server:
        text = (
            "SELECT (GROUP_CONCAT(?a) AS ?n) { "
            + " ".join(f"VALUES ?{name} {{ 1 2 3 4 5 6 7 8 9 10 }}" for name in "abcdefgh")
            + " } GROUP BY ?b ?c ?d ?e ?f ?g ?h ?a"
        )
        answer = server.query(text)
        assert (answer.status, "memory" in answer.json["detail"]) == (422, True)
        assert server.query(POINT).status == 200


def test_too_many_requests_are_told_to_come_again(trig: Path) -> None:
    with serving("-g", str(trig), "--timeout", "4", "--workers", "1") as server:
        answers: list[int] = []

        def ask(number: int) -> None:
            answers.append(server.query(f"{RUNAWAY} # {number}").status)

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(80)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(answers) == {503, 504}
        assert server.query(POINT).status == 200


def test_the_server_ends_gracefully_and_leaves_nothing(trig: Path) -> None:
    with serving("-g", str(trig)) as server:
        assert server.query(POINT).status == 200
        children = workers(server)
        assert children
        server.process.terminate()
        server.process.wait(20)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline and any(_alive(pid) for pid in children):
            time.sleep(0.05)
        assert not any(_alive(pid) for pid in children)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_threads_answer_as_workers_do(server: Running, trig: Path) -> None:
    with serving("-g", str(trig), "--threads") as other:
        for path in ("/sparql?query=ASK%7B%7D", "/api/v1/show?entity=Ada", "/e/Ada.csv", "/path.json?a=Ada&b=Bob"):
            assert other.ask(path)[::2] == server.ask(path)[::2]
        assert other.query("ASK { ?s").status == 400
