"""Queries are stopped at their bounds, crash alone, and leave the next query unharmed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from hostile import queries
from hostile.graphs import memory
from processes import PATIENCE, children_of, is_alive, wait_until
from wenmai.errors import InputError, LimitReached, QueryError, QueryRefused, QueryTimeout
from wenmai.sources import Memory
from wenmai.sparql import answering, run, write
from wenmai.sparql.job import Job, Report
from wenmai.sparql.worker import run as work
from wenmai.workers.kept import KEEPER

ROOT = Path(__file__).resolve().parent.parent
METHODS = ["fork", "spawn"] if sys.platform == "linux" else ["spawn"]


@pytest.fixture(scope="module")
def small() -> Memory:
    return memory(queries.GRAPH)


@pytest.fixture(autouse=True, scope="module")
def _nothing_left() -> object:
    yield None
    KEEPER.stop()


def ask(source: Memory, text: str, method: str, **bounds: float | None) -> tuple[Report, bytes]:
    kept = bytearray()
    report = work(source, Job(queries.PREFIX + text, ""), kept.extend, method=method, **bounds)  # type: ignore[arg-type]
    return report, bytes(kept)


@pytest.mark.slow
@pytest.mark.parametrize("name", queries.CATASTROPHES)
def test_a_catastrophe_is_stopped_and_the_next_query_answers(small: Memory, name: str) -> None:
    with pytest.raises((QueryTimeout, LimitReached)):
        run(small, queries.PREFIX + queries.CATASTROPHES[name], timeout=0.3, memory=200 << 20, max_rows=100_000_000)
    assert run(small, "PREFIX ex: <urn:ex:> ASK { ex:e1 ex:label ?l }") is True


@pytest.mark.slow
@pytest.mark.parametrize("name", queries.STACK_BOMBS)
def test_a_stack_bomb_is_refused(small: Memory, name: str) -> None:
    with pytest.raises(QueryRefused, match=r"nest more than 1,000 deep|chains more than 10,000"):
        run(small, queries.PREFIX + queries.STACK_BOMBS[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", queries.DEEP_BUT_FAIR)
def test_a_long_query_in_earnest_is_answered(small: Memory, name: str) -> None:
    assert run(small, queries.PREFIX + queries.DEEP_BUT_FAIR[name])


@pytest.mark.parametrize("method", METHODS)
def test_a_result_comes_whole(small: Memory, method: str) -> None:
    report, payload = ask(small, "SELECT ?l { ?s ex:label ?l }", method)
    assert report.kind == "solutions"
    assert payload.count(b'"value"') == 400


@pytest.mark.parametrize("method", METHODS)
def test_the_deadline_stops_a_query(small: Memory, method: str) -> None:
    with pytest.raises(QueryTimeout, match=r"took longer than 0\.3 s"):
        ask(small, queries.CATASTROPHES["count of a cross product"], method, timeout=0.3)
    assert ask(small, "ASK { ?s ?p ?o }", method)[1] == b'{"head":{},"boolean":true}'


@pytest.mark.parametrize("method", METHODS)
def test_memory_is_bounded(small: Memory, method: str) -> None:
    with pytest.raises(LimitReached, match=r"more than 0\.0625 GB of memory"):
        ask(small, queries.doubled(26), method, memory=64 << 20, timeout=PATIENCE)
    assert ask(small, queries.doubled(20), method, memory=64 << 20, timeout=PATIENCE)[0].kind == "solutions"


def end_by(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)
    time.sleep(10)  # the signal may reach another thread first


def test_a_process_that_crashes_is_told_in_one_sentence(small: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    KEEPER.stop()  # a fork that is made now has what is put in place of the engine
    monkeypatch.setattr(answering, "answer_job", lambda *_: end_by(signal.SIGSEGV))
    with pytest.raises(QueryError, match="crashed on this query"):
        ask(small, "ASK {}", "fork")
    monkeypatch.setattr(answering, "answer_job", lambda *_: end_by(signal.SIGKILL))
    with pytest.raises(QueryError, match=r"ended from outside \(SIGKILL\); the system may be short of memory"):
        ask(small, "ASK {}", "fork")
    monkeypatch.setattr(answering, "answer_job", lambda *_: 1 / 0)
    with pytest.raises(QueryError, match=r"ended early.*division by zero"):
        ask(small, "ASK {}", "fork")
    monkeypatch.undo()
    assert ask(small, "ASK {}", "fork")[1] == b'{"head":{},"boolean":true}'


def kept_worker() -> int:
    """The process of the worker that was asked last."""
    return KEEPER.waiting[-1].worker.pid


@pytest.mark.parametrize("method", METHODS)
def test_a_kept_worker_is_replaced_when_it_dies(small: Memory, method: str) -> None:
    ask(small, "ASK {}", method)
    first = kept_worker()
    ask(small, "ASK {}", method)
    assert kept_worker() == first
    os.kill(first, signal.SIGKILL)
    assert ask(small, "ASK {}", method)[1] == b'{"head":{},"boolean":true}'
    assert kept_worker() != first


def test_the_kept_interpreter_sees_a_graph_that_has_grown() -> None:
    import pyoxigraph

    source = memory("<urn:a> <urn:b> <urn:c> .")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert b'"1"' in ask(source, count, "spawn")[1]
    node = pyoxigraph.NamedNode("urn:d")
    source.store.add(pyoxigraph.Quad(node, node, node))
    assert b'"2"' in ask(source, count, "spawn")[1]
    assert b'"2"' in ask(source, count, "fork")[1]


def test_the_kept_interpreter_is_not_asked_for_another_graph() -> None:
    for name in "abcdef":  # each is gone, and its place in memory free, when the next one comes
        source = memory(f"<urn:{name}> <urn:{name}> <urn:{name}> .")
        assert f"urn:{name}".encode() in ask(source, "SELECT ?s { ?s ?p ?o }", "spawn")[1]


@pytest.mark.parametrize("method", METHODS)
def test_a_store_is_asked_whether_it_is_open_here_or_not(tmp_path: Path, method: str) -> None:
    from wenmai.sources import open_source
    from wenmai.sources.store import load

    (tmp_path / "a.ttl").write_text(queries.GRAPH, "utf-8")
    load([str(tmp_path / "a.ttl")], str(tmp_path / "st"))
    source = open_source(str(tmp_path / "st"))
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert "store" not in vars(source)
    first = ask(source, count, method)[1]
    assert str(len(source.store)).encode() in first
    assert ask(source, count, method)[1] == first


@pytest.mark.parametrize("method", METHODS)
def test_a_full_device_is_an_error_and_a_closed_pipe_is_one_too(small: Memory, method: str) -> None:
    job = Job("SELECT * { ?s ?p ?o }", "text/csv")
    with Path("/dev/full").open("wb") as full, pytest.raises(InputError, match="No space left"):
        work(small, job, full.fileno(), method=method)
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(BrokenPipeError):
        work(small, job, writing, method=method)
    os.close(writing)


@pytest.mark.slow
def test_queries_of_many_threads_do_not_wait_for_one_another(small: Memory) -> None:
    """A slow query that holds the ends of a quick one's pipes would keep it from ever ending.

    The slow one has no deadline and would take years; it is ended from outside when the quick ones have answered.
    """
    KEEPER.stop()
    before, told, answers = set(children_of(os.getpid())), list[str](), list[bytes]()

    def slowly() -> None:
        try:
            ask(small, queries.CATASTROPHES["count of a cross product"], "fork", timeout=None)
        except QueryError as error:
            told.append(str(error))

    def quickly() -> None:
        answers.append(ask(small, "ASK {}", "fork", timeout=PATIENCE)[1])

    slow, quick = threading.Thread(target=slowly), [threading.Thread(target=quickly) for _ in range(8)]
    slow.start()
    wait_until(lambda: set(children_of(os.getpid())) - before, "no process was started for the query")
    (process,) = set(children_of(os.getpid())) - before
    for thread in quick:
        thread.start()
    for thread in quick:
        thread.join()
    assert answers == [b'{"head":{},"boolean":true}'] * 8
    assert told == []
    os.kill(process, signal.SIGKILL)
    slow.join()
    assert [("SIGKILL" in reason) for reason in told] == [True]


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces and filters of calls are Linux's")
def test_a_query_has_no_network(small: Memory) -> None:
    report, _ = ask(small, "ASK {}", "fork")
    allowed = (
        subprocess.run(["unshare", "--map-root-user", "--net", "true"], capture_output=True, check=False).returncode
        == 0
    )
    assert report.isolation == ("namespace" if allowed else "filter")


LONG = """
import sys
sys.path[:0] = [{root!r}, {root!r} + "/tests"]
from hostile import queries
from hostile.graphs import memory
from wenmai.sparql.job import Job
from wenmai.sparql.worker import run
print("ready", flush=True)
run(memory(queries.GRAPH), Job({text!r}, ""), lambda _: None, method={method!r}, timeout=None)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc shows the processes")
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_lives_on_when_the_asker_is_ended(method: str, end: signal.Signals) -> None:
    text = queries.PREFIX + queries.CATASTROPHES["count of a cross product"]
    code = LONG.format(root=str(ROOT), text=text, method=method)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asker:
        assert asker.stdout is not None
        assert asker.stdout.readline() == b"ready\n"
        wait_until(lambda: children_of(asker.pid), "no process was started for the query")
        started = children_of(asker.pid)
        asker.send_signal(end)
        asker.communicate(timeout=PATIENCE)
    wait_until(lambda: not any(map(is_alive, started)), f"{started} lived on after {end.name}")


@pytest.mark.slow
def test_a_stream_in_memory_and_a_file_get_the_same_bytes(small: Memory, tmp_path: Path) -> None:
    from io import BytesIO

    text, stream = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o", BytesIO()
    write(small, text, "csv", stream)
    with (tmp_path / "out.csv").open("wb") as file:
        file.write(b"before\n")
        write(small, text, "csv", file)
        file.write(b"after\n")
    assert (tmp_path / "out.csv").read_bytes() == b"before\n" + stream.getvalue() + b"after\n"
    assert stream.getvalue().count(b"\r\n") == 1 + len(small.store)
