"""wenmai and its peers, side by side: ``python -m bench`` makes the graphs, measures, and writes the tables.

Every figure is taken by a process of its own, one after the other, and every ratio compares figures of the same run. A
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

from bench import generate, wordnet
from bench.measure import ROOT, run
from bench.peers import QUERIES, SEARCHES, pairs
from bench.table import tables

MODULES = {"NetworkX": "networkx", "igraph": "igraph", "networkit": "networkit", "rdflib": "rdflib", "kglab": "kglab",
           "oxrdflib": "oxrdflib"}  # fmt: skip
SMALL_ONLY = {"rdflib": 1.0, "kglab": 0.1, "oxrdflib": 1.0, "search rdflib": 0.1, "sparql rdflib": 0.1}
SMALL_ONLY |= {f"sparql {engine}": 1.0 for engine in ("wenmai", "pyoxigraph")}
"""Engines (or one task of theirs) that are measured up to so many million triples: beyond, they need hours or all memory."""

START = [sys.executable, "-c", "from cli import main; main()"]
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

    def take(self, graph: str, task: str, engine: str, command: list[str], repeat: int = 1) -> None:
        """Measure a command unless that was done; a failure is a result too."""
        if self.done(graph, task, engine):
            return
        try:
            cost = run(command, repeat)
        except subprocess.CalledProcessError as error:
            self.keep(graph, task, engine, {"failed": (error.stderr or "").strip().splitlines()[-1:]})
            return
        own = json.loads(cost.out) if cost.out.startswith("{") else {}
        figures = {"seconds": cost.seconds, "processor": cost.processor, "memory": cost.memory}
        self.keep(graph, task, engine, {name: round(value, 4) for name, value in figures.items()} | own)

    def peer(self, graph: str, task: str, engine: str, *, where: str = "", repeat: int = 1) -> None:
        """Measure a task of :mod:`bench.peers`."""
        if engine in MODULES and find_spec(MODULES[engine]) is None:
            return
        if size(graph) > min(SMALL_ONLY.get(name, 1000) for name in (engine, f"{task} {engine}")):
            return
        store = where or str(self.store(graph, "pyoxigraph" if "oxi" in engine or "oxr" in engine else "wenmai"))
        command = [sys.executable, "-m", "bench.peers", task, engine, str(self.graph(graph)), store]
        self.take(graph, task, engine, command, repeat)

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
        for engine in ("wenmai", "pyoxigraph"):
            self.peer(name, "opening", engine, repeat=self.repeat)
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
        for engine in ("rdflib", "kglab", "NetworkX", "igraph", "wenmai, with pinyin"):
            self.peer(name, "load", engine, where=str(self.work / "scratch"), repeat=1)
        command = which("oxigraph")
        if command:
            place = self.work / "scratch-cli"
            script = f"rm -rf {place}; exec {command} load --location {place} --file {self.graph(name)}"
            self.take(name, "load", "oxigraph command", ["sh", "-c", script])
        for engine in ("pyoxigraph", "wenmai"):
            self.peer(
                name, "load", engine, where=str(self.store(name, engine)), repeat=self.repeat if size(name) <= 1 else 1
            )

    def cold(self, name: str) -> None:
        """One path, by a command or a script that is started for it."""
        a, b = pairs(str(self.graph(name)))[0]
        wenmai = [*START, "path", a, b, "-g", str(self.store(name, "wenmai"))]
        self.take(name, "cold", "bare Python", [sys.executable, "-c", "pass"], 4 * self.repeat)
        self.take(name, "cold", "wenmai", [*wenmai, "--shortest", "-k", "1"], 4 * self.repeat)
        self.take(name, "cold", "wenmai, ranked, k=3", wenmai, 4 * self.repeat)
        for engine in ("pyoxigraph", "NetworkX", "igraph", "networkit"):
            self.peer(name, "cold", engine)

    def whole(self, name: str) -> None:
        """One large query as CSV, by a command or a script that is started for it."""
        store = str(self.store(name, "wenmai"))
        query = [QUERIES["100,000 rows"], "--format", "csv", "-g", store]
        self.take(name, "query", "wenmai", [*START, "query", *query], self.repeat)
        for engine in ("pyoxigraph", "oxrdflib"):
            self.peer(name, "query", engine, repeat=self.repeat)


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
    for package in ("graph", "commands"):
        compileall.compile_dir(ROOT / package, quiet=1)
    compileall.compile_file(ROOT / "cli.py", quiet=1)
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
    print(text)
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
