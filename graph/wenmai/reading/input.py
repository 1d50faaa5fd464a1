"""A file being read: its bytes counted and hashed, its format, and every quad in turn."""

from __future__ import annotations

import sys
from functools import cached_property
from hashlib import sha256
from itertools import chain, islice
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from wenmai.errors import InputError, LimitReached, WenmaiError
from wenmai.reading.blank import Renaming
from wenmai.reading.decompress import CHUNK, reason
from wenmai.reading.detect import NAMES, RDF_FORMS, archive_kind, detect_format, foreign_sentence
from wenmai.reading.errors import explain, plain_message
from wenmai.reading.foreign import likely_text
from wenmai.reading.guard import GUARDS
from wenmai.reading.joined import join_files, join_tables
from wenmai.reading.jsonld import NOTHING, Contexts, is_lines, names_context, read_documents
from wenmai.reading.options import DEFAULTS, ReadOptions
from wenmai.reading.pages import Pages
from wenmai.reading.places import file_address
from wenmai.reading.skipping import (
    Skipped,
    is_relative,
    is_unmapped,
    quad_fault,
    skip_lines,
    skip_statements,
    skip_terms,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO, BinaryIO

    import pyoxigraph

    from wenmai.reading.networks.keys import KeyedTable


def quads(
    location: str, *, scope: int = 0, base: str | None = None, options: ReadOptions = DEFAULTS
) -> Iterator[pyoxigraph.Quad]:
    """Every quad of a file, or of standard input when ``location`` is ``-``, in the order they are written.

    ``scope`` numbers the file among those read together: blank nodes of different scopes are different, and the same
    file in the same scope always gives the same blank nodes. ``base`` resolves relative IRIs, in place of the
    file's own address.

    Raises:
        GraphSyntaxError: the file breaks its format's grammar, with line and column.
        InputError: the file is missing, unreadable, of no known format, or refused.
    """
    for number, source in enumerate(open_inputs((location,), options if base is None else options._replace(base=base))):
        yield from source.quads(scope=scope + number)


def open_inputs(
    locations: Iterable[str],
    options: ReadOptions | None = None,
    *,
    watch: Callable[[Input], None] | None = None,
    hashed: bool = True,
) -> Iterator[Input]:
    """Every file in turn, opened: those that are named, and the members of archives in the order of their names."""
    options, locations = options or DEFAULTS, tuple(locations)
    tables = join_files(locations)
    for location in locations:
        with Input(location, options, watch=watch, hashed=hashed, table=tables.get(location)) as source:
            if source.archive is None:
                yield source
                continue
            from wenmai.reading.archives import read_members

            with source.unpacked() as file:
                members = list(read_members(file, source.archive, source.name, source.notices))
                joined = join_tables((member.name, member.open) for member in members)
                for member in members:
                    name, table = f"{location}!/{member.name}", joined.get(member.name)
                    with Input(name, options, watch=watch, hashed=hashed, opened=member.open, table=table) as inner:
                        inner.notices, source.notices = source.notices, []
                        yield inner


class Input:
    """An RDF file (or standard input) being read.

    ``size`` is its length in bytes (``None`` for a stream), ``position`` how many of them were read, ``digest()`` a
    hash of those, if they are ``hashed``. ``prefixes`` are those that it declares, as far as the parser tells: known when
    its quads are read.
    """

    def __init__(
        self,
        location: str,
        options: ReadOptions = DEFAULTS,
        *,
        watch: Callable[[Input], None] | None = None,
        hashed: bool = True,
        opened: Callable[[], IO[bytes]] | None = None,
        table: KeyedTable | None = None,
    ) -> None:
        self.location, self.options, self._hashed, self._opened = location, options, hashed, opened
        self._table = table if options.form in (None, "TABLE") else None
        self.notices: list[str] = []
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
        if self._opened is not None:
            return cast("BinaryIO", self._opened())
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
            raise InputError(f"{self.location} is a folder, not a file") from None
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
            self._watch(self)
        return data

    @cached_property
    def _pages(self) -> Pages:
        return Pages(self)

    @cached_property
    def form(self) -> str:
        """The format: a key of :data:`NAMES`."""
        if self.archive is not None:
            raise InputError(f"{self.name} is an archive ({self.archive}) in an archive; unpack it, and open it alone")
        known = self.options.form or ("TABLE" if self._table is not None else None)
        return known or detect_format(self.name, self._pages.head)

    @cached_property
    def archive(self) -> str | None:
        """``zip`` or ``tar`` for an archive, plain or compressed."""
        return archive_kind(self._pages.head)

    def unpacked(self) -> IO[bytes]:
        """The archive as a file that can be read in any order."""
        if self.size is not None and not self._pages.packed:
            return open(self.location, "rb")
        from wenmai.reading.archives import spool

        return spool(self._pages.all_bytes(), self.name, lambda: self.position)

    @property
    def base(self) -> str | None:
        """What relative IRIs are resolved against: the base that was given, else the file's address; a stream has none."""
        if self.options.base is not None or self.location == "-":
            return self.options.base
        if self._opened is None:
            return file_address(self.location)
        archive, _, member = self.location.partition("!/")
        return f"{file_address(archive)}!/{quote(member)}"

    def quads(self, *, scope: int = 0) -> Iterator[pyoxigraph.Quad]:
        """Every quad, as :func:`quads` promises."""
        pages, rename, skipped = self.pages(), Renaming(scope, self.form), Skipped()
        started = False
        try:
            for quad in self._parsed(pages, skipped):
                started = True
                yield rename(quad) if pages.blank else quad
        except InputError:
            raise
        except (SyntaxError, EOFError, OSError, ValueError, MemoryError) as error:
            raise self.explain(error, started=started) from error
        self.notices += skipped.sentences(self.name)
        if not started and self.form == "JSON_LD":
            self.notices.append(NOTHING.format(name=self.name))

    def _parsed(self, pages: Pages, skipped: Skipped) -> Iterator[pyoxigraph.Quad]:
        """The quads as the parser names their blank nodes."""
        if self.form not in RDF_FORMS:
            from wenmai.reading.others import read_other, read_rows

            other = (self.form, pages, self.location, self.name, self.base, self.options, self.notices)
            return read_rows(pages, self.name, self._table, self.options) if self._table else read_other(*other)
        if self.form == "JSON_LD":
            return self._json(pages, skipped)
        if not self.options.skip_bad:
            return self._parse(cast("IO[bytes]", pages))
        if self.form in ("N_TRIPLES", "N_QUADS"):
            return skip_lines(self.blocks(), self._parse, skipped)
        if self.form == "TURTLE":
            return skip_statements(self._parser(cast("IO[bytes]", pages)), skipped)
        lenient = self.form == "RDF_XML"
        return skip_terms(self._parse(cast("IO[bytes]", pages), lenient=lenient), skipped, lambda: pages.lines or None)

    def _parser(self, text: IO[bytes] | bytes, *, lenient: bool = False) -> pyoxigraph.QuadParser:
        import pyoxigraph

        form = getattr(pyoxigraph.RdfFormat, self.form)
        return pyoxigraph.parse(text, form, base_iri=self.base, lenient=lenient)

    def _parse(self, text: IO[bytes] | bytes, *, lenient: bool = False) -> Iterator[pyoxigraph.Quad]:
        parser = self._parser(text, lenient=lenient)
        yield from chain(islice(parser, 1), self._noting(parser), parser)
        self.prefixes = {**parser.prefixes, **self.prefixes}

    def _json(self, pages: Pages, skipped: Skipped) -> Iterator[pyoxigraph.Quad]:
        """JSON-LD, of one document or one a line. Its parser drops what has a bad IRI; here that is counted."""
        if is_lines(pages.head):
            for number, document in read_documents(self.blocks()):
                rename = Renaming(number, self.form)
                try:
                    yield from map(rename, self._document(document, skipped, lambda line=number: line))  # type: ignore[misc]
                except SyntaxError as error:
                    if not self.options.skip_bad:
                        error.lineno, error.offset = number, None
                        raise
                    skipped.add(number, plain_message(error))
        elif self.options.contexts or names_context(pages.head):
            yield from self._document(b"".join(iter(pages.rest, b"")), skipped, lambda: None)
        else:
            yield from self._document(cast("IO[bytes]", pages), skipped, lambda: pages.lines or None)

    def _document(
        self, text: IO[bytes] | bytes, skipped: Skipped, line: Callable[[], int | None]
    ) -> Iterator[pyoxigraph.Quad]:
        if isinstance(text, bytes) and (self.options.contexts or names_context(text)):
            text = Contexts(self.options.contexts, self.notices).embed(text, self.name, self.base)
        for quad in self._parse(text, lenient=True):
            fault = quad_fault(quad)
            if fault is None:
                yield quad
            elif not is_unmapped(quad):
                if self.base is None and is_relative(fault):
                    raise InputError(
                        f"{self.name} has relative IRIs ({fault.partition(' in ')[2]}), and no address to resolve them "
                        "against; give --base IRI"
                    )
                skipped.add(line(), fault)

    def _noting(self, parser: pyoxigraph.QuadParser) -> Iterator[pyoxigraph.Quad]:
        """No quad: note the prefixes in force after the first. An XML parser knows those of the elements that are open."""
        self.prefixes = parser.prefixes
        yield from ()

    def pages(self) -> Pages:
        """The decompressed bytes, guarded, for a parser to read; see :meth:`explain` for its faults."""
        pages = self._pages
        pages.prepare(self.form, by_line=self.options.skip_bad)
        return pages

    def explain(self, error: Exception, *, started: bool = True) -> WenmaiError:
        """The error to raise for one that reading :meth:`pages` ended with: one sentence with its place.

        A file that has not ``started`` to give quads may be text of another kind.
        """
        if isinstance(error, MemoryError):
            return LimitReached(
                f"{self.name} has a text, a name or a comment of more than 16 MiB (16,777,216 bytes), "
                f"which is read in no {NAMES[self.form]} file; take it out"
            )
        foreign = None if started or self.options.form else likely_text(self.location, self._pages.head)
        if foreign:
            return InputError(foreign_sentence(self.name, foreign))
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
