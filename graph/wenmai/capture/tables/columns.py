"""What the columns of a table hold, told by their headers and by what stands below: a first mapping, for a person to edit.

A table's header is its rows before the first with a number that is no year; rows before it with one cell are its caption.
A header of several rows is read from above: what spans columns holds for all of them.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.tables.grids import bracket_unit, caption_unit, header_role, is_bare
from wenmai.capture.tables.mapping import ColumnMapping, TableMapping
from wenmai.capture.text.quantities import quantities
from wenmai.capture.text.times import Anchor, times
from wenmai.capture.text.units import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wenmai.capture.tables.grids import GridCell
    from wenmai.capture.text.masthead import Masthead

Rows = list[list["GridCell"]]

DEEPEST = 4
"""Rows that a header may have."""

_SAMPLE = 200
"""Rows below the header that tell what a column holds."""

_STATUSES = {"aim": "targeted", "done": "achieved", "estimate": "estimated"}
_PLACE = re.compile(r"(?!全|各|我|本)[\u4e00-\u9fff]{1,10}(?:省|市|区|县|旗|盟|州|镇|乡|街道)")
_HOLDER = re.compile(
    r"(?:各|所在)?(?:地区|区域|区县|县区|市县|县市|县（市、区）|市州|省份|省市|省区市|城市|省|市|区|县|行政区划?|乡镇|镇街|街道|国家|学校|高校|医院|园区|企业|公司|单位|机构|主体|地方)(?:名称|别)?"
    r"|(?i:region|province|city|county|district|area|country|place|holder|company)"
)
_PERIOD = re.compile(r"年份|年度|时间|时期|日期|月份|季度|期间|年|月|(?i:year|period|date|time)")
_INDICATOR = re.compile(
    r".{0,6}(?:指标|项目|事项|任务|类别|科目|内容)(?:名称|内容|体系)?|名称|(?i:indicator|item|measure|name)"
)
_NOTHING = re.compile(
    r"序号|编号|代码|编码|邮编|电话|排名|位次|名次|排序|备注|说明|来源|责任|牵头|部门|属性|完成率|完成比例|完成进度|进度|时限|年均.*累计|(?:为|占|完成).{0,6}(?:预算|计划|决算|目标|任务|上年)数?的?(?:[%％]|百分比|比例|比重)|(?i:^(?:no\.?|id|code|rank|note|source))"
)
_UNIT_HEAD = re.compile(r"(?:计量|数量)?单位|(?i:unit)")
_GROWTH = re.compile(
    r"(?:比|较)(?:上年|去年|上期|同期|上年同期)(?:同期)?(?:增长率?|增减|±)?|同比(?:增长|增速|增减|增幅)?率?|增长(?:率|速度)?|增速|增幅|涨幅|±|(?i:growth|change)"
)
_EDGE = r"(?:预期|年度|主要|工作|计划|考核|预计)?目标(?:值|任务|数)?|任务数|计划(?:数|值)|年度计划|预计(?:完成|数|值|达到)?(?:情况)?|实际(?:完成|达到|值|数)?(?:情况|值|数)?|(?:累计)?完成(?:情况|数|值|额)|执行数|决算数|预算数|绝对[数值额]|累计数|现状值|基期值?|指标值"
_AT_EDGES = re.compile(rf"^(?:{_EDGE})|(?:{_EDGE})$")
_WHOLE = re.compile(
    rf"(?:{_EDGE}|计划|安排|完成|实现|累计|实绩|预算|决算|达成|实际|数值|数据|数量|总量|总额|金额|规模|水平|值|数|合计|全年|本年|本期|当年|期末|年末|年底|(?i:value|target|plan|actual|achieved|amount))*"
)
_UNIT_TAIL = re.compile(rf"[/／,，:：]\s*((?:[十百千]?[万亿]{{0,2}})(?:{UNIT}))$")
_AIMED = re.compile("预期性|约束性|指导性")
_NO_FIGURE = re.compile(r"[-—–…/]+|[=+@].*|(?i:n/?a)|暂无|无")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_EMPTY = re.compile(r"[（(]\s*[）)]")
_YEAR = re.compile(r"[12]\d{3}")
_YEARS = re.compile(r"([12]\d{3})\s?[-—–~至/]{1,2}\s?([12]\d{3})")
_MONTH = re.compile(r"([12]\d{3})[-./](0?[1-9]|1[0-2])")


class Header(NamedTuple):
    """A column's header taken apart: the words for people, and what they say."""

    title: str
    indicator: str
    period: str
    unit: str
    role: str
    growth: bool


