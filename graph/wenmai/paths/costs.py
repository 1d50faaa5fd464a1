"""Walking a graph: which links may be followed under a person's filters, and what each step costs.

Costs are whole thousandths, so that sums are exact and ties are ties on every machine:

* passing through an entity of degree *k* costs ``log2 k`` (Ciampaglia et al. 2015, *Computational fact checking from
  knowledge networks*: what passes through a hub says little);
* following a predicate that *c* of all *n* links use costs ``1 + ln c / ln n`` (Pirrò 2015, *Explaining and suggesting
  relatedness in knowledge graphs*: the inverse triple frequency of a predicate).

Degrees and counts are those of the whole graph, whatever the filters, so that a filter never changes a rank.
"""

from __future__ import annotations

from functools import cached_property
from itertools import compress
from math import log
from typing import TYPE_CHECKING

from wenmai.index.layout import weight_of
from wenmai.records import NamedTuple
from wenmai.statements.standing import EVERY, Admission, holds

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from wenmai.index import Index

    Row = tuple[list[int], list[int]]
    """The other ends of a node's links, and what it costs to follow each."""


CLOSED = 1 << 40
"""The cost of passing where the filters let nothing pass."""

NO_LIMIT = 1 << 30
"""The longest path where nobody limits its hops."""


class Filters(NamedTuple):
    """What a path may use. Sets hold node ids and predicate ids of the index; an empty set filters nothing.

    ``aside`` are predicates whose role connects nothing; they are followed at the ``bare`` nodes, which have no other links.
    """

    avoid: frozenset[int] = frozenset()
    via: tuple[int, ...] = ()
    only: frozenset[int] = frozenset()
    without: frozenset[int] = frozenset()
    types: frozenset[str] = frozenset()
    directed: bool = False
    max_degree: int | None = None
    as_of: str | None = None
    stated_only: bool = False
    statuses: frozenset[str] = frozenset()
    max_hops: int = NO_LIMIT
    aside: frozenset[int] = frozenset()
    bare: frozenset[int] = frozenset()


def set_aside(index: Index, filters: Filters, ends: Iterable[int]) -> Filters:
    """The filters with the predicates set aside whose role connects nothing, but for those that ``only`` asks for.

    An end with no link by any other is asked about by whoever names it: its links are followed.
    """
    aside = index.aside - filters.only
    if not aside or filters.only:
        return filters
    bare = frozenset(end for end in ends if all(way >> 1 in aside for way in index.ways(end)[1]))
    return filters._replace(aside=aside, bare=bare)


class Step(NamedTuple):
    """The link a path takes from a node to ``other``: the cheapest of those between the two."""

    other: int
    predicate: int
    forward: bool
    link: int


class _Priced(dict[int, int]):
    """Costs by number, computed when first asked for."""

    def __init__(self, price: Callable[[int], int]) -> None:
        super().__init__()
        self._price = price

    def __missing__(self, number: int) -> int:
        cost = self[number] = self._price(number)
        return cost


