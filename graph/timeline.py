"""What happened when, what was counted, and what two entities have in common.

Times are EDTF (ISO 8601-2, level 1). Rows of mixed precision are put in the order of their first day; where two begin
on the same day, the longer comes first, as a year's heading stands above its days. A time with an open beginning is
placed by its end; one without either is not on a timeline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph.dating import Dated, edtf
from graph.errors import InputError
from graph.match import match
from graph.results import Entity, Evidence, Literal
from graph.sheet import Rows
from graph.terms import RDF, STRUCTURAL, WM, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.index import Index
    from graph.results import Term
    from graph.source import Source

FIGURE = WM + "Figure"
TIMES = frozenset(WM + name for name in ("Time", "Year", "Month", "Day", "Period"))
DATES = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
NUMBERS = frozenset(
    XSD + name
    for name in (
        "integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong",
    )
)  # fmt: skip
_WHENS = frozenset(WM + name for name in ("when", "since", "until", "period", "dueBy"))


class Moment(NamedTuple):
    """Something dated: a fact, or an entity (then ``predicate`` says how it is dated).

    ``time`` is EDTF; ``begin`` and ``end`` its first and last day as ISO dates, ``None`` where open; ``object`` is the
    other end's label or the literal's text; for a dated entity, the labels of what it is linked to (``object_iri`` is
    ``None`` then).
    """

    time: str
    begin: str | None
    end: str | None
    approximate: bool
    subject: Entity
    predicate: Entity
    object: str
    object_iri: str | None
    evidence: tuple[Evidence, ...]


class Figure(NamedTuple):
    """A number that the graph gives, with what is needed to read it.

    ``value`` is a number, or ``None`` for a claim without one (a rank, a first); ``before`` is the value a change
    starts from. ``period`` is EDTF. ``predicate`` is ``None`` for wenmai's figures; for other graphs it is that of the
    literal, and all that a bare number does not tell stays ``None``.
    """

    iri: str
    label: str
    about: Entity | None
    indicator: Entity | None
    before: int | float | None
    value: int | float | None
    unit: Entity | None
    bound: Entity | None
    scope: Entity | None
    period: str | None
    status: Entity | None
    measure: Entity | None
    position: Entity | None
    said_by: Entity | None
    surface: str
    predicate: Entity | None
    evidence: tuple[Evidence, ...]


class Shared(NamedTuple):
    """A neighbour that both entities have: by which predicates, seen from each (``forward``: as the subject)."""

    entity: Entity
    a: tuple[tuple[str, bool], ...]
    b: tuple[tuple[str, bool], ...]


class Side(NamedTuple):
    """What only one of two entities has: classes, kinds of links with their counts, neighbours."""

    types: tuple[Entity, ...]
    ties: tuple[tuple[Entity, bool, int], ...]
    neighbours: tuple[Entity, ...]


class Pair(NamedTuple):
    """Figures of the same indicator for both entities: one may be ``None``."""

    indicator: Entity
    a: tuple[Figure, ...]
    b: tuple[Figure, ...]


class Comparison(NamedTuple):
    """What two entities share and where they differ.

    ``links`` are the facts that join the two themselves, as (predicate, forward from ``a``); ``alike`` is the Jaccard
    index of their neighbours.
    """

    a: Entity
    b: Entity
    types: tuple[Entity, ...]
    links: tuple[tuple[Entity, bool], ...]
    alike: float
    shared: tuple[Shared, ...]
    only_a: Side
    only_b: Side
    figures: tuple[Pair, ...]


# Timeline -------------------------------------------------------------------------------------------------------------


def timeline(
    source: Source,
    entity: str | None = None,
    *,
    since: str | None = None,
    until: str | None = None,
    language: str = "zh",
) -> Rows[Moment]:
    """Everything dated, in order of time; with ``entity`` (an IRI), what is said of it or of its figures.

    ``since`` and ``until`` are a year, month, day or EDTF time; what overlaps the stretch from the first day of one to
    the last day of the other is in it.

    Raises:
        InputError: the graph has no such entity, or a bound is not a date.
    """
    window = _day(since, "--since", last=False), _day(until, "--until", last=True)
    names = _Names(source.index, language)
    rows = {_key(moment): moment for moment in _moments(source, entity, names) if _overlaps(moment, window)}
    return Rows(rows[key] for key in sorted(rows))


def _day(text: str | None, option: str, *, last: bool) -> str | None:
    if text is None:
        return None
    dated = Dated.parse(text)
    if dated is None:
        raise InputError(f"{option} {text!r} is not a date; write a year, a month or a day: 2019, 2019-05, 2019-05-31")
    return (dated.end if last else dated.begin) or None


def _overlaps(moment: Moment, window: tuple[str | None, str | None]) -> bool:
    since, until = window
    return not ((since and moment.end and moment.end < since) or (until and moment.begin and moment.begin > until))


def _key(moment: Moment) -> tuple[str, ...]:
    """First day, then the longer first, then the names: a total order of moments."""
    begin = moment.begin or moment.end or ""
    length = "".join(chr(0x7F - ord(character)) for character in moment.end or "9999-12-31")
    return begin, length, moment.subject.label, moment.subject.iri, moment.predicate.iri, moment.object, moment.time


class _Names:
    """Labels of nodes, predicates and classes in one language."""

    def __init__(self, index: Index, language: str) -> None:
        self.index, self.language = index, language
        self._terms: dict[str, Entity] = {}

    def node(self, node: int) -> Entity:
        return self.term(self.index.iri(node))

    def term(self, iri: str) -> Entity:
        from graph import vocabulary

        if iri not in self._terms:
            self._terms[iri] = Entity(iri, vocabulary.label(self.index, iri, self.language))
        return self._terms[iri]

    def of(self, iri: str | None) -> Entity | None:
        return None if iri is None else self.term(iri)


def _moments(source: Source, entity: str | None, names: _Names) -> Iterator[Moment]:
    if entity is not None:
        yield from _moments_of(source, entity, names)
        return
    if source.kind == "endpoint":
        raise InputError("an endpoint is not read as a whole; name the entity whose timeline you want")
    index = source.index
    yield from _dated_links(index, names)
    for node in index.dated_nodes():
        yield from _dated_node(index, node, names)
    yield from _dated_literals(match(source), index, names)
    yield from _dated_statements(source, match(source, None, RDF + "predicate"), names)


def _moments_of(source: Source, iri: str, names: _Names) -> Iterator[Moment]:
    """The entity's own time, its dated facts in and out, its literals, and the events and figures that speak of it."""
    from graph.facts import describe
    from graph.network import node_of

    index = source.index
    node, own = node_of(index, iri), set(index.dated_nodes())
    yield from _dated_node(index, node, names)
    for other, predicate, forward, link in index.links(node):
        if not forward and other in own:
            yield from _dated_node(index, other, names)
        elif node not in own:
            yield from _dated_link(index, (node, other) if forward else (other, node), predicate, link, names)
    for fact in describe(source, iri, names.language).facts:
        if isinstance(fact.object, Literal):
            dated = _dated_value(fact.object) or (Dated.parse(fact.time) if fact.time else None)
            if dated is not None:
                about = names.node(node), names.term(fact.predicate)
                yield _moment(dated, *about, fact.object.value, None, fact.evidence)


