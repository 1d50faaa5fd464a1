"""``wenmai conflicts``: figures that cannot both be right."""

from __future__ import annotations

import click

from wenmai.cli.capturing import emit_findings, find_findings, findings_command
from wenmai.cli.options import OneCommand
from wenmai.languages import is_chinese


@click.command(cls=OneCommand)
@findings_command
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
    from wenmai.capture.targets import listing
    from wenmai.capture.targets.conflicts import list_conflicts

    findings, orders = find_findings(files, graph, place, written, mapping, lang)
    rows = list_conflicts(findings, orders)
    emit_findings(
        "conflicts",
        listing.conflict_csv(rows),
        listing.conflict_table(rows, lang, listing.name_cells(findings)),
        format,
        nothing="没有相互冲突的数据" if is_chinese(lang) else "no two figures are in conflict",
    )
