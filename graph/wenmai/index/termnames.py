"""The predicates that go by the name of an entity: of a property whose facts they write, by what a profile says."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from wenmai.index.layout import NONE
from wenmai.index.sections import table
from wenmai.profiles.patterns import rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.index.assembly import Assembly
    from wenmai.index.sections import Parts


class TermNames:
    """The entity of each predicate that has no name of its own: of several the first that has one."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        meaning = assembly.meaning
        named = set(assembly.called.nodes) if meaning.declares or meaning.same else set()
        self._named = {node for node in named if node < len(assembly.number) and assembly.number[node] != NONE}

    def sections(self) -> Parts:
        """The sections; none where there is no such predicate."""
        found = dict(sorted({**self._by_pattern(), **dict(self._declared())}.items()))
        if not found:
            return []
        return [*table("term", found), ("term.node", array("I", found.values()))]

    def _declared(self) -> Iterator[tuple[str, int]]:
        """Predicates that an entity is linked with by one that says so (``wikibase:directClaim``)."""
        assembly = self._assembly
        for predicate in assembly.meaning.declares:
            number = assembly.builder.predicates[predicate.encode()]
            for entity, term in zip(*assembly.sort.ends_of(assembly.columns, number), strict=True):
                if entity in self._named and term not in self._named:
                    yield assembly.name(term), assembly.number[entity]

    def _by_pattern(self) -> dict[str, int]:
        """Predicates that fit one of several patterns, with the entity or predicate that fits another and has a name."""
        assembly, same = self._assembly, self._assembly.meaning.same
        if not same:
            return {}
        known = {assembly.name(node): assembly.number[node] for node in self._named}
        found: dict[str, int] = {}
        for predicate in map(bytes.decode, assembly.builder.predicates):
            if predicate in known:
                continue
            for pattern in same:
                others = [
                    one for into in same if (one := rewrite(predicate, pattern, into)) in known and one is not None
                ]
                if others:
                    found[predicate] = known[others[0]]
                    break
        return found
