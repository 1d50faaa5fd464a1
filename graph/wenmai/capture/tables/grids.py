"""Tables inside a document: header to indicator, unit, period and status; a row's cells to figures that cite them.

A table is two or more lines with tabs or bars between their cells, as HTML, DOCX and plain text give them. What a column holds is
told by its header: the indicator (指标, 项目), the unit, an aim (目标, 计划), an outcome (完成, 实际). A cell that is a number takes
its unit from its row, its header or the caption; a cell of words is read as a sentence of the table's kind.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.findings import Finding
from wenmai.capture.indicators import is_counted, read_phrase
from wenmai.capture.tables.stacked import find_stacked
from wenmai.capture.text.quantities import Quantity, quantities
from wenmai.capture.text.units import UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wenmai.capture.text.flow import Flow
    from wenmai.capture.text.masthead import Masthead

_AIM = re.compile(r"目标|计划|预期|任务数|预算(?!执行|完成|收入|支出|内|外)|安排|指标值")
_DONE = re.compile(r"完成|实际|执行|实绩|决算|达成|现状|基期|累计数|实现")
_FORECAST = re.compile(r"预计|预计数")
_NAME = re.compile(r"指标|项目|名称|内容|事项|任务|类别|科目")
_UNIT_HEAD = re.compile(r"^(?:计量)?单位$")
_NUMBER_HEAD = re.compile(r"^(?:序号|编号|No\.?|#)$")
_OTHER = re.compile(r"属性|责任|牵头|备注|部门|时限|说明|完成时间|分管|科室|比上年|增长率|同比")
_GROWTH_HEAD = re.compile(r"增长|增速|增幅|同比|±|比上年")
_YEAR = re.compile(r"([12]\d{3})")
_SPAN = re.compile(r"([12]\d{3})[-—–~至]{1,2}([12]\d{3})")
_BRACKET = re.compile(r"[（(]\s*(?:单位[:：])?([^（）()]{1,12})[）)]")
_CAPTION_UNIT = re.compile(r"单位[:：]\s*([^\s，；。、|）)]{1,8})")
_BARE = re.compile(
    r"[〔\[（(]?(?P<before>[≥≤＞＜><=约近超]|不低于|不超过|大于|小于|左右)?\s*(?P<number>-?\d[\d,]*(?:\.\d+)?)(?:\s*[-—–~～至]\s*(?P<high>\d[\d.]*))?\s*(?P<after>左右|以上|以内|以下|以上?)?[〕\]）)]?"
)
_MONEY = re.compile(r"(?:总值|收入|投资|增加值|总额|支出|产值|贷款|存款|营业额|利润|税收|零售额)$")


class GridColumn(NamedTuple):
    """What a column holds: ``name``, ``unit``, ``aim``, ``done``, ``estimate`` or ``other``; its period and unit."""

    role: str
    period: str
    unit: str
    growth: bool


class GridCell(NamedTuple):
    """A cell's words and where in the flow they stand."""

    text: str
    start: int
    end: int


def find_grids(text: str) -> Iterator[tuple[int, list[list[GridCell]]]]:
    """The tables of a flow: where each begins, and its rows."""
    rows: list[list[GridCell]] = []
    place = begins = 0
    for line in [*text.split("\n"), ""]:
        cells = _cells(line, place)
        if len(cells) > 1:
            if not rows:
                begins = place
            rows.append(cells)
        elif rows and (not line or not re.fullmatch(r"[\s|:+-]*", line)):
            if len(rows) > 1:
                yield begins, rows
            rows = []
        place += len(line) + 1
    if len(rows) > 1:
        yield begins, rows


def _cells(line: str, place: int) -> list[GridCell]:
    mark = "\t" if "\t" in line else "|" if line.count("|") > 1 else ""
    if not mark or re.fullmatch(r"[\s|:+-]+", line):
        return []
    cells, start = [], 0
    body = line.strip(" |") if mark == "|" else line
    start = line.index(body) if body else 0
    for part in body.split(mark):
        inner = part.strip()
        first = place + start + (part.index(inner) if inner else 0)
        cells.append(GridCell(inner, first, first + len(inner)))
        start += len(part) + 1
    return cells


