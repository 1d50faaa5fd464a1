"""XLSX: the sheets of a workbook, from an archive whose size and extent are known before it is read.

The cells are read by calamine, which unpacks whatever an archive holds and makes room for every cell up to the last. So
the archive is first unpacked here within a bound, and each sheet surveyed for its extent, its merged ranges, and the
cells that are shown as percentages, which calamine does not tell.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.parsers import expat

from wenmai.capture.tables.sheets import MOST_CELLS, TableSheet, clean_cell
from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_XML = 100_000_000
"""Bytes that a workbook may unpack to."""

_PART = re.compile(
    r"(?:\[Content_Types\]\.xml|_rels/\.rels|xl/(?!media|drawings|charts|embeddings)[^\0]*\.(?:xml|rels))"
)
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_PERCENT_FORMATS = frozenset({9, 10})
_DIGITS = 15
"""Significant digits that a spreadsheet shows."""

Attributes = dict[str, str]


def read_workbook(content: bytes, name: str) -> list[TableSheet]:
    """The sheets of a workbook that hold anything, by their order; values of formulas as they were saved.

    Raises:
        InputError: calamine is not installed; it is no workbook, is damaged, unpacks to more than ``MOST_XML`` bytes,
            or its cells reach over more than ``MOST_CELLS``.
    """
    try:
        import python_calamine as calamine
    except ImportError as error:
        raise InputError(f"{name} needs python-calamine: pip install 'wenmai[capture]'") from error
    try:
        parts = _unpacked(content, name)
        surveys = _surveyed(parts, name)
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts)))
        sheets = [
            _sheet(sheet, workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False), survey)
            for sheet, survey in surveys.items()
            if survey.last_row >= 0
        ]
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise InputError(f"{name} is no Excel workbook that can be opened: {_sentence(error)}") from error
    except (expat.ExpatError, calamine.CalamineError) as error:
        raise InputError(f"{name} is a damaged Excel workbook: {_sentence(error)}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine's own, no Exception
            raise
        raise InputError(f"{name} is a damaged Excel workbook: {_sentence(error)}") from error
    return [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]


def _sentence(error: BaseException) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__


def _unpacked(content: bytes, name: str) -> dict[str, bytes]:
    """The parts of a workbook that tables are made of, their checksums right, within the bound."""
    parts: dict[str, bytes] = {}
    left = MOST_XML
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            if _PART.fullmatch(info.filename) is None:
                continue
            left -= info.file_size
            if left < 0:
                raise InputError(
                    f"{name} unpacks to more than {MOST_XML:,} bytes, too much for tables of figures; it is not read"
                )
            parts[info.filename] = archive.read(info)
    if "xl/workbook.xml" not in parts:
        raise InputError(f"{name} is an archive, but no Excel workbook: it holds no xl/workbook.xml")
    return parts


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return stream.getvalue()


# Surveying ------------------------------------------------------------------------------------------------------------


def _walk(content: bytes, name: str, start: Callable[[str, Attributes], None]) -> None:
    """Call ``start`` with the local name and attributes of each element."""

    def refuse(*_: object) -> None:
        raise InputError(f"{name} declares a document type, as no Excel workbook does; it is not read")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda tag, attributes: start(tag.rsplit(" ", 1)[-1], attributes)
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(content, True)


def _surveyed(parts: dict[str, bytes], name: str) -> dict[str, _Survey]:
    """What each sheet holds, by the sheet's name."""
    names: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith("relationships id")), "")
            names[relation] = attributes.get("name", "")

    def relation(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    _walk(parts["xl/workbook.xml"], name, sheet)
    _walk(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), name, relation)
    percents = _percents(parts.get("xl/styles.xml", b"<none/>"), name)
    surveys: dict[str, _Survey] = {}
    left = MOST_CELLS
    for key, title in names.items():
        if targets.get(key) in parts:
            surveys[title] = _Survey(name, percents, left)
            _walk(parts[targets[key]], name, surveys[title].start)
            left = surveys[title].left()
    return surveys


def _percents(styles: bytes, name: str) -> frozenset[int]:
    """The styles of cells that show a number as a percentage."""
    formats = set(_PERCENT_FORMATS)
    found: list[int] = []
    within = ""

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal within
        if tag in ("cellXfs", "cellStyleXfs", "dxfs", "cellStyles"):
            within = tag
        elif tag == "numFmt" and "%" in re.sub(r'"[^"]*"', "", attributes.get("formatCode", "")):
            formats.add(int(attributes.get("numFmtId", "-1")))
        elif tag == "xf" and within == "cellXfs":
            found.append(int(attributes.get("numFmtId", "0")))

    _walk(styles, name, start)
    return frozenset(style for style, number in enumerate(found) if number in formats)


class _Survey:
    """What a sheet holds before it is read: its last row and column, its merged ranges, the cells that are percentages."""

    def __init__(self, name: str, percents: frozenset[int], most: int) -> None:
        self.name, self.styles, self.most = name, percents, most
        self.row = self.column = self.last_row = self.last_column = -1
        self.seen = 0
        self.merged: list[tuple[int, int, int, int]] = []
        self.percents: set[tuple[int, int]] = set()

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._cell(attributes)
        elif tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif tag == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            begin, end = _position(first), _position(last or first)
            if begin and end and len(self.merged) < self.most:
                self.merged.append((*begin, *end))

    def _cell(self, attributes: Attributes) -> None:
        place = _position(attributes.get("r", ""))
        self.row, self.column = place or (self.row, self.column + 1)
        self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
        self.seen += 1
        if self.left() < 0:
            raise InputError(
                f"{self.name} has cells as far as row {self.last_row + 1:,}, column {self.last_column + 1:,}: more than "
                f"{MOST_CELLS:,} in all, too many for tables of figures; split it"
            )
        if int(attributes.get("s", "0")) in self.styles:
            self.percents.add((self.row, self.column))

    def left(self) -> int:
        """How many cells may still come."""
        return self.most - max(self.seen, (self.last_row + 1) * (self.last_column + 1))


def _position(reference: str) -> tuple[int, int] | None:
    """Row and column of ``C5``, from 0."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


# Cells ----------------------------------------------------------------------------------------------------------------


def _sheet(name: str, values: Sequence[Sequence[object]], survey: _Survey) -> TableSheet:
    rows = [
        [_words(value, (row, column) in survey.percents) for column, value in enumerate(cells)]
        for row, cells in enumerate(values)
    ]
    return TableSheet(clean_cell(name), rows, tuple(survey.merged))


def _words(value: object, percent: bool) -> str:
    """A cell as a spreadsheet shows it, numbers to fifteen digits."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
            value = value.date()
        return value.isoformat() if isinstance(value, date) else clean_cell(str(value))
    number = Decimal(f"{value:.{_DIGITS}g}")
    if not number.is_finite():
        return ""
    text = f"{number * 100 if percent else number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + ("%" if percent else "")
