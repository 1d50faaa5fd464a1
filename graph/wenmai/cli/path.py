"""``wenmai path``: how two entities are connected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from wenmai.cli.opening import labeller, open_graph, quoter, resolve
from wenmai.cli.options import (
    admission_options,
    complete_entity,
    filter_options,
    format_option,
    graph_options,
    source_option,
)
from wenmai.cli.output import emit, emit_json, emit_rows, paint
from wenmai.errors import LimitReached

if TYPE_CHECKING:
    from wenmai.model import Path
    from wenmai.sources import Source


@click.command()
@click.argument("a", shell_complete=complete_entity)
@click.argument("b", shell_complete=complete_entity)
@click.option("-k", default=3, show_default=True, help="How many paths.")
@filter_options
@admission_options
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
    """Show how two entities are connected, the best-ranked paths first.

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
        rows = [row for number, one in enumerate(every, 1) for row in render.path_rows(number, one, label, lang)]
        emit_rows(render.PATH_HEADER, rows, format)
    else:
        limit = _stream_paths(source, found, lang, quoter(source, document))
    if limit:
        raise limit


def _stream_paths(source: Source, found: Any, lang: str, quote: Any) -> LimitReached | None:
    from wenmai import render

    label = labeller(source, lang)
    try:
        for number, one in enumerate(found, 1):
            emit(render.path_text(number, one, label, language=lang, paint=paint, quote=quote))
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
    from wenmai.names.lookup import find_class, find_predicate

    wanted = {**filters, "admission": filters["admission"](source)}
    for option in ("avoid", "via"):
        wanted[option] = [resolve(source, name, lang) for name in filters[option]]
    for option in ("only", "without"):
        wanted[option] = [find_predicate(source, name) for name in filters[option]]
    wanted["types"] = [find_class(source, name) for name in filters["types"]]
    return wanted
