"""``wenmai view``: the HTML page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wenmai.cli.opening import cited_texts, open_graph, read_text, resolve
from wenmai.cli.options import OneCommand, admission_options, complete_entity, graph_options, roles_option
from wenmai.cli.output import data_stream, say_written

if TYPE_CHECKING:
    from wenmai.cli.options import Admitting


@click.command(cls=OneCommand)
@click.argument("entity", required=False, shell_complete=complete_entity)
@click.option(
    "--hops", type=click.IntRange(1), metavar="N", help="How far around the entity to draw; 2 when not given."
)
@click.option("--path", "ends", nargs=2, metavar="A B", help="Draw the best paths between two entities.")
@click.option("--query", "question", metavar="FILE", help="Draw what a SPARQL CONSTRUCT gives; - is stdin.")
@click.option("--map", "communities", is_flag=True, help="Open on the map of the communities.")
@click.option("-o", "--output", default="wenmai.html", show_default=True, metavar="FILE", help="The page; - is stdout.")
@click.option("--theme", type=click.Choice(["auto", "light", "dark"]), default="auto", show_default=True)
@click.option(
    "--source",
    "documents",
    multiple=True,
    type=click.Path(),
    envvar="WENMAI_SOURCE",
    help="A cited document (plain text) to read beside the picture, its citations marked; may be repeated.",
)
@click.option(
    "--story", "told", metavar="FILE", help="Open on a story that was saved on a page of this graph; - is stdin."
)
@roles_option
@admission_options
@graph_options
def view(
    entity: str | None,
    hops: int | None,
    ends: tuple[str, str] | None,
    question: str | None,
    communities: bool,
    output: str,
    theme: str,
    documents: tuple[str, ...],
    told: str | None,
    graph: tuple[str, ...],
    lang: str,
    admission: Admitting,
    all_links: bool,
) -> None:
    """Write one HTML page that draws the graph, or a part of it, and is explored in any browser with no network.

    \b
    Example: wenmai view
             wenmai view 北交所 --hops 1 -o exchange.html
             wenmai view --path 北交所 北京金融法院 --source report.txt
             wenmai view --story wenmai-story.json -o told.html
    """
    from wenmai.view import page, read_story

    source = open_graph(graph)
    made = page(
        source,
        focus=resolve(source, entity, lang) if entity else None,
        hops=hops,
        path=(resolve(source, ends[0], lang), resolve(source, ends[1], lang)) if ends else None,
        construct=read_text(question) if question else None,
        communities=communities,
        admission=admission(source),
        all_links=all_links,
        language=lang,
        theme=theme,
        passages=cited_texts(source, documents),
        story=read_story(read_text(told), told) if told else None,
    )
    if output == "-":
        with data_stream() as stream:
            stream.write(made.encode())
    else:
        made.save(output)
        say_written(output, lang)
