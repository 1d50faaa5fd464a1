"""Targets of many places beside one another: chosen by indicator and verdict, sorted by any column, counted by place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from wenmai.capture.targets.keys import key_of
from wenmai.capture.text.units import simple_unit
from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wenmai.capture.targets.targets import TargetRow

Row = TypeVar("Row")

VERDICTS = ("yes", "about", "no", "not comparable", "not reported")
"""What becomes of a target, the best first; the order by which *met* sorts."""

SORTS = ("place", "indicator", "year", "target", "achieved", "met")
SUMMARY_SORTS = ("place", "targets", *(verdict.replace(" ", "-") for verdict in VERDICTS), "share")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class PlaceSummary(NamedTuple):
    """How many targets a place set, and what became of them; ``share`` is what was met of what can be told."""

    place: str
    targets: int
    yes: int
    about: int
    no: int
    not_comparable: int
    not_reported: int
    share: float | None


def choose_targets(rows: Iterable[TargetRow], *, indicator: str = "", met: Sequence[str] = ()) -> list[TargetRow]:
    """The targets of an indicator (by any of its names, or by words in it), and with some verdicts."""
    key = key_of(indicator) if indicator else ""

    def wanted(row: TargetRow) -> bool:
        named = not indicator or indicator in row.indicator or key == key_of(row.indicator.removesuffix("增长"))
        return named and (not met or row.met in met)

    return [row for row in rows if wanted(row)]


def sort_targets(rows: Iterable[TargetRow], column: str) -> list[TargetRow]:
    """The targets sorted by a column, downwards behind a ``-``; equal ones stay in their order, empty cells come last.

    Numbers count in the unit that they are written in.

    Raises:
        InputError: there is no such column.
    """
    name, down = _column(column, SORTS)

    def value(row: TargetRow) -> float | str | None:
        if name == "met":
            return float(VERDICTS.index(row.met))
        if name in ("target", "achieved"):
            number = _NUMBER.match(getattr(row, name))
            return float(number[0]) if number else None
        return str(getattr(row, name))

    return _sorted(rows, value, down=down)


def summarize_places(rows: Iterable[TargetRow]) -> list[PlaceSummary]:
    """The places in their order with what became of their targets."""
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        count = counts.setdefault(row.place, dict.fromkeys(VERDICTS, 0))
        count[row.met] += 1
    return [_summary(place, count) for place, count in counts.items()]


def _summary(place: str, count: dict[str, int]) -> PlaceSummary:
    judged = count["yes"] + count["about"] + count["no"]
    share = round((count["yes"] + count["about"]) / judged, 4) if judged else None
    told = {verdict.replace(" ", "_"): number for verdict, number in count.items()}
    return PlaceSummary(place, sum(count.values()), share=share, **told)


def sort_places(rows: Iterable[PlaceSummary], column: str) -> list[PlaceSummary]:
    """The places sorted by a column, as :func:`sort_targets`.

    Raises:
        InputError: there is no such column.
    """
    name, down = _column(column, SUMMARY_SORTS)
    return _sorted(rows, lambda row: getattr(row, name.replace("-", "_")), down=down)


def _column(column: str, known: Sequence[str]) -> tuple[str, bool]:
    name, down = column.removeprefix("-"), column.startswith("-")
    if name not in known:
        raise InputError(f"--sort {column!r} is no column: give {', '.join(known)}, downwards with a - before it")
    return name, down


def _sorted(rows: Iterable[Row], value: Callable[[Row], float | str | None], *, down: bool) -> list[Row]:
    told = [(value(row), row) for row in rows]
    full = [(found, row) for found, row in told if found is not None]
    texts = sorted((pair for pair in full if isinstance(pair[0], str)), key=lambda pair: str(pair[0]), reverse=down)
    numbers = sorted(
        (pair for pair in full if not isinstance(pair[0], str)), key=lambda pair: float(pair[0]), reverse=down
    )
    return [row for _, row in [*numbers, *texts]] + [row for found, row in told if found is None]


class IndicatorTargets(NamedTuple):
    """One indicator and year in several places: a number each as target, and as outcome where one is told, in one unit."""

    indicator: str
    year: str
    unit: str
    rows: tuple[TargetRow, ...]


def compare_places(rows: Iterable[TargetRow], *, least: int = 2) -> list[IndicatorTargets]:
    """The indicators that at least so many places set a number for, those of most places first."""
    groups: dict[tuple[str, str, str], dict[str, TargetRow]] = {}
    names: dict[tuple[str, str, str], str] = {}
    for row in rows:
        if _NUMBER.match(row.target):
            growth = row.indicator.endswith("增长")
            key = (
                f"{key_of(row.indicator.removesuffix('增长'))}{'+' if growth else ''}",
                row.year,
                simple_unit(row.unit),
            )
            groups.setdefault(key, {}).setdefault(row.place, row)
            names.setdefault(key, row.indicator)
    found = [
        IndicatorTargets(names[key], key[1], next(iter(group.values())).unit, tuple(group.values()))
        for key, group in groups.items()
        if len(group) >= least
    ]
    return sorted(found, key=lambda one: (-len(one.rows), one.indicator, one.year))


def number_of(text: str) -> float | None:
    """The number that a cell of the table begins with; of a range the lower end.

    >>> number_of("5.7%"), number_of("6-7"), number_of("")
    (5.7, 6.0, None)
    """
    number = _NUMBER.match(text)
    return float(number[0]) if number else None
