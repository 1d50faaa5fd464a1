"""What matters in a graph: one call takes every measure, names what it finds and says what each measure means.

NetworkX is the reference (:mod:`wenmai.analysis.reference`). On a graph of more than :data:`FAST_ABOVE` pairs of
neighbours the extras ``wenmai[fast,igraph]`` (igraph, SciPy) takes the same measures (:mod:`wenmai.analysis.fast`); a
configured NetworkX backend goes before it. Everything is seeded, and ties are broken by IRI.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from wenmai.analysis import brokers, central, communities, roles, years
from wenmai.analysis.fast import available
from wenmai.analysis.findings import MEASURES, Analysis, Size
from wenmai.analysis.meanings import meanings
from wenmai.analysis.naming import Naming
from wenmai.analysis.net import ASIDE, Net, build
from wenmai.errors import InputError
from wenmai.sheet import rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from wenmai.analysis.fast import Fast
    from wenmai.analysis.reference import Reference
    from wenmai.sources import Source

    Progress = Callable[[str, int, int], None]
    Engine = Fast | Reference

T = TypeVar("T")

FAST_ABOVE = 20_000
"""Above this many pairs of neighbours ``auto`` takes the fast engine, where it is installed."""

EXACT_UP_TO = 4_000_000
"""Betweenness and harmonic closeness are exact where entities times pairs are no more than this; else sampled."""

PIVOTS = 256
"""How many sources are sampled otherwise."""

OTHERS = 1.3
"""What an estimate allows for the measures that are not timed beforehand."""

SEED = 20211220

KINDS = {
    "figures": ("数据", "figures"),
    "times": ("时间", "times"),
    "documents": ("文件", "documents"),
    "terms": ("术语", "terms"),
    "alone": ("只与这些相连的", "entities linked to these alone"),
}

__all__ = [
    "ASIDE", "EXACT_UP_TO", "FAST_ABOVE", "MEASURES", "PIVOTS", "SEED", "Analysis", "Estimate", "analyze", "estimate",
    "partition",
]  # fmt: skip


class Estimate(NamedTuple):
    """How long an analysis will take on this machine: ``seconds``, measured on a few sources and scaled up.

    ``pivots`` is 0 when betweenness and harmonic closeness will be exact.
    """

    seconds: float
    engine: str
    pivots: int
    entities: int
    pairs: int


def analyze(
    source: Source,
    *,
    top: int = 10,
    include: Collection[str] = (),
    engine: str = "auto",
    pivots: int | None = None,
    seed: int = SEED,
    language: str = "zh",
    progress: Progress | None = None,
    announce: Callable[[Estimate], None] | None = None,
) -> Analysis:
    """Take every measure of a graph.

    Args:
        source: an open graph; an endpoint cannot be read as a whole.
        top: how many rows each section gives at most.
        include: kinds of nodes to be measured too: ``figures``, ``times``, ``documents``, ``terms``.
        engine: ``networkx``, ``fast`` or ``auto``.
        pivots: how many sources betweenness and harmonic closeness are sampled from; 0 takes them all, however long.
        seed: of every random choice.
        language: of labels and sentences, ``zh`` or ``en``.
        progress: called with the name of the measure, what is done and how much there is.
        announce: called once, before the measures, with how long they will take.

    Raises:
        InputError: the graph is an endpoint, or an option is not one of those above, or ``fast`` is not installed.
    """
    _refuse(source, include, engine)
    net = build(source.index, include)
    worker = engine_for(net, engine)
    sources = _pivots(net, pivots, seed)
    if announce is not None:
        announce(_measure(worker, sources))
    return _Run(net, worker, sources, top, seed, language, progress or _silent).analysis()


def estimate(
    source: Source, *, include: Collection[str] = (), engine: str = "auto", pivots: int | None = None, seed: int = SEED
) -> Estimate:
    """How long :func:`analyze` will take, measured on a few sources; takes about a hundredth of that."""
    _refuse(source, include, engine)
    net = build(source.index, include)
    return _measure(engine_for(net, engine), _pivots(net, pivots, seed))


def partition(
    source: Source, *, include: Collection[str] = (), engine: str = "auto", seed: int = SEED
) -> dict[str, int]:
    """The community of every entity: IRI → number as in :attr:`Analysis.communities`; those in none are left out."""
    _refuse(source, include, engine)
    net = build(source.index, include)
    numbers = communities.renumber(engine_for(net, engine).communities(seed))
    return {net.iri(entity): number for entity, number in enumerate(numbers) if number}


def _refuse(source: Source, include: Collection[str], engine: str) -> None:
    if source.kind == "endpoint":
        raise InputError("an endpoint is not read as a whole; load its data into a store and analyze that")
    unknown = set(include) - set(ASIDE)
    if unknown:
        raise InputError(f"cannot include {min(unknown)!r}; it is one of {', '.join(sorted(ASIDE))}")
    if engine not in ("auto", "networkx", "fast"):
        raise InputError(f"there is no engine {engine!r}; it is auto, networkx or fast")
    if engine == "fast" and not available():
        raise InputError(
            "the fast engine is not installed; pip install 'wenmai[fast,igraph]' brings it (igraph is GPL)"
        )


def engine_for(net: Net, name: str) -> Engine:
    """What measures a net: the engine of that name; for ``auto``, by its size and what is installed and configured."""
    if name == "fast" or (name == "auto" and net.pair_count > FAST_ABOVE and available() and not _backend()):
        from wenmai.analysis.fast import Fast

        return Fast(net)
    from wenmai.analysis.reference import Reference

    return Reference(net)


def _backend() -> bool:
    """Whether the person asked NetworkX for a backend of their own."""
    import networkx as nx

    return bool(nx.config.backend_priority.algos)


def _pivots(net: Net, wanted: int | None, seed: int) -> Sequence[int]:
    """The sources of betweenness and harmonic closeness: all, or a seeded sample."""
    count = len(net.nodes)
    if wanted is None:
        wanted = 0 if count * net.pair_count <= EXACT_UP_TO else PIVOTS
    if wanted < 0:
        raise InputError("pivots are 0 (every entity) or more")
    if not 0 < wanted < count:
        return range(count)
    return sorted(random.Random(seed).sample(range(count), wanted))  # noqa: S311 - a sample, not a secret


def _silent(name: str, done: int, total: int) -> None:
    """Report nothing."""


def _measure(engine: Engine, pivots: Sequence[int]) -> Estimate:
    """Time a few sources of the two heavy measures and the rest's share, and scale up."""
    from time import perf_counter

    net, few = engine.net, pivots[: max(1, min(4, len(pivots)))]
    seconds = 0.0
    if few:
        engine.betweenness(few[:1], lambda *_: None)  # loads what is loaded once
        engine.harmonic(few[:1], lambda *_: None)
        start = perf_counter()
        engine.betweenness(few, lambda *_: None)
        engine.harmonic(few, lambda *_: None)
        seconds = (perf_counter() - start) / len(few) * len(pivots) * OTHERS
    return Estimate(seconds, engine.name, _sampled(net, pivots), len(net.nodes), net.pair_count)


