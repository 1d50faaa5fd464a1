"""The names of a net's entities, and the way back from the index to the net."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.names.labels import Labels

if TYPE_CHECKING:
    from wenmai.analysis.net import Net
    from wenmai.model import Entity


class Naming(Labels):
    """Labels for a net; ``number`` leads from a node of the index to the net's number of it."""

    def __init__(self, net: Net, language: str) -> None:
        super().__init__(net.origin, language)
        self.net = net
        self.number = {node: entity for entity, node in enumerate(net.nodes)}

    def entity(self, entity: int) -> Entity:
        """An entity of the net, with its label."""
        return self.node(self.net.nodes[entity])
