"""Documents to capture from: each file read to one text, with its hash, its day and its place."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.english_text import english_masthead, is_english
from wenmai.capture.tables.sheets import LaidSheet, TableSheet, lay_out
from wenmai.capture.text.flow import Flow, make_flow, table_flow
from wenmai.capture.text.masthead import Masthead, read_masthead
from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

MOST_BYTES = 100_000_000
"""A larger file is no report."""

KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
"""What is read, by the ending of a file's name."""


_UNIT_LINE = re.compile(r"[^\t]*\t+[（(]?单位[:：][^\t]*$")


class ReadText(NamedTuple):
    """The one text of a file: what citations count their code points in, its SHA-256 as UTF-8, where its pages begin.

    Of a table file, ``sheets`` are its tables with their places in the text (:func:`~wenmai.capture.tables.sheets.name_place`).
    """

    name: str
    file: str
    text: str
    sha256: str
    pages: tuple[int, ...] = ()
    sheets: tuple[LaidSheet, ...] = ()

    @property
    def ending(self) -> str:
        """The ending of the file's name."""
        return Path(self.file).suffix.lower()


class Subject(NamedTuple):
    """A document ready for the rules: its text, its flow, and what it says of itself."""

    read: ReadText
    flow: Flow
    head: Masthead


def find_files(paths: Iterable[str | Path]) -> list[Path]:
    """The files to read: those named, and of a folder all of a kind that is read, by name.

    Raises:
        InputError: nothing is there, or a folder holds nothing that is read.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(
                one
                for one in path.rglob("*")
                if one.suffix.lower() in KINDS and one.is_file() and not one.name.startswith((".", "~$"))
            )
            if not inside:
                raise InputError(f"{path} holds no document that can be read ({', '.join(sorted(KINDS))})")
            found.extend(inside)
        elif path.exists():
            found.append(path)
        else:
            raise InputError(f"there is no file {path}")
    return list(dict.fromkeys(found))


def name_files(files: Iterable[Path]) -> dict[Path, str]:
    """A name for each file: its own without the ending, numbered where it is taken."""
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for file in files:
        stem = re.sub(r"[\s#:;,/\\<>\"{}|^`%?]+", "-", file.stem).strip("-.") or "document"
        name, number = stem, 2
        while name in taken:
            name, number = f"{stem}-{number}", number + 1
        taken.add(name)
        names[file] = name
    return names


def read_text(file: Path, name: str) -> ReadText:
    """The text of a file.

    Raises:
        InputError: the file cannot be read, or is of no kind that is read.
    """
    content = _content(file)
    kind = KINDS.get(file.suffix.lower()) or _sniffed(content, file)
    pages: tuple[int, ...] = ()
    sheets: tuple[LaidSheet, ...] = ()
    if kind in ("csv", "tsv", "xlsx"):
        text, sheets = lay_out(_tables(content, kind, str(file)))
    elif kind == "pdf":
        from wenmai.capture.formats.portable import read_pdf

        text, pages = read_pdf(content, str(file))
    elif kind == "docx":
        from wenmai.capture.formats.office import read_docx

        text = read_docx(content, str(file))
    elif kind == "html":
        from wenmai.capture.formats.markup import read_html

        text = read_html(content, str(file))
    else:
        from wenmai.capture.formats.plain import read_plain

        text = read_plain(content, str(file))
    if not text.strip():
        raise InputError(f"{file} holds no text")
    return ReadText(name, str(file), text, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), pages, sheets)


def _tables(content: bytes, kind: str, name: str) -> list[TableSheet]:
    if kind == "xlsx":
        from wenmai.capture.formats.workbook import read_workbook

        sheets = read_workbook(content, name)
        return [sheets[0]._replace(name="")] if len(sheets) == 1 else sheets
    from wenmai.capture.formats.delimited import read_delimited

    return [read_delimited(content, name, tabs=kind == "tsv")]


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise InputError(f"{file} is larger than {MOST_BYTES:,} bytes; no report is")
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}") from error
    if len(content) > MOST_BYTES:
        raise InputError(f"{file} is longer than {MOST_BYTES:,} bytes; no report is")
    return content


def _sniffed(content: bytes, file: Path) -> str:
    """The kind of a file whose name says nothing."""
    start = content[:512].lstrip().lower()
    if start.startswith(b"%pdf"):
        return "pdf"
    if start.startswith(b"pk\x03\x04"):
        return "xlsx" if b"xl/workbook.xml" in content else "docx"
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{file} is of no kind that is read ({', '.join(sorted(KINDS))})")
    return "text"


def prepare(read: ReadText, *, written: date | None = None, place: str = "") -> Subject:
    """A text with what it says of itself; ``written`` and ``place`` overrule that."""
    flow = table_flow(read.text) if read.sheets else make_flow(read.text)
    told = _captions(flow.text) if read.sheets else flow.text
    if not read.sheets and is_english(told):
        return Subject(read, flow, english_masthead(told, read.name, written=written, place=place))
    return Subject(read, flow, read_masthead(told, read.name, written=written, place=place))


def _captions(text: str) -> str:
    """The lines of tables that are no rows: what a row says is said of that row alone."""
    return "\n".join(line for line in text.split("\n") if "\t" not in line.strip("\t") or _UNIT_LINE.match(line))
