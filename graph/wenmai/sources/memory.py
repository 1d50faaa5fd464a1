"""A graph read from files into memory."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from wenmai.notices import notice
from wenmai.once import is_held, made_once
from wenmai.sources.match import Local, order, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyoxigraph

    from wenmai.index import Index
    from wenmai.model import Quad, Term
    from wenmai.names import Names
    from wenmai.prefixes import Prefixes
    from wenmai.profiles import Interpretation, Profile
    from wenmai.reading import ReadOptions
    from wenmai.sources.cache import Entry
    from wenmai.sources.protocol import Kind
    from wenmai.workers.topic import Handover


_REVISIONS = count(1)
"""Numbers of states of graphs in memory, none twice, whatever thread takes one."""


class Memory(Local):
    """A graph read from files into memory."""

    kind: Kind = "memory"
    origin = "read"
    meaning: Interpretation | None = None
    """What the terms mean, where these are the triples of a part of a graph of which that is known."""

    def __init__(self, locations: tuple[str, ...], options: ReadOptions | None = None, *, raw: bool = False) -> None:
        self.locations, self._options, self._raw = locations, options, raw
        self._declared: dict[int, tuple[str, dict[str, str]]] = {}
        self._said: tuple[str, ...] = ()
        self._united: tuple[int, pyoxigraph.Store | None] | None = None
        self._lent, self._revision = False, 0

    @classmethod
    def of(cls, quads: Iterable[pyoxigraph.Quad]) -> Memory:
        """A graph of quads that are already there."""
        memory = cls(())
        memory.__dict__["_kept"] = list(quads)
        return memory

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Every quad, as it is written, in the order of the files."""
        return iter(self._kept)

    @made_once
    def _key(self) -> str | None:
        """By what name the cache knows the files as they are now; ``None`` for what it never holds."""
        if not self.locations or "_kept" in self.__dict__:
            return None
        from wenmai.sources.cache.entry import hash_files

        return hash_files(self.locations, self._options)

    @made_once
    def _found(self) -> Entry | None:
        """What the cache holds of the files; the notices of reading them are said again."""
        if self._key is None:
            return None
        from wenmai.sources import cache

        found = cache.find(self._key)
        if found is not None:
            self.origin = found.origin
            _say(found.notices)
        return found

    @made_once
    def _entry(self) -> Entry | None:
        """What the cache holds of the files, which are read for it where it holds nothing yet."""
        if self._raw:
            return None  # the cache holds what is folded
        if self._found is not None or self._key is None:
            return self._found
        from wenmai.sources import cache
        from wenmai.sources.cache.entry import Read

        prefixes, conflicts = self._gathered
        if self._changed():
            return None
        read = Read(self._kept, prefixes.declared, conflicts, self._said)
        made = cache.keep(self._key, read, self.locations, self._own, self.meaning)
        if made is not None:
            self.origin = "read, and kept in the cache"
        return made

    @made_once
    def _kept(self) -> list[pyoxigraph.Quad]:
        if self._found is not None:
            return list(self._found.quads())
        from wenmai.reading import expand_locations, open_inputs

        kept: list[pyoxigraph.Quad] = []
        said: list[str] = []
        for number, source in enumerate(open_inputs(expand_locations(self.locations, said), self._options)):
            kept += source.quads(scope=number)
            self._declared[number] = source.name, source.prefixes
            said += source.notices
        self._said = tuple(said)
        _say(said)
        return kept

    def _changed(self) -> bool:
        """Whether the files changed while they were read."""
        from wenmai.sources.cache.entry import hash_files

        return hash_files(self.locations, self._options) != self._key

    @property
    def _own(self) -> Profile | None:
        """The profile that a person gave."""
        options = self._options
        if options is None or not (options.profile or options.labels):
            return None
        from wenmai.profiles.given import given_profile

        return given_profile(options.profile, options.labels, self._gathered[0].namespaces)

    @made_once
    def index(self) -> Index:
        """The links between entities, from the cache or built on first use."""
        made = self._built() if self._entry is None else self._entry.index
        made.prefixes, made.values = self.prefixes, values_of(self)
        return made

    def _built(self) -> Index:
        if self.meaning is not None:
            from wenmai.index.builder import build_part

            return build_part(self._kept, self.meaning, folding=not self._raw)
        from wenmai import index

        return index.build(self._kept, own=self._own, folding=not self._raw)

    @made_once
    def _gathered(self) -> tuple[Prefixes, Sequence[str]]:
        """The prefixes of the files, and what they declare differently."""
        if self._found is not None:
            return self._found.prefixes, self._found.conflicts
        from wenmai.prefixes import gather_prefixes

        _ = self._kept
        return gather_prefixes(declared for _, declared in sorted(self._declared.items()))

    @made_once
    def prefixes(self) -> Prefixes:
        """The prefixes of the files; what they declare differently is said among the notices."""
        found, said = self._gathered
        _say(said)
        return found

    @made_once
    def names(self) -> Names:
        """The names of entities, from the cache or built on first use."""
        if self._entry is not None:
            return self._entry.names
        from wenmai import names

        return names.build(self.index)

    def match(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: Term | None = None,  # noqa: A002
    ) -> Iterator[Quad]:
        """The triples that fit a pattern, as :meth:`Local.match` gives them; from the cache while no store is open."""
        if "triples" in self.__dict__ or self._entry is None:
            return super().match(subject, predicate, object)
        return iter(sorted(set(self._entry.triples.match(subject, predicate, object)), key=order))

    @property
    def store(self) -> pyoxigraph.Store:
        """The quads in an in-memory store, which whoever asks for it may change: queries see that."""
        found = self.triples
        self._lent = True  # when it is in the other's hands, so that :attr:`revision` sees one or the other
        return found

    @made_once
    def triples(self) -> pyoxigraph.Store:
        """The quads in an in-memory store, for who only reads them."""
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
        """Another number as long as somebody may change the quads, who was given :attr:`store` and has it still or had it since."""
        if self._lent:
            self._lent = False
            if is_held(self.__dict__, "triples"):
                self._lent = True
            self._revision = next(_REVISIONS)
        return self._revision

    def read_ahead(self, *, union: bool) -> None:
        """Read the files, so that every fork has their triples already."""
        _ = self.united if union else self.triples

    def be_forked(self) -> None:
        """Nobody changes the quads of a fork."""
        self._lent = False
        if self._united is not None:
            self._united = self._revision, self._united[1]

    def hand_over(self) -> Handover:
        """All quads, for :func:`read_dump`."""
        import pyoxigraph

        from wenmai.workers.topic import Handover

        dump = self.triples.dump(format=pyoxigraph.RdfFormat.N_QUADS)
        return Handover("wenmai.sources.memory:read_dump", dump or b"")

    @property
    def united(self) -> pyoxigraph.Store | None:
        """The quads with the union as default graph, made on first use and when quads may have changed since."""
        from wenmai.sparql import union

        revision, made = self.revision, self._united
        if made is None or made[0] != revision:
            made = self._united = revision, union.united(self.triples)
        return made[1]


def read_dump(dump: bytes) -> Memory:
    """The graph of a dump in N-Quads, ready to be asked."""
    import pyoxigraph

    read = Memory.of(pyoxigraph.parse(dump, format=pyoxigraph.RdfFormat.N_QUADS))
    read.read_ahead(union=True)
    return read


def _say(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        notice(sentence)
