"""Paths at a SPARQL endpoint on loopback: requests and seconds, with nothing known of it and with what was kept, beside a store.

    python -m bench.endpoints 1M.nt --out docs/bench-endpoints.txt   # some minutes; without a file one is made

Oxigraph's server and, where it is installed, Virtuoso hold the graph. Each path is a process of its own: first with an empty cache,
then again with what the first one kept, and last from a store of the same file, and with ``--beside`` from a store of links beside
the server; all must print the same. Of the seconds of a command, those *waiting* passed while a request was under way; the processor
seconds are its own and the server's. The load of the machine while it was measured stands below the tables, since a server shares the
cores. ``--keep`` keeps what was loaded, so that a second run begins at once.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench import generate
from bench.lookups import WENMAI
from bench.measure import ROOT, family
from bench.table import give, markdown

sys.path.insert(0, str(ROOT / "tests"))
import servers

ASK = """\
import json, sys, time
from wenmai.sources.endpoint.requests.exchange import Line
real, asked = Line.exchange, []
def exchange(self, request, end):
    started = time.perf_counter()
    try:
        return real(self, request, end)
    finally:
        asked.append((started, time.perf_counter()))
Line.exchange = exchange
from wenmai.cli.entry import run
status = run()
waiting, last = 0.0, 0.0
for start, end in sorted(asked):
    waiting, last = waiting + max(0.0, end - max(start, last)), max(last, end)
print(json.dumps([len(asked), waiting, time.process_time()]), file=sys.stderr)
sys.exit(status)
"""
"""A command that says how many requests it sent, for how many seconds one was under way, and its processor seconds."""

SECONDS = 7200
"""How long a server may run."""


class Asked(NamedTuple):
    """One command: requests, seconds, those waiting for the server, processor seconds of its own and of the server, its output."""

    requests: int
    seconds: float
    waiting: float
    own: float
    server: float
    out: str


FIGURES = "seconds", "waiting", "own", "server"


def ask(ends: tuple[str, str], graph: str, cache: Path) -> Asked:
    """Run one path command."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"WENMAI_CACHE": str(cache), "WENMAI_LANG": "en", "PYTHONPATH": str(ROOT / "graph")}
    command = [sys.executable, "-c", ASK, "path", *ends, "-g", graph, "--format", "json"]
    before, started = serving(), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    seconds, after = time.perf_counter() - started, serving()
    if done.returncode:
        print(f"path {' '.join(ends)} -g {graph} ended with status {done.returncode}: {done.stderr}", file=sys.stderr)
    requests, waiting, own = json.loads(done.stderr.strip().splitlines()[-1])
    return Asked(requests, seconds, waiting, own, after - before, json.dumps(json.loads(done.stdout or "null")))


def serving() -> float:
    """The processor seconds until now of the servers, which are what else this process has started."""
    ticks = 0
    for process in family(os.getpid())[1:]:
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def draw(store: str, count: int) -> list[tuple[str, str]]:
    """Pairs of entities."""
    import wenmai
    from bench.ranked import draw_pairs

    index = wenmai.open(store).index
    return [(index.iri(a), index.iri(b)) for a, b in draw_pairs(index, count)]


def size(folder: str) -> int:
    """The bytes of all files in a folder."""
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def measure(graphs: dict[str, str], pairs: list[tuple[str, str]], work: Path) -> dict[str, list[Asked]]:
    """What each kind of graph took for each pair."""
    taken: dict[str, list[Asked]] = {kind: [] for kind in graphs}
    ask(pairs[-1], graphs["cold"], work / "cache")  # what the server reads from the disk for the first time
    for ends in pairs:
        shutil.rmtree(work / "cache", ignore_errors=True)
        for kind, graph in graphs.items():
            taken[kind].append(ask(ends, graph, work / "cache"))
    return taken


def sum_up(name: str, taken: dict[str, list[Asked]]) -> list[list[str]]:
    """The rows of one server: of all its pairs the middle and the most."""
    rows = []
    for kind, found in taken.items():
        equal = sum(one.out == here.out for one, here in zip(found, taken["store"], strict=True))
        requests, seconds = [one.requests for one in found], [one.seconds for one in found]
        shares = [one.waiting / one.seconds for one in found]
        middle = {field: f"{median(getattr(one, field) for one in found):.2f}" for field in FIGURES}
        rows.append(
            [
                f"{name}, {kind}",
                *(f"{median(requests):.0f}", f"{max(requests)}", middle["seconds"], f"{max(seconds):.2f}"),
                *(middle["waiting"], f"{100 * median(shares):.0f} %", middle["own"], middle["server"]),
                f"{equal} of {len(found)}",
            ]
        )
    return rows


