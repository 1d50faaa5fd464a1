"""The names of a net's entities and terms in one language, each looked up once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.results import Entity

if TYPE_CHECKING:
    from graph.analysis.net import Net


class Naming:
    """Names for a net; ``number`` leads from a node of the index to the net's number of it."""

    def __init__(self, net: Net, language: str) -> None:
        self.net, self.language = net, language
        self.number = {node: entity for entity, node in enumerate(net.nodes)}
        self._terms: dict[str, Entity] = {}

    def entity(self, entity: int) -> Entity:
        """An entity with its label."""
        return Entity(self.net.iri(entity), self.net.label(entity, self.language))

    def term(self, iri: str) -> Entity:
        """A class or predicate with its label."""
        from graph import vocabulary

        if iri not in self._terms:
            self._terms[iri] = Entity(iri, vocabulary.label(self.net.origin, iri, self.language))
        return self._terms[iri]

    def say(self, zh: str, en: str) -> str:
        """The sentence in the language asked for."""
        return zh if self.language == "zh" else en
