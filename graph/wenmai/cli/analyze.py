"""``wenmai analyze``: what matters in a graph."""

from __future__ import annotations

import sys
from typing import Any

import click

from wenmai.cli.bounded import held_to
from wenmai.cli.opening import open_graph
from wenmai.cli.options import OneCommand, format_option, graph_options
from wenmai.cli.output import emit_json, emit_sheets, say_note, tell, write_text
from wenmai.languages import counted

SLOW, MUCH = 5, 1 << 30
"""From so many seconds, or so many bytes on, an analysis says before what it will cost."""


@click.command(cls=OneCommand)
@click.option("-n", "--top", default=10, show_default=True, help="At most so many rows in each section.")
@click.option(
    "--include",
    type=click.Choice(["administrative", "documents", "figures", "terms", "times"]),
    multiple=True,
    help="Measure these too; they are left aside otherwise.",
)
@click.option("--engine", type=click.Choice(["auto", "networkx", "fast"]), default="auto", show_default=True)
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Estimate from N sources instead of all or 256.")
@click.option("--exact", is_flag=True, help="Take every entity as a source, however long it takes.")
@click.option(
    "--memory",
    type=click.FloatRange(0, min_open=True),
    default=4.0,
    show_default=True,
    metavar="GB",
    help="Of what needs more, only the entities with the most links are measured.",
)
@click.option("--seed", default=20211220, show_default=True, help="Of every random choice.")
@click.option("--html", "page", type=click.Path(), metavar="FILE", help="Write a page with charts instead.")
@format_option("table", "json", "csv")
@graph_options
def analyze(
    top: int,
    include: tuple[str, ...],
    engine: str,
    sample: int | None,
    exact: bool,
    memory: float,
    seed: int,
    page: str | None,
    format: str,
    graph: tuple[str, ...],
    lang: str,
) -> None:
    """Say what matters in a graph: central entities, communities, brokers, bridges, missing links, change by year.

    \b
    Example: wenmai analyze
             wenmai analyze --html analysis.html
    """
    from wenmai.analysis import analyze as measure

    source, bound = open_graph(graph), int(memory * (1 << 30))
    with progress_bar() as progress, held_to(bound, "the analysis"):
        found = measure(
            source,
            top=top,
            include=include,
            engine=engine,
            pivots=0 if exact else sample,
            seed=seed,
            language=lang,
            memory=bound,
            progress=progress,
            announce=say_estimate,
        )
    if page is not None:
        from wenmai.charts import analysis_page

        write_text(page, analysis_page(found, source), language=lang)
    elif format == "json":
        emit_json(found.to_json())
    else:
        emit_sheets(found.tables(), format)
    for note in found.notes if format == "table" and page is None else ():
        say_note(note, lang)


def progress_bar() -> Any:
    """A context that gives a function to report progress to: a line on a terminal's stderr, nothing elsewhere."""
    from wenmai.terminal.progress import line

    return line(sys.stderr)


def say_estimate(found: Any) -> None:
    """Say how long a long analysis will take, or a large one, and how much memory, before it starts."""
    if found.seconds >= SLOW or found.memory >= MUCH or found.least:
        how = "every entity as a source"
        if found.pivots:
            how = f"{found.pivots} sampled sources: values within {found.error:.2f} with 95 %"
        tell(
            f"{counted(found.entities, 'entities')}, {found.pairs:,} pairs: about {found.seconds:,.0f} s and at most "
            f"{found.memory / (1 << 30):.1f} GB ({found.engine}, {how})"
        )
    if found.least:
        tell(f"the graph is too large for that memory: only entities with {found.least:,} links or more are measured")
