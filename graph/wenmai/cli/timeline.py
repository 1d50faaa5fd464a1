"""``wenmai timeline``: what is dated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wenmai.cli.opening import open_graph, resolve
from wenmai.cli.options import OneCommand, admission_options, complete_entity, format_option, graph_options
from wenmai.cli.output import emit_list

if TYPE_CHECKING:
    from wenmai.cli.options import Admitting


@click.command(cls=OneCommand)
@click.argument("entity", required=False, shell_complete=complete_entity)
@click.option("--since", metavar="DATE", help="From here on: 2019, 2019-05 or 2019-05-31.")
@click.option("--until", metavar="DATE", help="Up to here.")
@click.option("--undated", is_flag=True, help="List the facts that nothing dates.")
@click.option("--within", metavar="TIME", help="Only what begins and ends in it: 2019, or 2019/2021.")
@admission_options
@format_option("table", "json", "csv")
@graph_options
def timeline(
    entity: str | None,
    since: str | None,
    until: str | None,
    within: str | None,
    undated: bool,
    format: str,
    graph: tuple[str, ...],
    lang: str,
    admission: Admitting,
) -> None:
    """Show everything dated, or what is dated of an entity, in order of time.

    \b
    Example: wenmai timeline 金融街论坛年会
             wenmai timeline --within 2021
    """
    from wenmai.facts.timeline import list_moments as find
    from wenmai.facts.timeline import sheet

    source = open_graph(graph)
    iri = resolve(source, entity, lang) if entity else None
    rows = find(
        source,
        iri,
        since=since,
        until=until,
        within=within,
        undated=undated,
        admission=admission(source),
        language=lang,
    )
    emit_list(rows, sheet(rows, lang), format)
