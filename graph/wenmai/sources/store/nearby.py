"""The triples that bear on what an index tells of what has changed: read from the database around the change, no further.

All that is said of an entity that a changed triple names; who says so, as far as that leads; around a node that may be folded
also what leads to it and the nodes next to it; the statements about a changed link. What is entered here is read whole, so
that an index of it tells rightly of whatever changed (:mod:`wenmai.index.differing`).
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from wenmai.folding.telling import NIL, WITHDRAWN
from wenmai.index.said import RECALLED, has_role, noted_terms
from wenmai.index.seen import Seen
from wenmai.statements.spellings import PARTS, REIFIES, SPELLINGS
from wenmai.terms import APPARATUS_TYPES, TYPE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import pyoxigraph

    from wenmai.index import Index

MOST = 500_000
"""How many triples are read around a change at most: beyond, building the whole index anew is the simpler way."""

ENDS = frozenset({NIL, WITHDRAWN})
SKOLEM = "/.well-known/genid/"


FEW, MANY = 64, 10_000
"""So many predicates are asked for one by one; of so many triples that lead to a resource they are looked for."""


class TooFar(Exception):
    """More bears on a change than is worth reading."""


class Nearby:
    """The triples near some ``added`` and ``removed`` ones: of the store as it is now, and of what was taken out of it.

    ``described`` are the resources of which all that is said has been read, by their names in the index.
    """

    def __init__(
        self,
        store: pyoxigraph.Store,
        base: Index,
        added: Collection[pyoxigraph.Quad],
        removed: Collection[pyoxigraph.Quad],
    ) -> None:
        self._store, self._base, self._meaning = store, base, base.interpretation
        self._added, self._removed = added, removed
        self._lost_from, self._lost_to = defaultdict[Any, list[Any]](list), defaultdict[Any, list[Any]](list)
        for quad in removed:
            self._lost_from[quad.subject].append(quad)
            self._lost_to[quad.object].append(quad)
        self.quads: dict[pyoxigraph.Quad, None] = {}
        self._out, self._whole, self._up = set[Any](), set[Any](), set[Any]()
        self._work: list[tuple[Any, Any]] = []
        self._read = 0
        for quad in (*added, *removed):
            self._touch(quad)
        self._run()

    @property
    def described(self) -> set[str]:
        """The resources of which all that is said was read."""
        return {_name(one) for one in self._out}

    def before(self) -> list[pyoxigraph.Quad]:
        """The triples as they were."""
        return sorted(self.quads.keys() - set(self._added), key=str)

    def after(self) -> list[pyoxigraph.Quad]:
        """The triples as they are."""
        return sorted(self.quads.keys() - set(self._removed), key=str)

    def complete(self, links: Iterable[tuple[str, str, str]]) -> bool:
        """Read all that bears on what is told of some links; whether that was more than had been read."""
        from pyoxigraph import NamedNode

        count = len(self.quads)
        for subject, predicate, value in links:
            start, end = _resource(subject), _resource(value)
            self._enter(start)
            self._enter(end)
            self._about(start, NamedNode(predicate), end)
        self._run()
        return len(self.quads) > count

    def ends(self) -> list[str]:
        """The resources that only end something (``rdf:nil``), of those that occur anywhere."""
        from pyoxigraph import NamedNode

        known = {end: NamedNode(end) for end in sorted(ENDS)}
        return [
            end
            for end, term in known.items()
            if any(
                True
                for _ in chain(
                    self._store.quads_for_pattern(None, None, term), self._store.quads_for_pattern(term, None, None)
                )
            )
        ]

    # What is read -----------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        """Do what is to be done, and what follows from it, until nothing more does."""
        while self._work:
            action, resource = self._work.pop()
            action(resource)

    def _fetch(self, subject: Any, predicate: Any, value: Any) -> Iterator[Any]:
        """The triples of a pattern that has a subject or an object, as they were and as they are."""
        lost = self._lost_to.get(value, []) if subject is None else self._lost_from.get(subject, [])
        fitting = [
            quad
            for quad in lost
            if (predicate is None or quad.predicate == predicate) and (value is None or quad.object == value)
        ]
        for quad in self._store.quads_for_pattern(subject, predicate, value, None):
            self._take(quad)
            yield quad
        for quad in fitting:
            self._take(quad)
            yield quad

    def _take(self, quad: Any) -> None:
        self._read += 1
        if self._read > MOST:
            raise TooFar
        if quad not in self.quads:
            self.quads[quad] = None
            self._enter(quad.graph_name)

    def _enter(self, resource: Any) -> None:
        """Read all that is said of a resource, soon."""
        if _is_resource(resource) and resource not in self._out:
            self._out.add(resource)
            self._work.append((self._describe, resource))

    def _open(self, resource: Any) -> None:
        """Read all that is said of a node that may be folded, what leads to it, and the nodes next to it, soon."""
        if _is_resource(resource) and resource not in self._whole and resource.value not in ENDS:
            self._whole.add(resource)
            self._enter(resource)
            self._work.append((self._surround, resource))

    def _climb(self, resource: Any) -> None:
        """Read what says who states a fact, or when it holds, by way of a resource of which that has changed, soon."""
        if _is_resource(resource) and resource not in self._up:
            self._up.add(resource)
            self._work.append((self._lead_up, resource))

    def _describe(self, resource: Any) -> None:
        may_fold = self._may_fold(resource)
        for quad in self._fetch(resource, None, None):
            if _is_resource(quad.object):
                if has_role(quad.predicate.value) or quad.predicate.value in self._long:
                    self._enter(quad.object)
            elif hasattr(quad.object, "predicate"):
                self._enter_parts(quad.object)
            may_fold = may_fold or self._marks(quad)
        for predicate in self._backward:
            for quad in self._fetch(None, predicate, resource):
                self._enter(quad.subject)
        if may_fold:
            self._open(resource)

    def _surround(self, resource: Any) -> None:
        for quad in self._fetch(resource, None, None):
            self._enter(quad.object)
            if quad.predicate.value in PARTS and not _is_resource(quad.object):
                self._siblings(resource)
        for quad in self._fetch(None, None, resource):
            self._enter(quad.subject)

    def _siblings(self, statement: Any) -> None:
        """Read the statements about what a statement about a literal is about: a fact is cited once, however many say so."""
        for spelling in SPELLINGS:
            for quad in [*self._fetch(statement, _term(spelling.subject), None)]:
                for other in self._fetch(None, _term(spelling.subject), quad.object):
                    self._enter(other.subject)

    def _lead_up(self, resource: Any) -> None:
        for predicate in self._speaking:
            for quad in self._fetch(None, predicate, resource):
                self._enter(quad.subject)
                self._climb(quad.subject)
        for folds in self._base.folds.about(_name(resource)).values():
            for fold in folds:
                self._open(_resource(fold.node))
        for quad in self._store.quads_for_pattern(None, None, None, resource):
            self._take(quad)
            self._enter(quad.subject)

    def _enter_parts(self, triple: Any) -> None:
        """Read what is said of the ends of a quoted triple."""
        for part in (triple.subject, triple.object):
            if hasattr(part, "predicate"):
                self._enter_parts(part)
            else:
                self._enter(part)

    # What a triple bears on -------------------------------------------------------------------------------------------

    def _touch(self, quad: Any) -> None:
        """Read what a changed triple bears on."""
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        self._take(quad)
        self._enter(subject)
        if has_role(predicate) or predicate in self._long or predicate in self._recalled:
            self._climb(subject)
        if predicate in self._long:
            self._open(subject)
        if predicate in PARTS or self._marks(quad) or self._is_apparatus(quad) or self._is_reached(subject):
            self._open(subject)
        if predicate in PARTS and not _is_resource(value):
            self._siblings(subject)
        if not _is_resource(value):
            return
        self._enter(value)
        if quad.predicate in self._backward:
            self._climb(value)
        if predicate in self._leads or predicate in self._long or self._is_reached(value):
            self._open(value)
        self._about(subject, quad.predicate, value)

    def _about(self, subject: Any, predicate: Any, value: Any) -> None:
        """Read the statements about a link, and the nodes that it was folded from."""
        from pyoxigraph import NamedNode, Triple

        for spelling in SPELLINGS:
            if spelling.subject in self._predicates:
                for quad in self._fetch(None, _term(spelling.subject), subject):
                    self._enter(quad.subject)
        if REIFIES in self._predicates:
            for quad in self._fetch(None, _term(REIFIES), Triple(subject, predicate, value)):
                self._enter(quad.subject)
        if isinstance(predicate, NamedNode):
            for fold in self._base.folds.of(_name(subject), predicate.value, _name(value)):
                self._open(_resource(fold.node))

    def _may_fold(self, resource: Any) -> bool:
        name = _name(resource)
        return name.startswith("_:") or SKOLEM in name or name in self._base.folds

    @staticmethod
    def _is_apparatus(quad: Any) -> bool:
        """Whether a triple makes its subject apparatus."""
        return quad.predicate.value == TYPE and _is_resource(quad.object) and quad.object.value in APPARATUS_TYPES

    def _is_reached(self, resource: Any) -> bool:
        """Whether something leads to a resource by which it may be a node that is folded, or next to a page that may be."""
        if self._has_pages:
            return True
        if len(self._leads) > FEW:
            found = islice(self._store.quads_for_pattern(None, None, resource, None), MANY)
            return any(quad.predicate.value in self._leads for quad in found)
        return any(
            True
            for predicate in sorted(self._leads)
            for _ in self._store.quads_for_pattern(None, _term(predicate), resource, None)
        )

    def _marks(self, quad: Any) -> bool:
        """Whether a triple makes its subject a node that may be folded."""
        predicate = quad.predicate.value
        if predicate == TYPE or self._meaning.role(predicate) == "class":
            return _is_resource(quad.object) and quad.object.value in self._classes
        return predicate in self._own_marks

    @cached_property
    def _has_pages(self) -> bool:
        """Whether nodes are folded by what is said of those next to them."""
        return bool(self._meaning.kinds("page"))

    @cached_property
    def _predicates(self) -> frozenset[str]:
        """The predicates that occur, before or after."""
        changed = (quad.predicate.value for quad in (*self._added, *self._removed))
        return Seen(self._base).predicates.union(changed)

    @cached_property
    def _speaking(self) -> list[Any]:
        """The predicates that say who states a fact or when it holds, as far as they occur."""
        return [_term(one) for one in sorted(self._predicates) if has_role(one)]

    @cached_property
    def _recalled(self) -> frozenset[str]:
        """The naming predicates that say more here."""
        return frozenset({RECALLED} & noted_terms([self._meaning]))

    @cached_property
    def _classes(self) -> frozenset[str]:
        return self._meaning.classes()

    @cached_property
    def _own_marks(self) -> frozenset[str]:
        return frozenset(mark for kind in self._meaning.nodes for mark in kind.marks)

    @cached_property
    def _leads(self) -> frozenset[str]:
        return frozenset(one for kind in self._meaning.nodes for one in kind.reached)

    @cached_property
    def _long(self) -> frozenset[str]:
        """The predicates of ways of several steps along which names are found."""
        return frozenset(step.removeprefix("^").partition(" ")[0] for step in self._naming_steps)

    @cached_property
    def _naming_steps(self) -> set[str]:
        meaning = self._meaning
        ways = [naming for naming in (*meaning.labels, *meaning.aliases) if len(naming) > 1 or len(naming[0]) > 1]
        return {step for naming in ways for way in naming for step in way}

    @cached_property
    def _backward(self) -> list[Any]:
        """The predicates that are followed from object to subject to find a name, who states a fact or when it holds."""
        meaning = self._meaning
        kinds = [meaning.evidence, meaning.times, *(kind.parts for kind in meaning.nodes)]
        steps = {step for parts in kinds for ways in parts.values() for way in ways for step in way}
        back = {step[1:].partition(" ")[0] for step in steps if step.startswith("^")}
        naming = {step[1:].partition(" ")[0] for step in self._naming_steps if step.startswith("^")}
        told = {one for one in back if has_role(one)}
        return [_term(one) for one in sorted((told | naming) & self._predicates)]


def _term(iri: str) -> Any:
    from pyoxigraph import NamedNode

    return NamedNode(iri)


def _resource(name: str) -> Any:
    from pyoxigraph import BlankNode, NamedNode

    return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)


def _is_resource(term: Any) -> bool:
    from pyoxigraph import BlankNode, NamedNode

    return isinstance(term, NamedNode | BlankNode)


def _name(resource: Any) -> str:
    """The name by which an index knows a resource."""
    from pyoxigraph import NamedNode

    value: str = resource.value
    return value if isinstance(resource, NamedNode) else f"_:{value}"