def read_grids(flow: Flow, head: Masthead, name: str) -> Iterator[Finding]:
    """The findings of all tables of a document."""
    past = head.written.year - (1 if head.written.month <= 6 else 0) if head.written else 0
    for begins, rows in find_grids(flow.text):
        caption = flow.text[max(0, begins - 160) : begins]
        yield from _Grid(flow, head, name, rows, caption, past).findings()
    for begins, lines in find_stacked(flow.text):
        rows = [[GridCell(*line) for line in row] for row in lines]
        yield from _Grid(
            flow, head, name, rows, flow.text[max(0, begins - 160) : begins], past, stacked=True
        ).findings()


class _Grid:
    """One table on its way to findings."""

    def __init__(
        self,
        flow: Flow,
        head: Masthead,
        name: str,
        rows: list[list[GridCell]],
        caption: str,
        past: int,
        *,
        stacked: bool = False,
    ) -> None:
        self.flow, self.head, self.name, self.past = flow, head, name, past
        self.unit = caption_unit(caption)
        self.caption = caption
        self.tasks = head.kind == "tasks" or re.search(r"任务|清单|民生实事|目标", caption[-60:]) is not None
        depth = 1 if stacked else _header_depth(rows)
        self.columns = self._columns(rows[:depth])
        self.rows = rows[depth:]

    def _columns(self, header: Sequence[Sequence[GridCell]]) -> list[GridColumn]:
        width = max((len(row) for row in header), default=0)
        names = [
            "".join(dict.fromkeys(row[column].text for row in header if column < len(row))) for column in range(width)
        ]
        columns = [self._column(name) for name in names]
        if columns and not any(column.role == "name" for column in columns):
            first = next((place for place, column in enumerate(columns) if column.role == "other"), None)
            if first is not None:
                columns[first] = columns[first]._replace(role="name")
        return columns

    def _column(self, name: str) -> GridColumn:
        span, year, bracket = _SPAN.search(name), _YEAR.search(name), _BRACKET.search(name)
        unit = bracket[1] if bracket and re.fullmatch(rf"(?:[十百千]?[万亿]{{0,2}})?(?:{UNIT})?", bracket[1]) else ""
        period = f"{span[1]}/{span[2]}" if span else year[1] if year else ""
        growth = _GROWTH_HEAD.search(name) is not None
        role = header_role(name, self.past)
        if growth and role == "other" and period:
            role = "done"
        return GridColumn(role, period, "%" if growth and not unit else unit, growth)

    def findings(self) -> Iterator[Finding]:
        for row in self.rows:
            subject = self._subject(row)
            unit = next(
                (cell.text for cell, column in zip(row, self.columns, strict=False) if column.role == "unit"), ""
            )
            for cell, column in zip(row, self.columns, strict=False):
                if column.role in ("aim", "done", "estimate") and cell.text and subject:
                    found = self._figure(row, cell, column, subject, unit)
                    if found is not None:
                        yield found

    def _subject(self, row: Sequence[GridCell]) -> str:
        return next(
            (cell.text for cell, column in zip(row, self.columns, strict=False) if column.role == "name" and cell.text),
            "",
        )

    def _figure(
        self, row: Sequence[GridCell], cell: GridCell, column: GridColumn, subject: str, row_unit: str
    ) -> Finding | None:
        own, subject = bracket_unit(subject)
        unit = column.unit or row_unit or own or self.unit
        subject = clean_subject(subject)
        value = cell_value(cell, unit)
        if value is None:
            return None
        low, high, bound, unit, words = value
        phrase = read_phrase(subject + words, "", unit)
        base, tail = phrase.base or subject, phrase.tail
        growth = column.growth or is_growth(base, phrase.measure, unit)
        if growth and not tail:
            tail = "增长"
        status = {"aim": "targeted", "done": "achieved", "estimate": "estimated"}[column.role]
        period = column.period or self._period(column.role)
        first, last = self._span(row, cell, row_unit)
        start, end = self.flow.span(first, last)
        shown = self.flow.span(cell.start, cell.end)
        return Finding(
            self.name, self.head.place, base + ("年均" if "年均" in phrase.how else "") + tail, base, "growth" if growth else phrase.measure, phrase.falls, low, high, None,
            unit, bound, period, status, start, end, self.flow.original[shown[0] : shown[1]], "table/cell", 0.9 if period else 0.7,
            task=is_counted(phrase.measure, base),
        )  # fmt: skip

    def _span(self, row: Sequence[GridCell], cell: GridCell, row_unit: str) -> tuple[int, int]:
        """From the row's name to the cell, unit included: what the figure cites."""
        last = cell.end
        for other, column in zip(row, self.columns, strict=False):
            if column.role == "unit" and row_unit:
                last = max(last, other.end)
        first = min(
            (
                other.start
                for other, column in zip(row, self.columns, strict=False)
                if column.role == "name" and other.text
            ),
            default=cell.start,
        )
        return min(first, cell.start), last

    def _period(self, role: str) -> str:
        """The year of a column that names none: of the caption, else of the document."""
        years = _YEAR.findall(self.caption[-80:])
        if years:
            return str(years[-1])
        titled = _YEAR.search(self.head.title)
        if titled and role == "aim":
            return titled[1]
        if not self.past:
            return ""
        return str(self.past + (role == "aim"))


