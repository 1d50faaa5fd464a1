"""How often each rule was right, by the decisions of the reviewers, and how sure that is.

The interval is Wilson's score interval at 95 % (E. B. Wilson 1927, Journal of the American Statistical Association 22).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_Z = 1.959963984540054


class RulePrecision(NamedTuple):
    """A rule with how many of its findings were accepted as read, rejected, edited, and are open (disputed ones too).

    ``precision`` is what was accepted of what was decided, between ``low`` and ``high``; ``None`` where nothing was.
    """

    rule: str
    accepted: int
    rejected: int
    edited: int
    open: int
    precision: float | None
    low: float | None
    high: float | None


def wilson(right: int, total: int) -> tuple[float, float]:
    """The interval in which a share lies of which ``right`` of ``total`` were seen.

    >>> [round(edge, 3) for edge in wilson(9, 10)]
    [0.596, 0.982]
    """
    share, square = right / total, _Z * _Z
    middle = share + square / (2 * total)
    spread = _Z * math.sqrt(share * (1 - share) / total + square / (4 * total * total))
    scale = 1 + square / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def rule_precision(states: Iterable[tuple[str, str]]) -> tuple[RulePrecision, ...]:
    """Precision of each rule from pairs of rule and state, the rule with most decisions first."""
    counts: dict[str, dict[str, int]] = {}
    for rule, state in states:
        count = counts.setdefault(rule, {"accepted": 0, "rejected": 0, "edited": 0, "open": 0})
        count[state if state in count else "open"] += 1
    found = []
    for rule, count in counts.items():
        total = count["accepted"] + count["rejected"] + count["edited"]
        low, high = wilson(count["accepted"], total) if total else (None, None)
        share = count["accepted"] / total if total else None
        found.append(
            RulePrecision(rule, count["accepted"], count["rejected"], count["edited"], count["open"], share, low, high)
        )
    return tuple(sorted(found, key=lambda one: (-(one.accepted + one.rejected + one.edited), -one.open, one.rule)))
