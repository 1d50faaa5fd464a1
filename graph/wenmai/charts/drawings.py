"""The charts: a map of communities, measures side by side, communities, neighbours, years, figures of one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.analysis.findings import MEASURES
from wenmai.charts.svg import GREY, GROUND, HUES, INK, LINE, SOFT, Chart, columns, cut
from wenmai.languages import is_chinese

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.analysis import Analysis
    from wenmai.facts.figures import Figure
    from wenmai.sources import Source

WIDTH = 1080
ROW = 26
"""Pixels that a row of bars takes."""

MOST_DRAWN = 1_200
"""The map draws graphs of up to this many entities; in a larger one nothing could be distinguished."""

NAMED = 40
"""How many entities the map would name, the leaders of each community first; a name that would cover another is left out."""


def colour(community: int) -> str:
    """The hue of a community, by its number; grey beyond the eighth and for none."""
    return HUES[community - 1] if 0 < community <= len(HUES) else GREY


def community_map(analysis: Analysis, source: Source, title: str) -> str:
    """Every entity where its links pull it, coloured by community, as large as its PageRank; the leading ones named."""
    from wenmai.analysis import communities
    from wenmai.analysis.engines import engine_for
    from wenmai.analysis.net import build
    from wenmai.view import layout

    net = build(source.index, _included(analysis))
    if len(net.nodes) > MOST_DRAWN or not net.to:
        return ""
    pairs = list(net.pairs())
    engine = engine_for(net, analysis.engine)
    numbers, ranks = communities.renumber(engine.communities(analysis.seed)), engine.pagerank()
    busiest = max(net.count(entity) for entity in range(len(net.nodes)))
    weak = [max(net.count(a), net.count(b)) > max(30, busiest * 0.6) for a, b in pairs]
    places = layout.positions(len(net.nodes), pairs, weak=weak)
    labels = [net.label(entity, analysis.language) for entity in range(len(net.nodes))]
    chart = Chart("map", WIDTH, 640)

    def draw(figure: Any) -> None:
        from matplotlib.collections import LineCollection

        axes = figure.add_axes((0, 0, 1, 1))
        axes.axis("off")
        xs, ys = [x for x, _ in places], [-y for _, y in places]
        lines = LineCollection(
            [((xs[a], ys[a]), (xs[b], ys[b])) for a, b in pairs], colors=LINE, linewidths=0.9, zorder=1
        )
        axes.add_collection(lines)
        top = max(ranks)
        for entity in sorted(range(len(ranks)), key=lambda one: (-ranks[one], one)):
            size = 14 + 900 * (ranks[entity] / top) ** 0.8
            dot = axes.scatter(
                xs[entity],
                ys[entity],
                s=size,
                color=colour(numbers[entity]),
                edgecolors=GROUND,
                linewidths=0.8,
                zorder=2,
            )
            chart.tip(dot, f"{labels[entity]} · {net.count(entity)}")
        wide, high = max(xs) - min(xs) + 180, max(ys) - min(ys) + 130
        scale = wide / WIDTH, high / chart.height
        taken: list[tuple[float, float, float]] = []
        for entity in _named(numbers, ranks):
            lift = 4 + 17 * (ranks[entity] / top) ** 0.4
            word = cut(labels[entity], 24)
            box = xs[entity] / scale[0], ys[entity] / scale[1] + lift, columns(word) * 3.3
            if any(abs(box[1] - y) < 15 and abs(box[0] - x) < box[2] + half for x, y, half in taken):
                continue
            taken.append(box)
            axes.annotate(
                word,
                (xs[entity], ys[entity]),
                (0, lift),
                textcoords="offset points",
                fontsize=12,
                ha="center",
                va="baseline",
                color=INK,
                zorder=4,
                parse_math=False,
            ).set_gid("name")
        axes.set_xlim(min(xs) - 90, max(xs) + 90)
        axes.set_ylim(min(ys) - 60, max(ys) + 70)

    return chart.svg(draw, title)


def _included(analysis: Analysis) -> set[str]:
    """The kinds that were measured: those that were not left out."""
    from wenmai.analysis.net import ASIDE

    return set(ASIDE) - {kind for kind, _ in analysis.size.aside}


def _named(numbers: Sequence[int], ranks: Sequence[float]) -> list[int]:
    """Which entities to name: the leaders of the largest communities in turn."""
    order = sorted(range(len(ranks)), key=lambda one: (-ranks[one], one))
    seen: dict[int, int] = {}
    turns = []
    for entity in order:
        seen[numbers[entity]] = seen.get(numbers[entity], 0) + 1
        if numbers[entity]:
            turns.append((seen[numbers[entity]], -ranks[entity], entity))
    return [entity for *_, entity in sorted(turns)[:NAMED]]


def central_bars(analysis: Analysis, title: str) -> str:
    """The leading entities, a row each, with a bar for each measure beside one another."""
    rows = analysis.central
    heads = [("邻居", "中介度", "PageRank", "接近度"), ("neighbours", "betweenness", "PageRank", "harmonic")]
    names = heads[0 if is_chinese(analysis.language) else 1]
    chart = Chart("central", WIDTH, ROW * len(rows) + 40)

    def draw(figure: Any) -> None:
        left, gap = 0.29, 0.016
        width = (1 - left - 3 * gap) / 4
        for place, (measure, name) in enumerate(zip(MEASURES, names, strict=True)):
            axes = figure.add_axes((left + place * (width + gap), 0, width, 1 - 30 / chart.height))
            bare_rows(axes, len(rows))
            values = [getattr(row, measure) for row in rows]
            top = max(values) or 1
            axes.set_xlim(0, top * 1.45)
            for number, (row, value) in enumerate(zip(rows, values, strict=True)):
                first = row.ranks[place] <= 3
                (bar,) = axes.barh(
                    number, value, height=0.62, color=HUES[place] if first else GREY, alpha=1 if first else 0.55
                )
                chart.tip(bar, f"{row.label} · {name} {value:.4g} · #{row.ranks[place]}")
                text = f"{value:.3g}" if isinstance(value, float) else str(value)
                write_in(
                    axes, value + top * 0.03, number, f"{text}  #{row.ranks[place]}", SOFT if not first else INK, 10
                )
                if not place:
                    write_in(axes, -top * 0.05, number, cut(row.label, 38), INK, 13, "right")
            axes.text(0, 1 + 9 / chart.height, name, transform=axes.transAxes, fontsize=11, color=SOFT, va="baseline")

    return chart.svg(draw, title)


def bare_rows(axes: Any, rows: int) -> None:
    """Axes for rows of bars, the first at the top, with no more ink than the bars."""
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xticks([])
    for side in ("bottom", "left"):
        axes.spines[side].set_visible(False)


def write_in(axes: Any, x: float, row: float, text: str, colour_: str, size: float, align: str = "left") -> None:
    """Write a text at a row, its middle at the row's."""
    axes.annotate(
        text, (x, row), (0, -size * 0.36), textcoords="offset points", ha=align, va="baseline", color=colour_,
        fontsize=size, annotation_clip=False, parse_math=False,
    )  # fmt: skip


