"""The same measures on large graphs: igraph and SciPy on the arrays of the index (the extras ``wenmai[fast,igraph]``).

Cores, cuts and communities are igraph's; betweenness and PageRank are products with SciPy's sparse matrix; harmonic
closeness is a breadth-first search from 64 sources at once, a bit each (Then et al. 2014, *The more the merrier*).
``tests/test_analysis.py`` holds the results against NetworkX and networkit.
"""

from __future__ import annotations

from array import array
from itertools import islice
from typing import TYPE_CHECKING, Any

from wenmai.analysis.reference import DAMPING, PRECISION, mean_of_others, share

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from wenmai.analysis.net import Net
    from wenmai.analysis.reference import Progress
    from wenmai.analysis.roles import UnlinkedPair

CHUNK = 16
"""How many sources igraph works through between two reports of progress."""

BATCH = 32
"""How many sources one product of matrices carries at most: each takes 8 bytes for every entity, several times over."""

CELLS = 16_000_000
"""How many entities times sources one product carries at most: memory does not grow with what is sampled."""

SHALLOW = 40
"""Up to this distance between entities levels are few and full, and linear algebra beats a search from each source."""

LIKELIEST = 500
"""How many candidates for missing links are handed back, the likeliest first."""

WORD = 64
"""How many sources one breadth-first search carries: the bits of a machine word."""


def available() -> bool:
    """Whether the libraries of ``wenmai[fast,igraph]`` are installed; none is loaded by asking."""
    from importlib.util import find_spec

    return all(find_spec(name) for name in ("igraph", "scipy", "numpy"))


