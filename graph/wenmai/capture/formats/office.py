"""DOCX: paragraphs and tables of a Word document, read from the archive as a stream with a bound on what it unpacks to."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.parsers import expat

from wenmai.errors import InputError

if TYPE_CHECKING:
    from typing import IO

MOST_XML = 100_000_000
"""Bytes that the document inside may unpack to."""

_CHUNK = 1 << 16
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_PART = "word/document.xml"


def read_docx(content: bytes, name: str) -> str:
    """The text of a Word document: a paragraph a line, a table's row a line with tabs between cells.

    Raises:
        InputError: it is no such archive, is damaged, or unpacks to more than ``MOST_XML`` bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            part = next((one for one in archive.namelist() if one == _PART), None)
            if part is None:
                raise InputError(f"{name} is an archive, but no Word document: it holds no {_PART}")
            if archive.getinfo(part).file_size > MOST_XML:
                raise InputError(
                    f"{name} unpacks to more than {MOST_XML:,} bytes: no report is so long; it is not read"
                )
            with archive.open(part) as stream:
                return _parsed(stream, name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise InputError(f"{name} is no Word document that can be opened: {error}") from error
    except expat.ExpatError as error:
        raise InputError(f"{name} is a damaged Word document: {error}") from error


def _parsed(stream: IO[bytes], name: str) -> str:
    words = _Words(name)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = words.start
    parser.EndElementHandler = words.end
    parser.CharacterDataHandler = words.data
    parser.StartDoctypeDeclHandler = words.refuse
    read = 0
    while chunk := stream.read(_CHUNK):
        read += len(chunk)
        if read > MOST_XML:
            raise InputError(f"{name} unpacks to more than {MOST_XML:,} bytes: no report is so long; it is not read")
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return words.text()


class _Words:
    """Collects paragraphs and rows."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[str] = []
        self.line: list[str] = []
        self.cell: list[str] = []
        self.row: list[str] = []
        self.rows = self.cells = 0
        self.reading = False
        self.deleted = 0

    def refuse(self, *_: object) -> None:
        raise InputError(f"{self.name} declares a document type, as no Word document does; it is not read")

    def start(self, tag: str, _: dict[str, str]) -> None:
        kind = tag.rsplit(" ", 1)[-1]
        if kind == "t":
            self.reading = True
        elif kind == "del":
            self.deleted += 1
        elif kind == "tc":
            self.cells += 1
            if self.cells == 1:
                self.cell = []
        elif kind == "tr":
            self.rows += 1
            if self.rows == 1:
                self.row = []
        elif kind in ("br", "cr") and not self.cells:
            self.line.append("\n")
        elif kind == "tab":
            self.line.append(" ")
        elif kind == "noBreakHyphen":
            self.line.append("-")

    def end(self, tag: str) -> None:
        kind = tag.rsplit(" ", 1)[-1]
        if kind == "t":
            self.reading = False
        elif kind == "del":
            self.deleted -= 1
        elif kind == "p":
            self._paragraph()
        elif kind == "tc":
            self.cells -= 1
            if not self.cells:
                self.row.append("".join(self.cell).strip())
        elif kind == "tr":
            self.rows -= 1
            if not self.rows and any(self.row):
                self.lines.append("\t".join(self.row))

    def _paragraph(self) -> None:
        text = "".join(self.line)
        self.line = []
        if self.cells:
            self.cell.append(text.strip() if not self.cell else f" {text.strip()}")
        elif text.strip():
            self.lines.append(text.rstrip())

    def data(self, text: str) -> None:
        if self.reading and not self.deleted:
            self.line.append(text)

    def text(self) -> str:
        return "\n".join(self.lines) + ("\n" if self.lines else "")
