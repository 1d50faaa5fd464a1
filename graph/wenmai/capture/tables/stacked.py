"""Tables that a page's text gives with a line for each cell: put together again to rows, each cell where it stands.

Blank cells leave no line, so a row is told by its name and as many numbers behind it as the header has columns of them; what
does not fit that is passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CAPTION = re.compile(r"[（(]?单位[:：]\s*[^\s，。；]{1,8}$")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?$")
_HEAD = re.compile(
    r"(?:收|支|收入|支出|项目|指标|科目|名称|预算科目|收入项目|支出项目|行次|单位)$|.*(?:数|额|执行|完成|预算|决算|计划|目标|增长|增幅|增减|比|%|年|率)[）)]?$"
)
_NAMING = re.compile(r"^(?:收|支|收入|支出|项目|指标|科目|名称|预算科目|收入项目|支出项目)$")
LONGEST = 30
"""A longer line is no cell."""

LEAST = 4
"""Fewer rows are no table."""


class StackedLine(NamedTuple):
    """A line's words, blanks left out, and where they stand."""

    text: str
    start: int
    end: int


def find_stacked(text: str) -> Iterator[tuple[int, list[list[StackedLine]]]]:
    """Such tables of a flow: where each begins, and its rows, the header first."""
    lines = list(_lines(text))
    place = 0
    while place < len(lines):
        if _CAPTION.match(lines[place].text):
            end = place + 1
            while end < len(lines) and len(lines[end].text) <= LONGEST and not re.search("[。；，]", lines[end].text):
                end += 1
            rows = _rows(lines[place + 1 : end])
            if len(rows) > LEAST:
                yield lines[place].end, rows
            place = end
        else:
            place += 1


def _lines(text: str) -> Iterator[StackedLine]:
    start = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            first = start + line.index(words)
            yield StackedLine(re.sub(r"\s+", "", words), first, first + len(words))
        start += len(line) + 1


def _rows(lines: Sequence[StackedLine]) -> list[list[StackedLine]]:
    """The header, and the rows that fit it; nothing where the lines are no such table."""
    first = next((number for number, line in enumerate(lines) if _NUMBER.match(line.text)), len(lines))
    head = list(lines[: max(0, first - 1)])
    if not 2 <= len(head) <= 12 or any("\t" in line.text or not _HEAD.match(line.text) for line in head):
        return []
    names = [number for number, line in enumerate(head) if _NAMING.match(line.text)]
    if not names or names[0] != 0:
        return []
    groups = [head[one:other] for one, other in zip(names, [*names[1:], len(head)], strict=True)]
    width = len(groups[0])
    if width < 2 or any(len(group) != width for group in groups):
        return []
    found = [list(groups[0])]
    place = len(head)
    while place < len(lines):
        numbers = 0
        while place + 1 + numbers < len(lines) and _NUMBER.match(lines[place + 1 + numbers].text):
            numbers += 1
        if numbers == width - 1 and not _NUMBER.match(lines[place].text):
            found.append(list(lines[place : place + width]))
        place += 1 + numbers
    return found
