"""``wenmai path``: how two entities are connected."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from wenmai.cli.opening import labeller, open_graph, quoter, resolve
from wenmai.cli.options import (
    OneCommand,
    admission_options,
    complete_entity,
    filter_options,
    format_option,
    graph_options,
    source_option,
)
from wenmai.cli.output import emit, emit_json, emit_rows, paint, screen_width
from wenmai.languages import counted, is_chinese

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wenmai.model import Entity, Path
    from wenmai.paths.cheapest import Progressed, State
    from wenmai.sources import Source


@click.command(cls=OneCommand)
@click.argument("a", shell_complete=complete_entity)
@click.argument("b", shell_complete=complete_entity)
@click.option("-k", default=3, show_default=True, help="How many paths.")
@filter_options
@admission_options
@click.option(
    "--near/--gather",
    default=False,
    help="Give paths that differ in one entity one by one; gathered, the first says through how many others it goes.",
)
@click.option("--shortest", is_flag=True, help="Order by the number of hops alone.")
@source_option
@format_option("table", "json", "csv")
@graph_options
def path(
    a: str,
    b: str,
    k: int,
    near: bool,
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
    from wenmai.facts.describe import introducer
    from wenmai.paths import find
    from wenmai.rendering import render

    source = open_graph(graph)
    source.expect((a, b), ranked=not shortest)
    ends = resolve(source, a, lang), resolve(source, b, lang)
    wanted = resolve_filters(source, filters, lang)
    found = _watched(
        lambda told: find(
            source, *ends, k=k, gather=not near, ranked=not shortest, language=lang, progress=told, **wanted
        ),
        lang,
    )
    label = labeller(source, lang)
    if format == "json":
        introduce = introducer(source, lang)
        emit_json(
            {"source": ends[0], "target": ends[1], "paths": [render.path_json(one, label, introduce) for one in found]}
        )
    elif format == "csv":
        rows = [row for number, one in enumerate(found, 1) for row in render.path_rows(number, one, label, lang)]
        emit_rows(render.PATH_HEADER, rows, format)
    else:
        quote, introduce = quoter(source, document), _at_first_sight(introducer(source, lang))
        for number, one in enumerate(found, 1):
            emit(_path_text(number, one, label, lang, quote, introduce))


def _path_text(
    number: int,
    path: Path,
    label: Callable[[str], str],
    lang: str,
    quote: Any,
    introduce: Callable[[str], Entity | None],
) -> str:
    """A path as a lane where there is a screen, else a line a hop, as scripts take it."""
    from wenmai.rendering.lane import lane_text, path_text

    width = screen_width()
    if width is None:
        return path_text(number, path, label, language=lang, paint=paint, quote=quote, introduce=introduce)
    return lane_text(number, path, label, width, language=lang, paint=paint, quote=quote, introduce=introduce)


def _watched(search: Callable[[Progressed | None], Iterator[Path]], lang: str) -> Iterator[Path]:
    """The paths of a search; a terminal is shown how far it is while the next one takes its time."""
    if not sys.stderr.isatty():
        yield from search(None)
        return
    from wenmai.terminal.progress import show_text

    showing: list[Callable[[Callable[[], str]], None]] = []
    paths = search(lambda state: showing[-1](lambda: _so_far(state, lang)))
    while True:
        with show_text(sys.stderr) as show:
            showing[:] = [show]
            one = next(paths, None)
        if one is None:
            return
        yield one


def _so_far(state: State, lang: str) -> str:
    """The best path so far, and what one that was not seen yet can score."""
    from wenmai.paths.search import score

    most, zh = score(state.unseen), is_chinese(lang)
    if state.best is None:
        return (
            f"已查{state.links:,}条链接,尚未相遇"
            if zh
            else f"{counted(state.links, 'links')} read; the two have not met yet"
        )
    cost, nodes = state.best
    if zh:
        return f"已查{state.links:,}条链接;目前最好{score(cost):.4f}({len(nodes) - 1}跳),未见的不超过{most:.4f}"
    hops = counted(len(nodes) - 1, "hops")
    return f"{counted(state.links, 'links')} read; best so far {score(cost):.4f} ({hops}), none unseen above {most:.4f}"


def _at_first_sight(introduce: Callable[[str], Entity | None]) -> Callable[[str], Entity | None]:
    """The class of an entity that was not asked about before: it is introduced but once."""
    known: set[str] = set()

    def introduced(iri: str) -> Entity | None:
        if iri in known:
            return None
        known.add(iri)
        return introduce(iri)

    return introduced


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
