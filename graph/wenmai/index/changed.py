"""A path index of which a little has changed since it was built: the index as it was, and beside it what is otherwise.

The large index stays as it is. Of the triples around what has changed a small one, the *part*, is built anew; the table
of changes says which nodes and links are gone, which are new, and of which the part tells what the large one told. Numbers
are those that an index built anew would have (:mod:`wenmai.index.numbering`), but for links: a new one has a number after all
others.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property
from heapq import merge
from itertools import chain, groupby
from typing import TYPE_CHECKING

from wenmai.index.adjacency import Index
from wenmai.index.layout import CHANGES, FILE, KIND, NONE, ROLE_NAMES, UNDATED, Span
from wenmai.index.numbering import Renumbering
from wenmai.index.sections import read, verify
from wenmai.index.told import standing_counts
from wenmai.statements.standing import PLAIN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from wenmai.index.folded import Fold, FoldedNodes
    from wenmai.index.sections import Buffer, Sections
    from wenmai.model import Evidence
    from wenmai.statements.standing import Standing

    Row = tuple[list[int], list[int], list[int]]
    """The other ends of a node's links, their ways, their numbers."""


def open_base(folder: str, store: str) -> Index:
    """Open the index in a folder as it was built, for the store with that id."""
    return Index(read(f"{folder}/{FILE}", KIND, store))


def open_changed(folder: str, store: str) -> ChangedIndex:
    """Open the index in a folder with its changes; ``store`` is the id of the store they make.

    Raises:
        StoreError: something is missing, damaged, of another version or of another store.
    """
    data = read(f"{folder}/{CHANGES}/{CHANGES}.index", CHANGES, store)
    part = Index(read(f"{folder}/{CHANGES}/{FILE}", KIND, store))
    return ChangedIndex(open_base(folder, data.facts.get("base", "")), part, data)


