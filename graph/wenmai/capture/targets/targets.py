"""The table of targets: what was aimed at, where and for when, what is stated of it later, and whether it was met."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.findings import plain
from wenmai.capture.targets.keys import key_of, likeness
from wenmai.capture.targets.outcomes import LOOSE, Became, Outcomes
from wenmai.capture.targets.verdicts import REASONS, signed
from wenmai.capture.text.flow import same_length
from wenmai.capture.text.units import simple_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.capture.findings import Finding

HEADER = (
    "place",
    "indicator",
    "year",
    "target",
    "bound",
    "unit",
    "achieved",
    "met",
    "reason",
    "match",
    "target_citation",
    "achieved_citation",
)
"""The columns of the table."""

_STRETCH = re.compile(
    r"^(?:[，、并且]|力争|努力|争取|奋斗|冲刺|确保|向|更高|目标|实现|完成|达到|增长|为|在实际工作中|实际执行中|工作中)+$"
)
_BOUNDS = {"nearly": "approx"}
_PARAMETER = re.compile(
    "(?:起征点|起付线?|免征额|封顶线|征收率|税率|费率|利率|准备金率|首付|抵扣|扣除|减征|减按|门槛|资格线|限额|上限|下限)(?:比例|标准|额度)?[^增长降占]{0,6}$"
)
"""What a policy sets at once (起征点, 费率), and no work reaches."""


class TargetRow(NamedTuple):
    """A target with what became of it; citations are ``DOC#char=START,END``, several apart by blanks."""

    place: str
    indicator: str
    year: str
    target: str
    bound: str
    unit: str
    achieved: str
    met: str
    reason: str
    match: str
    target_citation: str
    achieved_citation: str

    def told(self, language: str) -> str:
        """The reason in a language."""
        return REASONS[self.reason][0 if language.startswith("zh") else 1]


def list_targets(findings: Sequence[Finding], orders: dict[str, tuple[str, int]]) -> list[TargetRow]:
    """Every target among findings, by place and year in the order of the texts; ``orders`` as for :class:`Outcomes`."""
    settled = one_place(findings)
    outcomes = Outcomes(settled, orders)
    return [_row(group, outcomes.of(group[0])) for group in _merged(_aims(settled))]


def one_place(findings: Sequence[Finding]) -> list[Finding]:
    """Findings under one name a place: 云川市青石区 is 青石区 where both are written, by the shorter name."""
    from dataclasses import replace

    names = sorted({one.place for one in findings if one.place}, key=lambda name: (len(name), name))
    simple = {name: same_length(name) for name in names}
    short = {
        name: next(
            (
                other
                for other in names
                if len(other) >= 2 and (simple[name].endswith(simple[other]) or _bare(simple[name]) == simple[other])
            ),
            name,
        )
        for name in names
    }
    return [
        one if short.get(one.place, one.place) == one.place else replace(one, place=short[one.place])
        for one in findings
    ]


def _bare(name: str) -> str:
    return name[:-1] if len(name) > 2 and name[-1] in "省市区县" else name


def _aims(findings: Sequence[Finding]) -> Iterable[Finding]:
    """The findings that set a target: no comparison, no part of a plan's fulfilment, no stretch of the one before."""
    last: Finding | None = None
    for one in findings:
        if (
            not one.ahead
            or not one.period
            or not one.base
            or one.measure in ("comparison", "completion", "rank")
            or one.bound == "words"
            or _PARAMETER.search(one.base)
            or (one.unit == "年" and "寿命" not in one.base)
        ):
            continue
        if one.low is None or not (last and _stretches(last, one)):
            yield one
        last = one if one.low is not None else last


def _stretches(first: Finding, second: Finding) -> bool:
    """Whether a value is only what one strives for beyond the target just set (5.5%以上、力争6%)."""
    same = (first.document, first.place, first.base, first.measure, first.period, first.unit) == (
        second.document,
        second.place,
        second.base,
        second.measure,
        second.period,
        second.unit,
    )
    return same and 0 <= second.start - first.end < 24


def _merged(targets: Iterable[Finding]) -> list[list[Finding]]:
    """The same target said in several places, together."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    order: list[list[Finding]] = []
    for one in targets:
        name = (
            one.place,
            one.period,
            one.measure,
            one.falls,
            one.low,
            one.high,
            simple_unit(one.unit),
            key_of(one.base),
        )
        if name in groups:
            groups[name].append(one)
        else:
            groups[name] = [one]
            order.append(groups[name])
    return order


def _row(group: list[Finding], outcome: Became) -> TargetRow:
    target, found = group[0], outcome.finding
    achieved = ""
    if outcome.stated and found is not None and found.low is not None:
        turned = found.measure in ("growth", "points") and found.falls != target.falls and target.low is not None
        achieved = (plain(signed(found, target)) if turned and found.unit == target.unit else found.number) + found.unit
    exact = (
        found is None
        or likeness(key_of(target.base), key_of(found.base)) >= LOOSE
        or outcome.reason == "other-indicator"
    )
    return TargetRow(
        place=target.place,
        indicator=target.indicator,
        year=target.period,
        target=target.number,
        bound=_BOUNDS.get(target.bound, target.bound),
        unit=target.unit,
        achieved=achieved,
        met=outcome.met,
        reason=outcome.reason,
        match="" if found is None else "exact" if exact else "loose",
        target_citation=" ".join(cite(one) for one in group),
        achieved_citation=cite(found) if found else "",
    )


def cite(finding: Finding) -> str:
    """A citation as ``DOC#char=START,END``."""
    return f"{finding.document}#char={finding.start},{finding.end}"
