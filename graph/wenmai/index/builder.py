"""Building the path index: one pass over the quads, then one sort.

The pass keeps what it must in flat arrays of numbers (a triple is twelve bytes) and one dictionary of IRIs; texts go to
a file when the index is built into a folder. Whether a resource is apparatus, and whether a predicate is walked, may be
said long after it was first used, so everything is filtered at the end.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING, cast

from wenmai.index.adjacency import Index
from wenmai.index.columns import LinkColumns, Texts
from wenmai.index.layout import FILE, KIND, TEXT
from wenmai.index.predicates import Predicates
from wenmai.index.sections import hold, read, write
from wenmai.statements.spellings import REIFIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    import pyoxigraph

    from wenmai.index.frames import Coded
    from wenmai.profiles import Interpretation, Profile

    Again = Callable[[frozenset[str]], Iterable[pyoxigraph.Quad]]

TOGETHER = 1000
"""How many names are handed on at once."""

Name = tuple[int, int, bytes, bytes]
"""A name as it is collected: node, kind, language and text."""


class Builder:
    """Collects quads and builds their index.

    Feed it with :meth:`tap`, whose quads pass through unchanged on their way to a store, then call :meth:`finish`.
    ``ids`` numbers the resources by their IRI in UTF-8, as :mod:`wenmai.index.lines` meets it, and ``coded`` those that
    :mod:`wenmai.index.frames` meets; ``links`` are all triples whose object is a resource, ``described`` the subjects of
    the others. ``roles`` has the subjects and values of each predicate that :func:`~wenmai.index.said.has_role`, ``reified`` what
    RDF 1.2 says: reifier, subject, predicate, object; ``quoted`` has what it says of literals, ``valued`` how many literals stand in
    each named graph. ``own`` is a person's own profile, which goes before the others;
    ``again`` reads once more at least those quads that have one of some predicates. ``folding``: whether nodes that are no
    entities are folded. ``meaning`` is what the terms mean, where that is known: of a part of a graph that is indexed.
    """

    def __init__(
        self,
        folder: str | None = None,
        own: Profile | None = None,
        again: Again | None = None,
        *,
        folding: bool = True,
        meaning: Interpretation | None = None,
    ) -> None:
        self.folder, self.own, self.again, self.folding, self.meaning = folder, own, again, folding, meaning
        self.triples = 0
        self.ids: dict[bytes, int] = defaultdict(count().__next__)
        self.coded: Coded | None = None
        self.literals: dict[str, int] = {}
        self.predicates = Predicates(own)
        for iri in sorted(meaning.named) if meaning is not None else ():
            if self.predicates[iri.encode()] not in self.predicates.kinds:
                self.predicates.collect(iri)
        self.links = LinkColumns(folder)
        self.described = array("I")
        self.graphs: tuple[array[int], array[int]] = (array("I"), array("I"))
        self.roles: dict[str, tuple[array[int], array[int]]] = defaultdict(lambda: (array("I"), array("I")))
        self.reified: tuple[array[int], ...] = tuple(array("I") for _ in range(4))
        self.quoted: dict[tuple[int, str], None] = {}
        self.valued: defaultdict[int, int] = defaultdict(int)
        self.texts = Texts(folder)

    def __enter__(self) -> Builder:
        return self

    def __exit__(self, *_: object) -> None:
        self.links.close()
        self.texts.close()

    def tap(self, quads: Iterable[pyoxigraph.Quad]) -> Iterator[pyoxigraph.Quad]:
        """Pass quads through, taking note of each.

        This loop is most of the cost of a load beside the store's own: it is long so that it need not call.
        """
        from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode

        ids, predicates, described = self.ids, self.predicates, self.described
        (subjects, numbers, objects), spilled = self.links.tails, self.links.spilled
        kinds, roles, named = predicates.kinds, predicates.roles, list[Name]()
        for quad in quads:
            yield quad
            self.triples += 1
            node: Any = quad.subject
            target = cast("Any", quad.object)
            subject = ids[(node.value if type(node) is NamedNode else f"_:{node.value}").encode()]
            number, kind = predicates[quad.predicate.value.encode()], type(target)
            if kind is NamedNode or kind is BlankNode:
                other = ids[(target.value if kind is NamedNode else f"_:{target.value}").encode()]
                if number in roles:
                    self.note(roles[number], subject, other)
                if type(quad.graph_name) is not DefaultGraph:
                    self.graphs[0].append(spilled + len(subjects))
                    self.graphs[1].append(self._id(quad.graph_name))
                subjects.append(subject)
                numbers.append(number)
                objects.append(other)
            elif kind is Literal:
                described.append(subject)
                self._value(quad.graph_name)
                if number in kinds:
                    named.append((subject, kinds[number], (target.language or "").encode(), target.value.encode()))
                    if len(named) == TOGETHER:
                        self._name(named)
                        named.clear()
                        spilled = self.links.spill()
                elif number in roles:
                    self.note(roles[number], subject, self.literal(target.value))
            elif number in roles:
                self._quote(roles[number], subject, target)
        self._name(named)

    def hear(self, quads: Iterable[pyoxigraph.Quad]) -> None:
        """Take only what quads say of who states facts and when they hold: they are no facts of this index."""
        from pyoxigraph import BlankNode, Literal, NamedNode

        for quad in quads:
            number = self.predicates[quad.predicate.value.encode()]
            if number in self.predicates.roles and isinstance(quad.subject, NamedNode | BlankNode):
                target = quad.object
                if isinstance(target, Literal):
                    self.note(self.predicates.roles[number], self._id(quad.subject), self.literal(target.value))
                elif isinstance(target, NamedNode | BlankNode):
                    self.note(self.predicates.roles[number], self._id(quad.subject), self._id(target))

    def _value(self, graph: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.DefaultGraph) -> None:
        """Count a literal that stands in a named graph."""
        from pyoxigraph import DefaultGraph

        if not isinstance(graph, DefaultGraph):
            self.valued[self._id(graph)] += 1

    def _name(self, names: list[Name]) -> None:
        if names:
            nodes, kinds, languages, texts = zip(*names, strict=True)
            self.texts.take(nodes, kinds, languages, texts)

    def _id(self, resource: pyoxigraph.NamedNode | pyoxigraph.BlankNode) -> int:
        from pyoxigraph import NamedNode

        return self.ids[(resource.value if isinstance(resource, NamedNode) else f"_:{resource.value}").encode()]

    def literal(self, text: str) -> int:
        """The number of a literal among the values of a role."""
        return self.literals.setdefault(text, len(self.literals)) | TEXT

    def note(self, predicate: str, subject: int, value: int) -> None:
        """Keep the value of a predicate that says who states a fact or when it holds."""
        about, values = self.roles[predicate]
        about.append(subject)
        values.append(value)

    def _quote(self, predicate: str, subject: int, triple: object) -> None:
        """Take ``_:r rdf:reifies <<( s p o )>>``; only what is said of links is kept, but each reifier is apparatus."""
        from pyoxigraph import BlankNode, Literal, NamedNode, Triple

        if predicate != REIFIES or not isinstance(triple, Triple):
            return
        self.note(REIFIES, subject, subject)
        ends = [
            end for end in (triple.subject, triple.predicate, triple.object) if isinstance(end, NamedNode | BlankNode)
        ]
        if isinstance(triple.object, Literal):
            self.quoted[subject, str(triple)] = None
        if len(ends) == len(self.reified) - 1:
            for column, number in zip(self.reified, (subject, *map(self._id, ends)), strict=True):
                column.append(number)

    def resources(self) -> Sequence[bytes]:
        """The IRIs of all resources in the order of the numbers that they have from then on."""
        names: Sequence[bytes] = list(self.ids) if self.coded is None else self.coded.join(self)
        self.ids.clear()
        self.coded = None
        return names

    def finish(self, store: str = "") -> Index:
        """Sort what was collected, and write the index if there is a folder; the builder is spent then."""
        from wenmai.index.assembly import Assembly

        assembly = Assembly(self)
        if self.folder is None:
            index = Index(hold(KIND, assembly.facts, assembly.sections()))
        else:
            path = f"{self.folder}/{FILE}"
            write(path, KIND, {**assembly.facts, "store": store}, assembly.sections())
            index = Index(read(path, KIND, store))
        self.texts.close()
        self.texts, self.described = Texts(None), array("I")
        return index


def build_part(quads: Iterable[pyoxigraph.Quad], meaning: Interpretation, *, folding: bool = True) -> Index:
    """Index quads of a part of a graph, in memory; ``meaning`` is what the terms of the whole graph mean."""
    with Builder(folding=folding, meaning=meaning) as builder:
        for _ in builder.tap(quads):
            pass
        return builder.finish()
