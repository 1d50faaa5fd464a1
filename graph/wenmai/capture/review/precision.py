"""How often each rule was right, by the decisions of the reviewers, and how sure that is.

The interval is Wilson's score interval at 95 % (E. B. Wilson 1927, Journal of the American Statistical Association 22).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

STATES = ("open", "accepted", "rejected", "edited", "disputed")
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


class StateTally:
    """How many findings of each rule are in each state, kept up as states change."""

    def __init__(self, rules: Iterable[tuple[str, str]]) -> None:
        """Begin with pairs of finding and rule, all of them open."""
        self._rules = dict(rules)
        self._states = dict.fromkeys(self._rules, "open")
        self._counts: dict[str, dict[str, int]] = {}
        for rule in self._rules.values():
            count = self._counts.setdefault(rule, dict.fromkeys(STATES, 0))
            count["open"] += 1

    def move(self, finding: str, state: str) -> None:
        """Put a finding into a state."""
        count = self._counts[self._rules[finding]]
        count[self._states[finding]] -= 1
        count[state] += 1
        self._states[finding] = state

    def totals(self) -> dict[str, int]:
        """How many findings are in each state."""
        return {state: sum(count[state] for count in self._counts.values()) for state in STATES}

    def rate(self, rule: str) -> tuple[int, int]:
        """How many decisions about a rule found it right, and how many there are."""
        count = self._counts[rule]
        return count["accepted"], count["accepted"] + count["rejected"] + count["edited"]

    def precision(self) -> tuple[RulePrecision, ...]:
        """The precision of each rule, the rule with most decisions first."""
        found = []
        for rule, count in self._counts.items():
            right, total = self.rate(rule)
            low, high = wilson(right, total) if total else (None, None)
            left = count["open"] + count["disputed"]
            share = right / total if total else None
            found.append(RulePrecision(rule, right, count["rejected"], count["edited"], left, share, low, high))
        return tuple(sorted(found, key=lambda one: (-(one.accepted + one.rejected + one.edited), -one.open, one.rule)))
