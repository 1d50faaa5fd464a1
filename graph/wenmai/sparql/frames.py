"""Frames: how the process of a query answers. A letter, a length, and so many bytes.

``D`` frames hold a result, unless the process writes to the asker's own file descriptor; one ``S`` frame says how it went.
A kept interpreter is told in frames too: ``O`` what opens the graph, ``G`` what that is told, and ``J`` a job.
"""

from __future__ import annotations

import os
import struct
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

HEAD = struct.Struct(">cQ")


class DeadlinePassed(Exception):
    """The answer did not come in time."""


def read_frames(reading: int, deadline: float | None) -> Iterator[tuple[bytes, bytes]]:
    """The frames that arrive until the pipe closes; raises ``DeadlinePassed`` at the deadline."""
    buffer = bytearray()
    while chunk := _read(reading, deadline):
        buffer += chunk
        while len(buffer) >= HEAD.size:
            tag, length = HEAD.unpack_from(buffer)
            if len(buffer) < HEAD.size + length:
                break
            yield tag, bytes(buffer[HEAD.size : HEAD.size + length])
            del buffer[: HEAD.size + length]


def _read(reading: int, deadline: float | None) -> bytes:
    """Some bytes, none at the end; DeadlinePassed where none come in time."""
    import select

    poll = select.poll()
    poll.register(reading, select.POLLIN)
    left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
    if not poll.poll(left):
        raise DeadlinePassed
    return os.read(reading, 1 << 20)


def write_frame(pipe: BinaryIO, tag: bytes, payload: bytes) -> None:
    """Write one frame, however many calls the pipe takes for it."""
    rest = memoryview(HEAD.pack(tag, len(payload)) + payload)
    while rest:
        rest = rest[pipe.write(rest) :]


class FramedFile:
    """A file whose writes become ``D`` frames of some 64 KB."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe, self._kept = pipe, bytearray()

    def write(self, payload: bytes) -> int:
        """Keep some bytes, and send what is kept when it fills a frame."""
        self._kept += payload
        if len(self._kept) >= 1 << 16:
            self.flush()
        return len(payload)

    def flush(self) -> None:
        """Send what is kept."""
        if self._kept:
            write_frame(self._pipe, b"D", bytes(self._kept))
            self._kept.clear()
