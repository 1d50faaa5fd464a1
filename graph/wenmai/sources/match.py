"""Triple patterns over a store of this machine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any
from weakref import ref

from wenmai.errors import InputError, StoreError
from wenmai.model import Literal, Quad, Triple
from wenmai.once import made_once
from wenmai.oxigraph import oxi, term
from wenmai.sources.protocol import NO_CHECKSUMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pyoxigraph as ox

    from wenmai.index import Index
    from wenmai.model import Term
    from wenmai.prefixes import Prefixes
    from wenmai.sparql.job import Job, Report, Sink
    from wenmai.statements.reader import Statements, Values
    from wenmai.workers.topic import Handover


class Local(ABC):
    """A source whose triples are in a pyoxigraph store of this machine: patterns and statements over it."""

    locations: tuple[str, ...]
    enumerable = links_here = True
    described = "a graph on this machine"

    @property
    def quad_count(self) -> int | None:
        """How many quads there are."""
        return len(self.triples)

    @property
    def written(self) -> Mapping[ox.Quad, Sequence[ox.Quad]]:
        """The quads of the store whose literals the files write otherwise, and how they do."""
        return {}

    @property
    @abstractmethod
    def index(self) -> Index:
        """The links between entities."""

    @property
    @abstractmethod
    def prefixes(self) -> Prefixes:
        """The prefixes that the graph declares, and wenmai's own."""

    @property
    @abstractmethod
    def store(self) -> ox.Store:
        """The triples."""

    @property
    def triples(self) -> ox.Store:
        """The triples, for who only reads them."""
        return self.store

    def verify(self) -> None:
        """Refused: files in memory have no checksums."""
        raise InputError(NO_CHECKSUMS.format(", ".join(self.locations)))

    def match(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: Term | None = None,  # noqa: A002
    ) -> Iterator[Quad]:
        """The triples that fit a pattern (``None`` fits anything), in every graph, in the order of :func:`order`.

        A literal of a pattern fits by its value; what is found in files is as they write it (``1.10``).
        """
        first, second, third = (None if part is None else oxi(part) for part in (subject, predicate, object))
        try:
            found = {
                Quad(str(term(quad.subject)), quad.predicate.value, term(quad.object), _graph(quad.graph_name))
                for quad in self._stored(first, second, third)
            }
        except RuntimeError as error:  # what the database calls corruption
            raise StoreError(f"the triples of {self.locations[0]} cannot be read ({error}); load it again") from error
        return iter(sorted(found, key=order))

    @property
    @abstractmethod
    def united(self) -> ox.Store | None:
        """The triples with the union of all graphs as default graph; ``None`` where no two graphs share a triple."""

    @property
    @abstractmethod
    def revision(self) -> int:
        """Another number when the triples may have changed."""

    @abstractmethod
    def read_ahead(self, *, union: bool) -> None:
        """Read once what each process of a query would otherwise read for itself."""

    def be_forked(self) -> None:  # noqa: B027 - what is in memory is in a fork as well
        """In a fork whose files are all closed: let go of what was open."""

    @abstractmethod
    def hand_over(self) -> Handover:
        """How another interpreter opens this graph."""

    def answer(self, job: Job, sink: Sink, *, timeout: float | None, memory: int) -> Report:
        """Run a query in a process of its own and pass its result on (:func:`wenmai.sparql.worker.run`)."""
        from wenmai.sparql import worker

        return worker.run(self, job, sink, timeout=timeout, memory=memory)

    def _stored(self, subject: Any, predicate: Any, value: Any) -> Iterator[ox.Quad]:
        """The quads of the store that fit a pattern of pyoxigraph's terms, with the literals of files as these write them."""
        for quad in self.triples.quads_for_pattern(subject, predicate, value, None):
            yield from self.written.get(quad, (quad,))

    def graph_sizes(self) -> list[tuple[str | None, int]]:
        """The named graphs, in order, and how many triples each holds; the default graph (``None``) first where it has any."""
        if not self._occurs(""):
            return []
        named: Any = self.triples.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        unnamed: Any = self.triples.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        plain = int(next(iter(unnamed))["n"].value)
        sizes = sorted((str(term(row["g"])), int(row["n"].value)) for row in named)
        return [*([(None, plain)] if plain else []), *sizes]

    def prefetch(self, subjects: Iterable[str]) -> None:  # noqa: B027 - nothing to do is the right thing here
        """All is at hand."""

    def expect(self, names: Iterable[str], *, ranked: bool = False) -> None:  # noqa: B027 - as above
        """All is at hand."""

    @made_once
    def statements(self) -> Statements:
        """What is said about facts."""
        from wenmai.statements.reader import Statements

        return Statements(self.match, self._occurs, lambda: self.index.interpretation, self.index.folds)

    def _occurs(self, predicate: str) -> bool:
        """Whether a predicate, or for ``""`` a named graph, occurs; the index knows without the triples being opened."""
        return self.index.occurs(predicate)


def values_of(source: Local) -> Callable[[str], Values]:
    """A function that tells what a source says of a resource, and that does not keep the source open."""
    held = ref(source)

    def values(resource: str) -> Values:
        found = held()
        return found.statements.values(resource) if found is not None else {}

    return values


def _graph(name: Any) -> str | None:
    import pyoxigraph as ox

    return None if isinstance(name, ox.DefaultGraph) else str(term(name))


def order(triple: Quad) -> tuple[Any, ...]:
    """A key that sorts triples by subject, predicate and object, IRIs before literals."""
    value = triple.object
    if isinstance(value, Triple):
        value = str(value)
    return (
        triple.subject,
        triple.predicate,
        isinstance(value, Literal),
        tuple(value) if isinstance(value, Literal) else value,
        triple.graph or "",
    )
