"""CSV and TSV: rows of words, in the encoding and with the mark between cells that fit."""

from __future__ import annotations

import csv
import io

from wenmai.capture.formats.plain import read_plain
from wenmai.capture.tables.sheets import MOST_CELLS, TableSheet, clean_cell
from wenmai.errors import InputError

_MARKS = (",", "\t", ";", "|")
_LOOKED_AT = 20


def read_delimited(content: bytes, name: str, *, tabs: bool = False) -> TableSheet:
    """The table of a file; formulas in it are words like others.

    Raises:
        InputError: the bytes are no text, a cell is absurdly long, or there are more than ``MOST_CELLS`` cells.
    """
    text = read_plain(content, name)
    mark = "\t" if tabs else _mark(text)
    rows: list[list[str]] = []
    width = cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            width, cells = max(width, len(row)), cells + len(row)
            if cells > MOST_CELLS:
                raise InputError(
                    f"{name} has more than {MOST_CELLS:,} cells, too many for a table of figures; split it"
                )
            rows.append([clean_cell(cell) for cell in row])
    except csv.Error as error:
        raise InputError(
            f"{name}, row {len(rows) + 1:,}: {error}; see whether a quotation mark is left open there"
        ) from error
    return TableSheet("", rows, delimiter=mark, encoding=_encoding(content))


def _mark(text: str) -> str:
    """The mark that most of the first lines hold."""
    lines = text[:100_000].splitlines()[:_LOOKED_AT]
    return max(_MARKS, key=lambda mark: (sum(mark in line for line in lines), sum(line.count(mark) for line in lines)))


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