class Walk:
    """The links of an index as seen through filters, with costs; remembers what it read and counts it.

    ``scanned`` is the number of links read so far: the work done, and what a bound is set on. ``degree(node)`` is how many
    links a node has, ``hop[predicate]`` the cost of following a predicate, ``through[node]`` that of passing through a
    node, ``CLOSED`` where the filters forbid it.
    """

    def __init__(self, index: Index, filters: Filters, ends: Iterable[int], *, ranked: bool = True) -> None:
        self.index, self.filters, self.ends, self.ranked = index, filters, frozenset(ends), ranked
        self.scanned = 0
        self.hop = _Priced(self._hop_cost)
        self._way = _Priced(lambda way: self.hop[way >> 1])
        self.through = _Priced(self._node_cost)
        self.degree = index.degree
        self._weight = _Priced(weight_of)
        self._rows: tuple[dict[int, Row], dict[int, Row]] = {}, {}
        self._steps: tuple[dict[int, dict[int, int]], dict[int, dict[int, int]]] = {}, {}
        self._counted: set[int] = set()
        self._total = log(index.link_count) if index.link_count > 1 else 0.0
        self._admission = Admission(filters.stated_only, filters.statuses, filters.as_of)
        self._all_admitted = self._admission == EVERY
        plain = self._all_admitted and not (filters.only or filters.without or filters.directed)
        self._all_links, self._by_role = plain and not filters.aside, plain and bool(filters.aside)
        self._all_nodes = not (filters.avoid or filters.types or filters.as_of or filters.max_degree is not None)
        self._plain = plain and self._all_nodes
        self._aside = frozenset(2 * predicate + back for predicate in filters.aside for back in (0, 1))

    @property
    def unfiltered(self) -> bool:
        """Whether every link of the index may be followed, either way, through any node."""
        return self._all_links and self._all_nodes

    def _hop_cost(self, predicate: int) -> int:
        return self._price_of_count(self.index.predicate_count(predicate))

    @cached_property
    def least_hop(self) -> int:
        """A lower bound of the cost of any hop."""
        return self._price_of_count(self.index.least_count())

    def _price_of_count(self, count: int) -> int:
        return 1000 + round(1000 * log(max(1, count)) / self._total) if self.ranked and self._total else 1000

    def _node_cost(self, node: int) -> int:
        degree = self.degree(node)
        if not self._all_nodes and not self._may_pass(node, degree):
            return CLOSED
        return self._weight[degree] if self.ranked else 0

    def passing(self, node: int, others: Collection[int]) -> list[int]:
        """The cost of passing through each other end of the row of a node, as ``through`` tells it one by one."""
        if not self._all_nodes:
            return [self.through[other] for other in others]
        if not self.ranked:
            return [0] * len(others)
        stored = self.index.weights(node)
        if stored is not None and len(stored) == len(others):
            return stored
        return list(map(self._weight.__getitem__, self.index.degrees(others)))

    def toll(self, degree: int) -> int:
        """The cost of passing a node of so many links, if it may be passed."""
        return self._weight[degree] if self.ranked else 0

    def may_pass(self, node: int) -> bool:
        """Whether a path may pass through a node."""
        return self._all_nodes or self.through[node] < CLOSED

    def _may_pass(self, node: int, degree: int) -> bool:
        """Whether a path may go through a node: what it decides hangs on the node alone, so it is asked once for each."""
        filters = self.filters
        if node in filters.avoid or (filters.max_degree is not None and degree > filters.max_degree):
            return False
        if filters.types and not filters.types.intersection(self.index.types(node)):
            return False
        return self.exist(node)

    def exist(self, *nodes: int) -> bool:
        """Whether all of ``nodes`` had begun on the day asked for (always, without a day)."""
        as_of = self.filters.as_of
        return as_of is None or all(holds((self.index.node_span(node)[0], None), as_of) for node in nodes)

    def announce(self, nodes: Callable[[], Iterable[int]], *, weighed: bool = True) -> None:
        """Tell an index that fetches over a network which nodes are about to be opened, and whether neighbours will be weighed."""
        self.index.prefetch(nodes, weighed=weighed)

    def row(self, node: int, *, backward: bool = False) -> Row:
        """The links a path may go on by from ``node`` (``backward``: come by), in two columns: other ends, and costs."""
        if self._plain:  # what is read so fast is not kept
            others, ways = self._connecting(node)
            return others, list(map(self._way.__getitem__, ways))
        rows = self._rows[backward and self.filters.directed]
        row = rows.get(node)
        if row is None:
            row = rows[node] = self._read(node, backward)
        return row

    def steps(self, node: int, *, backward: bool = False) -> dict[int, int]:
        """The neighbours of :meth:`row`, each with its cheapest link's cost."""
        known = self._steps[backward and self.filters.directed]
        steps = known.get(node)
        if steps is None:
            steps = known[node] = _cheapest(node, *self.row(node, backward=backward))
        return steps

    def _read(self, node: int, backward: bool) -> Row:
        """A row: an end of the path is always open, other nodes are where the filters let a path pass."""
        by_role = self._all_links or self._by_role
        others, ways = self._connecting(node) if by_role else self._allowed(node, backward)
        costs = list(map(self._way.__getitem__, ways))
        if self._all_nodes:
            return others, costs
        kept = [other in self.ends or self.through[other] < CLOSED for other in others]
        return list(compress(others, kept)), list(compress(costs, kept))

    def linked(self, node: int) -> Collection[int]:
        """What a node has links with, whatever the filters let pass: less work than :meth:`row`."""
        others = self.index.neighbours(node)
        self._count(node, len(others))
        return others

    def _count(self, node: int, links: int) -> None:
        """The links of a node count as read once."""
        if node not in self._counted:
            self._counted.add(node)
            self.scanned += links

    def _connecting(self, node: int) -> tuple[list[int], list[int]]:
        """The links of a node by predicates that connect, and those that lead to a bare one; of a bare one all."""
        others, ways = self.index.ways(node)
        self._count(node, len(ways))
        bare = self.filters.bare
        if not self._aside or node in bare or self._aside.isdisjoint(ways):
            return others, ways
        kept = [way not in self._aside or other in bare for other, way in zip(others, ways, strict=True)]
        return list(compress(others, kept)), list(compress(ways, kept))

    def _allowed(self, node: int, backward: bool) -> tuple[list[int], list[int]]:
        links = self.index.links(node)
        self._count(node, len(links))
        allowed = [link for link in links if self._may_follow(node, link, backward)]
        return [link[0] for link in allowed], [2 * link[1] for link in allowed]

    def _may_follow(self, node: int, link: tuple[int, int, bool, int], backward: bool) -> bool:
        """Whether a path may use a link, which is the same whichever ball asks: ``backward`` turns the direction back."""
        other, predicate, forward, number = link
        filters = self.filters
        if predicate in filters.aside and not (node in filters.bare or other in filters.bare):
            return False
        if filters.directed and forward == backward:
            return False
        if (filters.only and predicate not in filters.only) or predicate in filters.without:
            return False
        return self._admission.takes_link(self.index, number)

    def between(self, asked: Sequence[tuple[int, int, bool, int, int, bool]]) -> list[set[int]]:
        """For each (node, predicate, forward, node, predicate, forward), what both nodes lead to so; it counts as no reading."""
        if self._all_links or self._by_role:
            ways = [(a, 2 * one + (not out), b, 2 * two + (not back)) for a, one, out, b, two, back in asked]
            return self.index.common_ends(ways)
        return [self._beyond(*ask[:3], False) & self._beyond(*ask[3:], True) for ask in asked]

    def _beyond(self, node: int, predicate: int, forward: bool, backward: bool) -> set[int]:
        links = [link for link in self.index.links(node) if link[1] == predicate and link[2] == forward]
        return {link[0] for link in links if self._may_follow(node, link, backward)}

    def step(self, node: int, other: int) -> Step:
        """The link a path takes from ``node`` to its neighbour ``other``: least in (cost, predicate IRI, not forward)."""
        names = self.index.predicates
        between = self.index.links_between(node, other)
        allowed = [link for link in between if self._all_links or self._may_follow(node, link, False)]
        return Step(*min(allowed, key=lambda link: (self.hop[link[1]], names[link[1]], not link[2])))


def _cheapest(node: int, others: list[int], costs: list[int]) -> dict[int, int]:
    """The cheapest way from a node to each neighbour: of parallel links one counts."""
    best = dict(zip(others, costs, strict=True))
    if len(best) < len(others):
        for other, cost in zip(others, costs, strict=True):
            best[other] = min(cost, best[other])
    best.pop(node, None)
    return best
