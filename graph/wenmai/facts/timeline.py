"""Everything dated, in order of time.

Times are EDTF (ISO 8601-2, level 1). Rows of mixed precision are put in the order of their first day; where two begin
on the same day, the longer comes first, as a year's heading stands above its days. A time with an open beginning is
placed by its end; one without either is not on a timeline.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.dating import Dated, edtf, is_later, order
from wenmai.errors import InputError
from wenmai.marks import cell, marks
from wenmai.model import XSD_STRING, Entity, Evidence, Literal
from wenmai.names.labels import Labels
from wenmai.sheet import Rows, Sheet
from wenmai.statements import evidence_of, time_of
from wenmai.terms import WM, XSD, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.index import Index
    from wenmai.model import Quad, Statement, Term
    from wenmai.sources import Source

TIMES = frozenset(WM + name for name in ("Time", "Year", "Month", "Day", "Period"))
"""Classes of times: they say when, and are no events of their own."""

DATES = frozenset(XSD + name for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth")) | {
    "http://purl.org/dc/terms/W3CDTF"
}
"""Datatypes of dates, as other people's graphs write them; those of EDTF besides."""

_EDTF_TYPES = "http://id.loc.gov/datatypes/edtf/"
_WHOLE_DAY = re.compile(r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(?:T.*)?")
_SAYS_DATE = re.compile(
    r"date|year|birth|death|born|died|founded|established|issued|created|modified|published", re.IGNORECASE
)
"""Names of predicates whose plain texts are read as dates; elsewhere only a text that is a whole day is one."""

DUE = WM + "dueBy"
WHENS = frozenset(WM + name for name in ("when", "since", "until", "period", "dueBy"))
"""Predicates that lead from what is dated to its time."""


class Moment(NamedTuple):
    """Something dated: a fact, or an entity (then ``predicate`` says how it is dated).

    ``time`` is EDTF; ``begin`` and ``end`` its first and last day as ISO dates, ``None`` where open; ``object`` is the
    other end's label or the literal's text; for a dated entity, the labels of what it is linked to (``object_iri`` is
    ``None`` then). ``said`` is what is said about it: planned, says who, inferred, with which qualifiers.
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
    said: tuple[str, ...] = ()


def list_moments(
    source: Source,
    entity: str | None = None,
    *,
    since: str | None = None,
    until: str | None = None,
    within: str | None = None,
    language: str = "zh",
) -> Rows[Moment]:
    """Everything dated, in order of time; with ``entity`` (an IRI), what is said of it or of its figures.

    ``since`` and ``until`` are a year, month, day or EDTF time; what overlaps the stretch from the first day of one to
    the last day of the other is in it. Of ``within``, a time too, only what lies in it from its first to its last day.

    Raises:
        InputError: the graph has no such entity, or a bound is not a date.
    """
    window = _day(since, "--since", last=False), _day(until, "--until", last=True)
    names = Labels(source.index, language)
    frame = _day(within, "--within", last=False), _day(within, "--within", last=True)
    rows = {
        _key(moment): moment
        for moment in _moments(source, entity, names)
        if _overlaps(moment, window) and _lies_in(moment, frame)
    }
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
    early = since and moment.end and is_later(since, moment.end)
    return not (early or (until and moment.begin and is_later(moment.begin, until)))


def _lies_in(moment: Moment, frame: tuple[str | None, str | None]) -> bool:
    """Whether a moment is known to begin and end in a frame; a frame with an open end is open there."""
    first, last = frame
    if first and (moment.begin is None or is_later(first, moment.begin)):
        return False
    return not (last and (moment.end is None or is_later(moment.end, last)))


def _key(moment: Moment) -> tuple[Any, ...]:
    """First day, then the longer first, then the time of day, then the names: a total order of moments."""
    begin = order(moment.begin or moment.end or "")
    ends = order(moment.end) if moment.end else (1 << 40, "")
    longer = -ends[0], "".join(chr(0x7F - ord(character)) for character in ends[1])
    names = moment.subject.label, moment.subject.iri, moment.predicate.iri, moment.object, moment.time
    return begin, longer, _clock(moment.time), names


def _clock(time: str) -> str:
    """The time of day of a moment that has one, in UTC where its zone is known; days come before their hours."""
    if "T" not in time:
        return ""
    from datetime import UTC, datetime

    try:
        found = datetime.fromisoformat(time)
    except ValueError:  # a year that Python has not, or a fraction beyond microseconds
        return time.partition("T")[2]
    return (found.astimezone(UTC) if found.tzinfo else found).isoformat()


def _moments(source: Source, entity: str | None, names: Labels) -> Iterator[Moment]:
    if entity is not None:
        yield from _moments_of(source, entity, names)
        return
    if not source.enumerable:
        raise InputError("an endpoint is not read as a whole; name the entity whose timeline you want")
    index = source.index
    yield from _dated_links(source, names)
    for node in index.dated_nodes():
        yield from _dated_node(index, node, names)
    yield from _dated_literals(source.match(), source, names)
    yield from _dated_statements(source, names)
    yield from _due(source, source.match(None, DUE), names)


def _moments_of(source: Source, iri: str, names: Labels) -> Iterator[Moment]:
    """The entity's own time, its dated facts in and out, its literals, and the events and figures that speak of it."""
    from wenmai.facts.describe import describe_entity

    index = source.index
    node = index.require(iri)
    yield from _dated_node(index, node, names)
    for other, predicate, forward, link in index.links(node):
        if not forward and index.node_time(other) is not None:
            yield from _dated_node(index, other, names)
        elif index.node_time(node) is None:
            yield from _dated_link(source, (node, other) if forward else (other, node), predicate, link, names)
        if not forward and index.predicates[predicate] in (WM + "targetOf", WM + "about", WM + "scope"):
            yield from _due(source, source.match(index.iri(other), DUE), names)
    yield from _due(source, source.match(iri, DUE), names)
    for fact in describe_entity(source, iri, names.language).facts:
        if isinstance(fact.object, Literal):
            dated = read_date(fact.predicate, fact.object) or (Dated.parse(fact.time) if fact.time else None)
            if dated is not None:
                about = names.node(node), names.term(fact.predicate)
                yield _moment(dated, *about, fact.object.value, None, fact.evidence, _told(fact.statements, names))


def _told(statements: Iterable[Statement], names: Labels) -> tuple[str, ...]:
    """What is said about a fact, each mark once."""
    return tuple(dict.fromkeys(mark for one in statements for mark in marks(one, names.label, names.language)))


def _dated_links(source: Source, names: Labels) -> Iterator[Moment]:
    """Dated facts of entities that have no time of their own: what an event links is told with the event."""
    index = source.index
    noted, own = set(index.dated_links()), set(index.dated_nodes())
    for node in range(index.node_count):
        if node not in own:
            for other, predicate, forward, link in index.links(node):
                if forward and link in noted:
                    yield from _dated_link(source, (node, other), predicate, link, names)


def _dated_link(source: Source, ends: tuple[int, int], predicate: int, link: int, names: Labels) -> Iterator[Moment]:
    index = source.index
    if is_time(index, ends[0]) or is_time(index, ends[1]):
        return
    subject, way, other = names.node(ends[0]), names.term(index.predicates[predicate]), names.node(ends[1])
    said = source.statements.of(subject.iri, way.iri, other.iri)
    text = index.time(link) or time_of(said)
    dated = Dated.parse(text) if text else None
    if dated is not None:
        evidence = evidence_of(said, index.evidence(link))
        yield _moment(dated, subject, way, other.label, other.iri, evidence, _told(said, names))


def _due(source: Source, quads: Iterable[Quad], names: Labels) -> Iterator[Moment]:
    """Targets by the time by which they are to be reached."""
    index = source.index
    for quad in quads:
        node, due = index.find(quad.subject), index.find(str(quad.object))
        begin, end = index.node_span(due) if due is not None else (None, None)
        dated = edtf(begin, end) if begin or end else None
        if node is None or dated is None:
            continue
        others = [names.node(other).label for other, _, forward, _ in index.links(node) if forward and other != due]
        own = source.statements.own(quad.subject)
        told = _told((own,), names) if own else ()
        text = "; ".join(dict.fromkeys(others))
        yield _moment(dated, names.node(node), names.term(DUE), text, None, index.node_evidence(node), told)


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


def _dated_literals(quads: Iterable[Quad], source: Source, names: Labels) -> Iterator[Moment]:
    """Facts whose value is a date, as other people's graphs give them."""
    index = source.index
    for subject, predicate, value, _ in quads:
        dated = read_date(predicate, value)
        if dated is None or not isinstance(value, Literal) or predicate in (WM + "begins", WM + "ends"):
            continue
        node = index.find(subject)
        if node is not None and not is_time(index, node):
            said = source.statements.of(subject, predicate, value)
            evidence = evidence_of(said) or index.node_evidence(node)
            yield _moment(
                dated, names.node(node), names.term(predicate), value.value, None, evidence, _told(said, names)
            )


def read_date(predicate: str, value: Term) -> Dated | None:
    """The time that a literal is, by its datatype, or as a text that is a date where its predicate says so.

    >>> read_date("urn:p:birthDate", Literal("1815-12-10")).text, read_date("urn:p:code", Literal("1815"))
    ('1815-12-10', None)
    """
    if not isinstance(value, Literal):
        return None
    typed = value.datatype in DATES or value.datatype.startswith(_EDTF_TYPES)
    texts = value.datatype == XSD_STRING and (
        _WHOLE_DAY.fullmatch(value.value) or _SAYS_DATE.search(local_name(predicate))
    )
    dated = Dated.parse(value.value) if typed or texts else None
    return dated._replace(text=value.value) if dated is not None and "T" in value.value else dated


def _dated_statements(source: Source, names: Labels) -> Iterator[Moment]:
    """Facts that a statement dates where the index does not: literals, and links dated by a qualifier."""
    index = source.index
    for subject in source.statements.subjects():
        node = index.find(subject)
        if node is None:
            continue
        for (predicate, value), every in sorted(source.statements.about(subject).items(), key=str):
            stated = [one for one in every if one.name]
            dated = Dated.parse(time_of(stated) or "")
            other = index.find(value) if isinstance(value, str) else None
            if dated is None or (isinstance(value, str) and (other is None or is_time(index, other))):
                continue
            text = names.node(other).label if other is not None else cell(value, names.label)
            iri = value if isinstance(value, str) else None
            told = evidence_of(stated), _told(stated, names)
            yield _moment(dated, names.node(node), names.term(predicate), text, iri, *told)


def _moment(
    dated: Dated,
    subject: Entity,
    predicate: Entity,
    text: str,
    iri: str | None,
    evidence: tuple[Evidence, ...],
    said: tuple[str, ...] = (),
) -> Moment:
    span = dated.begin or None, dated.end or None
    return Moment(dated.text, *span, "~" in dated.text, subject, predicate, text, iri, evidence, said)


def sheet(rows: Rows[Moment], language: str) -> Sheet:
    """A timeline as a table to read: when, what, how, to whom, by what evidence."""
    from wenmai.render import cite

    zh = language == "zh"
    header = (
        ("时间", "谁", "何事", "对象", "说明", "出处") if zh else ("time", "who", "what", "whom", "said", "evidence")
    )
    cells = (
        (
            row.time,
            row.subject.label,
            row.predicate.label,
            row.object,
            ", ".join(row.said),
            "; ".join(map(cite, row.evidence)),
        )
        for row in rows
    )
    return Sheet("时间线" if zh else "Timeline", "", header, tuple(cells))
