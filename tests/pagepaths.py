"""The paths that the command's search finds, written as the page writes its own: what both must agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.errors import NoPath
from wenmai.paths import find

if TYPE_CHECKING:
    from wenmai.sources import Memory


def paths_of(source: Memory, a: str, b: str, **filters: Any) -> list[list[Any]]:
    """Each path as [score, IRIs, hops as [predicate, forward, other predicates]]; none where the search finds none."""
    try:
        found = list(find(source, a, b, gather=False, **filters))
    except NoPath:
        return []
    return [
        [
            f"{path.score:.4f}",
            [node.iri for node in path.nodes],
            [[hop.predicate, hop.forward, sorted(predicate for predicate, _ in hop.also)] for hop in path.hops],
        ]
        for path in found
    ]
