"""``wenmai between``: the part that connects several entities."""

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
@click.argument("entities", nargs=-1, required=True, shell_complete=complete_entity)
@click.option(
    "--max-hops", type=int, help="The longest path between two of them (default: 6, or more if there is no such path)."
)
@click.option("--max-links", default=200_000, show_default=True, help="Read at most so many links for each pair.")
@roles_option
@admission_options
@format_option("table", "json", "csv")
@graph_options
def between(
    entities: tuple[str, ...],
    max_hops: int | None,
    max_links: int,
    format: str,
    graph: tuple[str, ...],
    lang: str,
    admission: Admitting,
    all_links: bool,
) -> None:
    """Show a small subgraph that connects several entities.

    \b
    Example: wenmai between 北交所 北京金融法院 金科新区
    """
    from wenmai.subgraph import between as find

    source = open_graph(graph)
    iris = [resolve(source, name, lang) for name in entities]
    part = find(
        source,
        iris,
        max_hops=max_hops,
        max_links=max_links,
        admission=admission(source),
        all_links=all_links,
        language=lang,
    )
    emit_part(part, labeller(source, lang), format, lang)
