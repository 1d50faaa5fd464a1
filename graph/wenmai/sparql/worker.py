"""Where a query runs: in a process of its own, which can be stopped, may use so much memory, and has no network.

On Linux the process is a fork of this one: it shares the graph in memory (nothing is copied, nothing is loaded again),
starts in some 2 ms and ends with its query, so that no query can harm the next. Elsewhere a fork is not safe, and a
fresh interpreter is started instead, given the graph once, and kept for the queries that follow.

Either way the answer comes back in frames: ``D`` frames of result bytes, unless the process writes to the asker's own
file descriptor, and one ``S`` frame that says how it went.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
import threading
import time
import weakref
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from wenmai.errors import (
    EndpointError,
    InputError,
    LimitReached,
    QueryError,
    QueryRefused,
    QueryTimeout,
    StoreError,
    WenmaiError,
)
from wenmai.sparql.confinement import STACK, confine
from wenmai.terms import PREFIXES

if TYPE_CHECKING:
    import queue
    import subprocess
    from collections.abc import Callable, Generator, Iterator, Mapping
    from typing import BinaryIO

    import pyoxigraph

    from wenmai.sources import Source
    from wenmai.sources.endpoint import Endpoint
    from wenmai.sources.union import Dataset

TIMEOUT = 30.0
"""Seconds a query may take, unless told otherwise."""

MEMORY = 2 << 30
"""Bytes a query may need beyond what the graph itself takes, unless told otherwise."""

MOST_LAID_OUT = 20_000
"""Triples of a result that are sorted and laid out."""

_HEAD = struct.Struct(">cQ")
_ONE_FORK = threading.Lock()


class _DeadlinePassed(Exception):
    """The answer did not come in time."""


class Job(NamedTuple):
    """A query to run.

    ``format`` is the media type of the result (``""`` for JSON or N-Triples, as the query has it). ``max_rows`` is the
    most rows that a ``SELECT`` may write; ``spare`` lets it write that many more, unsaid, so that a caller who counts
    can tell. ``allow_service`` are the hosts that ``SERVICE`` may name; ``union`` makes the default graph the union of
    all graphs where the query has no ``FROM``; ``prefixes`` are declared for it.
    """

    text: str
    format: str
    max_rows: int | None = None
    spare: int = 0
    allow_service: tuple[str, ...] = ()
    union: bool = True
    prefixes: Mapping[str, str] = PREFIXES


class Report(NamedTuple):
    """How a query went: its ``kind`` (``solutions``, ``boolean`` or ``graph``), how long it took, and where it ran.

    ``more`` is true when rows were left out at ``max_rows``; ``isolation`` says what kept the process off the network
    (``"namespace"``, ``"filter"`` or ``""`` when nothing did), or that it was an ``"endpoint"``; ``notices`` what the
    format could not hold of a graph.
    """

    kind: str
    seconds: float
    more: bool
    isolation: str
    notices: tuple[str, ...] = ()


def run(
    source: Source,
    job: Job,
    sink: Callable[[bytes], object] | int,
    *,
    timeout: float | None = TIMEOUT,
    memory: int = MEMORY,
    method: str | None = None,
) -> Report:
    """Run a query in a process of its own and pass its result on.

    ``sink`` is called with the bytes as they come; or it is a file descriptor, and the process writes to it directly.
    ``method`` is ``"fork"`` or ``"spawn"``; the default is what the platform does safely.

    Raises:
        QueryError: the query is not SPARQL. QueryRefused: it is not run. QueryTimeout: the deadline passed.
        LimitReached: it needed more memory. InputError: the result could not be written.
        BrokenPipeError: nobody reads it any more.
    """
    if source.kind == "endpoint":
        from wenmai.sources.endpoint import passing

        return passing.run(cast("Endpoint", source), job, sink, timeout=timeout)
    method = method or ("fork" if sys.platform == "linux" else "spawn")
    start = time.monotonic()
    deadline = None if timeout is None else start + timeout
    frames = (
        _forked(source, job, sink, deadline, memory) if method == "fork" else _spawned(source, job, deadline, memory)
    )
    try:
        for tag, payload in frames:
            if tag == b"S":
                return _report(json.loads(payload), time.monotonic() - start)
            pass_on(payload, sink)
    except _DeadlinePassed:
        raise QueryTimeout(f"the query took longer than {timeout:g} s and was stopped") from None
    finally:
        frames.close()
    raise QueryError("the query's process ended without an answer")


def pass_on(payload: bytes, sink: Callable[[bytes], object] | int) -> None:
    """Give bytes to a function, or write all of them to a file descriptor."""
    if not isinstance(sink, int):
        sink(payload)
        return
    try:
        while payload:
            payload = payload[os.write(sink, payload) :]
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"the result cannot be written: {error.strerror}") from None


def _report(said: dict[str, Any], seconds: float) -> Report:
    if "error" not in said:
        return Report(said["kind"], seconds, said["more"], said["isolation"], tuple(said["notices"]))
    kind, message = said["error"], said["message"]
    if kind == "BrokenPipeError":
        raise BrokenPipeError(said["errno"], message)
    if kind in {"QueryError", "QueryRefused"}:
        raise (QueryRefused if kind == "QueryRefused" else QueryError)(
            message, line=said["line"], column=said["column"]
        )
    errors = {"EndpointError": EndpointError, "InputError": InputError, "StoreError": StoreError}
    raise errors.get(kind, WenmaiError)(message)


def _obituary(status: int, last_words: str, memory: int) -> WenmaiError:
    """What to say of a process that ended before its answer: ``status`` is negative for a signal."""
    if "memory allocation" in last_words or "MemoryError" in last_words:
        return _too_much_memory(memory)
    if status in {-signal.SIGSEGV, -getattr(signal, "SIGBUS", signal.SIGSEGV)}:
        return QueryError(
            "the query engine crashed on this query, as it does on nesting too deep for it; simplify the query"
        )
    if status < 0:
        name = signal.Signals(-status).name
        reason = "; the system may be short of memory" if name == "SIGKILL" else ""
        return QueryError(f"the query's process was ended from outside ({name}){reason}; nothing else was harmed")
    return QueryError(
        f"the query's process ended early (exit status {status}): {last_words.strip()[-200:] or 'no reason given'}"
    )


def _too_much_memory(memory: int) -> LimitReached:
    return LimitReached(
        f"the query needed more than {memory / (1 << 30):.3g} GB of memory and was stopped; narrow it, or allow it more"
    )


# In the process: answering --------------------------------------------------------------------------------------------


def _answer(source: Source, job: Job, out: BinaryIO, isolation: str) -> dict[str, Any]:
    """Run the job and write its result; a failure becomes the facts of an error."""
    from wenmai.sources.union import choose_graphs, open_dataset
    from wenmai.sparql import guard

    try:
        found = guard.scan(job.text, job.prefixes)
        dataset = open_dataset(source, union=job.union)
        if found.datasets:
            _refuse_foreign_graphs(dataset.store, job.text, found)
            dataset = choose_graphs(dataset.store, *guard.chosen_graphs(found))
        kind, more, notices = _serialize(dataset, job, found, out)
        out.flush()
    except MemoryError:
        raise  # nothing more can be said from here; the asker knows it by the last words
    except Exception as error:  # noqa: BLE001 - whatever the engine raises must reach the asker as a sentence
        return _failure(error, job)
    return {"kind": kind, "more": more, "isolation": isolation, "notices": notices}


def _failure(error: Exception, job: Job) -> dict[str, Any]:
    """The facts of an error, for the asker to raise."""
    said: dict[str, Any] = {"error": "QueryError", "message": str(error), "line": None, "column": None}
    if isinstance(error, SyntaxError):
        from wenmai.sparql import syntax

        said["line"], said["column"], said["message"] = syntax.explain(job.text, str(error), job.prefixes)
    elif isinstance(error, QueryError):
        said |= {"error": type(error).__name__, "line": error.line, "column": error.column}
    elif isinstance(error, StoreError):
        said["error"] = "StoreError"
    elif isinstance(error, BrokenPipeError):
        said |= {"error": "BrokenPipeError", "errno": error.errno}
    elif isinstance(error, OSError):
        away = job.allow_service and not error.errno
        said |= {"error": "EndpointError" if away else "InputError", "message": _os_trouble(error, job)}
    elif not isinstance(error, RuntimeError):  # which is what the planner raises, as of a function that does not exist
        said["message"] = f"the query failed: {error}"
    return said


def _os_trouble(error: OSError, job: Job) -> str:
    if error.errno:
        return f"the result cannot be written: {error.strerror}"
    return f"the service did not answer: {error}" if job.allow_service else f"the graph cannot be read: {error}"


def _refuse_foreign_graphs(store: pyoxigraph.Store, text: str, found: Any) -> None:
    """``FROM`` chooses among the graphs that are here; a query that names another expects it to be fetched."""
    import pyoxigraph

    from wenmai.sparql import guard

    for dataset in found.datasets:
        try:
            here = store.contains_named_graph(pyoxigraph.NamedNode(dataset.graph))
        except ValueError:
            continue  # not an absolute IRI: the engine says so better, with its place
        if not here:
            line, column = guard.position(text, dataset.start)
            reason = f"FROM <{dataset.graph}> names no graph that is here, and nothing is fetched; open it with -g"
            raise QueryRefused(f"line {line}, column {column}: {reason}", line=line, column=column)


def _serialize(dataset: Dataset, job: Job, found: Any, out: BinaryIO) -> tuple[str, bool, list[str]]:
    """Write the result; its kind, whether rows were left out (by asking for one more), and what a format cannot hold."""
    import pyoxigraph

    from wenmai.sources.union import Dataset
    from wenmai.sparql import guard

    text = job.text if job.max_rows is None else guard.window(job.text, found, 0, job.max_rows + job.spare)
    if found.star is not None and not job.allow_service:
        # An empty store tells the variables without the work of the query; a service would be asked twice.
        variables = _query(Dataset(pyoxigraph.Store(), {}), text, job).variables
        text = guard.spelled_out(text, found, [variable.value for variable in variables])
    results = _query(dataset, text, job)
    kind = {"QueryBoolean": "boolean", "QuerySolutions": "solutions"}.get(type(results).__name__, "graph")
    if kind == "graph":
        return kind, False, _write_graph(results, _format(job.format, kind), out, job)
    results.serialize(output=out, format=_format(job.format, kind))
    if job.max_rows is None or job.spare:
        return kind, False, []
    one_more = guard.window(job.text, found, job.max_rows, 1)
    return kind, kind == "solutions" and any(True for _ in cast("Any", _query(dataset, one_more, job))), []


def _write_graph(triples: Any, form: Any, out: BinaryIO, job: Job) -> list[str]:
    """Write a graph as ``export`` does, or what nobody would read whole as it comes; what the format could not hold.

    RDF/XML and JSON-LD cannot hold everything, so that all their triples are looked at; a caller who named no format gets
    the triples as they come.
    """
    from itertools import chain, islice

    import pyoxigraph

    from wenmai.writing.order import ordered
    from wenmai.writing.rdf import WRITERS

    streamed = form not in (pyoxigraph.RdfFormat.RDF_XML, pyoxigraph.RdfFormat.JSON_LD)
    first = list(islice(triples, MOST_LAID_OUT + 1 if streamed else None)) if job.format else []
    notices: list[str] = []
    if not job.format:
        triples.serialize(output=out, format=form)
    elif len(first) <= MOST_LAID_OUT or not streamed:
        quads = ordered(pyoxigraph.Quad(*triple) for triple in first)
        WRITERS[form.name.lower().replace("-", "").replace("/", "")](out, quads, notices, dict(job.prefixes))
    else:
        pyoxigraph.serialize(chain(first, triples), out, form, prefixes=dict(job.prefixes))
    return notices


def _query(dataset: Dataset, text: str, job: Job) -> Any:
    """Hand a text to the engine: here and nowhere else, after it was seen to call no service."""
    from wenmai.sparql.services import refuse_services

    refuse_services(text, job.prefixes, job.allow_service)
    return dataset.store.query(text, prefixes=dict(job.prefixes), **dataset.options)


def _format(media_type: str, kind: str) -> Any:
    import pyoxigraph

    family = pyoxigraph.RdfFormat if kind == "graph" else pyoxigraph.QueryResultsFormat
    found = family.from_media_type(media_type or ("application/n-triples" if kind == "graph" else "application/json"))
    if found is None:
        asked = {
            "graph": "CONSTRUCT or DESCRIBE, which give a graph; ask for turtle, ntriples, nquads, trig, rdfxml or jsonld",
            "boolean": "ASK, which gives true or false; ask for json or xml",
            "solutions": "SELECT, which gives a table; ask for csv, tsv, json or xml",
        }
        raise QueryError(f"{media_type} cannot hold the result of {asked[kind]}")
    return found


# Linux: a fork for each query -----------------------------------------------------------------------------------------


def _forked(
    source: Source, job: Job, sink: Callable[[bytes], object] | int, deadline: float | None, memory: int
) -> Generator[tuple[bytes, bytes], None, None]:
    import ctypes  # noqa: F401 - what the child needs is loaded once, here, and not again by each child
    import resource  # noqa: F401

    from wenmai.sparql import guard, services  # noqa: F401

    _read_graph(source, union=job.union)
    with _ONE_FORK:  # a fork made meanwhile would inherit the pipes' ends and hold them open
        reading, writing = os.pipe()
        dying, last = os.pipe()
        parent = os.getpid()
        child = _fork()
        if not child:
            _be_forked(source, job, sink if isinstance(sink, int) else None, (writing, last), memory, parent)
        os.close(writing)
        os.close(last)
    try:
        yield from _frames(reading, deadline)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        child = 0
        raise _obituary(status, os.read(dying, 65536).decode("utf-8", "replace"), memory)
    finally:
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        os.close(reading)
        os.close(dying)


def _read_graph(source: Source, *, union: bool) -> None:
    """Read what is in memory once, here, so that every child has it.

    A store on disk is opened by each child, unless this process has it open already: reading needs none of the threads
    that tend an open one and that do not live on in a fork.
    """
    if source.kind == "store":
        return
    _ = source.united if union else source.store


def _fork() -> int:
    """Fork without the warning about threads: the child touches nothing that another thread could have locked.

    It reads the graph, which nobody writes, and writes to its own pipes; should it hang all the same, its deadline
    ends it.
    """
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _frames(reading: int, deadline: float | None) -> Iterator[tuple[bytes, bytes]]:
    """The frames that arrive until the pipe closes; raises ``_DeadlinePassed`` at the deadline."""
    buffer = bytearray()
    while chunk := _read(reading, deadline):
        buffer += chunk
        while len(buffer) >= _HEAD.size:
            tag, length = _HEAD.unpack_from(buffer)
            if len(buffer) < _HEAD.size + length:
                break
            yield tag, bytes(buffer[_HEAD.size : _HEAD.size + length])
            del buffer[: _HEAD.size + length]


def _read(reading: int, deadline: float | None) -> bytes:
    import select

    poll = select.poll()
    poll.register(reading, select.POLLIN)
    left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
    if not poll.poll(left):
        raise _DeadlinePassed
    return os.read(reading, 1 << 20)


def _be_forked(
    source: Source,
    job: Job,
    direct: int | None,
    pipes: tuple[int, int],
    memory: int,
    parent: int,
) -> None:
    """Be the child: never returns, never runs the parent's clean-up."""
    status = 70
    try:
        os.dup2(pipes[1], 2)
        if "faulthandler" in sys.modules:  # its report of a crash goes to a copy of the asker's standard error
            sys.modules["faulthandler"].disable()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        isolation = confine(memory, parent, network=bool(job.allow_service))
        with os.fdopen(pipes[0], "wb", buffering=0) as pipe:
            out = os.fdopen(direct, "wb", buffering=1 << 16, closefd=False) if direct is not None else _Framed(pipe)
            _in_big_stack(lambda: _finish(pipe, _answer(source, job, cast("BinaryIO", out), isolation)))
        status = 0
    except BaseException as error:  # noqa: BLE001 - the child may only end here
        os.write(2, f"{type(error).__name__}: {error}".encode("utf-8", "replace"))
    finally:
        os._exit(status)


