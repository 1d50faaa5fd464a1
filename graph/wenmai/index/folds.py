"""The nodes that an index folds, and the links that they stand for (:mod:`wenmai.folding`), in the numbers of a builder."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING

from wenmai.folding.deciding import BLANK, Decision
from wenmai.folding.linking import Linking, TermNumbers
from wenmai.folding.shapes import NodeShape, compile_shapes
from wenmai.folding.surroundings import Surroundings
from wenmai.folding.telling import NIL, WITHDRAWN
from wenmai.index.layout import NONE, width_of
from wenmai.index.picking import by_predicate, touching
from wenmai.index.resources import blank_ones, called
from wenmai.index.sections import table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from wenmai.folding.linking import Derived
    from wenmai.index.assembly import Assembly
    from wenmai.index.sections import Parts
    from wenmai.index.sorting import Columns, SortedLinks

SKOLEM = b"/.well-known/genid/"
"""In the IRI of a node that was a blank node (RDF 1.1 Concepts, 3.5)."""

VALUES = frozenset({"quantity", "geometry", "note", "identifier", "blank"})
"""The kinds of nodes that stand for a value which makes what they say it of an entity: a time alone says too little."""

NO_ROWS: tuple[tuple[int, ...], tuple[int, ...]] = (), ()
ENDS = NIL.encode(), WITHDRAWN.encode()

NOTHING = NodeShape("nothing")
"""The kind of what only ends something, such as ``rdf:nil``."""


class Folds:
    """What is folded in a graph whose quads a builder has collected.

    ``hidden`` are the nodes that are no entities, ``derived`` the links that they stand for, ``valued`` the resources that they
    say a value of. Numbers are those of the builder; a predicate that no triple has gets a new one there.
    """

    def __init__(self, assembly: Assembly) -> None:
        self._builder, self._names, self._columns = assembly.builder, assembly.names, assembly.columns
        self._types, self._sort, self._walks = assembly.types, assembly.sort, assembly.walked
        self._predicates = [iri.decode() for iri in self._builder.predicates]
        self._meaning = assembly.meaning
        types, builder, names = self._types, self._builder, self._names
        self._classes = set(types[1])
        known = {names[number]: number for number in self._classes}
        self._shapes = compile_shapes(
            self._meaning.nodes,
            lambda iri: builder.predicates.get(iri.encode(), -1),
            lambda iri: known.get(iri.encode(), -1),
        )
        self.hidden: dict[int, NodeShape] = {}
        self.valued = array("I")
        self.derived: list[Derived] = []
        candidates = self._candidates()
        if candidates:
            self._fold(candidates)
        if self.derived:
            assembly.columns = _extended(self._columns, self.derived)
        del self._names, self._columns  # which take much memory, and are not asked for again

    def _candidates(self) -> dict[int, NodeShape]:
        """Every node that may be folded, with the surest of its kinds."""
        found: dict[int, int] = {}

        def take(node: int, place: int) -> None:
            if found.get(node, place) >= place:
                found[node] = place

        for node, place in self._by_class():
            take(node, place)
        for node, place in self._by_predicate():
            take(node, place)
        blank = set(self._blanks())
        chosen = {
            node: self._shapes[place]
            for node, place in found.items()
            if self._shapes[place].kind != "expression" or node in blank
        }
        return {**dict.fromkeys(sorted(blank), BLANK), **chosen}

    def _by_class(self) -> Iterator[tuple[int, int]]:
        places = {kind: place for place, shape in reversed(list(enumerate(self._shapes))) for kind in shape.classes}
        if not places.keys().isdisjoint(set(self._types[1])):
            for node, kind in zip(*self._types, strict=True):
                if kind in places:
                    yield node, places[kind]

    def _by_predicate(self) -> Iterator[tuple[int, int]]:
        """The nodes that a shape's predicate leads to or stands at, in one pass over the columns."""
        leads, marks = (
            {term: place for place, shape in reversed(list(enumerate(self._shapes))) for term in getattr(shape, name)}
            for name in ("reached", "marks")
        )
        for predicate, place in marks.items():
            if 0 <= predicate < len(self._predicates):
                for subject in self._builder.roles.get(self._predicates[predicate], NO_ROWS)[0]:
                    yield subject, place
        chosen = bytearray(number in leads or number in marks for number in range(len(self._predicates)))
        if not any(chosen):
            return
        said = self._said
        for subject, predicate, value in zip(*by_predicate(self._columns, chosen), strict=True):
            if predicate in leads and (said[value] or self._shapes[leads[predicate]].kind == "page"):
                yield value, leads[predicate]
            if predicate in marks:
                yield subject, marks[predicate]

    @cached_property
    def _linking(self) -> bytearray:
        """A flag for every resource that leads to others."""
        linking = bytearray(len(self._names))
        self._sort.mark(linking, self._columns[0])
        return linking

    @cached_property
    def _said(self) -> bytearray:
        """A flag for every resource of which something is said."""
        said = bytearray(self._linking)
        self._sort.mark(said, self._builder.described)
        return said

    def _blanks(self) -> Iterable[int]:
        return blank_ones(self._names, SKOLEM)

    def _fold(self, candidates: dict[int, NodeShape]) -> None:
        """Decide which candidates are hidden, and what links stand for them, each once and in a fixed order."""
        flags = bytearray(len(self._names))
        for node in candidates:
            flags[node] = 1
        around = Surroundings(zip(*touching(self._columns, flags), strict=True), flags)
        named = self._named()
        self.hidden = Decision(
            candidates,
            around,
            lambda node: named[node] == 1,
            self._walked,
            lambda node: named[node] == 1 or self._linking[node] == 1,
            self._silent(),
        ).folded()
        nil, withdrawn = self._known_ends()
        self.hidden.update(dict.fromkeys(nil, NOTHING))
        self.valued = array("I", sorted(self._owners(around)))
        linking = Linking(self.hidden, around, self._numbering(withdrawn), self._types_of_hidden(), self._walked)
        self.derived = list(dict.fromkeys(linking.links()))

    def _owners(self, around: Surroundings) -> set[int]:
        """The resources that folded nodes say a value of, as literals would."""
        return {
            owner
            for node, shape in self.hidden.items()
            if shape.kind in VALUES
            for _, owner in around.ins.get(node, ())
            if owner not in self.hidden
        }

    def _named(self) -> bytearray:
        """A flag for every resource that has a name."""
        naming, texts = self._meaning.naming, self._builder.texts
        kinds = {kind for kind, iri in enumerate(self._builder.predicates.named) if iri in naming}
        named = bytearray(len(self._names))
        self._sort.mark(named, array("I", compress(texts.nodes, map(kinds.__contains__, texts.kinds))))
        return named

    def _silent(self) -> set[int]:
        """Predicates by which statements name what they are about: they say nothing of whom they lead to."""
        return {
            predicate
            for shape in self._shapes
            if shape.kind == "statement" and not shape.led
            for predicate, _ in shape.ways("subject", "predicate", "object").steps
        }

    def _known_ends(self) -> tuple[list[int], list[int]]:
        """The end of lists, and the rank of statements that are withdrawn, where they occur."""
        ends = called(self._names, ENDS)
        return [one for one in ends if self._names[one] == ENDS[0]], [
            one for one in ends if self._names[one] == ENDS[1]
        ]

    def _types_of_hidden(self) -> Callable[[int], Sequence[int]]:
        classes: dict[int, list[int]] = {}
        for node, kind in zip(*self._types, strict=True):
            if node in self.hidden:
                classes.setdefault(node, []).append(kind)
        return lambda node: classes.get(node, ())

    def _numbering(self, withdrawn: Collection[int]) -> TermNumbers:
        numbers, names = self._builder.predicates, self._names

        def iri(predicate: int) -> str:
            self._know_all()
            return self._predicates[predicate]

        return TermNumbers(
            lambda iri: numbers[iri.encode()],
            lambda node: numbers[names[node]],
            iri,
            lambda node: names[node].decode(),
            withdrawn,
        )

    def _know_all(self) -> None:
        """Learn the predicates that were met since."""
        if len(self._predicates) < len(self._builder.predicates):
            self._predicates = [iri.decode() for iri in self._builder.predicates]

    def _walked(self, predicate: int) -> bool:
        self._know_all()
        return self._walks(self._predicates[predicate])


