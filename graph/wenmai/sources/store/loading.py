"""The work of a load: the quads go into the database, and into the index builder.

A small input is read in one pass that feeds both, here. Large files are read twice at the same time by two processes,
one for the database and one for the indexes, so that on two cores the indexes cost little more time than the database
alone; a stream, which can be read only once, is read in one pass by one process. Processes can be ended at any moment,
and their death, whatever its cause, is told in one sentence: so a bound on memory, at which the database aborts, has even a
small input read by processes. They end when their parent does.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import deque
from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, cast

from wenmai.errors import GraphSyntaxError, InputError, LimitReached, WenmaiError
from wenmai.limits import memory_bound, say_bound
from wenmai.reading.options import ReadOptions
from wenmai.sources.store.database import TRIPLES, UNION, clone, note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from subprocess import Popen

    import pyoxigraph

    from wenmai.index.builder import Builder
    from wenmai.index.lines import PlainLines
    from wenmai.reading import Input
    from wenmai.reading.pages import Pages
    from wenmai.sources.store import Progress

LINES = ("N_TRIPLES", "N_QUADS")
"""Formats in which every blank node has a label, so that most files can be loaded as they are."""

SMALL = 4_000_000
"""Up to so many bytes are loaded without further processes, which take a tenth of a second to start."""

CHANGED = "a file changed while it was being loaded; load it again when it rests"

EVERY = 0.1
"""Seconds between two reports of progress."""

PATIENCE = 1
"""How far the index builder stands back for the database: so that its own largest moment comes late, when the database's
are over, and both together need less memory; further, and the second core would wait for it in the end."""

PIPE_SIZE = 1 << 20
"""Bytes that the pipe to the database holds, where the system lets it. It is filled again when half of it is read: in a full
pipe, every few kilobytes that are read would wake the writer."""

PAUSE = 0.004
"""Seconds between two looks at the pipe: the database reads half of it in some ten milliseconds."""

LARGE = 500_000_000
"""From so many bytes on, a load asks for large pages, and for Polars. Smaller ones end before the clearing of those has
paid, and what Polars itself needs is much beside what they need."""

LARGE_PAGES = "glibc.malloc.hugetlb=1"
"""Lets the processes keep what they allocate in large pages where the kernel gives them (transparent huge pages on
*madvise*). It is a tunable of the GNU C library; any other pays no attention."""


class Fault(Exception):
    """Something is wrong with a file that was read without all the checks of a strict parser, which is to say what."""


class Job(NamedTuple):
    """What to load: files, the folder to build in, the number of the first file, and the id and triples of an old store."""

    files: tuple[str, ...]
    folder: str
    scope: int
    options: ReadOptions
    pinyin: bool
    before: str
    old: str


class Result(NamedTuple):
    """What was built: the id of the store, what was read, and the size of the indexes; no id from the database alone."""

    id: str
    quads: int
    nodes: int
    links: int
    names: int
    files: list[tuple[str, int, str]]
    notices: list[str]


class Reading:
    """The quads of all files of a job, counted, with progress."""

    def __init__(self, job: Job, progress: Callable[[Progress], None] | None, *, hashed: bool = True) -> None:
        self.job, self.progress, self.hashed = job, progress, hashed
        self.files: list[tuple[str, int, str]] = []
        self.prefixes: list[tuple[str, Mapping[str, str]]] = []
        self.notices: list[str] = []
        self.quads = 0
        self._began = self._told = time.monotonic()
        self._read = 0
        self.total = sizes(job.files)

    def inputs(self) -> Iterator[tuple[int, Input]]:
        """Every file with its scope, opened."""
        from wenmai.reading import open_inputs

        opened = open_inputs(self.job.files, self.job.options, watch=self._watch, hashed=self.hashed)
        for scope, source in enumerate(opened, self.job.scope):
            yield scope, source
            self._read += source.position
            self.files.append((source.location, source.position, source.digest()))
            self.prefixes.append((source.name, source.prefixes))
            self.notices += source.notices

    def all(self) -> Iterator[pyoxigraph.Quad]:
        """Every quad, file by file."""
        for scope, source in self.inputs():
            for quad in source.quads(scope=scope):
                self.quads += 1
                yield quad

    def _watch(self, source: Input) -> None:
        now = time.monotonic()
        if self.progress is not None and now - self._told > EVERY:
            self._told = now
            self.tell(self._read + source.position)

    def tell(self, read: int, stage: str = "reading") -> None:
        """Report progress."""
        from wenmai.sources.store import Progress

        if self.progress is not None:
            self.progress(Progress(read, self.total, self.quads, time.monotonic() - self._began, stage))

    def _said(self) -> list[str]:
        """The options that may change what is read; the base always, the others where they were given."""
        base, *others = self.job.options
        return [base or "", *(f"{other}" for other in others if other)]

    def id(self) -> str:
        """The id of the store: a hash of what it was loaded from."""
        told = [self.job.before, *self._said(), str(self.job.scope), *(digest for _, _, digest in self.files)]
        return blake2b("\n".join(told).encode(), digest_size=12).hexdigest()


def sizes(files: tuple[str, ...]) -> int | None:
    """The bytes of all files together; ``None`` when one is a stream."""
    try:
        return sum(os.stat(location).st_size for location in files) if all(map(os.path.isfile, files)) else None
    except OSError:
        return None


def holds_archive(files: tuple[str, ...]) -> bool:
    """Whether one of the files holds others, which are read in one pass."""
    from wenmai.reading import Input

    for location in files:
        with Input(location) as source:
            if source.archive is not None:
                return True
    return False


def large(job: Job) -> bool:
    """Whether there is so much to load that what costs memory or time at the start is worth it."""
    return (sizes(job.files) or 0) >= LARGE


def run(job: Job, progress: Callable[[Progress], None] | None, lock: int) -> Result:
    """Do a job; its folder holds the database and both indexes then. ``lock`` is kept open by all who work on it."""
    total = sizes(job.files)
    if os.name != "posix" or (total is not None and total <= SMALL and memory_bound() is None):
        return in_one_pass(job, progress)
    if total is None or job.options.skip_bad or holds_archive(job.files):
        return Team(job, ("all",), progress, lock).work()
    before = _stamps(job.files)
    try:
        result = Team(job, ("triples", "indexes"), progress, lock).work()
    except Fault:
        result = Team(job, ("files",), progress, lock).work()
    if _stamps(job.files) != before:
        raise InputError(CHANGED)
    return result


def _stamps(files: tuple[str, ...]) -> list[tuple[int, ...]]:
    """What changes when a file does: both processes must have read the same. Nothing if one is gone."""
    try:
        return [(told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns) for told in map(os.stat, files)]
    except OSError:
        return []


def in_one_pass(job: Job, progress: Callable[[Progress], None] | None) -> Result:
    """Feed the database and the index builder from the same pass."""
    from wenmai.index.builder import Builder

    reading = Reading(job, progress)
    with Builder(job.folder) as builder:
        _add_old(job, builder)
        with Database(job.folder) as store:
            store.bulk_extend(builder.tap(reading.all()))
        del store  # which closes it
        complete(job.folder)
        reading.tell(reading.total or 0, "indexing")
        return finish(job, builder, reading)


def find_fault(job: Job, progress: Callable[[Progress], None] | None) -> Result:
    """Raise the first fault of the files, as a strict parser finds it."""
    for _ in Reading(job, progress).all():
        pass
    raise InputError(CHANGED)


def read_triples(job: Job, progress: Callable[[Progress], None] | None) -> Result:
    """Fill the database alone."""
    reading = Reading(job, progress, hashed=False)
    with Database(job.folder) as store, _in_order(job):
        for scope, source in reading.inputs():
            if source.form in LINES:
                if _load_bytes(store, source):
                    continue
                source.restart()
            store.bulk_extend(source.quads(scope=scope))
    del store  # which closes it
    complete(job.folder)
    return Result("", 0, 0, 0, 0, [], [])


def read_indexes(job: Job, progress: Callable[[Progress], None] | None) -> Result:
    """Build the indexes alone."""
    from wenmai.index.builder import Builder

    reading = Reading(job, progress)
    with Builder(job.folder) as builder:
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
def _in_order(job: Job) -> Iterator[None]:
    """Of several files, the first with a fault is to be told, whichever process has come across one."""
    try:
        yield
    except InputError as error:
        if len(job.files) > 1:
            raise Fault from error
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
            raise Fault from error
        reading.quads = builder.triples - before


def _lines(builder: Builder, reading: Reading) -> PlainLines:
    """What reads lines: with Polars where it is installed and there is enough to read."""
    from wenmai.index.lines import PlainLines

    if large(reading.job):
        try:
            from wenmai.index.frames import FrameLines

            return FrameLines(builder)
        except ImportError:
            pass
    return PlainLines(builder)


def finish(job: Job, builder: Builder, reading: Reading) -> Result:
    """Write the prefixes and the indexes."""
    from wenmai import names
    from wenmai.prefixes import gather_prefixes
    from wenmai.sources.store.prefixes import keep_prefixes, kept_prefixes

    before = [("the store", kept_prefixes(os.path.dirname(job.old)).declared)] if job.old else []
    prefixes, notices = gather_prefixes([*before, *reading.prefixes])
    keep_prefixes(job.folder, prefixes)
    index = builder.finish(reading.id())
    named = names.build(index, os.path.join(job.folder, names.FILE), store=reading.id(), pinyin=job.pinyin)
    return Result(
        reading.id(),
        reading.quads,
        index.node_count,
        index.link_count,
        named.count,
        reading.files,
        [*reading.notices, *notices],
    )


ROLES = {"all": in_one_pass, "triples": read_triples, "indexes": read_indexes, "files": find_fault}


class Database:
    """The database being filled; its faults are told as one sentence."""

    def __init__(self, folder: str, name: str = TRIPLES) -> None:
        import pyoxigraph

        self._store = pyoxigraph.Store(os.path.join(folder, name))

    def __enter__(self) -> pyoxigraph.Store:
        return self._store

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if error is None:
            try:
                self._store.flush()
            except OSError as failure:
                error = failure
        del self._store
        if isinstance(error, OSError):
            raise InputError(f"the triples cannot be written: {error}") from error


def complete(folder: str) -> None:
    """Add the union of the graphs where they share triples, and write down the files of the databases."""
    import pyoxigraph

    from wenmai.sparql.union import add_union, shares_triples

    if shares_triples(pyoxigraph.Store.read_only(os.path.join(folder, TRIPLES))):
        clone(os.path.join(folder, TRIPLES), os.path.join(folder, UNION))
        with Database(folder, UNION) as store:
            add_union(store)
        del store  # which closes it
    note(folder)


def _add_old(job: Job, builder: Builder) -> None:
    """The quads that the store holds already go into the new index too."""
    import pyoxigraph

    if job.old:
        for _ in builder.tap(iter(pyoxigraph.Store.read_only(job.old))):
            pass


def _load_bytes(store: pyoxigraph.Store, source: Input) -> bool:
    """Load a file without making an object of every quad, nor the checks that indexing it makes; false if it has blank nodes.

    Those would get random names here. What was loaded until the first came is then loaded again: the same quads, so the
    same set.
    """
    import pyoxigraph

    fault: Exception | None = None
    pages = source.pages()
    with Feed(pages) as feed:
        try:
            form = getattr(pyoxigraph.RdfFormat, source.form)
            store.bulk_load(path=f"/dev/fd/{feed.end}", format=form, lenient=True)
        except (SyntaxError, EOFError, ValueError, MemoryError) as error:
            fault = error
    if feed.fault is not None:
        raise feed.fault
    if fault is not None and not pages.blank:
        raise Fault from fault
    return not pages.blank


class Feed:
    """Hands pages to the database's own reader through a pipe, until one may hold a blank node.

    It would ask an object of Python for two kilobytes at a time, and wait for each. ``fault`` is what ended the reading.
    """

    def __init__(self, pages: Pages) -> None:
        from threading import Event, Thread

        self._pages, self.fault = pages, cast("Exception | None", None)
        self.end, self._start = os.pipe()
        self._half = _widened(self._start) // 2
        self._ended = Event()
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Feed:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        os.close(self.end)
        self._thread.join()

    def _run(self) -> None:
        try:
            with os.fdopen(self._start, "wb", buffering=0) as pipe:
                while (piece := self._pages.rest()) and not self._pages.blank:
                    left = memoryview(piece)
                    while left:
                        self._wait()
                        left = left[pipe.write(left) :]
        except BrokenPipeError:
            pass  # the reader has met a fault, which it tells itself
        except Exception as error:  # noqa: BLE001 - raised again where the load is waited for
            self.fault = error

    def _wait(self) -> None:
        """Wait until half of the pipe is read, or nobody reads it any more."""
        while self._half and _unread(self._start) > self._half and not self._ended.wait(PAUSE):
            pass


def _widened(pipe: int) -> int:
    """The size of a pipe after it was made wider; 0 where that cannot be done."""
    import fcntl

    try:
        return fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_SIZE)
    except (AttributeError, OSError):
        return 0


def _unread(pipe: int) -> int:
    """How many bytes wait in a pipe."""
    from array import array
    from fcntl import ioctl
    from termios import FIONREAD

    waiting = array("i", [0])
    ioctl(pipe, FIONREAD, waiting)
    return waiting[0]


class Team:
    """The processes of a load, watched from here."""

    def __init__(
        self, job: Job, roles: tuple[str, ...], progress: Callable[[Progress], None] | None, lock: int
    ) -> None:
        self._progress = progress
        self._life, end = os.pipe()
        self._end = end
        self._members = {role: self._start(job, role, lock) for role in roles}
        self._told: dict[str, Progress] = {}
        self._results: dict[str, Result] = {}
        self._errors: dict[str, WenmaiError | Fault] = {}

    def _start(self, job: Job, role: str, lock: int) -> Popen[str]:
        from subprocess import DEVNULL, PIPE
        from tempfile import TemporaryFile

        from wenmai.processes import start_python

        with TemporaryFile() as order:  # the names of some thousand files are too long for arguments
            order.write(json.dumps(job).encode())
            order.seek(0)
            return start_python(
                "wenmai.sources.store.loading:be_member",
                role,
                str(self._life),
                str(order.fileno()),
                stdin=None if role == "all" else DEVNULL,
                stdout=PIPE,
                stderr=DEVNULL,
                env=_environment(job),
                pass_fds=(lock, self._life, order.fileno()),
                encoding="utf-8",
            )

    def work(self) -> Result:
        """Wait until all is done; whatever ends the waiting ends the processes too."""
        try:
            self._listen()
        finally:
            for member in self._members.values():
                member.kill()
                member.wait()
                if member.stdout is not None:
                    member.stdout.close()
            os.close(self._life)
            os.close(self._end)
        for role in self._members:
            if role in self._errors:
                raise self._errors[role]
        return next(result for result in self._results.values() if result.id)

    def _listen(self) -> None:
        from selectors import EVENT_READ, DefaultSelector

        with DefaultSelector() as selector:
            for role, member in self._members.items():
                assert member.stdout is not None
                selector.register(member.stdout, EVENT_READ, role)
            while selector.get_map():
                for key, _ in selector.select():
                    role = key.data
                    if not self._hear(role):
                        selector.unregister(key.fileobj)
                        self._ended(role)
                if self._errors:
                    return

    def _hear(self, role: str) -> bool:
        """Take one line of a process; false at its end."""
        member = self._members[role]
        line = member.stdout.readline() if member.stdout is not None else ""
        if not line:
            return False
        kind, told = json.loads(line)
        if kind == "progress":
            self._told[role] = _progress(told)
            self._tell()
        elif kind == "result":
            self._results[role] = Result(*told)
        elif kind == "limit":
            self._errors[role] = LimitReached(told)
        elif kind == "fault":
            self._errors[role] = Fault()
        elif kind == "syntax":
            self._errors[role] = GraphSyntaxError(told[0], told[1], line=told[2], column=told[3])
        else:
            self._errors[role] = InputError(told)
        return True

    def _tell(self) -> None:
        """Bytes as the database has read them; quads as the index builder has counted them, brought to the same place."""
        if self._progress is None:
            return
        roles = [role for role in self._members if role in self._told]
        first, last = self._told[roles[0]], self._told[roles[-1]]
        stage = "indexing" if roles[0] in self._results or last.stage == first.stage == "indexing" else "reading"
        quads = last.quads * first.read // last.read if last.read else 0
        self._progress(first._replace(quads=quads, stage=stage, seconds=max(first.seconds, last.seconds)))

    def _ended(self, role: str) -> None:
        status = self._members[role].wait()
        if role in self._results or role in self._errors:
            return
        cause = f"signal {-status}" if status < 0 else f"status {status}"
        if memory_bound() is not None:
            self._errors[role] = LimitReached(
                f"the process that reads the {role} was ended by {cause}; it may have run out of memory{say_bound()}; "
                "nothing was loaded"
            )
            return
        hint = "; it may have run out of memory" if status == -9 else ""
        self._errors[role] = InputError(
            f"the process that reads the {role} was ended by {cause}{hint}; nothing was loaded"
        )


def _environment(job: Job) -> dict[str, str]:
    """What the processes of a load find around them: what makes a large load faster."""
    environment = dict(os.environ)
    if large(job):
        tunables = filter(None, (LARGE_PAGES, os.environ.get("GLIBC_TUNABLES")))
        environment["GLIBC_TUNABLES"] = ":".join(tunables)
        environment["POLARS_MAX_THREADS"] = "1"  # the other core is the database's
    return environment


def _progress(told: list[object]) -> Progress:
    from wenmai.sources.store import Progress

    return Progress(*told)  # type: ignore[arg-type]


def be_member(role: str, life: str, order: str) -> None:
    """Be one of the processes: do a part of the job and report in lines of JSON.

    ``life`` and ``order`` are file descriptors: a pipe whose end is the parent's, and the job in JSON.
    """
    import signal

    with open(int(order), encoding="utf-8") as file:
        job = Job(*json.load(file))
    job = job._replace(options=ReadOptions(*job.options))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent(int(life))
    if role == "indexes":
        os.nice(PATIENCE)
    try:
        _say("result", ROLES[role](job, lambda progress: _say("progress", progress)))
    except Fault:
        _say("fault", None)
    except GraphSyntaxError as error:
        _say("syntax", (error.file, error.message, error.line, error.column))
    except LimitReached as error:
        _say("limit", str(error))
    except WenmaiError as error:
        _say("error", str(error))
    except OSError as error:
        _say("error", f"the store cannot be written: {(error.strerror or str(error)).lower()}")
    except MemoryError:
        _say("limit", f"this graph needs more memory{say_bound()}; nothing was loaded")


def _say(kind: str, told: object) -> None:
    sys.stdout.write(json.dumps([kind, told]) + "\n")
    sys.stdout.flush()


def _end_with_parent(life: int) -> None:
    """End as soon as the other end of a pipe is gone: the parent may have been killed without a word."""
    from threading import Thread

    def watch() -> None:
        os.read(life, 1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()
