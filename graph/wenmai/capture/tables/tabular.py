"""Tables as documents: each cell with a number to a figure that cites it, by a mapping that was guessed or given."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.findings import Finding
from wenmai.capture.indicators import is_counted, read_phrase
from wenmai.capture.tables.columns import Rows, guess_mapping, read_period, split_tables
from wenmai.capture.tables.grids import GridCell, bracket_unit, cell_value, clean_subject, is_growth
from wenmai.capture.tables.mapping import ColumnMapping, TableMapping, table_url
from wenmai.capture.tables.sheets import MOST_CELLS, name_place
from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from wenmai.capture.documents import Subject
    from wenmai.capture.tables.sheets import LaidSheet

LONGEST = 60
"""Characters that the name of a holder or an indicator may have."""

_TOTAL = re.compile(r"合计|总计|小计|全(?:国|省|市|区|县|旗|州|镇|乡|校|院|域|球)(?:合计|总计)?|本级|(?i:total)")
_BRACKETED = re.compile(r"[（(]\s*-?[\d.,]+\s*[）)]")
_RATE = re.compile(r"(?:率|比重|占比|强度|指数)$")


class TablesRead(NamedTuple):
    """The findings of a document's tables, and the mapping of each."""

    findings: tuple[Finding, ...]
    mappings: tuple[TableMapping, ...]


def read_tables(subject: Subject, given: Mapping[str, TableMapping]) -> TablesRead:
    """The figures of a document's tables, each by the mapping that is given for it or else a guessed one.

    Raises:
        InputError: a mapping that is given does not fit its table.
    """
    findings: list[Finding] = []
    mappings: list[TableMapping] = []
    for laid in subject.read.sheets:
        sheet = table_url(subject.read.name, subject.read.ending, laid.sheet.name)
        for first, rows in split_tables(_rows(laid, subject.flow.text, subject.read.file)):
            table = f"{sheet}{';' if '#' in sheet else '#'}row={first + 1}" if first else sheet
            mapping = given.get(table) or guess_mapping(rows, table, laid.sheet.name, subject.head)
            if mapping is None:
                continue
            if mapping.given:
                _fits(mapping, rows)
            mappings.append(mapping._replace(delimiter=laid.sheet.delimiter, encoding=laid.sheet.encoding))
            findings.extend(_Table(subject, mapping, rows).findings())
    return TablesRead(tuple(sorted(findings, key=lambda one: (one.start, one.end))), tuple(mappings))


def _fits(mapping: TableMapping, rows: Rows) -> None:
    width = len(rows[0]) if rows else 0
    if len(mapping.columns) != width:
        raise InputError(
            f"the mapping of {mapping.table} has {len(mapping.columns)} columns, and the table {width}; "
            "write the mapping anew with wenmai capture, and edit that"
        )
    if mapping.skip + mapping.header > len(rows):
        raise InputError(f"the mapping of {mapping.table} has its header below the table's {len(rows):,} rows")


def _rows(laid: LaidSheet, text: str, file: str) -> Rows:
    """The cells of a sheet, all rows as wide as the widest, each merged range one cell at all of its places."""
    width = max((len(row) for row in laid.sheet.rows), default=0)
    if width * len(laid.starts) > MOST_CELLS:
        raise InputError(f"{file} has a row of {width:,} cells, too many for a table of figures")
    rows: Rows = []
    for start, row in zip(laid.starts, laid.sheet.rows, strict=True):
        cells, place = [], start
        for words in row:
            cells.append(GridCell(text[place : place + len(words)], place, place + len(words)))
            place += len(words) + 1
        cells.extend(GridCell("", place, place) for _ in range(width - len(row)))
        rows.append(cells)
    left = MOST_CELLS
    for top, first, bottom, last in laid.sheet.merged:
        for row_number in range(top, min(bottom, len(rows) - 1) + 1):
            for column in range(first, min(last, width - 1) + 1):
                left -= 1
                if left < 0:
                    raise InputError(f"{file} has merged ranges that lie over one another; unmerge them")
                rows[row_number][column] = rows[top][first]
    return rows


