"""Ranked paths and searches on stores: in a process that has the graph open, and as commands beside bare Python.

    python -m bench.ranked 1M.store 10M.store WordNet.store --out docs/bench-ranked.txt

Pairs are drawn from all entities that have a link, always the same for the same store. In the running process each pair is searched
anew, nothing kept from the one before; times are processor time. Commands run in turn with `python -c pass`, as in
:mod:`bench.lookups`, and are given as the middle of the ratios, run by run.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from bench.lookups import BARE, WENMAI, spent
from bench.table import give

if TYPE_CHECKING:
    from wenmai.index import Index

MOST_LINKS, HOPS = 200_000, 6
"""The limits that a command has when nobody says others."""

FREQUENT, NAMED = ("银行", "Harbour", "zzqx"), 2
"""Texts that many names or none hold, and how many whole names are looked for beside them."""


class Times(NamedTuple):
    """What searches took: milliseconds and links, and how many of them proved all that they gave."""

    spent: list[float]
    links: list[int]
    proven: int


def draw_pairs(index: Index, count: int) -> list[tuple[int, int]]:
    """Pairs of different entities that have links."""
    dice, pairs = random.Random(11), list[tuple[int, int]]()
    while len(pairs) < count:
        a, b = dice.randrange(index.node_count), dice.randrange(index.node_count)
        if a != b and index.degree(a) and index.degree(b):
            pairs.append((a, b))
    return pairs


def search_pairs(index: Index, pairs: list[tuple[int, int]], k: int) -> Times:
    """The ``k`` best paths between each pair."""
    from wenmai.errors import LimitReached
    from wenmai.paths.cheapest import Search
    from wenmai.paths.costs import Filters, Walk

    times = Times([], [], 0)
    for a, b in pairs:
        started = time.process_time()
        walk = Walk(index, Filters(), (a, b))
        search = Search(walk, a, b, k, MOST_LINKS, HOPS)
        try:
            results = [found.unseen for found in search]
            proven = not any(results) and search.cut is None
        except LimitReached:
            proven = False
        times.spent.append(1000 * (time.process_time() - started))
        times.links.append(walk.scanned)
        times = times._replace(proven=times.proven + proven)
    return times


def quantile(values: list[float] | list[int], share: float) -> float:
    """The value that so great a share is not above."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure_running(store: str, count: int) -> list[str]:
    """Rows of the first table."""
    import wenmai

    index = wenmai.open(store).index
    pairs = draw_pairs(index, count)
    search_pairs(index, pairs, 3)  # what is read from the disk for the first time
    rows = []
    for k in (3, 10):
        times = search_pairs(index, pairs, k)
        middle, last = (quantile(times.spent, share) for share in (0.5, 0.99))
        rows.append(
            f"| {Path(store).stem}, k={k} | {middle:.1f} | {last:.1f} | {quantile(times.links, 0.5):,} |"
            f" {quantile(times.links, 0.99):,} | {max(times.links):,} | {100 * times.proven / len(pairs):.1f} % |"
        )
    return rows


def measure_commands(store: str, runs: int) -> list[str]:
    """Rows of the second table."""
    import wenmai

    index = wenmai.open(store).index
    (a, b), *_ = draw_pairs(index, 1)
    ends = index.iri(a), index.iri(b)
    dice = random.Random(3)
    named = [index.label(dice.randrange(index.node_count), "zh") for _ in range(NAMED)]
    commands = {"bare Python": BARE, "shortest path": [*WENMAI, "path", *ends, "--shortest", "-k", "1", "-g", store]}
    commands["ranked paths, k=3"] = [*WENMAI, "path", *ends, "-g", store]
    commands |= {f"search {text}": [*WENMAI, "search", text, "-g", store] for text in (*FREQUENT, *named)}
    for command in commands.values():
        spent(command)
    taken = [{name: spent(command) for name, command in commands.items()} for _ in range(runs)]
    ratios = {name: median(run[name] / run["bare Python"] for run in taken) for name in commands}
    return [
        f"| {Path(store).stem}, {name} | {1000 * median(run[name] for run in taken):.0f} | {ratios[name]:.1f} |"
        for name in commands
    ]


def main() -> None:
    """Measure and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("stores", nargs="*")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--out", type=Path, help="write the tables here too")
    parser.add_argument("--running", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.running:
        print("\n".join(measure_running(chosen.running, chosen.pairs)))
        return
    lines = [
        "### The *k* best paths in a process that has the graph: milliseconds, links read, and how many are proven best",
        "",
    ]
    lines += ["|  | median | 99 % | links, median | 99 % | most | proven |", "| --- " * 7 + "|"]
    for store in chosen.stores:
        command = [sys.executable, "-m", "bench.ranked", "--running", store, "--pairs", str(chosen.pairs)]
        lines += subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    lines += ["", "### Commands: milliseconds of processor time, and times bare Python", ""]
    lines += ["|  | ms | times |", "| --- " * 3 + "|"]
    for store in chosen.stores:
        lines += measure_commands(store, chosen.runs)
    give(*lines, out=chosen.out)


if __name__ == "__main__":
    main()
