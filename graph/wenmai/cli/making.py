"""Commands that write files: view, export, load."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wenmai.cli.opening import cited_texts, open_graph, read_text, resolve
from wenmai.cli.options import complete_entity, graph_options, source_option
from wenmai.cli.output import emit, emit_json, say, say_notices

if TYPE_CHECKING:
    from wenmai.sources.store import Progress


@click.command()
@click.argument("entity", required=False, shell_complete=complete_entity)
@click.option(
    "--hops", type=click.IntRange(1), metavar="N", help="How far around the entity to draw; 2 when not given."
)
@click.option("--path", "ends", nargs=2, metavar="A B", help="Draw the best paths between two entities.")
@click.option("--query", "question", metavar="FILE", help="Draw what a SPARQL CONSTRUCT gives; - is stdin.")
@click.option("--map", "communities", is_flag=True, help="Draw communities, each as one circle: for large graphs.")
@click.option("-o", "--output", default="wenmai.html", show_default=True, metavar="FILE", help="The page; - is stdout.")
@click.option("--theme", type=click.Choice(["auto", "light", "dark"]), default="auto", show_default=True)
@source_option
@graph_options
def view(
    entity: str | None,
    hops: int | None,
    ends: tuple[str, str] | None,
    question: str | None,
    communities: bool,
    output: str,
    theme: str,
    document: str | None,
    graph: tuple[str, ...],
    lang: str,
) -> None:
    """Write one HTML page that draws the graph, or a part of it, and is explored in any browser with no network.

    \b
    Example: wenmai view
             wenmai view 北交所 --hops 1 -o exchange.html
             wenmai view --path 北交所 北京金融法院 --source report.txt
    """
    from wenmai.view import page

    source = open_graph(graph)
    made = page(
        source,
        focus=resolve(source, entity, lang) if entity else None,
        hops=hops,
        path=(resolve(source, ends[0], lang), resolve(source, ends[1], lang)) if ends else None,
        construct=read_text(question) if question else None,
        communities=communities,
        language=lang,
        theme=theme,
        passages=cited_texts(source, document),
    )
    if output == "-":
        sys.stdout.buffer.write(made.encode())
    else:
        made.save(output)
        say(f"wrote {output}")
    say_notices(source)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@click.option("--into", required=True, type=click.Path(), metavar="STORE", help="The folder of the store.")
@click.option("--add", is_flag=True, help="Keep what the store holds and add to it; without this it is replaced.")
@click.option("--base", metavar="IRI", help="Resolve relative IRIs against this one.")
@click.option("--no-pinyin", is_flag=True, help="Leave the pinyin of Chinese names out; a little faster and smaller.")
@click.option("--format", type=click.Choice(["table", "json"]), default="table", show_default=True)
def load(files: tuple[str, ...], into: str, add: bool, base: str | None, no_pinyin: bool, format: str) -> None:
    """Load RDF files into a store on disk, which then opens at once, whatever its size.

    Turtle, N-Triples, N-Quads, TriG, RDF/XML and JSON-LD, plain or compressed (gz, bz2, xz, zst); - is stdin. All is
    loaded or nothing: after a fault, Ctrl-C or a full disk the store is as it was.

    \b
    Example: wenmai load report.ttl --into report.store
             zcat big.nt.gz | wenmai load - --into big.store
    """
    from wenmai.sources import store

    bar = LoadBar()
    try:
        done = store.load(files, into, add=add, pinyin=not no_pinyin, base=base, progress=bar.show)
    finally:
        bar.wipe()
    if format == "json":
        emit_json(done._asdict())
    else:
        emit(
            f"{into}: read {done.quads:,} triples; holds {done.nodes:,} entities, {done.links:,} links, {done.names:,} names"
        )


class LoadBar:
    """One line on a terminal that says how far a load is; nothing elsewhere."""

    def __init__(self) -> None:
        self._shown = False

    def show(self, progress: Progress) -> None:
        """Rewrite the line."""
        if not sys.stderr.isatty():
            return
        self._shown = True
        share = f"{100 * progress.read // progress.total:3d} %" if progress.total else f"{progress.read / 1e6:,.0f} MB"
        left = "" if progress.left is None else f", {int(progress.left) // 60}:{int(progress.left) % 60:02d} left"
        if progress.stage != "reading":
            share, left = progress.stage, ""
        click.echo(f"\r\x1b[K{share}  {progress.quads:,} triples  {progress.rate:,.0f}/s{left}", err=True, nl=False)

    def wipe(self) -> None:
        """Take the line away."""
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)


EXPORT_FORMATS = (
    "turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld",
    "graphml", "gexf", "cytoscape", "csv", "neo4j", "parquet",
)  # fmt: skip


@click.command()
@click.argument("entity", required=False, shell_complete=complete_entity)
@click.option("--hops", default=1, show_default=True, help="How far the neighbourhood reaches.")
@click.option("--path", "ends", nargs=2, metavar="A B", help="Write the best paths between two entities.")
@click.option("--query", "question", metavar="FILE", help="Write what a SPARQL CONSTRUCT gives; - is stdin.")
@click.option(
    "--format",
    type=click.Choice(EXPORT_FORMATS),
    help="Form of the output; by the ending of FILE when not given.",
)
@click.option("-o", "--output", required=True, type=click.Path(), metavar="FILE", help="The file, or the folder.")
@graph_options
def export(
    entity: str | None,
    hops: int,
    ends: tuple[str, str] | None,
    question: str | None,
    format: str | None,
    output: str,
    graph: tuple[str, ...],
    lang: str,
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
    if ends:
        ends = resolve(source, ends[0], lang), resolve(source, ends[1], lang)
    done = write(
        source,
        output,
        format=format,
        entity=resolve(source, entity, lang) if entity else None,
        hops=hops,
        paths=find(source, *ends, language=lang) if ends else None,
        construct=read_text(question) if question else None,
        language=lang,
    )
    count = f"{done.triples:,} triples" if done.triples is not None else f"{done.nodes:,} nodes, {done.links:,} links"
    say(f"wrote {', '.join(done.files)}: {count}")
    for notice in done.notices:
        say(f"note: {notice}")
    say_notices(source)
