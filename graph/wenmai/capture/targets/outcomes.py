"""Which finding, if any, tells what became of a target: the same place, indicator, year and measure, or nothing.

The nearest figure is no outcome. Where later documents state another measure or another indicator instead, that is told
and cited, without a value.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.standing import last_year
from wenmai.capture.targets.keys import is_downward, key_of, likeness
from wenmai.capture.targets.verdicts import judge_number, judge_step
from wenmai.capture.text.units import comparable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.capture.findings import Finding

LOOSE = 0.9
"""A likeness below this is a loose match, and is marked."""

_ECONOMY = "GDP"


class Became(NamedTuple):
    """What became of a target: the verdict, its reason, the finding that says so and how sure the match is."""

    met: str
    reason: str
    finding: Finding | None = None
    likeness: float = 1.0
    stated: bool = False
    """Whether the finding's value is the outcome's; one that is not comparable is cited without it."""


class Outcomes:
    """What the documents state as done, by place and last year."""

    def __init__(self, findings: Iterable[Finding], orders: dict[str, tuple[str, int]]) -> None:
        """``orders`` gives each document's day (ISO, may be empty) and rank among those of a day."""
        self.orders = orders
        self.done: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        self.latest = max((int(day[:4]) for day, _ in orders.values() if day), default=0)
        for finding in findings:
            if not finding.ahead and finding.period:
                self.done[finding.place, finding.period].append(finding)
                if (
                    finding.origin is not None and len(finding.period) == 9
                ):  # what a change over years led to, in the last
                    self.done[finding.place, finding.period[5:]].append(finding)

    def of(self, target: Finding) -> Became:
        """What became of a target."""
        candidates = self._candidates(target)
        if target.bound == "instep":
            found = self._in_step(candidates)
        elif target.low is None:
            found = None
        else:
            found = self._number(target, candidates)
        return (
            found or self._in_words(target, candidates) or self._otherwise(target, candidates) or self._silent(target)
        )

    def _candidates(self, target: Finding) -> list[tuple[float, Finding]]:
        """What is stated of the target's place and year and may be the same thing, the best first."""
        key = key_of(target.base)
        scored = [(likeness(key, key_of(one.base)), one) for one in self.done.get((target.place, target.period), ())]
        kept = [
            (score, one)
            for score, one in scored
            if score > 0 and (one.document, one.start) != (target.document, target.start)
        ]
        return sorted(kept, key=lambda pair: (-pair[0], *self._order(pair[1])))

    def _order(self, finding: Finding) -> tuple[object, ...]:
        day, rank = self.orders.get(finding.document, ("", 0))
        return (rank, day, finding.document, finding.start)

    def _number(self, target: Finding, candidates: Sequence[tuple[float, Finding]]) -> Became | None:
        for score, one in candidates:
            if one.low is not None and same_measure(target, one):
                met, reason = judge_number(target, one)
                return Became(met, reason, one, score, stated=True)
        return None

    def _in_step(self, candidates: Sequence[tuple[float, Finding]]) -> Became | None:
        for score, one in candidates:
            if one.low is not None and one.measure == "growth":
                met, reason = judge_step(one, self._economy(one))
                return Became(met, reason, one, score, stated=True)
            if one.bound == "instep":
                return Became("yes", "said", one, score)
        return None

    def _economy(self, income: Finding) -> Finding | None:
        """The growth of the economy that the same document states for the same place and period."""
        return next(
            (
                one
                for one in self.done.get((income.place, income.period), ())
                if one.document == income.document and one.measure == "growth" and key_of(one.base) == _ECONOMY
            ),
            None,
        )

    def _in_words(self, target: Finding, candidates: Sequence[tuple[float, Finding]]) -> Became | None:
        for score, one in candidates:
            if one.bound == "words" and score >= LOOSE - 0.15:
                return Became(one.verdict, "said" if one.verdict == "yes" else "said-not", one, score)
            if one.measure == "comparison" and score >= LOOSE and ("预期" in one.indicator or "目标" in one.indicator):
                worse = any(word in one.indicator for word in ("低于", "慢于", "低", "落后")) != is_downward(
                    target.base
                )
                return Became("no" if worse else "yes", "said-not" if worse else "said", one, score)
        return None

    def _otherwise(self, target: Finding, candidates: Sequence[tuple[float, Finding]]) -> Became | None:
        """Another measure of the same indicator, or the indicator that took its place."""
        for score, one in candidates:
            if score >= LOOSE and one.low is not None and one.measure not in ("comparison", "completion", "rank"):
                return Became("not comparable", "other-measure", one, score)
        renamed = renamed_key(key_of(target.base))
        if renamed:
            for one in self.done.get((target.place, target.period), ()):
                if key_of(one.base) == renamed and one.low is not None:
                    return Became("not comparable", "other-indicator", one)
        return None

    def _silent(self, target: Finding) -> Became:
        year = last_year(target.period)
        reported = any(int(day[:4]) > year for day, _ in self.orders.values() if day)
        return Became("not reported", "silent" if reported else "running")


def same_measure(target: Finding, one: Finding) -> bool:
    """Whether two findings measure one thing the same way, in units that can be compared."""
    if target.measure == "growth" or one.measure == "growth":
        return target.measure == one.measure
    if "comparison" in (target.measure, one.measure) or "completion" in (target.measure, one.measure):
        return False
    if target.measure == "points" or one.measure == "points":
        return target.measure == one.measure
    counted = {target.measure, one.measure} == {"level", "increase"}
    if counted and not (target.task or one.task):
        return False
    return comparable(target.unit, one.unit)


def renamed_key(key: str) -> str:
    """The indicator that statistics put in another's place: registered and surveyed unemployment."""
    for one, other in (("登记", "调查"), ("调查", "登记")):
        if one in key:
            return key.replace(one, other)
    return ""
