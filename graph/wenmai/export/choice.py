"""What is exported: the whole graph, a neighbourhood, paths, or what a CONSTRUCT query makes; as quads and as a subgraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai import subgraph
from wenmai.errors import InputError
from wenmai.model import Literal, Triple
from wenmai.oxigraph import oxi
from wenmai.statements.reader import SPEAKING
from wenmai.statements.spellings import PARTS
from wenmai.statements.standing import EVERY, Admission
from wenmai.terms import STRUCTURAL, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pyoxigraph

    from wenmai.model import Path, Quad, Term
    from wenmai.sources import Source
    from wenmai.subgraph import Subgraph

_NAMING_A_TRIPLE = PARTS | {TYPE}
_CITING = frozenset({WM + "evidence", WM + "wordedAt"})


class Choice(NamedTuple):
    """What is to be written: a source, the part of it, and a way to read its quads (with what they need beside)."""

    source: Source
    part: Subgraph
    quads: Callable[[], list[pyoxigraph.Quad]]


def choose(
    source: Source,
    *,
    entity: str | None = None,
    hops: int = 1,
    paths: Iterable[Path] | None = None,
    construct: str | None = None,
    admission: Admission = EVERY,
    all_links: bool = False,
) -> Choice:
    """The part of a graph that the arguments name, the whole when there are none; of its facts those that are taken.

    Raises:
        InputError: more than one part is named, the entity is not there, the query makes no graph, or an endpoint is to
            be exported as a whole.
    """
    if sum(part is not None for part in (entity, paths, construct)) > 1:
        raise InputError("choose one of an entity, paths and a CONSTRUCT query")
    if construct is not None:
        source = _made(source, construct)
    elif entity is not None:
        near = subgraph.around(
            source, entity, hops=hops, limit=None, max_links=200_000, admission=admission, all_links=all_links
        )
        return choose_part(source, near)
    elif paths is not None:
        return choose_part(source, subgraph.along(source, paths)._replace(admission=admission))
    if not source.enumerable:
        raise InputError(f"{source.described} is not exported as a whole; name an entity, a path or a CONSTRUCT query")
    if admission != EVERY:
        return choose_part(source, subgraph.whole(source, admission))
    return Choice(source, subgraph.whole(source), lambda: _whole(source))


def _whole(source: Source) -> list[pyoxigraph.Quad]:
    """Every quad. Files in memory keep numbers as they are written; a store keeps their values (``007`` is ``7`` there)."""
    return list(source.quads())


def _made(source: Source, construct: str) -> Source:
    """A graph in memory of what a CONSTRUCT or DESCRIBE query gives."""
    import pyoxigraph

    from wenmai.sources import Memory
    from wenmai.sparql import Triples, run

    answer = run(source, construct)
    if not isinstance(answer, Triples):
        raise InputError("only a CONSTRUCT or DESCRIBE query makes a graph that can be exported")
    made = Memory.of(pyoxigraph.Quad(oxi(s), oxi(p), oxi(o)) for s, p, o in answer.triples)
    made.__dict__["prefixes"] = source.prefixes
    return made


def choose_part(source: Source, part: Subgraph) -> Choice:
    """A part of a graph that was found already, with all that its facts cite."""
    return Choice(source, part, lambda: list(map(_quad, Gathering(source, part).all())))


def _quad(triple: Quad) -> pyoxigraph.Quad:
    """A triple as pyoxigraph has it."""
    import pyoxigraph as ox

    graph = ox.DefaultGraph() if triple.graph is None else oxi(triple.graph)
    return ox.Quad(oxi(triple.subject), ox.NamedNode(triple.predicate), oxi(triple.object), graph)


class Gathering:
    """The triples of a part: its entities' own, the links among them, and all that is stated about these.

    Statements are those with a name, in every spelling of :mod:`wenmai.statements.reader`; what is stated about its
    own triples belongs to it, and so do the blank nodes it leads to. Of an entity that a statement names, such as a time or
    a document, types and literals are taken; of a cited passage and of the named graphs, everything.
    """

    def __init__(self, source: Source, part: Subgraph) -> None:
        self.source, self.admission, self.index = source, part.admission, source.index
        index = self.index
        self.nodes = dict.fromkeys(index.iri(node) for node in sorted(part.nodes))
        self.links = {
            (index.iri(edge.subject), index.predicates[edge.predicate], index.iri(edge.object)) for edge in part.edges
        }
        folds = index.folds
        self._folded = {link: {fold.node for fold in folds.of(*link)} for link in self.links} if folds else {}
        self._linking = frozenset(index.predicates)
        self._stated: set[str] = set()
        self._whole: dict[str, None] = {}
        self._named: dict[str, None] = {}

    def all(self) -> Iterator[Quad]:
        """Every triple, an entity's statements after it, then what they lead to."""
        graphs: dict[str, None] = {}
        for triple in (triple for iri in self.nodes for triple in self._entity(iri)):
            if triple.graph is not None:
                graphs[triple.graph] = None
            yield triple
        self._whole.update(graphs)
        self._whole.update(dict.fromkeys(sorted(node for nodes in self._folded.values() for node in nodes)))
        done = dict(self.nodes)
        while waiting := [iri for iri in self._whole if iri not in done]:
            for iri in waiting:
                done[iri] = None
                for triple in self.source.match(iri):
                    self._follow(triple)
                    yield triple
        for iri in self._named:
            if iri not in done:
                yield from self._leaf(iri)

    def _entity(self, iri: str) -> Iterator[Quad]:
        own = []
        for triple in self.source.match(iri):
            if (iri, triple.predicate, triple.object) in self.links or (
                self._is_inside(triple) and self._takes(triple)
            ):
                own.append(triple)
                if triple.predicate in _CITING:
                    self._whole[str(triple.object)] = None
                elif isinstance(triple.object, str) and triple.object in self.index.folds:
                    self._whole[triple.object] = None
        yield from own
        yield from self._about(iri, own)

    def _is_inside(self, triple: Quad) -> bool:
        """Whether a triple of an entity of the part belongs to it: it leads to no other entity, or is a link of the part.

        One that leads to a folded node does where any of the links that the node stands for does, or there are none.
        """
        iri, value = triple.subject, triple.object
        if not isinstance(value, str):
            return True
        if value in self.index.folds:
            return any(value in nodes for nodes in self._folded.values()) or not self._stands_for_links(iri, value)
        return triple.predicate in STRUCTURAL or triple.predicate not in self._linking

    def _stands_for_links(self, iri: str, node: str) -> bool:
        return any(node == fold.node for folds in self.index.folds.about(iri).values() for fold in folds)

    def _takes(self, triple: Quad) -> bool:
        """Whether a fact that is no link is taken."""
        if self.admission == EVERY or triple.predicate in SPEAKING:
            return True
        return self.admission.takes_fact(self.source.statements.of(triple.subject, triple.predicate, triple.object))

    def _about(self, subject: str, triples: Sequence[Quad]) -> Iterator[Quad]:
        """What is stated about triples of one subject."""
        kept = {(triple.predicate, triple.object) for triple in triples}
        for (predicate, value), names in self.source.statements.names(subject).items():
            if self._is_among(kept, subject, predicate, value):
                for name in names:
                    yield from self._statement(name)
        for predicate, value in sorted(kept, key=str):
            yield from self.source.match(None, None, Triple(subject, predicate, value))

    def _is_among(self, kept: set[tuple[str, Term]], subject: str, predicate: str, value: Term) -> bool:
        """Whether a fact is among the kept ones; a literal may be written otherwise in the statement."""
        if (predicate, value) in kept or not isinstance(value, Literal):
            return (predicate, value) in kept
        return any((one.predicate, one.object) in kept for one in self.source.match(subject, predicate, value))

    def _statement(self, node: str) -> Iterator[Quad]:
        if node in self._stated:
            return
        self._stated.add(node)
        rows = list(self.source.match(node))
        for triple in rows:
            self._follow(triple)
        yield from rows
        yield from self._about(node, rows)

    def _follow(self, triple: Quad) -> None:
        """Remember what a triple leads to."""
        if isinstance(triple.object, str) and triple.predicate not in _NAMING_A_TRIPLE:
            whole = triple.predicate in _CITING or triple.object.startswith("_:") or triple.object in self.index.folds
            (self._whole if whole else self._named)[triple.object] = None

    def _leaf(self, iri: str) -> Iterator[Quad]:
        """A resource's types and literals, without its links."""
        return (one for one in self.source.match(iri) if one.predicate == TYPE or isinstance(one.object, Literal))
