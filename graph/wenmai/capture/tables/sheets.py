"""A table's cells and the one text that they make: a row a line, tabs between cells, so that each offset is a cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_CELLS = 1_000_000
"""Cells that a file's tables may have, empty ones between them included."""

_BLANK = re.compile(r"[\s\x00-\x1f\x7f]+")


class TableSheet(NamedTuple):
    """One table of a file: its name (empty in CSV), its rows of words, and ranges that are one cell.

    A range is (first row, first column, last row, last column), counted from 0, its ends included.
    """

    name: str
    rows: Sequence[Sequence[str]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    delimiter: str = ""
    encoding: str = ""


class LaidSheet(NamedTuple):
    """A sheet with its place in its document's text: where each of its rows begins, and where it ends."""

    sheet: TableSheet
    starts: tuple[int, ...]
    end: int


def clean_cell(words: str) -> str:
    """A cell's words on one line."""
    return _BLANK.sub(" ", words).strip()


def lay_out(sheets: Iterable[TableSheet]) -> tuple[str, tuple[LaidSheet, ...]]:
    r"""The text of tables, and where each of them stands in it; the name of a named sheet is a line before it.

    >>> text, (laid,) = lay_out([TableSheet("", [["指标", "2023年"], ["人口", "5"]])])
    >>> text, laid.starts, name_cell(laid, text.index("5"))
    ('指标\t2023年\n人口\t5\n', (0, 9), 'B2')
    """
    parts: list[str] = []
    laid: list[LaidSheet] = []
    place = 0
    for sheet in sheets:
        if sheet.name:
            parts.append(f"{sheet.name}\n")
            place += len(parts[-1])
        starts = []
        for row in sheet.rows:
            starts.append(place)
            parts.append("\t".join(row).rstrip("\t") + "\n")
            place += len(parts[-1])
        laid.append(LaidSheet(sheet, tuple(starts), place))
    return "".join(parts), tuple(laid)


def name_place(sheets: Sequence[LaidSheet], offset: int) -> str:
    """The sheet and the cell of an offset in a document's text, as spreadsheets name them: ``指标!C5``; empty outside cells."""
    for laid in sheets:
        if laid.starts and laid.starts[0] <= offset < laid.end:
            cell = name_cell(laid, offset)
            return f"{laid.sheet.name}!{cell}" if laid.sheet.name else cell
    return ""


def name_cell(laid: LaidSheet, offset: int) -> str:
    """The cell of an offset in its sheet: ``C5``."""
    row = bisect_right(laid.starts, offset) - 1
    column, place = 0, laid.starts[row]
    for words in laid.sheet.rows[row]:
        place += len(words) + 1
        if offset < place:
            break
        column += 1
    return f"{_letters(column)}{row + 1}"


def _letters(column: int) -> str:
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
