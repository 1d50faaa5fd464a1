"""A backend of NetworkX beside NetworkX itself, on the graph of a store: what turning the graph over costs, and each measure.

    pip install graphblas-algorithms
    python -m bench.backends some.store [--backend graphblas] [--runs 3]

The graph is what :func:`wenmai.network.network` gives, as an undirected one without parallel edges. Each measure is taken by both in
turn, the values are compared, and the middle of the seconds is written as a table.
"""

from __future__ import annotations

import argparse
import time
import warnings
from functools import partial
from math import isclose
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MEASURES = ("clustering", "triangles", "pagerank")
WITHIN = 0.01
"""By how much of itself a value may differ: PageRank ends when it changes little."""


def simple_graph(store: str) -> Any:
    """The graph of a store for NetworkX: each pair of neighbours once, no entity beside itself."""
    import networkx as nx

    import wenmai
    from wenmai.network import LargeNetwork, network

    warnings.simplefilter("ignore", LargeNetwork)
    graph = nx.Graph()
    graph.add_edges_from((a, b) for a, b in network(wenmai.open(store)).edges() if a != b)
    return graph


def taken(function: Callable[[], Any]) -> tuple[float, Any]:
    """The seconds that a call takes, and what it gives."""
    start = time.perf_counter()
    found = function()
    return time.perf_counter() - start, found


def compare(graph: Any, backend: str, runs: int) -> list[tuple[str, float, float]]:
    """Each measure with the seconds by NetworkX and by the backend, on a graph that was turned over before.

    Raises:
        ArithmeticError: the two do not give the same values.
    """
    import networkx as nx

    turned_over, other = taken(partial(_convert, graph, backend))
    rows = [("turning the graph over", 0.0, turned_over)]
    for name in MEASURES:
        measure, own, theirs = getattr(nx, name), [], []
        for _ in range(runs):
            seconds, expected = taken(partial(measure, graph))
            own.append(seconds)
            seconds, found = taken(partial(measure, other, backend=backend))
            theirs.append(seconds)
            if not all(isclose(expected[node], found[node], rel_tol=WITHIN) for node in graph):
                raise ArithmeticError(f"{backend} gives other values of {name}")
        rows.append((name, median(own), median(theirs)))
    return rows


def _convert(graph: Any, backend: str) -> Any:
    from importlib.metadata import entry_points

    (found,) = entry_points(group="networkx.backends", name=backend)
    return found.load().convert_from_nx(graph)


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store")
    parser.add_argument("--backend", default="graphblas")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    graph = simple_graph(options.store)
    print(f"{len(graph):,} entities, {graph.size():,} pairs of neighbours; seconds\n")
    print(f"| | NetworkX | {options.backend} | ratio |\n| --- | --: | --: | --: |")
    for name, own, theirs in compare(graph, options.backend, options.runs):
        print(
            f"| {name} | {own:.3f} | {theirs:.3f} | {own / theirs:.1f}× |" if own else f"| {name} | | {theirs:.3f} | |"
        )


if __name__ == "__main__":
    main()