def _sampled(net: Net, pivots: Sequence[int]) -> int:
    return len(pivots) if len(pivots) < len(net.nodes) else 0


class _Run:
    """One analysis under way: every measure taken once, in a fixed order."""

    def __init__(
        self, net: Net, engine: Engine, pivots: Sequence[int], top: int, seed: int, language: str, progress: Progress
    ) -> None:
        self.net, self.engine, self.pivots, self.top, self.seed = net, engine, pivots, top, seed
        self.naming, self.progress = Naming(net, language), progress
        self.labels = self._take("components", engine.components)
        self.values = self._centralities()
        self.cores = self._take("core", engine.cores)
        self.partition = self._take("communities", lambda: engine.communities(seed))
        self.numbers = communities.renumber(self.partition)
        self.cuts = self._take("articulation points", engine.articulation_points)
        self.bridges = self._take("bridges", engine.bridges)

    def _take(self, name: str, measure: Callable[[], T]) -> T:
        self.progress(name, 0, 1)
        found = measure()
        self.progress(name, 1, 1)
        return found

    def _centralities(self) -> list[Sequence[float]]:
        """The values of each of ``MEASURES``, by entity."""
        net, engine, pivots = self.net, self.engine, self.pivots
        return [
            [net.count(entity) for entity in range(len(net.nodes))],
            engine.betweenness(pivots, lambda done, total: self.progress("betweenness", done, total)),
            self._take("pagerank", engine.pagerank),
            engine.harmonic(pivots, lambda done, total: self.progress("harmonic", done, total)),
        ]

    def analysis(self) -> Analysis:
        naming, top, net = self.naming, self.top, self.net
        rankings = [central.Ranking(values) for values in self.values]
        groups = communities.describe(naming, self.numbers, self.values[2], top)
        limit = roles.hub_limit(net)
        pairs = self._take("missing links", lambda: self.engine.unlinked(limit))
        brokering = (self.values[1], self.numbers, groups, frozenset(self.cuts), top)
        return Analysis(
            size=self._size(),
            components=central.component_list(naming, self.labels, top),
            degrees=self._degrees(),
            central=tuple(
                central.describe(naming, one, rankings, self.cores[one], self.numbers[one])
                for one in central.leaders(rankings, top)
            ),
            modularity=rounded(self.engine.modularity(self.partition), 4),
            communities=groups,
            brokers=brokers.describe(naming, self.engine, *brokering),
            articulation_points=len(self.cuts),
            bridge_count=len(self.bridges),
            bridges=brokers.bridge_list(naming, self.engine, self.bridges, self.labels, top),
            cores=central.core_list(naming, self.cores, top),
            roles=roles.similar(naming, top),
            missing=tuple(roles.missing(naming, pair) for pair in roles.likeliest(pairs, top)),
            years=years.by_year(naming),
            meanings=meanings(naming.language),
            notes=tuple(self._notes(limit)),
            engine=self.engine.name,
            pivots=_sampled(net, self.pivots),
            seed=self.seed,
            language=naming.language,
        )

    def _size(self) -> Size:
        net = self.net
        count, pairs = len(net.nodes), net.pair_count
        around = sorted(net.count(entity) for entity in range(count))
        middle = (around[(count - 1) // 2] + around[count // 2]) / 2 if count else 0.0
        return Size(
            entities=count,
            links=sum(net.links) // 2,
            pairs=pairs,
            predicates=len(net.predicates()),
            classes=len({kind for kinds in net.classes for kind in kinds}),
            isolated=sum(not one for one in around),
            components=len(set(self.labels)),
            density=rounded(2 * pairs / (count * (count - 1)), 4) if count > 1 else 0.0,
            mean_neighbours=rounded(2 * pairs / count, 4) if count else 0.0,
            median_neighbours=middle,
            most_neighbours=around[-1] if around else 0,
            aside=net.aside,
        )

    def _degrees(self) -> tuple[tuple[int, int], ...]:
        from collections import Counter

        return tuple(sorted(Counter(map(int, self.values[0])).items()))

    def _notes(self, limit: int) -> list[str]:
        """What was left out, sampled or bounded."""
        say, net, notes = self.naming.say, self.net, []
        if net.aside:
            listed = ", ".join(f"{say(*KINDS[kind])} {count:,}" for kind, count in net.aside)
            zh = f"未计入的节点:{listed}(--include 可计入)"
            notes.append(say(zh, f"left aside: {listed} (--include measures them)"))
        notes.append(
            say(
                "各项衡量不看链接的方向与重数:两个实体间无论几条事实,都算一对邻居。",
                "measures take no account of direction: however many facts link two entities, they are one pair.",
            )
        )
        if _sampled(net, self.pivots):
            share = f"{len(self.pivots):,}/{len(net.nodes):,}"
            notes.append(
                say(
                    f"中介度与接近度由 {share} 个抽样起点估计(种子 {self.seed});--exact 逐一计算。",
                    f"betweenness and harmonic are estimates from {share} sampled sources (seed {self.seed}); "
                    "--exact takes all.",
                )
            )
        if limit < max(map(int, self.values[0]), default=0):
            notes.append(
                say(
                    f"可能缺失的链接:邻居多于 {limit:,} 的共同邻居不计。",
                    f"missing links: shared neighbours with more than {limit:,} neighbours are not counted.",
                )
            )
        if len(net.nodes) > roles.CANDIDATES:
            notes.append(
                say(
                    f"角色只在邻居最多的 {roles.CANDIDATES} 个实体之间比较。",
                    f"roles are compared among the {roles.CANDIDATES} entities with the most neighbours.",
                )
            )
        return notes
