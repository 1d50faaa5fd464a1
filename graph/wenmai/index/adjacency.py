"""Reading a path index: the links of a node, its names and classes, and who states a link and when, from mapped arrays."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.errors import InputError
from wenmai.index.classes import ClassIndex
from wenmai.index.joint import Joint
from wenmai.index.layout import CONNECTING, NONE, ROLE_NAMES, UNDATED, Span
from wenmai.index.nameless import name_nameless
from wenmai.index.sections import verify as verify_sections
from wenmai.index.told import standing_at, times_at
from wenmai.languages import pick
from wenmai.model import Evidence
from wenmai.prefixes import OWN, Prefixes
from wenmai.terms import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from wenmai.index.folded import FoldedNodes
    from wenmai.index.sections import Buffer, Sections
    from wenmai.profiles import Interpretation
    from wenmai.statements.reader import Values
    from wenmai.statements.standing import Standing

FEW = 8
"""Where the links of a node are more than so many times the nodes looked for, each of these is looked up."""


class Index(ClassIndex, Joint):
    """The links, labels, types and evidence of a graph, by number.

    ``prefixes`` are those of the graph, ``values`` what is said of a resource; both are given by the source that opens it.
    ``whole`` names what this index lacks, where it is of a part of a graph.
    """

    prefixes: Prefixes = OWN
    values: Callable[[str], Values] = staticmethod(lambda _: {})
    whole: Index | None = None

    def __init__(self, data: Sections) -> None:
        self._data = data
        self.node_count, self.link_count = nodes, links = data.number("nodes"), data.number("links")
        self._iris = data.strings("iri")
        self._at = data.numbers("link.at", data.facts.get("ends", "I"), nodes + 1)
        self._other = data.numbers("link.other", "I", 2 * links)
        self._way = data.numbers("link.way", data.facts.get("way", "I"), 2 * links)
        self._weigh(data, 2 * links)
        self._wide = data.facts.get("wide", "I")
        self._link = data.numbers("link.link", self._wide, 2 * links)
        self._predicates: tuple[str, ...] | None = None
        self.label_kinds = data.number("labels")
        if len(self._iris) != nodes or self._at[nodes] != 2 * links:
            data.damaged("its counts disagree")

    def release(self) -> None:
        """Let go of the memory in which a file of it was read."""
        self._data.release()

    def find(self, iri: str) -> int | None:
        """The node of an IRI (or ``_:id``), or ``None``."""
        from zlib import crc32

        wanted = iri.encode("utf-8", "surrogatepass")
        slots, numbers = self._hash
        place = crc32(wanted) % (len(slots) - 1)
        for node in numbers[slots[place] : slots[place + 1]]:
            if self._iris.raw(node) == wanted:
                return int(node)
        return None

    @cached_property
    def _hash(self) -> tuple[memoryview, memoryview]:
        return self._data.numbers("hash.at", "I"), self._data.numbers("hash.node", "I", self.node_count)

    def require(self, iri: str) -> int:
        """The node of an IRI; InputError when the graph does not have it."""
        node = self.find(iri)
        if node is None:
            raise InputError(f"<{iri}> is not an entity of this graph")
        return node

    def iri(self, node: int) -> str:
        """The IRI of a node, or ``_:id``."""
        return self._iris[node]

    def degree(self, node: int) -> int:
        """How many links a node has, in and out; parallel ones are counted."""
        at = self._at
        try:
            return int(at[node + 1] - at[node])
        except IndexError:
            self._data.damaged(f"node {node} of {self.node_count}")

    def links(self, node: int) -> list[tuple[int, int, bool, int]]:
        """The links of a node as (other node, predicate, forward, link), in the order of (other, predicate, not forward).

        ``forward`` is true when ``node`` is the subject. A link from a node to itself is listed both ways.
        """
        start, end = self._range(node)
        return [
            (other, way >> 1, not way & 1, link)
            for other, way, link in zip(
                self._other[start:end].tolist(),
                self._way[start:end].tolist(),
                self._link[start:end].tolist(),
                strict=True,
            )
        ]

    def links_between(self, node: int, other: int) -> list[tuple[int, int, bool, int]]:
        """The links of ``node`` that lead to ``other``, as :meth:`links` gives them."""
        start, end = self._range(node)
        first, last = bisect_left(self._other, other, start, end), bisect_right(self._other, other, start, end)
        return [
            (other, way >> 1, not way & 1, link)
            for way, link in zip(self._way[first:last].tolist(), self._link[first:last].tolist(), strict=True)
        ]

    def neighbours(self, node: int) -> list[int]:
        """The other ends of a node's links, in order, once for each link."""
        start, end = self._range(node)
        return self._other[start:end].tolist()

    def ways(self, node: int) -> tuple[list[int], list[int]]:
        """The links of a node in two columns, other node and way, in the order of :meth:`links`: all that a search needs.

        A way is twice the predicate, plus one when ``node`` is the object.
        """
        start, end = self._range(node)
        return self._other[start:end].tolist(), self._way[start:end].tolist()

    def degrees(self, nodes: Collection[int]) -> list[int]:
        """How many links each of some nodes has, as :meth:`degree` gives it one by one."""
        at = self._at
        try:
            return [at[node + 1] - at[node] for node in nodes]
        except IndexError:
            self._data.damaged(f"a node of {self.node_count} is not there")

    def least_linked(self, node: int, others: set[int]) -> int:
        """The least of ``others`` that a node has a link with; there is one."""
        start, end = self._range(node)
        if end - start < FEW * len(others):
            return min(others.intersection(self.neighbours(node)))
        return next(other for other in sorted(others) if self._linked(other, start, end))

    def _linked(self, other: int, start: int, end: int) -> bool:
        place = bisect_left(self._other, other, start, end)
        return place < end and self._other[place] == other

    def _range(self, node: int) -> tuple[int, int]:
        at = self._at
        try:
            start, end = at[node], at[node + 1]
        except IndexError:
            self._data.damaged(f"node {node} of {self.node_count}")
        if not start <= end <= len(self._other):
            self._data.damaged(f"the links of node {node} lie outside their section")
        return start, end

    @property
    def predicates(self) -> tuple[str, ...]:
        """The predicates of links, in order; a link's predicate is a position here."""
        if self._predicates is None:
            self._predicates = self._data.strings("predicate").all()
        return self._predicates

    @cached_property
    def folds(self) -> FoldedNodes:
        """The nodes that are folded, and the links that they stand for."""
        from weakref import proxy

        from wenmai.index.folded import FoldedNodes

        return FoldedNodes(proxy(self), self._data)  # else both would wait for the collector to let go of the file

    @cached_property
    def interpretation(self) -> Interpretation:
        """What the terms of the graph are taken to mean."""
        from wenmai.profiles import read_interpretation

        return read_interpretation(str(self._data.bytes("interpretation"), "utf-8"))

    def understand(self) -> Interpretation:
        """The same, of every term that is used: an endpoint is asked for all of them."""
        return self.interpretation

    def role(self, predicate: int) -> str:
        """The role of a predicate of links: one of :data:`wenmai.profiles.ROLES`."""
        number = self._cell("predicate.role", "B", predicate)
        return ROLE_NAMES[number] if number < len(ROLE_NAMES) else self._data.damaged(f"role {number}")

    @cached_property
    def aside(self) -> frozenset[int]:
        """The predicates of links by which paths do not go unless they are asked to: their role connects nothing."""
        return frozenset(number for number in range(len(self.predicates)) if self.role(number) not in CONNECTING)

    def predicate_count(self, predicate: int) -> int:
        """How many links use a predicate."""
        return int(self._cell("predicate.count", self._wide, predicate))

    def least_count(self) -> int:
        """How many links use the rarest predicate."""
        return min(self._data.numbers("predicate.count", self._wide), default=1)

    def occurs(self, predicate: str) -> bool:
        """Whether the graph may use a predicate of :data:`wenmai.statements.reader.SPOKEN`; ``""`` asks for named graphs."""
        said = self._data.facts.get("said")
        return said is None or predicate in said.split(" ")

    def cited_count(self) -> int:
        """How many links have evidence."""
        return sum(number != NONE for number in self._data.numbers("note.evidence", "I"))

    def cited_values(self) -> int:
        """How many facts whose objects are literals name their source."""
        return self._cell("cited.values", "I", 0)

    def texts(self, node: int) -> list[tuple[int, str, str, int]]:
        """The names of a node as (kind, language, text, number), the best kind first.

        ``kind`` is a position among the labels and aliases of :attr:`interpretation`, of which the first ``label_kinds`` are
        labels; ``number`` is the name's number in the whole graph.
        """
        row = self._row("name.at", node)
        if not row:
            return []
        kinds, languages = self._data.numbers("name.kind", "B"), self._data.numbers("name.language", "H")
        if row[-1] >= len(kinds) or row[-1] >= len(languages):
            self._data.damaged(f"name {row[-1]}")
        texts, tags = self._data.strings("text"), self._languages
        return [(kinds[number], tags[languages[number]], texts[number], number) for number in row]

    def every_text(self, nodes: Sequence[int]) -> tuple[list[int], list[int], list[Buffer]]:
        """The names of some nodes in three columns, for work on the whole graph: node, number, and text in UTF-8.

        A node without a name has one row, with ``NONE`` for the number and no text.
        """
        from wenmai.index.texts import rows_of

        rows = self._data.numbers("name.at", "I", self.node_count + 1)
        return rows_of(nodes, rows, self._data.numbers("text.at", "Q"), self._data.bytes("text"))

    def text(self, number: int) -> tuple[int, str, str]:
        """A name of the graph, by number, as (kind, language, text)."""
        language = self._languages[self._cell("name.language", "H", number)]
        return self._cell("name.kind", "B", number), language, self._data.strings("text")[number]

    @property
    def sections(self) -> Sections:
        """What it is read from."""
        return self._data

    @cached_property
    def _languages(self) -> defaultdict[int, str]:
        # A number out of range can only come from damage: it is shown as no language rather than looked into.
        return defaultdict(str, enumerate(self._data.strings("language").all()))

    def labels(self, node: int) -> dict[str, str]:
        """The best label of a node in each language (``""`` for labels without a language tag)."""
        labels: dict[str, str] = {}
        for kind, language, text, _ in self.texts(node):
            if kind < self.label_kinds:
                labels.setdefault(language, text)
        return dict(sorted(labels.items()))

    def label(self, node: int, language: str) -> str:
        """A node's label in ``language`` if there is one, else in any language, else what its IRI calls it."""
        if (best := pick(self.labels(node), language)) is not None:
            return best
        iri = self.iri(node)
        told = iri.startswith("_:") and self.folds.tell(iri, lambda other: self.term_label(other, language), language)
        return told or name_nameless(self, node, language)

    def term_label(self, iri: str, language: str) -> str:
        """The label of any resource, a predicate or a class too, as :meth:`label` gives it, or that of its entity."""
        node = self.find(iri)
        labels = {} if node is None else self.labels(node)
        if not labels and (entity := self._entity_of(iri)) is not None:
            labels = self.labels(entity)
        best = pick(labels, language)
        if best is None and self.whole is not None:
            return self.whole.term_label(iri, language)
        if best is None:
            return spoken(self.prefixes.name_of(iri)) if node is None else name_nameless(self, node, language)
        return best

    def _entity_of(self, iri: str) -> int | None:
        """The entity by whose name a predicate goes (``wikibase:directClaim``), if it is another's."""
        if "term" not in self._data:
            return None
        terms = self._data.strings("term")
        place = bisect_left(terms, iri)
        return self._cell("term.node", "I", place) if place < len(terms) and terms[place] == iri else None

    def evidence(self, link: int) -> tuple[Evidence, ...]:
        """Who states a link: passages, documents and named graphs, in order; empty when nobody is named."""
        note = self._note(link)
        return self._evidence(self._cell("note.evidence", "I", note)) if note is not None else ()

    def node_evidence(self, node: int) -> tuple[Evidence, ...]:
        """What a node itself cites; its own facts cite the same."""
        place = self._sparse("cited.node", node)
        return self._evidence(self._cell("cited.evidence", "I", place)) if place is not None else ()

    def time(self, link: int) -> str | None:
        """When a link holds, as an EDTF string, if that is stated; of several times the first."""
        return next((text for text, *_ in times_at(self._data, "note.time", self._note(link))), None)

    def span(self, link: int) -> Span:
        """The first and the last day of a link (ISO dates) by its first time, each ``None`` when not stated."""
        return self._span("note.time", self._note(link))

    def lives(self, link: int) -> list[Span]:
        """When a link holds: the first day of each time stated, and the last if it is stated to have ceased; none: not stated.

        What happened on a day stays true after it: only *until* ends a link.
        """
        found = times_at(self._data, "note.time", self._note(link))
        return [(begin or None, (end or None) if over else None) for _, begin, end, *over in found]

    def standing(self, link: int) -> Standing:
        """How a link stands: planned or done, inferred or stated."""
        return standing_at(self._data, self._note(link))

    def statuses(self) -> list[str]:
        """The statuses that links have, in order."""
        return sorted({one for text in self._data.strings("standing").all() for one in text.split(" ")[2:]})

    def node_span(self, node: int) -> Span:
        """The first and the last day of what a node denotes (an event, a period, a figure), ``None`` when not stated."""
        return self._span("dated.time", self._sparse("dated.node", node))

    def node_time(self, node: int) -> str | None:
        """The time of what a node denotes, as an EDTF string, if it is stated."""
        return next((text for text, *_ in times_at(self._data, "dated.time", self._sparse("dated.node", node))), None)

    def _note(self, link: int) -> int | None:
        return self._sparse("note.link", link, self._wide)

    def _sparse(self, section: str, number: int, width: str = "I") -> int | None:
        numbers = self._data.numbers(section, width)
        place = bisect_left(numbers, number)
        return place if place < len(numbers) and numbers[place] == number else None

    def _span(self, section: str, place: int | None) -> Span:
        found = times_at(self._data, section, place)
        return (found[0][1] or None, found[0][2] or None) if found else UNDATED

    def _evidence(self, number: int) -> tuple[Evidence, ...]:
        if number == NONE:
            return ()
        strings, rows = self._data.strings("source"), self._data.numbers("evidence.row", "I")
        start, end = (self._cell("evidence.at", "I", number + step) for step in (0, 1))
        if not start <= end <= len(rows) // 5:
            self._data.damaged(f"evidence {number}")
        found = []
        for row in range(start, end):
            document, first, last, speaker, inferred = rows[5 * row : 5 * row + 5]
            found.append(
                Evidence(
                    strings[document],
                    None if first == NONE else first,
                    None if last == NONE else last,
                    None if speaker == NONE else strings[speaker],
                    bool(inferred),
                )
            )
        return tuple(found)

    def arrays(self) -> tuple[memoryview, memoryview, memoryview, memoryview]:
        """The arrays of links: ``at``, ``other``, ``way``, ``link`` in compressed sparse row form, for whole-graph work.

        The links of node *n* are at ``at[n]`` to ``at[n + 1]``; a way is twice the predicate, plus one when *n* is the object.
        """
        return self._at, self._other, self._way, self._link

    def dated_links(self) -> list[int]:
        """The links with a note (a time or evidence), ascending; the others have no time."""
        return self._data.numbers("note.link", self._wide).tolist()

    def dated_nodes(self) -> list[int]:
        """The nodes that have a time of their own, ascending."""
        return self._data.numbers("dated.node", "I").tolist()

    def verify(self) -> None:
        """Compare the checksums of all its sections; raises StoreError when a byte has changed."""
        verify_sections(self._data)

    def nodes_by_degree(self) -> Iterator[int]:
        """Every node, the most connected first, then in the order of IRIs."""
        from wenmai.index.sorting import sorter

        return iter(sorter(self.link_count).by_degree(self._at))