class _Table:
    """One table on its way to findings."""

    def __init__(self, subject: Subject, mapping: TableMapping, rows: Rows) -> None:
        self.subject, self.mapping = subject, mapping
        self.header = rows[mapping.skip : mapping.skip + mapping.header]
        self.captions = [cell for row in rows[: mapping.skip] for cell in row if cell.text]
        self.body = rows[mapping.skip + mapping.header :]
        written = subject.head.written
        self.written = written
        self.past = written.year - (written.month <= 6) if written else 0
        self.long = any(one.role == "indicator" for one in mapping.columns)

    def findings(self) -> Iterator[Finding]:
        above: dict[str, str] = {}
        for row in self.body:
            named = {role: self._named(row, role) for role in ("indicator", "holder", "period", "unit")}
            for role in ("holder", "period"):
                above[role] = named[role] = named[role] or above.get(role, "")
            seen: set[GridCell] = set()
            for place, (cell, column) in enumerate(zip(row, self.mapping.columns, strict=True)):
                if column.role == "figure" and cell.text and cell not in seen:
                    seen.add(cell)
                    found = self._figure(cell, column, named)
                    if found is not None:
                        where = name_place(self.subject.read.sheets, cell.start)
                        yield replace(found, unit_at=self._unit_at(found, row, place), cell=where)

    def _unit_at(self, found: Finding, row: list[GridCell], place: int) -> tuple[int, int] | None:
        """Where the table writes a figure's unit: in its row, above its column, in its caption."""
        if not found.unit or found.unit in self.subject.flow.text[found.start : found.end]:
            return None
        beside = [
            cell
            for role in ("unit", "indicator")
            for cell, column in zip(row, self.mapping.columns, strict=True)
            if column.role == role
        ]
        for cell in (*beside, *(line[place] for line in reversed(self.header)), *self.captions):
            at = cell.text.find(found.unit)
            if at >= 0:
                return cell.start + at, cell.start + at + len(found.unit)
        return 0, 0

    def _named(self, row: list[GridCell], role: str) -> str:
        cells = [
            cell.text
            for cell, column in zip(row, self.mapping.columns, strict=True)
            if column.role == role and cell.text
        ]
        return (cells[-1] if role == "indicator" else cells[0]) if cells else ""  # 类别, 指标: the last says most

    def _figure(self, cell: GridCell, column: ColumnMapping, named: Mapping[str, str]) -> Finding | None:
        own, subject = bracket_unit(clean_subject(named["indicator"]))
        if self.long and not subject:
            return None
        subject = re.sub(r"(?<=.)(?:合计|总计)$", "", subject)
        subject += "" if column.indicator in subject else column.indicator
        place = self._place(column.holder or named["holder"])
        if not _is_name(subject) or not _is_name(place) or _BRACKETED.fullmatch(cell.text):
            return None
        unit = column.unit or named["unit"] or own or ("" if _RATE.search(subject) else self.mapping.unit)
        value = _value_of(cell, unit)
        if value is None:
            return self._in_step(cell, column, named, subject, place)
        low, high, bound, unit, words = value
        phrase = read_phrase(subject + words, "", unit)
        base, measure = phrase.base or subject, phrase.measure
        growth = column.measure == "growth" or is_growth(base, measure, unit)
        tail, falls = phrase.tail or ("增长" if growth else ""), phrase.falls
        if growth and low < 0 and high is None and tail == "增长":  # a text says it so: 下降2.1%
            low, tail, falls = -low, "下降", True
        return self._finding(
            cell, column, named, place, base, ("年均" if "年均" in phrase.how else "") + tail, "growth" if growth else measure,
            falls, low, high, unit, bound,
        )  # fmt: skip

    def _in_step(
        self, cell: GridCell, column: ColumnMapping, named: Mapping[str, str], subject: str, place: str
    ) -> Finding | None:
        """A target that is to grow with the economy (与经济增长同步)."""
        if "同步" not in cell.text or column.status != "targeted":
            return None
        phrase = read_phrase(subject, "", "%")
        return self._finding(
            cell, column, named, place, phrase.base or subject, phrase.tail or "增长", "growth", phrase.falls, None, None, "", "instep"
        )  # fmt: skip

    def _finding(
        self, cell: GridCell, column: ColumnMapping, named: Mapping[str, str], place: str, base: str, tail: str, measure: str,
        falls: bool, low: Decimal | None, high: Decimal | None, unit: str, bound: str,
    ) -> Finding:  # fmt: skip
        period = column.period or read_period(named["period"], self.written)[0] or self.mapping.period
        status = column.status or self.mapping.status or self._by_time(period)
        if not period and self.past:
            period = str(self.past + (status in ("targeted", "planned")))
        sure = 0.95 if self.mapping.given else 0.9
        sure -= (0 if period else 0.2) + (0 if unit or low is None else 0.2)
        return Finding(
            self.subject.read.name, place, base + tail, base, measure, falls, low, high, None, unit, bound, period, status,
            cell.start, cell.end, self.subject.read.text[cell.start : cell.end],
            "table/given" if self.mapping.given else "table/guessed", round(sure, 2), task=is_counted(measure, base),
        )  # fmt: skip

    def _place(self, holder: str) -> str:
        """Who or what place a row is about: the table's for totals."""
        if not holder or _TOTAL.fullmatch(holder):
            return self.mapping.holder or self.subject.head.place
        return holder

    def _by_time(self, period: str) -> str:
        """Whether a number is aimed at or reached, where no words say it: what is not over is aimed at."""
        return "targeted" if self.past and period[:4].isdecimal() and int(period[:4]) > self.past else "achieved"


def _is_name(words: str) -> bool:
    """Whether a cell's words can be a name: no formula, no number, no sentence."""
    return 0 < len(words) <= LONGEST and words[0] not in "=+@" and re.search(r"[^\W\d_]", words) is not None


def _value_of(cell: GridCell, unit: str) -> tuple[Decimal, Decimal | None, str, str, str] | None:
    """As :func:`~wenmai.capture.tables.grids.cell_value`; a number whose unit nothing says is one without."""
    value = cell_value(cell, unit or "个")
    if value is None or unit or value[3] != "个" or "个" in cell.text:
        return value
    return (*value[:3], "", value[4])
