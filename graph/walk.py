"""Walking a graph: which links may be followed under a person's filters, and what each step costs.

Costs are whole thousandths, so that sums are exact and ties are ties on every machine:

* passing through an entity of degree *k* costs ``log2 k`` (Ciampaglia et al. 2015, *Computational fact checking from
  knowledge networks*: what passes through a hub says little);
* following a predicate that *c* of all *n* links use costs ``1 + ln c / ln n`` (Pirrò 2015, *Explaining and suggesting
  relatedness in knowledge graphs*: the inverse triple frequency of a predicate).

Degrees and counts are those of the whole graph, whatever the filters, so that a filter never changes a rank.
"""

from __future__ import annotations

from math import log, log2
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.index import Index


class Filters(NamedTuple):
    """What a path may use. Sets hold node ids and predicate ids of the index; an empty set filters nothing."""

    avoid: frozenset[int] = frozenset()
    via: tuple[int, ...] = ()
    only: frozenset[int] = frozenset()
    without: frozenset[int] = frozenset()
    types: frozenset[str] = frozenset()
    directed: bool = False
    max_degree: int | None = None
    as_of: str | None = None
    max_hops: int = 6


class Step(NamedTuple):
    """One way to go on from a node: the cheapest link to ``other``, and its cost without the node it leads to."""

    other: int
    cost: int
    predicate: int
    forward: bool
    link: int


def latest_day(text: str) -> str:
    """The last day of a year, month or day written ``YYYY[-MM[-DD]]``, for comparing dates as text.

    >>> latest_day("2019"), latest_day("2020-11")
    ('2019-12-31', '2020-11-31')
    """
    parts = text.split("-")
    if not (len(parts) <= 3 and all(part.isdigit() for part in parts) and len(parts[0]) == 4):
        raise InputError(f"{text!r} is not a date; write a year, a month or a day: 2019, 2019-05 or 2019-05-31")
    return text + "-12-31"[(len(parts) - 1) * 3 :]


class Walk:
    """The links of an index as seen through filters, with costs; remembers what it read and counts it.

    ``scanned`` is the number of links read so far: the work done, and what a bound is set on.
    """

    def __init__(self, index: Index, filters: Filters, ends: Iterable[int], *, ranked: bool = True) -> None:
        self.index, self.filters, self.ends, self.ranked = index, filters, frozenset(ends), ranked
        self.scanned = 0
        self._through: dict[int, int | None] = {}
        self._hops: dict[int, int] = {}
        self._steps: dict[tuple[int, bool], list[Step]] = {}
        self._total = log(index.link_count) if index.link_count > 1 else 0.0
        self._plain = not (filters.only or filters.without or filters.directed or filters.as_of)

    def hop(self, predicate: int) -> int:
        """The cost of following ``predicate``: 1,000 to 2,000 thousandths."""
        cost = self._hops.get(predicate)
        if cost is None:
            cost = 1000
            if self.ranked and self._total:
                cost += round(1000 * log(self.index.predicate_count(predicate)) / self._total)
            self._hops[predicate] = cost
        return cost

    def through(self, node: int) -> int | None:
        """The cost of passing through ``node``, in thousandths; ``None`` when the filters forbid it."""
        try:
            return self._through[node]
        except KeyError:
            cost = self._through[node] = self._price(node)
            return cost

    def _price(self, node: int) -> int | None:
        filters, index = self.filters, self.index
        degree = index.degree(node)
        if node in filters.avoid or (filters.max_degree is not None and degree > filters.max_degree):
            return None
        if filters.types and not filters.types.intersection(index.types(node)):
            return None
        if not self.exist(node):
            return None
        return round(1000 * log2(degree)) if self.ranked and degree > 1 else 0

    def exist(self, *nodes: int) -> bool:
        """Whether all of ``nodes`` had begun, and none had ended, on the day asked for (always, without a day)."""
        as_of = self.filters.as_of
        return as_of is None or all(holds(self.index.node_span(node), as_of) for node in nodes)

    def enterable(self, node: int) -> bool:
        """Whether a path may touch ``node`` at all, as an end or in between."""
        return node in self.ends or self.through(node) is not None

    def steps(self, node: int, *, backward: bool = False) -> list[Step]:
        """The steps from ``node`` (``backward``: to it), one per neighbour, the cheapest link of each."""
        key = (node, backward and self.filters.directed)
        steps = self._steps.get(key)
        if steps is None:
            links = self.index.links(node)
            self.scanned += len(links)
            steps = self._steps[key] = self._cheapest(node, links, backward)
        return steps

    def _cheapest(self, node: int, links: list[tuple[int, int, bool, int]], backward: bool) -> list[Step]:
        hop, best = self._hops, {}
        for other, predicate, forward, link in links:
            if other == node or not (self._plain or self._allowed(predicate, forward, link, backward)):
                continue
            cost = hop[predicate] if predicate in hop else self.hop(predicate)
            known = best.get(other)
            if known is None or cost < known.cost or (cost == known.cost and self._before(predicate, forward, known)):
                best[other] = Step(other, cost, predicate, forward, link)
        return [step for step in best.values() if self.enterable(step.other)]

    def _before(self, predicate: int, forward: bool, known: Step) -> bool:
        names = self.index.predicates
        return (names[predicate], not forward) < (names[known.predicate], not known.forward)

    def _allowed(self, predicate: int, forward: bool, link: int, backward: bool) -> bool:
        filters = self.filters
        if filters.directed and forward == backward:
            return False
        if (filters.only and predicate not in filters.only) or predicate in filters.without:
            return False
        return not filters.as_of or holds(self.index.span(link), filters.as_of)


def holds(span: tuple[str | None, str | None], as_of: str | None) -> bool:
    """Whether something that began and ended as ``span`` says (ISO days, ``None`` = not stated) holds on a day."""
    begin, end = span
    return as_of is None or not ((begin is not None and begin > as_of) or (end is not None and end < as_of))
