"""The page of targets: what became of them by place, each indicator across places, and a table of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.capture.targets.listing import summary_cells, target_table
from wenmai.capture.targets.places import VERDICTS, compare_places, number_of, summarize_places
from wenmai.charts.drawings import ROW, WIDTH, bare_rows, write_in
from wenmai.charts.pages import make_page, make_section
from wenmai.charts.svg import GREY, GROUND, HUES, INK, SOFT, Chart, cut
from wenmai.languages import is_chinese
from wenmai.rendering.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wenmai.capture.targets.places import IndicatorTargets, PlaceSummary
    from wenmai.capture.targets.targets import TargetRow

MOST_CHARTS = 24
"""Indicators that are drawn across places; the table has them all."""

_COLOURS = dict(zip(VERDICTS, (HUES[2], HUES[5], HUES[1], HUES[7], GREY), strict=True))


def targets_page(rows: Sequence[TargetRow], cells_of: Mapping[str, str], *, language: str = "zh") -> str:
    """Targets as a page: bars of what became of them, each indicator of several places, a table of all.

    Raises:
        InputError: Matplotlib is not installed.
    """
    zh = is_chinese(language)
    places, shared = summarize_places(rows), compare_places(rows)
    header, cells = summary_cells(places, language)
    meaning = (
        "绿色达到,蓝色基本达到,橙色未达到,褐色不可比,灰色未报告。"
        if zh
        else "Green was met, blue nearly, orange not; brown is not comparable, grey not reported."
    )
    title = "各地目标完成情况" if zh else "What became of the targets, by place"
    sheet = Sheet(title, meaning, tuple(header), tuple(map(tuple, cells)))
    body = [make_section(sheet, verdict_bars(places, title, language), "数据表" if zh else "table")]
    for number, one in enumerate(shared[:MOST_CHARTS]):
        name = f"{one.indicator} {one.year}"
        names, told = target_table(one.rows, language, cells_of)
        said = "空心是目标,实心是完成。" if zh else "A ring is the target, a dot the outcome."
        part = Sheet(f"{name}（{one.unit}）" if one.unit else name, said, tuple(names), tuple(map(tuple, told)))
        body.append(make_section(part, outcome_dots(one, f"set{number}", name, language), "数据表" if zh else "table"))
    names, told = target_table(rows, language, cells_of)
    whole = Sheet("全部目标" if zh else "All targets", "", tuple(names), tuple(map(tuple, told)))
    body.append(make_section(whole, "", None))
    notes = []
    if len(shared) > MOST_CHARTS:
        left = len(shared) - MOST_CHARTS
        notes.append(f"另有 {left} 个指标没有画图。" if zh else f"{left} more indicators are in the table alone.")
    return make_page("目标" if zh else "Targets", "", body, notes, language)


def verdict_bars(places: Sequence[PlaceSummary], title: str, language: str) -> str:
    """A bar for each place, of what became of its targets."""
    chart = Chart("verdicts", WIDTH, ROW * len(places) + 12)
    words = dict(zip(VERDICTS, summary_cells((), language)[0][2:], strict=False))

    def draw(figure: Any) -> None:
        axes = figure.add_axes((0.28, 0, 0.72, 1))
        bare_rows(axes, len(places))
        most = max(one.targets for one in places)
        axes.set_xlim(0, most * 1.12)
        for at, one in enumerate(places):
            left = 0
            write_in(axes, -most * 0.015, at, cut(one.place, 24), INK, 12, "right")
            for verdict, number in zip(VERDICTS, one[2:7], strict=True):
                if number:
                    (bar,) = axes.barh(at, number, left=left, height=0.62, color=_COLOURS[verdict])
                    chart.tip(bar, f"{one.place} · {words[verdict]} {number}")
                    left += number
            write_in(axes, left + most * 0.012, at, str(one.targets), SOFT, 10)

    return chart.svg(draw, title)


def outcome_dots(one: IndicatorTargets, name: str, title: str, language: str) -> str:
    """The target and the outcome of each place on one scale, the highest outcome first."""
    rows = sorted(one.rows, key=lambda row: (-(number_of(row.achieved) or number_of(row.target) or 0.0), row.place))
    chart = Chart(name, WIDTH, ROW * len(rows) + 34)
    zh = is_chinese(language)

    def outcome(row: TargetRow) -> float | None:
        return number_of(row.achieved) if row.achieved.endswith(one.unit) else None

    def draw(figure: Any) -> None:
        axes = figure.add_axes((0.28, 28 / chart.height, 0.66, 1 - 34 / chart.height))
        bare_rows(axes, len(rows))
        numbers = [number for row in rows for number in (number_of(row.target), outcome(row)) if number is not None]
        low, high = min(numbers), max(numbers)
        room = (high - low or abs(high) or 1.0) * 0.08
        axes.set_xlim(low - room, high + room * 2)
        axes.spines["bottom"].set_visible(True)
        axes.xaxis.set_major_locator(_ticks())
        for at, row in enumerate(rows):
            aim, came = number_of(row.target), outcome(row)
            write_in(axes, low - room * 1.3, at, cut(row.place, 24), INK, 12, "right")
            if aim is not None and came is not None:
                axes.plot([aim, came], [at, at], color=_COLOURS[row.met], linewidth=2, zorder=1)
                dot = axes.scatter(came, at, s=46, color=_COLOURS[row.met], zorder=3)
                chart.tip(dot, f"{row.place} · {'完成' if zh else 'achieved'} {row.achieved}")
            if aim is not None:
                ring = axes.scatter(
                    aim, at, s=46, facecolors=GROUND, edgecolors=_COLOURS[row.met], linewidths=1.8, zorder=2
                )
                chart.tip(ring, f"{row.place} · {'目标' if zh else 'target'} {row.target}{row.unit}")

    return chart.svg(draw, title)


def _ticks() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(6)
