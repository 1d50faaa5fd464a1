"""The names of a net's entities, and the way back from the index to the net."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from wenmai.names.labels import Labels

if TYPE_CHECKING:
    from wenmai.analysis.net import Net
    from wenmai.model import Entity


class EntityNumbers:
    """The number in a net of each node of its index that it has."""

    def __init__(self, net: Net) -> None:
        self._number = array("q", [-1]) * net.origin.node_count
        for entity, node in enumerate(net.nodes):
            self._number[node] = entity

    def __contains__(self, node: int) -> bool:
        return self._number[node] >= 0

    def __getitem__(self, node: int) -> int:
        return self._number[node]


class Naming(Labels):
    """Labels for a net; ``number`` leads from a node of the index to the net's number of it."""

    def __init__(self, net: Net, language: str) -> None:
        super().__init__(net.origin, language)
        self.net = net
        self.number = EntityNumbers(net)

    def entity(self, entity: int) -> Entity:
        """An entity of the net, with its label."""
        return self.node(self.net.nodes[entity])