def community_bars(analysis: Analysis, title: str) -> str:
    """Communities: how many entities, and of their ties how many stay within."""
    rows = analysis.communities
    zh = is_chinese(analysis.language)
    chart = Chart("communities", WIDTH, ROW * len(rows) + 36)

    def draw(figure: Any) -> None:
        top = max(row.size for row in rows)
        ties = max(row.within + row.across for row in rows)
        axes = figure.add_axes((0.42, 0, 0.24, 1 - 30 / chart.height))
        other = figure.add_axes((0.70, 0, 0.30, 1 - 30 / chart.height))
        for one, name in (
            (axes, "实体" if zh else "entities"),
            (other, "内部 ■  对外 □" if zh else "ties within ■  across □"),
        ):
            bare_rows(one, len(rows))
            one.text(0, 1 + 9 / chart.height, name, transform=one.transAxes, fontsize=11, color=SOFT, va="baseline")
        axes.set_xlim(0, top * 1.3)
        other.set_xlim(0, ties * 1.25)
        for number, row in enumerate(rows):
            hue = colour(row.number)
            (bar,) = axes.barh(number, row.size, height=0.62, color=hue)
            chart.tip(bar, f"{row.name} · {row.size}")
            write_in(axes, row.size + top * 0.03, number, str(row.size), INK, 10.5)
            write_in(axes, -top * 0.04, number, cut(row.name, 54), INK, 13, "right")
            (inner,) = other.barh(number, row.within, height=0.62, color=hue)
            (outer,) = other.barh(number, row.across, left=row.within, height=0.62, color=hue, alpha=0.28)
            chart.tip(inner, f"{row.name} · {row.within}")
            chart.tip(outer, f"{row.name} · {row.across}")
            write_in(other, row.within + row.across + ties * 0.03, number, f"{row.within} + {row.across}", SOFT, 10)

    return chart.svg(draw, title)


