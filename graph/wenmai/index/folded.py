"""Reading what an index folds: which nodes, and the links that they stand for."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.index.layout import NONE
from wenmai.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wenmai.folding.telling import Teller
    from wenmai.index.adjacency import Index
    from wenmai.index.sections import Sections
    from wenmai.model import Term


class Fold(NamedTuple):
    """Where a link was folded from: the IRI or ``_:id`` of the node, and the form in which it says so.

    The forms are those of :mod:`wenmai.folding.linking`.
    """

    node: str
    form: str


NO_FOLDS: tuple[Fold, ...] = ()


class FoldedNodes:
    """The nodes that an index folds."""

    def __init__(self, index: Index, data: Sections) -> None:
        self._index, self._data = index, data

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._data.strings("folded"))

    def __contains__(self, iri: str) -> bool:
        """Whether a resource is folded."""
        names, wanted = self._data.strings("folded"), iri.encode("utf-8", "surrogatepass")
        low, high = 0, len(names)
        while low < high:
            middle = (low + high) // 2
            if bytes(names.raw(middle)) < wanted:
                low = middle + 1
            else:
                high = middle
        return low < len(names) and names.raw(low) == wanted

    def names(self) -> Sequence[str]:
        """The nodes that are folded, in order."""
        return self._data.strings("folded").all()

    def links(self) -> list[int]:
        """The links that were folded, those from several nodes several times."""
        return self._numbers_of_links().tolist()

    def _numbers_of_links(self) -> memoryview:
        return self._data.numbers("fold.link", self._data.facts.get("wide", "I"))

    def of_link(self, link: int) -> tuple[Fold, ...]:
        """The nodes that a link was folded from, in order; none for one that the graph states alone."""
        links = self._numbers_of_links()
        nodes, forms = (self._data.numbers(f"fold.{name}", "I") for name in ("node", "form"))
        place, found = bisect_left(links, link), list[Fold]()
        while place < len(links) and links[place] == link:
            found.append(Fold(self._data.strings("folded")[nodes[place]], self._data.strings("form")[forms[place]]))
            place += 1
        return tuple(found)

    def of(self, subject: str, predicate: str, value: str) -> tuple[Fold, ...]:
        """The nodes that a link was folded from, given by its IRIs."""
        if not self:
            return NO_FOLDS
        node, other, number = self._index.find(subject), self._index.find(value), self._numbers.get(predicate, NONE)
        if node is None or other is None or number == NONE:
            return NO_FOLDS
        return tuple(
            fold
            for _, way, forward, link in self._index.links_between(node, other)
            if way == number and forward
            for fold in self.of_link(link)
        )

    def about(self, subject: str) -> Mapping[tuple[str, str], tuple[Fold, ...]]:
        """The links from a subject that were folded, by predicate and object."""
        node = self._index.find(subject) if self else None
        if node is None:
            return {}
        return {
            (self._index.predicates[way], self._index.iri(other)): folds
            for other, way, forward, link in self._index.links(node)
            if forward and (folds := self.of_link(link))
        }

    def tell(self, iri: str, label: Callable[[str], str], language: str) -> str:
        """What a node says that is folded, or is blank and has no name, in words; ``""`` for any other resource."""
        return self._telling.text(iri, label, language) if self.is_told(iri) else ""

    def is_told(self, iri: str) -> bool:
        """Whether a resource is told by what it says: it is folded, or blank and without a name."""
        if iri in self:
            return True
        node = self._index.find(iri) if iri.startswith("_:") else None
        return node is not None and not self._index.labels(node)

    def members(self, iri: str) -> list[Term] | None:
        """The members of a list that is folded, in order; ``None`` for anything else."""
        return self._telling.members(iri) if iri in self else None

    def fact_of(self, lead: str, node: str) -> tuple[str, Term | None] | None:
        """The fact that a statement is about, to which the predicate ``lead`` leads; no value where it is withdrawn.

        ``None`` for a node that is no statement, or whose predicate stands for no other.
        """
        return self._telling.fact_of(lead, node) if node in self else None

    @cached_property
    def rewrites(self) -> bool:
        """Whether the graph may have statements that stand for facts by another predicate than leads to them (Wikibase)."""
        return bool(self) and any(kind.rewrite for kind in self._index.interpretation.kinds("statement"))

    @cached_property
    def _telling(self) -> Teller:
        from wenmai.folding.telling import Teller

        return Teller(self._index.interpretation, self._index.values, self.is_told)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {iri: number for number, iri in enumerate(self._index.predicates)}


class NothingFolded(FoldedNodes):
    """The nodes of an index that folds none."""

    def __init__(self) -> None:
        """Nothing is asked of an index."""

    def __bool__(self) -> bool:
        return False

    def __contains__(self, iri: str) -> bool:
        return False

    def is_told(self, iri: str) -> bool:  # noqa: ARG002 - nothing is
        """Nothing is."""
        return False

    @cached_property
    def rewrites(self) -> bool:
        """No statement is folded."""
        return False


NOTHING_FOLDED = NothingFolded()
