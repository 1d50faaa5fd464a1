"""Linux: a fork for each query. It shares the graph in memory, and ends with its query."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, cast

from wenmai.sparql import answering
from wenmai.sparql.confinement import confine
from wenmai.sparql.failures import explain_death
from wenmai.sparql.frames import FramedFile, read_frames

if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import BinaryIO

    from wenmai.sparql.job import Graph, Job, Sink

_ONE_FORK = threading.Lock()
"""Held while a fork is made: another made meanwhile would inherit the ends of its pipes and hold them open."""


def run_forked(
    graph: Graph, job: Job, sink: Sink, deadline: float | None, memory: int
) -> Generator[tuple[bytes, bytes], None, None]:
    """The frames of a query that runs in a fork of this process.

    The fork is waited for, or killed, before this generator ends, however it ends; only one fork is made at a time.
    """
    import ctypes  # noqa: F401 - what the child needs is loaded once, here, and not again by each child
    import resource  # noqa: F401

    from wenmai.sparql import guard, services, union  # noqa: F401

    graph.read_ahead(union=job.union)
    with _ONE_FORK:
        reading, writing = os.pipe()
        dying, last = os.pipe()
        parent = os.getpid()
        child = _fork()
        if not child:
            _be_forked(graph, job, sink if isinstance(sink, int) else None, (writing, last), memory, parent)
        os.close(writing)
        os.close(last)
    try:
        yield from read_frames(reading, deadline)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        child = 0
        raise explain_death(status, os.read(dying, 65536).decode("utf-8", "replace"), memory)
    finally:
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        os.close(reading)
        os.close(dying)


def _fork() -> int:
    """Fork without the warning about threads: the child touches nothing that another thread could have locked.

    It reads the graph, which nobody writes, and writes to its own pipes; should it hang all the same, its deadline
    ends it.
    """
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _be_forked(
    graph: Graph,
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
            out = os.fdopen(direct, "wb", buffering=1 << 16, closefd=False) if direct is not None else FramedFile(pipe)
            answering.report_job(graph, job, cast("BinaryIO", out), pipe, isolation)
        status = 0
    except BaseException as error:  # noqa: BLE001 - the child may only end here
        os.write(2, f"{type(error).__name__}: {error}".encode("utf-8", "replace"))
    finally:
        os._exit(status)
