"""Which findings to look at first: how sure the rule was, how often it was right, and what about a finding speaks against it.

Doubt is one minus a probability: the confidence of capture counts as :data:`PRIOR` decisions about the rule (the mean of a beta
distribution), and each thing that speaks against a finding takes its share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.capture.targets.keys import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.capture.review.proposedfinding import ProposedFinding
    from wenmai.capture.review.settling import SettledFinding

PRIOR = 4

REASONS = {
    "disputed": (0.3, ("审阅者意见不一", "reviewers disagree")),
    "reread": (0.6, ("现在读作别的", "reads otherwise than when it was decided")),
    "shared-number": (0.75, ("同一个数有几种读法", "the number is read in several ways")),
    "other-value": (0.75, ("同一指标另有数值", "the same indicator has another value")),
    "no-period": (0.8, ("没有时期", "no period")),
    "no-unit": (0.85, ("没有单位", "no unit")),
    "odd-name": (0.85, ("指标名过长或过短", "an indicator's name of unusual length")),
    "inferred": (0.95, ("时间是推断的", "its time is inferred")),
    "unsure": (1.0, ("规则没有把握", "the rule is not sure")),
    "often-wrong": (1.0, ("规则常出错", "the rule was often wrong")),
}
"""What speaks against a finding: the share of its probability that stays, and the words in zh and en."""


def reason_in(reason: str, *, chinese: bool) -> str:
    """A reason in words."""
    return REASONS[reason][1][0 if chinese else 1]


class DoubtScale:
    """Weighs the findings of one proposal; what they say of each other is worked out once."""

    def __init__(self, findings: Sequence[ProposedFinding]) -> None:
        self.shared = _several((one.place, one.id) for one in findings if one.kind != "link")
        self.stated = _several(
            (_measured(one), one.fields.get("value", "")) for one in findings if one.kind == "figure"
        )

    def weigh(
        self, finding: ProposedFinding, settled: SettledFinding, rate: tuple[int, int]
    ) -> tuple[float, tuple[str, ...]]:
        """The doubt about a finding, from 0 to 1, and why; ``rate``: how many decisions found its rule right, of how many."""
        right, total = rate
        sure = (finding.confidence * PRIOR + right) / (PRIOR + total)
        reasons = tuple(self._reasons(finding, settled))
        for reason in reasons:
            sure *= REASONS[reason][0]
        if total >= PRIOR and right < 0.8 * total:
            reasons = (*reasons, "often-wrong")
        elif finding.confidence < 0.7:
            reasons = (*reasons, "unsure")
        return round(1 - sure, 3), reasons

    def _reasons(self, finding: ProposedFinding, settled: SettledFinding) -> Iterable[str]:
        if settled.state == "disputed":
            yield "disputed"
        if settled.reread:
            yield "reread"
        if finding.place in self.shared:
            yield "shared-number"
        if finding.kind == "figure":
            fields = finding.fields
            if _measured(finding) in self.stated:
                yield "other-value"
            if "period" not in fields:
                yield "no-period"
            if "value" in fields and "unit" not in fields:
                yield "no-unit"
            if not 2 <= len(fields.get("indicator", "")) <= 18:
                yield "odd-name"
        if finding.inferred:
            yield "inferred"


def _measured(finding: ProposedFinding) -> tuple[str, ...]:
    """What a figure is a value of; of a status apart, since a target and its outcome differ rightly."""
    fields = finding.fields
    return (
        key_of(fields.get("indicator", "")),
        *(fields.get(name, "") for name in ("holder", "period", "status", "unit")),
    )


def _several(pairs: Iterable[tuple[object, str]]) -> set[object]:
    """The keys that have several values."""
    first: dict[object, str] = {}
    return {key for key, value in pairs if first.setdefault(key, value) != value}
