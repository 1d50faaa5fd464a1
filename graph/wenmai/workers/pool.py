"""The workers of a server, and which request goes to which of them.

There are two lanes. A request begins in the fast one; one that has run for :data:`PATIENCE` seconds goes over to the slow lane, its
worker giving way to the others, and another worker takes its place in the fast lane. A query that was slow once begins in the
slow lane the next time. So however many requests run away, the fast lane keeps its workers. What cannot begin waits, up to a
bound, and beyond it is refused with *try again*. A request is stopped, its worker ended, when its time is over or its client
has left; its worker is replaced.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections import OrderedDict, deque
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, cast

from wenmai.errors import LimitReached, QueryTimeout
from wenmai.workers.deaths import explain_death
from wenmai.workers.frames import Frames
from wenmai.workers.nursery import Born, Nursery
from wenmai.workers.refusing import TooBusy, WorkersLost
from wenmai.workers.tickets import Holding, Ticket

if TYPE_CHECKING:
    import socket

RIPE = 0.1
"""Seconds after which a request of the fast lane lets another begin beside it: what may run away keeps nobody waiting."""

PATIENCE = 0.5
"""Seconds after which a request is slow."""

RUNAWAY = 2.0
"""Seconds after which a slow request gets no more than what nobody else wants: on a busy machine that may be nothing."""

REMEMBERED = 1_000
"""Slow requests whose text is remembered."""


class Bounds(NamedTuple):
    """What the pool may use: workers in either lane, requests that wait, seconds for a request, bytes for a worker."""

    fast: int = max(2, os.cpu_count() or 1)
    slow: int = 2
    waiting: int = 64
    timeout: float = 30.0
    memory: int = 2 << 30


class Process(asyncio.Protocol):
    """A worker, as the pool sees it: its process, the socket to it, and the request that it has."""

    def __init__(self, pool: Pool, born: Born) -> None:
        self.pool, self.pid, self.words = pool, born.pid, born.words
        self.ticket: Ticket | None = None
        self.transport: asyncio.Transport | None = None
        self.leaving = self.held = self.lost = False
        self.status: int | None = None
        self._reader = Frames()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is ready."""
        self.transport = cast("asyncio.Transport", transport)  # uvloop's own is none by its class

    def data_received(self, data: bytes) -> None:
        """Frames of an answer."""
        self._reader.feed(data)
        while frame := self._reader.take():
            tag, payload = frame
            ticket = self.ticket
            if ticket is None:
                continue
            if tag == b"E":
                said = json.loads(payload)
                self.leaving = self.leaving or not said["again"]
                self.hold(False)
                self.pool.finish(self, ticket, whole=said["whole"])
            else:
                ticket.put(tag, payload)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - a reset is an end as well
        """The worker has closed its end, or has ended."""
        self.lost = True
        self.pool.lose(self)

    def hold(self, held: bool) -> None:
        """Read no more from the worker for now, or go on."""
        if self.transport is None or held == self.held:
            return
        self.held = held
        if held:
            self.transport.pause_reading()
        else:
            self.transport.resume_reading()

    def send(self, message: bytes) -> None:
        """Give the worker a request."""
        if self.transport is not None:
            self.transport.write(message)

    def close(self) -> None:
        """Let go of the worker: it ends when it looks for its next request."""
        if self.transport is not None:
            self.transport.abort()

    def last_words(self) -> str:
        """What the worker wrote to its standard error."""
        with suppress(OSError):
            return os.pread(self.words, 65536, 0).decode("utf-8", "replace")
        return ""


