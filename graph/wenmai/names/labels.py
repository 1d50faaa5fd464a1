"""Entities, classes and predicates with their labels in one language, each looked up once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.languages import is_chinese
from wenmai.model import Entity

if TYPE_CHECKING:
    from wenmai.index import Index


class Labels:
    """Labels of an index in one language: the graph's own, else the vocabulary's, else what its IRI calls it."""

    def __init__(self, index: Index, language: str) -> None:
        self.index, self.language = index, language
        self._known: dict[str, Entity] = {}

    def node(self, node: int) -> Entity:
        """A node of the index."""
        return self.term(self.index.iri(node))

    def term(self, iri: str) -> Entity:
        """Any resource, by its IRI."""
        from wenmai.names import vocabulary

        found = self._known.get(iri)
        if found is None:
            found = self._known[iri] = Entity(iri, vocabulary.label(self.index, iri, self.language))
        return found

    def label(self, iri: str) -> str:
        """The label of any resource."""
        return self.term(iri).label

    def of(self, iri: str | None) -> Entity | None:
        """Any resource, or ``None`` for ``None``."""
        return None if iri is None else self.term(iri)

    def say(self, zh: str, en: str) -> str:
        """The one of two sentences that is in this language."""
        return zh if is_chinese(self.language) else en
