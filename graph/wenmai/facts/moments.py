"""What is dated in a graph, as moments: facts, entities with a time of their own, values that are dates, plans by their periods.

A moment has what is said about its fact with it. What is not dated is listed here too, as moments without a time.
"""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError
from wenmai.facts.dates import DatedFact, Dates, read_date
from wenmai.facts.nameless import call_nameless, tells
from wenmai.model import Entity, Evidence, Literal, Statement
from wenmai.rendering.marks import cell, marks
from wenmai.statements.reader import evidence_of, time_of
from wenmai.statements.standing import Admission, lives
from wenmai.terms import STRUCTURAL, TYPE, WM
from wenmai.times.edtf import Dated, edtf
from wenmai.times.reader import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.index import Index
    from wenmai.model import Term
    from wenmai.names.labels import Labels
    from wenmai.sources import Source

TIMES = frozenset(WM + name for name in ("Time", "Year", "Month", "Day", "Period"))
"""Classes of times: they say when, and are no events of their own."""

OWN_TIMES = frozenset(WM + name for name in ("when", "since", "until", "period"))
"""Predicates that lead from what is dated to its own time."""

WHENS = OWN_TIMES | {WM + "dueBy"}
"""Those, and the one that leads from a target to the time by which it is to be reached."""

PLANNED = frozenset({WM + "Priority"})
"""Classes of what is to be done in the time of the plan that it is part of."""

PART_OF = WM + "partOf"
UNDATED = Dated("", "", "")


MOST_LINKED = 6
"""How many of the things that a relation or an event links are told with it."""


class Moment(NamedTuple):
    """Something dated: a fact, or an entity (then ``predicate`` says how it is dated).

    ``time`` is EDTF; ``begin`` and ``end`` its first and last day as ISO dates, ``None`` where open; all three are ``None`` for
    what is not dated. ``object`` is the other end's label or the literal's text; for a dated entity, the labels of what it is
    linked to (``object_iri`` is ``None`` then). ``statements`` is what is said about it, ``said`` the same as short marks:
    planned, says who, inferred, with which qualifiers.
    """

    time: str | None
    begin: str | None
    end: str | None
    approximate: bool
    subject: Entity
    predicate: Entity
    object: str
    object_iri: str | None
    evidence: tuple[Evidence, ...]
    said: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()