def list_pairs(name: str, taken: dict[str, list[Asked]]) -> list[list[str]]:
    """The rows of one server, pair by pair."""
    rows = []
    for number, (cold, warm, here) in enumerate(zip(taken["cold"], taken["warm"], taken["store"], strict=True), 1):
        told = [f"{one.requests}, {one.seconds:.2f} ({one.waiting:.2f}), {one.server:.2f}" for one in (cold, warm)]
        rows.append([f"{name}, {number}", *told, "yes" if cold.out == warm.out == here.out else "no"])
    return rows


def keep_loaded(file: Path, store: Path, *more: str) -> str:
    """The store of a file, loaded where it is not there yet."""
    if not store.exists():
        subprocess.run([*WENMAI, "load", str(file), "--into", str(store), *more], check=True, capture_output=True)
    return str(store)


def serve_all(stack: ExitStack, only: str | None, file: Path, kept: Path | None) -> dict[str, str]:
    """The addresses of the servers; or, where one does not start, why, after an exclamation mark."""
    found = {}
    for name in [only] if only else sorted(servers.SERVERS):
        try:
            found[name] = stack.enter_context(servers.SERVERS[name](file, seconds=SECONDS, kept=kept))
        except (servers.NotServing, subprocess.SubprocessError) as error:
            found[name] = f"!{str(error).splitlines()[0]}"
    return found


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, nargs="?", help="N-Triples, as bench.generate writes them")
    parser.add_argument("--triples", type=int, default=1_000_000, help="how many are made where no file is given")
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--only", choices=sorted(servers.SERVERS))
    parser.add_argument("--beside", action="store_true", help="measure a store of links beside the server, too")
    parser.add_argument(
        "--keep", type=Path, help="a folder where what was loaded stays; only what is not there is loaded"
    )
    parser.add_argument("--out", type=Path, help="write the tables here too")
    chosen = parser.parse_args()
    compileall.compile_dir(ROOT / "graph", quiet=1)
    whole: list[list[str]] = []
    each: list[list[str]] = []
    sizes = [0, 0]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # then servers are ended, and files removed
        signal.signal(number, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        work = Path(name)
        loaded = chosen.keep or work
        loaded.mkdir(parents=True, exist_ok=True)
        file = chosen.file or generate.write(work / f"{chosen.triples:,} triples.nt", chosen.triples)
        store = keep_loaded(file, loaded / "whole.store")
        pairs, sizes[0] = draw(store, chosen.pairs), size(store)
        for server, address in serve_all(stack, chosen.only, file, chosen.keep).items():
            if address.startswith("!"):
                whole.append([f"{server}: not measured, {address[1:]}", *[""] * 9])
                continue
            graphs = {"cold": address, "warm": address, "store": store}
            if chosen.beside:
                links = keep_loaded(file, work / f"{server}.store", "--links-only", "--sparql", address)
                graphs["links beside it"], sizes[1] = links, size(links)
            taken = measure(graphs, pairs, work)
            whole += sum_up(server, taken)
            each += list_pairs(server, taken)
    beside = f", that of links {sizes[1] / 1e6:,.0f} MB" if chosen.beside else ""
    header = ["", "requests, median", "most", "s, median", "most", "s waiting", "share", "own processor s", "server's"]
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    give(
        f"### Paths at an endpoint that holds {file.stem}, k=3\n",
        markdown([*header, "equal to the store's"], whole),
        "\nPair by pair: requests, seconds (of them waiting), the server's processor seconds\n",
        markdown(["", "cold", "warm", "equal"], each),
        f"\nThe store has {sizes[0] / 1e6:,.0f} MB{beside}.",
        f"{os.cpu_count()} cores, on which so many processes waited at the end (1, 5 and 15 minutes): {load}.",
        out=chosen.out,
    )


if __name__ == "__main__":
    main()
