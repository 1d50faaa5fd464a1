"""Where a query runs: in a process of its own, which can be stopped, may use so much memory, and has no network.

On Linux the process is a fork of this one (:mod:`wenmai.sparql.fork`): it shares the graph in memory (nothing is copied,
nothing is loaded again), starts in some 2 ms and ends with its query, so that no query can harm the next. Elsewhere a fork is
not safe, and a fresh interpreter is started instead (:mod:`wenmai.sparql.spawn`), given the graph once, and kept for the
queries that follow. Either way the answer comes back in :mod:`frames <wenmai.sparql.frames>`.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from wenmai.errors import QueryError, QueryTimeout
from wenmai.processes import may_fork
from wenmai.sparql.failures import raise_failure
from wenmai.sparql.frames import DeadlinePassed
from wenmai.sparql.job import MEMORY, TIMEOUT, Report, pass_on

if TYPE_CHECKING:
    from collections.abc import Generator

    from wenmai.sparql.job import Graph, Job, Sink


def run(
    graph: Graph,
    job: Job,
    sink: Sink,
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
    start = time.monotonic()
    deadline = None if timeout is None else start + timeout
    frames = _started(graph, job, sink, deadline, memory, method)
    try:
        for tag, payload in frames:
            if tag == b"S":
                return _report(json.loads(payload), time.monotonic() - start)
            pass_on(payload, sink)
    except DeadlinePassed:
        raise QueryTimeout(f"the query took longer than {timeout:g} s and was stopped") from None
    finally:
        frames.close()
    raise QueryError("the query's process ended without an answer")


def _started(
    graph: Graph, job: Job, sink: Sink, deadline: float | None, memory: int, method: str | None
) -> Generator[tuple[bytes, bytes], None, None]:
    """The frames of a query's process; only the way that is gone is loaded."""
    if (method or ("fork" if may_fork() else "spawn")) == "fork":
        from wenmai.sparql.fork import run_forked

        return run_forked(graph, job, sink, deadline, memory)
    from wenmai.sparql.spawn import run_spawned

    return run_spawned(graph, job, deadline, memory)


def _report(said: dict[str, Any], seconds: float) -> Report:
    """The report, or the error that the process told of."""
    if "error" in said:
        raise_failure(said)
    return Report(said["kind"], seconds, said["more"], said["isolation"], tuple(said["notices"]))
