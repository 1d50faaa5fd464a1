"""When: times read from literals, from nodes that stand for a time, and from what is said of a thing.

Which predicates lead to a time, profiles say: OWL-Time's instants and intervals, time-spans of CIDOC-CRM, values of Wikibase
with their precision, intervals of VIVO, date nodes of FIBO and others, each with its specification; what no profile knows goes
by its name (``ex:startDate``, ``ex:validUntil``). Dates are ISO 8601 and EDTF, by whatever datatype they are written.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.evidence.citing import follow, true
from wenmai.model import Literal
from wenmai.once import pattern
from wenmai.terms import TYPE, WM, local_name
from wenmai.times.edtf import Dated, edtf, order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wenmai.evidence.citing import Around, Values
    from wenmai.model import Term
    from wenmai.profiles import Interpretation, Way

NAMES = {
    "since": "from|since|(has)?(start|begin)(s|ed|ning|time|date|datetime|year|ofterm|timestamp)?|(valid|date|year)(from|since)"
    "|hasbeginning|startedat(time)?|beginsat(datetime)?|dtstart|p580",
    "until": "to|until|(has)?end(s|ed|ing|time|date|datetime|year|ofterm|timestamp)?|(valid|date|year)(to|until|through)"
    "|endedat(time)?|endsat(datetime)?|dtend|p582",
    "when": "when|at|date|time|year|pointintime|during|(at|in)(date|time|year)|datetime|(has)?timestamp|p585",
}
"""Local names, in lower case, of predicates that say from when, until when, or when; P580, P582 and P585 are Wikidata's."""

_PRECISIONS = {
    **dict.fromkeys(("9", "unityear", "yearprecision", "year"), 4),
    **dict.fromkeys(("10", "unitmonth", "yearmonthprecision", "month"), 7),
    **dict.fromkeys(("8", "unitdecade", "decadeprecision", "decade"), 3),
    **dict.fromkeys(("7", "unitcentury", "centuryprecision", "century"), 2),
}
"""How many digits of a date mean something: Wikibase's numbers, the units of OWL-Time, the precisions of VIVO."""

MOST_DEEP = 4
"""How many nodes may lie between a thing and the literal of its time."""

_CLOCK = pattern(r"T[0-2]\d(:[0-5]\d(:[0-6]\d([.,]\d+)?)?)?(Z|[+-]\d\d(:?\d\d)?)?(/|$)")
_MIDNIGHT = pattern(r"T(00:00(:00(\.0*)?)?|23:59(:59(\.9*)?)?)(Z|[+-]00:00)?$")
"""The first and the last moment of a day, which stand for the day."""

_DCMI = pattern(r"\s*(start|end)\s*=\s*([^;]+?)\s*(?:;|$)")
"""A part of the DCMI Period Encoding Scheme."""


