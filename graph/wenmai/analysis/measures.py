"""One call takes every measure, each once and in a fixed order, and names what it finds.

Everything is seeded, and ties are broken by IRI.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, TypeVar

from wenmai.analysis import brokers, central, communities, roles, years
from wenmai.analysis.bounds import MEMORY, fit
from wenmai.analysis.engines import choose_pivots, engine_for, engine_name, estimate_time, sample_size, sampling_error
from wenmai.analysis.fast import available
from wenmai.analysis.findings import Analysis, Size
from wenmai.analysis.meanings import meanings
from wenmai.analysis.naming import Naming
from wenmai.analysis.net import ASIDE, ROLES, Net, build
from wenmai.errors import InputError
from wenmai.languages import counted
from wenmai.rendering.sheet import rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from wenmai.analysis.engines import Engine, Estimate
    from wenmai.sources import Source

    Progress = Callable[[str, int, int], None]

T = TypeVar("T")

SEED = 20211220
"""Of every random choice, unless another is given: the day of the packaged report."""

KINDS = {
    "figures": ("数据", "figures"),
    "times": ("时间", "times"),
    "documents": ("文件", "documents"),
    "terms": ("术语", "terms"),
    "alone": ("只与这些相连的", "entities linked to these alone"),
    "few": ("链接很少的实体", "entities with few links"),
    ROLES: ("不表示联系的链接", "links that connect nothing"),
}


def analyze(
    source: Source,
    *,
    top: int = 10,
    include: Collection[str] = (),
    engine: str = "auto",
    pivots: int | None = None,
    seed: int = SEED,
    language: str = "zh",
    memory: int = MEMORY,
    progress: Progress | None = None,
    announce: Callable[[Estimate], None] | None = None,
) -> Analysis:
    """Take every measure of a graph.

    Args:
        source: an open graph; an endpoint cannot be read as a whole.
        top: how many rows each section gives at most.
        include: kinds of nodes to be measured too: ``figures``, ``times``, ``documents``, ``terms``; ``administrative`` for links
            whose role connects nothing.
        engine: ``networkx``, ``fast`` or ``auto``.
        pivots: how many sources betweenness and harmonic closeness are sampled from; 0 takes them all, however long.
        seed: of every random choice.
        language: of labels and sentences, ``zh`` or ``en``.
        memory: how many bytes it may take. Of a graph that needs more, the entities with the most links are measured, as many as
            fit, and what links them; notes say so.
        progress: called with the name of the measure, what is done and how much there is.
        announce: called once, before the measures, with how long they will take, and how much memory.

    Raises:
        InputError: the graph is an endpoint, or an option is not one of those above, or ``fast`` is not installed, or nothing
            fits the memory.
    """
    _refuse(source, include, engine)
    bounds = fit(source.index, engine_name(source.index.link_count, engine), memory)
    net = build(source.index, include, progress or _silent, least=bounds.least)
    worker = engine_for(net, engine)
    sources = choose_pivots(net, pivots, seed)
    if announce is not None:
        announce(estimate_time(worker, sources)._replace(memory=bounds.memory, least=bounds.least))
    return _Run(net, worker, sources, top, seed, language, progress or _silent, bounds.least).analysis()


def estimate(
    source: Source,
    *,
    include: Collection[str] = (),
    engine: str = "auto",
    pivots: int | None = None,
    seed: int = SEED,
    memory: int = MEMORY,
) -> Estimate:
    """How long :func:`analyze` will take, measured on a few sources, and how much memory; takes about a hundredth of that."""
    _refuse(source, include, engine)
    bounds = fit(source.index, engine_name(source.index.link_count, engine), memory)
    net = build(source.index, include, least=bounds.least)
    found = estimate_time(engine_for(net, engine), choose_pivots(net, pivots, seed))
    return found._replace(memory=bounds.memory, least=bounds.least)


def partition(
    source: Source, *, include: Collection[str] = (), engine: str = "auto", seed: int = SEED
) -> dict[str, int]:
    """The community of every entity: IRI → number as in :attr:`Analysis.communities`; those in none are left out."""
    _refuse(source, include, engine)
    net = build(source.index, include)
    numbers = communities.renumber(engine_for(net, engine).communities(seed))
    return {net.iri(entity): number for entity, number in enumerate(numbers) if number}


def _refuse(source: Source, include: Collection[str], engine: str) -> None:
    if not source.links_here:
        raise InputError(f"{source.described} is not read as a whole; load its data into a store and analyze that")
    unknown = set(include) - {*ASIDE, ROLES}
    if unknown:
        raise InputError(f"cannot include {min(unknown)!r}; it is one of {', '.join(sorted({*ASIDE, ROLES}))}")
    if engine not in ("auto", "networkx", "fast"):
        raise InputError(f"there is no engine {engine!r}; it is auto, networkx or fast")
    if engine == "fast" and not available():
        raise InputError(
            "the fast engine is not installed; pip install 'wenmai[fast,igraph]' brings it (igraph is GPL)"
        )


def _silent(name: str, done: int, total: int) -> None:
    """Report nothing."""


class _Run:
    """One analysis under way: every measure taken once, in a fixed order."""

    def __init__(
        self,
        net: Net,
        engine: Engine,
        pivots: Sequence[int],
        top: int,
        seed: int,
        language: str,
        progress: Progress,
        least: int,
    ) -> None:
        self.net, self.engine, self.pivots, self.top, self.seed = net, engine, pivots, top, seed
        self.least = least
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
            array("q", map(net.count, range(len(net.nodes)))),
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
            pivots=sample_size(net, self.pivots),
            seed=self.seed,
            language=naming.language,
        )

    def _size(self) -> Size:
        """The counts of the net that is measured; each pair of neighbours counts once, however many links it has."""
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
            all_entities=net.origin.node_count,
            all_links=net.origin.link_count,
        )

    def _degrees(self) -> tuple[tuple[int, int], ...]:
        from collections import Counter

        return tuple(sorted(Counter(map(int, self.values[0])).items()))

    def _notes(self, limit: int) -> list[str]:
        """What was left out, sampled or bounded."""
        say, net, notes = self.naming.say, self.net, []
        if net.aside:
            listed = ", ".join(f"{say(*KINDS[kind])} {count:,}" for kind, count in net.aside)
            entities, links = len(net.nodes), sum(net.links) // 2
            every, facts = net.origin.node_count, net.origin.link_count
            notes.append(
                say(
                    f"度量了{every:,}个实体中的{entities:,}个、{facts:,}条链接中的{links:,}条;未计入:{listed}(--include 可计入)",
                    f"measured: {entities:,} of {counted(every, 'entities')}, {links:,} of {counted(facts, 'links')}; left aside: {listed} "
                    "(--include measures them)",
                )
            )
        notes.append(
            say(
                "各项衡量不看链接的方向与重数:两个实体间无论几条事实,都算一对邻居。",
                "measures take no account of direction: however many facts link two entities, they are one pair.",
            )
        )
        if self.least:
            notes.append(
                say(
                    f"为不超过内存限度,只度量链接不少于 {self.least:,} 条的实体及其间的链接;--memory 可放宽。",
                    f"to keep to the bound on memory, only entities with {self.least:,} links or more are measured, and the links "
                    "between them; --memory allows more.",
                )
            )
        if sample_size(net, self.pivots):
            share = f"{len(self.pivots):,}/{len(net.nodes):,}"
            error = f"{sampling_error(len(self.pivots), len(net.nodes)):.2f}"
            notes.append(
                say(
                    f"中介度与接近度由 {share} 个抽样起点估计(种子 {self.seed}),95% 的把握下各值偏差不超过 {error};--exact 逐一计算。",
                    f"betweenness and harmonic are estimates from {share} sampled sources (seed {self.seed}), all within "
                    f"{error} of the true values with 95 %; --exact takes all.",
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
                    f"roles are compared among the {counted(roles.CANDIDATES, 'entities')} with the most neighbours.",
                )
            )
        return notes
