"""Workers that are kept for the next question: for whoever waits for the answer, in as many threads as there are.

A question takes a worker that has answered about the same graph, as it is now, or begins one. :data:`FAST` questions begin at once; one
that has run for :data:`PATIENCE` seconds gives its turn to the next, so that those that run away keep nobody waiting, until there
are :data:`MOST`. A worker whose answer was not read to its end is ended, for it may be anywhere; one that ended while it waited is
replaced, and nobody hears of it. All end with their graph, with this process, and a fork of this process begins without any.
"""

from __future__ import annotations

import atexit
import os
import signal
import threading
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple, Protocol
from weakref import ref

from wenmai.system.processes import may_fork

if TYPE_CHECKING:
    from collections.abc import Generator

    from wenmai.workers.topic import Topic

FAST, MOST = max(2, os.cpu_count() or 1), 12
"""Questions that are young, and all that are answered at once."""

IDLE = {"fork": 8, "spawn": 2}
"""Workers that are kept when nobody asks; an interpreter that was started holds a graph of its own."""

PATIENCE = 0.5
"""Seconds after which a question is slow."""

STOPPED: ContextVar[threading.Event | None] = ContextVar("STOPPED", default=None)
"""Set by who asks: when the event is, the question is ended as if its deadline had passed."""


class DeadlinePassed(Exception):
    """The answer did not come in time."""


class Worker(Protocol):
    """The asker's end of a worker, however it was begun."""

    @property
    def pid(self) -> int:
        """Its process."""

    def send(self, memory: int, message: bytes, direct: int | None) -> None:
        """Ask; ``memory`` bounds the worker, and a result goes to the descriptor ``direct``, if there is one."""

    def next_frame(self, seconds: float | None) -> tuple[bytes, bytes] | None:
        """The next frame, an empty one at the end; ``None`` when none comes in time."""

    def is_alive(self) -> bool:
        """Whether it has not ended."""

    def status(self) -> int:
        """How it ended, once it has: negative for a signal."""

    def last_words(self) -> str:
        """What it wrote to its standard error."""

    def let_go(self) -> None:
        """Let it end by itself; may be called at any time."""

    def end(self) -> None:
        """End it, wherever it is."""

    def forget(self) -> None:
        """Close what is held of it."""


class Inquiry(NamedTuple):
    """What is asked: a message for the function ``target``, a ``module:function`` of wenmai (:class:`~wenmai.workers.working.Work`).

    ``memory`` is in bytes, ``deadline`` by the monotonic clock. A result goes to the descriptor ``direct``, if there is one. ``network``:
    the worker may have one.
    """

    target: str
    message: bytes
    memory: int
    deadline: float | None = None
    direct: int | None = None
    network: bool = False


class Died(Exception):
    """A worker ended before its answer: its exit status, negative for a signal, and its last words."""

    def __init__(self, status: int, last_words: str) -> None:
        self.status, self.last_words = status, last_words
        super().__init__(status)


class _Kept(NamedTuple):
    worker: Worker
    topic: ref[Topic]
    key: tuple[str, str, int, bool]


class Keeper:
    """The workers of this process."""

    def __init__(self) -> None:
        self.waiting: list[_Kept] = []
        """Those that nobody asks now, the last asked at the end."""
        self._begun: dict[int, Worker] = {}
        self._lock = threading.RLock()
        self._beginning = threading.Lock()
        self.young, self.all = threading.Semaphore(FAST), threading.Semaphore(MOST)

    def take(self, topic: Topic, question: Inquiry, method: str) -> tuple[_Kept, bool]:
        """A worker for a question, and whether it has answered before."""
        key = method, question.target, topic.revision, question.network
        with self._lock:
            gone = [one for one in self.waiting if self._is_useless(one, topic, key)]
            self.waiting = [one for one in self.waiting if one not in gone]
            found = next((one for one in reversed(self.waiting) if one.topic() is topic and one.key == key), None)
            if found is not None:
                self.waiting.remove(found)
        for one in gone:
            self.end(one)
        if found is not None:
            return found, True
        with self._beginning:  # a fork that is made meanwhile would hold the ends of its socket open
            worker = _begin(topic, question, method)
            self._begun[id(worker)] = worker
        return _Kept(worker, ref(topic, lambda _: worker.let_go()), key), False

    def _is_useless(self, kept: _Kept, topic: Topic, key: tuple[str, str, int, bool]) -> bool:
        held = kept.topic()
        stale = held is topic and kept.key[:2] == key[:2] and kept.key[2] != key[2]
        return held is None or stale or not kept.worker.is_alive()

    def give_back(self, kept: _Kept) -> None:
        """Keep a worker for the next question; the one that was asked longest ago goes where there are too many."""
        with self._lock:
            self.waiting.append(kept)
            alike = [one for one in self.waiting if one.key[0] == kept.key[0]]
            gone = alike[: max(0, len(alike) - IDLE[kept.key[0]])]
            self.waiting = [one for one in self.waiting if one not in gone]
        for one in gone:
            self.end(one)

    def end(self, kept: _Kept) -> None:
        """End a worker."""
        self._begun.pop(id(kept.worker), None)
        kept.worker.end()

    def stop(self) -> None:
        """End all workers that nobody asks."""
        with self._lock:
            gone, self.waiting = self.waiting, []
        for one in gone:
            self.end(one)

    def forget(self) -> None:
        """In a fork of this process: these are the workers of another."""
        for worker in list(self._begun.values()):
            worker.forget()
        self.__init__()  # type: ignore[misc]