class Times:
    """How a graph writes times, by an interpretation of its terms."""

    def __init__(self, interpretation: Interpretation) -> None:
        self._nodes = interpretation.kinds("time")
        self._things: Mapping[str, tuple[Way, ...]] = interpretation.times
        self._relations = interpretation.kinds("relation", "event")
        self._identifiers = interpretation.kinds("identifier")
        self._naming = interpretation.naming
        self._assigning = frozenset(
            way[0] for kind in interpretation.kinds("statement") for way in kind.parts.get("object", ())
        )

    @cached_property
    def parts(self) -> Mapping[str, tuple[Way, ...]]:
        """The ways from a node that stands for a time to its parts, the surest first."""
        return _joined(kind.parts for kind in self._nodes)

    @cached_property
    def own(self) -> Mapping[str, tuple[Way, ...]]:
        """The ways from a thing to when it is: ``begin``, ``end``, ``at``."""
        return _joined([self._things, *(kind.parts for kind in self._relations)])

    @cached_property
    def _held(self) -> Mapping[str, tuple[Way, ...]]:
        """The ways from a relation or an event to when it was."""
        return _joined(kind.parts for kind in (*self._relations, *self._identifiers))

    @cached_property
    def subjects(self) -> tuple[Way, ...]:
        """The ways from a node that links things to those that it says something of."""
        return tuple(way for kind in self._relations for way in kind.parts.get("subject", ()))

    @cached_property
    def lasting(self) -> frozenset[str]:
        """The predicates that say of a relation or an event when it was."""
        return frozenset(
            way[0] for kind in self._relations for part in ("begin", "end", "at") for way in kind.parts.get(part, ())
        )

    @cached_property
    def linking(self) -> frozenset[str]:
        """The classes of what links things at a time: relations, and events."""
        return frozenset(one for kind in self._relations for one in kind.classes)

    @cached_property
    def marks(self) -> frozenset[str]:
        """The predicates by which a node is known to stand for a time."""
        return frozenset(mark for kind in self._nodes for mark in kind.marks)

    @cached_property
    def _signs(self) -> frozenset[str]:
        """The predicates that lead from a node to a time, whatever its class: an index knows no classes of nodes."""
        return frozenset(
            way[0] for part in ("begin", "end", "at") for way in self.parts.get(part, ()) if way[0] not in self._naming
        )

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes of nodes that stand for a time."""
        return frozenset(one for kind in self._nodes for one in kind.classes)

    @cached_property
    def reached(self) -> frozenset[str]:
        """The predicates that lead to a node that stands for a time."""
        return frozenset(one for kind in self._nodes for one in kind.reached)

    @cached_property
    def temporal(self) -> frozenset[str]:
        """The predicates that say when their subject is."""
        return frozenset(way[0] for ways in self.own.values() for way in ways)

    def is_node(self, values: Values) -> bool:
        """Whether a resource with some ``values`` stands for a time, and is no thing of its own."""
        return not self.marks.isdisjoint(values) or not self.classes.isdisjoint(map(str, values.get(TYPE, ())))

    def of(self, value: Term, around: Around, *, deep: int = 0) -> Dated | None:
        """The time that a value is or stands for; ``None`` for anything else."""
        if isinstance(value, Literal):
            return read_literal(value)
        if not isinstance(value, str) or deep > MOST_DEEP:
            return None
        return self.of_node(value, around.values(value), around, deep=deep)

    def of_node(self, node: str, values: Values, around: Around, *, deep: int = 0) -> Dated | None:
        """The time that a node stands for by its ``values``; ``None`` where it is no time."""
        own = read_extent(values)
        if own is not None:
            return own
        known = self.is_node(values) or not self._signs.isdisjoint(values)
        if known and any(_local(values, "month")):
            found = _written_out(values)
            if found is not None:
                return cut_to(found, self._precision(node, values, around))
        dates = self._dates(node, values, self.parts, around, deep) if known else {}
        found = _together(dates, over=False)
        if found is None and (known or node.startswith("_:")):
            found = _together(self._named(values, around, deep), over=False)
        if found is None and known:
            found = _written_out(values)
        return found and cut_to(found, self._precision(node, values, around))

    def own_time(self, node: str, values: Values, around: Around) -> Dated | None:
        """When a thing is by what is said of it: at a time, or from one to another."""
        return _together(self._dates(node, values, self.own, around, 0), over=False)

    def holding(self, name: str, values: Values, around: Around) -> Dated | None:
        """When the fact of a statement or a relation holds by its ``values``; until its last day, where that is said."""
        dates = self._named(values, around, 0)
        if not self._assigning.isdisjoint(values):  # when it was assigned is not when it holds
            return _together(dates, over=True)
        for role, more in self._dates(name, values, self._held, around, 0).items():
            dates.setdefault(role, []).extend(more)
        return _together(dates, over=True)

    def _dates(
        self, node: str, values: Values, ways: Mapping[str, tuple[Way, ...]], around: Around, deep: int
    ) -> dict[str, list[Dated]]:
        """The dates by each role, those of the first way that gives any."""
        found: dict[str, list[Dated]] = {}
        for role, part in (("since", "begin"), ("until", "end"), ("when", "at")):
            for way in ways.get(part, ()):
                dates = [self.of(end, around, deep=deep + 1) for end in follow(node, values, way, around)]
                if kept := [date for date in dates if date is not None]:
                    found[role] = kept
                    break
        return found

    def _named(self, values: Values, around: Around, deep: int) -> dict[str, list[Dated]]:
        """The dates by each role, as predicates name it; a node tells its precision, and goes before the same as a literal."""
        found: dict[str, list[Dated]] = {}
        for role, names in NAMES.items():
            terms = [value for predicate, every in values.items() if named(predicate, names) for value in every]
            nodes = [self.of(one, around, deep=deep + 1) for one in terms if isinstance(one, str)]
            dates = [one for one in nodes if one is not None] or [
                date for one in terms if isinstance(one, Literal) and (date := read_literal(one)) is not None
            ]
            if dates:
                found[role] = dates
        return found

    def _precision(self, node: str, values: Values, around: Around) -> int:
        """How many digits of the date of a node mean something."""
        ends = (end for way in self.parts.get("precision", ()) for end in follow(node, values, way, around))
        texts = (end.value if isinstance(end, Literal) else local_name(str(end)) for end in ends)
        return min((_PRECISIONS.get(text.strip().lower(), 10) for text in texts), default=10)


def _joined(every: Iterable[Mapping[str, tuple[Way, ...]]]) -> dict[str, tuple[Way, ...]]:
    found: dict[str, tuple[Way, ...]] = {}
    for parts in every:
        for part, ways in parts.items():
            found[part] = tuple(dict.fromkeys((*found.get(part, ()), *ways)))
    return found


def _together(dates: Mapping[str, Sequence[Dated]], *, over: bool) -> Dated | None:
    """One time from dates by their roles: from the earliest beginning to the latest end, else the earliest of the others."""
    since, until, when = dates.get("since", ()), dates.get("until", ()), dates.get("when", ())
    if not since and not until:
        return min(when, key=first_day, default=None)
    first = min(since, key=first_day, default=None)
    last = max(until, key=first_day, default=None)
    if first is not None and last is not None and order(first.begin or "0000-01-01") > order(last.end or "9999-12-31"):
        last = None
    found = Dated.between(first, last)
    if first is not None and last is not None:
        whole = edtf(first.begin, last.end)
        days = len(first.text.lstrip("-")) == len(last.text.lstrip("-")) == 10
        if whole is not None and "T" not in found.text and (days or "/" not in whole.text):
            return whole._replace(over=over)
    return found._replace(over=over and last is not None)


def first_day(date: Dated) -> tuple[tuple[int, str], str]:
    """A key that puts times in order of their first day."""
    return order(date.begin or date.end or "0000-01-01"), date.text


def named(predicate: str, names: str) -> bool:
    """Whether a predicate's local name is one of some names."""
    return re.fullmatch(names, local_name(predicate).lower().replace("_", "").replace("-", "")) is not None


