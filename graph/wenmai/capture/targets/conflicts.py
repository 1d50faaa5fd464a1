"""Conflicts: one indicator, place, period and status, with values that cannot both be right; and which is later."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.targets.keys import key_of
from wenmai.capture.targets.targets import cite, one_place
from wenmai.capture.text.units import base_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wenmai.capture.findings import Finding

HEADER = ("kind", "place", "indicator", "period", "value", "other", "citation", "other_citation", "later")
"""The columns of the table."""

ROUGH = {"approx": Decimal("0.05"), "nearly": Decimal("0.1"), "over": Decimal("0.1")}
"""How far a number so bounded may be from an exact one, as a share of it."""


class ConflictRow(NamedTuple):
    """Two findings that cannot both be right; ``kind`` is ``revision`` where they are of different days, or ``contradiction``."""

    kind: str
    place: str
    indicator: str
    period: str
    value: str
    other: str
    citation: str
    other_citation: str
    later: str


def list_conflicts(findings: Sequence[Finding], orders: dict[str, tuple[str, int]]) -> list[ConflictRow]:
    """Every pair of findings in conflict, the earlier document first."""
    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for one in one_place(findings):
        if (
            one.low is None
            or not one.period
            or not one.base
            or one.measure in ("comparison", "completion", "rank")
            or one.task
        ):
            continue
        groups[one.place, key_of(one.base), one.period, one.ahead, _measure(one), base_of(one.unit).name].append(one)
    rows = [row for group in groups.values() for row in _pairs(group, orders)]
    return sorted(rows, key=lambda row: (row.place, row.period, row.citation, row.other_citation))


def _measure(one: Finding) -> str:
    return "level" if one.measure in ("level", "share") else one.measure


def _pairs(group: list[Finding], orders: dict[str, tuple[str, int]]) -> Iterator[ConflictRow]:
    """Conflicts in a group, each value against the first one that differs from it."""
    ordered = sorted(group, key=lambda one: (orders.get(one.document, ("", 0))[0], one.document, one.start))
    told: set[tuple[Decimal, Decimal]] = set()
    for number, first in enumerate(ordered):
        for second in ordered[number + 1 :]:
            pair = (_value(first), _value(second))
            if pair in told or agree(first, second) or _steps(first, second):
                continue
            told.add(pair)
            yield _row(first, second, orders)


def _steps(first: Finding, second: Finding) -> bool:
    """Values in one breath are those of several things, a target and what is strived for, or before and after."""
    near = abs(second.start - first.end)
    return first.document == second.document and (near < 24 if first.ahead else near < 4)


def _row(first: Finding, second: Finding, orders: dict[str, tuple[str, int]]) -> ConflictRow:
    days = orders.get(first.document, ("", 0))[0], orders.get(second.document, ("", 0))[0]
    revised = days[0] and days[1] and days[0] != days[1]
    return ConflictRow(
        "revision" if revised else "contradiction",
        first.place,
        first.indicator,
        first.period,
        first.number + first.unit,
        second.number + second.unit,
        cite(first),
        cite(second),
        second.document if revised else "",
    )


def _value(one: Finding) -> Decimal:
    value = one.low or Decimal(0)
    return (-value if one.falls else value) * base_of(one.unit).factor


def agree(first: Finding, second: Finding) -> bool:
    """Whether two values can both be right: equal when rounded to the coarser of them, or within what a bound allows."""
    one, other = _value(first), _value(second)
    if first.bound in ("atleast", "atmost", "range") or second.bound in ("atleast", "atmost", "range"):
        return _open_agree(first, second)
    step = max(_step(first), _step(second))
    if abs(one - other) < step * Decimal("1.01"):
        return (
            abs(one - other) <= step / 2
            or (_step(first) == _step(second) and one == other)
            or _rounded(one, other, step)
        )
    share = max(ROUGH.get(first.bound, Decimal(0)), ROUGH.get(second.bound, Decimal(0)))
    return abs(one - other) <= max(abs(one), abs(other)) * share


def _rounded(one: Decimal, other: Decimal, step: Decimal) -> bool:
    """Whether the finer value rounds or is cut to the coarser one."""
    return (
        (one - one % step == other or other - other % step == one)
        and one != other
        and (one % step != 0 or other % step != 0)
    )


def _step(one: Finding) -> Decimal:
    """The last place that a number is written to, in its base unit."""
    exponent = (one.low or Decimal(0)).as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * base_of(one.unit).factor


def _open_agree(first: Finding, second: Finding) -> bool:
    """Bounds are in conflict only where both are of one kind and differ."""
    if first.bound != second.bound:
        return True
    return (_value(first), first.high) == (_value(second), second.high)
