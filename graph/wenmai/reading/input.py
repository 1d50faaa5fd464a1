"""A file being read: its bytes counted and hashed, its format, and every quad in turn."""

from __future__ import annotations

import sys
from functools import cached_property
from hashlib import sha256
from itertools import chain, islice
from typing import TYPE_CHECKING, cast

from wenmai.errors import InputError
from wenmai.reading.blank import Renaming
from wenmai.reading.decompress import CHUNK, reason
from wenmai.reading.detect import detect_format
from wenmai.reading.errors import explain
from wenmai.reading.guard import GUARDS
from wenmai.reading.pages import Pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, BinaryIO

    import pyoxigraph


def quads(location: str, *, scope: int = 0, base: str | None = None) -> Iterator[pyoxigraph.Quad]:
    """Every quad of a file, or of standard input when ``location`` is ``-``, in the order they are written.

    ``scope`` numbers the file among those read together: blank nodes of different scopes are different, and the same
    file in the same scope always gives the same blank nodes. ``base`` resolves relative IRIs.

    Raises:
        GraphSyntaxError: the file breaks its format's grammar, with line and column.
        InputError: the file is missing, unreadable, of no known format, or refused.
    """
    with Input(location) as source:
        yield from source.quads(scope=scope, base=base)


class Input:
    """An RDF file (or standard input) being read.

    ``size`` is its length in bytes (``None`` for a stream), ``position`` how many of them were read, ``digest()`` a
    hash of those, if they are ``hashed``. ``prefixes`` are those that it declares, as far as the parser tells: known when
    its quads are read.
    """

    def __init__(self, location: str, *, watch: Callable[[], None] | None = None, hashed: bool = True) -> None:
        self.location, self._hashed = location, hashed
        self.name = "standard input" if location == "-" else location
        self.size: int | None = None
        self._watch = watch
        self._raw = self._open()
        self._hash = sha256()
        self.position = 0
        self.prefixes: dict[str, str] = {}

    def __enter__(self) -> Input:
        return self

    def __exit__(self, *_: object) -> None:
        if self.location != "-":
            self._raw.close()

    def _open(self) -> BinaryIO:
        if self.location == "-":
            return sys.stdin.buffer
        try:
            file = open(self.location, "rb", buffering=0)  # noqa: SIM115 - closed by __exit__
            self.size = file.seek(0, 2) if file.seekable() else None
            if self.size is not None:
                file.seek(0)
        except FileNotFoundError:
            raise InputError(f"{self.location} does not exist; check the path") from None
        except IsADirectoryError:
            raise InputError(f"{self.location} is a folder; name the RDF files in it") from None
        except (OSError, ValueError) as error:
            raise InputError(f"{self.location!r} cannot be read: {reason(error)}") from error
        return file

    def digest(self) -> str:
        """The SHA-256 of the bytes read so far, as most machines have it in hardware and on the command line."""
        return self._hash.hexdigest()

    def read(self, size: int = CHUNK) -> bytes:
        """Raw bytes, counted and hashed."""
        try:
            data = self._raw.read(size)
        except OSError as error:
            raise InputError(f"{self.name} cannot be read: {reason(error)}") from error
        self.position += len(data)
        if self._hashed:
            self._hash.update(data)
        if self._watch is not None:
            self._watch()
        return data

    @cached_property
    def _pages(self) -> Pages:
        return Pages(self)

    @cached_property
    def form(self) -> str:
        """The format: a key of :data:`NAMES`."""
        return detect_format(self.location, self._pages.head)

    def quads(self, *, scope: int = 0, base: str | None = None) -> Iterator[pyoxigraph.Quad]:
        """Every quad, as :func:`quads` promises."""
        import pyoxigraph

        pages, rename = self.pages(), Renaming(scope, self.form)
        try:
            parser = pyoxigraph.parse(cast("IO[bytes]", pages), getattr(pyoxigraph.RdfFormat, self.form), base_iri=base)
            for quad in chain(islice(parser, 1), self._noting(parser), parser):
                yield rename(quad) if pages.blank else quad
            self.prefixes = {**parser.prefixes, **self.prefixes}
        except InputError:
            raise
        except (SyntaxError, EOFError, OSError, ValueError) as error:
            raise self.explain(error) from error

    def _noting(self, parser: pyoxigraph.QuadParser) -> Iterator[pyoxigraph.Quad]:
        """No quad: note the prefixes in force after the first. An XML parser knows those of the elements that are open."""
        self.prefixes = parser.prefixes
        yield from ()

    def pages(self) -> Pages:
        """The decompressed bytes, guarded, for a parser to read; see :meth:`explain` for its faults."""
        pages = self._pages
        pages.prepare(self.form)
        return pages

    def explain(self, error: Exception) -> InputError:
        """The error to raise for one that reading :meth:`pages` ended with: one sentence with its place."""
        if isinstance(error, SyntaxError):
            return explain(error, self._pages, self.name, self.form)
        return InputError(f"{self.name} cannot be read: {reason(error)}")

    def restart(self) -> None:
        """Begin again from the first byte."""
        self._raw.close()
        self._raw, self._hash, self.position = self._open(), sha256(), 0
        self.__dict__.pop("_pages", None)

    def parse(self, text: bytes, *, scope: int = 0) -> Iterator[pyoxigraph.Quad]:
        """The quads of some lines of this input; what breaks the grammar is a ``SyntaxError`` without its place."""
        import pyoxigraph

        for guard in GUARDS[self.form]:
            guard().feed(text)
        rename = Renaming(scope, self.form)
        for quad in pyoxigraph.parse(text, getattr(pyoxigraph.RdfFormat, self.form)):
            yield rename(quad)

    def blocks(self, size: int = 0) -> Iterator[bytes]:
        """The text in pieces of whole lines, for formats of one statement a line; :meth:`parse` takes those that need it.

        A piece has ``size`` bytes or more, but for the last.
        """
        pages, pieces, length = self._pages, list[bytes](), 0
        while piece := pages.rest():
            whole, end, tail = piece.rpartition(b"\n")
            length += len(piece)
            if not end or length < size:
                pieces.append(piece)
                continue
            yield b"".join((*pieces, whole, end))
            pieces, length = [tail], len(tail)
        if rest := b"".join(pieces):
            yield rest
