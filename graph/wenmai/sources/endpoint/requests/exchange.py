"""One request over HTTP and its whole answer, within a deadline and a size.

The standard library's ``http.client`` speaks the protocol. What is added here are the bounds that neither it nor urllib3
nor httpx has: a deadline for the exchange as a whole (theirs is one for each read, so a server that sends a byte a second
never meets it), and the largest size of an answer, unpacked, before it is in memory.
"""

from __future__ import annotations

import io
import re
import socket
import time
import zlib
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from urllib.parse import SplitResult

PIECE = 1 << 16
"""Bytes read at once."""


class Request(NamedTuple):
    """What is sent: the target is a path with its query."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes | None = None


class Reply(NamedTuple):
    """A whole answer: its status, its header fields by lower-case name, and its body, unpacked."""

    status: int
    headers: dict[str, str]
    body: bytes


class Broken(Exception):
    """The exchange did not come to its end; ``reason`` is a phrase that follows the address."""

    def __init__(self, reason: str = "did not answer in time") -> None:
        self.reason = reason
        super().__init__(reason)


class Late(Broken):
    """Its deadline passed."""


class Unreachable(Broken):
    """Nobody answers at the address at all."""


class TooLarge(Broken):
    """The answer is larger than is read."""


class Line:
    """A connection to one address, kept open between requests, opened when it is needed; for one thread."""

    def __init__(self, parts: SplitResult, most_bytes: int) -> None:
        self.parts, self.most_bytes = parts, most_bytes
        self._connection: HTTPConnection | None = None

    def close(self) -> None:
        """Close the connection; the next request opens a new one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def exchange(self, request: Request, end: float) -> Reply:
        """Send a request and read its answer until ``end`` (seconds of the monotonic clock).

        Raises:
            Late, Unreachable, TooLarge, Broken: as their names say; the connection is closed then.
        """
        fresh = self._connection is None
        try:
            return self._before(end, request)
        except (OSError, HTTPException, zlib.error) as error:
            if fresh:
                raise Broken(f"broke off its answer ({error_words(error)})") from None
        return self.exchange(request, end)  # a server may close an idle connection at any time: that is no failure

    def _before(self, end: float, request: Request) -> Reply:
        """One attempt."""
        connection = self._connection = self._connection or self._dial(end)
        connection.sock.settimeout(_left(end))
        connection.response_class = partial(_response, end=end)  # type: ignore[assignment]
        try:
            connection.request(request.method, request.target, body=request.body, headers=request.headers)
            with connection.getresponse() as response:
                reply = Reply(response.status, _fields(response), self._body(response))
        except (OSError, HTTPException, zlib.error) as error:
            self.close()
            if isinstance(error, TimeoutError):
                raise Late from None
            raise
        if response.will_close:
            self.close()
        return reply

    def _dial(self, end: float) -> HTTPConnection:
        """A new connection; the addresses of a host are tried in turn, all before ``end``."""
        kind = HTTPSConnection if self.parts.scheme == "https" else HTTPConnection
        host, refusal = str(self.parts.hostname), "it has no address"
        try:
            places = socket.getaddrinfo(host, self.parts.port or kind.default_port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"cannot be reached: {error_words(error)}") from None
        for *_, place in places:
            connection = kind(host, self.parts.port)
            try:
                connection.sock = socket.create_connection((str(place[0]), int(place[1])), timeout=_left(end))
                # A request goes in two pieces, and the second would wait for the server's word on the first.
                connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if kind is HTTPSConnection:
                    connection.sock = _secured(connection.sock, host, end)
            except OSError as error:
                connection.close()
                if isinstance(error, TimeoutError):
                    raise Late from None
                if isinstance(error, ConnectionResetError):
                    raise Broken(f"broke off ({error_words(error)})") from None
                refusal = error_words(error)
            else:
                return connection
        raise Unreachable(f"cannot be reached: {refusal}")

    def _body(self, response: HTTPResponse) -> bytes:
        """The body, unpacked, as long as it is not too large."""
        body, piece = bytearray(), bytearray(PIECE)
        unpack: Unpacker | None = None
        while count := response.readinto(piece):
            if unpack is None:
                unpack = Unpacker(response.getheader("Content-Encoding", ""), piece[:count])
            body += unpack.take(bytes(memoryview(piece)[:count]), self.most_bytes + 1 - len(body))
            if len(body) > self.most_bytes:
                self.close()
                raise TooLarge(f"answered with more than {self.most_bytes >> 20:,} MB")
        if response.length:
            raise HTTPException(f"{response.length} bytes are missing")
        if unpack is not None and not unpack.finished:
            raise HTTPException("the packed answer ends early")
        return bytes(body)


class TimedBytes(io.RawIOBase):
    """What comes from a socket until a deadline: each read has only the time that is left, however little each brings.

    To ``http.client`` it is the socket of one response. To cut the connection from a thread would not do: what a server goes
    on sending stays readable.
    """

    def __init__(self, connected: socket.socket, end: float) -> None:
        self._socket, self._end = connected, end
        self._raw = connected.makefile("rb", buffering=0)

    def makefile(self, _: str) -> io.BufferedReader:
        """As of a socket."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """As it is."""
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        """Read what there is.

        Raises:
            TimeoutError: the deadline passed.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Let the socket go."""
        self._raw.close()
        super().close()


def _response(connected: socket.socket, *, end: float, **given: Any) -> HTTPResponse:
    return HTTPResponse(TimedBytes(connected, end), **given)  # type: ignore[arg-type]


class Unpacker:
    """Takes a body apart as it was packed, which its first bytes tell better than its header does."""

    def __init__(self, encoding: str, first: bytearray) -> None:
        self._wbits = 0
        if first[:2] == b"\x1f\x8b":
            self._wbits = 31
        elif encoding.strip().lower() == "deflate" and not first.startswith((b"{", b"<", b"?")):
            zlib_header = len(first) > 1 and first[0] & 15 == 8 and int.from_bytes(first[:2], "big") % 31 == 0
            self._wbits = 15 if zlib_header else -15  # RFC 9110 means the former, servers that err send the latter
        self._stream = zlib.decompressobj(self._wbits) if self._wbits else None

    @property
    def finished(self) -> bool:
        """Whether nothing is missing of what was packed."""
        return self._stream is None or self._stream.eof

    def take(self, piece: bytes, most: int) -> bytes:
        """The next bytes unpacked, ``most`` of them at most; members of gzip may follow one another."""
        if self._stream is None:
            return piece
        found = bytearray()
        while piece and len(found) < most:
            if self._stream.eof:
                if piece[:2] != b"\x1f\x8b":
                    break  # padding
                self._stream = zlib.decompressobj(self._wbits)
            found += self._stream.decompress(piece, most - len(found))
            piece = self._stream.unused_data if self._stream.eof else b""
        return bytes(found)


def _left(end: float) -> float:
    """The seconds until a deadline; a moment at least, for nought means *at once* to a socket."""
    return max(0.001, end - time.monotonic())


def _secured(plain: socket.socket, host: str, end: float) -> socket.socket:
    """A socket under TLS; the certificate is checked."""
    import ssl

    plain.settimeout(_left(end))
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _fields(response: HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in response.getheaders()}


def error_words(error: BaseException) -> str:
    """What an error of the system or of HTTP says, on one line."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return excerpt(str(text).encode("utf-8", "replace"))


def excerpt(body: bytes, most: int = 200) -> str:
    """The first words of what a server wrote, on one line, without control characters or markup."""
    text = re.sub(r"<[^<>]*>", " ", body[:4000].decode("utf-8", "replace"))
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= most else text[: most - 1] + "…"
