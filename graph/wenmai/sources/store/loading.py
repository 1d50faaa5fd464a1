"""Loading files into a store.

A small input is read in one pass that feeds both, here. Large files are read twice at the same time by two processes,
one for the database and one for the indexes, so that on two cores the indexes cost little more time than the database
alone; a stream, which can be read only once, is read in one pass by one process. Processes can be ended at any moment,
and their death, whatever its cause, is told in one sentence: so a bound on memory, at which the database aborts, has even a
small input read by processes. They end when their parent does.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wenmai.errors import InputError
from wenmai.sources.store import database
from wenmai.sources.store.database import TRIPLES
from wenmai.sources.store.editing import edit_store
from wenmai.sources.store.folder import (
    PARTIAL,
    commit_generation,
    lock_folder,
    next_generation,
    prepare_folder,
    reason_of,
    remove_path,
    standing_meta,
    sweep_folder,
)
from wenmai.sources.store.job import CHANGED, Loaded, LoadJob, UncheckedFault, sizes
from wenmai.sources.store.meta import MARK, File, Meta
from wenmai.system.limits import memory_bound

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wenmai.reading import ReadOptions
    from wenmai.sources.store.job import Progress, Result

PROFILE = "profile.toml"
"""A person's own profile, as the store was loaded with it."""

STDIN = "-"

ALL_AGAIN = (
    "{} would hold links only, to which nothing can be added and from which nothing can be taken: it has no triples to"
    " index again; load all files again, old and new"
)

SMALL = 4_000_000
"""Up to so many bytes are loaded without further processes, which take a tenth of a second to start."""


def load(
    files: Sequence[str],
    into: str,
    *,
    add: bool = False,
    remove: bool = False,
    pinyin: bool = True,
    options: ReadOptions | None = None,
    engine: str = "",
    progress: Callable[[Progress], None] | None = None,
) -> Loaded:
    """Load RDF files (``-`` is standard input) into a store: all of it, or nothing.

    Without ``add`` the store's old content is replaced; with it, kept and added to; with ``remove`` the triples of the files are
    taken out of it. Either costs what changes, unless that is much. Until the load is complete and
    safely on the disk, the store answers as before, whatever happens: a syntax error in the last line, Ctrl-C,
    ``kill -9``, a full disk. ``pinyin=False`` leaves the pinyin of Chinese names out of the name index.

    With ``engine``, the address of a SPARQL endpoint that has the same triples, the store holds links and names only, and
    whoever opens it asks the endpoint for the rest. Nothing secret of the address is written.

    Raises:
        InputError: a file is missing or unreadable, the disk is full, ``into`` is not a folder wenmai may write to; ``add`` and
            ``remove`` are both asked for.
        GraphSyntaxError: a file breaks its format's grammar.
        StoreError: ``into`` holds something that is not a store, or another load is under way.
    """
    from wenmai.reading import ReadOptions, expand_locations

    if add and remove:
        raise InputError("add and remove exclude each other; load the files one after the other")
    notices: list[str] = []
    named = expand_locations(files, notices)
    engine = _written_address(engine, notices) if engine else ""
    if engine and (add or remove):
        raise InputError(ALL_AGAIN.format(into))
    if engine and STDIN in named:
        raise InputError(f"{STDIN} cannot be read twice, which links alone may need; write the triples to a file first")
    made = prepare_folder(into, add=add or remove)
    try:
        with lock_folder(into) as lock:
            old = standing_meta(into, add=add or remove)
            if old is not None or not os.path.exists(os.path.join(into, MARK)):
                sweep_folder(into, old)
            kept = old if add or remove else None
            if kept is not None and kept.engine:
                raise InputError(ALL_AGAIN.format(into))
            done = _build(named, into, kept, remove, pinyin, options or ReadOptions(), engine, progress, lock)
            return done._replace(notices=(*notices, *done.notices))
    except OSError as error:
        raise InputError(f"{into} cannot be written: {reason_of(error)}; the store is as it was") from error
    finally:
        if made and not os.path.exists(os.path.join(into, MARK)):
            remove_path(into)


