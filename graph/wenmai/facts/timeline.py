"""Everything dated, in order of time.

Times are EDTF (ISO 8601-2, level 1). Rows of mixed precision are put in the order of their first day; where two begin
on the same day, the longer comes first, as a year's heading stands above its days. A time with an open beginning is
placed by its end; one without either is not on a timeline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.dating import Dated, edtf
from wenmai.errors import InputError
from wenmai.model import Entity, Evidence, Literal
from wenmai.names.labels import Labels
from wenmai.sheet import Rows, Sheet
from wenmai.statements import evidence_of, time_of
from wenmai.terms import WM, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.index import Index
    from wenmai.model import Term
    from wenmai.sources import Source

TIMES = frozenset(WM + name for name in ("Time", "Year", "Month", "Day", "Period"))
"""Classes of times: they say when, and are no events of their own."""

DATES = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
"""Datatypes of dates, as other people's graphs write them."""

WHENS = frozenset(WM + name for name in ("when", "since", "until", "period", "dueBy"))
"""Predicates that lead from what is dated to its time."""


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
    names = Labels(source.index, language)
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


def _moments(source: Source, entity: str | None, names: Labels) -> Iterator[Moment]:
    if entity is not None:
        yield from _moments_of(source, entity, names)
        return
    if not source.enumerable:
        raise InputError("an endpoint is not read as a whole; name the entity whose timeline you want")
    index = source.index
    yield from _dated_links(index, names)
    for node in index.dated_nodes():
        yield from _dated_node(index, node, names)
    yield from _dated_literals(source.match(), index, names)
    yield from _dated_statements(source, names)


def _moments_of(source: Source, iri: str, names: Labels) -> Iterator[Moment]:
    """The entity's own time, its dated facts in and out, its literals, and the events and figures that speak of it."""
    from wenmai.facts.describe import describe

    index = source.index
    node = index.require(iri)
    yield from _dated_node(index, node, names)
    for other, predicate, forward, link in index.links(node):
        if not forward and index.node_time(other) is not None:
            yield from _dated_node(index, other, names)
        elif index.node_time(node) is None:
            yield from _dated_link(index, (node, other) if forward else (other, node), predicate, link, names)
    for fact in describe(source, iri, names.language).facts:
        if isinstance(fact.object, Literal):
            dated = _dated_value(fact.object) or (Dated.parse(fact.time) if fact.time else None)
            if dated is not None:
                about = names.node(node), names.term(fact.predicate)
                yield _moment(dated, *about, fact.object.value, None, fact.evidence)


def _dated_links(index: Index, names: Labels) -> Iterator[Moment]:
    """Dated facts of entities that have no time of their own: what an event links is told with the event."""
    noted, own = set(index.dated_links()), set(index.dated_nodes())
    for node in range(index.node_count):
        if node not in own:
            for other, predicate, forward, link in index.links(node):
                if forward and link in noted:
                    yield from _dated_link(index, (node, other), predicate, link, names)


def _dated_link(index: Index, ends: tuple[int, int], predicate: int, link: int, names: Labels) -> Iterator[Moment]:
    text = index.time(link)
    dated = Dated.parse(text) if text else None
    if dated is not None and not is_time(index, ends[0]) and not is_time(index, ends[1]):
        subject, other = map(names.node, ends)
        way = names.term(index.predicates[predicate])
        yield _moment(dated, subject, way, other.label, other.iri, index.evidence(link))


def _dated_node(index: Index, node: int, names: Labels) -> Iterator[Moment]:
    """An entity with a time of its own (an event, a target, a figure) and what it is linked to; a time is no event."""
    begin, end = index.node_span(node)
    dated = None if begin is None and end is None else edtf(begin, end)
    if dated is None or is_time(index, node):
        return
    way, link = how_dated(index, node)
    written = index.time(link) if link is not None else None
    evidence = index.node_evidence(node) or (index.evidence(link) if link is not None else ())
    others = dict.fromkeys(
        names.node(other).label
        for other, _, forward, _ in index.links(node)
        if forward and other != node and not is_time(index, other)
    )
    time = Dated.parse(written or dated.text) or dated
    yield _moment(time, names.node(node), names.term(way), "; ".join(others), None, evidence)


def how_dated(index: Index, node: int) -> tuple[str, int | None]:
    """The predicate and the link that date a node."""
    for other, predicate, forward, link in index.links(node):
        if forward and index.predicates[predicate] in WHENS and is_time(index, other):
            return index.predicates[predicate], link
    return WM + "when", None


def is_time(index: Index, node: int) -> bool:
    """Whether a node is itself a time."""
    return not TIMES.isdisjoint(index.types(node))


def _dated_literals(triples: Iterable[object], index: Index, names: Labels) -> Iterator[Moment]:
    """Facts whose value is a date, as other people's graphs give them."""
    for triple in triples:
        subject, predicate, value = triple.subject, triple.predicate, triple.object  # type: ignore[attr-defined]
        dated = _dated_value(value)
        if dated is None or predicate in (WM + "begins", WM + "ends"):
            continue
        node = index.find(subject)
        if node is not None and not is_time(index, node):
            yield _moment(dated, names.node(node), names.term(predicate), value.value, None, index.node_evidence(node))


def _dated_value(value: Term) -> Dated | None:
    return Dated.parse(value.value) if isinstance(value, Literal) and value.datatype in DATES else None


def _dated_statements(source: Source, names: Labels) -> Iterator[Moment]:
    """Literal facts that a statement dates."""
    for subject in source.statements.subjects():
        node = source.index.find(subject)
        for (predicate, value), stated in (
            sorted(source.statements.about(subject).items(), key=str) if node is not None else ()
        ):
            dated = Dated.parse(time_of(stated) or "") if isinstance(value, Literal) else None
            if dated is not None and node is not None and isinstance(value, Literal):
                yield _moment(dated, names.node(node), names.term(predicate), value.value, None, evidence_of(stated))


def _moment(
    dated: Dated, subject: Entity, predicate: Entity, text: str, iri: str | None, evidence: tuple[Evidence, ...]
) -> Moment:
    span = dated.begin or None, dated.end or None
    return Moment(dated.text, *span, "~" in dated.text, subject, predicate, text, iri, evidence)


def sheet(rows: Rows[Moment], language: str) -> Sheet:
    """A timeline as a table to read: when, what, how, to whom, by what evidence."""
    from wenmai.render import cite

    zh = language == "zh"
    header = ("时间", "谁", "何事", "对象", "出处") if zh else ("time", "who", "what", "whom", "evidence")
    cells = (
        (row.time, row.subject.label, row.predicate.label, row.object, "; ".join(map(cite, row.evidence)))
        for row in rows
    )
    return Sheet("时间线" if zh else "Timeline", "", header, tuple(cells))
