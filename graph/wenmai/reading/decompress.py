"""Decompression as a stream, whatever a file's name says: gzip, bzip2, xz and zstd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO, Protocol

    class Readable(Protocol):
        """What bytes can be read from."""

        def read(self, size: int = ..., /) -> bytes:
            """At most ``size`` bytes; nothing at the end."""

    class Compressed(Readable, Protocol):
        """The raw bytes of a file or a stream, with what to call it."""

        @property
        def name(self) -> str:
            """What it is called in a sentence."""


COMPRESSIONS = {"gz": b"\x1f\x8b", "bz2": b"BZh", "xz": b"\xfd7zXZ\x00", "zst": b"\x28\xb5\x2f\xfd"}
"""The first bytes of a compressed file, by the ending of its name."""

CHUNK = 1 << 18
"""How many bytes are read at once."""


def decompress(source: Compressed) -> Readable:
    """The bytes of ``source``, decompressed piece by piece, whatever its name says."""
    head = source.read(CHUNK)
    while 0 < len(head) < 8 and (more := source.read(CHUNK)):
        head += more
    stream = Joined(head, source)
    if head.startswith(COMPRESSIONS["gz"]):
        import gzip

        return _Unpacked(gzip.GzipFile(fileobj=stream), source.name)
    if head.startswith(COMPRESSIONS["bz2"]):
        import bz2

        return _Unpacked(bz2.BZ2File(stream), source.name)
    if head.startswith(COMPRESSIONS["xz"]):
        import lzma

        return _Unpacked(lzma.LZMAFile(cast("IO[bytes]", stream)), source.name)
    if head.startswith(COMPRESSIONS["zst"]):
        return _Unpacked(_zstd(stream, source.name), source.name)
    return stream


def _zstd(stream: Joined, name: str) -> Readable:
    try:
        import zstandard
    except ImportError:
        raise InputError(f"{name} is compressed with zstd; install wenmai[zstd], or decompress it first") from None
    return _Zstd(stream, zstandard.ZstdDecompressor)


class _Zstd:
    """Decompresses zstd frame by frame, and sees when the last is cut off, which the library's own reader does not."""

    FED = 512
    """Bytes given at once: four of them may stand for 128 KiB."""

    def __init__(self, stream: Joined, decompressor: Callable[[], Any]) -> None:
        self._stream, self._new = stream, decompressor
        self._frame = decompressor().decompressobj()
        self._started = False
        self._left = b""

    def read(self, size: int = CHUNK) -> bytes:
        """About ``size`` bytes."""
        pieces, length = [], 0
        while length < size:
            self._left = self._left or self._stream.read(CHUNK)
            if not self._left:
                if self._started and not self._frame.eof:
                    raise EOFError("compressed data ended before its end marker")
                break
            fed, self._left = self._left[: self.FED], self._left[self.FED :]
            if self._frame.eof:
                self._frame = self._new().decompressobj()
            self._started = True
            piece = self._frame.decompress(fed)
            self._left = self._frame.unused_data + self._left
            pieces.append(piece)
            length += len(piece)
        return b"".join(pieces)


class Joined:
    """What was read ahead, then the rest."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int = CHUNK) -> bytes:
        """At most ``size`` bytes."""
        if self._head:
            piece = self._head if size < 0 else self._head[:size]
            self._head = self._head[len(piece) :]
            return piece
        return self._rest.read(CHUNK if size < 0 else size)

    def seekable(self) -> bool:
        """No: a stream. The decompressors of the standard library ask before they read."""
        return False

    def readable(self) -> bool:
        """Yes."""
        return True

    def seek(self, *_: int) -> int:
        """Not possible."""
        raise OSError("a stream cannot be rewound")


class NamedStream:
    """A stream with the name that a decompressor's sentences need."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self.read, self.name = stream.read, name


class _Unpacked:
    """A decompressor whose faults are told as one sentence."""

    def __init__(self, stream: Readable, name: str) -> None:
        self._stream, self._name = stream, name

    def read(self, size: int = CHUNK) -> bytes:
        """At most ``size`` decompressed bytes."""
        try:
            return self._stream.read(size)
        except InputError:
            raise
        except Exception as error:  # each decompressor has errors of its own
            raise InputError(f"{self._name} is damaged or cut off: {reason(error)}") from error


def reason(error: BaseException) -> str:
    """What a system or a library says, as the end of a sentence."""
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).rstrip(".").lower()