def degree_dots(analysis: Analysis, title: str) -> str:
    """How many entities have how many neighbours, on logarithmic scales: a few hold much of the graph."""
    points = [(neighbours, count) for neighbours, count in analysis.degrees if neighbours]
    zh = is_chinese(analysis.language)
    chart = Chart("degrees", WIDTH // 2, 300)

    def draw(figure: Any) -> None:
        axes = figure.add_axes((0.12, 0.17, 0.84, 0.78))
        axes.set_xscale("log")
        axes.set_yscale("log")
        for neighbours, count in points:
            dot = axes.scatter(neighbours, count, s=42, color=HUES[0], alpha=0.85, edgecolors=GROUND, linewidths=0.6)
            chart.tip(dot, f"{count} × {neighbours}")
        _log_ticks(axes, [neighbours for neighbours, _ in points], [count for _, count in points])
        axes.grid(color=LINE, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.set_xlabel("邻居数" if zh else "neighbours", fontsize=10.5)
        axes.set_ylabel("实体数" if zh else "entities", fontsize=10.5)

    return chart.svg(draw, title) if points else ""


def _log_ticks(axes: Any, xs: list[int], ys: list[int]) -> None:
    for axis, values in ((axes.xaxis, xs), (axes.yaxis, ys)):
        ticks = [mark * 10**power for power in range(7) for mark in (1, 2, 5) if mark * 10**power <= max(values) * 1.6]
        ticks = ticks if len(ticks) < 9 else [tick for tick in ticks if str(tick)[0] == "1"]
        axis.set_ticks(ticks, [f"{tick:,}" for tick in ticks])
        axis.set_ticks([], minor=True)
    axes.set_xlim(0.8, max(xs) * 1.4)
    axes.set_ylim(0.75, max(ys) * 1.5)


def year_columns(analysis: Analysis, title: str) -> str:
    """Facts, events and figures of each year, stacked; what spans several years as a line behind."""
    rows = analysis.years
    zh = is_chinese(analysis.language)
    kinds = (("facts", "事实", 0), ("events", "事件", 1), ("figures", "数据", 2))
    chart = Chart("years", WIDTH // 2, 300)

    def draw(figure: Any) -> None:
        axes = figure.add_axes((0.08, 0.12, 0.9, 0.74))
        below = [0] * len(rows)
        for kind, word, hue in kinds:
            for place, row in enumerate(rows):
                value = getattr(row, kind)
                if value:
                    (bar,) = axes.bar(place, value, bottom=below[place], width=0.66, color=HUES[hue])
                    chart.tip(bar, f"{row.year} · {word if zh else kind} {value}")
                    below[place] += value
            _legend(axes, hue, word if zh else kind, HUES[hue])
        step = max(1, len(rows) // 12)
        axes.set_xticks(range(0, len(rows), step), [str(row.year) for row in rows[::step]])
        axes.set_xlim(-0.6, len(rows) - 0.4)
        axes.set_ylim(0, max(below) * 1.12 or 1)
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.grid(axis="y", color=LINE, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(length=0)

    return chart.svg(draw, title) if rows else ""


def _legend(axes: Any, place: int, word: str, hue: str) -> None:
    axes.text(0.01 + 0.17 * place, 1.07, "■", transform=axes.transAxes, color=hue, fontsize=11, va="baseline")
    axes.text(0.05 + 0.17 * place, 1.07, word, transform=axes.transAxes, color=SOFT, fontsize=10.5, va="baseline")


def figure_bars(rows: Sequence[Figure], name: str, title: str, language: str) -> str:
    """Figures of one unit as bars from zero; a change as a bar from where it began; targets hollow."""
    from wenmai.facts.figures import spoken

    chart = Chart(name, WIDTH, ROW * len(rows) + 12)

    def draw(figure: Any) -> None:
        axes = figure.add_axes((0.44, 0, 0.56, 1))
        bare_rows(axes, len(rows))
        values = [float(row.value or 0) * (row.factor or 1) for row in rows]
        starts = [float(row.before or 0) * (row.factor or 1) for row in rows]
        most = max(abs(value) for value in [*values, *starts]) or 1
        low = min(0.0, *values) if values else 0.0
        axes.set_xlim(low * 1.1, most * 1.5)
        for number, (row, value, start) in enumerate(zip(rows, values, starts, strict=True)):
            reached = row.status is None or row.status.iri.endswith(("Achieved", "Underway"))
            (bar,) = axes.barh(
                number, value, height=0.6, color=HUES[2] if reached else GROUND, edgecolor=HUES[2], linewidth=1.2
            )
            what = row.indicator or row.predicate
            chart.tip(bar, " · ".join(filter(None, (row.label, row.text, row.period, row.status and row.status.label))))
            if row.before is not None:
                axes.plot([start, value], [number, number], color=GREY, linewidth=2, zorder=3)
                axes.scatter([start], [number], color=GREY, s=26, zorder=3)
            end = max(value, start, 0)
            write_in(axes, end + most * 0.02, number, f"{row.text}   {spoken(row.period, language)}", SOFT, 11)
            write_in(
                axes, low * 1.1 - most * 0.02, number, cut(what.label if what else row.label, 52), INK, 13, "right"
            )

    return chart.svg(draw, title)
