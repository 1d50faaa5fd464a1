"""What the tests share: the command line in this process, and the packaged report."""

from __future__ import annotations

import sys
from typing import NamedTuple

import pytest
from hypothesis import settings

from wenmai import cli
from wenmai.notices import collect_notices
from wenmai.sources import open_source

settings.register_profile("wenmai", deadline=None)  # no test asserts a time
settings.load_profile("wenmai")

DEAR = {"browser", "site", "report_pair", "large_pair"}
"""Fixtures that take seconds to set up: a browser, the built documentation, real servers."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Call slow what needs such a fixture, or starts a server of wenmai."""
    for item in items:
        if DEAR.intersection(getattr(item, "fixturenames", ())) or item.path.parent.name == "serve":
            item.add_marker(pytest.mark.slow)


class Ran(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def wenmai(monkeypatch, capfd):
    """Run a command line as ``main`` would, in English unless it says otherwise."""

    def run(*arguments: str, lang: str = "en") -> Ran:
        monkeypatch.setenv("WENMAI_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["wenmai", *arguments])
        capfd.readouterr()
        status = cli.run()
        found = capfd.readouterr()
        return Ran(status, found.out, found.err)

    return run


@pytest.fixture(scope="session", autouse=True)
def _no_cache():
    """Each test reads its files itself; those of the cache have one of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENMAI_CACHE", "off")
        yield


@pytest.fixture(scope="session", autouse=True)
def _collected():
    """What is set up for several tests may leave something out too."""
    with collect_notices():
        yield


@pytest.fixture(autouse=True)
def notices():
    """The notices of the answers that a test asks for."""
    with collect_notices() as found:
        yield found


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch):
    for name in ("WENMAI_GRAPH", "WENMAI_SOURCE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def report():
    """The packaged graph."""
    return open_source()
