"""wenmai and its peers, side by side: ``python -m bench`` makes the graphs, measures, and writes the tables.

Every figure is taken by a process of its own, and every ratio compares figures of the same run; what a goal compares is
measured in turn, round by round, since no machine is equally fast all the time. A
peer that is not installed is left out, and the table says so. Run it on a machine that does nothing else: the default
sizes need about an hour and 12 GB of memory on two cores; ``--sizes 0.1 1`` needs some minutes.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from statistics import median
from typing import TYPE_CHECKING

from bench import generate, wordnet
from bench.measure import ROOT, Cost, once
from bench.peers import QUERIES, SEARCHES, pairs
from bench.table import give, tables

if TYPE_CHECKING:
    from collections.abc import Iterable

MODULES = {"NetworkX": "networkx", "igraph": "igraph", "networkit": "networkit", "rdflib": "rdflib", "kglab": "kglab",
           "oxrdflib": "oxrdflib"}  # fmt: skip
SMALL_ONLY = {"rdflib": 1.0, "kglab": 0.1, "oxrdflib": 1.0, "search rdflib": 0.1, "sparql rdflib": 0.1}
SMALL_ONLY |= {f"sparql {engine}": 1.0 for engine in ("wenmai", "pyoxigraph")}
"""Engines (or one task of theirs) that are measured up to so many million triples: beyond, they need hours or all memory."""

START = [sys.executable, "-c", "from wenmai.cli import main; main()"]
"""What the installed command runs."""

Results = dict[str, dict[str, dict[str, object]]]


class Bench:
    """One run: what was measured so far, kept in a file so that a run can go on where it stopped."""

    def __init__(self, work: Path, repeat: int) -> None:
        self.work, self.repeat = work, repeat
        self.file = work / "results.json"
        self.results: Results = json.loads(self.file.read_text()) if self.file.exists() else {}

    def keep(self, graph: str, task: str, engine: str, found: object) -> None:
        """Keep a figure."""
        self.results.setdefault(graph, {}).setdefault(task, {})[engine] = found
        self.file.write_text(json.dumps(self.results, ensure_ascii=False, indent=1))
        print(f"{graph:>8}  {task:<8} {engine:<20} {found}", flush=True)

    def done(self, graph: str, task: str, engine: str) -> bool:
        """Whether a figure is there already."""
        return engine in self.results.get(graph, {}).get(task, {})

    def take(self, graph: str, task: str, engine: str, command: list[str]) -> None:
        """Measure a command unless that was done."""
        self.in_turn(graph, task, {engine: command}, 1)

    def in_turn(self, graph: str, task: str, commands: dict[str, list[str]], rounds: int) -> None:
        """Measure commands unless that was done, one after the other in every round: a slow moment strikes them all.

        A failure is a result too.
        """
        if all(self.done(graph, task, engine) for engine in commands):
            return
        costs: dict[str, list[Cost]] = {engine: [] for engine in commands}
        failed: dict[str, object] = {}
        for _ in range(rounds):
            for engine in [engine for engine in commands if engine not in failed]:
                try:
                    costs[engine].append(once(commands[engine]))
                except subprocess.CalledProcessError as error:
                    failed[engine] = {"failed": (error.stderr or "").strip().splitlines()[-1:]}
        for engine in commands:
            self.keep(graph, task, engine, failed.get(engine) or medians(costs[engine]))

    def peer(self, graph: str, task: str, engine: str, *, where: str = "") -> None:
        """Measure a task of :mod:`bench.peers`."""
        self.in_turn(graph, task, self.peers(graph, task, (engine,), where=where), 1)

    def peers(self, graph: str, task: str, engines: Iterable[str], *, where: str = "") -> dict[str, list[str]]:
        """The commands for a task of :mod:`bench.peers`, for those engines that are installed and can do it."""
        commands = {}
        for engine in engines:
            missing = engine in MODULES and find_spec(MODULES[engine]) is None
            if missing or size(graph) > min(SMALL_ONLY.get(name, 1000) for name in (engine, f"{task} {engine}")):
                continue
            own = "pyoxigraph" if "oxi" in engine or "oxr" in engine else "wenmai"
            store = where or str(self.store(graph, own))
            commands[engine] = [sys.executable, "-m", "bench.peers", task, engine, str(self.graph(graph)), store]
        return commands

    def graph(self, name: str) -> Path:
        """The N-Triples of a graph."""
        return self.work / f"{name}.nt"

    def store(self, name: str, engine: str) -> Path:
        """The store of a graph."""
        return self.work / f"{name}.{engine}"

    def measure(self, name: str) -> None:
        """Everything about one graph."""
        self.load(name)
        self.cold(name)
        self.in_turn(name, "opening", self.peers(name, "opening", ("wenmai", "pyoxigraph")), self.repeat)
        for engine in ("wenmai", "wenmai, nodes only", "wenmai, ranked, k=3", "NetworkX", "igraph", "networkit"):
            self.peer(name, "warm", engine)
        for engine in ("wenmai", "pyoxigraph", "rdflib"):
            self.peer(name, "search", engine)
        for engine in ("wenmai", "pyoxigraph", "rdflib", "oxrdflib") if name != "WordNet" else ():
            self.peer(name, "sparql", engine)
        if name != "WordNet":
            self.whole(name)

    def load(self, name: str) -> None:
        """Loading, each engine into its own store; the two that the rest is measured on come last and stay."""
        for engine in ("rdflib", "kglab", "NetworkX", "igraph", "wenmai, with pinyin", "wenmai, without [fast]"):
            self.peer(name, "load", engine, where=str(self.work / "scratch"))
        command = which("oxigraph")
        if command:
            place = self.work / "scratch-cli"
            script = f"rm -rf {place}; exec {command} load --location {place} --file {self.graph(name)}"
            self.take(name, "load", "oxigraph command", ["sh", "-c", script])
        rounds = self.repeat if size(name) <= 1 else 3
        self.in_turn(name, "load", self.peers(name, "load", ("pyoxigraph", "wenmai")), rounds)

    def cold(self, name: str) -> None:
        """One path, by a command or a script that is started for it."""
        a, b = pairs(str(self.graph(name)))[0]
        wenmai = [*START, "path", a, b, "-g", str(self.store(name, "wenmai"))]
        commands = {
            "bare Python": [sys.executable, "-c", "pass"],
            "wenmai": [*wenmai, "--shortest", "-k", "1"],
            "wenmai, ranked, k=3": wenmai,
        }
        self.in_turn(name, "cold", commands, 4 * self.repeat)
        for engine in ("pyoxigraph", "NetworkX", "igraph", "networkit"):
            self.peer(name, "cold", engine)

    def whole(self, name: str) -> None:
        """One large query as CSV, by a command or a script that is started for it."""
        query = [QUERIES["100,000 rows"], "--format", "csv", "-g", str(self.store(name, "wenmai"))]
        commands = {
            "wenmai": [*START, "query", *query],
            **self.peers(name, "query", ("pyoxigraph", "oxrdflib")),
        }
        self.in_turn(name, "query", commands, self.repeat)


def medians(costs: list[Cost]) -> dict[str, object]:
    """The medians over the runs of a command, and of what it measured itself."""
    own = [json.loads(cost.out) for cost in costs if cost.out.startswith("{")]
    measured = (
        {name: median(found[name] for found in own) if len(own) > 1 else own[0][name] for name in own[0]} if own else {}
    )
    return {field: round(median(getattr(cost, field) for cost in costs), 4) for field in Cost._fields[:3]} | measured


def size(name: str) -> float:
    """Millions of triples."""
    return 0.4 if name == "WordNet" else float(name.removesuffix("M"))


def machine() -> str:
    """What it was measured on."""
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "",
    )
    return f"{os.cpu_count()} cores ({cpu or platform.machine()}), Python {platform.python_version()}"


def versions() -> str:
    """The versions of what was measured."""
    found = []
    for package in (
        "pyoxigraph",
        "oxigraph",
        "rdflib",
        "oxrdflib",
        "networkx",
        "igraph",
        "networkit",
        "kglab",
        "numpy",
        "polars",
    ):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    return ", ".join(found)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", nargs="*", type=float, default=[0.1, 1, 10], help="millions of triples")
    parser.add_argument("--no-wordnet", action="store_true", help="leave WordNet out (it needs npm)")
    parser.add_argument(
        "--work", type=Path, default=Path("bench-work"), help="where graphs, stores and results are kept"
    )
    parser.add_argument("--repeat", type=int, default=5, help="runs of what is quick; medians are shown")
    parser.add_argument("--out", type=Path, help="write the tables here too")
    chosen = parser.parse_args()
    compileall.compile_dir(ROOT / "graph", quiet=1)
    bench = Bench(chosen.work, chosen.repeat)
    names = [f"{millions:g}M" for millions in chosen.sizes]
    for name in names:
        generate.write(bench.graph(name), round(size(name) * 1_000_000))
    if not chosen.no_wordnet:
        wordnet.write(bench.graph("WordNet"))
        names.append("WordNet")
    for name in names:
        bench.measure(name)
    text = tables(bench.results, names, machine(), versions(), list(SEARCHES), list(QUERIES))
    give(text.removesuffix("\n"), out=chosen.out)


if __name__ == "__main__":
    main()
