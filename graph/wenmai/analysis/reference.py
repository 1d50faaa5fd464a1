"""The measures as NetworkX defines them: the reference, and the way that NetworkX's backends take part in.

Every call goes through NetworkX's dispatcher, so ``NETWORKX_BACKEND_PRIORITY=cugraph`` (or ``networkx.config``) sends
the heavy ones to that backend.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.analysis.communities import modularity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    import networkx as nx

    from wenmai.analysis.net import Net
    from wenmai.analysis.roles import UnlinkedPair

    Progress = Callable[[int, int], None]

DAMPING = 0.85
"""PageRank's chance of following a link rather than jumping anywhere (Brin & Page 1998)."""

PRECISION = 1e-10
"""PageRank stops when a round changes all entities together by less than this times their number."""


class ReferenceEngine:
    """The measures of a net, by NetworkX. Results are in the order of the net's entities."""

    name = "networkx"
    together = 1
    attempts = 4
    """How many seeded runs of Louvain the best is taken of; one alone on a graph of more than ``SMALL`` pairs."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self._graph: nx.Graph | None = None

    @property
    def graph(self) -> nx.Graph:
        """The simple undirected graph, made once."""
        if self._graph is None:
            import networkx as nx

            self._graph = nx.Graph()
            self._graph.add_nodes_from(range(len(self.net.nodes)))
            self._graph.add_edges_from(self.net.pairs())
        return self._graph

    def components(self, without: Collection[tuple[int, int]] = ()) -> list[int]:
        """The number of each entity's component, once the given pairs are taken away."""
        import networkx as nx

        graph = self.graph
        if without:
            graph = graph.copy()
            graph.remove_edges_from(without)
        return _number(nx.connected_components(graph), len(self.net.nodes))

    def components_without(self, entity: int) -> list[int]:
        """The number of each entity's component once ``entity`` is cut from all its neighbours."""
        return self.components([(entity, other) for other in self.net.neighbours(entity)])

    def pagerank(self) -> list[float]:
        """PageRank on the undirected graph with damping 0.85; sums to 1 (Brin & Page 1998)."""
        try:
            import scipy  # type: ignore[import-untyped] # noqa: F401 - NetworkX needs it here
        except ImportError:
            return power_iteration(self.net)
        import networkx as nx

        found = nx.pagerank(self.graph, alpha=DAMPING, tol=PRECISION, max_iter=1000)
        return [found[entity] for entity in range(len(found))]

    def betweenness(self, pivots: Sequence[int], progress: Progress) -> list[float]:
        """Shortest-path betweenness (Freeman 1977; Brandes 2001) as a share of the pairs of other entities.

        With fewer ``pivots`` than entities, the estimate of Brandes & Pich 2007 from those sources.
        """
        import networkx as nx

        graph, count = self.graph, len(self.net.nodes)
        if len(pivots) == count:
            exact = nx.betweenness_centrality(graph, normalized=True)
            progress(count, count)
            return [exact[entity] for entity in range(count)]
        total = [0.0] * count
        for start in range(0, len(pivots), CHUNK):
            chunk = list(pivots[start : start + CHUNK])
            part = nx.betweenness_centrality_subset(graph, chunk, list(graph), normalized=False)
            total = [sofar + part[entity] for entity, sofar in enumerate(total)]
            progress(start + len(chunk), len(pivots))
        return [2 * value * share(count, len(pivots)) for value in total]

    def harmonic(self, pivots: Sequence[int], progress: Progress) -> list[float]:
        """Harmonic closeness (Marchiori & Latora 2000): the mean of 1/distance to the others, 0 where there is no way.

        With fewer ``pivots`` than entities, the mean over those (Eppstein & Wang 2004).
        """
        import networkx as nx

        count = len(self.net.nodes)
        sources = None if len(pivots) == count else pivots
        found = nx.harmonic_centrality(self.graph, sources=sources)
        progress(len(pivots), len(pivots))
        return mean_of_others([found[entity] for entity in range(count)], pivots)

    def cores(self) -> list[int]:
        """The core number of each entity (Seidman 1983; Batagelj & Zaveršnik 2003)."""
        import networkx as nx

        found = nx.core_number(self.graph)
        return [found[entity] for entity in range(len(found))]

    def communities(self, seed: int) -> list[int]:
        """Communities by Louvain (Blondel et al. 2008), the best modularity of a few seeded runs."""
        import networkx as nx

        attempts = self.attempts if self.net.pair_count <= SMALL else 1
        runs = [nx.community.louvain_communities(self.graph, seed=seed + attempt) for attempt in range(attempts)]
        if not self.net.to:
            return _number(runs[0], len(self.net.nodes))
        best = max(runs, key=lambda run: round(nx.community.modularity(self.graph, run), 12))
        return _number(best, len(self.net.nodes))

    def modularity(self, labels: Sequence[int]) -> float:
        """Newman & Girvan's modularity (2004) of the partition that gives each entity its label."""
        return modularity(self.net, labels)

    def articulation_points(self) -> list[int]:
        """Articulation points: entities whose removal splits their component (Hopcroft & Tarjan 1973), ascending."""
        import networkx as nx

        return sorted(nx.articulation_points(self.graph))

    def bridges(self) -> list[tuple[int, int]]:
        """Bridges: pairs of neighbours whose removal splits their component, the smaller number first, ascending."""
        import networkx as nx

        return sorted((min(pair), max(pair)) for pair in nx.bridges(self.graph))

    def unlinked(self, limit: int) -> list[UnlinkedPair]:
        """Pairs without a link that share neighbours, each of at most ``limit`` neighbours: see ``roles.unlinked``."""
        from wenmai.analysis.roles import unlinked

        return unlinked(self.net, limit)


SMALL = 20_000
"""Up to this many pairs of neighbours several runs cost little."""

CHUNK = 8
"""How many sources are worked through between two reports of progress."""


def share(count: int, pivots: int) -> float:
    """What turns a sum over ``pivots`` sources into a share of the ordered pairs of other entities."""
    pairs = (count - 1) * (count - 2)
    return count / pivots / pairs if pairs > 0 else 0.0


def mean_of_others(sums: Sequence[float], pivots: Sequence[int]) -> list[float]:
    """Sums of 1/distance from the pivots as means; an entity is not counted as a pivot of itself."""
    sampled = frozenset(pivots)
    counts = (len(sampled) - (entity in sampled) for entity in range(len(sums)))
    return [value / count if count else 0.0 for value, count in zip(sums, counts, strict=True)]


def power_iteration(net: Net) -> list[float]:
    """PageRank by power iteration in plain Python, for an installation without SciPy; equals NetworkX's."""
    count = len(net.nodes)
    if not count:
        return []
    ranks = [1 / count] * count
    lone = [entity for entity in range(count) if not net.count(entity)]
    for _ in range(1000):
        given = [rank / (net.count(entity) or 1) for entity, rank in enumerate(ranks)]
        floor = (1 - DAMPING + DAMPING * sum(ranks[entity] for entity in lone)) / count
        following = [floor + DAMPING * sum(given[other] for other in net.neighbours(entity)) for entity in range(count)]
        change = sum(abs(new - old) for new, old in zip(following, ranks, strict=True))
        ranks = following
        if change < count * PRECISION:
            break
    return ranks


def _number(groups: Iterable[set[int]], count: int) -> list[int]:
    """The groups as a number for each entity, in the order in which the groups' first entities come."""
    numbers = [0] * count
    for number, group in enumerate(sorted(sorted(group) for group in groups)):
        for entity in group:
            numbers[entity] = number
    return numbers
