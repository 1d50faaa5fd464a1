"""``wenmai check``: shapes and rules."""

from __future__ import annotations

import click

from wenmai.cli.opening import open_graph
from wenmai.cli.options import format_option, graph_options
from wenmai.cli.output import emit_report


@click.command()
@click.option("--shapes", type=click.Path(), metavar="FILE", help="SHACL shapes to hold the graph against.")
@click.option("--part", is_flag=True, help="The graph is a part: a shape may find nothing to check.")
@format_option("table", "json", "csv")
@graph_options
def check(shapes: str | None, part: bool, format: str, graph: tuple[str, ...], lang: str) -> int:
    """Check a graph against SHACL shapes; without --shapes, also that every fact is cited and every term defined.

    \b
    Each fault is one line: file, line, what is wrong, the rule. The exit status is 1 when there is one.
    Example: wenmai check
             wenmai check -g my.ttl --shapes my-shapes.ttl
    """
    from wenmai.audit import faults
    from wenmai.audit.check import check as hold

    report = hold(open_graph(graph), shapes=shapes, partial=part, language=lang)
    emit_report(format, faults.check_json(report), faults.rows(report.faults), faults.check_lines(report, lang))
    return 0 if report.passed else 1
