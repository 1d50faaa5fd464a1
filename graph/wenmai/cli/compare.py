"""``wenmai compare``: two entities side by side."""

from __future__ import annotations

import click

from wenmai.cli.opening import open_graph, resolve
from wenmai.cli.options import complete_entity, format_option, graph_options
from wenmai.cli.output import emit_json, emit_sheets


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
    from wenmai.facts.compare import compare_entities as hold
    from wenmai.facts.compare import sheets
    from wenmai.sheet import plain

    source = open_graph(graph)
    found = hold(source, resolve(source, a, lang), resolve(source, b, lang), language=lang)
    if format == "json":
        emit_json(plain(found))
    else:
        emit_sheets(sheets(found, lang), format)
