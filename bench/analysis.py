"""CPU and memory of ``analyze`` with the extra ``fast`` beside plain NetworkX, for the same measures of the same graph.

``python -m bench.analysis`` writes a table of processor seconds by measure. Each engine runs in a process of its own, on
the same generated graph, from the same sampled sources, and both take every measure that ``analyze`` takes. NetworkX
needs some minutes at the default size; ``--entities 10000 --links 50000`` gives a first impression.

``python -m bench.analysis --store 17M.store --memory 4 1`` writes another table: of whole commands on a store that is loaded
already, what each said beforehand and what it took, within each of some bounds on memory, in GB.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from bench.measure import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINES = ("networkx", "fast")


def quads(entities: int, links: int) -> Iterator[object]:
    """A graph of planted communities with hubs: always the same for the same numbers."""
    import random

    import pyoxigraph as ox

    chance = random.Random(7)
    named = [ox.NamedNode(f"http://example.org/entity/{number}") for number in range(entities)]
    ways = [ox.NamedNode(f"http://example.org/way/{number}") for number in range(20)]
    kinds = [ox.NamedNode(f"http://example.org/kind/{number}") for number in range(10)]
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for number, entity in enumerate(named):
        yield ox.Quad(entity, kind, kinds[number % len(kinds)])
    size = 200
    for _ in range(links):
        a = int(entities * chance.random() ** 1.5)
        near = (a // size * size + chance.randrange(size)) % entities
        far = int(entities * chance.random() ** 2)
        yield ox.Quad(named[a], ways[chance.randrange(20)], named[near if chance.random() < 0.7 else far])


def measure(engine: str, entities: int, links: int, pivots: int) -> dict[str, float]:
    """Processor seconds by measure, in this process; ``rest`` is reading the index, ranking and naming."""
    from wenmai.analysis import analyze
    from wenmai.sources import Memory

    source = Memory.of(quads(entities, links))
    source.index.neighbours(0)
    spent: dict[str, float] = {}
    last = [time.process_time()]

    def progress(name: str, done: int, total: int) -> None:
        now = time.process_time()
        if done:
            spent[name] = spent.get(name, 0.0) + now - last[0]
        elif total:
            spent["rest"] = spent.get("rest", 0.0) + now - last[0]
        last[0] = now

    start = time.process_time()
    found = analyze(source, engine=engine, pivots=pivots, progress=progress, language="en")
    spent["whole"] = time.process_time() - start
    spent["rest"] = spent["whole"] - sum(seconds for name, seconds in spent.items() if name not in ("whole", "rest"))
    spent["modularity"] = found.modularity
    spent["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return spent


def beforehand(store: str, bounds: list[float], pivots: int) -> str:
    """What ``analyze`` said before it measured a store and what it took, as a Markdown table."""
    rows = ["| bound, GB | said beforehand | seconds | processor | memory, GB |", "|--:|---|--:|--:|--:|"]
    for bound in bounds:
        command = [sys.executable, "-c", "from wenmai.cli import main; main()", "analyze", "-g", store]
        command += ["--sample", str(pivots), "--memory", f"{bound:g}", "--format", "json", "--lang", "en"]
        before, started = os.times(), time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        watch = Watch(process.pid)
        _, said = process.communicate()
        seconds, memory, after = time.perf_counter() - started, watch.stop(), os.times()
        processor = after.children_user + after.children_system - before.children_user - before.children_system
        told = "; ".join(line.strip() for line in said.splitlines() if line.strip())
        rows.append(f"| {bound:g} | {told} | {seconds:.0f} | {processor:.0f} | {memory / 1024:.2f} |")
    return "\n".join(rows)


def main() -> None:
    """Measure both engines and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=100_000)
    parser.add_argument("--links", type=int, default=500_000)
    parser.add_argument("--pivots", type=int, default=64, help="sampled sources of betweenness and harmonic closeness")
    parser.add_argument("--store", help="a store that is measured by the whole command instead")
    parser.add_argument("--memory", type=float, nargs="+", default=[4.0, 1.0], help="bounds for it, in GB")
    parser.add_argument("--engine", choices=ENGINES, help="measure this one here and print JSON")
    options = parser.parse_args()
    size = (options.entities, options.links, options.pivots)
    if options.store:
        print(beforehand(options.store, options.memory, options.pivots))
        return
    if options.engine:
        json.dump(measure(options.engine, *size), sys.stdout)
        return
    found = {}
    for engine in ENGINES:
        command = [sys.executable, "-m", "bench.analysis", "--engine", engine]
        command += [f"--{name}={value}" for name, value in zip(("entities", "links", "pivots"), size, strict=True)]
        found[engine] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(table(found, *size))


def table(found: dict[str, dict[str, float]], entities: int, links: int, pivots: int) -> str:
    """The figures as a Markdown table."""
    slow, fast = (found[engine] for engine in ENGINES)
    lines = [
        f"{entities:,} entities, {links:,} links, {pivots} sampled sources; processor seconds",
        "",
        "| measure | NetworkX | fast | ratio |",
        "|---|--:|--:|--:|",
    ]
    names = [name for name in slow if name not in ("whole", "rest", "modularity", "memory")]
    lines += [
        f"| {name} | {slow[name]:.2f} | {fast[name]:.2f} | {slow[name] / max(fast[name], 0.01):.1f}× |"
        for name in (*names, "rest", "whole")
    ]
    lines.append(
        f"| peak memory, MB | {slow['memory']:.0f} | {fast['memory']:.0f} | {slow['memory'] / fast['memory']:.1f}× |"
    )
    lines.append(f"| modularity | {slow['modularity']:.3f} | {fast['modularity']:.3f} | |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
