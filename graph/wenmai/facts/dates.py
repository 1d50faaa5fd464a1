"""Dates as other people's graphs give them, each attached to the thing that it is about, and said once.

A date is the literal of a fact, or a node that stands for a time: an instant, a time-span, a value with its precision. A beginning
and an end that go together (``startDate`` and ``endDate``) are one time. What a nameless node says of when it was (a production, a
birth) is told of the thing that it belongs to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.facts.unfolding import unfolded_facts
from wenmai.model import XSD_STRING, Literal
from wenmai.terms import SCHEMA, TYPE, WM, XSD, local_name
from wenmai.times.edtf import Dated, is_later
from wenmai.times.reader import NAMES, named, read_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.evidence.citing import Values
    from wenmai.model import Quad, Term
    from wenmai.sources import Source

DATES = (
    frozenset(XSD + name for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"))
    | {f"http://purl.org/dc/terms/{name}" for name in ("W3CDTF", "Period")}
    | {f"{space}{name}" for space in (SCHEMA, "http://schema.org/") for name in ("Date", "DateTime")}
    | {"http://www.opengis.net/def/uom/ISO-8601/0/Gregorian", "http://www.w3.org/2006/time#generalYear"}
)
"""Datatypes of dates, as other people's graphs write them; those of EDTF besides."""

