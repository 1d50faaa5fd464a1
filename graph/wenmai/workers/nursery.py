"""The process that workers are forked from.

The server itself has threads and an event loop, of which a fork would inherit locks and nothing that works; and a process that
is to die with its parent dies with the *thread* that forked it. So before anything of the server runs, this process of one
thread is forked, with the graph opened and the code loaded. It forks a worker when it is asked for one, hands its end of a
socket to the server, and tells when one has ended. It dies with the server, and the workers die with it.

Each message is a datagram (``SOCK_SEQPACKET``): ``F`` forks, ``K pid`` kills, ``N pid`` and ``I pid`` make one give way to the others;
back come ``F pid`` with two descriptors (the socket, and a file of last words), and ``X pid status``.
"""

from __future__ import annotations

import array
import os
import select
import signal
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

    Work = Callable[[socket.socket, int], object]


GIVES_WAY = 10
"""The niceness of a worker whose request takes long."""


class Born(NamedTuple):
    """A worker was forked: its process, the socket to it, and the file where its last words will be."""

    pid: int
    stream: socket.socket
    words: int


class Gone(NamedTuple):
    """A worker has ended; ``status`` is negative for a signal."""

    pid: int
    status: int


class Nursery:
    """The server's end: asks for workers and hears of them."""

    def __init__(self, control: socket.socket, pid: int) -> None:
        self.control, self.pid = control, pid

    def fork(self) -> None:
        """Ask for another worker."""
        self.control.send(b"F")

    def kill(self, pid: int) -> None:
        """End a worker, if it still runs."""
        self._tell(f"K {pid}")

    def give_way(self, pid: int) -> None:
        """Let a worker go on after the others."""
        self._tell(f"N {pid}")

    def stand_back(self, pid: int) -> None:
        """Let a worker go on only with what nobody else wants of the processor."""
        self._tell(f"I {pid}")

    def _tell(self, text: str) -> None:
        with suppress(OSError):  # it has ended, and its workers with it
            self.control.send(text.encode())

    def hear(self) -> Born | Gone | None:
        """The next message; ``None`` when the process has ended."""
        room = array.array("i")
        try:
            message, ancillary, _, _ = self.control.recvmsg(64, socket.CMSG_LEN(2 * room.itemsize))
        except ConnectionError:
            return None
        if not message:
            return None
        kind, pid, *rest = message.split()
        if kind == b"X":
            return Gone(int(pid), int(rest[0]))
        for level, type_, data in ancillary:
            if (level, type_) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                room.frombytes(data[: len(data) - len(data) % room.itemsize])
        return Born(int(pid), socket.socket(fileno=room[0]), room[1])

    def close(self) -> None:
        """End the process and all workers."""
        self.control.close()
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def start_nursery(work: Work) -> Nursery:
    """Fork the process; in each of its workers ``work`` is called with the socket to the server and the nursery's pid."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    parent = os.getpid()
    pid = os.fork()
    if not pid:
        ours.close()
        _be_nursery(theirs, work, parent)
    theirs.close()
    return Nursery(ours, pid)


def _be_nursery(control: socket.socket, work: Work, parent: int) -> NoReturn:
    """Fork, kill and bury until the server closes its end."""
    from wenmai.workers.confinement import die_with_parent

    with suppress(BaseException):
        die_with_parent(parent)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which lets requests end
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        waking, woken = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        living: set[int] = set()
        while True:
            ready = select.select([control.fileno(), waking], [], [])[0]
            if waking in ready:
                with suppress(BlockingIOError):
                    os.read(waking, 4096)
            _bury(control, living)
            if control.fileno() in ready and not _obey(control, living, work):
                break
    os._exit(0)


def _obey(control: socket.socket, living: set[int], work: Work) -> bool:
    """Do what one message says; whether there was one."""
    message = control.recv(64)
    kind, *rest = message.split() or [b""]
    if kind == b"F":
        living.add(_fork_worker(control, work))
    elif rest and int(rest[0]) in living:  # else it has ended, and its number may be another's
        pid = int(rest[0])
        with suppress(OSError):
            if kind == b"K":
                os.kill(pid, signal.SIGKILL)
            else:
                _give_way(pid, wholly=kind == b"I")
    return bool(message)


def _give_way(pid: int, *, wholly: bool) -> None:
    """Let a process go after the others; ``wholly``: only while no other wants the processor, and who wakes need not await its slice."""
    try:
        if not wholly:
            os.setpriority(os.PRIO_PROCESS, pid, GIVES_WAY)
            return
        os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))
    except PermissionError:  # in a container that allows it to nobody
        os.setpriority(os.PRIO_PROCESS, pid, 19)


def _bury(control: socket.socket, living: set[int]) -> None:
    """Tell of the workers that have ended."""
    while living:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        living.discard(pid)
        control.send(f"X {pid} {os.waitstatus_to_exitcode(status)}".encode())


def _fork_worker(control: socket.socket, work: Work) -> int:
    """Fork a worker and hand over its socket; its standard error goes to a file in memory, for its last words."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    words = os.memfd_create("words", os.MFD_CLOEXEC)
    nursery = os.getpid()
    pid = os.fork()
    if not pid:
        _be_worker(control, ours, theirs, words, nursery, work)
    theirs.close()
    descriptors = array.array("i", [ours.fileno(), words])
    control.sendmsg([f"F {pid}".encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptors)])
    ours.close()
    os.close(words)
    return pid


def _be_worker(
    control: socket.socket, ours: socket.socket, theirs: socket.socket, words: int, nursery: int, work: Work
) -> NoReturn:
    status = 70
    try:
        control.close()
        ours.close()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(words, 2)
        work(theirs, nursery)
        status = 0
    except BaseException as error:  # noqa: BLE001 - the worker may only end here
        os.write(2, f"{type(error).__name__}: {error}".encode("utf-8", "replace"))
    finally:
        os._exit(status)