def _dated_links(index: Index, names: _Names) -> Iterator[Moment]:
    """Dated facts of entities that have no time of their own: what an event links is told with the event."""
    noted, own = set(index.dated_links()), set(index.dated_nodes())
    for node in range(index.node_count):
        if node not in own:
            for other, predicate, forward, link in index.links(node):
                if forward and link in noted:
                    yield from _dated_link(index, (node, other), predicate, link, names)


def _dated_link(index: Index, ends: tuple[int, int], predicate: int, link: int, names: _Names) -> Iterator[Moment]:
    text = index.time(link)
    dated = Dated.parse(text) if text else None
    if dated is not None and not _is_time(index, ends[0]) and not _is_time(index, ends[1]):
        subject, other = map(names.node, ends)
        way = names.term(index.predicates[predicate])
        yield _moment(dated, subject, way, other.label, other.iri, index.evidence(link))


def _dated_node(index: Index, node: int, names: _Names) -> Iterator[Moment]:
    """An entity with a time of its own (an event, a target, a figure) and what it is linked to; a time is no event."""
    begin, end = index.node_span(node)
    dated = None if begin is None and end is None else edtf(begin, end)
    if dated is None or _is_time(index, node):
        return
    way, link = _how_dated(index, node)
    written = index.time(link) if link is not None else None
    evidence = index.node_evidence(node) or (index.evidence(link) if link is not None else ())
    others = dict.fromkeys(
        names.node(other).label
        for other, _, forward, _ in index.links(node)
        if forward and other != node and not _is_time(index, other)
    )
    time = Dated.parse(written or dated.text) or dated
    yield _moment(time, names.node(node), names.term(way), "; ".join(others), None, evidence)


