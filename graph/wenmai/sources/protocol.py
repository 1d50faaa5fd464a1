"""What every open graph answers, wherever it is: in memory, in a store folder, behind a SPARQL endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph

    from wenmai.index import Index
    from wenmai.model import Quad, Term
    from wenmai.names import Names
    from wenmai.prefixes import Prefixes
    from wenmai.sparql.job import Job, Report, Sink
    from wenmai.statements.reader import Statements


Kind = Literal["memory", "store", "endpoint"]

NO_CHECKSUMS = "{} is no store; --verify compares the checksums of one"


class Source(Protocol):
    """An open graph. One in memory or in a store answers several threads at once as it answers one."""

    @property
    def locations(self) -> tuple[str, ...]:
        """What was opened."""

    @property
    def kind(self) -> Kind:
        """Where the graph is."""

    @property
    def origin(self) -> str:
        """How it was opened, for a person: ``read``, ``from the cache``, ``on disk``."""

    @property
    def index(self) -> Index:
        """The links between entities."""

    @property
    def names(self) -> Names:
        """The names of entities."""

    @property
    def prefixes(self) -> Prefixes:
        """The prefixes that the graph declares, and wenmai's own; an endpoint tells none."""

    @property
    def store(self) -> pyoxigraph.Store:
        """The triples, to be asked with SPARQL; an endpoint has none of its own."""

    @property
    def united(self) -> pyoxigraph.Store | None:
        """The triples with the union of all graphs as default graph; ``None`` where no two graphs share a triple.

        See :mod:`wenmai.sparql.union`: there the engine's own union of :attr:`store` is right.
        """

    @property
    def statements(self) -> Statements:
        """What is said about facts."""

    @property
    def enumerable(self) -> bool:
        """Whether all of it can be read one after the other; an endpoint gives only what it is asked for."""

    @property
    def links_here(self) -> bool:
        """Whether all links are on this machine, be the triples elsewhere."""

    @property
    def described(self) -> str:
        """What it is, for a person who asks too much of it: ``an endpoint``, ``a store of links, …``."""

    @property
    def quad_count(self) -> int | None:
        """How many quads there are; ``None`` where that is not known without counting them one by one."""

    def graph_sizes(self) -> list[tuple[str | None, int]]:
        """The named graphs, in order, and how many triples each holds; the default graph (``None``) first where it has any."""

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Every quad; InputError where the source is not enumerable."""

    def match(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: Term | None = None,  # noqa: A002
    ) -> Iterable[Quad]:
        """The triples that fit a pattern (``None`` fits anything), in every graph, in order (:func:`~wenmai.sources.match.order`)."""

    def answer(self, job: Job, sink: Sink, *, timeout: float | None, memory: int) -> Report:
        """Answer a query, its result passed to ``sink`` in the format of the job; how it went.

        ``timeout`` is in seconds, ``memory`` in bytes; an endpoint bounds its memory itself.

        Raises:
            QueryError: the query is not SPARQL. QueryRefused: it is not run. QueryTimeout: the deadline passed.
            LimitReached: it needed more memory. EndpointError: the endpoint failed.
            InputError: the result could not be written. BrokenPipeError: nobody reads it any more.
        """

    def prefetch(self, subjects: Iterable[str]) -> None:
        """Say which subjects :meth:`match` will be asked about: an endpoint fetches them together."""

    def expect(self, names: Iterable[str], *, ranked: bool = False) -> None:
        """Say which names will be resolved, to look for paths between what they mean: an endpoint asks for all with few questions.

        ``ranked``: how many links each predicate has will be asked for, too.
        """

    def verify(self) -> None:
        """Read all of a store and compare its checksums: StoreError when a byte has changed, InputError where there are none."""
