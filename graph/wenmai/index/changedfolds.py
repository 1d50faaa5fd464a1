"""The nodes that are folded in a graph of which a little has changed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.index.folded import FoldedNodes

if TYPE_CHECKING:
    from wenmai.index.changed import ChangedIndex
    from wenmai.index.folded import Fold


class ChangedFolds(FoldedNodes):
    """The nodes that an index folds of which a little has changed."""

    _index: ChangedIndex

    def __bool__(self) -> bool:
        return self._index.base.folds.count + len(self._new) - len(self._gone) > 0

    def __contains__(self, iri: str) -> bool:
        """Whether a resource is folded."""
        if iri in self._new:
            return True
        return iri in self._index.base.folds and iri not in self._gone

    @cached_property
    def _new(self) -> frozenset[str]:
        return frozenset(self._data.strings("folded.new").all())

    @cached_property
    def _gone(self) -> frozenset[str]:
        return frozenset(self._data.strings("folded.gone").all())

    def names(self) -> list[str]:
        """The nodes that are folded, in order."""
        return sorted({*self._index.base.folds.names(), *self._new} - self._gone)

    def of_link(self, link: int) -> tuple[Fold, ...]:
        """The nodes that a link was folded from, in order."""
        return self._index.folds_of(link)
