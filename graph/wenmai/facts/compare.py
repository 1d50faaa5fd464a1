"""What two entities have in common, and where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError
from wenmai.facts.figures import FIGURE, Figure, list_figures
from wenmai.facts.moments import TIMES
from wenmai.languages import is_chinese
from wenmai.model import Entity, Evidence, Statement
from wenmai.names.labels import Labels
from wenmai.rendering.marks import COLUMNS, columns, marks, notes
from wenmai.rendering.sheet import Sheet
from wenmai.statements.reader import evidence_of
from wenmai.statements.standing import EVERY, Admission

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wenmai.index import Index
    from wenmai.sources import Source

    Tie = tuple[int, int, int, bool, int]
    """A link: subject, predicate and object in the index, whether it leaves the entity in question, and its number."""

    Ties = dict[int, list[Tie]]
    Stated = tuple[tuple[str, ...], tuple[Statement, ...]]
    """A row to read, and what is said about its links and figures."""


class Way(NamedTuple):
    """A kind of link seen from an entity: ``forward`` when it is the subject; ``links`` of that kind.

    ``statements`` is what is said about these links, ``said`` the same as short marks, ``evidence`` who states them.
    """

    predicate: Entity
    forward: bool
    links: int
    said: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    statements: tuple[Statement, ...] = ()


class Shared(NamedTuple):
    """A neighbour that both entities have, and how each is linked to it."""

    entity: Entity
    a: tuple[Way, ...]
    b: tuple[Way, ...]


class Reached(NamedTuple):
    """A neighbour that one of two entities has alone, and how it is linked to it."""

    entity: Entity
    ways: tuple[Way, ...]


class Side(NamedTuple):
    """What only one of two entities has: classes, kinds of links, neighbours; ``reached`` says how each of these is linked."""

    types: tuple[Entity, ...]
    ways: tuple[Way, ...]
    neighbours: tuple[Entity, ...]
    reached: tuple[Reached, ...] = ()


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


def compare_entities(
    source: Source, a: str, b: str, *, admission: Admission = EVERY, all_links: bool = False, language: str = "zh"
) -> Comparison:
    """What two entities share (classes, neighbours, figures of one indicator) and where they differ.

    Figures and times are not counted as neighbours: figures are compared by indicator, and half a report shares a year. Only
    links and figures that ``admission`` takes count, and of links those whose role connects, or ``all_links``.

    Raises:
        InputError: the graph lacks one of them, or both are the same.
    """
    index, names = source.index, Labels(source.index, language)
    nodes = index.require(a), index.require(b)
    if a == b:
        raise InputError("both names mean the same entity; a comparison needs two")
    aside = frozenset[int]() if all_links else index.aside
    ties = [_ties(index, node, admission, aside) for node in nodes]
    ways = Ways(source, names)
    common = (ties[0].keys() & ties[1].keys()) - set(nodes)
    either = (ties[0].keys() | ties[1].keys()) - set(nodes)
    types = [set(index.types(node)) for node in nodes]
    return Comparison(
        names.node(nodes[0]),
        names.node(nodes[1]),
        tuple(map(names.term, sorted(types[0] & types[1]))),
        ways.of(ties[0].get(nodes[1], ())),
        round(len(common) / len(either), 4) if either else 0.0,
        tuple(
            Shared(names.node(node), *(ways.of(side[node]) for side in ties))
            for node in sorted(common, key=lambda one: (index.degree(one), one))
        ),
        _side(ways, ties[0], ties[1], types[0] - types[1], set(nodes)),
        _side(ways, ties[1], ties[0], types[1] - types[0], set(nodes)),
        _paired(figures_about(source, a, language, admission), figures_about(source, b, language, admission)),
    )


def _ties(index: Index, node: int, admission: Admission, aside: frozenset[int]) -> Ties:
    """A node's neighbours with the links to each that are taken, figures, times and predicates ``aside`` left out."""
    found: Ties = {}
    skipped = TIMES | {FIGURE}
    for other, predicate, forward, link in index.links(node):
        near = other in found or (other != node and skipped.isdisjoint(index.types(other)))
        if near and predicate not in aside and admission.takes_link(index, link):
            ends = (node, predicate, other) if forward else (other, predicate, node)
            found.setdefault(other, []).append((*ends, forward, link))
    return found


class Ways:
    """Reads the kinds of some links, and what is said about them."""

    def __init__(self, source: Source, names: Labels) -> None:
        self.source, self.index, self.names = source, source.index, names

    def of(self, ties: Iterable[Tie]) -> tuple[Way, ...]:
        """The kinds of links among some, the most frequent first."""
        kinds: dict[tuple[int, bool], list[Tie]] = {}
        for tie in ties:
            kinds.setdefault((tie[1], tie[3]), []).append(tie)
        order = sorted(kinds, key=lambda way: (-len(kinds[way]), way[0], not way[1]))
        return tuple(self._way(*way, kinds[way]) for way in order)

    def _way(self, predicate: int, forward: bool, ties: list[Tie]) -> Way:
        """A predicate in one direction with all its links; marks, evidence and statements in order of appearance, each once."""
        index, names = self.index, self.names
        iri = index.predicates[predicate]
        stated = tuple(
            one
            for subject, _, other, _, _ in ties
            for one in self.source.statements.of(index.iri(subject), iri, index.iri(other))
        )
        said = dict.fromkeys(mark for one in stated for mark in marks(one, names.label, names.language))
        evidence = evidence_of(stated, (one for tie in ties for one in index.evidence(tie[4])))
        return Way(names.term(iri), forward, len(ties), tuple(said), evidence, stated)


