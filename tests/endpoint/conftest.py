"""Real servers on loopback, each with a graph that is also open as a file: the answers must be the same."""

from __future__ import annotations

import random
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from wenmai.sources import Memory
from wenmai.sources.endpoint import Endpoint, connect
from wenmai.sources.endpoint.copied import copying
from wenmai.system import packaged

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import needs
import servers

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CHARACTERS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Skip what wants a server that is not installed."""
    with installed():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """The same for a test that starts its server itself."""
    with installed():
        return (yield)


@contextmanager
def installed():
    """A server that is not here is said to be missing."""
    try:
        yield
    except servers.NotInstalled as error:
        needs.missing(str(error))


class Pair(NamedTuple):
    """The same graph twice: on a server, and read from its file."""

    server: str
    address: str
    file: Path

    def remote(self) -> Endpoint:
        """The endpoint, opened anew: nothing of it is known yet."""
        return connect(self.address)

    def local(self) -> Memory:
        """The file, read once."""
        return opened(self.file)


@cache
def opened(file: Path) -> Memory:
    """A file as a graph."""
    return Memory((str(file),))


def power_law(triples: int = 20_000, seed: int = 7) -> str:
    """N-Triples with a few hubs and many leaves: labels in two languages, seven classes, some twenty predicates."""
    dice = random.Random(seed)
    nodes = triples // 5
    lines = []
    for number in range(nodes):
        node = f"<urn:ex:n{number}>"
        lines.append(f"{node} <{TYPE}> <urn:ex:C{number % 7}> .")
        lines.append(f'{node} <{LABEL}> "{"".join(dice.choices(CHARACTERS, k=3))}{number}"@zh .')
        lines.append(f'{node} <{LABEL}> "Item {number}"@en .')
    for _ in range(triples - 3 * nodes):
        hub, leaf = int(nodes * dice.random() ** 3), int(nodes * dice.random())
        predicate = min(19, int(dice.paretovariate(0.8)) - 1)
        ends = (hub, leaf) if dice.random() < 0.5 else (leaf, hub)
        lines.append(f"<urn:ex:n{ends[0]}> <urn:ex:p{predicate}> <urn:ex:n{ends[1]}> .")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def power_law_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("graphs") / "power-law.nt"
    file.write_text(power_law(), encoding="utf-8")
    return file


@pytest.fixture(scope="session", params=sorted(servers.SERVERS))
def report_pair(request):
    """The packaged report on each server."""
    file = packaged.triples()
    with servers.SERVERS[request.param](file) as address:
        yield Pair(request.param, address, Path(str(file)))


@pytest.fixture(scope="session", params=sorted(servers.SERVERS))
def large_pair(request, power_law_file):
    """The power-law graph on each server."""
    with servers.SERVERS[request.param](power_law_file) as address:
        yield Pair(request.param, address, power_law_file)


@pytest.fixture(autouse=True)
def _part_by_part(request, monkeypatch):
    """Small as they are, the endpoints of tests are asked as large ones are; ``copied`` marks tests of those read whole."""
    if "copied" not in request.fixturenames:
        monkeypatch.setattr(copying, "MOST_COPIED", 0)


@pytest.fixture
def copied():
    """Endpoints that hold little are read whole."""


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch):
    for name in ("WENMAI_USER", "WENMAI_PASSWORD", "WENMAI_TOKEN", "WENMAI_HEADER"):
        monkeypatch.delenv(name, raising=False)
