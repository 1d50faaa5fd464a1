"""``wenmai figures``: every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wenmai.cli.opening import open_graph
from wenmai.cli.options import OneCommand, admission_options, complete_entity, format_option, graph_options
from wenmai.cli.output import emit_list, say_note, write_text

if TYPE_CHECKING:
    from wenmai.cli.options import Admitting


@click.command(cls=OneCommand)
@click.argument("entity", required=False, shell_complete=complete_entity)
@click.option("--html", "page", type=click.Path(), metavar="FILE", help="Write a page with a chart instead.")
@admission_options
@format_option("table", "json", "csv")
@graph_options
def figures(
    entity: str | None, page: str | None, format: str, graph: tuple[str, ...], lang: str, admission: Admitting
) -> None:
    """Show the figures of an entity, of an indicator or of a keyword: value, unit, period, scope, status, evidence.

    \b
    Example: wenmai figures 金科新区
             wenmai figures unemployment
             wenmai figures --html figures.html
    """
    from wenmai.facts.figures import list_figures, sheet
    from wenmai.facts.keywords import find_figures

    source = open_graph(graph)
    taken = admission(source)
    if entity is None:
        rows = list_figures(source, admission=taken, language=lang)
    else:
        rows = find_figures(
            source, entity, admission=taken, language=lang, tell=lambda sentence: say_note(sentence, lang)
        )
    if page is not None:
        from wenmai.charts import figures_page

        write_text(page, figures_page(rows, language=lang), language=lang)
        return
    emit_list(rows, sheet(rows, lang), format)
