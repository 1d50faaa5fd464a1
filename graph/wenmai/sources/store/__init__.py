"""A store: a folder that holds a graph on disk, with its path and name indexes.

Layout::

    STORE/
      wenmai.store       a few lines of text: id, which generation holds the data, what it was loaded from
      g-<n>/             one generation, never changed once the line above names it
        triples/         the quads, in pyoxigraph's own database
        union/           where graphs share triples: the same with each triple once in the default graph
        prefixes.json    the prefixes that the files declare
        paths.index      graph/wenmai/index/adjacency.py
        names.index      graph/wenmai/names/__init__.py
      .lock              held while a load is under way
      .partial-<n>/      a generation being built

A load builds a new generation beside the old one, sees it safely on the disk, and then replaces ``wenmai.store``: one
rename, which happens or does not. Whatever ends a load before that leaves the old generation named and whole; what it
left lying about is removed by the next command that opens the store.
"""

from __future__ import annotations

import os
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple

from wenmai.errors import InputError, StoreError
from wenmai.locks import flock
from wenmai.once import made_once
from wenmai.sources.match import Local
from wenmai.sources.store import database
from wenmai.sources.store.database import TRIPLES, UNION
from wenmai.sources.store.prefixes import kept_prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyoxigraph

    from wenmai.index import Index
    from wenmai.names import Names
    from wenmai.prefixes import Prefixes
    from wenmai.reading import ReadOptions
    from wenmai.sparql.job import Handover

FORMAT = 2
MARK = "wenmai.store"
LOCK = ".lock"
PARTIAL = ".partial-"
GENERATION = "g-"


class Progress(NamedTuple):
    """How far a load is: bytes of input read (``total`` is ``None`` for a stream), quads, and seconds.

    ``rate`` is in quads a second; ``left`` is the time left in seconds, ``None`` while unknown; ``stage`` is
    ``reading`` or ``indexing``.
    """

    read: int
    total: int | None
    quads: int
    seconds: float
    stage: str = "reading"

    @property
    def rate(self) -> float:
        """Quads a second."""
        return self.quads / self.seconds if self.seconds > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds left, ``None`` while unknown."""
        if not self.total or not self.read:
            return None
        return self.seconds * max(0, self.total - self.read) / self.read


class Loaded(NamedTuple):
    """What a load did: the store, quads read from the files, what the whole store now holds, and what is to be said of it."""

    store: str
    quads: int
    nodes: int
    links: int
    names: int
    notices: tuple[str, ...] = ()


class File(NamedTuple):
    """A file that was loaded: as it was named, its size in bytes, and a hash of them."""

    location: str
    size: int
    hash: str


class Meta(NamedTuple):
    """What a store says of itself; no date, so that the same files make the same store."""

    id: str
    generation: str
    quads: int
    nodes: int
    links: int
    names: int
    pinyin: bool
    files: tuple[File, ...]

    def write(self) -> str:
        """The text of ``wenmai.store``, under a checksum."""
        lines = [
            f"wenmai store {FORMAT}",
            *(f"{key} {value}" for key, value in zip(self._fields, self[:-1], strict=False)),
        ]
        lines += [
            f"file {file.size} {file.hash} {file.location.encode('unicode_escape').decode()}" for file in self.files
        ]
        text = "\n".join(lines) + "\n"
        return f"{text}check {_check(text)}\n"

    @classmethod
    def read(cls, text: str) -> Meta:
        """Read it; raises ``ValueError`` or ``KeyError`` when it is not what :meth:`write` wrote."""
        body, _, check = text.rpartition("check ")
        if check != _check(body) + "\n":
            raise ValueError("its checksum is wrong")
        facts, files = {}, []
        for line in body.splitlines()[1:]:
            key, _, value = line.partition(" ")
            if key == "file":
                size, digest, location = value.split(" ", 2)
                files.append(File(location.encode().decode("unicode_escape"), int(size), digest))
            else:
                facts[key] = value
        quads, nodes, links, names = (int(facts[key]) for key in ("quads", "nodes", "links", "names"))
        told = facts["id"], facts["generation"], quads, nodes, links, names, facts["pinyin"] == "True"
        return cls(*told, tuple(files))


def _check(text: str) -> str:
    from zlib import crc32

    return f"{crc32(text.encode()):08x}"


class Stored(Local):
    """A store, opened for reading; each part opens when it is first used."""

    kind: Literal["store"] = "store"
    origin = "on disk"

    def __init__(self, folder: str, meta: Meta, hold: int = -1) -> None:
        if hold >= 0:
            weakref.finalize(self, os.close, hold)
        self.locations = (folder,)
        self.meta = meta
        self._id = meta.id
        self._data = os.path.join(folder, meta.generation)

    @made_once
    def index(self) -> Index:
        """The links between entities."""
        from wenmai import index

        opened = index.open_index(self._data, self._id)
        opened.prefixes = self.prefixes
        return opened

    @made_once
    def prefixes(self) -> Prefixes:
        """The prefixes of the files that were loaded."""
        return kept_prefixes(self._data)

    @made_once
    def names(self) -> Names:
        """The names of entities."""
        from wenmai import names

        return names.open_names(os.path.join(self._data, names.FILE), self.index, self._id)

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
        import pyoxigraph

        database.check(self._data, name)
        try:
            return pyoxigraph.Store.read_only(os.path.join(self._data, name))
        except (OSError, RuntimeError) as error:  # RuntimeError: what the database calls corruption
            raise StoreError(f"the triples of {self.locations[0]} cannot be read ({error}); load it again") from error

    revision = 0

    def read_ahead(self, *, union: bool) -> None:
        """Nothing: reading needs none of the threads that tend an open database and that do not live on in a fork.

        Each fork opens the database, unless this process has it open already.
        """

    def hand_over(self) -> Handover:
        """The folder, for :func:`open_folder`."""
        from wenmai.sparql.job import Handover

        return Handover("wenmai.sources.store:open_folder", os.fsencode(self.locations[0]))

    def verify(self) -> None:
        """Read everything and compare the checksums; raises StoreError when a byte has changed."""
        self.index.verify()
        self.names.verify()
        database.check(self._data, whole=True)
        if database.holds_union(self._data):
            database.check(self._data, UNION, whole=True)

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Every quad of the store."""
        return iter(self.store)


