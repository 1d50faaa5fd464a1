"""``wenmai verify``: citations against the documents."""

from __future__ import annotations

import click

from wenmai.cli.opening import open_graph
from wenmai.cli.options import OneCommand, format_option, graph_options
from wenmai.cli.output import emit_report


@click.command(cls=OneCommand)
@click.option(
    "--source",
    "sources",
    type=click.Path(),
    multiple=True,
    required=True,
    envvar="WENMAI_SOURCE",
    show_envvar=True,
    help="A cited document (plain text, UTF-8); may be repeated.",
)
@click.option("--uncovered", is_flag=True, help="Also list what no fact cites of the (first) document.")
@format_option("table", "json", "csv")
@graph_options
def verify(sources: tuple[str, ...], uncovered: bool, format: str, graph: tuple[str, ...], lang: str) -> int:
    """Hold every citation against the cited document: hash, position, words, numbers and times.

    \b
    Each citation that does not hold is one line, and the exit status is then 1.
    Example: wenmai verify --source report.txt
    """
    from wenmai.audit import faults
    from wenmai.audit.verify import coverage
    from wenmai.audit.verify import verify as hold

    source = open_graph(graph)
    report = hold(source, *sources, language=lang)
    covered = coverage(source, sources[0]) if uncovered else None
    lines = [*faults.verify_lines(report, lang), *(faults.coverage_lines(covered, lang) if covered else ())]
    rows = faults.rows([*report.faults, *report.unchecked])
    emit_report(format, faults.verify_json(report, covered), faults.HEADER, rows, lines)
    return 0 if report.passed else 1
