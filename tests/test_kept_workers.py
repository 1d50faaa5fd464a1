"""Workers that are kept: asked again, never for what has changed since, and never left behind."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wenmai
from hostile.graphs import memory
from processes import PATIENCE, children_of, is_alive, wait_until
from wenmai.errors import QueryError, QueryTimeout
from wenmai.sources import open_source
from wenmai.sources.store import load
from wenmai.sparql import run
from wenmai.system.processes import may_fork
from wenmai.workers.kept import KEEPER, MOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.sources import Memory, Source

ROOT = Path(__file__).resolve().parent.parent
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
RUNAWAY = (
    "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?{name} {{ 1 2 3 4 5 6 7 8 9 }}" for name in "abcdefghijk") + " }"
)
GRAPH = "".join(f"<urn:s{number}> <urn:p> {number} .\n" for number in range(50))

forking = pytest.mark.skipif(sys.platform != "linux", reason="/proc shows the processes")


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    yield
    KEEPER.stop()


@pytest.fixture(scope="module")
def graph() -> Memory:
    return memory(GRAPH)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Source:
    folder = tmp_path_factory.mktemp("kept")
    (folder / "a.ttl").write_text(GRAPH, "utf-8")
    load([str(folder / "a.ttl")], str(folder / "st"))
    return open_source(str(folder / "st"))


def value(source: Source, number: int) -> str:
    """What the graph says of one of its things: another answer for each."""
    ((found,),) = run(source, f"SELECT ?o {{ <urn:s{number}> <urn:p> ?o }}").rows  # type: ignore[union-attr]
    return found.value


def waiting() -> list[int]:
    """The processes of the workers that are kept."""
    return [one.worker.pid for one in KEEPER.waiting]


@pytest.mark.parametrize("kind", ["graph", "store"])
def test_one_worker_answers_query_after_query(kind: str, request: pytest.FixtureRequest) -> None:
    source = request.getfixturevalue(kind)
    assert value(source, 0) == "0"
    first = waiting()
    assert [value(source, number) for number in range(50)] == [str(number) for number in range(50)]
    with pytest.raises(QueryError):
        run(source, "SELECT")
    assert run(source, "ASK { ?s ?p 49 }") is True
    assert waiting() == first


def test_a_store_that_is_open_here_is_asked_all_the_same(store: Source) -> None:
    """The worker closes what is open here, and so opens the database anew."""
    assert len(store.store) == 50
    assert value(store, 7) == "7"
    assert len(list(store.match("urn:s7"))) == 1
    assert value(store, 8) == "8"


def quad(subject: str, value: str, graph: str | None = None) -> ox.Quad:
    name = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode("urn:p"), ox.Literal(value), name)


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "swap", "nothing"]),
        st.integers(0, 3),
        st.sampled_from([None, "urn:g", "urn:h"]),
    )
)


@given(CHANGES, st.booleans(), st.booleans())
@settings(max_examples=25, deadline=None)
def test_what_changed_is_seen_at_once(changes: list[tuple[str, int, str | None]], hold: bool, union: bool) -> None:
    """Also where as many quads were taken out as were put in, and whether the caller keeps the store or asks for it each time."""
    source = memory("<urn:s0> <urn:p> 'x' .")
    held = source.store if hold else None
    expected = set(source.triples)
    for how, number, name in changes:
        changed = held if held is not None else source.store
        one = quad(f"urn:s{number}", "x", name)
        if how == "add":
            changed.add(one)
            expected.add(one)
        elif how == "remove":
            changed.remove(one)
            expected.discard(one)
        elif how == "swap" and expected:
            gone = min(expected, key=str)
            new = quad(f"urn:t{number}", "y", name)
            changed.remove(gone)
            changed.add(new)
            expected = expected - {gone} | {new}
        del changed
        rows = run(source, "SELECT ?s ?o { ?s ?p ?o }", union=union).rows  # type: ignore[union-attr]
        asked = expected if union else {one for one in expected if one.graph_name == ox.DefaultGraph()}
        triples = {(one.subject, one.object) for one in asked}
        assert sorted((str(s), str(o.value)) for s, o in rows) == sorted((s.value, o.value) for s, o in triples)


def test_a_graph_that_nobody_changes_keeps_its_worker_after_it_was_changed(graph: Memory) -> None:
    graph.store.add(quad("urn:more", "x"))
    assert run(graph, "ASK { <urn:more> ?p ?o }") is True
    first = waiting()
    assert run(graph, "ASK { <urn:more> ?p ?o }") is True
    assert waiting() == first
    graph.store.remove(quad("urn:more", "x"))
    assert run(graph, "ASK { <urn:more> ?p ?o }") is False


def test_the_workers_of_a_graph_end_with_it() -> None:
    source = memory(GRAPH)
    value(source, 1)
    (pid,) = waiting()
    del source
    gc.collect()
    wait_until(lambda: not is_alive(pid), "the worker lived on without its graph")


@forking
def test_a_worker_outlives_the_thread_that_asked_first(graph: Memory) -> None:
    thread = threading.Thread(target=value, args=(graph, 1))
    thread.start()
    thread.join()
    (pid,) = waiting()
    assert value(graph, 2) == "2"
    assert waiting() == [pid]


@pytest.mark.parametrize("kind", ["graph", "store"])
def test_threads_get_the_answers_to_their_own_queries(kind: str, request: pytest.FixtureRequest) -> None:
    source = request.getfixturevalue(kind)
    with ThreadPoolExecutor(16) as threads:
        asked = [number % 50 for number in range(300)]
        assert list(threads.map(lambda number: value(source, number), asked)) == [str(number) for number in asked]
    assert len(waiting()) <= MOST


def test_coroutines_get_the_answers_to_their_own_queries(store: Source) -> None:
    async def ask_all() -> list[str]:
        return await asyncio.gather(*(asyncio.to_thread(value, store, number) for number in range(50)))

    with ThreadPoolExecutor(1) as elsewhere:  # the tests' own thread may have a loop already, a browser's
        found = elsewhere.submit(lambda: asyncio.run(ask_all())).result()
    assert found == [str(number) for number in range(50)]


def test_a_query_that_is_stopped_leaves_no_answer_behind(graph: Memory) -> None:
    """What a slow query would have answered is not taken for the answer to the next."""
    for number in range(5):
        with pytest.raises(QueryTimeout):
            run(graph, RUNAWAY, timeout=0.05)
        assert value(graph, number) == str(number)


@forking
def test_a_fork_of_the_asker_asks_workers_of_its_own(graph: Memory, store: Source) -> None:
    assert (value(graph, 1), value(store, 1)) == ("1", "1")
    mine = waiting()
    with multiprocessing.get_context("fork").Pool(3, _take_over, [(graph, store)]) as pool:
        found = pool.map(_ask_both, range(12))
    assert [answer for answer, _ in found] == [(str(number), str(number)) for number in range(12)]
    assert not {pid for _, pids in found for pid in pids} & set(mine)
    assert (value(graph, 2), value(store, 2)) == ("2", "2")
    assert sorted(waiting()) == sorted(mine)


def _take_over(sources: tuple[Memory, Source]) -> None:
    _taken[:] = sources


_taken: list[Source] = []
"""What a fork of the tests asks."""


def _ask_both(number: int) -> tuple[tuple[str, ...], list[int]]:
    return tuple(value(source, number) for source in _taken), waiting()


@forking
def test_a_worker_holds_nothing_open_that_its_asker_closes(graph: Memory) -> None:
    """A program that reads until its input ends would wait for the worker, too."""
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as reader:
        assert value(graph, 3) == "3"
        (pid,) = waiting()
        assert reader.stdin is not None
        reader.stdin.close()
        reader.wait(PATIENCE)
    if may_fork():
        held = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
        assert {one.partition(":")[0] for one in held} <= {"/dev/null", "socket", "anon_inode", "/memfd"}, held


BEGIN = """
import os, sys, threading, time
sys.path[:0] = [{root!r} + "/tests"]
from hostile.graphs import memory
from wenmai.sparql import run
from wenmai.workers.kept import KEEPER
graph = memory({graph!r})
ask = lambda text: run(graph, text, timeout=None)
{how}
print(*[one.worker.pid for one in KEEPER.waiting], flush=True)
{then}
"""
ASKING = {
    "once": "ask('ASK {}')",
    "in a thread": "one = threading.Thread(target=ask, args=('ASK {}',)); one.start(); one.join()",
    "in a daemon": f"ask('ASK {{}}'); threading.Thread(target=ask, args=({RUNAWAY!r},), daemon=True).start(); time.sleep(0.3)",
    "after a fork": "ask('ASK {}')\nif not os.fork(): os.setsid(); os.close(1); os.close(2); time.sleep(600); os._exit(0)",
}  # fmt: skip


@forking
@pytest.mark.slow
@pytest.mark.parametrize("how", ASKING)
@pytest.mark.parametrize("end", ["return", "exit", "kill"])
def test_no_worker_is_left_behind(how: str, end: str) -> None:
    """Nor does the end of the interpreter wait for one; a fork of the asker that lives on does not keep them."""
    then = {"return": "", "exit": "os._exit(0)", "kill": "time.sleep(600)"}[end]
    code = BEGIN.format(root=str(ROOT), graph=GRAPH, how=ASKING[how], then=then)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asker:
        assert asker.stdout is not None
        kept = [int(pid) for pid in asker.stdout.readline().split()]
        others = [pid for pid in children_of(asker.pid) if pid not in kept] if end == "kill" else []
        if end == "kill":
            asker.send_signal(signal.SIGKILL)
        asker.communicate(timeout=PATIENCE)
        if how != "in a daemon":
            assert kept
    sleeping = [pid for pid in others if how == "after a fork" and is_alive(pid)]
    try:
        left = [pid for pid in [*kept, *others] if pid not in sleeping]
        wait_until(lambda: not any(map(is_alive, left)), f"{left} lived on")
    finally:
        for pid in sleeping:
            os.kill(pid, signal.SIGKILL)


@forking
@pytest.mark.slow
def test_kills_cost_a_sentence_at_most(store: Source, graph: Memory) -> None:
    """Workers are killed while threads ask: each answer is the right one, or one sentence says why there is none."""
    stop, told, wrong, right = threading.Event(), list[str](), list[str](), [0]
    others = children_of(os.getpid())

    def ask(seed: int) -> None:
        number = seed
        while not stop.is_set():
            number = (number * 7 + 11) % 50
            try:
                found = value(store if number % 2 else graph, number)
            except QueryError as error:
                told.append(str(error))
            else:
                right[0] += found == str(number)
                wrong.extend([found] if found != str(number) else [])

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    killed = 0
    while killed < 60:
        for pid in [one for one in children_of(os.getpid()) if one not in others][: 1 + killed % 2]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed += 1
        time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert right[0] > 0
    assert all("ended from outside (SIGKILL)" in sentence for sentence in told), told
    assert value(store, 1) == value(graph, 1) == "1"


def test_the_public_door_uses_them() -> None:
    report = wenmai.open()
    text = "ASK { ?year a wm:Year }"
    assert wenmai.query(report, text) is True
    first = waiting()
    assert wenmai.query(report, text) is True
    assert waiting() == first
