"""The bytes of a file as a parser asks for them: decompressed, and passed through the guards of their format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.errors import InputError
from wenmai.reading.blank import MARKS
from wenmai.reading.decompress import CHUNK, Joined, decompress
from wenmai.reading.encoding import Transcoded, xml_encoding
from wenmai.reading.guard import GUARDS

if TYPE_CHECKING:
    from wenmai.reading.decompress import Compressed, Readable
    from wenmai.reading.guard import Guard


class Pages:
    """The decompressed bytes of an input as the parser asks for them, passed through the guards of its format.

    ``blank`` becomes true before the first blank node comes; ``lines`` counts the lines handed out, which places the
    errors of parsers that give no position.
    """

    def __init__(self, source: Compressed) -> None:
        self._stream: Readable = decompress(source)
        self._name = source.name
        self.packed = not isinstance(self._stream, Joined)
        self._page = self._stream.read(CHUNK)
        if encoding := xml_encoding(self._page):
            self._stream = Transcoded(Joined(self._page, self._stream), encoding, self._name)
            self._page = self._stream.read(CHUNK)
        if self._page.startswith(b"\xef\xbb\xbf"):
            self._page = self._page[3:]
        self._before = b""
        self._at = 0
        self._guards: list[Guard] = []
        self._marks: tuple[bytes, ...] = ()
        self._by_line = False
        self._tail = b""
        self._ended = True
        self.blank = False
        self.lines = 0

    @property
    def fault(self) -> tuple[int, int, str] | None:
        """Where and why a guard could not read on: a place that the parser will come to as well."""
        return next((fault for guard in self._guards if (fault := getattr(guard, "fault", None))), None)

    @property
    def head(self) -> bytes:
        """The first bytes, for sniffing."""
        return self._page

    def all_bytes(self) -> Readable:
        """The decompressed bytes from the first on, as a stream."""
        return Joined(self._page, self._stream)

    @property
    def page(self) -> bytes:
        """The piece being read and the one before, for finding out what is wrong with them: a reader may lag behind."""
        return self._before + self._page

    def prepare(self, form: str, *, by_line: bool = False) -> None:
        """Set the guards of a format and check the first piece; ``by_line`` counts lines where a parser places its faults."""
        self._by_line = by_line or form in ("RDF_XML", "JSON_LD")
        self._guards = [guard() for guard in GUARDS.get(form, ())]
        self._marks = MARKS.get(form, (b"",))
        self._check()

    def _check(self) -> None:
        page = self._page
        if not self.blank:
            seam = self._tail + page[:2]
            # A single byte is found many times faster than two.
            self.blank = any((mark[:1] in page and mark in page) or mark in seam for mark in self._marks)
        self._tail = page[-2:]
        try:
            for guard in self._guards:
                guard.feed(page)
        except InputError as error:
            raise InputError(f"{self._name} is refused: {error}") from None

    def rest(self) -> bytes:
        """What is left of the piece being read, else the next piece; nothing at the end."""
        if self._at == len(self._page):
            self._before, self._page, self._at = self._page, self._stream.read(CHUNK), 0
            self._check()
        piece, self._at = self._page[self._at :], len(self._page)
        return piece

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes, for the parser; one line at most where lines are counted."""
        if self._at == len(self._page):
            self._before, self._page, self._at = self._page, self._stream.read(CHUNK), 0
            self._check()
        end = min(self._at + size, len(self._page))
        if self._by_line:
            end = self._page.find(b"\n", self._at, end) + 1 or end
            self.lines += self._ended and end > self._at
            self._ended = self._page[end - 1 : end] == b"\n"
        piece = self._page[self._at : end]
        self._at = end
        return piece