def _extended(columns: Columns, derived: Sequence[Derived]) -> Columns:
    """The columns with the links that are derived at their end."""
    more = [link.subject for link in derived], [link.predicate for link in derived], [link.object for link in derived]
    subjects, predicates, objects = (
        array("I", bytes(column)) + array("I", new) for column, new in zip(columns, more, strict=True)
    )
    return subjects, predicates, objects


def fold_sections(assembly: Assembly, links: SortedLinks) -> Parts:
    """The sections: what is folded, by name, and each link that it stands for with the form in which it says so."""
    folds = assembly.folds
    hidden, derived = (folds.hidden, folds.derived) if folds else ({}, [])
    names = sorted(map(assembly.name, hidden))
    forms = sorted({link.form for link in derived})
    place, form = ({text: number for number, text in enumerate(table)} for table in (names, forms))
    rows = sorted(
        (number, place[assembly.name(link.node)], form[link.form])
        for link in derived
        if (number := find_link(assembly, links, link)) is not None
    )
    widths = width_of(len(links.subject)), "I", "I"
    columns = (array(width, [row[place] for row in rows]) for place, width in enumerate(widths))
    return [
        *zip(("fold.link", "fold.node", "fold.form"), columns, strict=True),
        *table("folded", names),
        *table("form", forms),
    ]


def find_link(assembly: Assembly, links: SortedLinks, derived: Derived) -> int | None:
    """The number of a link that is derived; ``None`` where an end is no node."""
    subject, value = assembly.number[derived.subject], assembly.number[derived.object]
    predicate = assembly.predicate_number[derived.predicate]
    if NONE in (subject, value, predicate):
        return None
    first = bisect_left(links.subject, subject)
    return bisect_left(links.key, predicate << 32 | value, first, bisect_right(links.subject, subject, first))