def _side(ways: Ways, own: Ties, other: Ties, types: set[str], both: set[int]) -> Side:
    """What only one of two has: neighbours of both are left out, and ways that the other knows."""
    index, names = ways.index, ways.names
    elsewhere = {(tie[1], tie[3]) for ties in other.values() for tie in ties}
    alone = sorted(own.keys() - other.keys() - both, key=lambda node: (-index.degree(node), node))
    return Side(
        tuple(map(names.term, sorted(types))),
        ways.of(tie for ties in own.values() for tie in ties if (tie[1], tie[3]) not in elsewhere),
        tuple(map(names.node, alone)),
        tuple(Reached(names.node(node), ways.of(own[node])) for node in alone),
    )


def figures_about(source: Source, iri: str, language: str, admission: Admission = EVERY) -> list[Figure]:
    """The figures that are about an entity (not those within its scope)."""
    every = list_figures(source, iri, admission=admission, language=language)
    return [figure for figure in every if any(one and one.iri == iri for one in (figure.about, *figure.also_about))]


def _paired(a: list[Figure], b: list[Figure]) -> tuple[Pair, ...]:
    """Figures of both under one indicator, each figure in one pair at most."""

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


def sheets(found: Comparison, language: str, label: Callable[[str], str] | None = None) -> tuple[Sheet, ...]:
    """A comparison as tables to read: what is shared, what only one of the two has, figures side by side.

    With ``label``, which labels IRIs, each row has what is said about its links and figures too, in columns of their own:
    when, by what evidence, and :data:`wenmai.rendering.marks.COLUMNS`.
    """
    zh = is_chinese(language)
    a, b = found.a.label, found.b.label
    titles = (
        ("共有", f"只有{a}", f"只有{b}", "同一指标") if zh else ("Shared", f"Only {a}", f"Only {b}", "Same indicator")
    )
    headers = (
        ("", "与谁" if zh else "what", a, b),
        *[("", "有什么" if zh else "what", "如何" if zh else "how")] * 2,
        ("指标" if zh else "indicator", a, b),
    )
    kinds = ("类", "链接", "邻居") if zh else ("class", "links", "neighbours")
    rows = (
        _shared_rows(found, kinds, language),
        _side_rows(found.only_a, kinds, language),
        _side_rows(found.only_b, kinds, language),
        _figure_rows(found),
    )
    made = [_sheet(*three, label, language) for three in zip(titles, headers, rows, strict=True)]
    return tuple(sheet for sheet in made if sheet.rows)


def _sheet(
    title: str, header: tuple[str, ...], rows: Iterable[Stated], label: Callable[[str], str] | None, language: str
) -> Sheet:
    if label is None:
        return Sheet(title, "", header, tuple(row for row, _ in rows))
    from wenmai.rendering.render import cite

    cells = []
    for row, statements in rows:
        said = columns(statements, label, language)
        times = "; ".join(dict.fromkeys(one.time for one in statements if one.time))
        cells.append((*row, times, "; ".join(map(cite, evidence_of(statements))), *map(said.get, COLUMNS)))
    return Sheet(title, "", (*header, "time", "evidence", *COLUMNS), tuple(cells))


def _shared_rows(found: Comparison, kinds: tuple[str, ...], language: str) -> Iterator[Stated]:
    for kind in found.types:
        yield (kinds[0], kind.label, "", ""), ()
    for way in found.links:
        arrows = _arrow(way.forward), _arrow(not way.forward)
        yield (kinds[1], _told(way.predicate.label, way, language), *arrows), way.statements
    for one in found.shared:
        yield (
            (kinds[2], one.entity.label, _seen(one.a, language), _seen(one.b, language)),
            _statements((*one.a, *one.b)),
        )


def _side_rows(side: Side, kinds: tuple[str, ...], language: str) -> Iterator[Stated]:
    for kind in side.types:
        yield (kinds[0], kind.label, ""), ()
    for way in side.ways:
        yield (kinds[1], _arrowed(way), f"×{way.links}"), way.statements
    for one in side.reached:
        yield (kinds[2], one.entity.label, _seen(one.ways, language)), _statements(one.ways)


def _figure_rows(found: Comparison) -> Iterator[Stated]:
    for pair in found.figures:
        texts = ("; ".join(one.text for one in side) for side in (pair.a, pair.b))
        yield (pair.indicator.label, *texts), _statements((*pair.a, *pair.b))


def _statements(several: Iterable[Way | Figure]) -> tuple[Statement, ...]:
    return tuple(one for way in several for one in way.statements)


def _seen(ways: Iterable[Way], language: str) -> str:
    return "; ".join(_told(_arrowed(way), way, language) for way in ways)


def _arrowed(way: Way) -> str:
    return f"{way.predicate.label} ▶" if way.forward else f"◀ {way.predicate.label}"


def _told(text: str, way: Way, language: str) -> str:
    """A text with what is said about a way behind it: when, marks, remarks and citations."""
    from wenmai.rendering.render import cite

    times = dict.fromkeys(one.time for one in way.statements if one.time)
    told = "; ".join((*times, *filter(None, [", ".join(way.said)]), *notes(way.statements, language)))
    cites = "; ".join(map(cite, way.evidence))
    return "  ".join([text, *([f"({told})"] if told else []), *([f"[{cites}]"] if cites else [])])


def _arrow(forward: bool) -> str:
    return "▶" if forward else "◀"
