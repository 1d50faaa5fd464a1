"""Adding files to a store, or taking their triples out of it, by what changes; the indexes are built anew only where they must be."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any

from wenmai.index.layout import CHANGES
from wenmai.sources.store.changing import change_database, kept_changes, most_changes, write_changes
from wenmai.sources.store.job import Result, sizes
from wenmai.sources.store.passes import conclude, finish, own_profile
from wenmai.sources.store.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyoxigraph

    from wenmai.sources.store.job import LoadJob, Progress
    from wenmai.sources.store.meta import Meta

MOST_BYTES = 64_000_000
"""Larger files are not looked at to see whether they are little beside the store."""

PIECE = 1 << 20

_NUMBERED = re.compile(r"f[0-9]+\.[0-9]+")


def edit_store(job: LoadJob, kept: Meta, old: str, progress: Callable[[Progress], None] | None) -> Result | None:
    """Make the generation in the job's folder from ``old``, that of ``kept``; ``None`` where so much is added that a load is better.

    What is removed is read into memory.
    """
    reading = Reading(job, progress)
    quads = _to_remove(job, kept, reading) if job.remove else _to_add(job, kept, reading)
    if quads is None:
        return None
    reading.tell(reading.total or 0, "indexing")
    changed = change_database(old, job.folder, quads, remove=job.remove)
    changes = kept_changes(old, kept.id).more(changed, remove=job.remove)
    held = -len(changed) if job.remove else len(changed)
    if len(changes) <= most_changes(kept.quads) and job.pinyin == kept.pinyin:
        ids = (_base_of(old, kept), reading.id())
        opened = write_changes(job.folder, old, changes, own_profile(job), ids, pinyin=job.pinyin)
        if opened is not None:
            return conclude(job, *opened, reading)._replace(held=held)
    return _index_anew(job, reading)._replace(held=held)


def _base_of(old: str, kept: Meta) -> str:
    """The id of the store that the indexes of a generation were built for."""
    from wenmai.index.sections import read

    path = os.path.join(old, CHANGES, f"{CHANGES}.index")
    return read(path, CHANGES, kept.id).facts.get("base", "") if os.path.exists(path) else kept.id


def _index_anew(job: LoadJob, reading: Reading) -> Result:
    """Build the indexes from the database."""
    from shutil import rmtree

    import pyoxigraph

    from wenmai.index.builder import Builder
    from wenmai.sources.store import database

    rmtree(os.path.join(job.folder, CHANGES), ignore_errors=True)
    with Builder(
        job.folder, own_profile(job), lambda predicates: database.with_predicates(job.folder, predicates)
    ) as builder:
        for _ in builder.tap(iter(pyoxigraph.Store.read_only(os.path.join(job.folder, database.TRIPLES)))):
            pass
        return finish(job, builder, reading)


def _to_add(job: LoadJob, kept: Meta, reading: Reading) -> Sequence[pyoxigraph.Quad] | None:
    """The quads of the files, if they are few beside those of the store."""
    total, most = sizes(job.files), most_changes(kept.quads)
    if total is None or total > MOST_BYTES or not most:
        return None
    quads = list(islice(reading.all(), most + 1))
    return quads if len(quads) <= most else None


def _to_remove(job: LoadJob, kept: Meta, reading: Reading) -> list[pyoxigraph.Quad]:
    """The quads of the files, with the blank nodes of those that were loaded named as they were then.

    In other files a blank node with a label is the one that the store calls so; one without a label is none of the store's.
    """
    quads: list[pyoxigraph.Quad] = []
    loaded = {file.hash: scope for scope, file in reversed(list(enumerate(kept.files)))}
    for location in job.files:
        scope = loaded.get(_hash(location))
        one = Reading(job._replace(files=(location,), scope=scope or 0), reading.progress)
        found = one.all() if scope is not None else _as_stored(one.all())
        quads += found
        reading.quads += one.quads
        reading.files += one.files
        reading.notices += one.notices
    return quads


def _hash(location: str) -> str:
    """The hash of a file's bytes; none of a stream."""
    digest = sha256()
    if not os.path.isfile(location):
        return ""
    with open(location, "rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _as_stored(quads: Iterator[pyoxigraph.Quad]) -> Iterator[pyoxigraph.Quad]:
    """Quads that were read as those of a first file, with the labels of blank nodes as they are written."""
    from pyoxigraph import BlankNode, Quad, Triple

    def term(one: Any) -> Any:
        if isinstance(one, BlankNode):
            return BlankNode(one.value.removeprefix("f0-"))
        return Triple(*map(term, one)) if isinstance(one, Triple) else one

    for quad in quads:
        if not any(_is_numbered(one) for one in quad):
            yield Quad(*map(term, quad))


def _is_numbered(term: Any) -> bool:
    """Whether a blank node had no label, or a triple has such a one."""
    from pyoxigraph import BlankNode, Triple

    if isinstance(term, Triple):
        return any(map(_is_numbered, term))
    return isinstance(term, BlankNode) and _NUMBERED.fullmatch(term.value) is not None
