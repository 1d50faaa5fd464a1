"""Commands for whoever keeps a graph: check, verify, tidy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from wenmai.cli.opening import open_graph
from wenmai.cli.options import format_option, graph_options
from wenmai.cli.output import emit, emit_json, emit_rows, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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


@click.command()
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
    emit_report(format, faults.verify_json(report, covered), rows, lines)
    return 0 if report.passed else 1


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--check", "only_check", is_flag=True, help="Change nothing; show what would change and exit with 1.")
def tidy(files: tuple[str, ...], only_check: bool) -> int:
    """Lay out hand-kept Turtle files in one way, comments and graph unchanged.

    \b
    Example: wenmai tidy --check data/triples.ttl
    """
    from wenmai.audit import tidy as layout

    if only_check:
        changes = [layout.diff(file) for file in files]
        click.echo("".join(changes), nl=False)
        return 1 if any(changes) else 0
    for file in files:
        if layout.rewrite(file):
            say(f"laid out {file}")
    return 0


def emit_report(form: str, value: dict[str, Any], rows: Sequence[Sequence[Any]], lines: Iterable[str]) -> None:
    """Print what a check found."""
    from wenmai.audit import faults

    if form == "json":
        emit_json(value)
    elif form == "csv":
        emit_rows(faults.HEADER, rows, form)
    else:
        for line in lines:
            emit(line)
