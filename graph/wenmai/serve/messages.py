"""What passes between the server and its workers: requests one way, frames of an answer the other.

A request is a length and so many bytes of JSON, then the body. An answer is :mod:`frames <wenmai.workers.frames>`: ``H`` with
the status and headers, ``D`` with parts of the body, and ``E`` at the end, which says whether the worker goes on.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from wenmai.workers.frames import frame, write_to

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping

LENGTHS = struct.Struct(">II")
"""Before a request: the length of its JSON and of its body."""

CHUNK = 1 << 16
"""Bytes of a body that are sent at once."""


class WebRequest(NamedTuple):
    """An HTTP request, as a worker needs it.

    ``path`` is decoded and begins with a slash, ``query`` is raw; ``headers`` are those that the answer depends on, by
    their names in lower case; ``origin`` is the server's own address, without a path.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    origin: str
    body: bytes = b""

    def pack(self) -> bytes:
        """The request as it is sent to a worker."""
        told = json.dumps(self[:-1]).encode()
        return LENGTHS.pack(len(told), len(self.body)) + told + self.body


def receive_request(stream: socket.socket) -> WebRequest | None:
    """The next request; ``None`` when the server has closed its end."""
    head = _receive(stream, LENGTHS.size)
    if head is None:
        return None
    told, body = LENGTHS.unpack(head)
    fields = _receive(stream, told)
    content = _receive(stream, body)
    return None if fields is None or content is None else _read_fields(fields, content)


def _read_fields(fields: bytes, body: bytes) -> WebRequest:
    method, path, query, headers, origin = json.loads(fields)
    return WebRequest(method, path, query, headers, origin, body)


def unpack_request(message: bytes) -> WebRequest:
    """The request that :meth:`WebRequest.pack` wrote."""
    told, body = LENGTHS.unpack_from(message)
    start = LENGTHS.size + told
    return _read_fields(message[LENGTHS.size : start], message[start : start + body])


def _receive(stream: socket.socket, count: int) -> bytes | None:
    """So many bytes; ``None`` when there are no more."""
    kept = bytearray()
    while len(kept) < count:
        part = stream.recv(count - len(kept))
        if not part:
            return None
        kept += part
    return bytes(kept)


class WebResponse:
    """An answer on its way to the server: the head is sent with the first bytes of the body, and may be changed until then."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe, self._kept, self.begun = pipe, bytearray(), False
        self.status, self.headers = 200, dict[str, str]()

    def write(self, payload: bytes) -> int:
        """Keep some bytes, and send what is kept when it is much."""
        self._kept += payload
        if len(self._kept) >= CHUNK:
            self._send()
        return len(payload)

    def flush(self) -> None:
        """Nothing: what is kept is sent when it is much, or at the end."""

    def reset(self) -> None:
        """Forget what was written and not sent."""
        self._kept.clear()

    def end(self, said: Mapping[str, Any]) -> None:
        """Send what is left, and the last frame: a short answer goes out in one piece, so that it is whole or not there."""
        if not self.begun:
            self.headers.setdefault("content-length", str(len(self._kept)))
        self._send(frame(b"E", json.dumps(said).encode()))

    def _send(self, last: bytes = b"") -> None:
        parts = []
        if not self.begun:
            self.begun = True
            parts.append(frame(b"H", json.dumps([self.status, self.headers]).encode()))
        if self._kept:
            parts.append(frame(b"D", bytes(self._kept)))
            self._kept.clear()
        write_to(self._pipe, b"".join([*parts, last]))
