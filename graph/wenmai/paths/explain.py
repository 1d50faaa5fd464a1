"""Why there is no path: the filter that forbids it, or the gap in the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.errors import LimitReached
from wenmai.languages import is_chinese
from wenmai.paths.costs import CLOSED, Filters, Walk
from wenmai.paths.shortest import Outcome, fewest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.index import Index


def explain(index: Index, start: int, goal: int, filters: Filters, max_links: int, language: str) -> str:
    """One sentence that names the filters or the gap that left no path from ``start`` to ``goal``."""
    say = _Sentences(index, start, goal, language)
    ends = Walk(index, filters, (start, goal), ranked=False)
    for node in (start, goal):
        if not ends.exist(node):
            return say.not_yet(node, str(filters.as_of))
    bare = _reach(index, start, goal, Filters(), max_links)
    if bare.nodes is None:
        return say.gap(bare, index)
    culprits = [
        (name, hops)
        for name, looser in _each_dropped(filters)
        if (hops := _hops_within(index, start, goal, looser, max_links)) is not None
    ]
    return say.filters(culprits, len(bare.nodes) - 1)


def _hops_within(index: Index, start: int, goal: int, filters: Filters, max_links: int) -> int | None:
    """The fewest hops from ``start`` to ``goal`` within ``filters``, via included; ``None`` when no path was found."""
    if not filters.via:
        nodes = _reach(index, start, goal, filters, max_links).nodes
        return None if nodes is None else len(nodes) - 1
    from wenmai.paths.cheapest import Search

    walk = Walk(index, filters, (start, goal), ranked=False)
    if any(walk.through[node] == CLOSED for node in filters.via):
        return None
    try:
        best = next(iter(Search(walk, start, goal, 1, max_links, filters.max_hops)), None)
    except LimitReached:
        return None
    return None if best is None else len(best.nodes) - 1


def _reach(index: Index, start: int, goal: int, filters: Filters, max_links: int) -> Outcome:
    """A shortest path within ``filters`` (via aside), or what was seen without one; nothing when the bound was met first."""
    try:
        return fewest(Walk(index, filters, (start, goal), ranked=False), start, goal, max_links)
    except LimitReached:
        return Outcome(None)


def _each_dropped(filters: Filters) -> list[tuple[str, Filters]]:
    """The filters with one of them dropped, for each that is set, under the name a person knows it by."""
    free = Filters()
    names = {"avoid": "--avoid", "only": "--only", "without": "--except", "types": "--type", "directed": "--directed"}
    names |= {
        "max_degree": "--max-degree",
        "as_of": "--as-of",
        "stated_only": "--stated-only",
        "statuses": "--status",
        "max_hops": "--max-hops",
        "via": "--via",
        "aside": ROLES,
    }
    return [
        (option, filters._replace(**{field: getattr(free, field)}))
        for field, option in names.items()
        if getattr(filters, field) != getattr(free, field)
    ]


ROLES = "roles (--all-links)"
"""What keeps links aside whose role connects nothing."""


class _Sentences:
    """The reasons, in the asked language."""

    def __init__(self, index: Index, start: int, goal: int, language: str) -> None:
        self.index, self.zh, self.language = index, is_chinese(language), language
        self.a, self.b = index.label(start, language), index.label(goal, language)
        self.head = f"{self.a}与{self.b}之间没有路径" if self.zh else f"no path between {self.a} and {self.b}"

    def not_yet(self, node: int, day: str) -> str:
        name, begin = self.index.label(node, self.language), self.index.node_span(node)[0]
        if self.zh:
            return f"{self.head}:截至{day},{name}尚未开始({begin}起)"
        return f"{self.head}: as of {day}, {name} had not begun (it begins {begin})"

    def gap(self, found: Outcome, index: Index) -> str:
        size, name = found.size, self.b if found.closed else self.a
        if found.closed is None:
            return (
                f"{self.head}:查到上限为止未相遇"
                if self.zh
                else f"{self.head}: the searches did not meet within the bound"
            )
        if size == 1:
            return (
                f"{self.head}:{name}与其他实体没有任何链接"
                if self.zh
                else f"{self.head}: {name} has no link to any other entity"
            )
        if self.zh:
            return f"{self.head}:图在此断开,{name}所在的部分只有{size}个实体(全图{index.node_count}个)"
        return (
            f"{self.head}: the graph has a gap here; the part around {name} holds {size} of {index.node_count} entities"
        )

    def filters(self, culprits: Sequence[tuple[str, int | None]], bare: int) -> str:
        if not [name for name, _ in culprits if name != ROLES] and culprits:
            hops = culprits[0][1]
            if self.zh:
                return f"{self.head}是表示联系的;也走其余的链接(--all-links)则有({hops}跳)"
            return f"{self.head} by links that connect; by the others there is one ({_hops(hops)}): --all-links"
        if culprits:
            each = [f"{name}({hops}跳)" if self.zh else f"{name} ({_hops(hops)})" for name, hops in culprits]
            if self.zh:
                return f"{self.head}:受限于筛选;去掉其中一项即有路径:{'、'.join(each)}"
            return f"{self.head} under these filters; dropping one of these alone leaves a path: {', '.join(each)}"
        if self.zh:
            return f"{self.head}:多项筛选合在一起排除了所有路径;不加筛选时最短{bare}跳"
        return f"{self.head}: the filters together exclude every path; without any, the shortest has {_hops(bare)}"


def _hops(count: int | None) -> str:
    return "1 hop" if count == 1 else f"{count} hops"
