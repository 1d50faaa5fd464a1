"""Tables of targets and conflicts for people: headings, bounds and verdicts in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.capture import conflicts, targets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.capture.conflicts import ConflictRow
    from wenmai.capture.targets import TargetRow

Cells = list[list[str]]

_HEADINGS = {
    "place": "地方", "indicator": "指标", "year": "年份", "target": "目标", "achieved": "完成", "met": "达成", "reason": "理由",
    "target_citation": "目标出处", "achieved_citation": "完成出处", "kind": "性质", "period": "时期", "value": "数值", "other": "另一数值", "citation": "出处",
    "other_citation": "另一出处", "later": "较晚者",
}  # fmt: skip
_BOUNDS = {
    "exact": ("{}", "{}"), "approx": ("{}左右", "about {}"), "atleast": ("{}以上", "at least {}"), "atmost": ("{}以内", "at most {}"),
    "over": ("超过{}", "over {}"), "range": ("{}", "{}"), "instep": ("与经济增长同步", "in step with the economy"), "quota": ("上级下达", "as set from above"),
}  # fmt: skip
_MET = {"yes": "是", "no": "否", "about": "基本", "not reported": "未报告", "not comparable": "不可比"}
_KINDS = {"revision": "修订", "contradiction": "矛盾"}


def _column(language: str) -> int:
    return 0 if language.startswith("zh") else 1


def _headings(names: Sequence[str], language: str) -> list[str]:
    return [_HEADINGS[name] if language.startswith("zh") else name.replace("_", " ") for name in names]


def target_table(rows: Sequence[TargetRow], language: str) -> tuple[list[str], Cells]:
    """Headings and cells of the table to read."""
    names = (
        "place",
        "indicator",
        "year",
        "target",
        "achieved",
        "met",
        "reason",
        "target_citation",
        "achieved_citation",
    )
    cells = []
    for row in rows:
        aim = _BOUNDS.get(row.bound, ("{}", "{}"))[_column(language)].format(row.target.replace("-", "–") + row.unit)
        met = _MET[row.met] if language.startswith("zh") else row.met
        reason = row.told(language) + (
            ("（指标名不尽相同）" if language.startswith("zh") else " (matched loosely)")
            if row.match == "loose"
            else ""
        )
        cells.append(
            [
                row.place,
                row.indicator,
                row.year,
                aim,
                row.achieved,
                met,
                reason,
                _short(row.target_citation),
                _short(row.achieved_citation),
            ]
        )
    return _headings(names, language), cells


def _short(citation: str) -> str:
    return citation.replace("#char=", ":").replace(",", "–").replace(" ", "\n")


def target_csv(rows: Sequence[TargetRow]) -> tuple[list[str], Cells]:
    """The columns of the table as data: the same in every language."""
    return list(targets.HEADER), [list(row) for row in rows]


def conflict_table(rows: Sequence[ConflictRow], language: str) -> tuple[list[str], Cells]:
    """Headings and cells of the conflicts to read."""
    cells = []
    for row in rows:
        kind = _KINDS[row.kind] if language.startswith("zh") else row.kind
        cells.append(
            [
                kind,
                row.place,
                row.indicator,
                row.period,
                row.value,
                row.other,
                _short(row.citation),
                _short(row.other_citation),
                row.later,
            ]
        )
    return _headings(conflicts.HEADER, language), cells


def conflict_csv(rows: Sequence[ConflictRow]) -> tuple[list[str], Cells]:
    """The columns of the conflicts as data."""
    return list(conflicts.HEADER), [list(row) for row in rows]


def records(header: Sequence[str], cells: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Rows as objects, for JSON."""
    return [dict(zip(header, row, strict=True)) for row in cells]
