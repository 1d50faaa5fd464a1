"""What an application needs of its pool; and one without processes, where none can be forked (macOS, Windows).

There every request is answered in a thread of the server, and only SPARQL has a process of its own, as on the command line.
"""

from __future__ import annotations

import asyncio
import io
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, cast

from wenmai.errors import QueryTimeout
from wenmai.serve.messages import WebRequest, WebResponse
from wenmai.serve.routes import route
from wenmai.serve.working import tell_problem
from wenmai.workers.frames import Frames
from wenmai.workers.pool import Bounds
from wenmai.workers.refusing import TooBusy
from wenmai.workers.tickets import Ticket

if TYPE_CHECKING:
    from typing import BinaryIO

    from wenmai.serve.commands import Desk
    from wenmai.sparql.job import Job


class Pooling(Protocol):
    """Takes requests and gives their answers, frame by frame."""

    async def start(self) -> None:
        """Begin, within the event loop that will ask."""

    def close(self) -> None:
        """End."""

    def submit(self, message: bytes, key: bytes) -> Ticket:
        """Take a request; ``key`` is the same for requests that cost the same."""

    def abandon(self, ticket: Ticket) -> None:
        """The client has left: stop its request, as far as that can be done."""


class Threads:
    """A pool of threads of this process."""

    def __init__(self, desk: Desk, bounds: Bounds) -> None:
        self._desk, self._bounds = desk, bounds
        self._threads = ThreadPoolExecutor(bounds.waiting, "wenmai")
        self._stopping: dict[int, threading.Event] = {}
        self._running = 0

    async def start(self) -> None:
        """Nothing is to be done."""

    def close(self) -> None:
        """Wait for nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def submit(self, message: bytes, key: bytes) -> Ticket:
        """Answer in a thread."""
        if self._running >= self._bounds.waiting:
            raise TooBusy("too many requests wait for an answer; try again in a moment", after=2)
        ticket, loop = Ticket(message, key), asyncio.get_running_loop()
        ticket.timers.append(loop.call_later(self._bounds.timeout, self._expire, ticket))
        self._running += 1
        stopping = self._stopping[id(ticket)] = threading.Event()
        future = loop.run_in_executor(self._threads, self._answer, message, stopping)
        future.add_done_callback(lambda done: self._finish(ticket, done))
        return ticket

    def abandon(self, ticket: Ticket) -> None:
        """A query is ended where it runs in an interpreter of its own; what else runs in a thread cannot be, its answer is dropped."""
        for timer in ticket.timers:
            timer.cancel()
        ticket.done = True
        self._stop(ticket)

    def _stop(self, ticket: Ticket) -> None:
        stopping = self._stopping.pop(id(ticket), None)
        if stopping is not None:
            stopping.set()

    def _expire(self, ticket: Ticket) -> None:
        if not ticket.done:
            ticket.fail(QueryTimeout(f"the answer took longer than {self._bounds.timeout:g} s"))
            self._stop(ticket)

    def _finish(self, ticket: Ticket, done: asyncio.Future[bytes]) -> None:
        self._running -= 1
        if ticket.done or done.cancelled():
            return
        error = done.exception()
        if error is not None:
            ticket.fail(error if isinstance(error, Exception) else RuntimeError(str(error)))
            return
        frames = Frames()
        frames.feed(done.result())
        while frame := frames.take():
            ticket.put(*frame)
        ticket.done = True

    def _answer(self, message: bytes, stopping: threading.Event) -> bytes:
        from wenmai.serve.messages import unpack_request
        from wenmai.workers.kept import STOPPED

        STOPPED.set(stopping)

        out = io.BytesIO()
        response = WebResponse(cast("BinaryIO", out))
        request: WebRequest = unpack_request(message)
        try:
            route(self._desk, request, response, self._run_query)
        except Exception as error:  # noqa: BLE001 - told to the client
            tell_problem(error, response)
        response.end({"whole": True, "again": True})
        return out.getvalue()

    def _run_query(self, job: Job, response: WebResponse) -> None:
        self._desk.source.answer(job, response.write, timeout=self._bounds.timeout, memory=self._bounds.memory)
