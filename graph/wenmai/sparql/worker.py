"""Where a query runs: in a process of its own, which can be stopped, may use so much memory, and has no network.

The process is kept for the next query of the same graph (:mod:`wenmai.workers.kept`). On Linux it is a fork of this one: it shares
the graph in memory, starts in some 2 ms, and is ended where a query did not end well, so that no query can harm the next. Elsewhere
a fork is not safe, and a fresh interpreter is started instead, given the graph once. Either way the answer comes back in
:mod:`frames <wenmai.workers.frames>`.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from wenmai.errors import QueryError, QueryTimeout
from wenmai.sparql.failures import raise_failure
from wenmai.sparql.job import MEMORY, TIMEOUT, Report, pass_on
from wenmai.workers.kept import DeadlinePassed, Died, Inquiry, ask

if TYPE_CHECKING:
    from wenmai.sparql.job import Graph, Job, Sink

ANSWERING = "wenmai.sparql.answering:answer_message"
"""What a worker answers with."""


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
    from wenmai.sparql import answering, guard, services, union  # noqa: F401 - loaded once, here, and not again by each fork

    graph.read_ahead(union=job.union)
    deadline = None if timeout is None else start + timeout
    direct = sink if isinstance(sink, int) else None
    message = json.dumps(job).encode()
    frames = ask(graph, Inquiry(ANSWERING, message, memory, deadline, direct, bool(job.allow_service)), method)
    try:
        for tag, payload in frames:
            if tag == b"S":
                return _report(json.loads(payload), time.monotonic() - start)
            if tag == b"D":
                pass_on(payload, sink)
    except DeadlinePassed:
        raise QueryTimeout(f"the query took longer than {timeout:g} s and was stopped") from None
    except Died as died:
        from wenmai.workers.deaths import explain_death

        raise explain_death(died.status, died.last_words, memory) from None
    finally:
        frames.close()
    raise QueryError("the query's process ended without an answer")


def _report(said: dict[str, Any], seconds: float) -> Report:
    """The report, or the error that the process told of."""
    if "error" in said:
        raise_failure(said)
    return Report(said["kind"], seconds, said["more"], said["isolation"], tuple(said["notices"]))