def read_period(words: str, written: date | None) -> tuple[str, str]:
    """The first period that words name, as EDTF, and the words without it.

    >>> read_period("2023年1-6月完成", None), read_period("2023", None), read_period("人口", None)
    (('2023-01/2023-06', '完成'), ('2023', ''), ('', '人口'))
    """
    for pattern in (_YEARS, _MONTH, _YEAR):
        match = pattern.fullmatch(words.strip())
        if match:
            first, *more = match.groups() or (match[0],)
            return (
                f"{first}/{more[0]}" if pattern is _YEARS else "-".join([first, *(one.zfill(2) for one in more)])
            ), ""
    for mention in times(words, Anchor(written)):
        return mention.edtf, (words[: mention.start] + words[mention.end :]).strip()
    year = re.search(r"(?<![\d.])(?:19|20)\d{2}(?![\d.])", words)
    return (year[0], (words[: year.start()] + words[year.end() :]).strip()) if year else ("", words)


def is_figure(words: str) -> bool:
    """Whether a cell holds one number that is no year and no day."""
    if (
        not words
        or _YEAR.fullmatch(words.rstrip("年"))
        or (words[0] in "12" and re.fullmatch(r"[\d\s年月日/.:：-]+", words) and re.search(r"[年月日]|\d[-/]\d", words))
    ):
        return False
    if is_bare(words.removesuffix("%")):
        return True
    return not times(words, Anchor(None)) and len(list(quantities(words, ()))) == 1


def guess_mapping(rows: Rows, table: str, caption: str, head: Masthead) -> TableMapping | None:
    """What a table's columns hold; ``None`` for one without two columns. ``caption`` is its sheet's name."""
    skip = next((number for number, row in enumerate(rows) if not _is_caption(row)), None)
    if skip is None:
        return None
    above = "，".join([caption, *(cell.text for row in rows[:skip] for cell in _different(row))])
    depth = _depth(rows[skip:])
    past = head.written.year - (head.written.month <= 6) if head.written else 9999
    headers = [_header(parts, head, past) for parts in _titles(rows[skip : skip + depth])]
    below = rows[skip + depth : skip + depth + _SAMPLE]
    columns = _settled(
        [_column(one, [row[place].text for row in below if row[place].text]) for place, one in enumerate(headers)],
        below,
    )
    beside = [
        one.period for one, column in zip(headers, columns, strict=True) if column.role in ("indicator", "holder")
    ]
    period = read_period(above, head.written)[0] or next(filter(None, beside), "")
    if any(_AIMED.fullmatch(cell.text) for row in below for cell in row):
        columns = _aimed(columns, period)
    status = header_role(re.sub(r"单位[:：].*", "", above), past)
    return TableMapping(
        table,
        skip,
        depth,
        tuple(_inherited(columns)),
        holder=head.place,
        period=period,
        unit=caption_unit(above),
        status=_STATUSES.get(status, "") if not any(one.status for one in columns) else "",
    )


def split_tables(rows: Rows) -> list[tuple[int, Rows]]:
    """The tables of a sheet, each with the number of its first row: one begins after a blank row, with a header of its own."""
    begins = [
        number
        for number in range(1, len(rows) - 1)
        if not _different(rows[number - 1])
        and _different(rows[number])
        and _is_table(rows[number : number + DEEPEST * 2])
    ]
    return [(first, rows[first:last]) for first, last in pairwise([0, *begins, len(rows)])]


