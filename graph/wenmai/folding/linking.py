"""The links that folded nodes stand for.

Each is *derived*: a subject, a predicate, an object, the node that it was folded from and the *form* in which that node says it:

* ``member`` of a list; ``some``, ``only``, ``value``, ``self``, ``least``, ``most``, ``exactly`` of a restriction; ``and``, ``or``,
  ``not``, ``one`` of a class expression, or several of these, the outermost first;
* ``fact``: what a statement or a relation says of its two ends;
* ``through`` and the predicates that lead there: what else the node is linked with.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from wenmai.folding.deciding import BLANK, LINKING
from wenmai.folding.shapes import JUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from wenmai.folding.shapes import NodeShape, Step
    from wenmai.folding.surroundings import Surroundings

DEEPEST = 16
"""How deep nodes may be nested: what lies deeper is shown by ``--raw`` alone."""

WITHIN = frozenset({"list", "restriction", "expression", "blank"})
"""Kinds that say something of what leads to them."""

QUANTIFIERS = {"some": "some", "all": "only", "value": "value", "class": "count"}
"""The form in which each part of a restriction that leads to resources says it."""


class Derived(NamedTuple):
    """A link that a folded node stands for; the predicate is given by its number."""

    subject: int
    predicate: int
    object: int
    node: int
    form: str


class TermNumbers(NamedTuple):
    """How terms are numbered.

    ``term`` gives the predicate of an IRI, ``named`` that of a node, ``iri`` the IRI of a predicate, ``name`` that of a node.
    ``withdrawn`` are nodes that a statement names where it is not held to be true (a rank).
    """

    term: Callable[[str], int]
    named: Callable[[int], int]
    iri: Callable[[int], str]
    name: Callable[[int], str]
    withdrawn: Collection[int] = ()


class Linking:
    """Derives the links of folded nodes."""

    def __init__(
        self,
        folded: Mapping[int, NodeShape],
        around: Surroundings,
        words: TermNumbers,
        classes: Callable[[int], Sequence[int]],
        walked: Callable[[int], bool],
    ) -> None:
        self.folded, self.around, self.words = folded, around, words
        self._classes, self._walked = classes, walked

    def links(self) -> Iterator[Derived]:
        """Every link, as they are met."""
        for node, shape in self.folded.items():
            if shape.kind in LINKING or (shape.kind == "statement" and shape.led):
                yield from self._relation(node, shape)
            elif shape.kind == "quantity":
                yield from self._measured(node, shape)
            elif shape.kind in WITHIN:
                for predicate, owner in self.around.ins.get(node, ()):
                    if owner not in self.folded:
                        yield from self._open(owner, predicate, node, node, (), 0)

    # What one triple leads to -----------------------------------------------------------------------------------------

    def _reach(
        self, owner: int, predicate: int, value: int, node: int, form: tuple[str, ...], depth: int
    ) -> Iterator[Derived]:
        """The links from an owner to a value, or to what is in it where that is folded."""
        if value in self.folded:
            if depth < DEEPEST:
                yield from self._open(owner, predicate, value, node, form, depth + 1)
        elif self._walked(predicate):
            yield Derived(owner, predicate, value, node, " ".join(form))

    def _open(
        self, owner: int, predicate: int, value: int, node: int, form: tuple[str, ...], depth: int
    ) -> Iterator[Derived]:
        """The links from an owner by what a folded value says."""
        shape = self.folded[value]
        if shape.kind == "list":
            for member in self._members(value, shape):
                yield from self._reach(owner, predicate, member, node, form or ("member",), depth)
        elif shape.kind == "expression":
            for part in JUNCTIONS:
                for other in self.around.ends(value, shape.ways(part)):
                    yield from self._reach(owner, predicate, other, node, (*form, part), depth)
        elif shape.kind == "restriction":
            yield from self._restricted(predicate, owner, value, node, form, depth)
        elif shape is BLANK:
            through = form or ("through",)
            for step, other in self.around.outs.get(value, ()):
                yield from self._reach(owner, step, other, node, (*through, self.words.iri(predicate)), depth)

    def _members(self, cell: int, shape: NodeShape) -> Iterator[int]:
        """The members of a list in their order, or of a container."""
        seen = set[int]()
        while cell not in seen and self.folded.get(cell) is shape:
            seen.add(cell)
            yield from self.around.ends(cell, shape.ways("first", "member"))
            cell = next(iter(self.around.ends(cell, shape.ways("rest"))), cell)

    def _restricted(
        self, lead: int, owner: int, value: int, node: int, form: tuple[str, ...], depth: int
    ) -> Iterator[Derived]:
        """The links by a restricted property, one to each thing that it is restricted to."""
        shape = self.folded[value]
        inverse = self.around.ends(value, shape.ways("inverse"))
        plain = self.around.ends(value, shape.ways("property"))
        properties = [one for one in inverse or plain if one not in self.folded]
        form = self._within(form, lead)
        for property_, (part, word) in product(properties[:1], QUANTIFIERS.items()):
            for filler in self.around.ends(value, shape.ways(part)):
                for link in self._reach(owner, self.words.named(property_), filler, node, (*form, word), depth):
                    yield link._replace(subject=link.object, object=link.subject) if inverse else link

    def _within(self, form: tuple[str, ...], lead: int) -> tuple[str, ...]:
        """The form of what stands in a restriction of the property ``lead``: that comes before its own words."""
        if not any(word in form for word in QUANTIFIERS.values()):
            return form
        place = max((place + 1 for place, word in enumerate(form) if ":" in word), default=0)
        return *form[:place], self.words.iri(lead), *form[place:]

    # What links others ------------------------------------------------------------------------------------------------

    def _relation(self, node: int, shape: NodeShape) -> Iterator[Derived]:
        """The links from each subject of a relation to each object, and to what else it is linked with."""
        if any(other in self.words.withdrawn for _, other in self.around.outs.get(node, ())):
            return
        if not shape.ways("subject", "object") and shape.kind in LINKING:
            yield from self._between(node)
            return
        subjects = self.around.ends(node, shape.ways("subject"))
        if shape.kind == "statement" and not shape.ways("subject"):
            subjects = list(dict.fromkeys(owner for step, owner in self.around.ins.get(node, ()) if step in shape.led))
        objects = self.around.reached(node, shape.ways("object"))
        for subject, value in self._pairs(subjects, list(objects)):
            if subject not in self.folded:
                for predicate in self._predicates(node, shape, subject, objects[value]):
                    yield from self._reach(subject, predicate, value, node, ("fact",), 0)
        if shape.kind in LINKING:
            yield from self._others(
                node, subjects, shape.ways("subject", "predicate", "object").steps, self._class(node, shape)
            )

    def _between(self, node: int) -> Iterator[Derived]:
        """The links of a node that stands between two ends of one predicate, as a role of schema.org does."""
        for lead, owner in self.around.ins.get(node, ()):
            if owner not in self.folded:
                for step, other in self.around.outs.get(node, ()):
                    if step == lead and other != owner:
                        yield from self._reach(owner, step, other, node, ("fact",), 0)
                yield from self._others(node, [owner], {(lead, False)}, self.words.iri(lead))

    def _measured(self, node: int, shape: NodeShape) -> Iterator[Derived]:
        """What else an observation is linked with is told of what it is about."""
        about = self.around.ends(node, shape.ways("about"))
        used = shape.ways().steps
        yield from self._others(node, about, used, self._class(node, shape))
        for lead, owner in self.around.ins.get(node, ()):
            for step, other in self.around.outs.get(node, ()):
                if owner not in self.folded and (step, False) in shape.ways("about").steps and owner != other:
                    yield from self._reach(owner, step, other, node, ("through", self.words.iri(lead)), 0)

    def _pairs(self, subjects: Sequence[int], objects: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Each subject with each object; each two but once, in the order of their names, where both are the same nodes."""
        same, name = set(subjects) == set(objects), self.words.name
        for subject, value in product(subjects, objects):
            if subject != value and not (same and name(subject) > name(value)):
                yield subject, value

    def _others(self, node: int, subjects: Sequence[int], used: Collection[Step], otherwise: str) -> Iterator[Derived]:
        """What else a node is linked with is told of its subjects: through what leads from these to it, or ``otherwise``."""
        for subject in subjects:
            if subject in self.folded:
                continue
            lead = next((step for step, owner in self.around.ins.get(node, ()) if owner == subject), None)
            form = "through", otherwise if lead is None else self.words.iri(lead)
            for step, other in self.around.outs.get(node, ()):
                if (step, False) not in used and other not in (subject, node):
                    yield from self._reach(subject, step, other, node, form, 0)

    def _predicates(self, node: int, shape: NodeShape, subject: int, last: Step) -> list[int]:
        """The predicates of the links from a subject.

        What the node itself names (an association); what a profile says of what leads from it, or of the class of the node; of an
        event, what leads to the object (*carried out by*); else the class itself (*membership*).
        """
        if shape.kind == "relation" and (told := self.around.ends(node, shape.ways("predicate"))):
            return [self.words.named(one) for one in told if one not in self.folded]
        leads = [step for step, owner in self.around.ins.get(node, ()) if owner == subject and step in shape.led]
        found = [shape.led[step] for step in leads]
        found = found or [shape.typed[kind] for kind in self._classes(node) if kind in shape.typed]
        if not found and shape.kind == "event" and not last[1] and self._walked(last[0]):
            return [last[0]]
        return [self.words.term(iri) for iri in dict.fromkeys(found or [self._class(node, shape)])]

    def _class(self, node: int, shape: NodeShape) -> str:
        """The class that makes a node what it is; what leads to it, where it has none."""
        kinds = sorted(self.words.name(kind) for kind in self._classes(node) if kind in shape.classes)
        leads = sorted(self.words.iri(step) for step, _ in self.around.ins.get(node, ()))
        marks = sorted(self.words.iri(step) for step, _ in self.around.outs.get(node, ()) if step in shape.marks)
        return (kinds or leads or marks)[0]
