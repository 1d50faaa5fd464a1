"""Making a page: which part of a graph it holds and draws, then its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.errors import InputError
from wenmai.languages import message_language
from wenmai.notices import notice
from wenmai.statements.standing import EVERY

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    from wenmai.index import Index
    from wenmai.sources import Source
    from wenmai.statements.standing import Admission
    from wenmai.view.communities import Regions
    from wenmai.view.stories import Story

MOST_DRAWN = 1_000
"""Up to so many entities are all drawn at first."""

TELLING = 300
"""Of more than that, so many are drawn at first."""

MOST_HELD = 20_000
"""So many entities a page holds at most."""

MOST_MAPPED = 1_000_000
"""A larger graph of up to so many links is drawn as the map of its communities unless a part of it is asked for."""


MOST_TIES = 400
"""So many pairs of communities a page knows the links between, those with the most first."""


class Page(str):
    """The text of an HTML page, whole in itself."""

    __slots__ = ()

    def save(self, file: str | os.PathLike[str]) -> None:
        """Write the page as UTF-8, whatever the locale: whole, or not at all.

        Raises:
            InputError: the file cannot be written.
        """
        from pathlib import Path

        from wenmai.system.files import replacing

        with replacing(Path(file)) as (stream,):
            stream.write(self.encode())

    def _repr_html_(self) -> str:
        """The page in a frame of its own, for notebooks."""
        from markupsafe import escape

        return f'<iframe srcdoc="{escape(str(self))}" width="100%" height="720" style="border:0"></iframe>'


class PagePlan(NamedTuple):
    """What a page holds and draws, by node numbers, its title, and the address it opens with."""

    held: tuple[int, ...]
    whole: bool
    drawn: tuple[int, ...]
    title: dict[str, str]
    begin: str = ""
    suggested: tuple[tuple[str, str], ...] = ()
    unlinked: frozenset[int] = frozenset()
    regions: Regions | None = None


def page(
    source: Source,
    *,
    focus: str | None = None,
    hops: int | None = None,
    path: tuple[str, str] | None = None,
    construct: str | None = None,
    communities: bool = False,
    admission: Admission = EVERY,
    all_links: bool = False,
    language: str = "zh",
    theme: str = "auto",
    passages: Mapping[str, str] | None = None,
    story: Story | None = None,
) -> Page:
    """Return an HTML page that draws the graph, or a part of it, and lets a person explore it with no network.

    Up to 20,000 entities the page holds the whole graph, whatever part is drawn, so that finding and connecting reach
    all of it.

    Args:
        source: an open graph.
        focus: IRI of an entity: only what lies within ``hops`` of it is drawn.
        hops: how far around ``focus``; 2 when not given.
        path: IRIs of two entities: only what the best paths between them pass is drawn.
        construct: a SPARQL CONSTRUCT or DESCRIBE query: the graph that it makes is drawn.
        communities: draw a map of communities instead of entities, whatever the size.
        admission: which facts the page holds.
        all_links: follow links of every role, those to schemes, editors, licences and pages as well.
        language: the language of labels; sentences are in Chinese where that comes first, else in English.
        theme: ``light``, ``dark`` or ``auto`` (the reader's own setting).
        passages: texts of cited documents by the documents' IRIs; evidence then shows the words it cites.
        story: a story that was told on a page of this graph: the page opens on it.

    Raises:
        InputError: the story is of another graph, the graph is larger than a page can hold and no part of it was asked
            for, or the options exclude one another.
        NoPath: there is no path between the two.
    """
    if sum(option is not None for option in (focus, path, construct)) + communities > 1:
        raise InputError("an entity, a path, a query and a map are four ways to choose what is drawn; give one of them")
    if hops is not None and focus is None:
        raise InputError("--hops says how far around an entity to draw; name the entity too")
    if construct is not None:
        from wenmai.view.constructed import constructed

        source = constructed(source, construct)
    if communities and not source.links_here:
        raise InputError(
            f"a map of communities needs all links, which {source.described} does not give; load its data into a store first"
        )
    choice = _choose(source, focus, hops, path, language, admission, communities=communities, all_links=all_links)
    return _write(source, choice, language, theme, passages or {}, admission, story)


def _choose(
    source: Source,
    focus: str | None,
    hops: int | None,
    path: tuple[str, str] | None,
    language: str,
    admission: Admission,
    *,
    communities: bool,
    all_links: bool,
) -> PagePlan:
    from wenmai.view import parts
    from wenmai.view.suggestions import suggested

    index, whole = source.index, _whole(source)
    if focus is not None:
        drawn, left = parts.around(source, focus, hops or 2, MOST_DRAWN, admission, all_links=all_links)
        if left:
            notice(f"{left:,} more entities lie within reach and were left out; fewer hops draw fewer")
        if not source.enumerable:  # asking for the neighbours of each costs more than it spares
            return _part(drawn, whole, parts.title(source, focus), parts.select(focus))
        aside = frozenset[int]() if all_links else parts.set_aside(index, drawn)
        drawn = parts.without_leaves(index, drawn, aside, focus)
        return _part(drawn, whole, parts.title(source, focus), parts.select(focus))._replace(unlinked=aside)
    if path is not None:
        drawn_paths = parts.between(source, *path, language, admission, all_links=all_links)
        return _part(drawn_paths, whole, parts.title(source, *path), parts.connect(*path, all_links=all_links))
    if whole is None and not source.enumerable:
        raise InputError(
            f"{source.described} is drawn in part: name an entity, two entities (--path) or a query (--query)"
        )
    if whole is None and not communities and (not source.links_here or index.link_count > MOST_MAPPED):
        raise InputError(
            f"this graph has {source.index.node_count:,} entities and a page holds {MOST_HELD:,}: name an entity to draw what "
            "lies around it, two entities (--path) or a query (--query), or draw the communities (--map)"
        )
    if whole is None:
        return _mapped(source, all_links=all_links)
    aside = frozenset() if all_links else parts.set_aside(index, whole)
    drawn = _drawn_first(index, whole, aside)
    asked = suggested(source, drawn, admission)
    large = len(drawn) < len(whole) and len(parts.without_leaves(index, whole, aside)) > MOST_DRAWN
    begin = parts.regions() if large or communities else parts.connect(*asked[0]) if asked else ""
    return _part(drawn, whole, parts.title(source), begin)._replace(suggested=tuple(asked), unlinked=aside)


def _mapped(source: Source, *, all_links: bool) -> PagePlan:
    """A graph that no page holds, as the map of its communities, with the hubs of each."""
    from wenmai.view import parts
    from wenmai.view.communities import divided

    index = source.index
    aside = frozenset[int]() if all_links else parts.set_aside(index, range(index.node_count))
    regions = divided(index, aside)
    held = tuple(regions.held)
    notice(
        f"this graph has {index.node_count:,} entities: the page is a map of its communities and holds the {len(held):,} "
        "entities that are most linked in them; name an entity to draw all that lies around it"
    )
    drawn = parts.telling(index, held, TELLING, aside)
    plan = _part(drawn, None, parts.title(source), parts.regions())
    return plan._replace(held=held, unlinked=aside, regions=regions)


def suggest(source: Source, admission: Admission) -> list[tuple[str, str]]:
    """The pairs of IRIs that the page of a whole graph suggests: a telling path joins each; none where no page can hold it."""
    from wenmai.view import parts
    from wenmai.view.suggestions import suggested

    whole = _whole(source)
    if whole is None:
        return []
    return suggested(source, _drawn_first(source.index, whole, parts.set_aside(source.index, whole)), admission)


def _drawn_first(index: Index, whole: Sequence[int], aside: frozenset[int]) -> list[int]:
    """What the page of a whole graph draws at first: all but leaves, or the most telling."""
    from wenmai.view import parts

    drawn = parts.without_leaves(index, whole, aside)
    return parts.telling(index, drawn, TELLING, aside) if len(drawn) > MOST_DRAWN else drawn


def _whole(source: Source) -> tuple[int, ...] | None:
    """Every entity of the graph, if a page can hold them."""
    from wenmai.view import data

    if not source.enumerable or source.index.node_count > 3 * MOST_HELD:
        return None
    found = data.everything(source.index)
    return found if len(found) <= MOST_HELD else None


def _part(drawn: Iterable[int], whole: tuple[int, ...] | None, title: dict[str, str], begin: str) -> PagePlan:
    drawn = tuple(sorted(drawn))
    return PagePlan(drawn if whole is None else whole, whole is not None, drawn, title, begin)


def _write(
    source: Source,
    choice: PagePlan,
    language: str,
    theme: str,
    passages: Mapping[str, str],
    admission: Admission,
    story: Story | None,
) -> Page:
    from wenmai.view import data
    from wenmai.view.drawing import PageNetwork
    from wenmai.view.stories import check_story, graph_mark

    held = data.gather(source, data.PageEntities(choice.held, choice.whole), passages, admission, language)
    drawing = PageNetwork(
        held, language=message_language(language), theme=theme, title=choice.title, begin=choice.begin
    )
    place = {node: number for number, node in enumerate(choice.held)}
    drawing.unlinked = sorted(choice.unlinked)
    drawing.mark = graph_mark(held)
    drawing.regions = choice.regions and _regions(choice.regions)
    if story is not None:
        check_story(story, held)
        drawing.story = {"title": story.title, "steps": list(story.steps)}
    drawing.suggested = [[place[source.index.require(iri)] for iri in pair] for pair in choice.suggested]
    drawing.draw([place[node] for node in choice.drawn])
    return Page(drawing.generate_html())


def _regions(regions: Regions) -> dict[str, Any]:
    """Communities as the page reads them: the one of each entity that is held, in the order of entities."""
    numbers = {"named": regions.named, "sizes": regions.sizes, "links": regions.links, "ties": regions.ties[:MOST_TIES]}
    return {**numbers, "of": list(regions.held.values())}
