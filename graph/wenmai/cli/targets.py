"""``wenmai targets``: what became of the targets that reports set."""

from __future__ import annotations

import click

from wenmai.cli.capturing import emit_findings, find_findings, findings_command
from wenmai.cli.options import OneCommand
from wenmai.cli.output import emit, say, write_text
from wenmai.languages import is_chinese

VERDICTS = ("yes", "about", "no", "not comparable", "not reported")


@click.command(cls=OneCommand)
@click.option("--indicator", default="", metavar="WORDS", help="Only targets of this indicator, in all places.")
@click.option("--met", multiple=True, type=click.Choice(VERDICTS), help="Only targets of which this became.")
@click.option("--summary", is_flag=True, help="Count by place what became of the targets.")
@click.option(
    "--sort",
    default="",
    metavar="COLUMN",
    help="Sort by place, indicator, year, target, achieved or met (with --summary by any column); -COLUMN: downwards.",
)
@click.option(
    "--html", "page", type=click.Path(), metavar="FILE", help="Write a page with charts across places instead."
)
@findings_command
def targets(
    files: tuple[str, ...],
    indicator: str,
    met: tuple[str, ...],
    summary: bool,
    sort: str,
    page: str | None,
    place: str | None,
    written: str | None,
    mapping: str | None,
    format: str,
    graph: tuple[str, ...],
    lang: str,
) -> int:
    """Show every target that reports set, what later documents state of it, and whether it was met.

    FILES are documents (text, Markdown, HTML, DOCX, PDF, CSV, XLSX) or folders of them; without FILES, -g names a graph that
    wenmai capture made. An outcome is only what a text states for that place, indicator and year. The reports of many places
    make one table.

    \b
    Example: wenmai targets 2023.txt 2024.txt
             wenmai targets reports/ --format csv
             wenmai targets provinces/ --indicator GDP --sort -achieved
             wenmai targets provinces/ --summary --sort -share
    """
    from wenmai.capture.targets import listing
    from wenmai.capture.targets.places import choose_targets, sort_places, sort_targets, summarize_places
    from wenmai.capture.targets.targets import list_targets

    findings, orders = find_findings(files, graph, place, written, mapping, lang)
    rows = choose_targets(list_targets(findings, orders), indicator=indicator, met=met)
    nothing = "这些文件没有提出这样的目标" if is_chinese(lang) else "these documents set no such target"
    if not (indicator or met):
        nothing = "这些文件没有提出目标" if is_chinese(lang) else "these documents set no target"
    if summary:
        places = summarize_places(rows)
        places = sort_places(places, sort) if sort else places
        emit_findings(
            "places", listing.summary_csv(places), listing.summary_cells(places, lang), format, nothing=nothing
        )
        return 0 if rows else 1
    rows = sort_targets(rows, sort) if sort else rows
    cells = listing.name_cells(findings)
    if page is not None and rows:
        from wenmai.charts import targets_page

        write_text(page, targets_page(rows, cells, language=lang), language=lang)
        return 0
    read = format == "table"
    if read and len({row.place for row in rows}) == 1:
        emit(rows[0].place)
    emit_findings("targets", listing.target_csv(rows), listing.target_table(rows, lang, cells), format, nothing=nothing)
    if read and any(row.match == "loose" for row in rows):
        loose = "* 指标名称不尽相同", "* the two indicators' names differ by more than an abbreviation"
        say(loose[0 if is_chinese(lang) else 1])
    return 0 if rows else 1
