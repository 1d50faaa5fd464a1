"""A request to many workers, on its way, and the answer that comes."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Protocol

KEPT = 1 << 20
"""Bytes of an answer that may wait for the client before the worker waits too."""


class Holding(Protocol):
    """The worker that a request has."""

    pid: int
    ticket: Ticket | None
    leaving: bool

    def close(self) -> None:
        """Let go of it."""

    def hold(self, held: bool) -> None:
        """Read no more from it for now, or go on."""


class Ticket:
    """A request on its way through the pool; frames of its answer come out of :meth:`next_frame`."""

    def __init__(self, message: bytes, key: bytes) -> None:
        self.message, self.key = message, key
        self.slow = self.ripe = self.sent = self.begun = self.done = self.again = False
        self.worker: Holding | None = None
        self.timers: list[asyncio.TimerHandle] = []
        self._frames: deque[tuple[bytes, bytes]] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._kept = 0
        self.failure: Exception | None = None
        self.watching: list[asyncio.Task[None]] = []

    def put(self, tag: bytes, payload: bytes) -> None:
        """A frame has come."""
        self._frames.append((tag, payload))
        self._kept += len(payload)
        if self._kept > KEPT and self.worker is not None:
            self.worker.hold(True)
        self._wake()

    def fail(self, error: Exception) -> None:
        """There will be no more frames, for this reason."""
        self.failure, self.done = error, True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    @property
    def heard(self) -> bool:
        """Whether anything of the answer has come."""
        return self.sent or bool(self._frames)

    async def next_frame(self) -> tuple[bytes, bytes]:
        """The next frame; raises what ended the request early."""
        while not self._frames:
            if self.failure is not None:
                raise self.failure
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        tag, payload = self._frames.popleft()
        self._kept -= len(payload)
        if self._kept <= KEPT and self.worker is not None:
            self.worker.hold(False)
        self.sent = True
        return tag, payload
