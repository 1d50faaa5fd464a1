"""The passes over the files of a load: one that feeds database and indexes together, or one for each."""

from __future__ import annotations

import os
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wenmai.errors import InputError
from wenmai.sources.store import database
from wenmai.sources.store.filling import Database, complete, load_bytes
from wenmai.sources.store.job import CHANGED, Result, UncheckedFault, sizes
from wenmai.sources.store.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyoxigraph

    from wenmai.index import Index
    from wenmai.index.builder import Builder
    from wenmai.index.lines import PlainLines
    from wenmai.names import Names
    from wenmai.profiles import Profile
    from wenmai.reading import Input
    from wenmai.sources.store.job import LoadJob, Progress

LINES = ("N_TRIPLES", "N_QUADS")
"""Formats in which every blank node has a label, so that most files can be loaded as they are."""

LITTLE = 1_000_000
"""Where files have fewer bytes on average, the database takes all in one go: each go writes and syncs some ten files, which
takes as long as reading so many bytes."""

LARGE = 500_000_000
"""From so many bytes on, a load asks for Polars: what that itself needs is much beside what smaller ones need."""


def in_one_pass(job: LoadJob, progress: Callable[[Progress], None] | None) -> Result:
    """Feed the database and the index builder from the same pass."""
    from wenmai.index.builder import Builder

    reading = Reading(job, progress)
    with Builder(
        job.folder, own_profile(job), lambda predicates: database.with_predicates(job.folder, predicates)
    ) as builder:
        _add_old(job, builder)
        with Database(job.folder) as store:
            store.bulk_extend(builder.tap(reading.all()))
        del store  # which closes it
        complete(job.folder)
        reading.tell(reading.total or 0, "indexing")
        return finish(job, builder, reading)


def find_fault(job: LoadJob, progress: Callable[[Progress], None] | None) -> Result:
    """Raise the first fault of the files, as a strict parser finds it."""
    for _ in Reading(job, progress).all():
        pass
    raise InputError(CHANGED)


def read_triples(job: LoadJob, progress: Callable[[Progress], None] | None) -> Result:
    """Fill the database alone."""
    reading = Reading(job, progress, hashed=False)
    many = (reading.total or 0) < LITTLE * len(job.files)
    with Database(job.folder) as store, _in_order(job):
        if many:
            store.bulk_extend(reading.all())
        for scope, source in () if many else reading.inputs():
            if source.form in LINES:
                if load_bytes(store, source):
                    continue
                source.restart()
            store.bulk_extend(source.quads(scope=scope))
    del store  # which closes it
    complete(job.folder)
    return Result("", 0, 0, 0, 0, [], [])


def read_indexes(job: LoadJob, progress: Callable[[Progress], None] | None) -> Result:
    """Build the indexes alone."""
    from wenmai.index.builder import Builder

    reading = Reading(job, progress)
    with Builder(job.folder, own_profile(job), lambda predicates: _read_again(job, predicates)) as builder:
        _add_old(job, builder)
        with _in_order(job):
            for scope, source in reading.inputs():
                if source.form == "N_TRIPLES":
                    _index_lines(builder, source, scope, reading)
                    continue
                for _ in builder.tap(source.quads(scope=scope)):
                    reading.quads += 1
        return finish(job, builder, reading)


@contextmanager
def _in_order(job: LoadJob) -> Iterator[None]:
    """Of several files, the first with a fault is to be told, whichever process has come across one."""
    try:
        yield
    except InputError as error:
        if len(job.files) > 1:
            raise UncheckedFault from error
        raise


def _index_lines(builder: Builder, source: Input, scope: int, reading: Reading) -> None:
    """Index a file of one triple a line; only unusual lines go through a parser.

    The database takes what a lenient parser takes, so that each is checked once, here.
    """
    lines, before = _lines(builder, reading), builder.triples - reading.quads
    for block in source.blocks(lines.size):
        try:
            rest = lines.take(block)
            if rest:
                deque(builder.tap(source.parse(b"\n".join(rest), scope=scope)), 0)
        except (InputError, SyntaxError, ValueError, MemoryError) as error:
            raise UncheckedFault from error
        reading.quads = builder.triples - before


def _lines(builder: Builder, reading: Reading) -> PlainLines:
    """What reads lines: with Polars where it is installed and there is enough to read."""
    from wenmai.index.lines import PlainLines

    if (reading.total or 0) >= LARGE:
        try:
            from wenmai.index.frames import FrameLines

            return FrameLines(builder)
        except ImportError:
            pass
    return PlainLines(builder)


def is_large(job: LoadJob) -> bool:
    """Whether there is so much to load that what costs memory or time at the start is worth it."""
    return (sizes(job.files) or 0) >= LARGE


def finish(job: LoadJob, builder: Builder, reading: Reading) -> Result:
    """Write the indexes, and the prefixes."""
    from wenmai import names

    index = builder.finish(reading.id())
    named = names.build(index, os.path.join(job.folder, names.FILE), store=reading.id(), pinyin=job.pinyin)
    return conclude(job, index, named, reading)


def conclude(job: LoadJob, index: Index, named: Names, reading: Reading) -> Result:
    """Write the prefixes; what was done."""
    from wenmai.prefixes import gather_prefixes
    from wenmai.sources.store.prefixes import keep_prefixes, kept_prefixes

    before = [("the store", kept_prefixes(os.path.dirname(job.old)).declared)] if job.old else []
    prefixes, notices = gather_prefixes([*before, *reading.prefixes])
    keep_prefixes(job.folder, prefixes)
    return Result(
        reading.id(),
        reading.quads,
        index.node_count,
        index.link_count,
        named.count,
        reading.files,
        [*reading.notices, *notices],
    )


def _read_again(job: LoadJob, predicates: frozenset[str]) -> Iterator[pyoxigraph.Quad]:
    """The quads of the files, and of the old store, that have one of some predicates."""
    if job.old:
        yield from database.with_predicates(os.path.dirname(job.old), predicates)
    for quad in Reading(job, None, hashed=False).all():
        if quad.predicate.value in predicates:
            yield quad


def own_profile(job: LoadJob) -> Profile | None:
    """The profile that a person gave, or gave when the store was first loaded."""
    from wenmai.profiles.given import given_profile

    return given_profile(job.options.profile, job.options.labels)


def _add_old(job: LoadJob, builder: Builder) -> None:
    """The quads that the store holds already go into the new index too."""
    import pyoxigraph

    if job.old:
        for _ in builder.tap(iter(pyoxigraph.Store.read_only(job.old))):
            pass


ROLES = {"all": in_one_pass, "triples": read_triples, "indexes": read_indexes, "files": find_fault}
