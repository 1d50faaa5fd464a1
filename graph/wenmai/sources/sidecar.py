"""Links and names from an index of our own, facts and SPARQL from the endpoint that has the triples.

The index was built from a dump of what the endpoint serves (``wenmai load --links-only``), so paths, searches and evidence cost
nothing of the endpoint, however large it is. The two may come to differ: what the index holds is compared with the endpoint now and
then (:mod:`wenmai.sources.differing`), and what differs is said. Paths answer without the endpoint, too.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NoReturn
from weakref import ref

from wenmai.errors import EndpointError, InputError
from wenmai.notices import notice
from wenmai.once import made_once
from wenmai.sources.endpoint.requests.transport import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wenmai.index import Index
    from wenmai.model import Quad, Term
    from wenmai.names import Names
    from wenmai.prefixes import Prefixes
    from wenmai.sources.endpoint import Endpoint
    from wenmai.sources.protocol import Kind, Source
    from wenmai.sources.store import Stored
    from wenmai.sparql.job import Job, Report, Sink
    from wenmai.statements.reader import Statements

BESIDE = Limits(timeout=5.0, deadline=5.0, retries=0)
"""What is said about facts beside a path is waited for so long, and a path is not held up by more."""

SLOW = 20.0
"""Seconds that an endpoint may take in all to tell what is said beside many facts, before it is not asked for a while."""

AGAIN = 30.0
"""Seconds for which an endpoint that failed is not asked again what is only said beside a path."""


class Sidecar:
    """A :class:`~wenmai.sources.Source` of two parts: ``stored`` has the links, ``endpoint`` the triples."""

    kind: Kind = "store"
    origin = "links on disk, facts over the network"
    enumerable, links_here = False, True

    def __init__(self, stored: Stored, *, fresh: bool = False) -> None:
        self.stored, self._fresh = stored, fresh
        self.locations = stored.locations
        self._announced: list[str] = []
        self._failure, self._asked_again, self._spent = "", 0.0, 0.0
        if stored.raw:
            raise InputError(
                f"{stored.locations[0]} holds links only, with lists and statements folded; --raw needs the triples"
            )

    @made_once
    def endpoint(self) -> Endpoint:
        """The endpoint that has the triples."""
        from wenmai.sources import endpoint

        return endpoint.connect(self.stored.meta.engine, fresh=self._fresh)

    @made_once
    def index(self) -> Index:
        """The links between entities, from the store; what the endpoint has otherwise is said."""
        from wenmai.sources.differing import tell_differences

        opened = self.stored.index
        here = ref(self)

        def values(resource: str) -> Any:
            held = here()
            return held.statements.values(resource) if held is not None else {}

        opened.values = values
        failure = tell_differences(self.stored, fresh=self._fresh)
        if failure:
            self._remember(failure)
        return opened

    @property
    def names(self) -> Names:
        """The names of entities, from the store."""
        return self.stored.names

    @property
    def prefixes(self) -> Prefixes:
        """The prefixes of the files that were loaded."""
        return self.stored.prefixes

    @property
    def quad_count(self) -> int | None:
        """How many quads were read when the store was loaded."""
        return self.stored.quad_count

    @made_once
    def statements(self) -> Statements:
        """What is said about facts; nothing, with a notice, while the endpoint does not answer."""
        from wenmai.statements.reader import Statements

        index = self.index
        return Statements(self._match_or_tell, index.occurs, lambda: index.interpretation, index.folds, blank=False)

    def _match_or_tell(self, subject: str | None, predicate: str | None, value: Term | None) -> Iterable[Quad]:
        """The triples that fit, none after a failure: that is told, and nothing more is asked for a while."""
        if not self._failure or time.monotonic() > self._asked_again:
            client = self.endpoint.client
            usual, client.limits = client.limits, BESIDE
            started = time.monotonic()
            try:
                return list(self.match(subject, predicate, value))
            except EndpointError as failure:
                self._remember(str(failure))
            finally:
                client.limits = usual
                self._spend(time.monotonic() - started)
        notice(f"what is said about the facts is not known now, but for their evidence: {self._failure}")
        return ()

    def _spend(self, seconds: float) -> None:
        """Count the time that was waited; an endpoint that answers, but slowly, does not hold a command up for ever."""
        self._spent += seconds
        if self._spent > SLOW:
            self._remember(f"{self.endpoint.client.shown} took more than {SLOW:.0f} s for what it told until now")

    def _remember(self, failure: str) -> None:
        self._failure, self._asked_again, self._spent = failure, time.monotonic() + AGAIN, 0.0

    @property
    def match(self) -> Callable[..., Iterable[Quad]]:
        """The triples that fit a pattern, as the endpoint has them: its method, told before what was announced here."""
        if self._announced:
            self.endpoint.prefetch(self._announced)
            self._announced = []
        return self.endpoint.match

    def prefetch(self, subjects: Iterable[str]) -> None:
        """Say which subjects :meth:`match` will be asked about; nothing is asked until then."""
        self._announced += subjects

    def expect(self, names: Iterable[str], *, ranked: bool = False) -> None:
        """Links and names are at hand."""

    def part(self, graphs: Iterable[str] = (), sources: Iterable[str] = ()) -> Source:
        """Some named graphs of the endpoint: the index does not know in which a link stands."""
        return self.endpoint.part(graphs, sources)

    def graph_sizes(self) -> list[tuple[str | None, int]]:
        """The named graphs of the endpoint, and how many triples each holds; none, with a notice, while it does not answer."""
        try:
            return self.endpoint.graph_sizes()
        except EndpointError as failure:
            notice(f"named graphs are not known now: {failure}")
            return []

    def answer(self, job: Job, sink: Sink, *, timeout: float | None, memory: int) -> Report:
        """Pass a query on to the endpoint."""
        return self.endpoint.answer(job, sink, timeout=timeout, memory=memory)

    def verify(self) -> None:
        """Compare the checksums of the indexes, and then more of the links with the endpoint.

        Raises:
            StoreError: a byte has changed, or the endpoint has other links. EndpointError: it does not answer.
        """
        from wenmai.sources.differing import verify_links

        self.stored.verify_indexes()
        verify_links(self.stored, self.endpoint)

    def quads(self) -> NoReturn:
        """Refused: the triples are not here."""
        raise InputError(f"{self.described} is not read as a whole")

    @property
    def store(self) -> NoReturn:
        """Refused: the triples are not here."""
        self.quads()

    @property
    def united(self) -> NoReturn:
        """Refused: the triples are not here."""
        self.quads()

    @property
    def described(self) -> str:
        """A store of links, and where its triples are."""
        from wenmai.sources.endpoint.requests.address import masked

        return f"a store of links, whose triples are at {masked(self.stored.meta.engine)},"