def is_temporal(predicate: str) -> bool:
    """Whether a predicate says by its name when a fact holds.

    >>> is_temporal("http://example.org/validUntil"), is_temporal("http://www.wikidata.org/prop/qualifier/P580")
    (True, True)
    """
    return any(named(predicate, names) for names in NAMES.values())


def read_literal(value: Literal) -> Dated | None:
    """The time that a literal writes: a date, a month, a year, an interval, or a period of the DCMI.

    A moment keeps its time of day, and what is written in EDTF stays as it is; midnight is the day.

    >>> read_literal(Literal("start=1969; end=1972-12; name=Apollo;")).text
    '1969/1972-12'
    """
    text = value.value.strip()
    found = Dated.parse(text)
    if found is None and (spelt := _spelt(text)):
        text = spelt
        found = Dated.parse(text)
    if found is None and "=" in text:
        parts = {part: Dated.parse(date) for part, date in _DCMI.findall(text)}
        if any(parts.values()):
            found = Dated.between(parts.get("start"), parts.get("end"))._replace(over=False)
    if found is None or ("T" in text and (_MIDNIGHT.search(text) or not _CLOCK.search(text))):
        return found  # of a moment that no clock shows (T:23:59:59) the day holds
    return found._replace(text=text) if "T" in text or "X" in text or "/" in text else found


