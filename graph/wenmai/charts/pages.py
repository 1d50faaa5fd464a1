"""The pages: charts above their tables in one HTML text. Nothing in a graph can run there, and names are escaped all the same."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from wenmai.charts import drawings
from wenmai.charts.svg import fit
from wenmai.facts.figures import sheet as figures_sheet
from wenmai.facts.figures import spoken
from wenmai.languages import is_chinese
from wenmai.rendering.sheet import Rows, show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.analysis import Analysis
    from wenmai.facts.figures import Figure
    from wenmai.rendering.sheet import Cell, Sheet
    from wenmai.sources import Source

BARS_FROM = 3
"""Figures of one unit are drawn as bars when there are so many; fewer are shown as numbers."""


def analysis_page(analysis: Analysis, source: Source) -> str:
    """An analysis as a page: a map of communities, the measures side by side, and a table below each chart.

    Raises:
        InputError: Matplotlib is not installed.
    """
    from wenmai.analysis.sections import section

    zh = is_chinese(analysis.language)
    sheets = {name: section(analysis, name) for name in ("central", "communities", "brokers", "bridges", "cores")}
    sheets |= {name: section(analysis, name) for name in ("roles", "missing", "degrees", "years", "components", "size")}
    charts = {
        "central": drawings.central_bars(analysis, sheets["central"].title) if analysis.central else "",
        "communities": drawings.community_bars(analysis, sheets["communities"].title) if analysis.communities else "",
        "degrees": drawings.degree_dots(analysis, sheets["degrees"].title),
        "years": drawings.year_columns(analysis, sheets["years"].title),
    }
    words = dict.fromkeys(charts, "数据表" if zh else "table")
    picture = drawings.community_map(analysis, source, sheets["communities"].meaning)

    def part(name: str) -> str:
        return make_section(sheets[name], charts.get(name, ""), words.get(name))

    body = [_tiles((show(value), str(name)) for name, value in sheets["size"].rows if value)]
    if picture:
        title = "全图" if zh else "The whole"
        colours = "颜色是群体,大小是 PageRank。" if zh else "Colour is community, size is PageRank."
        body.append(
            f'<section><h2>{title}</h2><p class="meaning">{colours}</p><div class="chart" tabindex="0">{picture}</div></section>'
        )
    body += [part("central"), part("communities"), part("brokers"), part("missing"), part("roles"), part("bridges")]
    body.append(f'<div class="pair">{part("degrees")}{part("years")}</div>')
    body += [part("cores"), part("components")]
    title = "图的分析" if zh else "Analysis of a graph"
    lead = " · ".join(map(_name, source.locations))
    return make_page(title, lead, body, (*analysis.notes, _engine(analysis)), analysis.language)


def _name(location: str) -> str:
    return location if "://" in location else Path(location).name


def _engine(analysis: Analysis) -> str:
    names = {"networkx": "NetworkX", "fast": "igraph, SciPy"}
    modularity = f"{analysis.modularity:.3f}"
    zh = f"由 {names[analysis.engine]} 计算;种子 {analysis.seed};模块度 {modularity}。"
    en = f"Measured by {names[analysis.engine]}; seed {analysis.seed}; modularity {modularity}."
    return zh if is_chinese(analysis.language) else en


def figures_page(rows: Rows[Figure], *, language: str = "zh") -> str:
    """Figures as a page: bars for those that share a unit, numbers for the rest, a table of all.

    Raises:
        InputError: Matplotlib is not installed.
    """
    zh = is_chinese(language)
    groups: dict[str, list[Figure]] = {}
    single: list[Figure] = []
    for row in rows:
        measured = row.base or row.unit
        key = measured.label if measured else row.predicate.label if row.predicate else ""
        if isinstance(row.value, int | float) and key:
            groups.setdefault(key, []).append(row)
        else:
            single.append(row)
    body = []
    for number, (unit, members) in enumerate(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))):
        if len(members) < BARS_FROM:
            single += members
            continue
        order = sorted(members, key=lambda row: (-_full(row.value, row), row.label, row.iri))
        chart = drawings.figure_bars(order, f"unit{number}", unit, language)
        body.append(f'<section><h2>{_text(unit)}</h2><div class="chart" tabindex="0">{chart}</div></section>')
    body.append(
        _tiles((row.text or row.surface, _about(row, language)) for row in sorted(single, key=lambda row: row.label))
    )
    body.append(make_section(figures_sheet(rows, language), "", None))
    notes = (
        "空心条是目标,尚未做到;灰点是变化之前的值。"
        if zh
        else "Hollow bars are targets; a grey dot is the value before.",
    )
    return make_page("数据" if zh else "Figures", "", body, notes, language)


def _full(value: int | float | None, row: Figure) -> float:
    """A number of a figure in its base unit."""
    return float(value or 0) * (row.factor or 1)


def _about(row: Figure, language: str) -> str:
    parts = [(row.indicator or row.predicate), row.about]
    said = [*dict.fromkeys(part.label for part in parts if part), spoken(row.period, language)]
    return " · ".join(word for word in said if word)


def _tiles(pairs: Iterable[tuple[str, str]]) -> str:
    made = "".join(f"<div><b>{_text(value)}</b><span>{_text(name)}</span></div>" for value, name in pairs)
    return f'<div class="tiles">{made}</div>' if made else ""


def make_section(sheet: Sheet, chart: str, folded: str | None) -> str:
    """A table below its title, behind a chart where there is one: ``folded`` is what unfolds it."""
    if not sheet.rows:
        return ""
    table = f'<div class="wide" tabindex="0">{_table(sheet)}</div>'
    if chart and folded:
        table = (
            f'<div class="chart" tabindex="0">{chart}</div><details><summary>{_text(folded)}</summary>{table}</details>'
        )
    return f'<section><h2>{_text(sheet.title)}</h2><p class="meaning">{_text(sheet.meaning)}</p>{table}</section>'


def _table(sheet: Sheet) -> str:
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in sheet.header)
    body = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in sheet.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: Cell) -> str:
    number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return f"<td{' class=n' if number else ''}>{_text(show(cell))}</td>"


def _text(text: str) -> str:
    return escape(fit(text))


def make_page(title: str, lead: str, body: Iterable[str], notes: Iterable[str], language: str) -> str:
    """A whole page with its style, sections and notes."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    foot = "".join(f"<p>{_text(note)}</p>" for note in notes)
    head = (
        f'<!doctype html>\n<html lang="{"zh-Hans" if is_chinese(language) else "en"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{_text(title)} · wenmai</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
    )
    header = f'<header><h1><span>文脉</span>{_text(title)}</h1><p class="lead">{_text(lead)}</p></header>\n'
    return (
        head
        + header
        + "\n".join(part for part in body if part)
        + f"\n<footer>{foot}</footer>\n</main>\n</body>\n</html>\n"
    )
