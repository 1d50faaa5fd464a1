"""What is exported: the whole graph, a neighbourhood, paths, or what a CONSTRUCT query makes; as quads and as an excerpt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai import network
from wenmai.errors import InputError
from wenmai.model import Literal
from wenmai.sources.match import oxi
from wenmai.terms import RDF, STRUCTURAL, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyoxigraph

    from wenmai.model import Path, Quad, Term
    from wenmai.network import Excerpt
    from wenmai.sources import Source

STATEMENT = RDF + "Statement"
_CITING = frozenset({WM + "evidence", WM + "wordedAt"})
_TIMES = frozenset(WM + name for name in ("when", "since", "until"))


class Choice(NamedTuple):
    """What is to be written: a source, the excerpt of it, and a way to read its quads (with what they need beside)."""

    source: Source
    excerpt: Excerpt
    quads: Callable[[], list[pyoxigraph.Quad]]


def choose(
    source: Source,
    *,
    entity: str | None = None,
    hops: int = 1,
    paths: Iterable[Path] | None = None,
    construct: str | None = None,
) -> Choice:
    """The part of a graph that the arguments name; the whole when there are none.

    Raises:
        InputError: more than one part is named, the entity is not there, the query makes no graph, or an endpoint is to
            be exported as a whole.
    """
    if sum(part is not None for part in (entity, paths, construct)) > 1:
        raise InputError("choose one of an entity, paths and a CONSTRUCT query")
    if construct is not None:
        source = _made(source, construct)
    elif entity is not None:
        return _part(source, network.around(source.index, entity, hops=hops))
    elif paths is not None:
        return _part(source, network.along(source.index, paths))
    if source.kind == "endpoint":
        raise InputError("an endpoint is not exported as a whole; name an entity, a path or a CONSTRUCT query")
    return Choice(source, network.whole(source.index), lambda: _whole(source))


def _whole(source: Source) -> list[pyoxigraph.Quad]:
    """Every quad. Files in memory keep numbers as they are written; a store keeps their values (``007`` is ``7`` there)."""
    from wenmai.sources import Memory

    return list(source._kept) if isinstance(source, Memory) else list(source.store)


def _made(source: Source, construct: str) -> Source:
    """A graph in memory of what a CONSTRUCT or DESCRIBE query gives."""
    import pyoxigraph

    from wenmai.sources import Memory
    from wenmai.sparql import Triples, run

    answer = run(source, construct)
    if not isinstance(answer, Triples):
        raise InputError("only a CONSTRUCT or DESCRIBE query makes a graph that can be exported")
    return Memory.of(pyoxigraph.Quad(oxi(s), oxi(p), oxi(o)) for s, p, o in answer.triples)


def _part(source: Source, excerpt: Excerpt) -> Choice:
    return Choice(
        source, excerpt, lambda: [quad for triple in Gathering(source, excerpt).all() for quad in _quad(triple)]
    )


def _quad(triple: Quad) -> Iterator[pyoxigraph.Quad]:
    """A triple as a quad; a triple whose term is itself a triple (RDF 1.2) does not come through a pattern."""
    import pyoxigraph as ox

    graph = ox.DefaultGraph() if triple.graph is None else oxi(triple.graph)
    yield ox.Quad(oxi(triple.subject), ox.NamedNode(triple.predicate), oxi(triple.object), graph)


class Gathering:
    """The triples of an excerpt: its entities' own, the links among them, who states each, and when."""

    def __init__(self, source: Source, excerpt: Excerpt) -> None:
        self.source, index = source, source.index
        self.nodes = [index.iri(node) for node in excerpt.nodes]
        self.links = {
            (index.iri(edge.subject), index.predicates[edge.predicate], index.iri(edge.object))
            for edge in excerpt.edges
        }
        self.cited: dict[str, None] = {}
        self.times: dict[str, None] = {}

    def all(self) -> Iterator[Quad]:
        """Every triple, an entity's statements after it, then times, passages and documents."""
        for iri in self.nodes:
            yield from self._entity(iri)
        own = set(self.nodes)
        for iri in self.times:
            if iri not in own:
                yield from self._leaf(iri)
        documents: dict[str, None] = {}
        for iri in self.cited:
            for triple in self.source.match(iri):
                if triple.predicate == WM + "document":
                    documents[str(triple.object)] = None
                yield triple
        for iri in documents:
            if iri not in own:
                yield from self._leaf(iri)

    def _entity(self, iri: str) -> Iterator[Quad]:
        kept: set[tuple[str, Term]] = set()
        for triple in self.source.match(iri):
            inside = isinstance(triple.object, Literal) or triple.predicate in STRUCTURAL
            if inside or (iri, triple.predicate, triple.object) in self.links:
                kept.add((triple.predicate, triple.object))
                if triple.predicate in _CITING:
                    self.cited[str(triple.object)] = None
                yield triple
        for about in self.source.match(None, RDF + "subject", iri):
            yield from self._statement(about.subject, kept)

    def _statement(self, iri: str, kept: set[tuple[str, Term]]) -> Iterator[Quad]:
        rows = list(self.source.match(iri))
        values = {triple.predicate: triple.object for triple in rows}
        if (str(values.get(RDF + "predicate")), values.get(RDF + "object")) in kept:
            for triple in rows:
                if triple.predicate in _CITING:
                    self.cited[str(triple.object)] = None
                elif triple.predicate in _TIMES and isinstance(triple.object, str):
                    self.times[triple.object] = None
            yield from rows

    def _leaf(self, iri: str) -> Iterator[Quad]:
        """A resource's types and literals, without its links."""
        return (one for one in self.source.match(iri) if one.predicate == TYPE or isinstance(one.object, Literal))
