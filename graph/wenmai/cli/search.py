"""``wenmai search``: entities by name."""

from __future__ import annotations

import click

from wenmai.cli.opening import open_graph, typist
from wenmai.cli.options import OneCommand, complete_entity, format_option, graph_options
from wenmai.cli.output import emit_json, emit_rows, tell
from wenmai.errors import quoted


@click.command(cls=OneCommand)
@click.argument("text", shell_complete=complete_entity)
@click.option("-n", "--limit", default=10, show_default=True, help="At most so many matches.")
@click.option("--facts", is_flag=True, help="Search descriptions and values too, not only when no name is found.")
@format_option("table", "json", "csv")
@graph_options
def search(text: str, limit: int, facts: bool, format: str, graph: tuple[str, ...], lang: str) -> int:
    """Find entities by name, alias, part of a name, pinyin or initials; failing these, by what is said of them.

    \b
    Example: wenmai search 金融
             wenmai search bjs
    """
    from wenmai.facts.search import search_all
    from wenmai.rendering import render

    source = open_graph(graph)
    matches = search_all(source, text, limit=limit, values=facts, language=lang)
    if format == "json":
        emit_json(render.matches_json(matches))
    elif matches or format == "csv":
        emit_rows(
            render.MATCH_HEADER,
            render.matches_rows(matches, typist(source, lang), source.prefixes.shorten),
            format,
            lang,
        )
    else:
        tell(f"nothing is called {quoted(text)}", lang)
    return 0 if matches else 1
