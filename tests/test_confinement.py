"""The process of a query opens no socket, also where the system denies it a network namespace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="namespaces and filters of calls are Linux's")
UNSHARE = {"x86_64": 272, "aarch64": 97}

DENIED = """
import ctypes, os, socket, sys, threading
from wenmai.workers import confinement

machine = confinement.MACHINES[os.uname().machine]
assert confinement.refuse_calls(ctypes.CDLL(None), machine._replace(calls=(int(sys.argv[1]),)))
"""
"""Be as in a container: this process may make no namespace."""

REACHING = """
def reach(found):
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        try:
            found.append(socket.socket(family))
        except PermissionError:
            found.append("denied")

if not os.fork():
    found = [confinement.confine(1 << 30, os.getppid(), network=False)]
    thread = threading.Thread(target=reach, args=(found,))  # as the engine's is, started after
    thread.start()
    thread.join()
    print(*found, flush=True)
    os._exit(0)
os.wait()
"""

ASKING = """
import wenmai
from wenmai.cli import run
sys.argv[1:] = ["query", "ASK { ?s ?p 1 }", "-g", sys.argv[2], "--verbose", "--format", sys.argv[3]]
sys.exit(run())
"""


def denied(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script that may make no namespace."""
    call = str(UNSHARE[os.uname().machine])
    return subprocess.run(
        [sys.executable, "-c", DENIED + script, call, *arguments], capture_output=True, text=True, check=False
    )


def test_a_filter_stands_in_for_a_namespace_and_holds_threads_too() -> None:
    ran = denied(REACHING)
    assert ran.stdout.split() == ["filter", "denied", "denied", "denied"], ran.stderr


@pytest.mark.parametrize("form", ["table", "json", "xml"])
def test_every_format_says_whether_there_was_a_network(tmp_path: Path, form: str) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1 .", "utf-8")
    ran = denied(ASKING, str(tmp_path / "a.ttl"), form)
    assert "true" in ran.stdout
    assert "the query's process had no network (it may open no socket)" in ran.stderr


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml"])
@pytest.mark.parametrize("more", [[], ["--allow-service", "h"], ["--max-rows", "1"]])
def test_a_table_says_it_too(wenmai, tmp_path: Path, form: str, more: list[str]) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1, 2 .", "utf-8")
    text = "SELECT * { ?s ?p ?o }"
    ran = wenmai("query", text, "-g", str(tmp_path / "a.ttl"), "--verbose", "--format", form, *more)
    said = "the network of this machine" if "h" in more else "no network"
    assert f"the query's process had {said}" in ran.err


@pytest.mark.parametrize("form", ["table", "turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld"])
def test_a_graph_says_it_too(wenmai, tmp_path: Path, form: str) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1 .", "utf-8")
    ran = wenmai("query", "DESCRIBE <urn:a>", "-g", str(tmp_path / "a.ttl"), "--verbose", "--format", form)
    assert "the query's process had no network" in ran.err


def test_a_filter_refuses_what_it_was_told_and_nothing_else() -> None:
    ran = denied("print(ctypes.CDLL(None).unshare(0x40000000), socket.socket().family.name)")
    assert ran.stdout.split() == ["-1", "AF_INET"], ran.stderr
