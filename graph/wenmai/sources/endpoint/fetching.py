"""The links of an endpoint's nodes, counted and fetched for many nodes at once.

Degrees come from the server (``GROUP BY``). Where it refuses to count, they come from the links that it gives, as far as one
request gives them, and a notice says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.languages import counted
from wenmai.prefixes import OWN
from wenmai.sources.endpoint.columns import number, resource, term
from wenmai.sources.endpoint.copied.folding import FORMS
from wenmai.sources.endpoint.nodes import Node, Waiting
from wenmai.sources.endpoint.requests.transport import Failed, Unavailable
from wenmai.sources.endpoint.sparql import Part, is_iri, joined, rows
from wenmai.sources.endpoint.weighing import MOST_ROWS, weigh

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from wenmai.sources.endpoint.dataset import Dataset, Row
    from wenmai.sources.endpoint.learning.tally import Tally
    from wenmai.sources.endpoint.nodes import Nodes

    Half = tuple[Node, str, bool, str]
    """A link as one end has it: the other end, the predicate, whether this end is the subject, and the form of a folded one."""

MOST_LINKS = 10_000
"""How many links of one node are followed; what a node has beyond that is said, and not followed."""

OPENED = 192
"""How many nodes that a search is about to open are fetched with the one it opens."""

LEAF = 32
"""A neighbour with so few links is fetched along with a node that is opened: a search is likely to go on through it."""

MANY = 1000
"""A node with more links is opened only where what is sought may be among them alone."""

COUNTED = 500
"""How many nodes one request counts the links of."""

_COLUMNS = resource("n"), resource("p"), term("x"), number("f")


class LinkFetcher:
    """Degrees and links by node; ``degrees`` and ``lists`` hold what was fetched until now.

    A degree counts links to blank nodes and to invalid IRIs too, which the list leaves out. Once told it stays, whatever is
    fetched later: costs that have been compared must not change.
    """

    def __init__(self, dataset: Dataset, tally: Tally, nodes: Nodes, most_links: int) -> None:
        self.dataset, self.tally, self.nodes, self.most_links = dataset, tally, nodes, most_links
        self.degrees: dict[int, int] = {}
        self.lists: dict[int, list[Half]] = {}
        self._ahead: Callable[[], Iterable[int]] = tuple
        self._weighed = True
        self._to_count, self._to_open = Waiting(COUNTED), Waiting(2 * OPENED)
        self._counts = True
        """Whether the server has counted links whenever it was asked to."""
        self.weighing = False
        """Whether the degrees of neighbours are wanted too."""

    def prefetch(self, nodes: Callable[[], Iterable[int]], *, weighed: bool = True) -> None:
        """Announce nodes that are about to be opened; they are fetched together, when the first of them is.

        ``weighed``: how many links their neighbours have is wanted, too.
        """
        self._ahead, self._weighed = nodes, weighed

    def suggest(self, nodes: Sequence[int], *, opened: bool = True) -> None:
        """Name nodes whose degrees may be asked for next; ``opened``: their links too."""
        self._to_count.suggest(nodes)
        if opened:
            self._to_open.suggest(nodes)

    # Counting ---------------------------------------------------------------------------------------------------------

    def degree(self, node: int) -> int:
        """How many links a node has."""
        if node not in self.degrees:
            self._count(self._to_count.batch((node,), self.degrees.__contains__))
        return self.degrees[node]

    def count(self, nodes: Sequence[int]) -> None:
        """Count the links of nodes."""
        uncounted = [node for node in nodes if node not in self.degrees]
        for start in range(0, len(uncounted), COUNTED):
            self._count(self._to_count.batch(uncounted[start : start + COUNTED], self.degrees.__contains__))

    def _count(self, nodes: Sequence[int]) -> None:
        numbers = {self.nodes[node].iri: node for node in nodes}
        if self._counts:
            try:
                for batch, found in self.dataset.select_batches(
                    numbers, COUNTED, self._counting, resource("n"), number("c")
                ):
                    counted: dict[str, int] = dict(found)
                    self._check_asked(counted, numbers)
                    self.degrees.update((numbers[iri], counted.get(iri, 0)) for iri in batch)
                    if not found:  # no node has links, or the server cannot count
                        self._count_fetched(batch)
                return
            except Unavailable:
                raise
            except Failed as failure:
                self._counts = False
                self.dataset.notice(
                    f"links could not be counted: {self.dataset.client.shown} {failure.reason}; degrees are those of at"
                    f" most {MOST_ROWS:,} links that were fetched"
                )
        for _ in self.dataset.in_batches(numbers, COUNTED, self._count_fetched):
            pass

    def _counting(self, iris: Sequence[str]) -> Part:
        return self.dataset.query(
            "SELECT ?n (COUNT(*) AS ?c) { SELECT $distinct ?n ?p ?x ?f { $links } } GROUP BY ?n",
            distinct=self.dataset.distinct,
            links=self._links_of(iris),
        )

    def _count_fetched(self, iris: Sequence[str]) -> None:
        """Take for degrees how many rows come, at most so many for one request; where they are cut off, for fewer nodes."""
        query = self.dataset.query(
            "SELECT $distinct ?n ?p ?x ?f { $links } LIMIT $most",
            distinct=self.dataset.distinct,
            links=self._links_of(iris),
            most=MOST_ROWS,
        )
        found = self.dataset.select(query, *_COLUMNS)
        if len(found) >= MOST_ROWS and len(iris) > 1:
            self._count_fetched(iris[: len(iris) // 2])
            self._count_fetched(iris[len(iris) // 2 :])
            return
        counted = dict.fromkeys(iris, 0)
        for n, *_ in found:
            if n in counted:
                counted[n] += 1
        self.degrees.update((self.nodes.meet(iri), many) for iri, many in counted.items())

    def _links_of(self, iris: Iterable[str]) -> Part:
        """The pattern of all links of some nodes: node ?n, predicate ?p, other end ?x, direction ?f."""
        return self.dataset.query(
            "{ VALUES ?n { $nodes } {{?n ?p ?x}} FILTER(!isLiteral(?x)) $walkable $visible BIND(1 AS ?f) }"
            " UNION { VALUES ?n { $nodes } {{?x ?p ?n}} $walkable $visible BIND(0 AS ?f) } $folded",
            nodes=rows(asked := list(iris)),
            folded=self.tally.folds.links_of(asked, self.tally.walkable),
            walkable=self.tally.walkable,
            visible=joined((self.tally.visible("?x"), self.tally.folds.shown)),
        )

    # Fetching ---------------------------------------------------------------------------------------------------------

    def links(self, node: int) -> list[Half]:
        """The links of a node; those that were announced beside it are fetched with them."""
        if node not in self.lists:
            closed = [one for one in dict.fromkeys(self._ahead()) if one not in self.lists and one != node]
            if not self._weighed and node in self.degrees:
                self._fetch(self._small([node, *(one for one in closed if one in self.degrees)]))
                return self.lists[node]
            ahead = closed[:OPENED]
            if self._weigh([node, *ahead]):
                return self.lists[node]
            self.count([node, *ahead])
            beside = self._to_open.batch(ahead, lambda one: one in self.lists or self.degrees.get(one, LEAF + 1) > LEAF)
            few = sorted((one for one in beside if one != node), key=self.degrees.__getitem__)
            self._fetch(self._small([node, *few]))
        return self.lists[node]

    @property
    def _weighs(self) -> bool:
        """Whether links and degrees are asked for together: folded links are counted apart."""
        return (
            self.weighing
            and self._counts
            and not self.tally.folds.used
            and self.dataset.kept.known("apart", bool) is None
        )

    def _weigh(self, nodes: Sequence[int]) -> bool:
        """Fetch the links of the first of some nodes, and of as many others as one question takes, with the neighbours' degrees.

        False where that is not how the server is asked, or it did not give all of them.
        """
        known = self.degrees
        chosen = self._small([node for node in nodes if node not in self.lists]) if self._weighs else []
        if not chosen or known.get(chosen[0], 0) >= MOST_ROWS:
            return False
        uncounted = [self.nodes[node].iri for node in chosen if node not in known]
        iris = [self.nodes[node].iri for node in chosen]
        try:
            found = weigh(self.dataset, self.tally, iris, uncounted)
        except Unavailable:
            raise
        except Failed:
            found = None
        if found is None or not found.fits:
            self.dataset.kept.keep("apart", True)
            return False
        self._check_asked(found.degrees, uncounted)
        for iri, many in found.degrees.items():
            known.setdefault(self.nodes.meet(iri), many)
        if found.is_cut or len(found.links) < sum(known.get(node, 1) for node in chosen):
            return False
        self._keep(chosen, found.links)
        for iri, many in found.beyond.items():
            if is_iri(iri):
                known.setdefault(self.nodes.meet(iri), many)
        return True

    def expect(self, iris: Iterable[str]) -> set[str]:
        """Fetch the links of resources that a search begins at; those that have any."""
        self.weighing = True
        wanted = [self.nodes.meet(iri) for iri in iris] if self._weighs else []
        if wanted:
            self._weigh(wanted)
        return {self.nodes[node].iri for node in wanted if self.degrees.get(node)}

    def is_nearer(self, node: int, other: int) -> bool:
        """Whether the links of a node are here or fewer, and those of another are neither."""
        if (node in self.lists) != (other in self.lists):
            return node in self.lists
        return self.degree(node) < self.degree(other)

    def open_few(self, nodes: Sequence[int]) -> list[int]:
        """Fetch the links of some nodes, but of those that have many only where two of these may be linked."""
        self.count(nodes)
        many = [node for node in nodes if node not in self.lists and self.degrees[node] > MANY]
        opened = [node for node in nodes if len(many) > 1 or node not in many]
        self.open_all(opened)
        return opened

    def open_all(self, nodes: Sequence[int]) -> None:
        """Fetch the links of all of some nodes."""
        closed = [node for node in nodes if node not in self.lists]
        self.count(closed)
        while closed:
            batch = self._small(closed)
            self._fetch(batch)
            closed = closed[len(batch) :]

    def _small(self, nodes: Sequence[int]) -> list[int]:
        """The first of some counted nodes, and those that follow it as long as their links are few together."""
        total = 0
        for place, node in enumerate(nodes):
            total += self.degrees.get(node, 0)
            if place and (total > MOST_ROWS or place == COUNTED):
                return list(nodes[:place])
        return list(nodes)

    def _fetch(self, nodes: Sequence[int]) -> None:
        """Fetch the links of nodes; a server that gives fewer rows than it counted is asked for less at once."""
        expected = sum(self.degrees[node] for node in nodes)
        if len(nodes) == 1 and expected >= MOST_ROWS:
            self.fetch_hub(nodes[0])
            return
        query = self.dataset.query(
            "SELECT $distinct ?n ?p ?x ?f { $links }",
            distinct=self.dataset.distinct,
            links=self._links_of(self.nodes[node].iri for node in nodes),
        )
        try:
            found = self.dataset.select(query, *_COLUMNS)
            complete = len(found) >= expected
        except Failed as failure:
            if len(nodes) == 1 or isinstance(failure, Unavailable):
                raise
            complete = False
        if complete:
            self._keep(nodes, found)
        elif len(nodes) > 1:
            self._fetch(nodes[: len(nodes) // 2])
            self._fetch(nodes[len(nodes) // 2 :])
        else:
            self.fetch_hub(nodes[0])

    def fetch_hub(self, node: int) -> None:
        """Fetch the links of one node page by page, up to the most that are followed."""
        iri = self.nodes[node].iri
        found = list(
            self.dataset.pages(
                "SELECT $distinct ?n ?p ?x ?f { $links } ORDER BY ?x ?p ?f LIMIT $limit OFFSET $offset",
                *_COLUMNS,
                most=self.most_links,
                distinct=self.dataset.distinct,
                links=self._links_of((iri,)),
            )
        )
        if len(found) < self.degrees[node]:
            self.dataset.notice(
                f"{OWN.shorten(iri)} has {counted(self.degrees[node], 'links')}; only {len(found):,} of them are followed"
            )
        elif not self._counts and len(found) >= self.most_links:
            self.dataset.notice(
                f"only {counted(len(found), 'links')} of {OWN.shorten(iri)} are followed; it may have more"
            )
        self._keep((node,), found)

    def _keep(self, nodes: Sequence[int], found: Iterable[Row]) -> None:
        asked = {self.nodes[node].iri: node for node in nodes}
        lists: dict[int, list[Half]] = {node: [] for node in nodes}
        for n, predicate, other, forward in found:
            self._check_asked((n,), asked)
            node = asked[n]
            if not self.degrees[node]:
                raise self.dataset.client.failure(f"counted no links of <{n}>, and then gave some")
            if forward >= 2 * len(FORMS):
                raise self.dataset.client.failure("answered with a direction that it was not asked for")
            if is_iri(other) and is_iri(predicate):
                lists[node].append((self.nodes.meet(other), predicate, forward % 2 == 1, FORMS[forward // 2]))
            else:
                self._skip(other, predicate)
        for node, links in lists.items():
            self.lists[node] = links
            self._to_count.suggest_later(other for other, *_ in links)

    def _check_asked(self, iris: Iterable[str], asked: Collection[str]) -> None:
        """Make sure that an answer is about what was asked."""
        for iri in iris:
            if iri not in asked:
                raise self.dataset.client.failure(f"answered about {iri!r}, which it was not asked about")

    def _skip(self, other: object, predicate: str) -> None:
        apparatus = self.tally.folds.apparatus
        if apparatus is not None and not apparatus.blank and isinstance(other, str) and other.startswith("_:"):
            return  # it is folded, and its links are known
        if isinstance(other, str) and other.startswith("_:") and is_iri(predicate):
            self.dataset.notice("links to blank nodes are not followed: no later request to an endpoint can name one")
        else:
            self.dataset.notice("links to what is not a valid IRI are not followed: no request can name it")
