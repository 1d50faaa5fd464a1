"""Paths at a SPARQL endpoint on loopback: requests and seconds, with nothing known of it and with what was kept, beside a store.

    python -m bench.endpoints 1M.nt --out docs/bench-endpoints.txt

Oxigraph's server and, where it is installed, Virtuoso hold the graph. Each path is a process of its own: first with an empty cache,
then again with what the first one kept, and last from a store of the same file and from a store of links beside the server; the four
must print the same. The load of the machine while it was measured stands below the table, since a server shares the cores.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.lookups import WENMAI
from bench.measure import ROOT

sys.path.insert(0, str(ROOT / "tests"))
import servers

ASK = """\
import sys, time
from wenmai.sources.endpoint.exchange import Line
real, asked = Line.exchange, []
def exchange(self, request, end):
    asked.append(request)
    return real(self, request, end)
Line.exchange = exchange
from wenmai.cli.entry import run
status = run()
print(len(asked), time.process_time(), file=sys.stderr)
sys.exit(status)
"""
"""A command that says how many requests it sent, and its processor seconds."""


class Asked(NamedTuple):
    """One command: requests, seconds, processor seconds of its own, and what it printed."""

    requests: int
    seconds: float
    processor: float
    out: str


def ask(ends: tuple[str, str], graph: str, cache: Path) -> Asked:
    """Run one path command."""
    environment = {**os.environ, "WENMAI_CACHE": str(cache), "WENMAI_LANG": "en", "PYTHONPATH": str(ROOT / "graph")}
    command = [sys.executable, "-c", ASK, "path", *ends, "-g", graph, "--format", "json"]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    seconds = time.perf_counter() - started
    if done.returncode:
        print(f"path {' '.join(ends)} -g {graph} ended with status {done.returncode}: {done.stderr}", file=sys.stderr)
    last = done.stderr.strip().splitlines()[-1].split()
    return Asked(int(last[0]), seconds, float(last[1]), json.dumps(json.loads(done.stdout or "null")))


def draw(store: str, count: int) -> list[tuple[str, str]]:
    """Pairs of entities."""
    import wenmai
    from bench.ranked import draw_pairs

    index = wenmai.open(store).index
    return [(index.iri(a), index.iri(b)) for a, b in draw_pairs(index, count)]


def size(folder: str) -> int:
    """The bytes of all files in a folder."""
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def measure(name: str, address: str, store: str, links: str, pairs: list[tuple[str, str]], work: Path) -> list[str]:
    """The rows of one server."""
    taken: dict[str, list[Asked]] = {"cold": [], "warm": [], "store": [], "links beside it": []}
    for number, ends in enumerate(pairs):
        cache = work / f"cache-{name}-{number}"
        taken["cold"].append(ask(ends, address, cache))
        taken["warm"].append(ask(ends, address, cache))
        taken["store"].append(ask(ends, store, cache))
        taken["links beside it"].append(ask(ends, links, cache))
        shutil.rmtree(cache, ignore_errors=True)
    rows = []
    for kind, found in taken.items():
        equal = sum(one.out == here.out for one, here in zip(found, taken["store"], strict=True))
        requests, seconds = [one.requests for one in found], [one.seconds for one in found]
        rows.append(
            f"| {name}, {kind} | {median(requests):.0f} | {max(requests)} | {median(seconds):.2f} | {min(seconds):.2f} |"
            f" {max(seconds):.2f} | {median(one.processor for one in found):.2f} | {equal} of {len(found)} |"
        )
    return rows


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, help="N-Triples, as bench.generate writes them")
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--only", choices=sorted(servers.SERVERS))
    parser.add_argument("--out", type=Path, help="write the table here too")
    chosen = parser.parse_args()
    lines = [
        f"### Paths at an endpoint that holds {chosen.file.stem} triples, k=3: requests, seconds, answers equal to the store's",
        "",
    ]
    lines += ["|  | requests, median | most | s, median | least | most | own processor s | equal |", "| --- " * 8 + "|"]
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        work = Path(name)
        store = str(work / "whole.store")
        subprocess.run([*WENMAI, "load", str(chosen.file), "--into", store], check=True, capture_output=True)
        pairs = draw(store, chosen.pairs)
        for server in [chosen.only] if chosen.only else sorted(servers.SERVERS):
            try:
                address = stack.enter_context(servers.SERVERS[server](chosen.file, seconds=3600))
            except (servers.NotServing, subprocess.SubprocessError) as error:
                lines.append(f"| {server}: not measured, {str(error).splitlines()[0]} | | | | | | | |")
                continue
            links = str(work / f"{server}.store")
            command = [*WENMAI, "load", str(chosen.file), "--links-only", "--into", links, "--sparql", address]
            subprocess.run(command, check=True, capture_output=True)
            lines += measure(server, address, store, links, pairs, work)
            sizes = size(store), size(links)
        lines += [
            "",
            f"The store has {sizes[0] / 1e6:,.0f} MB, that of links {sizes[1] / 1e6:,.0f} MB ({sizes[1] / sizes[0]:.2f} of it).",
        ]
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    lines.append(f"{os.cpu_count()} cores, on which so many processes waited at the end (1, 5 and 15 minutes): {load}.")
    text = "\n".join(lines) + "\n"
    print(text)
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
