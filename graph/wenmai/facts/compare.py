"""What two entities have in common, and where they differ."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError
from wenmai.facts.figures import FIGURE, Figure, list_figures, reading
from wenmai.facts.timeline import TIMES
from wenmai.model import Entity
from wenmai.names.labels import Labels
from wenmai.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.index import Index
    from wenmai.sources import Source

    Ties = dict[int, list[tuple[int, bool]]]


class Way(NamedTuple):
    """A kind of link seen from an entity: ``forward`` when it is the subject; ``links`` of that kind."""

    predicate: Entity
    forward: bool
    links: int


class Shared(NamedTuple):
    """A neighbour that both entities have, and how each is linked to it."""

    entity: Entity
    a: tuple[Way, ...]
    b: tuple[Way, ...]


class Side(NamedTuple):
    """What only one of two entities has: classes, kinds of links, neighbours."""

    types: tuple[Entity, ...]
    ways: tuple[Way, ...]
    neighbours: tuple[Entity, ...]


class Pair(NamedTuple):
    """Figures of the same indicator for both entities."""

    indicator: Entity
    a: tuple[Figure, ...]
    b: tuple[Figure, ...]


class Comparison(NamedTuple):
    """What two entities share and where they differ.

    ``links`` are the facts that join the two themselves, seen from ``a``; ``alike`` is the Jaccard index of their
    neighbours.
    """

    a: Entity
    b: Entity
    types: tuple[Entity, ...]
    links: tuple[Way, ...]
    alike: float
    shared: tuple[Shared, ...]
    only_a: Side
    only_b: Side
    figures: tuple[Pair, ...]


def compare_entities(source: Source, a: str, b: str, *, language: str = "zh") -> Comparison:
    """What two entities share (classes, neighbours, figures of one indicator) and where they differ.

    Figures and times are not counted as neighbours: figures are compared by indicator, and half a report shares a year.

    Raises:
        InputError: the graph lacks one of them, or both are the same.
    """
    index, names = source.index, Labels(source.index, language)
    nodes = index.require(a), index.require(b)
    if a == b:
        raise InputError("both names mean the same entity; a comparison needs two")
    ties = [_ties(index, node) for node in nodes]
    common = (ties[0].keys() & ties[1].keys()) - set(nodes)
    either = (ties[0].keys() | ties[1].keys()) - set(nodes)
    types = [set(index.types(node)) for node in nodes]
    return Comparison(
        names.node(nodes[0]),
        names.node(nodes[1]),
        tuple(map(names.term, sorted(types[0] & types[1]))),
        _ways(index, ties[0].get(nodes[1], ()), names),
        round(len(common) / len(either), 4) if either else 0.0,
        tuple(
            Shared(names.node(node), *(_ways(index, side[node], names) for side in ties))
            for node in sorted(common, key=lambda one: (index.degree(one), one))
        ),
        _side(index, ties[0], ties[1], types[0] - types[1], set(nodes), names),
        _side(index, ties[1], ties[0], types[1] - types[0], set(nodes), names),
        _paired(figures_about(source, a, language), figures_about(source, b, language)),
    )


def _ties(index: Index, node: int) -> Ties:
    """A node's neighbours with the ways of reaching each, figures and times left out."""
    found: Ties = {}
    skipped = TIMES | {FIGURE}
    for other, predicate, forward, _ in index.links(node):
        if other in found or (other != node and skipped.isdisjoint(index.types(other))):
            found.setdefault(other, []).append((predicate, forward))
    return found


def _ways(index: Index, found: Iterable[tuple[int, bool]], names: Labels) -> tuple[Way, ...]:
    """The kinds of links among some, the most frequent first."""
    counts = Counter(found)
    order = sorted(counts, key=lambda way: (-counts[way], way[0], not way[1]))
    return tuple(
        Way(names.term(index.predicates[predicate]), forward, counts[predicate, forward])
        for predicate, forward in order
    )


def _side(index: Index, own: Ties, other: Ties, types: set[str], both: set[int], names: Labels) -> Side:
    elsewhere = {way for ways in other.values() for way in ways}
    alone = sorted(own.keys() - other.keys() - both, key=lambda node: (-index.degree(node), node))
    return Side(
        tuple(map(names.term, sorted(types))),
        _ways(index, (way for ways in own.values() for way in ways if way not in elsewhere), names),
        tuple(map(names.node, alone)),
    )


def figures_about(source: Source, iri: str, language: str) -> list[Figure]:
    """The figures that are about an entity (not those within its scope)."""
    return [
        figure for figure in list_figures(source, iri, language=language) if figure.about and figure.about.iri == iri
    ]


def _paired(a: list[Figure], b: list[Figure]) -> tuple[Pair, ...]:
    def key(figure: Figure) -> Entity | None:
        return figure.indicator or figure.predicate

    shared = {key(figure) for figure in a} & {key(figure) for figure in b} - {None}
    return tuple(
        Pair(
            indicator,
            tuple(figure for figure in a if key(figure) == indicator),
            tuple(figure for figure in b if key(figure) == indicator),
        )
        for indicator in sorted(one for one in shared if one is not None)
    )


def sheets(found: Comparison, language: str) -> tuple[Sheet, ...]:
    """A comparison as tables to read: what is shared, what only one of the two has, figures side by side."""
    zh = language == "zh"
    a, b = found.a.label, found.b.label
    titles = (
        ("共有", f"只有{a}", f"只有{b}", "同一指标") if zh else ("Shared", f"Only {a}", f"Only {b}", "Same indicator")
    )
    kinds = ("类", "链接", "邻居") if zh else ("class", "links", "neighbours")
    common = [(kinds[0], one.label, "", "") for one in found.types]
    common += [(kinds[1], way.predicate.label, _arrow(way.forward), _arrow(not way.forward)) for way in found.links]
    common += [(kinds[2], one.entity.label, _seen(one.a), _seen(one.b)) for one in found.shared]
    header = ("", "与谁" if zh else "what", a, b)
    made = [Sheet(titles[0], "", header, tuple(common))]
    for title, side in zip(titles[1:3], (found.only_a, found.only_b), strict=True):
        rows: list[tuple[str, str]] = [(kinds[0], one.label) for one in side.types]
        rows += [(kinds[1], f"{_way(way)} ×{way.links}") for way in side.ways]
        rows += [(kinds[2], one.label) for one in side.neighbours]
        made.append(Sheet(title, "", ("", "有什么" if zh else "what"), tuple(rows)))
    figures_ = tuple(
        (pair.indicator.label, "; ".join(map(reading, pair.a)), "; ".join(map(reading, pair.b)))
        for pair in found.figures
    )
    made.append(Sheet(titles[3], "", ("指标" if zh else "indicator", a, b), figures_))
    return tuple(sheet for sheet in made if sheet.rows)


def _seen(ways: Iterable[Way]) -> str:
    return "; ".join(_way(way) for way in ways)


def _way(way: Way) -> str:
    return f"{way.predicate.label} ▶" if way.forward else f"◀ {way.predicate.label}"


def _arrow(forward: bool) -> str:
    return "▶" if forward else "◀"
