"""What has changed between two indexes of one part of a graph, before and after, as changes to the index of the whole.

Both are built from the same triples but for those that were added or removed, so what they tell alike has not changed, even where
the part tells it wrongly because it does not hold all that bears on it. What they tell otherwise must be told rightly: whoever
chose the part sees to that (:mod:`wenmai.sources.store.nearby`).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.index.layout import NONE, ROLE_NAMES, UNDATED, width_of
from wenmai.index.numbering import Renumbering
from wenmai.index.sections import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wenmai.index.adjacency import Index
    from wenmai.index.sections import Parts
    from wenmai.profiles import Interpretation

    Link = tuple[str, str, str]

SILENT: tuple[Any, ...] = ([], (), (), UNDATED, None)
"""What is told of a node of which nothing is."""


class Difference:
    """What is otherwise ``after`` than ``before`` in a part of the graph that ``base`` indexes.

    ``gone``, ``new`` and ``noted`` are links by their terms: not there any more, there now, and those of which something else is
    said now; ``nodes_gone``, ``nodes_new`` and ``nodes_told`` are the same of nodes, by IRI. ``described`` are the resources of
    which the part holds all that is said, ``occurring`` some that occur, be it in the part or not.
    """

    def __init__(
        self, base: Index, before: Index, after: Index, described: Iterable[str], occurring: Iterable[str] = ()
    ) -> None:
        self.base, self.before, self.after, self._described = base, before, after, set(described)
        self._occurring = frozenset(occurring)
        old, self.now = _links(before), _links(after)
        notes, noted = _notes(before), _notes(after)
        self._base_predicates = {iri: number for number, iri in enumerate(base.predicates)}
        changed = sorted(
            link
            for link in old.keys() | self.now.keys()
            if link not in old or link not in self.now or notes.get(old[link]) != noted.get(self.now[link])
        )
        self.held = {link: number for link in changed if (number := self._number(link)) is not None}
        self.gone = [link for link in changed if link in self.held and link not in self.now]
        self.new = [link for link in changed if link not in self.held and link in self.now and link not in old]
        self.noted = [link for link in changed if link in self.held and link in self.now]

    @property
    def links(self) -> list[Link]:
        """All links that are told otherwise."""
        return sorted([*self.gone, *self.new, *self.noted])

    def _number(self, link: Link) -> int | None:
        """The number of a link in the base."""
        subject, predicate, value = link
        node, other, number = self.base.find(subject), self.base.find(value), self._base_predicates.get(predicate)
        if node is None or other is None or number is None:
            return None
        return next(
            (
                found
                for _, way, forward, found in self.base.links_between(node, other)
                if way == number and (forward or node == other)
            ),
            None,
        )

    @cached_property
    def turnover(self) -> Counter[str]:
        """How many links more each node has, or fewer."""
        found = Counter[str]()
        for links, step in ((self.gone, -1), (self.new, 1)):
            for subject, _, value in links:
                found[subject] += step
                found[value] += step
        return found

    @cached_property
    def _rows(self) -> dict[str, tuple[int | None, int | None]]:
        """The nodes that are told otherwise, with their number in the base and after."""
        found = {}
        touched = {end for link in self.links for end in (link[0], link[2])}
        for iri in sorted(self._described | touched, key=str.encode):
            before, after = self.before.find(iri), self.after.find(iri)
            is_new = (before is None) != (after is None)
            if iri in touched or is_new or _row(self.before, before) != _row(self.after, after):
                found[iri] = self.base.find(iri), after
        return found

    @cached_property
    def nodes_gone(self) -> list[str]:
        """The nodes that are there no more: nothing is said of them, and no link is left."""
        return [
            iri
            for iri, (old, after) in self._rows.items()
            if old is not None and after is None and self.base.degree(old) + self.turnover[iri] == 0
        ]

    @cached_property
    def nodes_new(self) -> list[str]:
        """The nodes that were not there."""
        return [iri for iri, (old, after) in self._rows.items() if old is None and after is not None]

    @cached_property
    def nodes_told(self) -> list[tuple[str, int, int]]:
        """The nodes of which something else is told: IRI, number in the base, number after, or ``NONE`` where nothing is."""
        gone = set(self.nodes_gone)
        return [
            (iri, old, NONE if after is None else after)
            for iri, (old, after) in self._rows.items()
            if old is not None and iri not in gone and self._is_retold(iri, old, after)
        ]

    def _is_retold(self, iri: str, old: int, after: int | None) -> bool:
        now = _row(self.after, after)
        return now not in (_row(self.before, self.before.find(iri)), _row(self.base, old))

    @cached_property
    def predicate_counts(self) -> dict[str, int]:
        """How many links each predicate has now, in the order of the predicates."""
        counts = Counter({iri: self.base.predicate_count(number) for iri, number in self._base_predicates.items()})
        counts.subtract(predicate for _, predicate, _ in self.gone)
        counts.update(predicate for _, predicate, _ in self.new)
        return {iri: counts[iri] for iri in sorted(counts) if counts[iri]}

    @property
    def link_count(self) -> int:
        """How many links there are now."""
        return self.base.link_count + len(self.new) - len(self.gone)

    @property
    def node_count(self) -> int:
        """How many nodes there are now."""
        return self.base.node_count + len(self.nodes_new) - len(self.nodes_gone)

    @property
    def folded(self) -> tuple[set[str], set[str]]:
        """What is folded now and was not, and the other way round."""
        before, after = set(self.before.folds.names()), set(self.after.folds.names())
        new = {iri for iri in after - before if iri not in self.base.folds}
        return new, {iri for iri in before - after - self._occurring if iri in self.base.folds}


class ChangeTable(NamedTuple):
    """The sections of a table of changes, and its facts."""

    facts: Mapping[str, str]
    parts: Parts


def tabulate(change: Difference, meaning: Interpretation, said: Iterable[str]) -> ChangeTable:
    """The table of changes that :class:`wenmai.index.changed.ChangedIndex` reads; ``said`` are the spoken predicates that occur."""
    base = change.base
    gone = array("I", sorted(_found(base, iri) for iri in change.nodes_gone))
    put = array("I", [_place(base, iri) for iri in change.nodes_new])
    nodes = Renumbering(base.node_count, gone, put)
    place = {iri: nodes.new(number) for number, iri in enumerate(change.nodes_new)}
    predicates = list(change.predicate_counts)
    rows = _rows_of_links(change, {iri: number for number, iri in enumerate(predicates)}, nodes, place)
    less = Counter(_found(base, end) for subject, _, value in change.gone for end in (subject, value))
    noted = sorted((change.held[link], change.now[link]) for link in change.noted)
    told = sorted((old, after) for _, old, after in change.nodes_told)
    cited = [_is_cited(change, link) for link in change.links]
    facts = {
        "nodes": str(change.node_count),
        "links": str(change.link_count),
        "said": " ".join(["-", *said]),
        "cited": str(sum(now and not then for then, now in cited)),
        "uncited": str(sum(then and not now for then, now in cited)),
    }
    wide = width_of(base.link_count + len(change.new))
    if wide != "I":
        facts["wide"] = wide
    parts: Parts = [
        ("node.gone", gone),
        ("node.put", put),
        ("node.new", array("I", [_found(change.after, iri) for iri in change.nodes_new])),
        *_columns(("told.node", "told.part"), told),
        ("link.gone", array(wide, sorted(change.held[link] for link in change.gone))),
        ("link.new", array("I", [change.now[link] for link in change.new])),
        *_columns(("note.link", "note.part"), noted, wide + "I"),
        *_columns(("less.node", "less.count"), sorted(less.items())),
        *_columns(("more.node", "more.other", "more.way", "more.link"), rows, "III" + wide),
        *table("predicate", predicates),
        ("predicate.old", array("I", _old_predicates(base, predicates))),
        ("predicate.count", array(wide, change.predicate_counts.values())),
        ("predicate.role", bytes(ROLE_NAMES.index(meaning.role(iri)) for iri in predicates)),
        ("interpretation", meaning.write().encode()),
        (
            "cited.values",
            array("I", [base.cited_values() + change.after.cited_values() - change.before.cited_values()]),
        ),
        *_classes(change),
    ]
    for name, iris in zip(("folded.new", "folded.gone"), change.folded, strict=True):
        parts += table(name, sorted(iris))
    return ChangeTable(facts, parts)


def _rows_of_links(
    change: Difference, predicates: Mapping[str, int], nodes: Renumbering, new: Mapping[str, int]
) -> list[tuple[int, ...]]:
    """Both ends of every new link, in the numbers that they have now: node, other, way, link."""

    def number(iri: str) -> int:
        return new[iri] if iri in new else nodes.old([_found(change.base, iri)])[0]

    rows = []
    for link, (subject, predicate, value) in enumerate(change.new, change.base.link_count):
        start, end, way = number(subject), number(value), predicates[predicate] << 1
        rows += [(start, end, way, link), (end, start, way | 1, link)]
    return sorted(rows)


def _old_predicates(base: Index, predicates: list[str]) -> list[int]:
    """What number each predicate of the base has now; of one that no link has any more, that of what follows."""
    return [bisect_left(predicates, iri) for iri in base.predicates]


def _is_cited(change: Difference, link: Link) -> tuple[bool, bool]:
    """Whether a link had evidence, and whether it has."""
    held, now = change.held.get(link), change.now.get(link)
    return (
        held is not None and bool(change.base.evidence(held)),
        now is not None and bool(change.after.evidence(now)),
    )


def _classes(change: Difference) -> Parts:
    """The classes that nodes have now, and how many more or fewer nodes have each of those that changed."""
    base, after = change.base, change.after
    more, less = Counter[str](), Counter[str]()
    for iri in change.nodes_gone:
        less.update(base.types(_found(base, iri)))
    for iri in change.nodes_new:
        more.update(after.types(_found(after, iri)))
    for _, old, now in change.nodes_told:
        less.update(base.types(old))
        more.update(after.types(now) if now != NONE else ())
    kinds = sorted(kind for kind in more.keys() | less.keys() if more[kind] != less[kind])
    counts = base.class_counts() if any(less[kind] > more[kind] for kind in kinds) else {}
    empty = {kind for kind in kinds if kind in counts and counts[kind] + more[kind] == less[kind]}
    every = sorted({*base.classes(), *more} - empty)
    return [
        *table("class", every),
        *table("kind", kinds),
        ("class.more", array("I", [more[kind] for kind in kinds])),
        ("class.less", array("I", [less[kind] for kind in kinds])),
    ]


def _columns(names: tuple[str, ...], rows: Iterable[tuple[int, ...]], widths: str = "II") -> Parts:
    rows = list(rows)
    return [
        (name, array(width, [row[place] for row in rows]))
        for place, (name, width) in enumerate(zip(names, widths, strict=True))
    ]


def _links(index: Index) -> dict[Link, int]:
    """Every link of a small index, by its terms."""
    iris, predicates = [index.iri(node) for node in range(index.node_count)], index.predicates
    return {
        (iris[node], predicates[predicate], iris[other]): link
        for node in range(index.node_count)
        for other, predicate, forward, link in index.links(node)
        if forward
    }


def _notes(index: Index) -> dict[int, tuple[Any, ...]]:
    """All that is told of links, by link; nothing of those of which nothing is."""
    return {
        link: (
            index.evidence(link),
            index.time(link),
            index.span(link),
            index.lives(link),
            index.standing(link),
            index.folds.of_link(link),
        )
        for link in {*index.dated_links(), *index.folds.links()}
    }


def _row(index: Index, node: int | None) -> tuple[Any, ...]:
    """All that is told of a node itself."""
    if node is None:
        return SILENT
    return (
        [text[:3] for text in index.texts(node)],
        index.types(node),
        index.node_evidence(node),
        index.node_span(node),
        index.node_time(node),
    )


def _found(index: Index, iri: str) -> int:
    node = index.find(iri)
    assert node is not None, f"{iri} is a node of the index"
    return node


def _place(base: Index, iri: str) -> int:
    """Before which node of the base an IRI stands: nodes are in the order of UTF-8."""
    return bisect_left(range(base.node_count), iri.encode(), key=lambda node: base.iri(node).encode())
