"""The names of a graph of which a little has changed: those of the index as it was, and beside them what is otherwise.

A name that was given or taken away, and every name of an entity that has more links now or fewer, is left out of what the large
index finds and found in a small one. Entries have the numbers that they would have in an index built anew, so that what both
find is in order when it is merged.
"""

from __future__ import annotations

from bisect import bisect_left
from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING

from wenmai.index.layout import CHANGES
from wenmai.index.numbering import Renumbering
from wenmai.index.sections import read, write
from wenmai.names import FILE, KIND, open_names
from wenmai.names.naming import gather
from wenmai.names.search import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.index.changed import ChangedIndex
    from wenmai.index.sections import Parts, Sections
    from wenmai.names.search import Hit


def build_changed(folder: str, index: ChangedIndex, *, store: str, pinyin: bool) -> Names:
    """Write the names that have changed, or the place of whose entity has, beside those in a folder."""
    base = open_names(f"{folder}/{FILE}", index.base, index.base_store)
    facts, parts = gather_changed(index, base, pinyin=pinyin)
    write(f"{folder}/{CHANGES}/{FILE}", KIND, {**facts, "store": store}, parts)
    return open_changed(folder, index, store)


def open_changed(folder: str, index: ChangedIndex, store: str) -> Names:
    """Open the names in a folder of which a little has changed: as they were, and beside them what is otherwise."""
    base = open_names(f"{folder}/{FILE}", index.base, index.base_store)
    return ChangedNames(base, read(f"{folder}/{CHANGES}/{FILE}", KIND, store), index)


class ChangedNames(Names):
    """The names of a graph of which a little has changed: ``base`` as they were, ``data`` the others."""

    def __init__(self, base: Names, data: Sections, index: ChangedIndex) -> None:
        super().__init__(data, index)
        self._old, self._new, self._nodes = base, Names(data, index), index.nodes
        self._entries = Renumbering(base.count, data.numbers("entry.gone", "I"), data.numbers("entry.put", "I"))
        self.count = self._entries.count

    def _merged(self, old: Iterable[Hit], new: Iterable[Hit]) -> Iterator[Hit]:
        """What both indexes find, in order."""
        entries = self._entries
        kept = ((entries.old([entry])[0], how, score) for entry, how, score in old if not entries.is_gone(entry))
        return merge(kept, ((entries.new(entry), how, score) for entry, how, score in new), key=lambda hit: hit[0])

    def _exact(self, folded: str) -> list[Hit]:
        return list(self._merged(self._old._exact(folded), self._new._exact(folded)))

    def _beginning(self, folded: str) -> Iterator[Hit]:
        return self._merged(self._old._beginning(folded), self._new._beginning(folded))

    def _inside(self, folded: str) -> Iterator[Hit]:
        return self._merged(self._old._inside(folded), self._new._inside(folded))

    def _spelt_by(self, spelling: Sections, section: str, needle: bytes, how: str, score: int) -> Iterator[Hit]:
        return self._merged(
            self._old._spelt_by(spelling, section, needle, how, score),
            self._new._spelt_by(self._data, section, needle, how, score),
        )

    def _spelt_inside(self, spelling: Sections, section: str, needle: bytes, how: str, score: int) -> Iterator[Hit]:
        return self._merged(
            self._old._spelt_inside(spelling, section, needle, how, score),
            self._new._spelt_inside(self._data, section, needle, how, score),
        )

    def _spellings(self) -> Sections | None:
        return self._old._spellings()

    def _cell(self, section: str, entry: int) -> int:
        if not 0 <= entry < self.count:
            self._data.damaged(f"entry {entry} of section {section}")
        new, number = self._entries.source(entry)
        if new:
            return self._new._cell(section, number)
        found = self._old._cell(section, number)
        return self._nodes.old([found])[0] if section == "entry.node" else found

    def folded(self, entry: int) -> str:
        """A name as it is compared."""
        new, number = self._entries.source(entry)
        return (self._new if new else self._old).folded(number)

    def verify(self) -> None:
        """Compare the checksums of all sections; raises StoreError when a byte has changed."""
        self._old.verify()
        super().verify()


def gather_changed(index: ChangedIndex, base: Names, *, pinyin: bool) -> tuple[dict[str, str], Parts]:
    """The facts and the sections of what is otherwise than in ``base``."""
    from array import array

    moved = sorted(index.moved_nodes(), key=lambda node: (-index.degree(node), node))
    facts, made = gather(index, pinyin=pinyin, nodes=moved)
    parts = list(made)
    nodes = dict(parts)["entry.node"]
    places = NamePlaces(index, base)
    gone = sorted(entry for node in [*places.told(moved), *index.gone_nodes()] for entry in places.entries(node))
    put = [place for node, names in groupby(memoryview(nodes)) for place in [places.before(node)] * len(list(names))]
    return facts, [*parts, ("entry.gone", array("I", gone)), ("entry.put", array("I", put))]


class NamePlaces:
    """Where names are in the index as it was, in which those of the most connected come first."""

    def __init__(self, index: ChangedIndex, base: Names) -> None:
        self._index, self._base = index, base
        self._owners = base.owners()

    def told(self, nodes: Iterable[int]) -> Iterator[int]:
        """The numbers that some nodes had, those that are new left out."""
        for node in nodes:
            is_new, number = self._index.nodes.source(node)
            if not is_new:
                yield number

    def entries(self, old: int) -> range:
        """The names that a node had."""
        owners, index = self._owners, self._index
        first = end = self._before(-index.base.degree(old), index.nodes.old([old])[0], old)
        while end < len(owners) and owners[end] == old:
            end += 1
        return range(first, end)

    def before(self, node: int) -> int:
        """Before which name those of a node stand now."""
        return self._before(-self._index.degree(node), node, -1)

    def _before(self, degree: int, node: int, old: int) -> int:
        index, owners = self._index, self._owners

        def key(entry: int) -> tuple[int, int, int]:
            owner = owners[entry]
            return -index.base.degree(owner), index.nodes.old([owner])[0], owner

        return bisect_left(range(len(owners)), (degree, node, old), key=key)
