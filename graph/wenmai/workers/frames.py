"""Frames: how a worker is asked and how it answers. A letter, a length, and so many bytes.

``D`` frames hold a result, unless the worker writes it to the asker's own file descriptor; then a ``B`` frame says that it begins. One
``S`` frame says how it went. A started interpreter is told in frames too: ``O`` what opens the graph, ``G`` what that is told, and
``J`` a question.
"""

from __future__ import annotations

import os
import select
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

HEAD = struct.Struct(">cQ")


class Frames:
    """Frames out of the bytes that arrive."""

    def __init__(self) -> None:
        self._buffer, self._start = bytearray(), 0

    def feed(self, received: bytes) -> None:
        """Bytes have come."""
        del self._buffer[: self._start]
        self._start = 0
        self._buffer += received

    def take(self) -> tuple[bytes, bytes] | None:
        """The next frame that is whole."""
        if len(self._buffer) - self._start < HEAD.size:
            return None
        tag, length = HEAD.unpack_from(self._buffer, self._start)
        begin = self._start + HEAD.size
        if len(self._buffer) < begin + length:
            return None
        self._start = begin + length
        return tag, bytes(self._buffer[begin : self._start])


def wait_for(descriptor: int, seconds: float | None) -> bool:
    """Whether something can be read, or the other end is closed, within some seconds."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(None if seconds is None else max(0.0, seconds) * 1000))


def write_all(descriptor: int, payload: bytes) -> None:
    """Write all bytes, however many calls it takes."""
    rest = memoryview(payload)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def frame(tag: bytes, payload: bytes) -> bytes:
    """One frame, as it is sent."""
    return HEAD.pack(tag, len(payload)) + payload


class FramedFile:
    """A file whose writes become ``D`` frames of some 64 KB, the last of which goes out with the frame behind it."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe, self._kept, self._flushed = pipe, bytearray(), 0

    def write(self, payload: bytes) -> int:
        """Keep some bytes, and send what is kept when it fills a frame."""
        self._kept += payload
        if len(self._kept) >= 1 << 16:
            self._send(frame(b"D", bytes(self._kept)))
            self._kept.clear()
            self._flushed = 0
        return len(payload)

    def flush(self) -> None:
        """What is kept will be sent."""
        self._flushed = len(self._kept)

    def end(self, last: bytes) -> None:
        """Send what is kept, as far as it was flushed, and a last frame."""
        self._send((frame(b"D", bytes(self._kept[: self._flushed])) if self._flushed else b"") + last)

    def _send(self, payload: bytes) -> None:
        write_to(self._pipe, payload)


def write_to(pipe: BinaryIO, payload: bytes) -> None:
    """Write all bytes, however many calls the pipe takes for it."""
    rest = memoryview(payload)
    while rest:
        rest = rest[pipe.write(rest) :]
