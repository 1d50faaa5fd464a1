"""``wenmai check``: shapes and rules."""

from __future__ import annotations

import click

from wenmai.cli.opening import open_graph
from wenmai.cli.options import OneCommand, format_option, graph_options
from wenmai.cli.output import emit_data, emit_report, say_note


@click.command(cls=OneCommand)
@click.option(
    "--shapes",
    type=click.Path(),
    multiple=True,
    metavar="FILE",
    help="SHACL shapes to hold the graph against; may be repeated.",
)
@click.option("--part", is_flag=True, help="The graph is a part: a shape of --shapes may find nothing to check.")
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="The mildest severity that makes the check fail.",
)
@format_option("table", "json", "csv", "turtle", "ntriples", "rdfxml", "jsonld")
@graph_options
def check(shapes: tuple[str, ...], part: bool, fail_on: str, format: str, graph: tuple[str, ...], lang: str) -> int:
    """Check a graph against SHACL shapes; without --shapes, also that every fact is cited and every term defined.

    \b
    Each result is one line: file, line, what is wrong, the rule. The exit status is 1 when one is a fault.
    An RDF format gives SHACL's validation report.
    Example: wenmai check
             wenmai check -g my.ttl --shapes my-shapes.ttl
             wenmai check -g my.ttl --shapes a.ttl --shapes b.ttl --format turtle
    """
    from wenmai.audit import faults, report
    from wenmai.audit.check import check as hold

    found = hold(open_graph(graph), shapes=shapes, partial=part, fail_on=fail_on, language=lang)
    if format in report.FORMATS:
        emit_data(found.rdf(format).rstrip("\n"))
    else:
        header, rows = faults.RESULT_HEADER, faults.result_rows(found.results)
        emit_report(format, faults.check_json(found), header, rows, faults.check_lines(found, lang))
    if found.unused:
        say_note(f"the shapes have {', '.join(found.unused)}, which are not run", lang)
    return 0 if found.passed else 1
