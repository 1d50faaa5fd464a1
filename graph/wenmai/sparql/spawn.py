"""Elsewhere than on Linux: a fresh interpreter, kept, and given the graph once.

Queries of several threads have an interpreter each. :data:`FAST` begin at once; one that has run for :data:`PATIENCE` seconds gives its
turn to the next, so that those that run away keep nobody waiting, until there are :data:`MOST`.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import weakref
from contextlib import suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple, cast

from wenmai.sparql import answering
from wenmai.sparql.confinement import confine
from wenmai.sparql.failures import explain_death
from wenmai.sparql.frames import HEAD, DeadlinePassed, FramedFile
from wenmai.sparql.job import Job

if TYPE_CHECKING:
    import queue
    import subprocess
    from collections.abc import Generator
    from typing import BinaryIO

    from wenmai.sparql.job import Graph


class _Kept(NamedTuple):
    """A running interpreter and what it holds: it serves one graph, with or without a network."""

    process: subprocess.Popen[bytes]
    reader: threading.Thread
    frames: queue.SimpleQueue[tuple[bytes, bytes]]
    graph: weakref.ref[Graph]
    key: tuple[int, bool, int]


FAST, MOST, IDLE = 2, 12, 2
"""Interpreters whose queries are young, all that run, and those that are kept when none asks: each holds the graph."""

PATIENCE = 0.5
"""Seconds after which a query is slow."""

STOPPED: ContextVar[threading.Event | None] = ContextVar("STOPPED", default=None)
"""Set by who asks: when the event is, the query is ended as if its deadline had passed."""

_kept: list[_Kept] = []
"""Those that wait for a query."""

_KEEPING = threading.Lock()
"""Held while they are taken and given back."""

_YOUNG, _ALL = threading.Semaphore(FAST), threading.Semaphore(MOST)


def run_spawned(
    graph: Graph, job: Job, deadline: float | None, memory: int
) -> Generator[tuple[bytes, bytes], None, None]:
    """The frames of a query that runs in an interpreter of its own.

    One that has answered is kept for the next query of the same graph; one that has not is ended, for it may be anywhere.
    """
    turn = _Turn(deadline)
    try:
        kept = _warm(graph, job, memory)
        answered = False
        try:
            _send(kept, b"J", json.dumps(job).encode())
            while not answered:
                tag, payload = _next_frame(kept, turn)
                if tag == b"":
                    status = kept.process.wait()
                    raise explain_death(status, _last_words(kept.process), memory)
                answered = tag == b"S"
                yield tag, payload
        finally:
            if answered:
                _give_back(kept)
            else:
                _end(kept)
    finally:
        turn.end()


class _Turn:
    """A query's leave to run: it waits for one, and gives it to the next when it has run for long."""

    def __init__(self, deadline: float | None) -> None:
        self._deadline, self._stopped, self._young = deadline, STOPPED.get(), False
        self._take(_ALL)
        try:
            self._take(_YOUNG)
        except BaseException:
            _ALL.release()
            raise
        self._young, self._slow = True, time.monotonic() + PATIENCE

    def _take(self, free: threading.Semaphore) -> None:
        while not free.acquire(timeout=0.1):
            self.check()

    def check(self) -> None:
        """Raise DeadlinePassed where the query is to end; let the next begin where it is slow."""
        now = time.monotonic()
        if (self._deadline is not None and now > self._deadline) or (
            self._stopped is not None and self._stopped.is_set()
        ):
            raise DeadlinePassed
        if self._young and now > self._slow:
            self._young = False
            _YOUNG.release()

    def end(self) -> None:
        """Let others run."""
        if self._young:
            self._young = False
            _YOUNG.release()
        _ALL.release()


def _next_frame(kept: _Kept, turn: _Turn) -> tuple[bytes, bytes]:
    """Wait in slices, so that Ctrl-C is heard on systems where a wait for a lock cannot be interrupted."""
    import queue

    while True:
        try:
            return kept.frames.get(timeout=0.1)
        except queue.Empty:
            try:
                turn.check()
            except DeadlinePassed:
                raise DeadlinePassed from None


