"""The communities of plain pairs of numbers, for a map of a graph that is not measured otherwise."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def membership(count: int, pairs: Sequence[tuple[int, int]], seed: int) -> list[int]:
    """The number of each node's community: by Leiden where igraph is installed, else by Louvain; -1 for one in no pair."""
    try:
        import igraph
    except ImportError:
        return _louvain(count, pairs, seed)
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - a map keeps no secrets
    try:
        members: list[int] = igraph.Graph(count, pairs).community_leiden("modularity", n_iterations=4).membership
        return members
    finally:
        igraph.set_random_number_generator(random)


def _louvain(count: int, pairs: Sequence[tuple[int, int]], seed: int) -> list[int]:
    """The communities of NetworkX, numbered in its order."""
    import networkx as nx

    graph: Any = nx.Graph(pairs)
    place = {
        node: number
        for number, members in enumerate(nx.community.louvain_communities(graph, seed=seed))
        for node in members
    }
    return [place.get(node, -1) for node in range(count)]
