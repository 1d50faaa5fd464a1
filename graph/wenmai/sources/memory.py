"""A graph read from files into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.notices import notice
from wenmai.once import made_once
from wenmai.sources.match import Local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph

    from wenmai.index import Index
    from wenmai.names import Names
    from wenmai.prefixes import Prefixes
    from wenmai.reading import ReadOptions
    from wenmai.sources.protocol import Kind
    from wenmai.sparql.job import Handover


class Memory(Local):
    """A graph read from files into memory."""

    kind: Kind = "memory"

    def __init__(self, locations: tuple[str, ...], options: ReadOptions | None = None) -> None:
        self.locations, self._options = locations, options
        self._declared: dict[int, tuple[str, dict[str, str]]] = {}
        self._united: tuple[int, pyoxigraph.Store | None] | None = None

    @classmethod
    def of(cls, quads: Iterable[pyoxigraph.Quad]) -> Memory:
        """A graph of quads that are already there."""
        memory = cls(())
        memory.__dict__["_kept"] = list(quads)
        return memory

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Every quad, as it is written, in the order of the files."""
        return iter(self._kept)

    def _read(self) -> Iterator[pyoxigraph.Quad]:
        from wenmai.reading import expand_locations, open_inputs

        said: list[str] = []
        for number, source in enumerate(open_inputs(expand_locations(self.locations, said), self._options)):
            yield from source.quads(scope=number)
            self._declared[number] = source.name, source.prefixes
            said += source.notices
        for sentence in said:
            notice(sentence)

    @made_once
    def _kept(self) -> list[pyoxigraph.Quad]:
        return list(self._read())

    @made_once
    def index(self) -> Index:
        """The links between entities, built on first use."""
        from wenmai import index

        made = index.build(self._kept)
        made.prefixes = self.prefixes
        return made

    @made_once
    def prefixes(self) -> Prefixes:
        """The prefixes of the files; what they declare differently is said among the notices."""
        from wenmai.prefixes import gather_prefixes

        _ = self._kept
        found, said = gather_prefixes(declared for _, declared in sorted(self._declared.items()))
        for sentence in said:
            notice(sentence)
        return found

    @made_once
    def names(self) -> Names:
        """The names of entities, built on first use."""
        from wenmai import names

        return names.build(self.index)

    @made_once
    def store(self) -> pyoxigraph.Store:
        """The quads in an in-memory store."""
        import pyoxigraph

        store = pyoxigraph.Store()
        store.bulk_extend(self._kept)
        return store

    @made_once
    def written(self) -> dict[pyoxigraph.Quad, list[pyoxigraph.Quad]]:
        """The quads of :attr:`store` whose literals the files write otherwise, and how they do."""
        from wenmai.sources.lexical import rewritten

        return rewritten(self._kept)

    @property
    def revision(self) -> int:
        """How many quads there are: a caller may have added some to :attr:`store`."""
        return len(self.store)

    def read_ahead(self, *, union: bool) -> None:
        """Read the files, so that every fork has their triples already."""
        _ = self.united if union else self.store

    def hand_over(self) -> Handover:
        """All quads, for :func:`read_dump`."""
        import pyoxigraph

        from wenmai.sparql.job import Handover

        dump = self.store.dump(format=pyoxigraph.RdfFormat.N_QUADS)
        return Handover("wenmai.sources.memory:read_dump", dump or b"")

    @property
    def united(self) -> pyoxigraph.Store | None:
        """The quads with the union as default graph, made on first use and when quads were added since."""
        from wenmai.sparql import union

        size, made = len(self.store), self._united
        if made is None or made[0] != size:
            made = self._united = size, union.united(self.store)
        return made[1]


def read_dump(dump: bytes) -> Memory:
    """The graph of a dump in N-Quads."""
    import pyoxigraph

    return Memory.of(pyoxigraph.parse(dump, format=pyoxigraph.RdfFormat.N_QUADS))
