"""Opening a graph: RDF files, standard input, a store folder, or a SPARQL endpoint.

All three answer the same questions through the same three doors: ``index`` (who is linked with whom), ``names`` (what did
the person mean) and ``store`` (SPARQL). Each door opens when it is first used.
"""

from __future__ import annotations

import os.path
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol

from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph

    from wenmai.index import Index
    from wenmai.names import Names
    from wenmai.prefixes import Prefixes


Kind = Literal["memory", "store", "endpoint"]


class Source(Protocol):
    """An open graph."""

    @property
    def locations(self) -> tuple[str, ...]:
        """What was opened."""

    notices: list[str]
    """Limits that were met while answering, one sentence each; nothing is left out silently."""

    @property
    def kind(self) -> Kind:
        """Where the graph is."""

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

        See :mod:`wenmai.sources.union`: there the engine's own union of :attr:`store` is right.
        """


class Memory:
    """A graph read from files into memory."""

    kind: Kind = "memory"

    def __init__(self, locations: tuple[str, ...]) -> None:
        self.locations = locations
        self.notices: list[str] = []
        self._declared: dict[int, tuple[str, dict[str, str]]] = {}
        self._united: tuple[int, pyoxigraph.Store | None] | None = None

    @classmethod
    def of(cls, quads: Iterable[pyoxigraph.Quad]) -> Memory:
        """A graph of quads that are already there."""
        memory = cls(())
        memory.__dict__["_kept"] = list(quads)
        return memory

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Read every quad of every file, in the order of the files."""
        from wenmai import reading

        for number, location in enumerate(self.locations):
            with reading.Input(location) as source:
                yield from source.quads(scope=number)
                self._declared[number] = source.name, source.prefixes

    @cached_property
    def _kept(self) -> list[pyoxigraph.Quad]:
        return list(self.quads())

    @cached_property
    def index(self) -> Index:
        """The links between entities, built on first use."""
        from wenmai import index

        made = index.build(self._kept)
        made.prefixes = self.prefixes
        return made

    @cached_property
    def prefixes(self) -> Prefixes:
        """The prefixes of the files; what they declare differently is said among the notices."""
        from wenmai.prefixes import gather_prefixes

        _ = self._kept
        found, said = gather_prefixes(declared for _, declared in sorted(self._declared.items()))
        self.notices += said
        return found

    @cached_property
    def names(self) -> Names:
        """The names of entities, built on first use."""
        from wenmai import names

        return names.build(self.index)

    @cached_property
    def store(self) -> pyoxigraph.Store:
        """The quads in an in-memory store."""
        import pyoxigraph

        store = pyoxigraph.Store()
        store.bulk_extend(self._kept)
        return store

    @cached_property
    def written(self) -> dict[pyoxigraph.Quad, list[pyoxigraph.Quad]]:
        """The quads of :attr:`store` whose literals the files write otherwise, and how they do."""
        from wenmai.sources.lexical import rewritten

        return rewritten(self._kept)

    @property
    def united(self) -> pyoxigraph.Store | None:
        """The quads with the union as default graph, made on first use and when quads were added since."""
        from wenmai.sources import union

        size = len(self.store)
        if self._united is None or self._united[0] != size:
            self._united = size, union.united(self.store)
        return self._united[1]


def open_source(*locations: str) -> Source:
    """Open the graph at ``locations``: the packaged one when there is none.

    A location is an RDF file (compressed or not), ``-`` for standard input, a store folder made by ``wenmai load``, or
    the ``http(s)`` address of a SPARQL endpoint. Several files make one graph; a store or an endpoint stands alone.

    Raises:
        InputError: a location does not exist or cannot be combined with the others.
    """
    places = locations or _packaged()
    lone = [place for place in places if _is_address(place) or _is_folder(place)]
    if not lone:
        return Memory(places)
    if len(places) > 1:
        raise InputError(f"{lone[0]} is a store or an endpoint and cannot be combined with other graphs; open it alone")
    if _is_address(lone[0]):
        from wenmai.sources import endpoint

        return endpoint.connect(lone[0])
    from wenmai.sources import store

    return store.open_store(lone[0])


def _packaged() -> tuple[str, ...]:
    from wenmai import packaged

    return (str(packaged.triples()),)


def _is_folder(place: str) -> bool:
    return os.path.isdir(place)  # noqa: PTH112 - pathlib takes longer to load than a lookup takes


def _is_address(place: str) -> bool:
    return place.startswith(("http://", "https://"))
