"""``wenmai around``: a neighbourhood."""

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
from wenmai.cli.output import emit_part

if TYPE_CHECKING:
    from wenmai.cli.options import Admitting, roles_option


@click.command(cls=OneCommand)
@click.argument("entity", shell_complete=complete_entity)
@click.option("--hops", type=click.IntRange(0), default=1, show_default=True, help="How far to go.")
@click.option("-n", "--limit", default=50, show_default=True, help="At most so many entities, least cost first.")
@roles_option
@admission_options
@format_option("table", "json", "csv")
@graph_options
def around(
    entity: str,
    hops: int,
    limit: int,
    format: str,
    graph: tuple[str, ...],
    lang: str,
    admission: Admitting,
    all_links: bool,
) -> None:
    """Show what lies around an entity, in order of cost.

    \b
    Example: wenmai around 金科新区 --hops 2
    """
    from wenmai.subgraph import around as find

    source = open_graph(graph)
    part = find(
        source, resolve(source, entity, lang), hops=hops, limit=limit, admission=admission(source), all_links=all_links
    )
    emit_part(part, labeller(source, lang), format, lang)
