"""An endpoint as a source: what a search, a name and a description ask of it, each part made when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NoReturn

from wenmai.errors import InputError
from wenmai.notices import notice
from wenmai.once import made_once
from wenmai.sources.endpoint.requests.transport import Client, Limits, read_way
from wenmai.sources.protocol import NO_CHECKSUMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph
    import rdflib

    from wenmai.index import Index
    from wenmai.model import Quad, Term
    from wenmai.names import Names
    from wenmai.prefixes import Prefixes
    from wenmai.profiles import Profile
    from wenmai.reading import ReadOptions
    from wenmai.sources.endpoint.cards import Cards
    from wenmai.sources.endpoint.copied.copying import Copied
    from wenmai.sources.endpoint.dataset import Dataset
    from wenmai.sources.endpoint.learning.kept import Knowledge
    from wenmai.sources.endpoint.learning.tally import Tally
    from wenmai.sources.endpoint.links import Links
    from wenmai.sources.endpoint.naming import EndpointNames
    from wenmai.sources.endpoint.triples import TriplePatterns
    from wenmai.sources.protocol import Source
    from wenmai.sparql.job import Job, Report, Sink
    from wenmai.statements.reader import Statements


NOT_HERE = "an endpoint is not read as a whole; load its data into a store and work on that"


class Endpoint:
    """A :class:`~wenmai.sources.Source` that asks a SPARQL endpoint; ``locations`` shows the address without credentials."""

    kind: Literal["endpoint"] = "endpoint"
    origin = "over the network"
    described = "an endpoint"

    def __init__(
        self,
        client: Client,
        *,
        address: str = "",
        raw: bool = False,
        options: ReadOptions | None = None,
        fresh: bool = False,
    ) -> None:
        self.client, self._address, self._raw, self._options = client, address or client.shown, raw, options
        self._fresh = fresh
        self.locations = (client.shown,)
        if client.exposed:
            notice(f"credentials are sent unencrypted to {client.shown}; prefer https")

    @made_once
    def kept(self) -> Knowledge:
        """What is known of the endpoint as a whole."""
        from wenmai.sources.endpoint.learning.kept import Knowledge, knowledge_key

        shown = self.client.shown
        marks = (["raw"] if self._raw else []) + ([repr(self._own)] if self._own is not None else [])
        key = knowledge_key(shown, self.client.fields.items(), marks)
        return Knowledge(shown, key, fresh=self._fresh)

    @made_once
    def dataset(self) -> Dataset:
        """The endpoint's triples as one graph."""
        return self._opened[0]

    @property
    def tally(self) -> Tally:
        """What it holds as a whole."""
        return self._opened[1]

    @made_once
    def _opened(self) -> tuple[Dataset, Tally]:
        """The graph, after the first look at it, and its counts."""
        from wenmai.sources.endpoint.copied import copying
        from wenmai.sources.endpoint.dataset import Dataset
        from wenmai.sources.endpoint.learning.checking import take_kept
        from wenmai.sources.endpoint.learning.tally import Tally

        dataset = Dataset(self.client, self.kept)
        self.client.likely = self.kept.known("way", read_way) or "form"
        own = self._own
        tally = Tally(dataset, raw=self._raw, own=own)
        if not take_kept(dataset, tally):
            tally = Tally(dataset, raw=self._raw, own=own)
            dataset.probe(copying.MOST_COPIED)
            self.kept.keep("way", self.client.way)
            self.kept.keep("engine", self.client.dialect.name if self.client.dialect else "")
            self.kept.keep("graphs", dataset.union)
        return dataset, tally

    @made_once
    def _whole(self) -> Copied | None:
        """All of it, where the endpoint holds little."""
        from wenmai.sources.endpoint.copied.copying import copy_whole

        copied = copy_whole(self.dataset, self._options, raw=self._raw, private=self.client.secret)
        if copied is not None:
            self.origin = copied.origin
        return copied

    @made_once
    def _own(self) -> Profile | None:
        """The profile that a person gave."""
        if self._options is None:
            return None
        from wenmai.profiles.given import given_profile

        return given_profile(self._options.profile, self._options.labels, self.prefixes.namespaces)

    @property
    def enumerable(self) -> bool:
        """Whether all of it was read at once, as it is where the endpoint holds little."""
        return self._whole is not None

    @property
    def links_here(self) -> bool:
        """The same: links that were not copied are asked for."""
        return self.enumerable

    @property
    def quad_count(self) -> int | None:
        """How many triples were read at once; ``None`` where there are too many."""
        return None if self._whole is None else self._whole.quad_count

    @made_once
    def index(self) -> Index:
        """The links between entities."""
        return self._links if self._whole is None else self._whole.index

    @made_once
    def _links(self) -> Links:
        from wenmai.sources.endpoint.links import Links

        return Links(*self._opened)

    @made_once
    def names(self) -> Names:
        """The names of entities."""
        return self._remote_names if self._whole is None else self._whole.names

    @made_once
    def _remote_names(self) -> EndpointNames:
        from wenmai.sources.endpoint.naming import EndpointNames

        return EndpointNames(self.dataset, self._links)

    @property
    def prefixes(self) -> Prefixes:
        """Wenmai's own: an endpoint does not tell any."""
        from wenmai.prefixes import OWN

        return OWN

    @made_once
    def _triples(self) -> TriplePatterns:
        from wenmai.sources.endpoint.triples import TriplePatterns

        return TriplePatterns(self.dataset, self.tally.folds)

    def match(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: Term | None = None,  # noqa: A002
    ) -> Iterable[Quad]:
        """The triples that fit a pattern, in every graph, in the order of predicate and object."""
        if self._whole is not None:
            return self._whole.match(subject, predicate, object)
        return self._triples.match(subject, predicate, object)

    def graph_sizes(self) -> list[tuple[str | None, int]]:
        """The named graphs and how many triples each holds, counted by the server."""
        from wenmai.sources.endpoint.graphs import count_graphs

        if self._whole is not None:
            return self._whole.graph_sizes()
        return count_graphs(self.dataset)

    def part(self, graphs: Iterable[str] = (), sources: Iterable[str] = ()) -> Source:
        """Some named graphs as the default graph (SPARQL 1.1 Protocol, 2.1.4): what stands elsewhere is not seen then."""
        from urllib.parse import quote

        from wenmai.sources.chosen import DEFAULT, choose_facts, choose_named
        from wenmai.sources.endpoint.copied.portion import MOST_FACTS, copy_portion

        if self._whole is not None:
            return choose_facts(self._whole, graphs, sources)
        wanted, cited = list(graphs), list(sources)
        named = [None if name == DEFAULT else self._graph(name) for name in wanted]
        copied = copy_portion(self, named, cited)
        if copied is not None:
            return choose_named(copied, named, cited)
        if cited or None in named:
            raise InputError(
                f"{', '.join(wanted)} holds too many facts to look through them for those of a source, or for those without a name;"
                " load the data"
            )
        self.dataset.notice(
            f"{', '.join(wanted)} holds more than {MOST_FACTS:,} facts: names that stand elsewhere are not seen"
        )
        chosen = "&".join(f"default-graph-uri={quote(name, safe='')}" for name in filter(None, named))
        address = f"{self._address}{'&' if '?' in self._address else '?'}{chosen}"
        client = Client(address, self.client.limits)
        return Endpoint(client, address=address, raw=self._raw, options=self._options, fresh=self._fresh)

    def _graph(self, name: str) -> str:
        """The named graph that a person means."""
        from wenmai.sources.chosen import pick_graph

        plain = self.prefixes.expand(name) or name
        if plain.startswith("<"):
            return plain[1:-1]
        known = [graph for graph, _ in self.graph_sizes() if graph is not None]
        if plain in known:
            return plain
        return pick_graph(name, known, lambda iri: self._links.term_label(iri, "en"))

    @property
    def options(self) -> ReadOptions | None:
        """A person's own profile and label properties, where any were given."""
        return self._options

    @property
    def raw(self) -> bool:
        """Whether nothing is folded."""
        return self._raw

    @property
    def patterns(self) -> TriplePatterns:
        """Triples by pattern, where the endpoint was not copied."""
        return self._triples

    @property
    def cards(self) -> Cards:
        """Names and classes, where the endpoint was not copied."""
        return self._links.cards

    def prefetch(self, subjects: Iterable[str]) -> None:
        """Say which subjects :meth:`match` will be asked about, so that they are fetched together."""
        if self._whole is None:
            self._triples.announce(subjects)

    def expect(self, names: Iterable[str], *, ranked: bool = False) -> None:
        """Find what names mean, and the links of that, with few questions; ``ranked``: links are counted meanwhile."""
        if self._whole is not None:
            return
        iris = {name: self.prefixes.read(name, lambda _: True) for name in dict.fromkeys(names)}
        if ranked:
            self._links.tally.count_ahead()
        found = self._remote_names.expect([name for name, iri in iris.items() if iri is None])
        self._links.expect([*(iri for iri in iris.values() if iri is not None), *found])

    @made_once
    def rdflib(self) -> rdflib.Graph:
        """The endpoint as an rdflib graph, read-only: rdflib's ``SPARQLStore`` over the same connection and limits."""
        from wenmai.sources.endpoint.face import graph

        return graph(self.client)

    @made_once
    def statements(self) -> Statements:
        """What is said about facts."""
        from wenmai.statements.reader import Statements

        if self._whole is not None:
            return self._whole.statements
        return Statements(
            self.match, self._links.occurs, lambda: self._links.interpretation, self._links.folds, blank=False
        )

    def verify(self) -> NoReturn:
        """Refused: a server tells no checksums."""
        raise InputError(NO_CHECKSUMS.format(*self.locations))

    def answer(self, job: Job, sink: Sink, *, timeout: float | None, memory: int) -> Report:  # noqa: ARG002 - not ours to bound
        """Pass a query on to the endpoint, which bounds its memory itself (:mod:`wenmai.sources.endpoint.passing`)."""
        from wenmai.sources.endpoint.passing import pass_query

        return pass_query(self, job, sink, timeout=timeout)

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Every quad of an endpoint that holds little; refused for another: the triples are not here."""
        return self._here.quads()

    @property
    def store(self) -> pyoxigraph.Store:
        """The triples of an endpoint that holds little; refused for another."""
        return self._here.store

    @property
    def united(self) -> pyoxigraph.Store | None:
        """The union of the graphs of an endpoint that holds little; refused for another."""
        return self._here.united

    @property
    def _here(self) -> Copied:
        if self._whole is None:
            raise InputError(NOT_HERE)
        return self._whole


def connect(
    address: str,
    *,
    limits: Limits = Limits(),  # noqa: B008 - a frozen tuple
    raw: bool = False,
    options: ReadOptions | None = None,
    fresh: bool = False,
) -> Endpoint:
    """Open the SPARQL endpoint at an ``http(s)`` address; nothing is asked until something is read.

    A part ``user:password@`` of the address, or the environment (``WENMAI_TOKEN``, or ``WENMAI_USER`` and
    ``WENMAI_PASSWORD``; ``WENMAI_HEADER`` besides), gives credentials. A query part of the address is sent along:
    ``?default-graph-uri=`` chooses a graph on every server. ``fresh`` asks again what is kept of the endpoint in the cache.

    Raises:
        InputError: it is no http(s) address, or the credentials cannot be sent.
    """
    return Endpoint(Client(address, limits), address=address, raw=raw, options=options, fresh=fresh)