def header_role(name: str, past: int) -> str:  # noqa: PLR0911 - one test a role
    """What a column holds by its header, as in :class:`GridColumn`; ``past`` is the last year that is over."""
    plain = _BRACKET.sub("", name).strip()
    if _UNIT_HEAD.search(plain):
        return "unit"
    if _NUMBER_HEAD.search(plain):
        return "number"
    if _FORECAST.search(plain):
        return "estimate"
    if (
        _AIM.search(plain)
        and not re.search(r"任务内容|工作任务|目标任务$|重点任务|任务名称|任务分解", plain)
        and not _DONE.search(plain)
    ):
        return "aim"
    if _DONE.search(plain) and "时间" not in plain and "时限" not in plain:
        return "done"
    if _OTHER.search(plain):
        return "other"
    if _NAME.search(plain):
        return "name"
    year = _YEAR.search(plain)
    return ("done" if int(year[1]) <= past else "aim") if year else "other"


def bracket_unit(words: str) -> tuple[str, str]:
    """The unit in brackets that words hold, and the words without it; no unit, and the words, where none is there.

    >>> bracket_unit("地区生产总值（亿元）"), bracket_unit("居民消费价格（CPI）")
    (('亿元', '地区生产总值'), ('', '居民消费价格（CPI）'))
    """
    for given in _BRACKET.finditer(words):
        if re.fullmatch(rf"(?:[十百千]?[万亿]{{0,2}})?(?:{UNIT})", given[1]):
            return given[1], words[: given.start()] + words[given.end() :]
    return "", words


def caption_unit(caption: str) -> str:
    """The unit that a caption gives for a table (单位：万元); empty where it gives none."""
    unit = _CAPTION_UNIT.search(caption)
    return unit[1] if unit else ""


def is_bare(words: str) -> bool:
    """Whether words are a number alone, with at most the sign or word of a bound."""
    return _BARE.fullmatch(words) is not None


def clean_subject(words: str) -> str:
    """A row's name without its number and 其中."""
    return re.sub(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*|^其中[:：]?|^[#*＃]", "", words)


def is_growth(base: str, measure: str, unit: str) -> bool:
    """Whether a number of a thing is its growth: said so, or a percentage of what is counted in money."""
    return measure == "growth" or (unit == "%" and _MONEY.search(base) is not None)


def _header_depth(rows: Sequence[Sequence[GridCell]]) -> int:
    """How many rows are headers: those before the first that holds a number that is no year."""
    for depth, row in enumerate(rows[:3]):
        if any(_BARE.fullmatch(cell.text) and not re.fullmatch(r"[12]\d{3}", cell.text) for cell in row[1:]) or any(
            re.match(r"^\d{1,3}$", row[0].text) for _ in (0,)
        ):
            return max(1, depth)
    return 1


def cell_value(cell: GridCell, unit: str) -> tuple[Decimal, Decimal | None, str, str, str] | None:
    """Low, high, bound, unit and the words before the number, of a cell; ``None`` for a cell without one."""
    bare = _BARE.fullmatch(cell.text)
    if bare:
        high = Decimal(bare["high"]) if bare["high"] else None
        bound = "range" if high is not None else _bare_bound(bare["before"] or "", bare["after"] or "")
        return (Decimal(bare["number"].replace(",", "")), high, bound, unit, "") if unit else None
    found: list[Quantity] = list(quantities(cell.text, ()))
    if len(found) != 1:
        return None
    one = found[0]
    return one.low, one.high, one.bound, one.unit, cell.text[: one.start]


def _bare_bound(before: str, after: str) -> str:
    if before in ("≥", "不低于", "大于") or after == "以上":
        return "atleast"
    if before in ("≤", "不超过", "小于", "<", "＜") or after in ("以内", "以下"):
        return "atmost"
    if before in (">", "＞", "超"):
        return "over"
    return "approx" if before in ("约", "近", "左右") or after == "左右" else "exact"
