"""``wenmai targets``: what became of the targets that reports set."""

from __future__ import annotations

import click

from wenmai.cli.capturing import document_options, find_findings
from wenmai.cli.options import OneCommand, format_option, graph_options
from wenmai.cli.output import emit, emit_json, emit_rows, say
from wenmai.languages import is_chinese


@click.command(cls=OneCommand)
@click.argument("files", nargs=-1, type=click.Path())
@document_options
@format_option("table", "json", "csv")
@graph_options
def targets(
    files: tuple[str, ...],
    place: str | None,
    written: str | None,
    mapping: str | None,
    format: str,
    graph: tuple[str, ...],
    lang: str,
) -> int:
    """Show every target that reports set, what later documents state of it, and whether it was met.

    FILES are documents (text, Markdown, HTML, DOCX, PDF, CSV, XLSX) or folders of them; without FILES, -g names a graph that
    wenmai capture made. An outcome is only what a text states for that place, indicator and year.

    \b
    Example: wenmai targets 2023.txt 2024.txt
             wenmai targets reports/ --format csv
    """
    from wenmai.capture import listing
    from wenmai.capture.targets import list_targets

    findings, orders = find_findings(files, graph, place, written, mapping, lang)
    rows = list_targets(findings, orders)
    header, cells = (
        listing.target_table(rows, lang, listing.name_cells(findings))
        if format == "table"
        else listing.target_csv(rows)
    )
    if format == "json":
        emit_json({"targets": listing.records(header, cells)})
    elif rows or format == "csv":
        if format == "table" and len({row.place for row in rows}) == 1:
            emit(rows[0].place)
        emit_rows(header, cells, format)
        if format == "table" and any(row.match == "loose" for row in rows):
            say(
                "* 指标名称不尽相同"
                if is_chinese(lang)
                else "* the two indicators' names differ by more than an abbreviation"
            )
    else:
        say("这些文件没有提出目标" if is_chinese(lang) else "these documents set no target")
    return 0 if rows else 1
