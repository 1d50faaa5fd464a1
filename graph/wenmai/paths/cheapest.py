"""The *k* cheapest simple paths, exactly and in order; or, at the limit of links, the best that were found and what is proven.

The order is that of (cost, hops, nodes): of paths of one cost the shorter comes first, then the one whose nodes come first in
the order of their IRIs. Between two entities, two balls meet (:mod:`wenmai.paths.meeting`). A path through ``via`` is made of
parts, one for each pair of neighbours in an order of its entities; each part is a meeting, and what the other parts cost at
least is taken off its bound.
"""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from wenmai.errors import LimitReached
from wenmai.languages import counted
from wenmai.paths.along import Arcs, Whole
from wenmai.paths.ball import FAR, Hops
from wenmai.paths.costs import NO_LIMIT
from wenmai.paths.meeting import Meeting
from wenmai.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wenmai.paths.costs import Walk

    Progressed = Callable[["State"], object]

LOOKED = 1 << 15
"""After so many links, the paths found until then are looked at for the first time; then each time they are twice as many."""

LOOKED_VIA = 256
"""The same for paths made of parts, which have no other bound than paths that were found."""

EXTENDED = 50_000
"""How many partial paths are extended along arcs at most while links are still being read."""


class Found(NamedTuple):
    """A path; ``unseen`` is what a path that was left out costs at least, ``None`` where this one is proven to be the next best."""

    cost: int
    nodes: tuple[int, ...]
    unseen: int | None = None


class State(NamedTuple):
    """How far a search is: links read, the nodes of the best path so far with its cost, and the least that one not seen yet can cost."""

    links: int
    best: tuple[int, tuple[int, ...]] | None
    unseen: int


class Search:
    """The ``k`` cheapest paths of at most ``max_hops`` from ``start`` to ``goal`` within the filters of a walk.

    ``cut`` is set when the limit of links was met first: what a path that was left out costs at least.
    """

    def __init__(
        self,
        walk: Walk,
        start: int,
        goal: int,
        k: int,
        max_links: int,
        max_hops: int,
        progress: Progressed | None = None,
    ) -> None:
        self.walk, self.k, self.max_links, self._progress = walk, k, max_links, progress
        via = walk.filters.via
        self._hops = None if max_hops >= NO_LIMIT else max_hops
        self._orders = [(start, *order, goal) for order in permutations(via)]
        limit = Hops(1, 0) if self._hops is None else Hops(self._hops - len(via), 1)
        closed = frozenset((start, goal, *via))
        pairs = {pair for order in self._orders for pair in pairwise(order)} if limit.most > 0 else set()
        self._meetings = {pair: Meeting(walk, *pair, 1 if via else k, limit, closed) for pair in sorted(pairs)}
        self._toll = sum(walk.through[node] for node in via)
        self._bound = FAR
        self._look_at = LOOKED_VIA if via else LOOKED
        self._paths: list[Whole] = []
        self.cut: int | None = None

    def __iter__(self) -> Iterator[Found]:
        """Yield each path as soon as it is proven to be the next; at the limit of links, the others as they were found.

        Raises LimitReached when there was none until then.
        """
        given = 0
        for unseen in self._rounds():
            done = unseen >= FAR
            for path in self._paths[given:]:
                if path.cost >= unseen:
                    break
                given += 1
                yield Found(path.cost, path.nodes)
            if done or given == self.k:
                return
        if not self._meetings:
            return
        if not self._paths:
            raise LimitReached(self._unfinished())
        self.cut = unseen
        yield from (
            Found(path.cost, path.nodes, unseen if path.cost > unseen else None) for path in self._paths[given:]
        )

    def _rounds(self) -> Iterator[int]:
        """Read links and look at the paths found, again and again; what a path not found costs at least, ``FAR`` at the end."""
        while self._meetings:
            unseen, meeting = self._least_unseen()
            if unseen > self._bound or unseen >= FAR:
                yield self._look(FAR, self.max_links)
                return
            if self.walk.scanned > self.max_links:
                yield self._look(unseen, self.max_links)
                return
            if self.walk.scanned >= self._look_at:
                yield self._look(unseen, EXTENDED)
                self._look_at = 2 * self.walk.scanned
            else:
                self._read(meeting)

    def _least_unseen(self) -> tuple[int, Meeting]:
        """What a path that does not run along arcs costs at least, and the meeting that it is a part of."""
        if len(self._meetings) == 1:
            (meeting,) = self._meetings.values()
            return meeting.unseen, meeting
        best: tuple[int, Meeting] | None = None
        for order in self._orders:
            parts = [self._meetings[pair] for pair in pairwise(order)]
            whole = self._toll + sum(part.least for part in parts)
            for part in parts:
                unseen = whole - part.least + part.unseen
                if best is None or unseen < best[0]:
                    best = unseen, part
                    part.bound = min(part.bound, self._bound - (whole - part.least))
        assert best is not None
        return min(best[0], FAR), best[1]

    def _read(self, meeting: Meeting) -> None:
        """Let a meeting go on, alone as long as it may."""
        if len(self._meetings) > 1:
            meeting.advance()
            return
        walk, most = self.walk, min(self.max_links, self._look_at - 1)
        meeting.bound = min(meeting.bound, self._bound)
        while walk.scanned <= most and meeting.unseen <= meeting.bound and meeting.unseen < FAR:
            meeting.advance()
            if self._progress is not None:
                best = meeting.candidates[0] if meeting.candidates else None
                self._progress(State(walk.scanned, best, meeting.unseen))
        self._bound = meeting.bound

    def _look(self, unseen: int, most: int) -> int:
        """Find the best paths along the arcs known by now; what any other costs at least."""
        arcs = Arcs(
            self.walk,
            (arc for meeting in self._meetings.values() for arc in meeting.arcs()),
            self._hops,
            self._bound,
        )
        self._paths = list(arcs.paths(self._orders, self.k, most))
        if len(self._paths) == self.k:
            self._bound = min(self._bound, self._paths[-1].cost)
        return min(unseen, arcs.left)

    def _unfinished(self) -> str:
        walk = self.walk
        hops = "" if self._hops is None else f" of up to {counted(self._hops, 'hops')}"
        reached = walk.index.label(next(iter(self._meetings.values())).last, "en")
        return f"searched {counted(walk.scanned, 'links')} without finishing; no path{hops} until then; nearest reached: {reached}"