_HAN_DATE = pattern(r"(公元前|前)?(\d{1,4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?")
_NUMBER_DATE = pattern(r"()(\d{4})([/.])(\d{1,2})\3(\d{1,2})")
_DATABASE_TIME = pattern(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)")


def _spelt(text: str) -> str:
    """A date as ISO 8601 has it, of one that is written in Chinese, with slashes or dots, or as databases write a moment.

    >>> _spelt("公元前221年"), _spelt("1982年9月20日"), _spelt("1996/7/4"), _spelt("1996-07-04 09:00:00.000"), _spelt("v1.2.3")
    ('-0220', '1982-09-20', '1996-07-04', '1996-07-04T09:00:00.000', '')
    """
    if not text[:1].isdigit() and text[:1] not in ("公", "前"):
        return ""
    if found := _DATABASE_TIME.fullmatch(text):
        return f"{found[1]}T{found[2]}"
    if found := _NUMBER_DATE.fullmatch(text):
        return f"{found[2]}-{found[4]:0>2}-{found[5]:0>2}"
    if found := _HAN_DATE.fullmatch(text):
        year = f"-{int(found[2]) - 1:04d}" if found[1] else f"{int(found[2]):04d}"
        return "-".join([year, *(f"{part:0>2}" for part in found.groups()[2:] if part)])
    return ""


def read_text(text: str) -> Dated | None:
    """A time from the text that an index keeps of it, which stays as it is: a moment has its time of day."""
    found = Dated.parse(text)
    return found and found._replace(text=text)


def cut_to(time: Dated, digits: int) -> Dated:
    """A time as precisely as it is known: by the year, the decade, the century.

    >>> cut_to(Dated.parse("1815-01-01"), 4).text, cut_to(Dated.parse("1815-01-01"), 2).text
    ('1815', '18XX')
    """
    if digits >= 10 or "/" in time.text or not time.begin:
        return time
    year, month = time.begin[:-6], time.begin[-5:-3]
    if digits >= 7:
        text = f"{year}-{month}"
    elif len(year.lstrip("-")) != 4:
        text = f"Y{year}" if len(year.lstrip("-")) > 4 else year
    else:
        text = year[: len(year) - (4 - digits)] + "X" * (4 - digits)
    return Dated.parse(text) or time


def _written_out(values: Values) -> Dated | None:
    """A date of which year, month and day are said apart (OWL-Time's descriptions)."""
    parts = [
        next((digits.group() for value in _local(values, name) if (digits := form.search(value))), "")
        for name, form in (("year", pattern(r"-?[0-9]{3,}")), ("month", _TWO), ("day", _TWO))
    ]
    if not parts[0]:
        return None
    kept = [part.zfill(width) for part, width in zip(parts, (4, 2, 2), strict=True) if part]
    return Dated.parse("-".join(kept))


_TWO = pattern(r"[0-9]{1,2}")


def _local(values: Values, name: str) -> Iterator[str]:
    """The literals by predicates with a local name."""
    for predicate, every in values.items():
        if local_name(predicate).lower() == name:
            yield from (value.value for value in every if isinstance(value, Literal))


def read_extent(values: Values) -> Dated | None:
    """The time of a resource of wenmai's own model: from ``wm:begins`` to ``wm:ends``."""
    begins, ends = (
        sorted(one.value for one in values.get(WM + name, ()) if isinstance(one, Literal))
        for name in ("begins", "ends")
    )
    if not begins and not ends:
        return None
    vague = true(values.get(WM + "approximate", ()))
    return edtf(begins[0] if begins else None, ends[-1] if ends else None, approximate=vague)