def _build(
    files: tuple[str, ...],
    into: str,
    kept: Meta | None,
    remove: bool,
    pinyin: bool,
    options: ReadOptions,
    engine: str,
    progress: Callable[[Progress], None] | None,
    lock: int,
) -> Loaded:
    """Build the next generation and put it in place of the old one."""
    partial = os.path.join(into, f"{PARTIAL}{os.getpid()}")
    os.mkdir(partial)
    try:
        held = kept.files if kept else ()
        options = _with_profile(options, os.path.join(into, kept.generation) if kept else "", partial)
        job = LoadJob(files, partial, len(held), options, pinyin, kept.id if kept else "", "", remove, bool(engine))
        result = None
        if kept:
            job = job._replace(old=os.path.join(into, kept.generation, TRIPLES))
            result = edit_store(job, kept, os.path.dirname(job.old), progress)
        if result is None:
            if kept:
                database.clone(job.old, os.path.join(partial, TRIPLES))
            result = run_job(job, progress, lock)
        more = result.quads if result.held is None else result.held
        meta = Meta(
            id=result.id,
            generation=next_generation(into),
            quads=more + (kept.quads if kept else 0),
            nodes=result.nodes,
            links=result.links,
            names=result.names,
            pinyin=pinyin,
            files=(*held, *(File(*file) for file in result.files if not remove)),
            engine=engine,
        )
        commit_generation(into, partial, meta)
    except BaseException:
        remove_path(partial)
        raise
    sweep_folder(into, meta)
    counts = result.nodes, result.links, result.names
    return Loaded(into, result.quads, *counts, tuple(result.notices), -more if remove else 0)


def _written_address(engine: str, notices: list[str]) -> str:
    """The address of an endpoint as a store may hold it; what is left out is said.

    Raises:
        InputError: it is no http(s) address.
    """
    from urllib.parse import urlunsplit

    from wenmai.sources.endpoint.learning.kept import masked_address
    from wenmai.sources.endpoint.requests.address import split_address, without_user

    parts = split_address(engine)
    written = masked_address(engine)
    if parts.username is not None:
        notices.append(
            "the user and the password of the address are not kept; give them in WENMAI_USER and WENMAI_PASSWORD"
        )
    if urlunsplit(without_user(parts)) != urlunsplit(split_address(written)):
        notices.append("of the query of the address only what chooses graphs is kept; a key goes into WENMAI_HEADER")
    return written


def _with_profile(options: ReadOptions, old: str, new: str) -> ReadOptions:
    """The options with the profile that the store was loaded with, where none is given; the new generation keeps it."""
    from shutil import copyfile

    before = os.path.join(old, PROFILE)
    if not options.profile and old and os.path.isfile(before):
        options = options._replace(profile=before)
    if options.profile and os.path.isfile(options.profile):
        copyfile(options.profile, os.path.join(new, PROFILE))
    return options


def run_job(job: LoadJob, progress: Callable[[Progress], None] | None, lock: int) -> Result:
    """Do a job; its folder holds the database and both indexes then. ``lock`` is kept open by all who work on it."""
    from wenmai.sources.store import passes, team

    total = sizes(job.files)
    if job.links_only:
        return _index_alone(job, progress, lock, total)
    if os.name != "posix" or (total is not None and total <= SMALL and memory_bound() is None):
        return passes.in_one_pass(job, progress)
    if total is None or job.options.skip_bad or holds_archive(job.files):
        return team.Team(job, ("all",), progress, lock).work()
    before = _stamps(job.files)
    try:
        result = team.Team(job, ("triples", "indexes"), progress, lock).work()
    except UncheckedFault:
        result = team.Team(job, ("files",), progress, lock).work()
    if _stamps(job.files) != before:
        raise InputError(CHANGED)
    return result


def _index_alone(job: LoadJob, progress: Callable[[Progress], None] | None, lock: int, total: int | None) -> Result:
    """Build the indexes and no database."""
    from wenmai.sources.store import passes, team

    small = os.name != "posix" or (total is not None and total <= SMALL and memory_bound() is None)
    before = _stamps(job.files)
    try:
        result = passes.read_indexes(job, progress) if small else team.Team(job, ("indexes",), progress, lock).work()
    except UncheckedFault:
        result = passes.find_fault(job, progress) if small else team.Team(job, ("files",), progress, lock).work()
    if _stamps(job.files) != before:
        raise InputError(CHANGED)
    return result


def holds_archive(files: tuple[str, ...]) -> bool:
    """Whether one of the files holds others, which are read in one pass."""
    from wenmai.reading import Input

    for location in files:
        with Input(location) as source:
            if source.archive is not None:
                return True
    return False


def _stamps(files: tuple[str, ...]) -> list[tuple[int, ...]]:
    """What changes when a file does: both processes must have read the same. Nothing if one is gone."""
    try:
        return [(told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns) for told in map(os.stat, files)]
    except OSError:
        return []
