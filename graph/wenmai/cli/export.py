"""``wenmai export``: a graph for another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wenmai.cli.opening import open_graph, read_text, resolve
from wenmai.cli.options import OneCommand, admission_options, bom_option, complete_entity, graph_options, roles_option
from wenmai.cli.output import say_note, say_written, take_bom
from wenmai.languages import counted, is_chinese

EXPORT_FORMATS = (
    "turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld",
    "graphml", "gexf", "cytoscape", "csv", "neo4j", "parquet",
)  # fmt: skip

if TYPE_CHECKING:
    from wenmai.cli.options import Admitting
    from wenmai.export import Exported


@click.command(cls=OneCommand)
@click.argument("entity", required=False, shell_complete=complete_entity)
@click.option("--hops", default=1, show_default=True, help="How far the neighbourhood reaches.")
@click.option(
    "--path",
    "ends",
    nargs=2,
    multiple=True,
    metavar="A B",
    help="Write the best paths between two entities; may be given several times.",
)
@click.option("--query", "question", metavar="FILE", help="Write what a SPARQL CONSTRUCT gives; - is stdin.")
@click.option(
    "--format",
    type=click.Choice(EXPORT_FORMATS),
    help="Form of the output; by the ending of FILE when not given.",
)
@bom_option
@roles_option
@click.option("-o", "--output", required=True, type=click.Path(), metavar="FILE", help="The file, or the folder.")
@admission_options
@graph_options
def export(
    entity: str | None,
    hops: int,
    ends: tuple[tuple[str, str], ...],
    question: str | None,
    format: str | None,
    output: str,
    graph: tuple[str, ...],
    lang: str,
    admission: Admitting,
    all_links: bool,
) -> None:
    """Write the graph, a neighbourhood, paths or a query's graph for another program.

    \b
    csv, neo4j and parquet write several files into the folder FILE.
    Example: wenmai export -o report.gexf
             wenmai export 金科新区 --hops 2 -o zone.ttl
             wenmai export --format neo4j -o import/
    """
    from wenmai.export import export as write
    from wenmai.paths import find

    source = open_graph(graph)
    taken = admission(source)
    pairs = [(resolve(source, a, lang), resolve(source, b, lang)) for a, b in ends]
    done = write(
        source,
        output,
        format=format,
        bom=take_bom(),
        entity=resolve(source, entity, lang) if entity else None,
        hops=hops,
        paths=[
            path for a, b in pairs for path in find(source, a, b, admission=taken, all_links=all_links, language=lang)
        ]
        if pairs
        else None,
        construct=read_text(question) if question else None,
        admission=taken,
        all_links=all_links,
        language=lang,
    )
    say_written(", ".join(done.files), lang, holding=_counts(done, lang))
    for notice in done.notices:
        say_note(notice, lang)


def _counts(done: Exported, language: str) -> str:
    """What was written, in numbers."""
    if done.triples is not None:
        return f"{done.triples:,} {'条三元组' if is_chinese(language) else 'triples'}"
    if is_chinese(language):
        return f"{done.nodes:,} 个节点,{done.links:,} 条链接"
    return f"{counted(done.nodes, 'nodes')}, {counted(done.links, 'links')}"