class FastEngine:
    """The measures of a net, by igraph and SciPy; the methods promise what those of ``ReferenceEngine`` do."""

    name = "fast"
    together = WORD
    """How many sources harmonic closeness is taken from in one go."""

    def __init__(self, net: Net) -> None:
        import numpy as np

        self.net = net
        self.count = len(net.nodes)
        self.at, self.to = np.asarray(net.at, dtype=np.int64), np.asarray(net.to)
        self._graph: Any = None
        self._matrix: Any = None

    @property
    def graph(self) -> Any:
        """The igraph graph, made once."""
        if self._graph is None:
            import igraph

            self._graph = igraph.Graph(self.count, edges=self._pairs())
        return self._graph

    def _rows(self) -> Any:
        import numpy as np

        return np.repeat(np.arange(self.count, dtype=self.to.dtype), np.diff(self.at))

    def _pairs(self) -> Any:
        import numpy as np

        rows = self._rows()
        once = rows < self.to
        return np.column_stack((rows[once], self.to[once]))

    def components(self, without: Collection[tuple[int, int]] = ()) -> Sequence[int]:
        """As :meth:`ReferenceEngine.components`, by SciPy."""
        import numpy as np

        rows, to = self._rows(), self.to
        if without:
            gone = np.array([a * self.count + b for a, b in without], dtype=np.int64)
            kept = ~np.isin(np.minimum(rows, to).astype(np.int64) * self.count + np.maximum(rows, to), gone)
            rows, to = rows[kept], to[kept]
        return self._label(rows, to)

    def components_without(self, entity: int) -> Sequence[int]:
        """As :meth:`ReferenceEngine.components_without`, by SciPy."""
        rows = self._rows()
        kept = (rows != entity) & (self.to != entity)
        return self._label(rows[kept], self.to[kept])

    def _label(self, rows: Any, to: Any) -> Sequence[int]:
        import numpy as np
        from scipy.sparse import csr_array  # type: ignore[import-untyped]
        from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

        ones = np.ones(len(rows), dtype=np.int8)
        matrix = csr_array((ones, (rows, to)), shape=(self.count, self.count))
        _, labels = connected_components(matrix, directed=False)
        _, first = np.unique(labels, return_index=True)
        order = np.empty(len(first), dtype=np.int64)
        order[np.argsort(first)] = np.arange(len(first))
        return array("q", order[labels].tobytes())

    def pagerank(self) -> Sequence[float]:
        """As :meth:`ReferenceEngine.pagerank`, by power iteration on a sparse matrix."""
        import numpy as np
        from scipy.sparse import csr_array

        if not self.count:
            return []
        degree = np.diff(self.at)
        lone = degree == 0
        out = 1 / np.maximum(degree, 1)
        matrix = csr_array((out[self.to], self.to, self.at), shape=(self.count, self.count))
        ranks = np.full(self.count, 1 / self.count)
        for _ in range(1000):
            floor = (1 - DAMPING + DAMPING * ranks[lone].sum()) / self.count
            following = DAMPING * (matrix @ ranks) + floor
            change = np.abs(following - ranks).sum()
            ranks = following
            if change < self.count * PRECISION:
                break
        return array("d", ranks.tobytes())

    def betweenness(self, pivots: Sequence[int], progress: Progress) -> Sequence[float]:
        """As :meth:`ReferenceEngine.betweenness`: by linear algebra where the graph is shallow, by igraph where it is deep."""
        import numpy as np

        total = np.zeros(self.count)
        few = np.asarray(pivots[:WORD], dtype=np.int64)
        shallow = len(self.to) > 0 and self._spread(few, np.zeros(self.count)) <= SHALLOW
        step = max(1, min(BATCH, CELLS // self.count)) if shallow else CHUNK
        for start in range(0, len(pivots), step):
            chunk = list(pivots[start : start + step])
            if shallow:
                self._accumulate(np.asarray(chunk, dtype=np.int64), total)
            else:
                total += 2 * np.array(self.graph.betweenness(directed=False, sources=chunk))
            progress(start + len(chunk), len(pivots))
        return array("d", (total * share(self.count, len(pivots) or 1)).tobytes())

    def _accumulate(self, sources: Any, total: Any) -> None:
        """Add the dependencies of some sources on every entity (Brandes 2001), a level of all sources at a time.

        One product with the adjacency matrix takes a level forward and counts its paths, one takes it back and passes the
        dependencies down (Robinson & Kepner 2011, in *Graph Algorithms in the Language of Linear Algebra*).
        """
        import numpy as np

        matrix, columns = self.matrix, np.arange(len(sources))
        paths = np.zeros((self.count, len(sources)))
        paths[sources, columns] = 1.0
        ring, levels = paths, [paths > 0]
        while True:
            ring = matrix @ ring
            ring[paths > 0] = 0.0
            level = ring > 0
            if not level.any():
                break
            paths += ring
            levels.append(level)
        dependency = np.zeros_like(paths)
        for level, above in zip(reversed(levels[1:]), reversed(levels[:-1]), strict=True):
            handed = np.divide(1.0 + dependency, paths, out=np.zeros_like(paths), where=level)
            np.add(dependency, (matrix @ handed) * paths, out=dependency, where=above)
        dependency[sources, columns] = 0.0
        total += dependency.sum(axis=1)

    @property
    def matrix(self) -> Any:
        """The adjacency matrix, made once."""
        import numpy as np
        from scipy.sparse import csr_array

        if self._matrix is None:
            ones = np.ones(len(self.to))
            columns = self.to.astype(np.int32, copy=False), self.at.astype(np.int32)
            self._matrix = csr_array((ones, *columns), shape=(self.count,) * 2)
        return self._matrix

    def harmonic(self, pivots: Sequence[int], progress: Progress) -> Sequence[float]:
        """As :meth:`ReferenceEngine.harmonic`, by breadth-first search from 64 sources at once."""
        import numpy as np

        total = np.zeros(self.count)
        for start in range(0, len(pivots), WORD):
            chunk = np.asarray(pivots[start : start + WORD], dtype=np.int64)
            self._spread(chunk, total)
            progress(start + len(chunk), len(pivots))
        return array("d", mean_of_others(array("d", total.tobytes()), pivots))

    def _spread(self, sources: Any, total: Any) -> int:
        """Add 1/distance from each source to every entity that it reaches; gives the greatest distance."""
        import numpy as np

        busy = np.flatnonzero(np.diff(self.at))
        starts = self.at[busy]
        seen = np.zeros(self.count, dtype=np.uint64)
        seen[sources] = np.uint64(1) << np.arange(len(sources), dtype=np.uint64)
        ring, distance = seen.copy(), 0
        while len(busy) and ring.any():
            distance += 1
            reached = np.zeros(self.count, dtype=np.uint64)
            reached[busy] = np.bitwise_or.reduceat(ring[self.to], starts)
            ring = reached & ~seen
            seen |= ring
            total += np.bitwise_count(ring) / distance
        return distance

    def cores(self) -> Sequence[int]:
        """As :meth:`ReferenceEngine.cores`, by igraph."""
        return array("q", self.graph.coreness())

    def communities(self, seed: int) -> Sequence[int]:
        """Communities by Leiden (Traag, Waltman & van Eck 2019): at least as modular as Louvain's, and connected."""
        import random

        import igraph

        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - a seed, not a secret
        try:
            found = self.graph.community_leiden(objective_function="modularity", n_iterations=2)
        finally:
            igraph.set_random_number_generator(random)
        first: dict[int, int] = {}
        return array("q", [first.setdefault(number, len(first)) for number in found.membership])

    def modularity(self, labels: Sequence[int]) -> float:
        """As :meth:`ReferenceEngine.modularity`, on arrays."""
        import numpy as np

        if not len(self.to):
            return 0.0
        groups = np.asarray(labels)
        inside = groups[self._rows()] == groups[self.to]
        degrees = np.bincount(groups, weights=np.diff(self.at))
        return float(inside.sum() / len(self.to) - ((degrees / len(self.to)) ** 2).sum())

    def articulation_points(self) -> list[int]:
        """As :meth:`ReferenceEngine.articulation_points`, by igraph."""
        return sorted(self.graph.articulation_points())

    def bridges(self) -> list[tuple[int, int]]:
        """As :meth:`ReferenceEngine.bridges`, by igraph."""
        edges = (self.graph.es[number].tuple for number in self.graph.bridges())
        return sorted((min(pair), max(pair)) for pair in edges)

    def unlinked(self, limit: int) -> list[UnlinkedPair]:
        """As :meth:`ReferenceEngine.unlinked`, by multiplying a sparse matrix with itself; the likeliest few hundred only.

        One product carries both sums: the number of shared neighbours in the imaginary part.
        """
        import numpy as np
        from scipy.sparse import csr_array

        from wenmai.analysis.roles import LEAST_SHARED, weigh

        degree = np.diff(self.at)
        rows = self._rows()
        keep = ((degree > 1) & (degree <= limit))[self.to]
        weight = 1 / np.maximum(degree, 1) + 1j
        shape = (self.count, self.count)
        left = csr_array((weight[self.to[keep]], (rows[keep], self.to[keep])), shape=shape)
        right = csr_array((np.ones(int(keep.sum())), (self.to[keep], rows[keep])), shape=shape)
        meet = csr_array(left @ right)
        a, b = np.repeat(np.arange(self.count), np.diff(meet.indptr)), meet.indices
        often = (a < b) & (meet.data.imag >= LEAST_SHARED)
        a, b, allocation = a[often], b[often], meet.data.real[often]
        order = np.lexsort((b, a, -allocation.round(9)))
        likely = (pair for pair in zip(a[order].tolist(), b[order].tolist(), strict=True) if not self.net.linked(*pair))
        return [weigh(self.net, one, other, limit) for one, other in islice(likely, LIKELIEST)]
