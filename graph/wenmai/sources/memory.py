"""A graph read from files into memory."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.notices import notice
from wenmai.sources.match import Local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph

    from wenmai.index import Index
    from wenmai.names import Names
    from wenmai.prefixes import Prefixes
    from wenmai.reading import ReadOptions
    from wenmai.sources.protocol import Kind


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

    @cached_property
    def _kept(self) -> list[pyoxigraph.Quad]:
        return list(self._read())

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
        for sentence in said:
            notice(sentence)
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