def open_store(folder: str) -> Stored:
    """Open a store; it costs the same whatever its size.

    Raises:
        StoreError: the folder is no store, or one that is damaged or of another version.
    """
    for _ in range(5):
        meta = read_meta(folder)
        hold = _hold(os.path.join(folder, meta.generation))
        if hold is not None:
            break  # else a load that ended between our two looks has replaced the generation
    else:
        raise StoreError(f"{folder} is damaged: its folder {meta.generation} is missing; load it again")
    if any(_leftover(name, meta) for name in os.listdir(folder)):
        _tidy(folder)
    return Stored(folder, meta, hold)


def open_folder(told: bytes) -> Stored:
    """Open the store whose folder an interpreter was handed over."""
    return open_store(os.fsdecode(told))


def _hold(generation: str) -> int | None:
    """Keep a generation from being swept away while it is read: a descriptor to close in the end.

    ``None`` when it is gone or going; -1 where the system has no such lock (Windows keeps open files anyway).
    """
    try:
        descriptor = os.open(generation, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return -1
    if flock(descriptor, exclusive=False):
        return descriptor
    os.close(descriptor)
    return None


def read_meta(folder: str) -> Meta:
    """What a store says of itself."""
    path = os.path.join(folder, MARK)
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(f"{folder} is not a wenmai store; make one with 'wenmai load FILES --into {folder}'") from None
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be read ({error}); load the store again") from error
    version = text.partition("\n")[0].removeprefix("wenmai store ")
    if text.startswith("wenmai store ") and version != str(FORMAT):
        raise StoreError(
            f"{folder} was made by another version of wenmai (format {version}, this one reads {FORMAT}); load it again"
        )
    try:
        meta = Meta.read(text)
    except (ValueError, KeyError) as error:
        raise StoreError(f"{path} is damaged ({error}); load the store again") from error
    if not meta.generation.startswith(GENERATION) or not meta.generation[len(GENERATION) :].isdigit():
        raise StoreError(f"{path} names {meta.generation!r}, which is no part of a store; load the store again")
    return meta


def load(
    files: Sequence[str],
    into: str,
    *,
    add: bool = False,
    pinyin: bool = True,
    options: ReadOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Loaded:
    """Load RDF files (``-`` is standard input) into a store: all of it, or nothing.

    Without ``add`` the store's old content is replaced; with it, kept and added to. Until the load is complete and
    safely on the disk, the store answers as before, whatever happens: a syntax error in the last line, Ctrl-C,
    ``kill -9``, a full disk. ``pinyin=False`` leaves the pinyin of Chinese names out of the name index.

    Raises:
        InputError: a file is missing or unreadable, the disk is full, ``into`` is not a folder wenmai may write to.
        GraphSyntaxError: a file breaks its format's grammar.
        StoreError: ``into`` holds something that is not a store, or another load is under way.
    """
    from wenmai.reading import ReadOptions, expand_locations

    notices: list[str] = []
    named = expand_locations(files, notices)
    made = _prepare(into, add=add)
    try:
        with _lock(into) as lock:
            old = _standing(into, add=add)
            if old is not None or not os.path.exists(os.path.join(into, MARK)):
                _sweep(into, old)
            done = _build(named, into, old, add, pinyin, options or ReadOptions(), progress, lock)
            return done._replace(notices=(*notices, *done.notices))
    except OSError as error:
        raise InputError(f"{into} cannot be written: {_reason(error)}; the store is as it was") from error
    finally:
        if made and not os.path.exists(os.path.join(into, MARK)):
            _remove(into)


def _build(
    files: tuple[str, ...],
    into: str,
    old: Meta | None,
    add: bool,
    pinyin: bool,
    options: ReadOptions,
    progress: Callable[[Progress], None] | None,
    lock: int,
) -> Loaded:
    """Build the next generation and put it in place of the old one."""
    from wenmai.sources.store.loading import Job, run

    kept = old if add else None
    partial = os.path.join(into, f"{PARTIAL}{os.getpid()}")
    os.mkdir(partial)
    try:
        held = kept.files if kept else ()
        job = Job(files, partial, len(held), options, pinyin, kept.id if kept else "", "")
        if kept:
            job = job._replace(old=os.path.join(into, kept.generation, TRIPLES))
            database.clone(job.old, os.path.join(partial, TRIPLES))
        result = run(job, progress, lock)
        meta = Meta(
            id=result.id,
            generation=_next_generation(into),
            quads=result.quads + (kept.quads if kept else 0),
            nodes=result.nodes,
            links=result.links,
            names=result.names,
            pinyin=pinyin,
            files=(*held, *(File(*file) for file in result.files)),
        )
        _commit(into, partial, meta)
    except BaseException:
        _remove(partial)
        raise
    _sweep(into, meta)
    return Loaded(into, result.quads, result.nodes, result.links, result.names, tuple(result.notices))


def _prepare(into: str, *, add: bool) -> bool:
    """Make the folder if there is none; true if it was made. Nothing is ever loaded into a stranger's folder."""
    marked = os.path.exists(os.path.join(into, MARK))
    if marked and _standing(into, add=add) is not None:
        return False
    if add:
        raise StoreError(f"{into} is not a wenmai store, so nothing can be added to it; load without --add to make one")
    try:
        made = not os.path.isdir(into)
        os.makedirs(into, exist_ok=True)
        strangers = [
            name for name in os.listdir(into) if name not in {LOCK, MARK} and not name.startswith((PARTIAL, GENERATION))
        ]
    except OSError as error:
        raise InputError(f"{into} cannot be made a store: {_reason(error)}") from error
    if strangers:
        raise StoreError(f"{into} is not a wenmai store and is not empty; choose another folder")
    return made


def _standing(folder: str, *, add: bool) -> Meta | None:
    """What the store says of itself; ``None`` where there is none, or one that cannot be read and is to be replaced."""
    if not os.path.exists(os.path.join(folder, MARK)):
        return None
    try:
        return read_meta(folder)
    except StoreError:
        if add:
            raise
        return None


def _next_generation(folder: str) -> str:
    """The name of the generation after all that lie in a store, be they named by its mark or not."""
    numbers = [name[len(GENERATION) :] for name in os.listdir(folder) if name.startswith(GENERATION)]
    return f"{GENERATION}{max((int(number) for number in numbers if number.isdecimal()), default=0) + 1}"


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


@contextmanager
def _lock(folder: str) -> Iterator[int]:
    """Hold the lock of a store; its file descriptor is for child processes to hold it too."""
    descriptor = os.open(os.path.join(folder, LOCK), os.O_CREAT | os.O_RDWR, 0o644)
    try:
        try:
            _take(descriptor)
        except OSError:
            raise StoreError(f"another load into {folder} is under way; wait for it to end") from None
        yield descriptor
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> None:
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        flock(descriptor, LOCK_EX | LOCK_NB)


def _leftover(name: str, meta: Meta | None) -> bool:
    """Whether a file of a store is what an interrupted load left."""
    return name.startswith(PARTIAL) or (name.startswith(GENERATION) and (meta is None or name != meta.generation))


def _sweep(folder: str, meta: Meta | None) -> None:
    """Remove what interrupted loads left; the lock must be held."""
    for name in os.listdir(folder):
        if _leftover(name, meta):
            _sweep_away(os.path.join(folder, name))


def _sweep_away(path: str) -> None:
    """Remove a leftover, unless another process still reads it: then the next one to open the store will."""
    whole = os.path.basename(path).startswith(GENERATION) and os.path.isdir(path)
    hold = _hold(path) if whole else -1
    if hold is None:
        return
    try:
        if hold < 0 or flock(hold, exclusive=True):
            _remove(path)
    finally:
        if hold >= 0:
            os.close(hold)


def _tidy(folder: str) -> None:
    """Sweep a store that is being opened, unless a load is under way or the folder may not be written."""
    try:
        with _lock(folder):
            _sweep(folder, read_meta(folder))
    except (OSError, StoreError):
        return


def _remove(path: str) -> None:
    import shutil

    if os.path.isdir(path):
        shutil.rmtree(path, ignore_errors=True)
    elif os.path.exists(path):
        os.unlink(path)


def _commit(into: str, partial: str, meta: Meta) -> None:
    """See a generation safely on the disk, then name it: from then on it is the store."""
    for folder, _, names in os.walk(partial):
        for name in names:
            _sync(os.path.join(folder, name))
        _sync(folder)
    os.rename(partial, os.path.join(into, meta.generation))
    _sync(into)
    draft = partial + ".draft"
    with open(draft, "w", encoding="utf-8") as file:
        file.write(meta.write())
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, os.path.join(into, MARK))
    _sync(into)


def _sync(path: str) -> None:
    """Have the system write a file, or the entries of a folder, to the disk."""
    if os.name == "nt" and os.path.isdir(path):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