def _finish(pipe: BinaryIO, said: dict[str, Any]) -> None:
    _write_frame(pipe, b"S", json.dumps(said).encode())


def _write_frame(pipe: BinaryIO, tag: bytes, payload: bytes) -> None:
    rest = memoryview(_HEAD.pack(tag, len(payload)) + payload)
    while rest:
        rest = rest[pipe.write(rest) :]


class _Framed:
    """A file whose writes become ``D`` frames of some 64 KB."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe, self._kept = pipe, bytearray()

    def write(self, payload: bytes) -> int:
        self._kept += payload
        if len(self._kept) >= 1 << 16:
            self.flush()
        return len(payload)

    def flush(self) -> None:
        if self._kept:
            _write_frame(self._pipe, b"D", bytes(self._kept))
            self._kept.clear()


def _in_big_stack(work: Callable[[], None]) -> None:
    """Call ``work`` in a thread with the largest stack that the system gives, and pass on what it raises."""
    trouble: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised again below, in the calling thread
            trouble.append(error)

    for size in (STACK, STACK >> 2, STACK >> 4):
        threading.stack_size(size)
        thread = threading.Thread(target=guarded)
        try:
            thread.start()
        except RuntimeError:
            continue
        thread.join()
        break
    if trouble:
        raise trouble[0]


# Elsewhere: a fresh interpreter, kept ---------------------------------------------------------------------------------


class _Kept(NamedTuple):
    """A running interpreter and what it holds: it serves one source, with or without a network."""

    process: subprocess.Popen[bytes]
    reader: threading.Thread
    frames: queue.SimpleQueue[tuple[bytes, bytes]]
    source: weakref.ref[Source]
    key: tuple[int, bool, int]


_kept: list[_Kept] = []
_ONE_AT_A_TIME = threading.Lock()


def _spawned(
    source: Source, job: Job, deadline: float | None, memory: int
) -> Generator[tuple[bytes, bytes], None, None]:
    with _ONE_AT_A_TIME:
        kept = _warm(source, job, memory)
        answered = False
        try:
            _send(kept, b"J", json.dumps(job).encode())
            while not answered:
                tag, payload = _next_frame(kept, deadline)
                if tag == b"":
                    status = kept.process.wait()
                    raise _obituary(status, _last_words(kept.process), memory)
                answered = tag == b"S"
                yield tag, payload
        finally:
            if not answered:
                stop_kept()


def _next_frame(kept: _Kept, deadline: float | None) -> tuple[bytes, bytes]:
    """Wait in slices, so that Ctrl-C is heard on systems where a wait for a lock cannot be interrupted."""
    import queue

    while True:
        try:
            return kept.frames.get(timeout=0.1)
        except queue.Empty:
            if deadline is not None and time.monotonic() > deadline:
                raise _DeadlinePassed from None


def _warm(source: Source, job: Job, memory: int) -> _Kept:
    size = 0 if source.kind == "store" else len(source.store)
    key = (size, bool(job.allow_service), memory)
    if _kept and (_kept[0].source() is not source or _kept[0].key != key or _kept[0].process.poll() is not None):
        stop_kept()
    if not _kept:
        _kept.append(_start(source, key))
    return _kept[0]


def _start(source: Source, key: tuple[int, bool, int]) -> _Kept:
    import queue
    import subprocess

    from wenmai.processes import start_python

    process = start_python(
        "wenmai.sparql.worker:serve",
        str(key[2]),
        str(int(key[1])),
        str(os.getpid()),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    frames: queue.SimpleQueue[tuple[bytes, bytes]] = queue.SimpleQueue()
    reader = threading.Thread(target=_read_frames, args=(process.stdout, frames), daemon=True)
    reader.start()
    kept = _Kept(process, reader, frames, weakref.ref(source), key)
    if source.kind == "store":
        _send(kept, b"P", source.locations[0].encode())
    else:
        import pyoxigraph

        _send(kept, b"G", source.store.dump(format=pyoxigraph.RdfFormat.N_QUADS) or b"")
    return kept


def _send(kept: _Kept, tag: bytes, payload: bytes) -> None:
    stdin = cast("BinaryIO", kept.process.stdin)
    try:
        stdin.write(_HEAD.pack(tag, len(payload)) + payload)
        stdin.flush()
    except OSError:  # it died while being told; its end is reported where its answer is awaited
        kept.frames.put((b"", b""))


def _read_frames(stream: BinaryIO, into: queue.SimpleQueue[tuple[bytes, bytes]]) -> None:
    while len(head := stream.read(_HEAD.size)) == _HEAD.size:
        tag, length = _HEAD.unpack(head)
        into.put((tag, stream.read(length)))
    into.put((b"", b""))


def _last_words(process: subprocess.Popen[bytes]) -> str:
    return cast("BinaryIO", process.stderr).read(65536).decode("utf-8", "replace")


def stop_kept() -> None:
    """End the interpreter that is kept warm, if there is one."""
    while _kept:
        kept = _kept.pop()
        process = kept.process
        process.kill()
        process.wait()
        kept.reader.join()  # it meets the end of the stream, which must not be closed under its hands
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()


def serve(memory: str, network: str, parent: str) -> None:
    """Be the kept interpreter: read a graph, then answer jobs until the input closes.

    ``memory`` is in bytes, ``network`` is ``"1"`` where the process may have one, ``parent`` is the asker's process.
    """
    reading, writing = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    tag, length = _HEAD.unpack(reading.read(_HEAD.size))
    source = _received(tag, reading.read(length))
    _read_graph(source, union=True)
    isolation = confine(int(memory), int(parent), network=network == "1")
    while len(head := reading.read(_HEAD.size)) == _HEAD.size:
        _serve_one(source, reading.read(_HEAD.unpack(head)[1]), writing, isolation)


def _serve_one(source: Source, payload: bytes, writing: BinaryIO, isolation: str) -> None:
    job, out = Job(*json.loads(payload)), cast("BinaryIO", _Framed(writing))
    _in_big_stack(lambda: _finish(writing, _answer(source, job, out, isolation)))


def _received(tag: bytes, payload: bytes) -> Source:
    import pyoxigraph

    from wenmai.sources import Memory, open_source

    if tag == b"P":
        return open_source(payload.decode())
    return Memory.of(pyoxigraph.parse(payload, format=pyoxigraph.RdfFormat.N_QUADS))
