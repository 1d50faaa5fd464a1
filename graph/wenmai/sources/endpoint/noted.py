"""The notes of the links and nodes of an endpoint, read for those together that are asked about next."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.sources.endpoint.fetching import COUNTED
from wenmai.sources.endpoint.nodes import Waiting
from wenmai.sources.endpoint.notes import NOTHING, Note, Notes
from wenmai.sources.endpoint.triples import SPELT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wenmai.sources.endpoint.dataset import Dataset
    from wenmai.sources.endpoint.learning.tally import Tally
    from wenmai.sources.endpoint.notes import About, Link


class Noted:
    """Notes by the numbers of links and nodes; ``triple`` and ``iri`` give what these stand for."""

    def __init__(
        self, dataset: Dataset, tally: Tally, triple: Callable[[int], Link], iri: Callable[[int], str]
    ) -> None:
        self.dataset, self.tally, self._triple, self._iri = dataset, tally, triple, iri
        self._links: dict[int, Note] = {}
        self._nodes: dict[int, About] = {}
        self._next_links, self._next_nodes = Waiting(COUNTED), Waiting(COUNTED)

    @cached_property
    def _notes(self) -> Notes:
        roles = self.tally.roles if self.tally.folds.apparatus is None else self.tally.roles - SPELT  # those are copied
        return Notes(self.dataset, roles)

    @property
    def needless(self) -> bool:
        """Whether the endpoint says nothing of links that is not known."""
        return self._notes.needless

    def suggest(self, links: Sequence[int], nodes: Sequence[int]) -> None:
        """Name links and nodes that may be asked about next."""
        self._next_links.suggest(links)
        self._next_nodes.suggest(nodes)

    def are_cited(self, links: Sequence[Link]) -> list[bool]:
        """Whether each of some links has evidence."""
        return [bool(note.evidence) for note in self._notes.links(links)]

    def read(self, links: Iterable[int]) -> None:
        """Fetch when links hold and who says so, for all of them at once."""
        missing = [link for link in dict.fromkeys(links) if link not in self._links]
        named = [self._triple(link) for link in missing]
        self._links.update(zip(missing, self._notes.links(named), strict=True))

    def of_link(self, link: int) -> Note:
        """What is known of a link."""
        told = self._told(link)
        if told is not None or self._notes.needless:
            return told or NOTHING
        if link not in self._links:
            self.read(self._next_links.batch((link,), self._links.__contains__))
        return self._links[link]

    def _told(self, link: int) -> Note | None:
        """The note of a link that folded nodes tell of; ``None`` where the endpoint is to be asked."""
        apparatus = self.tally.folds.apparatus
        place = None if apparatus is None else apparatus.link(*self._triple(link))
        if apparatus is None or place is None:
            return None
        index = apparatus.index
        return Note(
            index.evidence(place), index.time(place), index.span(place), index.lives(place), index.standing(place)
        )

    def of_node(self, node: int) -> About:
        """What a node says of itself."""
        if node not in self._nodes:
            batch = self._next_nodes.batch((node,), self._nodes.__contains__)
            self._nodes.update(zip(batch, self._notes.nodes([self._iri(one) for one in batch]), strict=True))
        return self._nodes[node]
