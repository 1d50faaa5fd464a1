"""Commands that look entities up and follow their links: search, show, path, around, between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from wenmai.cli.opening import labeller, open_graph, quoter, resolve, typist
from wenmai.cli.options import complete_entity, filter_options, format_option, graph_options, source_option
from wenmai.cli.output import emit, emit_json, emit_rows, paint, say, say_notices
from wenmai.errors import LimitReached

if TYPE_CHECKING:
    from wenmai.model import Path
    from wenmai.paths.neighbourhood import Part
    from wenmai.sources import Source


@click.command()
@click.argument("text", shell_complete=complete_entity)
@click.option("-n", "--limit", default=10, show_default=True, help="At most so many matches.")
@format_option("table", "json", "csv")
@graph_options
def search(text: str, limit: int, format: str, graph: tuple[str, ...], lang: str) -> int:
    """Find entities by name, alias, part of a name, pinyin or initials.

    \b
    Example: wenmai search 金融
             wenmai search bjs
    """
    from wenmai import render

    source = open_graph(graph)
    matches = source.names.search(text, limit=limit, language=lang)
    if format == "json":
        emit_json(render.matches_json(matches))
    elif matches or format == "csv":
        emit_rows(render.MATCH_HEADER, render.matches_rows(matches, typist(source, lang)), format)
    else:
        say(f"nothing is called {text!r}")
    say_notices(source)
    return 0 if matches else 1


@click.command()
@click.argument("entity", shell_complete=complete_entity)
@source_option
@format_option("table", "json", "csv")
@graph_options
def show(entity: str, document: str | None, format: str, graph: tuple[str, ...], lang: str) -> None:
    """Show everything about an entity: names, facts in and out, figures, dates, evidence.

    \b
    Example: wenmai show 北交所
             wenmai show 金科新区 --format json
    """
    from wenmai import render
    from wenmai.facts import describe

    source = open_graph(graph)
    found = describe.describe(source, resolve(source, entity, lang), lang)
    label = labeller(source, lang)
    if format == "json":
        emit_json(render.description_json(found, label))
    elif format == "csv":
        emit_rows(render.FACT_HEADER, render.fact_rows(found.facts, label), format)
    else:
        emit(render.description_text(found, label, language=lang, paint=paint, quote=quoter(source, document)))
    say_notices(source)


@click.command()
@click.argument("a", shell_complete=complete_entity)
@click.argument("b", shell_complete=complete_entity)
@click.option("-k", default=3, show_default=True, help="How many paths.")
@filter_options
@click.option("--shortest", is_flag=True, help="Order by the number of hops alone.")
@source_option
@format_option("table", "json", "csv")
@graph_options
def path(
    a: str,
    b: str,
    k: int,
    shortest: bool,
    document: str | None,
    format: str,
    graph: tuple[str, ...],
    lang: str,
    **filters: Any,
) -> None:
    """Show how two entities are connected, the most telling paths first.

    \b
    Example: wenmai path 北交所 北京金融法院
             wenmai path 北交所 金融街论坛年会 --avoid 西城区 -k 5
    """
    from wenmai import render
    from wenmai.paths import find

    source = open_graph(graph)
    ends = resolve(source, a, lang), resolve(source, b, lang)
    wanted = resolve_filters(source, filters, lang)
    found = find(source, *ends, k=k, ranked=not shortest, language=lang, **wanted)
    label = labeller(source, lang)
    if format == "json":
        every, limit = _until_limit(found)
        emit_json({"source": ends[0], "target": ends[1], "paths": [render.path_json(one, label) for one in every]})
    elif format == "csv":
        every, limit = _until_limit(found)
        rows = [row for number, one in enumerate(every, 1) for row in render.path_rows(number, one, label)]
        emit_rows(render.PATH_HEADER, rows, format)
    else:
        limit = _stream_paths(source, found, lang, quoter(source, document))
    say_notices(source)
    if limit:
        raise limit


def _stream_paths(source: Source, found: Any, lang: str, quote: Any) -> LimitReached | None:
    from wenmai import render

    label = labeller(source, lang)
    try:
        for number, one in enumerate(found, 1):
            emit(render.path_text(number, one, label, paint=paint, quote=quote))
    except LimitReached as limit:
        return limit
    return None


def _until_limit(found: Any) -> tuple[list[Path], LimitReached | None]:
    """All paths, or those before the bound was met, with the bound."""
    every: list[Path] = []
    try:
        every.extend(found)
    except LimitReached as limit:
        return every, limit
    return every, None


def resolve_filters(source: Source, filters: dict[str, Any], lang: str) -> dict[str, Any]:
    """The filters of a path with names turned into IRIs."""
    from wenmai.names import vocabulary

    wanted = dict(filters)
    for option in ("avoid", "via"):
        wanted[option] = [resolve(source, name, lang) for name in filters[option]]
    for option in ("only", "without"):
        wanted[option] = [vocabulary.find_predicate(source.index, name) for name in filters[option]]
    wanted["types"] = [vocabulary.find_class(source.index, name) for name in filters["types"]]
    return wanted


@click.command()
@click.argument("entity", shell_complete=complete_entity)
@click.option("--hops", default=1, show_default=True, help="How far to go.")
@click.option("-n", "--limit", default=50, show_default=True, help="At most so many entities, the most telling first.")
@format_option("table", "json", "csv")
@graph_options
def around(entity: str, hops: int, limit: int, format: str, graph: tuple[str, ...], lang: str) -> None:
    """Show what lies around an entity, the most telling first.

    \b
    Example: wenmai around 金科新区 --hops 2
    """
    from wenmai.paths.neighbourhood import around as find

    source = open_graph(graph)
    emit_part(source, find(source, resolve(source, entity, lang), hops=hops, limit=limit, language=lang), format, lang)


@click.command()
@click.argument("entities", nargs=-1, required=True, shell_complete=complete_entity)
@click.option("--max-hops", default=6, show_default=True, help="The longest path between two of them.")
@click.option("--max-links", default=200_000, show_default=True, help="Read at most so many links for each pair.")
@format_option("table", "json", "csv")
@graph_options
def between(
    entities: tuple[str, ...],
    max_hops: int,
    max_links: int,
    format: str,
    graph: tuple[str, ...],
    lang: str,
) -> None:
    """Show the smallest telling part of the graph that connects several entities.

    \b
    Example: wenmai between 北交所 北京金融法院 金科新区
    """
    from wenmai.paths.neighbourhood import between as find

    source = open_graph(graph)
    iris = [resolve(source, name, lang) for name in entities]
    emit_part(source, find(source, iris, max_hops=max_hops, max_links=max_links, language=lang), format, lang)


def emit_part(source: Source, part: Part, form: str, lang: str) -> None:
    """Print a part of a graph."""
    from wenmai import render

    label = labeller(source, lang)
    if form == "json":
        emit_json(render.part_json(part, label))
    elif form == "csv":
        emit_rows(render.LINK_HEADER, render.link_rows(part.links, label), form)
    else:
        emit(render.part_text(part, label, paint=paint))
    if part.left_out:
        say(f"note: {part.left_out:,} further entities within reach are left out; raise --limit to see more")
    say_notices(source)
