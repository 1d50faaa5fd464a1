"""Linux: a worker is a fork of the process that asks. It shares the graph in memory: nothing is copied, nothing is loaded again.

The fork gives up every file that the asker has open, for what it held open would not end there. It ends when the asker closes its end
of the socket or ends, whatever it is at, and when it was asked nothing for :data:`IDLE` seconds.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from _socket import (  # the module socket itself takes 20 ms to load, for names that are not used here
    SCM_RIGHTS,
    SOL_SOCKET,
    socketpair,
)
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn, cast

from wenmai.workers import working
from wenmai.workers.confinement import bound_memory, die_with_parent, isolate
from wenmai.workers.frames import HEAD, Frames, wait_for, write_all

if TYPE_CHECKING:
    from _socket import socket
    from typing import BinaryIO

    from wenmai.workers.topic import Topic
    from wenmai.workers.working import Work

IDLE = 60.0
"""Seconds after which a worker that is asked nothing ends."""

_WATCHED = 1.0
"""Seconds between two looks at the asker where the system does not tell of its end."""


class Forked:
    """The asker's end of a worker that was forked."""

    def __init__(self, pid: int, stream: socket, words: int) -> None:
        self.pid, self._stream, self._words = pid, stream, words
        self._frames = Frames()
        self._status: int | None = None
        self._gone = False

    def send(self, memory: int, message: bytes, direct: int | None) -> None:
        """Ask; ``memory`` bounds the worker, and a result goes to the descriptor ``direct``, if there is one."""
        head = HEAD.pack(b"J", len(message)) + memory.to_bytes(8, "big")
        rights = [] if direct is None else [(SOL_SOCKET, SCM_RIGHTS, direct.to_bytes(4, sys.byteorder))]
        with suppress(OSError):  # it has ended; that is told where its answer is awaited
            self._stream.sendmsg([head], rights)
            write_all(self._stream.fileno(), message)

    def next_frame(self, seconds: float | None) -> tuple[bytes, bytes] | None:
        """The next frame, an empty one at the end; ``None`` when none comes in time."""
        descriptor = self._stream.fileno()
        while (frame := self._frames.take()) is None:
            if not wait_for(descriptor, seconds):
                return None
            try:
                received = os.read(descriptor, 1 << 20)
            except ConnectionError:
                received = b""
            if not received:
                return b"", b""
            self._frames.feed(received)
        return frame

    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return not self._gone and self._reap(os.WNOHANG) is None

    def status(self) -> int:
        """How it ended, once it has: negative for a signal."""
        found = self._reap(0)
        return 0 if found is None else found

    def last_words(self) -> str:
        """What it wrote to its standard error."""
        with suppress(OSError):
            return os.pread(self._words, 65536, 0).decode("utf-8", "replace")
        return ""

    def let_go(self) -> None:
        """Let it end by itself; may be called at any time."""
        self._gone = True
        with suppress(OSError):
            self._stream.shutdown(2)

    def end(self) -> None:
        """End it, wherever it is."""
        if self._status is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self._reap(0)
        self.forget()

    def forget(self) -> None:
        """Close what is held of it."""
        self._gone = True
        self._stream.close()
        if self._words >= 0:
            os.close(self._words)
            self._words = -1

    def _reap(self, options: int) -> int | None:
        if self._status is None:
            try:
                pid, status = os.waitpid(self.pid, options)
            except ChildProcessError:  # somebody else waits for all children of this process
                self._status = -signal.SIGKILL
            else:
                self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status


def start_forked(topic: Topic, target: str, *, network: bool) -> Forked:
    """Fork a worker that answers about ``topic`` by the function ``target``."""
    import ctypes  # noqa: F401 - what a worker needs is loaded once, here, and not again by each
    import resource  # noqa: F401

    work = cast("Work", working.find_function(target))
    ours, theirs = socketpair()
    words = os.memfd_create("words", os.MFD_CLOEXEC)
    parent, tied = os.getpid(), threading.current_thread() is threading.main_thread()
    pid = _fork()
    if not pid:
        _be_worker(topic, work, theirs, words, parent if tied else 0, network=network)
    theirs.close()
    return Forked(pid, ours, words)


