"""Commands that tell of the whole: stats, analyze, timeline, figures, compare."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from wenmai.cli.opening import open_graph, resolve
from wenmai.cli.options import complete_entity, format_option, graph_options
from wenmai.cli.output import emit, emit_json, emit_rows, say, say_notices, write_text
from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.sources import Source


@click.command()
@click.option("--verify", is_flag=True, help="Of a store: read it whole first and compare its checksums.")
@format_option("table", "json", "csv")
@graph_options
def stats(verify: bool, format: str, graph: tuple[str, ...], lang: str) -> None:
    """Count what is in the graph: entities by class, links by predicate, how many links are cited.

    \b
    Example: wenmai stats -g my.ttl
             wenmai stats -g big.store --verify
    """
    from wenmai import render
    from wenmai.facts import summary

    source = open_graph(graph)
    if verify:
        verify_store(source)
    found = summary.stats(source, lang)
    if format == "json":
        emit_json(render.stats_json(found))
        return
    if format == "table":
        emit(render.stats_text(found, lang))
    emit_rows(render.COUNT_HEADER, [*found.classes, *found.predicates], format)
    say_notices(source)


def verify_store(source: Source) -> None:
    """Compare the checksums of a store, and say that they hold."""
    from wenmai.sources.store import Stored

    if not isinstance(source, Stored):
        raise InputError(f"{source.locations[0]} is no store; --verify compares the checksums of one")
    source.verify()
    say("all checksums hold")


@click.command()
@click.option("-n", "--top", default=10, show_default=True, help="At most so many rows in each section.")
@click.option(
    "--include",
    type=click.Choice(["documents", "figures", "terms", "times"]),
    multiple=True,
    help="Measure these too; they are left aside otherwise.",
)
@click.option("--engine", type=click.Choice(["auto", "networkx", "fast"]), default="auto", show_default=True)
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Estimate from N sources instead of all or 256.")
@click.option("--exact", is_flag=True, help="Take every entity as a source, however long it takes.")
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

    source = open_graph(graph)
    with progress_bar() as progress:
        found = measure(
            source,
            top=top,
            include=include,
            engine=engine,
            pivots=0 if exact else sample,
            seed=seed,
            language=lang,
            progress=progress,
            announce=say_estimate,
        )
    if page is not None:
        from wenmai.charts import analysis_page

        write_text(page, analysis_page(found, source))
    elif format == "json":
        emit_json(found.to_json())
    else:
        emit_sheets(found.tables(), format)
    for note in found.notes if format == "table" and page is None else ():
        say(f"note: {note}")
    say_notices(source)


def progress_bar() -> Any:
    """A context that gives a function to report progress to: a line on a terminal's stderr, nothing elsewhere."""
    from wenmai.progress import line

    return line(sys.stderr)


def say_estimate(found: Any) -> None:
    """Say how long a long analysis will take, before it starts."""
    if found.seconds >= 5:
        how = f"{found.pivots} sampled sources" if found.pivots else "every entity as a source"
        say(f"{found.entities:,} entities, {found.pairs:,} pairs: about {found.seconds:,.0f} s ({found.engine}, {how})")


def emit_sheets(sheets: Iterable[Any], form: str) -> None:
    """Print titled tables: one below the other, or as CSV with a title line above each."""
    width = os.get_terminal_size().columns if sys.stdout.isatty() else None
    for number, sheet in enumerate(sheets):
        if number:
            emit("")
        emit(f"# {sheet.title}\n{sheet.csv()}" if form == "csv" else sheet.text(width=width))


@click.command()
@click.argument("entity", required=False, shell_complete=complete_entity)
@click.option("--since", metavar="DATE", help="From here on: 2019, 2019-05 or 2019-05-31.")
@click.option("--until", metavar="DATE", help="Up to here.")
@format_option("table", "json", "csv")
@graph_options
def timeline(
    entity: str | None, since: str | None, until: str | None, format: str, graph: tuple[str, ...], lang: str
) -> None:
    """Show everything dated, or what is dated of an entity, in order of time.

    \b
    Example: wenmai timeline 金融街论坛年会
             wenmai timeline --since 2021 --until 2021
    """
    from wenmai.facts.timeline import sheet
    from wenmai.facts.timeline import timeline as find

    source = open_graph(graph)
    rows = find(source, resolve(source, entity, lang) if entity else None, since=since, until=until, language=lang)
    emit_list(source, rows, sheet(rows, lang), format)


@click.command()
@click.argument("entity", required=False, shell_complete=complete_entity)
@click.option("--html", "page", type=click.Path(), metavar="FILE", help="Write a page with a chart instead.")
@format_option("table", "json", "csv")
@graph_options
def figures(entity: str | None, page: str | None, format: str, graph: tuple[str, ...], lang: str) -> None:
    """Show the figures of an entity or of an indicator: value, unit, period, scope, status, evidence.

    \b
    Example: wenmai figures 金科新区
             wenmai figures --html figures.html
    """
    from wenmai.facts.figures import figures as find
    from wenmai.facts.figures import sheet

    source = open_graph(graph)
    rows = find(source, resolve(source, entity, lang) if entity else None, language=lang)
    if page is not None:
        from wenmai.charts import figures_page

        write_text(page, figures_page(rows, language=lang))
        say_notices(source)
        return
    emit_list(source, rows, sheet(rows, lang), format)


def emit_list(source: Source, rows: Any, sheet: Any, form: str) -> None:
    """Print results as a table to read, as JSON, or as CSV with every field."""
    if form == "json":
        emit_json(rows.to_json())
    elif form == "csv":
        emit(rows.sheet().csv())
    elif rows:
        emit_rows(sheet.header, sheet.rows, form)
    else:
        say("nothing of the kind is in this graph")
    say_notices(source)


@click.command()
@click.argument("a", shell_complete=complete_entity)
@click.argument("b", shell_complete=complete_entity)
@format_option("table", "json", "csv")
@graph_options
def compare(a: str, b: str, format: str, graph: tuple[str, ...], lang: str) -> None:
    """Show what two entities share and where they differ.

    \b
    Example: wenmai compare 北京证券交易所 北京金融法院
    """
    from wenmai.facts.compare import compare as hold
    from wenmai.facts.compare import sheets
    from wenmai.sheet import plain

    source = open_graph(graph)
    found = hold(source, resolve(source, a, lang), resolve(source, b, lang), language=lang)
    if format == "json":
        emit_json(plain(found))
    else:
        emit_sheets(sheets(found, lang), format)
    say_notices(source)
