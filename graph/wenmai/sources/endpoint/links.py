"""The path index of an endpoint: the reading side of :class:`wenmai.index.Index`, fetched as it is read, many at a time.

Nobody asks for one node. What a search is about to open is announced (:meth:`Links.prefetch`), and the first question
about any of it fetches all of it; a question about one neighbour is asked about all neighbours.

Length: it has each method of the index.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

from wenmai.errors import InputError
from wenmai.index import Index, pick
from wenmai.index.nameless import name_by_class
from wenmai.sources.endpoint.cards import AT_ONCE, Cards
from wenmai.sources.endpoint.common import common_ends, read_between
from wenmai.sources.endpoint.copied.folding import CopiedFolds, EndpointFolded
from wenmai.sources.endpoint.fetching import MOST_LINKS, LinkFetcher
from wenmai.sources.endpoint.instances import read_instances
from wenmai.sources.endpoint.nodes import Nodes, Waiting
from wenmai.sources.endpoint.noted import Noted
from wenmai.sources.endpoint.sparql import is_iri
from wenmai.statements.standing import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from wenmai.index import Span
    from wenmai.index.folded import FoldedNodes
    from wenmai.model import Evidence
    from wenmai.profiles import Interpretation
    from wenmai.sources.endpoint.cards import Card
    from wenmai.sources.endpoint.dataset import Dataset
    from wenmai.sources.endpoint.fetching import Half
    from wenmai.sources.endpoint.learning.tally import Tally
    from wenmai.sources.endpoint.notes import Link
    from wenmai.statements.standing import Standing

    LinkRow = tuple[int, int, bool, int]

SAMPLED = 500
"""How many links are looked at to find a few well-connected nodes."""


class Links(Index):
    """The links, labels, types and evidence of an endpoint; nodes, predicates and links are numbered as they are met.

    Comparing the numbers of nodes compares their IRIs, as in a local index. Blank nodes are not nodes here: no later
    request can name them.
    """

    def __init__(self, dataset: Dataset, tally: Tally, *, most_links: int = MOST_LINKS) -> None:
        # Index.__init__ is not called: it reads sections, and here are none.
        self.dataset, self.tally, self.nodes = dataset, tally, Nodes()
        self.fetcher = LinkFetcher(dataset, tally, self.nodes, most_links)
        self.cards = Cards(dataset, tally)
        self._absent: set[str] = set()
        self._unproven: set[str] = set()
        """Resources that have a number and that may not be in the graph."""
        self._lists: dict[int, list[LinkRow]] = {}
        self._links: list[tuple[int, int, int]] = []
        self._link_numbers: dict[tuple[int, int, int], int] = {}
        self._texts: list[tuple[int, str, str]] = []
        self._text_numbers: dict[str, range] = {}
        self._corrections: dict[int, int] = {}
        self._opened: list[int] = []
        self._to_name = Waiting(AT_ONCE)

    # Nodes and links --------------------------------------------------------------------------------------------------

    def find(self, iri: str) -> int | None:
        """The node of an IRI, or ``None``."""
        known = self.nodes.get(iri)
        if known is not None and iri not in self._unproven:
            return known
        if not is_iri(iri) or iri in self._absent or self.tally.folds.hides(iri):
            return None
        apparatus = self.tally.folds.apparatus
        linked = apparatus is not None and bool(apparatus.derived(iri))
        if not linked and not self.tally.holds(iri):
            self._absent.add(iri)
            return None
        self._unproven.discard(iri)
        return self.nodes.meet(iri)

    def expect(self, iris: Iterable[str]) -> None:
        """Fetch the links of resources that are about to be found, and how many their neighbours have."""
        new = [iri for iri in dict.fromkeys(iris) if is_iri(iri) and not self.tally.folds.hides(iri)]
        self._unproven |= {iri for iri in new if self.nodes.get(iri) is None}
        self._unproven -= self.fetcher.expect(new)

    def iri(self, node: int) -> str:
        """The IRI of a node."""
        return self.nodes[node].iri

    def degree(self, node: int) -> int:
        """How many links a node has, in and out, those to blank nodes too."""
        return self.fetcher.degree(node) + self._more(node)

    def _more(self, node: int) -> int:
        """How many links a node has more than are counted there, for what is folded."""
        apparatus = self.tally.folds.apparatus
        if apparatus is None:
            return 0
        if node not in self._corrections:
            self._corrections[node] = apparatus.more(self.iri(node))
        return self._corrections[node]

    def prefetch(self, nodes: Callable[[], Iterable[int]], *, weighed: bool = True) -> None:
        """Announce nodes that are about to be opened; they are fetched together, when the first of them is."""
        self.fetcher.prefetch(nodes, weighed=weighed)

    def links(self, node: int) -> list[LinkRow]:
        """The links of a node as (other node, predicate, forward, link), in the order of (other, predicate, not forward)."""
        if node not in self._lists:
            numbered = [self._enter(node, *half) for half in self._halves(node)]
            self._lists[node] = sorted(numbered, key=lambda link: (link[0], link[1], not link[2]))
        found = self._lists[node]
        others = [other for other, *_ in found]
        self._opened.append(node)
        self.fetcher.suggest(others)
        self._to_name.suggest(others)
        self._noted.suggest([link for *_, link in found], others)
        return found

    def _halves(self, node: int) -> list[Half]:
        """The links of a node, those that folded nodes stand for too, and none to such a node."""
        apparatus, fetched = self.tally.folds.apparatus, self.fetcher.links(node)
        if apparatus is None:
            return fetched
        halves = [half for half in fetched if not apparatus.hides(self.iri(half[0]))]
        iri = self.iri(node)
        beside = apparatus.beside(iri)
        return halves + [(self.nodes.meet(other), predicate, forward, "") for other, predicate, forward in beside]

    together = 10

    def links_between(self, node: int, other: int) -> list[LinkRow]:
        """The links of ``node`` that lead to ``other``, read at the end that has fewer."""
        return read_between(self, node, other)

    def common_ends(self, asked: Sequence[tuple[int, int, int, int]]) -> list[set[int]]:
        """For each (node, way, node, way), the nodes that both lead to by these ways; asked for where not all links are here."""
        return common_ends(self, asked)

    def neighbours(self, node: int) -> list[int]:
        """The other ends of a node's links, in order, once for each link."""
        return [other for other, *_ in self.links(node)]

    def ways(self, node: int) -> tuple[list[int], list[int]]:
        """The links of a node: other nodes, and ways: twice the predicate, plus one when ``node`` is the object."""
        links = self.links(node)
        return [link[0] for link in links], [2 * link[1] + (not link[2]) for link in links]

    def degrees(self, nodes: Collection[int]) -> list[int]:
        """How many links each of some nodes has; they are counted together."""
        self.fetcher.weighing = True
        self.fetcher.count(sorted(nodes))
        return [self.fetcher.degrees[node] + self._more(node) for node in nodes]

    def least_linked(self, node: int, others: set[int]) -> int:
        """The least of ``others`` that a node has a link with; there is one."""
        return min(others.intersection(self.neighbours(node)))

    def occurs(self, predicate: str) -> bool:
        """Whether the endpoint may use a predicate by which facts are spoken of; ``""`` asks for named graphs."""
        return predicate in self.tally.roles if predicate else self.dataset.union != "default"

    def announce(self, nodes: Iterable[int]) -> None:
        """Fetch all that is shown of some nodes: their links, their names, and the notes of the links among them."""
        shown = list(dict.fromkeys(nodes))
        opened = self.fetcher.open_few(shown)
        self.cards.read([self.iri(node) for node in shown if not self._named(node)], self.predicates[:AT_ONCE])
        if self._noted.needless:
            return
        inside = set(shown)
        self._noted.read(link for node in opened for other, _, _, link in self.links(node) if other in inside)

    @cached_property
    def folds(self) -> FoldedNodes:
        """What is folded: all of it, where it was copied, else as far as it was fetched."""
        apparatus = self.tally.folds.apparatus
        return self.folded if apparatus is None else CopiedFolds(apparatus, self._triple)

    @cached_property
    def folded(self) -> EndpointFolded:
        """The links that were folded, as far as they were fetched."""
        return EndpointFolded(self.tally.folds)

    def _enter(self, node: int, other: int, predicate: str, forward: bool, form: str = "") -> LinkRow:
        number = self._predicate(predicate)
        key = (node, number, other) if forward else (other, number, node)
        if form:
            self.folded.take(self.iri(key[0]), predicate, self.iri(key[2]), form)
        link = self._link_numbers.get(key)
        if link is None:
            link = self._link_numbers[key] = len(self._links)
            self._links.append(key)
        return other, number, forward, link

    # The whole --------------------------------------------------------------------------------------------------------

    @cached_property
    def _counts(self) -> list[tuple[str, int]]:
        return list(self.tally.by_predicate.items())

    @cached_property
    def _predicate_numbers(self) -> dict[str, int]:
        return {iri: number for number, (iri, _) in enumerate(self._counts)}

    def _predicate(self, iri: str) -> int:
        """The number of a predicate; one that the tally missed, by sampling or by a change since, is added at the end."""
        numbers = self._predicate_numbers
        if iri not in numbers:
            numbers[iri] = len(self._counts)
            self._counts.append((iri, 1))
        return numbers[iri]

    @property
    def label_kinds(self) -> int:  # type: ignore[override]
        """How many kinds of names are labels."""
        return len(self.tally.naming.labels)

    @cached_property
    def interpretation(self) -> Interpretation:
        """What terms are taken to mean."""
        return self.tally.meaning

    def understand(self) -> Interpretation:
        """The same, of every term that is used, for which the endpoint is asked."""
        return self.tally.understood.every

    def role(self, predicate: int) -> str:
        """The role of a predicate of links."""
        return self.interpretation.role(self.predicates[predicate])

    @property
    def predicates(self) -> tuple[str, ...]:
        """The predicates of links, in order; those that a sample missed come last."""
        return tuple(iri for iri, _ in self._counts)

    def predicate_count(self, predicate: int) -> int:
        """How many links use a predicate."""
        return self._counts[predicate][1]

    def least_count(self) -> int:
        """How many links the rarest predicate is sure to have: one that a sample missed may have a single one."""
        return min(self.tally.by_predicate.values(), default=1) if self.tally.is_exact else 1

    @property
    def link_count(self) -> int:  # type: ignore[override]
        """How many links there are; how many were sampled, where all could not be counted."""
        return sum(count for _, count in self._counts)

    @cached_property
    def node_count(self) -> int:  # type: ignore[override]
        """How many nodes there are; how many were met until now at least, which is said, where all could not be counted."""
        return self.tally.nodes(at_least=len(self.nodes))

    def classes(self) -> tuple[str, ...]:
        """The IRIs of every class that a node has, in order."""
        return tuple(self.class_counts())

    def instances(self, kind: str) -> list[int]:
        """The nodes of a class, by its IRI, in order."""
        return self.meet(read_instances(self.tally, kind)) if is_iri(kind) else []

    def class_counts(self) -> dict[str, int]:
        """How many nodes each class has."""
        return self._class_counts

    @cached_property
    def _class_counts(self) -> dict[str, int]:
        return self.tally.classes()

    def cited_count(self) -> int:
        """The number of links with evidence."""
        return self.tally.citations.links(self._noted.are_cited)

    def cited_values(self) -> int:
        """How many facts whose objects are literals name their source."""
        return self.tally.citations.values()

    def nodes_by_degree(self) -> Iterator[int]:
        """Some nodes, the most connected first: a sample, for an endpoint cannot be read as a whole."""
        found = self.meet(iri for iri in self.tally.some(SAMPLED) if is_iri(iri))
        return iter(sorted(found, key=lambda node: (-self.degree(node), node)))

    # Names ------------------------------------------------------------------------------------------------------------

    def types(self, node: int) -> tuple[str, ...]:
        """The IRIs of a node's classes, in order."""
        return self._card(node).types

    def labels(self, node: int) -> dict[str, str]:
        """The best label of a node in each language."""
        return self._card(node).labels

    def label(self, node: int, language: str) -> str:
        """A node's label in ``language`` if there is one, else in any language, else what its IRI calls it."""
        best = pick(self.labels(node), language)
        return name_by_class(self, node, language) if best is None else best

    def texts(self, node: int) -> list[tuple[int, str, str, int]]:
        """The names of a node as (kind, language, text, number), the best kind first."""
        iri, texts = self.iri(node), self._card(node).texts
        if iri not in self._text_numbers:
            self._text_numbers[iri] = range(len(self._texts), len(self._texts) + len(texts))
            self._texts.extend(texts)
        return [(*text, number) for text, number in zip(texts, self._text_numbers[iri], strict=True)]

    def text(self, number: int) -> tuple[int, str, str]:
        """A name, by number, as (kind, language, text)."""
        return self._texts[number]

    def term_label(self, iri: str, language: str) -> str:
        """The label of any resource, a predicate or a class too."""
        best = pick(self.cards.of_term(iri, self.predicates[:AT_ONCE]).labels, language)
        if best is not None:
            return best
        return (
            self.prefixes.name_of(iri) if (node := self.nodes.get(iri)) is None else name_by_class(self, node, language)
        )

    def meet(self, iris: Iterable[str]) -> list[int]:
        """The nodes of IRIs that are known to be in the graph; their names and degrees will be fetched together."""
        nodes: list[int] = [self.nodes.meet(iri) for iri in iris]
        self.fetcher.suggest(nodes, opened=False)
        self._to_name.suggest(nodes)
        return nodes

    def _card(self, node: int) -> Card:
        iri = self.iri(node)
        if iri not in self.cards:
            opened = [one for one in dict.fromkeys(self._opened) if not self._named(one)][: AT_ONCE - 1]
            self._opened.clear()
            self.cards.read([self.iri(one) for one in self._to_name.batch((node, *opened), self._named)])
        return self.cards[iri]

    def _named(self, node: int) -> bool:
        return self.iri(node) in self.cards

    # Notes ------------------------------------------------------------------------------------------------------------

    @cached_property
    def _noted(self) -> Noted:
        return Noted(self.dataset, self.tally, self._triple, self.iri)

    def _triple(self, link: int) -> Link:
        subject, predicate, other = self._links[link]
        return self.iri(subject), self._counts[predicate][0], self.iri(other)

    def evidence(self, link: int) -> tuple[Evidence, ...]:
        """Who states a link: passages, documents and named graphs, in order."""
        return self._noted.of_link(link).evidence

    def time(self, link: int) -> str | None:
        """When a link holds, as an EDTF string, if that is stated."""
        return self._noted.of_link(link).time

    def span(self, link: int) -> Span:
        """The first and the last day of a link (ISO dates), each ``None`` when not stated."""
        return self._noted.of_link(link).span

    def lives(self, link: int) -> list[Span]:
        """When a link holds, by each time stated: the first day, and the last if it is stated to have ceased."""
        return self._noted.of_link(link).lives

    def standing(self, link: int) -> Standing:
        """How a link stands: planned or done, inferred or stated."""
        return self._noted.of_link(link).standing

    def statuses(self) -> list[str]:
        """The statuses of wenmai's vocabulary: those of an endpoint are not counted."""
        return sorted(STATUSES)

    def node_evidence(self, node: int) -> tuple[Evidence, ...]:
        """What a node itself cites."""
        return self._noted.of_node(node).evidence

    def node_span(self, node: int) -> Span:
        """The first and the last day of what a node stands for."""
        return self._noted.of_node(node).span

    def node_time(self, node: int) -> str | None:
        """When what a node stands for is, as an EDTF string."""
        return self._noted.of_node(node).time

    # What an endpoint cannot give -------------------------------------------------------------------------------------

    def _whole(self) -> NoReturn:
        raise InputError("an endpoint is not read as a whole; load its data into a store and work on that")

    def arrays(self) -> tuple[memoryview, memoryview, memoryview, memoryview]:
        """Refused: the links as a whole."""
        self._whole()

    def dated_links(self) -> list[int]:
        """Refused: all links that have a note."""
        self._whole()

    def dated_nodes(self) -> list[int]:
        """Refused: all nodes that have a time."""
        self._whole()