class Moments:
    """Reads the moments of a source that an admission takes, in the language of ``names``."""

    def __init__(self, source: Source, names: Labels, admission: Admission) -> None:
        self.source, self.index, self.names, self.admission = source, source.index, names, admission

    @cached_property
    def _dates(self) -> Dates:
        return Dates(self.source)

    def every(self) -> Iterator[Moment]:
        """Everything dated in the graph.

        Raises:
            InputError: the source is an endpoint.
        """
        self._require_whole()
        index = self.index
        yield from self._links()
        for node in index.dated_nodes():
            yield from self._node(node)
        for node in range(index.node_count):
            if is_time(index, node):
                yield from self._periods(node)
            elif not PLANNED.isdisjoint(index.types(node)):
                yield from self._planned(node)
        yield from self._literals()
        yield from self._qualified()

    def of(self, iri: str) -> Iterator[Moment]:
        """The entity's own time, its dated facts in and out, its literals, and the events, targets and figures that speak of it."""
        index = self.index
        node = index.require(iri)
        yield from self._node(node)
        yield from self._planned(node)
        for other, predicate, forward, link in index.links(node):
            if not forward and index.node_time(other) is not None:
                yield from self._node(other)
            elif index.node_time(node) is None:
                yield from self._link((node, other) if forward else (other, node), predicate, link)
            if forward and is_time(index, other):
                yield from self._period(node, predicate, other, link)
            if not forward and index.predicates[predicate] in (WM + "targetOf", WM + "about", WM + "scope"):
                yield from self._periods_of(other)
            if not forward and index.predicates[predicate] == PART_OF:
                yield from self._planned(other)
        yield from self._values_of(iri, node)

    def undated(self, iri: str | None = None) -> Iterator[Moment]:
        """Facts between entities, neither of them a time, that nothing dates; those of an entity, or all.

        Raises:
            InputError: all of an endpoint is asked for.
        """
        index = self.index
        if iri is None:
            self._require_whole()
        for node in range(index.node_count) if iri is None else [index.require(iri)]:
            for other, predicate, forward, link in index.links(node):
                ends = (node, other) if forward else (other, node)
                if (forward or iri is not None) and not self._is_dated(ends, link):
                    yield from self._fact(ends, predicate, link, UNDATED)

    def _require_whole(self) -> None:
        if not self.source.enumerable:
            raise InputError(f"{self.source.described} is not read as a whole; name the entity whose timeline you want")

    def _is_dated(self, ends: tuple[int, int], link: int) -> bool:
        index = self.index
        return index.time(link) is not None or any(is_time(index, end) or index.node_time(end) for end in ends)

    def _links(self) -> Iterator[Moment]:
        """Dated facts of entities that have no time of their own: what an event links is told with the event."""
        index = self.index
        noted, own = set(index.dated_links()), set(index.dated_nodes())
        for node in range(index.node_count):
            if node not in own:
                for other, predicate, forward, link in index.links(node):
                    if forward and link in noted:
                        yield from self._link((node, other), predicate, link)

    def _link(self, ends: tuple[int, int], predicate: int, link: int) -> Iterator[Moment]:
        """A dated fact, once for each of the times that statements give it."""
        index = self.index
        if is_time(index, ends[0]) or is_time(index, ends[1]):
            return
        stated = self._said(index.iri(ends[0]), index.predicates[predicate], index.iri(ends[1]))
        times = dict.fromkeys(one.time for one in stated if one.time and one.name)
        for text in times if len(times) > 1 else [index.time(link) or time_of(stated)]:
            dated = read_text(text) if text else None
            if text and dated is not None:
                yield from self._fact(ends, predicate, link, dated._replace(text=text))

    def _fact(self, ends: tuple[int, int], predicate: int, link: int, dated: Dated) -> Iterator[Moment]:
        index, names = self.index, self.names
        if not self.admission.takes_link(index, link):
            return
        subject, way, other = names.node(ends[0]), names.term(index.predicates[predicate]), names.node(ends[1])
        every = self._said(subject.iri, way.iri, other.iri)
        several = len({one.time for one in every if one.time and one.name}) > 1
        stated = tuple(one for one in every if one.time == dated.text) if several else every
        evidence = evidence_of(stated, () if several else index.evidence(link))
        yield self._moment(dated, subject, way, other.label, other.iri, evidence, stated)

    def _node(self, node: int) -> Iterator[Moment]:
        """An entity with a time of its own (an event, a target, a figure) and what it is linked to; a time is no event."""
        index = self.index
        begin, end = index.node_span(node)
        dated = None if begin is None and end is None else edtf(begin, end)
        if dated is None or is_time(index, node):
            return
        way, link = how_dated(index, node)
        written = index.time(link) if link is not None else None
        evidence = index.node_evidence(node) or (index.evidence(link) if link is not None else ())
        stated = self._own(node, way, link)
        if self.admission.takes_fact(stated, [(begin, None)]):
            time = Dated.parse(written or dated.text) or dated
            yield self._moment(time, *self._about(node, way), None, evidence, stated)

    def _own(self, node: int, way: str, link: int | None) -> tuple[Statement, ...]:
        """What an entity says of itself, and what is said about the fact that dates it."""
        iri, index = self.index.iri(node), self.index
        own = self.source.statements.own(iri)
        time = next((other for other, _, _, number in index.links(node) if number == link), None)
        stated = () if time is None else self._said(iri, way, index.iri(time))
        return (*((own,) if own else ()), *(one for one in stated if one.name))

    def _about(self, node: int, way: str) -> tuple[Entity, Entity, str]:
        """An entity, how it is dated, and the labels of what it is linked to, times aside."""
        index, names = self.index, self.names
        others = dict.fromkeys(
            names.node(other).label
            for other, _, forward, _ in index.links(node)
            if forward and other != node and not is_time(index, other)
        )
        return names.node(node), names.term(way), "; ".join(others)

    def _periods_of(self, node: int) -> Iterator[Moment]:
        for other, predicate, forward, link in self.index.links(node):
            if forward and is_time(self.index, other):
                yield from self._period(node, predicate, other, link)

    def _periods(self, time: int) -> Iterator[Moment]:
        """What leads to a time without being dated by it: targets by the time they are due, plans by the period they cover."""
        for node, predicate, forward, link in self.index.links(time):
            if not forward:
                yield from self._period(node, predicate, time, link)

    def _period(self, node: int, predicate: int, time: int, link: int) -> Iterator[Moment]:
        index, way = self.index, self.index.predicates[predicate]
        begin, end = index.node_span(time)
        dated = edtf(begin, end) if begin or end else None
        if dated is None or way in OWN_TIMES or is_time(index, node):
            return
        stated = self._own(node, way, link)
        evidence = evidence_of(stated, index.evidence(link)) or index.node_evidence(node)
        if self.admission.takes_fact(stated, [(begin, None)] if way != WM + "dueBy" else []):
            yield self._moment(dated, *self._about(node, way), None, evidence, stated)

    def _planned(self, node: int) -> Iterator[Moment]:
        """What is to be done in the time of the plan that it is part of, be it part of a part."""
        index = self.index
        if PLANNED.isdisjoint(index.types(node)) or index.node_time(node) is not None:
            return
        seen, whole, via = {node}, self._whole(node), None
        while whole is not None and whole[0] not in seen and index.node_time(whole[0]) is None:
            seen.add(whole[0])
            via = via or whole[1]
            whole = self._whole(whole[0])
        if whole is None or whole[0] in seen:
            return
        dated, other = Dated.parse(index.node_time(whole[0]) or ""), self.names.node(whole[0])
        own = self.source.statements.own(index.iri(node))
        stated = (own,) if own else ()
        if dated is not None and self.admission.takes_fact(stated, lives(stated)):
            evidence = index.node_evidence(node) or index.evidence(via or whole[1])
            about = self.names.node(node), self.names.term(PART_OF), other.label, other.iri
            yield self._moment(dated, *about, evidence, stated)

    def _whole(self, node: int) -> tuple[int, int] | None:
        """What an entity is part of, and the link that says so."""
        index = self.index
        return next(
            (
                (other, link)
                for other, predicate, forward, link in index.links(node)
                if forward and index.predicates[predicate] == PART_OF
            ),
            None,
        )

    def _values_of(self, iri: str, node: int) -> Iterator[Moment]:
        """What is dated by a value, or by what a node between says; what links the entity at a time, and has a name of its own."""
        from wenmai.facts.describe import describe_entity

        yield from self._dated(node, self._dates.of(iri))
        if self.index.folds:
            for quad in self.source.match(None, None, iri):
                if quad.subject in self.index.folds:
                    told = self._dates.told_of(quad.subject)
                    yield from self._dated(node, (fact for owner, fact in told if owner == iri))
        for other in dict.fromkeys(self.index.neighbours(node)):
            if not self._dates.linking.isdisjoint(self.index.types(other)) and self.index.node_time(other) is None:
                yield from self._dated(other, self._dates.of(self.index.iri(other)))
        for fact in describe_entity(self.source, iri, self.names.language, self.admission).facts:
            dated = Dated.parse(fact.time) if fact.time and isinstance(fact.object, Literal) else None
            if (
                dated is not None
                and isinstance(fact.object, Literal)
                and read_date(fact.predicate, fact.object) is None
            ):
                about = self.names.node(node), self.names.term(fact.predicate), fact.object.value, None
                yield self._moment(dated, *about, fact.evidence, fact.statements)

    def _literals(self) -> Iterator[Moment]:
        """Facts whose value is a date, as other people's graphs give them."""
        index = self.index
        for subject, quads in groupby(self.source.match(), lambda quad: quad.subject):
            node, rows = index.find(subject), list(quads)
            if node is None:
                if subject in index.folds:
                    for owner, told in self._dates.told_of(subject):
                        yield from self._dated(index.require(owner), [told])
            elif not is_time(index, node) and (index.folds or not self._dates.is_time(subject, rows)):
                yield from self._dated(node, self._dates.of(subject, ((row.predicate, row.object) for row in rows)))

    def _dated(self, node: int, facts: Iterable[DatedFact]) -> Iterator[Moment]:
        """Facts of an entity that are dated by their own values."""
        names, iri = self.names, self.index.iri(node)
        for fact in facts:
            stated = self._said(iri, fact.predicate, fact.value)
            if not self.admission.takes_fact(stated):
                continue
            predicate = names.term(fact.predicate)
            if fact.until is not None:
                predicate = predicate._replace(label=f"{predicate.label} – {names.label(fact.until)}")
            evidence = evidence_of(stated) or self.index.node_evidence(node)
            subject, text = self._told_of(node, fact)
            yield self._moment(fact.time, subject, predicate, text, None, evidence, stated)

    def _told_of(self, node: int, fact: DatedFact) -> tuple[Entity, str]:
        """Of whom a dated fact is told, and what is told beside its time: the value, or what a relation or an event links.

        What links others and has no name of its own is told of the first of these.
        """
        index, names = self.index, self.names
        if fact.node is not None:
            values = self.source.statements.values(fact.node).items()
            ends = dict.fromkeys(one for way, every in values if way != TYPE for one in every if isinstance(one, str))
            linked = [names.label(one) for one in ends if one != index.iri(node) and tells(index, one)]
            return names.node(node), "; ".join(linked[:MOST_LINKED])
        if self._dates.linking.isdisjoint(index.types(node)):
            written = isinstance(fact.value, Literal) and fact.until is None
            return call_nameless(self.source, names, node), fact.text if written else ""
        others = [other for other in dict.fromkeys(index.neighbours(node)) if other != node and index.labels(other)]
        subject = node if index.labels(node) or not others else others[0]
        return names.node(subject), "; ".join(
            names.node(other).label for other in others[:MOST_LINKED] if other != subject
        )

    def _qualified(self) -> Iterator[Moment]:
        """Facts whose values are literals that a statement dates."""
        index, names, statements = self.index, self.names, self.source.statements
        for subject in statements.subjects():
            node = index.find(subject)
            if node is None:
                continue
            for (predicate, value), every in sorted(statements.about(subject).items(), key=str):
                stated = tuple(one for one in every if one.name)
                dated = Dated.parse(time_of(stated) or "")
                inside = isinstance(value, str) and predicate not in STRUCTURAL
                if dated is None or inside or not self.admission.takes_fact(stated):
                    continue
                iri = value if isinstance(value, str) else None
                about = names.node(node), names.term(predicate), cell(value, names.label), iri
                yield self._moment(dated, *about, evidence_of(stated), stated)

    def _said(self, subject: str, predicate: str, value: Term) -> tuple[Statement, ...]:
        return self.source.statements.of(subject, predicate, value)

    def _moment(
        self,
        dated: Dated,
        subject: Entity,
        predicate: Entity,
        text: str,
        iri: str | None,
        evidence: tuple[Evidence, ...],
        stated: Iterable[Statement],
    ) -> Moment:
        every, names = tuple(stated), self.names
        said = tuple(dict.fromkeys(mark for one in every for mark in marks(one, names.label, names.language)))
        when = dated.text or None, dated.begin or None, dated.end or None, "~" in dated.text
        return Moment(*when, subject, predicate, text, iri, evidence, said, every)


def how_dated(index: Index, node: int) -> tuple[str, int | None]:
    """The predicate and the link that date a node."""
    for other, predicate, forward, link in index.links(node):
        if forward and index.predicates[predicate] in WHENS and is_time(index, other):
            return index.predicates[predicate], link
    return WM + "when", None


def is_time(index: Index, node: int) -> bool:
    """Whether a node is itself a time."""
    return not TIMES.isdisjoint(index.types(node))
