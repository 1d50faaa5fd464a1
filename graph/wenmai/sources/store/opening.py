"""A store, opened for reading."""

from __future__ import annotations

import os
import weakref
from typing import TYPE_CHECKING, Literal, cast

from wenmai.errors import StoreError
from wenmai.index.layout import CHANGES
from wenmai.once import made_once
from wenmai.sources.match import Local, values_of
from wenmai.sources.store import database
from wenmai.sources.store.database import TRIPLES, UNION
from wenmai.sources.store.folder import hold_generation, is_leftover, tidy_folder
from wenmai.sources.store.meta import read_meta
from wenmai.sources.store.prefixes import kept_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph

    from wenmai.index import Index
    from wenmai.index.changed import ChangedIndex
    from wenmai.names import Names
    from wenmai.prefixes import Prefixes
    from wenmai.sources.store.meta import Meta
    from wenmai.workers.topic import Handover


class Stored(Local):
    """A store, opened for reading; each part opens when it is first used."""

    kind: Literal["store"] = "store"
    origin = "on disk"

    def __init__(self, folder: str, meta: Meta, hold: int = -1, *, raw: bool = False) -> None:
        if hold >= 0:
            weakref.finalize(self, os.close, hold)
        self.locations = (folder,)
        self.meta = meta
        self._id, self.raw = meta.id, raw
        self._data = os.path.join(folder, meta.generation)
        self._closed: list[object] = []

    @property
    def quad_count(self) -> int | None:
        """How many quads were loaded."""
        return self.meta.quads

    @made_once
    def index(self) -> Index:
        """The links between entities."""
        opened = self._open_index()
        if self._unfolded(opened):
            from wenmai import index

            opened = index.build(self.quads(), folding=False)
        opened.prefixes, opened.values = self.prefixes, values_of(self)
        return opened

    def _open_index(self) -> Index:
        """The index, with what has changed since it was built."""
        if os.path.isdir(os.path.join(self._data, CHANGES)):
            from wenmai.index.changed import open_changed

            return open_changed(self._data, self._id)
        from wenmai import index

        return index.open_index(self._data, self._id)

    def _unfolded(self, opened: Index) -> bool:
        """Whether an index of its own has to be made, in which nothing is folded."""
        return self.raw and bool(opened.folds)

    @made_once
    def prefixes(self) -> Prefixes:
        """The prefixes of the files that were loaded."""
        return kept_prefixes(self._data)

    @made_once
    def names(self) -> Names:
        """The names of entities."""
        from wenmai import names

        if self.raw and self._unfolded(self._open_index()):
            return names.build(self.index)
        if not os.path.isdir(os.path.join(self._data, CHANGES)):
            return names.open_names(os.path.join(self._data, names.FILE), self.index, self._id)
        from wenmai.names.changed import open_changed

        return open_changed(self._data, cast("ChangedIndex", self.index), self._id)

    @made_once
    def store(self) -> pyoxigraph.Store:
        """The quads, read-only: several processes may have it open."""
        return self._open(TRIPLES)

    @made_once
    def united(self) -> pyoxigraph.Store | None:
        """The quads with the union as default graph; ``None`` where no two graphs share a triple."""
        held = database.holds_union(self._data)
        if held:
            return self._open(UNION)
        from wenmai.sparql.union import shares_triples

        if held is None and shares_triples(self.store):
            raise StoreError(
                f"{self.locations[0]} was loaded by an earlier wenmai, with which a triple in two graphs counts twice; "
                "load it again"
            )
        return None

    def _open(self, name: str) -> pyoxigraph.Store:
        """Open a database whose files are what was written down; what the engine calls corruption is told as damage."""
        import pyoxigraph

        database.check(self._data, name)
        try:
            return pyoxigraph.Store.read_only(os.path.join(self._data, name))
        except (OSError, RuntimeError) as error:  # RuntimeError: what the database calls corruption
            raise StoreError(f"the triples of {self.locations[0]} cannot be read ({error}); load it again") from error

    revision = 0

    def read_ahead(self, *, union: bool) -> None:
        """Nothing: each process of queries opens the database for itself."""

    def be_forked(self) -> None:
        """Open the databases anew. What was open is kept, for to close it would be to use files that are closed."""
        self._closed = [self.__dict__.pop(name, None) for name in ("store", "united")]

    def hand_over(self) -> Handover:
        """The folder, for :func:`open_folder`."""
        from wenmai.workers.topic import Handover

        return Handover("wenmai.sources.store.opening:open_folder", os.fsencode(self.locations[0]))

    def verify(self) -> None:
        """Read everything and compare the checksums; raises StoreError when a byte has changed."""
        self.verify_indexes()
        database.check(self._data, whole=True)
        if database.holds_union(self._data):
            database.check(self._data, UNION, whole=True)

    def verify_indexes(self) -> None:
        """Read the indexes and compare their checksums; raises StoreError when a byte has changed."""
        self.index.verify()
        self.names.verify()

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Every quad of the store."""
        return iter(self.store)


def open_store(folder: str, *, raw: bool = False) -> Stored:
    """Open a store; it costs the same whatever its size, but for ``raw`` of one in which something is folded.

    Raises:
        StoreError: the folder is no store, or one that is damaged or of another version.
    """
    for _ in range(5):
        meta = read_meta(folder)
        hold = hold_generation(os.path.join(folder, meta.generation))
        if hold is not None:
            break  # else a load that ended between our two looks has replaced the generation
    else:
        raise StoreError(f"{folder} is damaged: its folder {meta.generation} is missing; load it again")
    if any(is_leftover(name, meta) for name in os.listdir(folder)):
        tidy_folder(folder)
    return Stored(folder, meta, hold, raw=raw)


def open_folder(told: bytes) -> Stored:
    """Open the store whose folder an interpreter was handed over."""
    return open_store(os.fsdecode(told))