_EDTF_TYPES = "http://id.loc.gov/datatypes/edtf"
_WHOLE_DAY = re.compile(r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(?:T.*)?")
_SAYS_DATE = re.compile(
    r"date|year|birth|death|born|died|founded|established|issued|created|modified|published|temporal|period|^(start|end|begin)"
    r"|released|日期|时间|年份|年$|出生|逝世|去世|成立|创立|发布|出版|上映",
    re.IGNORECASE,
)
"""Names of predicates whose plain texts are read as dates; elsewhere only a text that is a whole day is one."""

_YEAR = re.compile(
    r"(?i:year|birth_?date|death_?date|^date)$|Date$|_date$|^(?i:born|died|founded|established|released|inception|since)(?=$|_|[A-Z])"
    r"|(?:年|年份|出生|生年|卒年|成立|发布)$"
)
"""Names of predicates whose whole numbers of four digits are years, as tables and property graphs write them."""

_NUMBERS = frozenset(
    XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)
_HALVES = re.compile(
    r"start|started|begin|beginning|begins|since|from|end|ended|ends|until|through|thru|to", re.IGNORECASE
)

SKIPPED = frozenset({WM + "begins", WM + "ends"})


class DatedFact(NamedTuple):
    """A fact that is dated: its predicate, its time, and what it says beside that.

    ``until`` is the predicate of the end where another says the beginning; ``value`` is the object, ``nodes`` what is told of it
    by a node between.
    """

    predicate: str
    time: Dated
    value: Term
    until: str | None = None
    node: str | None = None

    @property
    def text(self) -> str:
        """The value as it is written, of a moment at midnight or a value of less precision its time."""
        if not isinstance(self.value, Literal):
            return ""
        text = self.value.value
        return self.time.text if "T" in text and "T" not in self.time.text else text


class Dates:
    """Reads the dated facts of the things of a source."""

    def __init__(self, source: Source) -> None:
        self._source, self._folds = source, source.index.folds
        self._statements = source.statements
        self._times = source.statements.reader.times

    def of(self, iri: str, facts: Iterable[tuple[str, Term]] | None = None) -> list[DatedFact]:
        """The dated facts out of an entity, in the order of their predicates; ``facts`` are all that it has, where they are known."""
        every = unfolded_facts(self._source, iri) if self._folds or facts is None else dict.fromkeys(facts)
        found = [
            fact
            for predicate, value in every
            if predicate not in SKIPPED and (fact := self._fact(iri, predicate, value)) is not None
        ]
        return list(self._joined(found))

    def told_of(self, node: str) -> Iterator[tuple[str, DatedFact]]:
        """What a folded node says of when it was, with the thing that it says it of, where nothing leads from that to the node."""
        values = self._statements.values(node)
        time = self._times.holding(node, values, self._statements)
        if time is None or self._times.is_node(values) or self._tells_links(node, values):
            return
        for way in self._times.subjects:
            if len(way) == 1 and not way[0].startswith("^"):
                for owner in values.get(way[0], ()):
                    if isinstance(owner, str) and self._source.index.find(owner) is not None:
                        kinds = sorted(map(str, values.get(TYPE, ())))
                        yield owner, DatedFact(next(iter(kinds), way[0]), time._replace(over=False), node, node=node)

    def _tells_links(self, node: str, values: Values) -> bool:
        """Whether the time of a node is told with a link that it stands for."""
        things = {one for every in values.values() for one in every if isinstance(one, str) and one not in self._folds}
        return any(
            fold.node == node and fold.form == "fact"
            for thing in things
            if self._source.index.find(thing) is not None
            for folds in self._folds.about(thing).values()
            for fold in folds
        )

    @property
    def linking(self) -> frozenset[str]:
        """The classes of what links things at a time."""
        return self._times.linking

    def is_time(self, iri: str, quads: Iterable[Quad]) -> bool:
        """Whether a resource, of which all quads are given, only stands for a time."""
        values: dict[str, list[Term]] = {}
        for quad in quads:
            values.setdefault(quad.predicate, []).append(quad.object)
        return self._times.is_node(values) or iri in self._folds

    def own_time(self, iri: str) -> tuple[str, Dated] | None:
        """When a resource is by what it says of itself, and the predicate that says so."""
        values = self._statements.values(iri)
        time = self._times.own_time(iri, values, self._statements)
        way = next((predicate for predicate in sorted(values) if predicate in self._times.temporal), None)
        return (way, time) if time is not None and way is not None else None

    def _fact(self, iri: str, predicate: str, value: Term) -> DatedFact | None:
        if isinstance(value, Literal):
            time = read_date(predicate, value, self._times.temporal)
            return time and DatedFact(predicate, self._precise(iri, predicate, value) or time, value)
        if not isinstance(value, str) or predicate == TYPE:
            return None
        values = self._statements.values(value) if self._between(predicate, value) else {}
        if not values:
            return None
        time = self._times.of_node(value, values, self._statements) if self._leads(predicate, value) else None
        if time is not None:
            return DatedFact(predicate, time, value)
        if value not in self._folds or self._tells_links(value, {"": [iri], **values}):
            return None
        time = self._times.holding(value, values, self._statements)
        return time and DatedFact(predicate, time._replace(over=False), value, node=value)

    def _between(self, predicate: str, value: str) -> bool:
        """Whether a value may be a node that only says when."""
        return value in self._folds or value.startswith("_:") or self._leads(predicate, value)

    def _leads(self, predicate: str, value: str) -> bool:
        return predicate in self._times.reached or predicate in self._times.temporal or value in self._folds

    def _precise(self, iri: str, predicate: str, value: Literal) -> Dated | None:
        """The time of a literal as precisely as a statement about it knows it, by a node that stands for the same value."""
        name = local_name(predicate)
        for stated in self._statements.of(iri, predicate, value):
            rows = self._statements.values(stated.name) if stated.name else {}
            for way, ends in rows.items():
                if local_name(way) == name:
                    for end in ends:
                        time = self._times.of(end, self._statements) if isinstance(end, str) else None
                        if time is not None:
                            return time
        return None

    @staticmethod
    def _joined(facts: Iterable[DatedFact]) -> Iterator[DatedFact]:
        """Facts, a beginning and the end that goes with it as one."""
        kept = list(facts)
        starts, ends = ({_stem(one): one for one in kept if named_as(one, role)} for role in ("since", "until"))
        pairs = {
            starts[stem]: ends[stem] for stem in starts.keys() & ends.keys() if _single(kept, starts[stem], ends[stem])
        }
        used = set(pairs.values())
        for fact in kept:
            if fact in pairs:
                end = pairs[fact]
                time = Dated.between(fact.time, end.time)._replace(over=False)
                yield fact._replace(time=time, until=end.predicate)
            elif fact not in used:
                yield fact


def _stem(fact: DatedFact) -> str:
    return _HALVES.sub("", local_name(fact.predicate)).lower()


def named_as(fact: DatedFact, role: str) -> bool:
    """Whether a fact's predicate says by its name that it is a beginning (``since``) or an end (``until``)."""
    return "/" not in fact.time.text and named(fact.predicate, NAMES[role])


def _single(facts: Iterable[DatedFact], *halves: DatedFact) -> bool:
    """Whether each half is said once, and the end is not before the beginning."""
    predicates = [fact.predicate for fact in facts]
    first, last = halves
    return all(predicates.count(one.predicate) == 1 for one in halves) and not is_later(first.time.begin, last.time.end)


def read_date(predicate: str, value: Term, temporal: frozenset[str] = frozenset()) -> Dated | None:
    """The time that a literal is, by its datatype, or as a text that is a date where its predicate says so.

    ``temporal`` are predicates that are known to.

    >>> read_date("urn:p:birthDate", Literal("1815-12-10")).text, read_date("urn:p:code", Literal("1815"))
    ('1815-12-10', None)
    >>> number = XSD + "integer"
    >>> read_date("urn:p:born", Literal("1815", datatype=number)).text, read_date("urn:p:deaths", Literal("1815", datatype=number))
    ('1815', None)
    """
    if not isinstance(value, Literal):
        return None
    name, text = local_name(predicate), value.value.strip()
    typed = value.datatype in DATES or value.datatype.startswith(_EDTF_TYPES)
    known = predicate in temporal or _SAYS_DATE.search(name) is not None
    texts = value.datatype == XSD_STRING and (known or _WHOLE_DAY.fullmatch(text) is not None)
    years = value.datatype in _NUMBERS and _YEAR.search(name) is not None and text.isdigit() and len(text) == 4
    return read_literal(value) if typed or texts or years else None