def _how_dated(index: Index, node: int) -> tuple[str, int | None]:
    """The predicate and the link that date a node."""
    for other, predicate, forward, link in index.links(node):
        if forward and index.predicates[predicate] in _WHENS and _is_time(index, other):
            return index.predicates[predicate], link
    return WM + "when", None


def _is_time(index: Index, node: int) -> bool:
    return not TIMES.isdisjoint(index.types(node))


def _dated_literals(triples: Iterable[object], index: Index, names: _Names) -> Iterator[Moment]:
    """Facts whose value is a date, as other people's graphs give them."""
    for triple in triples:
        subject, predicate, value = triple.subject, triple.predicate, triple.object  # type: ignore[attr-defined]
        dated = _dated_value(value)
        if dated is None or predicate in (WM + "begins", WM + "ends"):
            continue
        node = index.find(subject)
        if node is not None and not _is_time(index, node):
            yield _moment(dated, names.node(node), names.term(predicate), value.value, None, index.node_evidence(node))


def _dated_value(value: Term) -> Dated | None:
    return Dated.parse(value.value) if isinstance(value, Literal) and value.datatype in DATES else None


def _dated_statements(source: Source, predicates: Iterable[object], names: _Names) -> Iterator[Moment]:
    """Literal facts that a reified statement dates: an entity is described once, however many there are."""
    from graph.facts import describe

    index, asked = source.index, set()
    for triple in predicates:
        statement = triple.subject  # type: ignore[attr-defined]
        about = [one.object for one in match(source, statement, RDF + "subject")]
        value = [one.object for one in match(source, statement, RDF + "object")]
        if about and value and isinstance(value[0], Literal) and about[0] not in asked:
            asked.add(about[0])
            node = index.find(str(about[0]))
            facts = describe(source, str(about[0]), names.language).facts if node is not None else ()
            for fact in facts:
                dated = Dated.parse(fact.time) if fact.time and isinstance(fact.object, Literal) else None
                if dated is not None and node is not None and isinstance(fact.object, Literal):
                    yield _moment(
                        dated, names.node(node), names.term(fact.predicate), fact.object.value, None, fact.evidence
                    )


def _moment(
    dated: Dated, subject: Entity, predicate: Entity, text: str, iri: str | None, evidence: tuple[Evidence, ...]
) -> Moment:
    span = dated.begin or None, dated.end or None
    return Moment(dated.text, *span, "~" in dated.text, subject, predicate, text, iri, evidence)


# Figures --------------------------------------------------------------------------------------------------------------