def _is_table(rows: Rows) -> bool:
    """Whether rows are captions, then a header without figures, then a row with one."""
    below = [row for row in rows if not _is_caption(row)]
    figures = [any(is_figure(cell.text) for cell in row) for row in below]
    return len(figures) > 1 and not figures[0] and any(figures)


# Headers --------------------------------------------------------------------------------------------------------------


def _different(row: Sequence[GridCell]) -> list[GridCell]:
    """The cells of a row that hold words, each merged one once."""
    return list(dict.fromkeys(cell for cell in row if cell.text))


def _is_caption(row: Sequence[GridCell]) -> bool:
    """Whether a row has at most one cell, or one beside the unit's."""
    cells = _different(row)
    return len(cells) <= 1 or (len(cells) == 2 and any(re.match(r"[（(]?单位\s*[:：]", cell.text) for cell in cells))


def _depth(rows: Rows) -> int:
    for depth, row in enumerate(rows[:DEEPEST]):
        if depth and _is_data(row, rows[depth - 1]):
            return depth
    return 1


def _is_data(row: Sequence[GridCell], before: Sequence[GridCell]) -> bool:
    """Whether a row holds a figure, a sign for none, a formula or a number before its name, or heads rows below it."""
    if any(is_figure(cell.text) or _NO_FIGURE.fullmatch(cell.text) for cell in row[1:]):
        return True
    heads = len(_different(row)) == 1 and row[0].text and row[0] != before[0]
    return bool(heads) or re.fullmatch(r"\d{1,3}", row[0].text) is not None


def _titles(header: Rows) -> list[list[str]]:
    """The words above each column, from above; a group's name also stands above the columns right of it that have none."""
    width = max(map(len, header))
    parts: list[list[str]] = [[] for _ in range(width)]
    for number, row in enumerate(header):
        last = ""
        for place, cell in enumerate(row):
            below = any(other[place].text and other[place] != cell for other in header[number + 1 :])
            words = cell.text or (last if below and not parts[place] else "")
            last = cell.text or (last if below else "")
            if words and words not in parts[place]:
                parts[place].append(words)
    return parts


def _header(parts: Sequence[str], head: Masthead, past: int) -> Header:
    unit = period = ""
    growth = False
    names = []
    for part in parts:
        own, words = _split_unit(part)
        when, words = read_period(words, head.written)
        unit, period = own or unit, when or period
        shorn = _GROWTH.sub("", words) if "年均" not in words else words
        growth = growth or "±" in part or _GROWTH.search(words) is not None
        words = _AT_EDGES.sub("", _AT_EDGES.sub("", _bare(shorn)))
        if words and _WHOLE.fullmatch(words) is None:
            names.append(words)
    title = " ".join(parts)
    role = header_role("".join(parts), past)
    return Header(title, "".join(names), period, unit, role, growth)


def _bare(words: str) -> str:
    """Words without the marks at their ends; a bracket that closes one inside (GDP (billion yuan)) is no such mark."""
    words = " ".join(_EMPTY.sub("", words).split()).strip(" ：:、，-—")
    return words if _BRACKETS.search(words) else words.strip("（）() ")


def _split_unit(words: str) -> tuple[str, str]:
    words = words.replace("±%", "%")
    unit, rest = bracket_unit(words)
    if not unit and words.endswith("%"):
        return "%", words[:-1].strip()
    tail = None if unit else _UNIT_TAIL.search(words)
    return (tail[1], words[: tail.start()].strip()) if tail else (unit, rest.strip())


# Columns --------------------------------------------------------------------------------------------------------------


