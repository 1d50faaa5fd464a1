"""Tables of targets and conflicts for people: headings, bounds and verdicts in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.capture.targets import conflicts, targets
from wenmai.languages import is_chinese

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wenmai.capture.findings import Finding
    from wenmai.capture.targets.conflicts import ConflictRow
    from wenmai.capture.targets.places import PlaceSummary
    from wenmai.capture.targets.targets import TargetRow

Cells = list[list[str]]

_HEADINGS = {
    "place": "地方", "indicator": "指标", "year": "年份", "target": "目标", "achieved": "完成", "met": "达成", "reason": "理由",
    "target_citation": "目标出处", "achieved_citation": "完成出处", "kind": "性质", "period": "时期", "value": "数值", "other": "另一数值", "citation": "出处", "set_in": "提出于", "outcome_in": "依据",
    "other_citation": "另一出处", "later": "较晚者",
    "targets": "目标数", "yes": "达到", "about": "基本达到", "no": "未达到", "not_comparable": "不可比", "not_reported": "未报告", "share": "达成率",
}  # fmt: skip
_BOUNDS = {
    "exact": ("{}", "{}"),
    "approx": ("约{}", "≈ {}"),
    "atleast": ("≥ {}", "≥ {}"),
    "atmost": ("≤ {}", "≤ {}"),
    "over": ("> {}", "> {}"),
    "range": ("{}", "{}"),
    "instep": ("与经济同步", "in step"),
    "quota": ("上级下达", "as set"),
}  # fmt: skip
_MET = {"yes": "是", "no": "否", "about": "基本", "not reported": "未报告", "not comparable": "不可比"}
_KINDS = {"revision": "修订", "contradiction": "矛盾"}


def _column(language: str) -> int:
    return 0 if is_chinese(language) else 1


def _headings(names: Sequence[str], language: str) -> list[str]:
    return [_HEADINGS[name] if is_chinese(language) else name.replace("_", " ") for name in names]


def name_cells(findings: Iterable[Finding]) -> dict[str, str]:
    """The cells that citations are of, for those that cite a table: ``plan#char=71,74`` is ``plan:C5``."""
    return {targets.cite(one): f"{one.document}:{one.cell}" for one in findings if one.cell}


def target_table(rows: Sequence[TargetRow], language: str, cells_of: Mapping[str, str]) -> tuple[list[str], Cells]:
    """Headings and cells of the table to read; the place is left out where it is one for all, and told by the caller.

    A star marks an outcome whose indicator was matched loosely. ``cells_of`` is from :func:`name_cells`.
    """
    several = len({row.place for row in rows}) > 1
    names = (
        *(("place",) if several else ()),
        "indicator",
        "target",
        "achieved",
        "met",
        "set_in",
        "outcome_in",
    )
    cells = []
    for row in rows:
        aim = _BOUNDS.get(row.bound, ("{}", "{}"))[_column(language)].format(row.target.replace("-", "–") + row.unit)
        met = (_MET[row.met] if is_chinese(language) else row.met) + ("*" if row.match == "loose" else "")
        told = [
            f"{row.indicator} {row.year}",
            aim,
            row.achieved,
            met,
            _start(row.target_citation, cells_of),
            _start(row.achieved_citation, cells_of),
        ]
        cells.append([row.place, *told] if several else told)
    return _headings(names, language), cells


def told_target(row: Mapping[str, str], language: str) -> str:
    """What a target asks for, of a row as :func:`records` gives it: *≤ 3.5%*."""
    return _BOUNDS.get(row["bound"], ("{}", "{}"))[_column(language)].format(
        row["target"].replace("-", "–") + row["unit"]
    )


def told_verdict(row: Mapping[str, str], language: str) -> str:
    """Whether a target was met, and why that is said: *not reported: it still runs*."""
    from wenmai.capture.targets.verdicts import REASONS

    met = _MET[row["met"]] if is_chinese(language) else row["met"]
    reason = REASONS[row["reason"]][_column(language)] if row["reason"] else ""
    return (
        met
        + ("*" if row["match"] == "loose" else "")
        + ((":" if is_chinese(language) else ": ") + reason if reason else "")
    )


def _start(citation: str, cells_of: Mapping[str, str]) -> str:
    """Where a citation begins, of a table its cell, and how many more there are."""
    first, *others = citation.split()[:9] or [""]
    return (cells_of.get(first) or first.partition(",")[0].replace("#char=", ":")) + (
        f" +{len(others)}" if others else ""
    )


def summary_cells(rows: Sequence[PlaceSummary], language: str) -> tuple[list[str], Cells]:
    """Headings and cells of the places with what became of their targets, to read."""
    names = ("place", "targets", "yes", "about", "no", "not_comparable", "not_reported", "share")
    cells = [[row.place, *map(str, row[1:7]), "" if row.share is None else f"{row.share:.0%}"] for row in rows]
    return _headings(names, language), cells


def summary_csv(rows: Sequence[PlaceSummary]) -> tuple[list[str], Cells]:
    """The same as data."""
    header = ["place", "targets", "yes", "about", "no", "not_comparable", "not_reported", "share"]
    return header, [["" if value is None else str(value) for value in row] for row in rows]


def target_csv(rows: Sequence[TargetRow]) -> tuple[list[str], Cells]:
    """The columns of the table as data: the same in every language."""
    return list(targets.HEADER), [list(row) for row in rows]


def conflict_table(rows: Sequence[ConflictRow], language: str, cells_of: Mapping[str, str]) -> tuple[list[str], Cells]:
    """Headings and cells of the conflicts to read."""
    cells = []
    for row in rows:
        kind = _KINDS[row.kind] if is_chinese(language) else row.kind
        cells.append(
            [
                kind,
                row.place,
                row.indicator,
                row.period,
                row.value,
                row.other,
                _start(row.citation, cells_of),
                _start(row.other_citation, cells_of),
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