class ChangedIndex(Index):
    """An index as it is after changes: ``base`` as it was, ``part`` what was indexed anew, ``data`` what has changed."""

    def __init__(self, base: Index, part: Index, data: Sections) -> None:
        self.base, self.part, self._data = base, part, data
        self.base_store = data.facts.get("base", "")
        self.node_count, self.link_count = data.number("nodes"), data.number("links")
        self.label_kinds = base.label_kinds
        self._wide = data.facts.get("wide", "I")
        self._first_text = len(base.sections.numbers("name.kind", "B"))
        self.nodes = Renumbering(base.node_count, self._numbers("node.gone"), self._numbers("node.put"))
        if self.nodes.count != self.node_count or len(self._numbers("node.new")) != len(self._numbers("node.put")):
            data.damaged("its counts disagree")
        self._predicates = None
        self._ways = self._changed_ways()
        self._more = self._rows_by_node()
        self._links_gone = frozenset(self._links("link.gone"))
        self._less = Counter(dict(zip(self._numbers("less.node"), self._numbers("less.count"), strict=True)))

    def _numbers(self, name: str) -> memoryview:
        return self._data.numbers(name, "I")

    def _links(self, name: str) -> memoryview:
        """A section of numbers of links."""
        return self._data.numbers(name, self._wide)

    def _changed_ways(self) -> list[int] | None:
        """What each way of the base has become; ``None`` where predicates have the numbers that they had."""
        numbers = self._numbers("predicate.old").tolist()
        if numbers == list(range(len(numbers))):
            return None
        return [number << 1 | back for number in numbers for back in (0, 1)]

    def _rows_by_node(self) -> dict[int, Row]:
        """The new links of each node."""
        rows = zip(*map(self._numbers, ("more.node", "more.other", "more.way")), self._links("more.link"), strict=True)
        return {
            node: tuple(map(list, zip(*(row[1:] for row in group), strict=True)))  # type: ignore[misc]
            for node, group in groupby(rows, lambda row: row[0])
        }

    def _new(self) -> Iterator[int]:
        return map(self.nodes.new, range(len(self._numbers("node.new"))))

    def find(self, iri: str) -> int | None:
        """The node of an IRI (or ``_:id``), or ``None``."""
        old = self.base.find(iri)
        if old is not None:
            return None if self.nodes.is_gone(old) else self.nodes.old([old])[0]
        number = self.part.find(iri)
        if number is None:
            return None
        new = self._numbers("node.new")
        place = bisect_left(new, number)
        return self.nodes.new(place) if place < len(new) and new[place] == number else None

    def iri(self, node: int) -> str:
        """The IRI of a node, or ``_:id``."""
        if not 0 <= node < self.node_count:
            self._data.damaged(f"node {node} of {self.node_count}")
        new, number = self.nodes.source(node)
        return self.part.iri(self._numbers("node.new")[number]) if new else self.base.iri(number)

    def _teller(self, node: int) -> tuple[Index, int]:
        """The index that tells of a node itself, and its number there; ``NONE`` where nothing is told of it any more."""
        if not 0 <= node < self.node_count:
            self._data.damaged(f"node {node} of {self.node_count}")
        new, number = self.nodes.source(node)
        if new:
            return self.part, self._numbers("node.new")[number]
        told = self._numbers("told.node")
        place = bisect_left(told, number)
        if place < len(told) and told[place] == number:
            return self.part, self._numbers("told.part")[place]
        return self.base, number

    def texts(self, node: int) -> list[tuple[int, str, str, int]]:
        """The names of a node as (kind, language, text, number), the best kind first."""
        teller, number = self._teller(node)
        if teller is self.base:
            return self.base.texts(number)
        first = self._first_text
        return [(*told, first + text) for *told, text in self.part.texts(number)] if number != NONE else []  # type: ignore[misc]

    def every_text(self, nodes: Sequence[int]) -> tuple[list[int], list[int], list[Buffer]]:
        """The names of some nodes in three columns: node, number, and text in UTF-8; ``NONE`` for a node without."""
        rows = [
            (node, number, text.encode())
            for node in nodes
            for _, _, text, number in self.texts(node) or ((0, "", "", NONE),)
        ]
        return [node for node, _, _ in rows], [number for _, number, _ in rows], [text for _, _, text in rows]

    def text(self, number: int) -> tuple[int, str, str]:
        """A name of the graph, by number, as (kind, language, text)."""
        first = self._first_text
        return self.base.text(number) if number < first else self.part.text(number - first)

    def _entity_of(self, iri: str) -> int | None:
        old = self.base._entity_of(iri)
        return None if old is None or self.nodes.is_gone(old) else self.nodes.old([old])[0]

    def node_evidence(self, node: int) -> tuple[Evidence, ...]:
        """What a node itself cites; its own facts cite the same."""
        teller, number = self._teller(node)
        return teller.node_evidence(number) if number != NONE else ()

    def node_span(self, node: int) -> Span:
        """The first and the last day of what a node denotes, ``None`` when not stated."""
        teller, number = self._teller(node)
        return teller.node_span(number) if number != NONE else UNDATED

    def node_time(self, node: int) -> str | None:
        """The time of what a node denotes, as an EDTF string, if it is stated."""
        teller, number = self._teller(node)
        return teller.node_time(number) if number != NONE else None

    def dated_nodes(self) -> list[int]:
        """The nodes that have a time of their own, ascending."""
        told, dated = set(self._numbers("told.node")), set(self.part.dated_nodes())
        kept = [old for old in self.base.dated_nodes() if old not in told and not self.nodes.is_gone(old)]
        rows = zip(self._numbers("told.node"), self._numbers("told.part"), strict=True)
        again = [old for old, number in rows if number in dated]
        new = [self.nodes.new(place) for place, number in enumerate(self._numbers("node.new")) if number in dated]
        return sorted([*self.nodes.old(kept), *self.nodes.old(again), *new])

    def types(self, node: int) -> tuple[str, ...]:
        """The IRIs of a node's classes, in order."""
        teller, number = self._teller(node)
        return teller.types(number) if number != NONE else ()

    def every_types(self) -> list[tuple[str, ...]]:
        """The IRIs of every node's classes, as :meth:`types` gives them one by one."""
        old = self.base.every_types()
        for number in self._numbers("told.node"):
            old[number] = self.types(self.nodes.old([number])[0])
        found, done = list[tuple[str, ...]](), 0
        put = [(place, 0, number) for number, place in enumerate(self._numbers("node.put"))]
        for place, is_gone, number in sorted([*put, *((place, 1, 0) for place in self._numbers("node.gone"))]):
            found += old[done:place]
            done = place + is_gone
            if not is_gone:
                found.append(self.types(self.nodes.new(number)))
        return found + old[done:]

    def classes(self) -> tuple[str, ...]:
        """The IRIs of every class that a node has, in order."""
        return self._data.strings("class").all()

    def instances(self, kind: str) -> list[int]:
        """The nodes of a class, by its IRI, in order."""
        told = set(self._numbers("told.node"))
        kept = [old for old in self.base.instances(kind) if old not in told and not self.nodes.is_gone(old)]
        changed = [node for node in chain(self.nodes.old(sorted(told)), self._new()) if kind in self.types(node)]
        return sorted([*self.nodes.old(kept), *changed])

    def class_counts(self) -> dict[str, int]:
        """How many nodes each class has."""
        old = self.base.class_counts()
        more, less = self._numbers("class.more"), self._numbers("class.less")
        changed = {kind: more[place] - less[place] for place, kind in enumerate(self._data.strings("kind").all())}
        return {kind: old.get(kind, 0) + changed.get(kind, 0) for kind in self.classes()}

    # Links ------------------------------------------------------------------------------------------------------------

    def degree(self, node: int) -> int:
        """How many links a node has, in and out; parallel ones are counted."""
        if not 0 <= node < self.node_count:
            self._data.damaged(f"node {node} of {self.node_count}")
        new, number = self.nodes.source(node)
        more = len(self._more[node][0]) if node in self._more else 0
        return more if new else self.base.degree(number) - self._less[number] + more

    def degrees(self, nodes: Collection[int]) -> list[int]:
        """How many links each of some nodes has."""
        return [self.degree(node) for node in nodes]

    def _columns(self, node: int) -> Row:
        """The links of a node in three columns, in the order of :meth:`links`."""
        if not 0 <= node < self.node_count:
            self._data.damaged(f"node {node} of {self.node_count}")
        new, number = self.nodes.source(node)
        row: Row = ([], [], []) if new else self._kept(number)
        more = self._more.get(node)
        if more is None:
            return row
        rows = sorted(zip(*(old + added for old, added in zip(row, more, strict=True)), strict=True))
        return tuple(map(list, zip(*rows, strict=True)))  # type: ignore[return-value]

    def _kept(self, number: int) -> Row:
        """What is left of a node's links in the base."""
        start, end = self.base._range(number)
        row = [column[start:end].tolist() for column in (self.base._other, self.base._way, self.base._link)]
        if number in self._less:
            kept = [place for place, link in enumerate(row[2]) if link not in self._links_gone]
            row = [[column[place] for place in kept] for column in row]
        others, ways, links = row
        return self.nodes.old(others), ways if self._ways is None else [self._ways[way] for way in ways], links

    def links(self, node: int) -> list[tuple[int, int, bool, int]]:
        """The links of a node as (other node, predicate, forward, link), in the order of (other, predicate, not forward)."""
        return [(other, way >> 1, not way & 1, link) for other, way, link in zip(*self._columns(node), strict=True)]

    def links_between(self, node: int, other: int) -> list[tuple[int, int, bool, int]]:
        """The links of ``node`` that lead to ``other``, as :meth:`links` gives them."""
        others, ways, links = self._columns(node)
        first, last = bisect_left(others, other), bisect_right(others, other)
        return [
            (other, way >> 1, not way & 1, link) for way, link in zip(ways[first:last], links[first:last], strict=True)
        ]

    def neighbours(self, node: int) -> list[int]:
        """The other ends of a node's links, in order, once for each link."""
        return self._columns(node)[0]

    def ways(self, node: int) -> tuple[list[int], list[int]]:
        """The links of a node in two columns, other node and way, in the order of :meth:`links`."""
        others, ways, _ = self._columns(node)
        return others, ways

    def least_linked(self, node: int, others: set[int]) -> int:
        """The least of ``others`` that a node has a link with; there is one."""
        return min(others.intersection(self.neighbours(node)))

    def arrays(self) -> tuple[memoryview, memoryview, memoryview, memoryview]:
        """The arrays of links, put together from the base and what has changed."""
        at, columns = array("Q", [0]), (array("I"), array("I"), array("Q"))
        for node in range(self.node_count):
            for column, row in zip(columns, self._columns(node), strict=True):
                column.extend(row)
            at.append(len(columns[0]))
        return memoryview(at), memoryview(columns[0]), memoryview(columns[1]), memoryview(columns[2])

    def nodes_by_degree(self) -> Iterator[int]:
        """Every node, the most connected first, then in the order of IRIs."""
        changed = set(self.moved_nodes())
        old = (self.nodes.old([number])[0] for number in self.base.nodes_by_degree() if not self.nodes.is_gone(number))
        key = self._place_by_degree
        return merge((node for node in old if node not in changed), sorted(changed, key=key), key=key)

    def _place_by_degree(self, node: int) -> tuple[int, int]:
        return -self.degree(node), node

    def gone_nodes(self) -> list[int]:
        """The nodes of the base that are there no more, by the numbers they had."""
        return self._numbers("node.gone").tolist()

    def moved_nodes(self) -> list[int]:
        """The nodes whose names the index of names of the base does not tell as they are, or not at their place."""
        less = (number for number in self._less if not self.nodes.is_gone(number))
        return sorted({*self._new(), *self._more, *self.nodes.old(chain(less, self._numbers("told.node")))})

    @property
    def predicates(self) -> tuple[str, ...]:
        """The predicates of links, in order; a link's predicate is a position here."""
        if self._predicates is None:
            self._predicates = self._data.strings("predicate").all()
        return self._predicates

    def role(self, predicate: int) -> str:
        """The role of a predicate of links: one of :data:`wenmai.profiles.ROLES`."""
        number = self._cell("predicate.role", "B", predicate)
        return ROLE_NAMES[number] if number < len(ROLE_NAMES) else self._data.damaged(f"role {number}")

    # Who says so ------------------------------------------------------------------------------------------------------

    def _noted(self, link: int) -> tuple[Index, int]:
        """The index that tells who states a link, and its number there."""
        if link >= self.base.link_count:
            return self.part, self._cell("link.new", "I", link - self.base.link_count)
        noted = self._links("note.link")
        place = bisect_left(noted, link)
        if place < len(noted) and noted[place] == link:
            return self.part, self._cell("note.part", "I", place)
        return self.base, link

    def evidence(self, link: int) -> tuple[Evidence, ...]:
        """Who states a link: passages, documents and named graphs, in order; empty when nobody is named."""
        teller, number = self._noted(link)
        return teller.evidence(number)

    def time(self, link: int) -> str | None:
        """When a link holds, as an EDTF string, if that is stated; of several times the first."""
        teller, number = self._noted(link)
        return teller.time(number)

    def span(self, link: int) -> Span:
        """The first and the last day of a link (ISO dates) by its first time, each ``None`` when not stated."""
        teller, number = self._noted(link)
        return teller.span(number)

    def lives(self, link: int) -> list[Span]:
        """When a link holds: the first day of each time stated, and the last if it is stated to have ceased."""
        teller, number = self._noted(link)
        return teller.lives(number)

    def standing(self, link: int) -> Standing:
        """How a link stands: planned or done, inferred or stated."""
        teller, number = self._noted(link)
        return teller.standing(number)

    def folds_of(self, link: int) -> tuple[Fold, ...]:
        """The nodes that a link was folded from."""
        teller, number = self._noted(link)
        return teller.folds.of_link(number)

    def _told_links(self) -> Iterator[tuple[int, int]]:
        """The links that the part tells of, each with its number there."""
        yield from zip(self._links("note.link"), self._numbers("note.part"), strict=True)
        yield from enumerate(self._numbers("link.new"), self.base.link_count)

    def statuses(self) -> list[str]:
        """The statuses that links have, in order."""
        standings = standing_counts(self.base.sections)
        silent = chain(self._links("link.gone"), self._links("note.link"))
        standings.subtract(standing for link in silent if (standing := self.base.standing(link)) != PLAIN)
        standings.update(self.part.standing(number) for _, number in self._told_links())
        return sorted({one for standing, count in standings.items() if count > 0 for one in standing.statuses})

    def cited_count(self) -> int:
        """How many links have evidence."""
        more, less = self._data.number("cited"), self._data.number("uncited")
        return self.base.cited_count() + more - less

    def dated_links(self) -> list[int]:
        """The links with a note (a time or evidence), ascending; the others have no time."""
        silent = {*self._links("link.gone"), *self._links("note.link")}
        noted = set(self.part.dated_links())
        told = [link for link, number in self._told_links() if number in noted]
        return sorted([*(link for link in self.base.dated_links() if link not in silent), *told])

    @cached_property
    def folds(self) -> FoldedNodes:
        """The nodes that are folded, and the links that they stand for."""
        from weakref import proxy

        from wenmai.index.changedfolds import ChangedFolds

        return ChangedFolds(proxy(self), self._data)

    def verify(self) -> None:
        """Compare the checksums of all sections; raises StoreError when a byte has changed."""
        self.base.verify()
        self.part.verify()
        verify(self._data)