def _warm(graph: Graph, job: Job, memory: int) -> _Kept:
    """An interpreter that holds this graph, this revision, with this bound and network; any other that waits is ended first."""
    key = (graph.revision, bool(job.allow_service), memory)
    with _KEEPING:
        others = [one for one in _kept if one.graph() is not graph or one.key != key or one.process.poll() is not None]
        for one in others:
            _kept.remove(one)
        found = _kept.pop() if _kept else None
    for one in others:
        _end(one)
    return found or _start(graph, key)


def _give_back(kept: _Kept) -> None:
    """Keep an interpreter for the next query, if not enough of them wait."""
    with _KEEPING:
        room = len(_kept) < IDLE
        if room:
            _kept.append(kept)
    if not room:
        _end(kept)


def _start(graph: Graph, key: tuple[int, bool, int]) -> _Kept:
    """Start an interpreter and hand it the graph; its frames are read by a thread, so that it never waits for us."""
    import queue
    import subprocess

    from wenmai.processes import start_python

    process = start_python(
        "wenmai.sparql.spawn:serve",
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
    kept = _Kept(process, reader, frames, weakref.ref(graph), key)
    opener, told = graph.hand_over()
    _send(kept, b"O", opener.encode())
    _send(kept, b"G", told)
    return kept


def _send(kept: _Kept, tag: bytes, payload: bytes) -> None:
    """Send a frame; where the interpreter is gone, its end is put among its frames."""
    stdin = cast("BinaryIO", kept.process.stdin)
    try:
        stdin.write(HEAD.pack(tag, len(payload)) + payload)
        stdin.flush()
    except OSError:  # it died while being told; its end is reported where its answer is awaited
        kept.frames.put((b"", b""))


def _read_frames(stream: BinaryIO, into: queue.SimpleQueue[tuple[bytes, bytes]]) -> None:
    """Pass every whole frame on, and at the end of the stream an empty one: the reader of the queue always wakes."""
    while len(head := stream.read(HEAD.size)) == HEAD.size:
        tag, length = HEAD.unpack(head)
        into.put((tag, stream.read(length)))
    into.put((b"", b""))


def _last_words(process: subprocess.Popen[bytes]) -> str:
    """What an interpreter that has ended wrote to its standard error."""
    return cast("BinaryIO", process.stderr).read(65536).decode("utf-8", "replace")


def stop_kept() -> None:
    """End the interpreters that are kept warm, if there are any."""
    while True:
        with _KEEPING:
            kept = _kept.pop() if _kept else None
        if kept is None:
            return
        _end(kept)


def _end(kept: _Kept) -> None:
    """End an interpreter."""
    process = kept.process
    process.kill()
    process.wait()
    kept.reader.join()  # it meets the end of the stream, which must not be closed under its hands
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            with suppress(OSError):  # what it was still to be told, it is told no more
                stream.close()


def serve(memory: str, network: str, parent: str) -> None:
    """Be the kept interpreter: read a graph, then answer jobs until the input closes.

    ``memory`` is in bytes, ``network`` is ``"1"`` where the process may have one, ``parent`` is the asker's process.
    """
    reading, writing = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    opener, told = _payload(reading), _payload(reading)
    graph = _opened((opener or b"").decode(), told or b"")
    graph.read_ahead(union=True)
    isolation = confine(int(memory), int(parent), network=network == "1")
    while (payload := _payload(reading)) is not None:
        job, out = Job(*json.loads(payload)), cast("BinaryIO", FramedFile(writing))
        answering.report_job(graph, job, out, writing, isolation)


def _payload(reading: BinaryIO) -> bytes | None:
    """What the next frame holds; ``None`` at the end of the input."""
    head = reading.read(HEAD.size)
    return reading.read(HEAD.unpack(head)[1]) if len(head) == HEAD.size else None


def _opened(opener: str, told: bytes) -> Graph:
    """The graph that was handed over: opened by a function of wenmai that the asker named."""
    from importlib import import_module

    module, _, function = opener.partition(":")
    return cast("Graph", getattr(import_module(module), function)(told))
