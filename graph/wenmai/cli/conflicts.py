"""``wenmai conflicts``: figures that cannot both be right."""

from __future__ import annotations

import click

from wenmai.cli.capturing import document_options, find_findings
from wenmai.cli.options import OneCommand, format_option, graph_options
from wenmai.cli.output import emit_json, emit_rows, say
from wenmai.languages import is_chinese


@click.command(cls=OneCommand)
@click.argument("files", nargs=-1, type=click.Path())
@document_options
@format_option("table", "json", "csv")
@graph_options
def conflicts(
    files: tuple[str, ...],
    place: str | None,
    written: str | None,
    mapping: str | None,
    format: str,
    graph: tuple[str, ...],
    lang: str,
) -> None:
    """Show figures of one indicator, place, period and status whose values cannot both be right, each cited.

    A revision is shown as one, with the document that is later. FILES and -g are as for wenmai targets.

    \b
    Example: wenmai conflicts 2023.txt 2024.txt
    """
    from wenmai.capture import listing
    from wenmai.capture.conflicts import list_conflicts

    findings, orders = find_findings(files, graph, place, written, mapping, lang)
    rows = list_conflicts(findings, orders)
    header, cells = (
        listing.conflict_table(rows, lang, listing.name_cells(findings))
        if format == "table"
        else listing.conflict_csv(rows)
    )
    if format == "json":
        emit_json({"conflicts": listing.records(header, cells)})
    elif rows or format == "csv":
        emit_rows(header, cells, format)
    else:
        say("没有相互冲突的数据" if is_chinese(lang) else "no two figures are in conflict")
