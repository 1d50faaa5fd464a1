"""What a first visit may ask: pairs of entities between which there is a telling path, the best cited first."""

from __future__ import annotations

from collections import Counter
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
    from wenmai.standing import Admission

MOST = 3
"""So many pairs are suggested."""

LEAST_DRAWN = 60
"""Of fewer entities all are seen at once: nothing is suggested."""

CANDIDATES, OF_ONE_CLASS = 9, 2
"""Among so many entities pairs are sought, at most so many of them of one class."""

HUB_SHARE = 0.08
"""What more than this share of all that is drawn is linked with is no end of a suggestion: everything is near it."""

HOPS = range(2, 5)
"""How long a suggested path may be: one link tells little, and many tell a story that nobody follows."""

LINKS_READ = 20_000


class Suggestion(NamedTuple):
    """Two entities, and how well the path between them is told: the share of its hops that are cited, and its score."""

    cited: float
    score: float
    ends: tuple[str, str]


def suggested(source: Source, drawn: Sequence[int], admission: Admission) -> list[tuple[str, str]]:
    """The IRIs of up to three pairs, no entity in two of them; the same for the same graph.

    The candidates are the most linked of each class, hubs apart; of the paths between each two the one whose hops are
    most cited comes first, then the most telling.
    """
    if len(drawn) <= LEAST_DRAWN:
        return []
    found = sorted(_between(source, _candidates(source.index, drawn), admission), key=_rank)
    chosen: list[tuple[str, str]] = []
    for one in found:
        if len(chosen) < MOST and not {*one.ends} & {end for ends in chosen for end in ends}:
            chosen.append(one.ends)
    return chosen


def _rank(one: Suggestion) -> tuple[float, float, tuple[str, str]]:
    return -one.cited, -one.score, one.ends


def _candidates(index: Index, drawn: Sequence[int]) -> list[str]:
    """The most linked entities that are no hubs, those with a name first, few of one class where there are others."""
    most = max(len(drawn) * HUB_SHARE, 8)
    near = {node: len(joined(index, node, index.aside)) for node in drawn}
    linked = [node for node in drawn if 1 < near[node] <= most and not set(index.types(node)) & set(QUIET)]
    linked.sort(key=lambda node: (not index.labels(node), -near[node], node))
    kinds: Counter[str] = Counter()
    first: list[int] = []
    for node in linked:
        if all(kinds[kind] < OF_ONE_CLASS for kind in index.types(node)):
            first.append(node)
        kinds.update(index.types(node))
    chosen = dict.fromkeys([*first[:CANDIDATES], *linked[:CANDIDATES]])
    return [index.iri(node) for node in list(chosen)[:CANDIDATES]]


def _between(source: Source, candidates: Sequence[str], admission: Admission) -> Iterator[Suggestion]:
    for a, b in combinations(candidates, 2):
        path = _best(source, a, b, admission)
        if path is not None and path.length in HOPS:
            cited = sum(bool(hop.evidence) for hop in path.hops) / path.length
            yield Suggestion(round(cited, 6), path.score, (a, b))


def _best(source: Source, a: str, b: str, admission: Admission) -> Path | None:
    limits: dict[str, Any] = {"k": 1, "max_hops": HOPS[-1], "max_links": LINKS_READ, "gather": False}
    with collect_notices():  # of searches that nobody asked for
        try:
            return next(find(source, a, b, admission=admission, **limits), None)
        except (NoPath, LimitReached):
            return None
