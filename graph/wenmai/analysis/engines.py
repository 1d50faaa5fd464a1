"""The engines that take the measures: which one a net gets, and how long it will take.

NetworkX is the reference (:mod:`wenmai.analysis.reference`). On a net of more than :data:`FAST_ABOVE` pairs of neighbours
the extras ``wenmai[fast,igraph]`` (igraph, SciPy) take the same measures (:mod:`wenmai.analysis.fast`); a configured NetworkX
backend goes before it.
"""

from __future__ import annotations

import random
from math import log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from wenmai.analysis.fast import available
from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.analysis.fast import FastEngine
    from wenmai.analysis.net import Net
    from wenmai.analysis.reference import ReferenceEngine

    Engine = FastEngine | ReferenceEngine

FAST_ABOVE = 20_000
"""Above this many pairs of neighbours ``auto`` takes the fast engine, where it is installed."""

EXACT_UP_TO = 4_000_000
"""Betweenness and harmonic closeness are exact where entities times pairs are no more than this; else sampled."""

PIVOTS = 256
"""How many sources are sampled otherwise."""

DOUBT = 0.05
"""One in twenty samples may be further off than is said."""

OTHERS = {"fast": 24e-6, "networkx": 160e-6}
"""Seconds that everything which is not timed beforehand takes for each pair of neighbours, on graphs of half a million to ten million
pairs, where :func:`_pace` is 1."""

PACE = 0.017
"""Seconds of the work of :func:`_pace` on the machine where those were measured."""


class Estimate(NamedTuple):
    """How long an analysis will take on this machine: ``seconds``, measured on a few sources and scaled up.

    ``pivots`` is 0 when betweenness and harmonic closeness will be exact. ``memory`` is the most it will take, in bytes; to
    keep to a bound, entities with fewer links than ``least`` are left out (0: none).
    """

    seconds: float
    engine: str
    pivots: int
    entities: int
    pairs: int
    memory: int = 0
    least: int = 0

    @property
    def error(self) -> float:
        """How far sampled values may be off (:func:`sampling_error`); 0 where they will be exact."""
        return sampling_error(self.pivots, self.entities) if self.pivots else 0.0


def engine_name(pairs: int, name: str) -> str:
    """The engine of that name; for ``auto``, by how many pairs of neighbours there are and what is installed and configured."""
    fast = name == "fast" or (name == "auto" and pairs > FAST_ABOVE and available() and not _backend())
    return "fast" if fast else "networkx"


def engine_for(net: Net, name: str) -> Engine:
    """What measures a net."""
    if engine_name(net.pair_count, name) == "fast":
        from wenmai.analysis.fast import FastEngine

        return FastEngine(net)
    from wenmai.analysis.reference import ReferenceEngine

    return ReferenceEngine(net)


def _backend() -> bool:
    """Whether the person asked NetworkX for a backend of their own."""
    import networkx as nx

    return bool(nx.config.backend_priority.algos)


def choose_pivots(net: Net, wanted: int | None, seed: int) -> Sequence[int]:
    """The sources of betweenness and harmonic closeness: all, or a seeded sample."""
    count = len(net.nodes)
    if wanted is None:
        wanted = 0 if count * net.pair_count <= EXACT_UP_TO else PIVOTS
    if wanted < 0:
        raise InputError("pivots are 0 (every entity) or more")
    if not 0 < wanted < count:
        return range(count)
    return sorted(random.Random(seed).sample(range(count), wanted))  # noqa: S311 - a sample, not a secret


def estimate_time(engine: Engine, pivots: Sequence[int]) -> Estimate:
    """Time a few sources of the two heavy measures and scale up; the rest goes by the pairs and the pace of this machine."""
    from time import perf_counter

    net, few = engine.net, pivots[: max(1, min(4, len(pivots)))]
    seconds = 0.0
    if few:
        engine.betweenness(few[:1], lambda *_: None)  # loads what is loaded once
        engine.harmonic(few[:1], lambda *_: None)
        start = perf_counter()
        engine.betweenness(few, lambda *_: None)
        middle = perf_counter()
        engine.harmonic(few, lambda *_: None)
        sweeps = [-(-len(sources) // engine.together) for sources in (pivots, few)]
        seconds = (middle - start) / len(few) * len(pivots) + (perf_counter() - middle) / sweeps[1] * sweeps[0]
    seconds += OTHERS[engine.name] * net.pair_count * _pace()
    return Estimate(seconds, engine.name, sample_size(net, pivots), len(net.nodes), net.pair_count)


def _pace() -> float:
    """How long this machine takes for some work, beside the one on which :data:`OTHERS` was measured; the best of three."""
    from time import perf_counter

    times = []
    for _ in range(3):
        start = perf_counter()
        sum(sorted(number * 7919 % 100_003 for number in range(100_000)))
        times.append(perf_counter() - start)
    return min(times) / PACE


def sampling_error(sources: int, entities: int) -> float:
    """How far betweenness and harmonic closeness (0 to 1) may be off, for all entities at once, in 95 of 100 samples.

    Both are means over the sources of numbers between 0 and 1 (Hoeffding 1963; for closeness Eppstein & Wang 2004, for
    betweenness Brandes & Pich 2007). Where most distances are alike the true error is far smaller.

    >>> round(sampling_error(256, 1_200_000), 2), round(sampling_error(4096, 1_200_000), 2)
    (0.19, 0.05)
    """
    return sqrt(log(2 * entities / DOUBT) / (2 * sources))


def sample_size(net: Net, pivots: Sequence[int]) -> int:
    """How many entities the sources are; 0 when they are all."""
    return len(pivots) if len(pivots) < len(net.nodes) else 0
