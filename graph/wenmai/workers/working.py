"""In a worker: answer one question after another, each within its bound of memory, in a thread with room for deep recursion."""

from __future__ import annotations

import os
import threading
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, cast

from wenmai.workers.confinement import STACK, share_arena
from wenmai.workers.frames import FramedFile, frame, write_all, write_to

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_ANSWERS = 5_000
"""After so many a worker ends, whatever it has gathered."""

MOST_GROWTH = 256 << 20
"""Bytes by which a worker may have grown after an answer; one that has grown more ends."""


class Work(Protocol):
    """Answers one question: the result into ``out``, which is flushed where it is whole; gives how it went.

    ``isolation`` is what keeps the process off the network.
    """

    def __call__(self, topic: Any, message: bytes, out: BinaryIO, isolation: str) -> bytes:
        """Answer."""


def find_function(target: str) -> Any:
    """The function that a ``module:function`` of wenmai names."""
    module, _, function = target.partition(":")
    return getattr(import_module(module), function)


def answer(work: Work, topic: Any, message: bytes, pipe: BinaryIO, isolation: str, direct: int | None = None) -> None:
    """Answer a question; the result goes to the descriptor ``direct``, if there is one, which is closed then."""
    out = FramedFile(pipe) if direct is None else DirectFile(direct, pipe)
    try:
        out.end(frame(b"S", work(topic, message, cast("BinaryIO", out), isolation)))
    finally:
        if direct is not None:
            os.close(direct)


class DirectFile:
    """A file whose writes go to a descriptor; before the first a frame ``B`` says that the result has begun."""

    def __init__(self, descriptor: int, pipe: BinaryIO) -> None:
        self._descriptor, self._pipe, self._kept, self._begun = descriptor, pipe, bytearray(), False

    def write(self, payload: bytes) -> int:
        """Keep some bytes, and write what is kept when it is much."""
        self._kept += payload
        if len(self._kept) >= 1 << 16:
            self.flush()
        return len(payload)

    def flush(self) -> None:
        """Write what is kept."""
        if self._kept and not self._begun:
            self._begun = True
            write_to(self._pipe, frame(b"B", b""))
        kept = bytes(self._kept)
        self._kept.clear()
        write_all(self._descriptor, kept)

    def end(self, last: bytes) -> None:
        """Send a last frame to the asker."""
        write_to(self._pipe, last)


def resident() -> int:
    """Bytes of memory that this process has; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - read after each answer
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def call_in_big_stack(work: Callable[[], None]) -> None:
    """Call ``work`` in a thread with the largest stack that the system gives, and pass on what it raises."""
    trouble: list[BaseException] = []
    thread = start_in_big_stack(work, trouble.append)
    thread.join()
    if trouble:
        raise trouble[0]


def start_in_big_stack(work: Callable[[], None], on_error: Callable[[BaseException], object]) -> threading.Thread:
    """Start a thread with the largest stack that the system gives; ``on_error`` is called there with what ``work`` raises.

    Raises:
        MemoryError: the system gives none, however small.
    """

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - passed on to who asked
            on_error(error)

    share_arena()
    for size in (STACK, STACK >> 2, STACK >> 4):
        threading.stack_size(size)
        thread = threading.Thread(target=guarded, daemon=True)
        try:
            thread.start()
        except RuntimeError:
            continue
        return thread
    raise MemoryError("no stack")
