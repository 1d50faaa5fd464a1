"""``wenmai compare``: two entities side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wenmai.cli.opening import labeller, open_graph, resolve
from wenmai.cli.options import (
    OneCommand,
    admission_options,
    complete_entity,
    format_option,
    graph_options,
    roles_option,
)
from wenmai.cli.output import emit_json, emit_sheets

if TYPE_CHECKING:
    from wenmai.cli.options import Admitting, roles_option


@click.command(cls=OneCommand)
@click.argument("a", shell_complete=complete_entity)
@click.argument("b", shell_complete=complete_entity)
@roles_option
@admission_options
@format_option("table", "json", "csv")
@graph_options
def compare(
    a: str, b: str, format: str, graph: tuple[str, ...], lang: str, admission: Admitting, all_links: bool
) -> None:
    """Show what two entities share and where they differ.

    \b
    Example: wenmai compare 北京证券交易所 北京金融法院
    """
    from wenmai.facts.compare import compare_entities as hold
    from wenmai.facts.compare import sheets
    from wenmai.rendering.sheet import plain

    source = open_graph(graph)
    ends = resolve(source, a, lang), resolve(source, b, lang)
    found = hold(source, *ends, admission=admission(source), all_links=all_links, language=lang)
    if format == "json":
        emit_json(plain(found, labeller(source, lang)))
    else:
        emit_sheets(sheets(found, lang, labeller(source, lang) if format == "csv" else None), format)
