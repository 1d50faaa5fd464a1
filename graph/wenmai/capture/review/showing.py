"""Findings and rules as tables: to read, in a language, and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.capture.review.doubt import reason_in
from wenmai.capture.review.fields import FIGURE_FIELDS, TERMS, amount
from wenmai.languages import is_chinese

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wenmai.capture.review.engine import ReviewedFinding
    from wenmai.capture.review.precision import RulePrecision

Cells = list[list[str]]

WORDS = {
    "open": "待定", "accepted": "采用", "rejected": "否决", "edited": "改正", "disputed": "分歧",
    "figure": "数据", "time": "时间", "name": "名称", "link": "链接",
    "indicator": "指标", "holder": "主体", "value": "数值", "from": "原为", "unit": "单位", "bound": "界限", "position": "位次", "measure": "量度",
    "period": "时期", "status": "状态", "class": "类别", "subject": "主语", "predicate": "谓词", "object": "宾语",
    "achieved": "已实现", "estimated": "预计", "targeted": "目标", "planned": "计划", "underway": "进行中",
    "exactly": "恰为", "about": "约", "nearly": "近", "over": "超过", "breaks": "突破", "under": "不到", "atleast": "不低于", "within": "以内", "between": "之间",
    "instep": "同步", "outpaces": "快于", "meetsrequirement": "完成任务", "fallsshort": "未完成", "growth": "增长", "rate": "比率", "rank": "位次",
    "id": "编号", "state": "状态", "doubt": "疑问", "finding": "内容", "place": "出处", "rule": "规则",
    "precision": "准确率",
}  # fmt: skip
"""The words of the screen and of the tables in Chinese; in English they are themselves."""


def word(term: str, language: str) -> str:
    """A word of the screen in a language."""
    return WORDS.get(term, term) if is_chinese(language) else term


def told(fields: Mapping[str, str], language: str) -> str:
    """A finding in a few words, its status in a language."""
    if "indicator" not in fields:
        return " ".join(fields.values())
    number = amount({**fields, "position": word(fields.get("position", ""), language)})
    parts = (
        fields["indicator"],
        fields.get("holder"),
        fields.get("period"),
        number,
        word(fields.get("status", ""), language),
    )
    return " ".join(part for part in parts if part)


def place_of(one: ReviewedFinding) -> str:
    """Where a finding stands: its document with an offset, or the cell of a table."""
    return f"{one.proposed.document}:{one.proposed.cell or one.proposed.start}"


def finding_table(rows: Sequence[ReviewedFinding], language: str) -> tuple[list[str], Cells]:
    """Headings and cells of a list of findings to read; the rule stands behind the place."""
    header = [word(name, language) for name in ("id", "state", "doubt", "finding", "place")]
    cells = []
    for one in rows:
        place = f"{place_of(one)} {one.proposed.rule}"
        cells.append([one.id, word(one.state, language), f"{one.doubt:.2f}", told(one.fields, language), place])
    return header, cells


def finding_csv(rows: Sequence[ReviewedFinding]) -> tuple[list[str], Cells]:
    """The same as data, a column for each field."""
    names = dict.fromkeys([*FIGURE_FIELDS, *(name for one in rows for name in one.fields)])
    header = ["id", "kind", "state", "doubt", "reasons", "document", "start", "end", "cell", "rule", *names]
    cells = []
    for one in rows:
        found = one.proposed
        told_first = [one.id, found.kind, one.state, f"{one.doubt}", " ".join(one.reasons), found.document]
        place = [str(found.start), str(found.end), found.cell, found.rule]
        cells.append([*told_first, *place, *(one.fields.get(name, "") for name in names)])
    return header, cells


def rule_table(rows: Sequence[RulePrecision], language: str) -> tuple[list[str], Cells]:
    """Headings and cells of the rules' precision to read."""
    cells = []
    for one in rows:
        sure = ""
        if one.precision is not None and one.low is not None and one.high is not None:
            sure = f"{one.precision:.0%} ({100 * one.low:.0f}–{100 * one.high:.0f})"
        cells.append([one.rule, *(f"{number:,}" for number in (one.accepted, one.rejected, one.edited)), sure])
    return [word(name, language) for name in ("rule", "accepted", "rejected", "edited", "precision")], cells


def rule_csv(rows: Sequence[RulePrecision]) -> tuple[list[str], Cells]:
    """The same as data."""
    cells = [
        ["" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value) for value in one]
        for one in rows
    ]
    return ["rule", "accepted", "rejected", "edited", "open", "precision", "low", "high"], cells


def reasons_in(reasons: Sequence[str], language: str) -> str:
    """Why a finding is doubted, in a sentence."""
    return ("；" if is_chinese(language) else "; ").join(
        reason_in(one, chinese=is_chinese(language)) for one in reasons
    )


def choices(name: str, language: str) -> str:
    """What a field may be, where it takes terms."""
    return " ".join(
        f"{term.lower()}({word(term.lower(), language)})" if is_chinese(language) else term.lower()
        for term in TERMS.get(name, ())
    )
