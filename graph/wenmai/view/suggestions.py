"""What a first visit may ask: pairs of entities between which there is a telling path, the best cited first."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.errors import LimitReached, NoPath
from wenmai.notices import collect_notices
from wenmai.paths import find
from wenmai.view.data import QUIET
from wenmai.view.parts import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wenmai.index import Index
    from wenmai.model import Path
    from wenmai.sources import Source
    from wenmai.statements.standing import Admission

MOST = 3
"""So many pairs are suggested."""

LEAST_DRAWN = 60
"""Of fewer entities all are seen at once: nothing is suggested."""

CANDIDATES = 16
"""Between so many pairs the best path is sought."""

MIDDLE = range(2, 7)
"""What joins a pair has so many neighbours: a meeting, a plan, a street, and not what everything hangs on."""

HUB_SHARE = 0.08
"""What more than this share of all that is drawn is linked with is no end of a suggestion: everything is near it."""

HOPS = range(2, 5)
"""How long a suggested path may be: one link tells little, and many tell a story that nobody follows."""

LINKS_READ = 20_000


class Suggestion(NamedTuple):
    """Two entities with what makes the path between them a good one to begin with.

    ``cited`` is the share of its hops that are cited, ``kinds`` how many kinds of links it has, ``longest`` the characters of
    the longer of the ends' names.
    """

    cited: float
    kinds: int
    longest: int
    ends: tuple[str, str]


def suggested(source: Source, drawn: Sequence[int], admission: Admission) -> list[tuple[str, str]]:
    """The IRIs of up to three pairs, no entity in two of them; the same for the same graph.

    The candidates are two hops apart, by something with few neighbours, and have the most kinds of links; of the paths between them
    the best cited come first, then those of more kinds of links, then those between short names: what goes by one is known.
    """
    if len(drawn) <= LEAST_DRAWN:
        return []
    found = list(_told(source, _candidates(source.index, drawn), admission))
    chosen: list[tuple[str, str]] = []
    for one in sorted(found, key=lambda one: (-one.cited, -one.kinds, one.longest)):
        if len(chosen) < MOST and not {*one.ends} & {end for ends in chosen for end in ends}:
            chosen.append(one.ends)
    return chosen


def _candidates(index: Index, drawn: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of named entities, no hubs, that something with few neighbours joins: those with the most kinds of links first."""
    most = max(len(drawn) * HUB_SHARE, 8)
    loud = [node for node in drawn if not set(index.types(node)) & set(QUIET)]
    near = {node: joined(index, node, index.aside) for node in loud}
    kinds = {node: len({way for way in index.ways(node)[1] if way >> 1 not in index.aside}) for node in loud}
    ends = {node for node in loud if 1 < len(near[node]) <= most and index.labels(node)}
    pairs = {
        pair
        for middle in loud
        if len(near[middle]) in MIDDLE
        for pair in combinations(sorted(near[middle] & ends), 2)
        if pair[1] not in near[pair[0]]
    }
    told = sorted(
        pairs, key=lambda pair: (-min(kinds[pair[0]], kinds[pair[1]]), -kinds[pair[0]] - kinds[pair[1]], pair)
    )
    return told[:CANDIDATES]


def _told(source: Source, pairs: Sequence[tuple[int, int]], admission: Admission) -> Iterator[Suggestion]:
    index = source.index
    for pair in pairs:
        a, b = map(index.iri, pair)
        path = _best(source, a, b, admission)
        if path is not None and path.length in HOPS:
            cited = sum(bool(hop.evidence) for hop in path.hops) / path.length
            kinds = len({hop.predicate for hop in path.hops})
            yield Suggestion(round(cited, 6), kinds, max(_shortest(index, node) for node in pair), (a, b))


def _shortest(index: Index, node: int) -> int:
    """How long an entity's name is in the language in which it is shortest: the same for every reader."""
    return min(map(len, index.labels(node).values()))


def _best(source: Source, a: str, b: str, admission: Admission) -> Path | None:
    limits: dict[str, Any] = {"k": 1, "max_hops": HOPS[-1], "max_links": LINKS_READ, "gather": False}
    with collect_notices():  # of searches that nobody asked for
        try:
            return next(find(source, a, b, admission=admission, **limits), None)
        except (NoPath, LimitReached):
            return None