def figures(source: Source, iri: str | None = None, *, language: str = "zh") -> Rows[Figure]:
    """The figures about an entity, within a scope, of an indicator, or (without ``iri``) of the whole graph.

    In a graph without wenmai's figures these are its numbers: every literal with a numeric type, with its predicate; a
    notice in ``source.notices`` says so. Rows are in the order of indicator, period, about.

    Raises:
        InputError: the graph has no such entity.
    """
    from graph.network import node_of

    index, names = source.index, _Names(source.index, language)
    if iri is None and source.kind == "endpoint":
        raise InputError("an endpoint is not read as a whole; name the entity or indicator whose figures you want")
    nodes = range(index.node_count) if iri is None else _figure_nodes(index, node_of(index, iri))
    found = [_figure(source, index, node, names) for node in nodes if FIGURE in index.types(node)]
    if not found:
        found = list(_numbers(source, iri, names))
        if found:
            source.notices.append(
                "this graph has no figures of wenmai's model; these are its numeric values, without unit or period"
            )
    return Rows(sorted(found, key=_figure_order))


def _figure_nodes(index: Index, node: int) -> list[int]:
    return sorted({other for other, _, forward, _ in index.links(node) if not forward} | {node})


def _figure_order(figure: Figure) -> tuple[str, ...]:
    named = (figure.indicator or figure.predicate, figure.about)
    labels = [one.label if one else "" for one in named]
    return labels[0], figure.period or "", labels[1], figure.label, figure.iri, str(figure.value)


def _figure(source: Source, index: Index, node: int, names: _Names) -> Figure:
    iri = index.iri(node)
    values: dict[str, list[Term]] = {}
    for triple in match(source, iri):
        if triple.object not in values.setdefault(triple.predicate, []):
            values[triple.predicate].append(triple.object)

    def entity(name: str) -> Entity | None:
        return names.of(next((value for value in values.get(WM + name, ()) if isinstance(value, str)), None))

    def number(name: str) -> int | float | None:
        return next((_number(value) for value in values.get(WM + name, ()) if isinstance(value, Literal)), None)

    surfaces = [value.value for value in values.get(WM + "surface", ()) if isinstance(value, Literal)]
    value = number("value")
    return Figure(
        iri,
        index.label(node, names.language),
        entity("about"),
        entity("indicator"),
        number("from"),
        number("to") if value is None else value,
        entity("unit"),
        entity("bound"),
        entity("scope"),
        _period(index, node),
        entity("status"),
        entity("measure"),
        entity("position"),
        entity("saidBy"),
        "; ".join(surfaces),
        None,
        index.node_evidence(node),
    )


def _period(index: Index, node: int) -> str | None:
    """A figure's period as EDTF; as the time entity writes it where there is one, for it knows what is approximate."""
    _, link = _how_dated(index, node)
    begin, end = index.node_span(node)
    dated = None if begin is None and end is None else edtf(begin, end)
    written = index.time(link) if link is not None else None
    return written or (dated.text if dated else None)


def _number(value: Literal) -> int | float | None:
    """The number a literal writes, whole where it is whole; ``None`` for what is no number."""
    text = value.value.strip()
    try:
        return int(text) if text.lstrip("+-").isdecimal() else float(text)
    except ValueError:
        return None


def _numbers(source: Source, iri: str | None, names: _Names) -> Iterator[Figure]:
    """Literals with a numeric type, each as a figure that knows only its predicate."""
    index = source.index
    for triple in match(source, iri):
        value = triple.object
        if not isinstance(value, Literal) or value.datatype not in NUMBERS or triple.predicate in STRUCTURAL:
            continue
        node = index.find(triple.subject)
        if node is None or triple.predicate.startswith(WM):
            continue
        about, predicate = names.node(node), names.term(triple.predicate)
        yield Figure(
            iri=triple.subject,
            label=f"{about.label} {predicate.label}",
            about=about,
            indicator=None,
            before=None,
            value=_number(value),
            unit=None,
            bound=None,
            scope=None,
            period=None,
            status=None,
            measure=None,
            position=None,
            said_by=None,
            surface=value.value,
            predicate=predicate,
            evidence=index.node_evidence(node),
        )