KEEPER = Keeper()
atexit.register(KEEPER.stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=KEEPER.forget)


def ask(topic: Topic, question: Inquiry, method: str | None = None) -> Generator[tuple[bytes, bytes], None, None]:
    """The frames of an answer about ``topic``, up to ``S``. ``method`` is ``fork`` or ``spawn``; the default is what is safe here.

    Raises:
        DeadlinePassed: the answer did not come in time. Died: the worker ended before.
    """
    turn = Turn(question.deadline)
    try:
        while True:
            kept, before = KEEPER.take(topic, question, method or ("fork" if may_fork() else "spawn"))
            answered = heard = False
            try:
                kept.worker.send(question.memory, question.message, question.direct)
                while not answered:
                    tag, payload = turn.wait_for_frame(kept.worker)
                    if not tag:
                        break
                    answered, heard = tag == b"S", True
                    yield tag, payload
                else:
                    return
                status = kept.worker.status()
                if heard or not before or status not in _ENDED_WAITING:
                    raise Died(status, kept.worker.last_words())
            finally:
                if answered:
                    KEEPER.give_back(kept)
                else:
                    KEEPER.end(kept)
    finally:
        turn.end()


_ENDED_WAITING = (0, 1, -getattr(signal, "SIGKILL", 9), -signal.SIGTERM)
"""How a worker ends that nobody asked: by itself, or from outside (on Windows with status 1)."""


def _begin(topic: Topic, question: Inquiry, method: str) -> Worker:
    """A new worker; only the way that is gone is loaded."""
    if method == "fork":
        from wenmai.workers.forked import start_forked

        return start_forked(topic, question.target, network=question.network)
    from wenmai.workers.spawned import start_spawned

    return start_spawned(topic, question.target, network=question.network)


class Turn:
    """A question's leave to be answered: it waits for one, and gives it to the next when it has run for long."""

    def __init__(self, deadline: float | None) -> None:
        self._keeper, self._deadline, self._stopped = KEEPER, deadline, STOPPED.get()
        self._young = False
        self._take(self._keeper.all)
        try:
            self._take(self._keeper.young)
        except BaseException:
            self._keeper.all.release()
            raise
        self._young, self._slow = True, time.monotonic() + PATIENCE

    def _take(self, free: threading.Semaphore) -> None:
        while not free.acquire(timeout=0.1):
            self.check()

    def wait_for_frame(self, worker: Worker) -> tuple[bytes, bytes]:
        """The next frame of a worker, an empty one at its end; raises DeadlinePassed."""
        while (frame := worker.next_frame(self._slice())) is None:
            self.check()
        return frame

    def _slice(self) -> float | None:
        """Seconds until something is to be looked at again."""
        ends = [
            end - time.monotonic()
            for end, due in ((self._deadline, True), (self._slow, self._young))
            if due and end is not None
        ]
        return min([*ends, 0.1] if self._stopped is not None else ends, default=None)

    def check(self) -> None:
        """Raise DeadlinePassed where the question is to end; let the next begin where it is slow."""
        now = time.monotonic()
        late = self._deadline is not None and now >= self._deadline
        if late or (self._stopped is not None and self._stopped.is_set()):
            raise DeadlinePassed
        if self._young and now >= self._slow:
            self._young = False
            self._keeper.young.release()

    def end(self) -> None:
        """Let others run."""
        if self._young:
            self._young = False
            self._keeper.young.release()
        self._keeper.all.release()