class Pool:
    """Workers in two lanes, and the requests that wait for one."""

    def __init__(self, nursery: Nursery, bounds: Bounds) -> None:
        self.nursery, self.bounds = nursery, bounds
        self._idle: list[Process] = []
        self._alive: dict[int, Process] = {}
        self._ordered = 0
        self._running = {False: 0, True: 0}
        self._ripe = 0
        self._waiting: dict[bool, deque[Ticket]] = {False: deque(), True: deque()}
        self._known_slow: OrderedDict[bytes, None] = OrderedDict()
        self._closing = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Order the first workers and begin to listen."""
        loop = asyncio.get_running_loop()
        self.nursery.control.setblocking(False)
        loop.add_reader(self.nursery.control.fileno(), self._hear)
        for _ in range(self.bounds.fast + 1):
            self._order()

    def close(self) -> None:
        """End all workers."""
        self._closing = True
        asyncio.get_running_loop().remove_reader(self.nursery.control.fileno())
        for worker in self._alive.values():
            worker.close()
            os.close(worker.words)
        self._alive.clear()
        self.nursery.control.setblocking(True)
        self.nursery.close()

    # Requests ---------------------------------------------------------------------------------------------------------

    def submit(self, message: bytes, key: bytes) -> Ticket:
        """Take a request; ``key`` is the same for requests that cost the same.

        Raises:
            TooBusy: too many wait already.
        """
        ticket = Ticket(message, key)
        ticket.slow = key in self._known_slow
        if len(self._waiting[ticket.slow]) >= self.bounds.waiting:
            raise TooBusy("too many requests wait for an answer; try again in a moment", after=2)
        self._waiting[ticket.slow].append(ticket)
        timer = asyncio.get_running_loop().call_later(self.bounds.timeout, self._expire, ticket)
        ticket.timers.append(timer)
        self._dispatch()
        return ticket

    def abandon(self, ticket: Ticket) -> None:
        """The client has left: stop its request."""
        if not ticket.done:
            self._stop(ticket, ConnectionAbortedError("the client has left"))

    def finish(self, worker: Process, ticket: Ticket, *, whole: bool) -> None:
        """A worker has answered."""
        self._release(ticket)
        worker.ticket = None
        if whole:
            ticket.done = True
            ticket.put(b"E", b"")
        else:
            ticket.fail(ConnectionAbortedError("the answer is not whole"))
        if worker.leaving:
            self._dismiss(worker)
        else:
            self._idle.append(worker)
        self._dispatch()

    def _dispatch(self) -> None:
        """Give waiting requests to idle workers, as far as their lanes have room."""
        room = {False: self.bounds.fast + min(self._ripe, self.bounds.fast), True: self.bounds.slow}
        for slow in (False, True):
            while self._waiting[slow] and self._running[slow] < room[slow] and self._idle:
                self._begin(self._idle.pop(), self._waiting[slow].popleft())
        wanted = min(len(self._waiting[False]), room[False] - self._running[False])
        wanted += min(len(self._waiting[True]), room[True] - self._running[True])
        spare = 1 if not self._closing else 0
        for _ in range(max(0, wanted + spare - self._ordered - len(self._idle))):
            self._order()

    def _begin(self, worker: Process, ticket: Ticket) -> None:
        self._running[ticket.slow] += 1
        ticket.worker, worker.ticket = worker, ticket
        if ticket.slow:
            self._make_way(worker)
        else:
            loop = asyncio.get_running_loop()
            ticket.timers.append(loop.call_later(RIPE, self._ripen, ticket, worker))
            ticket.timers.append(loop.call_later(PATIENCE, self._demote, ticket))
        worker.send(ticket.message)

    def _ripen(self, ticket: Ticket, worker: Process) -> None:
        """Another may begin beside this request."""
        if ticket.worker is worker and not (ticket.slow or ticket.ripe):
            ticket.ripe = True
            self._ripe += 1
            self._dispatch()

    def _leave(self, ticket: Ticket) -> None:
        """A request takes no room in its lane any more."""
        self._running[ticket.slow] -= 1
        self._ripe -= ticket.ripe
        ticket.ripe = False

    def _make_way(self, worker: Holding) -> None:
        """The worker gives way from now on, and so serves no other request."""
        self.nursery.give_way(worker.pid)
        worker.leaving = True
        if worker.ticket is not None:
            timer = asyncio.get_running_loop().call_later(RUNAWAY, self.nursery.stand_back, worker.pid)
            worker.ticket.timers.append(timer)

    def _demote(self, ticket: Ticket) -> None:
        """A request has run for a while: it goes on in the slow lane, or begins again there when there is room."""
        worker = ticket.worker
        if ticket.done or worker is None:
            return
        self._known_slow[ticket.key] = None
        self._known_slow.move_to_end(ticket.key)
        if len(self._known_slow) > REMEMBERED:
            self._known_slow.popitem(last=False)
        if self._running[True] < self.bounds.slow or (ticket.sent and self._running[True] < 2 * self.bounds.slow):
            self._leave(ticket)
            self._running[True] += 1
            ticket.slow = True
            self._make_way(worker)
        elif ticket.sent:
            return
        elif len(self._waiting[True]) >= self.bounds.waiting:
            self._stop(ticket, TooBusy("too many slow requests wait; try again in a moment", after=5))
        else:
            self._leave(ticket)
            ticket.slow, ticket.worker = True, None
            self._end(worker)
            self._waiting[True].append(ticket)
        self._dispatch()

    def _expire(self, ticket: Ticket) -> None:
        if not ticket.done:
            self._stop(ticket, QueryTimeout(f"the answer took longer than {self.bounds.timeout:g} s and was stopped"))

    def _stop(self, ticket: Ticket, error: Exception) -> None:
        """End a request that waits or runs."""
        worker = ticket.worker
        self._release(ticket)
        if worker is None:
            with suppress(ValueError):
                self._waiting[ticket.slow].remove(ticket)
        else:
            self._end(worker)
        ticket.fail(error)
        self._dispatch()

    def _release(self, ticket: Ticket) -> None:
        """The request takes no room any more."""
        for timer in ticket.timers:
            timer.cancel()
        ticket.timers.clear()
        if ticket.worker is not None:
            self._leave(ticket)
            ticket.worker = None

    # Workers ----------------------------------------------------------------------------------------------------------

    def _order(self) -> None:
        if not self._closing:
            self._ordered += 1
            self.nursery.fork()

    def _end(self, worker: Holding) -> None:
        """Kill a worker that may be anywhere in its work."""
        worker.ticket = None
        worker.leaving = True
        self.nursery.kill(worker.pid)
        worker.close()

    def _dismiss(self, worker: Process) -> None:
        """Let a worker end that has nothing to do."""
        worker.close()

    def _hear(self) -> None:
        """What the nursery says."""
        while True:
            try:
                heard = self.nursery.hear()
            except BlockingIOError:
                return
            if heard is None:
                self._lose_all()
                return
            if isinstance(heard, Born):
                worker = self._alive[heard.pid] = Process(self, heard)
                task = asyncio.get_running_loop().create_task(self._welcome(worker, heard.stream))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            elif heard.pid in self._alive:
                worker = self._alive[heard.pid]
                worker.status = heard.status
                self._bury(worker)

    async def _welcome(self, worker: Process, stream: socket.socket) -> None:
        """A worker is there."""
        stream.setblocking(False)
        await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=stream)
        self._ordered -= 1
        if self._closing:
            worker.close()
        else:
            self._idle.append(worker)
            self._dispatch()

    def lose(self, worker: Process) -> None:
        """All that a worker has sent is read."""
        if worker in self._idle:
            self._idle.remove(worker)
        self._bury(worker)

    def _bury(self, worker: Process) -> None:
        """Once a worker has ended and all that it sent is read: tell its request, if it has one, why there is no more."""
        if worker.status is None or not worker.lost or self._alive.pop(worker.pid, None) is None:
            return
        if worker.ticket is not None:
            ticket, worker.ticket = worker.ticket, None
            self._lose_ticket(ticket, worker, worker.status)
        os.close(worker.words)
        self._dispatch()

    def _lose_ticket(self, ticket: Ticket, worker: Process, status: int) -> None:
        """A worker ended with a request: one that was killed from outside before it said anything is replaced once."""
        if status == -signal.SIGKILL and not (ticket.again or ticket.heard):
            self._leave(ticket)
            ticket.again, ticket.worker = True, None
            self._waiting[ticket.slow].appendleft(ticket)
            return
        self._release(ticket)
        ticket.fail(self._reason(status, worker))

    def _reason(self, status: int, worker: Process) -> Exception:
        error = explain_death(status, worker.last_words(), self.bounds.memory)
        return error if isinstance(error, LimitReached) else WorkersLost(str(error))

    def _lose_all(self) -> None:
        """The nursery has ended, and all workers with it."""
        asyncio.get_running_loop().remove_reader(self.nursery.control.fileno())
        lost = WorkersLost("the server's workers have ended; start it again")
        tickets = [worker.ticket for worker in self._alive.values() if worker.ticket is not None]
        for ticket in [*tickets, *self._waiting[False], *self._waiting[True]]:
            self._release(ticket)
            ticket.fail(lost)
        self._idle.clear()
        self._closing = True
