"""``wenmai stats``: counts."""

from __future__ import annotations

import click

from wenmai.cli.opening import open_graph
from wenmai.cli.options import OneCommand, format_option, graph_options
from wenmai.cli.output import emit, emit_json, emit_list, emit_rows, tell


@click.command(cls=OneCommand)
@click.option("--verify", is_flag=True, help="Of a store: read it whole first and compare its checksums.")
@click.option("--graphs", is_flag=True, help="List the named graphs: how large, by whom, from which source.")
@format_option("table", "json", "csv")
@graph_options
def stats(verify: bool, graphs: bool, format: str, graph: tuple[str, ...], lang: str) -> None:
    """Count what is in the graph: entities by class, links by predicate, how many links are cited.

    \b
    Example: wenmai stats -g my.ttl
             wenmai stats -g big.store --verify
             wenmai stats -g nanopub.trig --graphs
    """
    from wenmai.facts import summary
    from wenmai.facts.graphs import list_graphs, sheet

    source = open_graph(graph)
    if verify:
        source.verify()
        tell("all checksums hold", lang)
    if graphs:
        rows = list_graphs(source, lang)
        emit_list(rows, sheet(rows, lang), format)
        return
    found = summary.count_terms(source, lang)
    if format == "json":
        emit_json(summary.stats_json(found))
        return
    counts = [*found.classes, *found.predicates]
    if format == "table":
        emit(summary.stats_text(found, lang))
        counts = [count._replace(iri=source.prefixes.shorten(count.iri)) for count in counts]
    emit_rows(summary.COUNT_HEADER, counts, format, lang)