def _fork() -> int:
    """Fork without the warning about threads: the child touches nothing that another thread could have locked.

    It reads the graph, which nobody writes, and writes to its own socket; should it hang all the same, its deadline
    ends it.
    """
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _be_worker(topic: Topic, work: Work, stream: socket, words: int, tied: int, *, network: bool) -> NoReturn:
    """Be the child: never returns, never runs the parent's clean-up. ``tied``: the parent, where its main thread forked."""
    status, busy = 70, [True]
    try:
        parent = os.getppid()
        os.dup2(words, 2)
        if "faulthandler" in sys.modules:  # its report of a crash goes to a copy of the asker's standard error
            sys.modules["faulthandler"].disable()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the asker, which then ends this
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _give_up_files({2, stream.fileno()})
        if tied:
            die_with_parent(tied)
        topic.be_forked()
        isolation = "" if network else isolate()

        def serve() -> None:
            _serve(topic, work, stream, isolation, busy)
            os._exit(0)

        working.start_in_big_stack(serve, _die)
        _watch(stream.fileno(), parent, busy)
        status = 0
    except BaseException as error:  # noqa: BLE001 - the child may only end here
        _die(error)
    finally:
        os._exit(status)


def _die(error: BaseException) -> None:
    """End with some last words."""
    os.write(2, f"{type(error).__name__}: {error}".encode("utf-8", "replace"))
    os._exit(70)


def _give_up_files(kept: set[int]) -> None:
    """Let go of what the asker has open. The numbers stay taken, so that no object of the asker's closes what it does not mean."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 - a fork loads as little as it can
        if int(name) not in kept | {nothing}:
            with suppress(OSError):  # that of the listing is closed by now
                os.fstat(int(name))
                os.dup2(nothing, int(name), inheritable=False)


def _serve(topic: Topic, work: Work, stream: socket, isolation: str, busy: list[bool]) -> None:
    """Answer until the asker closes its end, or this process has gathered much."""
    import gc

    gc.freeze()  # what the asker made is shared, and stays so
    start, pipe = working.resident(), cast("BinaryIO", _Pipe(stream.fileno()))
    for _ in range(working.MOST_ANSWERS):
        busy[0] = False
        asked = _receive(stream)
        if asked is None:
            return
        busy[0] = True
        memory, message, direct = asked
        bound_memory(memory)
        working.answer(work, topic, message, pipe, isolation, direct)
        if working.resident() - start > working.MOST_GROWTH:
            return


class _Pipe:
    """The asker, as a file that is written to."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, payload: bytes) -> int:
        return os.write(self._descriptor, payload)


def _receive(stream: socket) -> tuple[int, bytes, int | None] | None:
    """A bound of memory, a message, and a descriptor for the result where one came with it; ``None`` at the end."""
    direct: int | None = None
    head = bytearray()
    while len(head) < HEAD.size + 8:
        part, ancillary, _, _ = stream.recvmsg(HEAD.size + 8 - len(head), 64)
        if not part:
            return None
        head += part
        for level, kind, data in ancillary:
            if (level, kind) == (SOL_SOCKET, SCM_RIGHTS):
                direct = int.from_bytes(data[:4], sys.byteorder)
    left = HEAD.unpack_from(head)[1]
    message = bytearray()
    while left > len(message):
        part = os.read(stream.fileno(), min(left - len(message), 1 << 20))
        if not part:
            return None
        message += part
    return int.from_bytes(head[HEAD.size :], "big"), bytes(message), direct


def _watch(stream: int, parent: int, busy: list[bool]) -> None:
    """Return when the asker is gone or has let go, or has asked nothing for long, whatever the other thread is at."""
    poll = select.poll()
    poll.register(stream, select.POLLRDHUP)
    try:
        poll.register(os.pidfd_open(parent), select.POLLIN)
        patience = IDLE
    except (OSError, AttributeError):  # an old kernel tells of the end of its own children alone
        patience = _WATCHED
    asked_nothing = 0.0
    while os.getppid() == parent and not poll.poll(patience * 1000):
        asked_nothing = 0.0 if busy[0] else asked_nothing + patience
        if asked_nothing >= IDLE:
            return
