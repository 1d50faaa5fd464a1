"""Elsewhere than on Linux: a fresh interpreter, kept, and given the graph once."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import weakref
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


_kept: list[_Kept] = []
"""The one that runs, if one does."""

_ONE_AT_A_TIME = threading.Lock()
"""Held while a query runs: the interpreter answers one after another."""


def run_spawned(
    graph: Graph, job: Job, deadline: float | None, memory: int
) -> Generator[tuple[bytes, bytes], None, None]:
    """The frames of a query that runs in an interpreter of its own.

    One that has answered is kept for the next query of the same graph; one that has not is ended, for it may be anywhere.
    """
    with _ONE_AT_A_TIME:
        kept = _warm(graph, job, memory)
        answered = False
        try:
            _send(kept, b"J", json.dumps(job).encode())
            while not answered:
                tag, payload = _next_frame(kept, deadline)
                if tag == b"":
                    status = kept.process.wait()
                    raise explain_death(status, _last_words(kept.process), memory)
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
                raise DeadlinePassed from None


def _warm(graph: Graph, job: Job, memory: int) -> _Kept:
    """The interpreter that holds this graph, this revision, with this bound and network; any other is ended first.

    At most one runs, and it is known here as long as it does.
    """
    key = (graph.revision, bool(job.allow_service), memory)
    if _kept and (_kept[0].graph() is not graph or _kept[0].key != key or _kept[0].process.poll() is not None):
        stop_kept()
    if not _kept:
        _kept.append(_start(graph, key))
    return _kept[0]


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