# Compare --------------------------------------------------------------------------------------------------------------


def compare(source: Source, a: str, b: str, *, language: str = "zh") -> Comparison:
    """What two entities share (classes, neighbours, figures of one indicator) and where they differ.

    Figures and times are not counted as neighbours: figures are compared by indicator, and half a report shares a year.

    Raises:
        InputError: the graph lacks one of them, or both are the same.
    """
    from graph.network import node_of

    index, names = source.index, _Names(source.index, language)
    nodes = node_of(index, a), node_of(index, b)
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
        tuple((names.term(index.predicates[way]), forward) for way, forward in sorted(ties[0].get(nodes[1], ()))),
        round(len(common) / len(either), 4) if either else 0.0,
        tuple(_shared(index, node, ties, names) for node in sorted(common, key=lambda one: (index.degree(one), one))),
        _side(index, ties[0], ties[1], types[0] - types[1], set(nodes), names),
        _side(index, ties[1], ties[0], types[1] - types[0], set(nodes), names),
        _paired(figures_about(source, a, language), figures_about(source, b, language)),
    )


def _ties(index: Index, node: int) -> dict[int, list[tuple[int, bool]]]:
    """A node's neighbours with the ways of reaching each, figures and times left out."""
    found: dict[int, list[tuple[int, bool]]] = {}
    skipped = TIMES | {FIGURE}
    for other, predicate, forward, _ in index.links(node):
        if other in found or (other != node and skipped.isdisjoint(index.types(other))):
            found.setdefault(other, []).append((predicate, forward))
    return found


def _shared(index: Index, node: int, ties: list[dict[int, list[tuple[int, bool]]]], names: _Names) -> Shared:
    ways = [
        tuple((names.term(index.predicates[predicate]).label, forward) for predicate, forward in sorted(side[node]))
        for side in ties
    ]
    return Shared(names.node(node), ways[0], ways[1])


def _side(
    index: Index,
    own: dict[int, list[tuple[int, bool]]],
    other: dict[int, list[tuple[int, bool]]],
    types: set[str],
    both: set[int],
    names: _Names,
) -> Side:
    from collections import Counter

    elsewhere = {way for ways in other.values() for way in ways}
    counts = Counter(way for ways in own.values() for way in ways if way not in elsewhere)
    ties = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    alone = sorted(own.keys() - other.keys() - both, key=lambda node: (-index.degree(node), node))
    return Side(
        tuple(map(names.term, sorted(types))),
        tuple((names.term(index.predicates[predicate]), forward, count) for (predicate, forward), count in ties),
        tuple(map(names.node, alone)),
    )


def figures_about(source: Source, iri: str, language: str) -> list[Figure]:
    """The figures that are about an entity (not those within its scope)."""
    return [figure for figure in figures(source, iri, language=language) if figure.about and figure.about.iri == iri]


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


def describe_bound(figure: Figure) -> str:
    """A figure's value as a person reads it: bound, value and unit.

    >>> from graph.results import Entity
    >>> empty = Figure("urn:f", "", *[None] * 12, "", None, ())
    >>> describe_bound(empty._replace(value=147, unit=Entity("urn:u", "家"), bound=Entity("urn:b", "近")))
    '近 147 家'
    """
    exact = figure.bound is None or figure.bound.iri == WM + "Exactly"
    parts = ["" if exact or figure.bound is None else figure.bound.label]
    if figure.before is not None and figure.value is not None:
        parts.append(f"{figure.before} → {figure.value}")
    elif figure.value is not None:
        parts.append(str(figure.value))
    elif figure.position:
        parts.append(figure.position.label)
    parts.append(figure.unit.label if figure.unit else "")
    return " ".join(part for part in parts if part)
