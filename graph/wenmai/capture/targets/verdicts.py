"""Whether a target was met by what is stated of it, and why."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from wenmai.capture.targets.keys import is_downward
from wenmai.capture.text.units import base_of

if TYPE_CHECKING:
    from wenmai.capture.findings import Finding

NEAR = Decimal("0.1")
"""An approximate target is nearly met when the value is worse by at most this share of it."""

REASONS = {
    "reached": ("达到", "reached"),
    "better": ("好于目标", "better than the target"),
    "within": ("在约数允许的一成之内", "within a tenth of an approximate target"),
    "inside": ("在区间内或更好", "inside the range or better"),
    "short": ("未达到", "short of the target"),
    "said": ("原文只用文字说完成", "said in words to be reached"),
    "said-not": ("原文说未达到", "said in words to be missed"),
    "faster": ("不慢于经济增长", "no slower than the economy"),
    "slower": ("慢于经济增长", "slower than the economy"),
    "no-economy": ("没有可比的经济增速", "no growth of the economy is stated to compare with"),
    "other-measure": ("后来只报告了另一种量度", "only another measure of it is stated"),
    "other-indicator": ("后来报告的是另一个指标", "another indicator is stated instead"),
    "silent": ("后来的文件没有提到", "no later document states it"),
    "running": ("目标年份尚无文件", "no document of the year it is for, or later"),
}
"""Why a verdict is what it is, in zh and en."""


def signed(outcome: Finding, target: Finding) -> Decimal:
    """An outcome's value in the direction that the target counts: a fall of 2 % is a growth of −2 %.

    Scales are those of the target's unit.
    """
    value = outcome.low or Decimal(0)
    if outcome.high is not None:
        value = (value + outcome.high) / 2
    if outcome.measure in ("growth", "points", "increase") and outcome.falls != target.falls:
        value = -value
    ours, theirs = base_of(target.unit), base_of(outcome.unit)
    return value * theirs.factor / ours.factor


def judge_number(target: Finding, outcome: Finding) -> tuple[str, str]:
    """``yes``, ``no`` or ``about``, and the reason's key, for a target with a number and an outcome with one."""
    value, aim = signed(outcome, target), target.low or Decimal(0)
    downward = target.bound == "atmost" or (is_downward(target.base) and not target.falls)
    if target.bound == "range" and target.high is not None:
        aim = target.high if downward else target.low or Decimal(0)
        return ("yes", "inside") if _good(value, aim, downward) else ("no", "short")
    if _good(value, aim, downward):
        return "yes", ("reached" if value == aim else "better")
    if target.bound in ("approx", "nearly") and abs(value - aim) <= abs(aim) * NEAR:
        return "about", "within"
    return "no", "short"


def _good(value: Decimal, aim: Decimal, downward: bool) -> bool:
    return value <= aim if downward else value >= aim


def judge_step(income: Finding, economy: Finding | None) -> tuple[str, str]:
    """Whether an income grew in step with the economy."""
    if economy is None or income.low is None or economy.low is None:
        return "not comparable", "no-economy"
    own = -income.low if income.falls else income.low
    other = -economy.low if economy.falls else economy.low
    if own >= other:
        return "yes", "faster"
    return ("about", "within") if other - own <= abs(other) * NEAR else ("no", "slower")
