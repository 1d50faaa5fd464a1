"""One open graph answers several threads as it answers one."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

import wenmai as library
from processes import wait_until
from wenmai.once import made_once
from wenmai.sources import open_source
from wenmai.sources.store import load
from wenmai.system import packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wenmai.sources import Source

WORKERS = 8
HUB = "北京证券交易所"
NAMES = ("bjs", "北京证券交易所", "金融街", "证监会", "zgc", "no such name")


def questions(subjects: list[str]) -> list[Callable[[Source], Any]]:
    """What is asked: each gives values that can be compared, and opens other parts of the graph first."""

    def search(name: str) -> Callable[[Source], Any]:
        return lambda source: source.names.search(name, limit=5)

    def match(subject: str) -> Callable[[Source], Any]:
        return lambda source: list(source.match(subject))

    def statements(subject: str) -> Callable[[Source], Any]:
        return lambda source: sorted(source.statements.about(subject).items(), key=repr)

    def describe(subject: str) -> Callable[[Source], Any]:
        return lambda source: library.describe(source, subject)

    def paths(subject: str) -> Callable[[Source], Any]:
        return lambda source: list(library.find_paths(source, HUB, subject, k=3))

    near = [search(name) for name in NAMES]
    return [make(subject) for subject in subjects for make in (paths, statements, match, describe)] + near


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    report = str(packaged.triples())
    folder = str(tmp_path_factory.mktemp("threads") / "store")
    load([report], folder)
    return {"memory": report, "store": folder}


@pytest.fixture
def _often() -> Iterator[None]:
    """Threads take turns so often that they meet inside of what is not safe."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def connected(place: str) -> list[str]:
    """Some entities that are linked with the hub."""
    source = open_source(place)
    hub = library.find_entity(source, HUB)
    found = {quad.subject for quad in source.match(object=hub)} | {
        str(quad.object) for quad in source.match(hub) if isinstance(quad.object, str)
    }
    return [iri for iri in sorted(found) if source.index.find(iri) is not None][:4]


@pytest.mark.parametrize("kind", ["memory", "store"])
@pytest.mark.usefixtures("_often")
def test_threads_get_the_answers_that_one_thread_gets(places: dict[str, str], kind: str) -> None:
    asked = questions(connected(places[kind]))
    alone = open_source(places[kind])
    expected = [ask(alone) for ask in asked]
    assert sum(map(bool, expected)) > len(asked) // 2
    shared, start = open_source(places[kind]), threading.Barrier(WORKERS)

    def work(number: int) -> list[Any]:
        start.wait()
        turn = number * len(asked) // WORKERS  # each begins with another question, while nothing is open yet
        found = {place: asked[place](shared) for place in [*range(turn, len(asked)), *range(turn)]}
        return [found[place] for place in range(len(asked))]

    with ThreadPoolExecutor(WORKERS) as pool:
        for found in pool.map(work, range(WORKERS)):
            assert found == expected


@pytest.mark.parametrize("kind", ["memory", "store"])
def test_queries_of_threads_get_the_answers_that_one_thread_gets(places: dict[str, str], kind: str) -> None:
    text = "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT 20"
    expected = library.query(open_source(places[kind]), text)
    shared, start = open_source(places[kind]), threading.Barrier(4)

    def work(number: int) -> Any:
        start.wait()
        if number % 2:
            shared.names.search("bjs")
        return library.query(shared, text)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(4))) == [expected] * 4


class Slow:
    """An object with an attribute that takes until somebody lets it be made."""

    def __init__(self) -> None:
        self.begun, self.go, self.times = threading.Event(), threading.Event(), 0

    @made_once
    def part(self) -> list[int]:
        self.times += 1
        self.begun.set()
        self.go.wait()
        return [self.times]


def test_an_attribute_is_made_once() -> None:
    slow = Slow()
    with ThreadPoolExecutor(WORKERS) as pool:
        waiting = [pool.submit(lambda: slow.part) for _ in range(WORKERS)]
        slow.begun.wait()
        slow.go.set()
        parts = [one.result() for one in waiting]
    assert slow.times == 1
    assert all(part is slow.part for part in parts)


def test_objects_do_not_wait_for_each_other() -> None:
    slow, other = Slow(), Slow()
    thread = threading.Thread(target=lambda: slow.part)
    thread.start()
    slow.begun.wait()
    other.go.set()
    quick = threading.Thread(target=lambda: other.part, daemon=True)
    quick.start()
    try:
        wait_until(lambda: "part" in vars(other), "an object waits for another one's attribute")
    finally:
        slow.go.set()
        thread.join()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_fork_does_not_wait_for_a_thread_that_it_does_not_have() -> None:
    slow = Slow()
    thread = threading.Thread(target=lambda: slow.part)
    thread.start()
    slow.begun.wait()
    child = os.fork()
    if not child:
        slow.go.set()
        os._exit(0 if slow.part else 1)
    ended: list[int] = []

    def has_ended() -> bool:
        if not ended:
            pid, status = os.waitpid(child, os.WNOHANG)
            ended.extend([status] if pid else [])
        return bool(ended)

    try:
        wait_until(has_ended, "the fork waits for a lock that nobody holds")
        assert ended == [0]
    finally:
        slow.go.set()
        thread.join()
        if not ended:
            os.kill(child, 9)
            os.waitpid(child, 0)