def _column(header: Header, below: Sequence[str]) -> ColumnMapping:
    """A column by its header and what stands below; of role ``?`` where only the others can tell."""
    title = re.sub(r"\s", "", header.title)
    share = sum(map(is_figure, below)) / max(1, len(below))
    plain = _BRACKETS.sub("", title)
    role = "?"
    if _NOTHING.search(plain):
        role = ""
    elif _UNIT_HEAD.fullmatch(plain) and sum(map(_is_unit, below)) * 2 >= max(1, len(below)):
        role = "unit"
    elif _PERIOD.fullmatch(plain):
        role = "period"
    elif share < 0.5 and _HOLDER.fullmatch(plain):
        role = "holder"
    elif share < 0.5 and _INDICATOR.fullmatch(plain):
        role = "indicator"
    elif (title and (share >= 0.3 or (share and (header.role in _STATUSES or header.period)))) or (
        title and header.role == "aim" and any("同步" in words for words in below)
    ):
        role = "figure"
    if role != "figure":
        return ColumnMapping(header.title, role)
    status = _STATUSES.get(header.role, "")
    unit = header.unit or ("%" if header.growth else "")
    return ColumnMapping(
        header.title, role, header.indicator, "", header.period, unit, status, "growth" if header.growth else ""
    )


def _is_unit(words: str) -> bool:
    return re.fullmatch(rf"(?:[十百千]?[万亿]{{0,2}})(?:{UNIT})?", words) is not None


def _settled(columns: list[ColumnMapping], below: Rows) -> list[ColumnMapping]:
    """The columns with the role of those that no header tells, and places above figures as their holders."""
    roles = {column.role for column in columns}
    named = any(
        column.role == "figure" and column.indicator and _PLACE.fullmatch(column.indicator) is None
        for column in columns
    )
    settled = []
    for place, column in enumerate(columns):
        role = column.role
        words = [row[place].text for row in below if row[place].text]
        if role == "?":
            role = _by_content(words, roles, named) if words else ""
            roles.add(role)
        settled.append(column._replace(role=role))
    if "indicator" not in roles:
        return settled
    return [
        column._replace(indicator="", holder=column.indicator)
        if column.role == "figure" and _PLACE.fullmatch(column.indicator)
        else column
        for column in settled
    ]


def _by_content(words: Sequence[str], roles: set[str], named: bool) -> str:
    """The role of a column of words whose header says none."""
    half = len(words) / 2
    if (
        "period" not in roles
        and sum(bool(read_period(one, None)[0]) and not read_period(one, None)[1] for one in words) > half
    ):
        return "period"
    if "holder" not in roles and sum(_PLACE.fullmatch(one) is not None for one in words) > half:
        return "holder"
    if "indicator" in roles or any(map(is_figure, words)):
        return ""
    if named:
        return "" if "holder" in roles or "period" in roles else "holder"
    return "indicator"


def _aimed(columns: Sequence[ColumnMapping], period: str) -> list[ColumnMapping]:
    """The columns of a plan's table: what is of the plan's time, or of the last year named, is aimed at."""
    years = sorted({column.period[-4:] for column in columns if column.role == "figure" and column.period})
    since = period[:4] if "/" in period else years[-1] if years else ""
    return [
        column._replace(status="targeted")
        if column.role == "figure" and (column.period or "9")[-4:] >= since
        else column
        for column in columns
    ]


def _inherited(columns: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """The columns, a growth without a name or a time of its own with those of the column before it."""
    found: list[ColumnMapping] = []
    last = ColumnMapping("")
    for column in columns:
        if column.role == "figure" and column.measure and last.role and not column.indicator.startswith("年均"):
            column = column._replace(  # noqa: PLW2901 - the same column, more of it known
                indicator=column.indicator or last.indicator,
                holder=column.holder or last.holder,
                period=column.period or last.period,
                status=column.status
                if column.period
                else column.status
                if column.status == "targeted"
                else last.status or column.status,
            )
        if column.role == "figure":
            last = column
        found.append(column)
    return found
