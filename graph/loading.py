"""The work of a load: the quads go into the database, and into the index builder.

A small input, or a stream that can be read only once, is read in one pass that feeds both. A large file is read twice at
the same time by two processes, one for the database and one for the indexes, so that on two cores the indexes cost
little more time than the database alone.
"""

from __future__ import annotations

import os
import time
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyoxigraph

    from graph.builder import Builder
    from graph.store import Progress

TRIPLES = "triples"

EVERY = 0.1
"""Seconds between two reports of progress."""


class Job(NamedTuple):
    """What to load: files, the folder to build in, the number of the first file, and the id and triples of an old store."""

    files: tuple[str, ...]
    folder: str
    scope: int
    base: str | None
    pinyin: bool
    before: str
    old: str


class Result(NamedTuple):
    """What was built: the id of the store, what was read, and the size of the indexes."""

    id: str
    quads: int
    nodes: int
    links: int
    names: int
    files: list[dict[str, object]]


class Reading:
    """The quads of all files of a job, counted, with progress."""

    def __init__(self, job: Job, progress: Callable[[Progress], None] | None) -> None:
        self.job, self.progress = job, progress
        self.files: list[dict[str, object]] = []
        self.quads = 0
        self._began = self._told = time.monotonic()
        self._read = 0
        self.total = sizes(job.files)

    def all(self) -> Iterator[pyoxigraph.Quad]:
        """Every quad, file by file."""
        from graph.formats import Input

        for scope, location in enumerate(self.job.files, self.job.scope):
            with Input(location, watch=lambda: self._watch(source)) as source:
                for quad in source.quads(scope=scope, base=self.job.base):
                    self.quads += 1
                    yield quad
                self._read += source.position
                self.files.append({"location": location, "bytes": source.position, "hash": source.digest()})

    def _watch(self, source: object) -> None:
        now = time.monotonic()
        if self.progress is not None and now - self._told > EVERY:
            self._told = now
            self.tell(self._read + int(source.position))  # type: ignore[attr-defined]

    def tell(self, read: int, stage: str = "reading") -> None:
        """Report progress."""
        from graph.store import Progress

        if self.progress is not None:
            self.progress(Progress(read, self.total, self.quads, time.monotonic() - self._began, stage))

    def id(self) -> str:
        """The id of the store: a hash of what it was loaded from."""
        told = [self.job.before, self.job.base or "", str(self.job.scope), *(str(file["hash"]) for file in self.files)]
        return blake2b("\n".join(told).encode(), digest_size=12).hexdigest()


def sizes(files: tuple[str, ...]) -> int | None:
    """The bytes of all files together; ``None`` when one is a stream."""
    try:
        return sum(os.stat(location).st_size for location in files) if all(map(os.path.isfile, files)) else None
    except OSError:
        return None


def run(job: Job, progress: Callable[[Progress], None] | None, lock: int) -> Result:
    """Do a job; its folder holds the database and both indexes then."""
    return in_one_pass(job, progress)


def in_one_pass(job: Job, progress: Callable[[Progress], None] | None) -> Result:
    """Feed the database and the index builder from the same pass."""
    import pyoxigraph

    from graph.builder import Builder

    builder = Builder(job.folder)
    if job.old:
        for _ in builder.tap(iter(pyoxigraph.Store.read_only(job.old))):
            pass
    reading = Reading(job, progress)
    store = pyoxigraph.Store(os.path.join(job.folder, TRIPLES))
    try:
        store.bulk_extend(builder.tap(reading.all()))
        store.flush()
    except OSError as error:
        raise InputError(f"the triples cannot be written: {error}") from error
    finally:
        del store
    reading.tell(reading.total or 0, "indexing")
    return finish(job, builder, reading)


def finish(job: Job, builder: Builder, reading: Reading) -> Result:
    """Write the indexes."""
    from graph import names

    index = builder.finish(reading.id())
    named = names.build(index, os.path.join(job.folder, names.FILE), store=reading.id(), pinyin=job.pinyin)
    return Result(reading.id(), reading.quads, index.node_count, index.link_count, named.count, reading.files)
