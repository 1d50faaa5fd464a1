"""Numbers as other people's graphs give them: each with its unit, attached to the thing that it is about, and said once.

A number is the literal of a fact, a node that stands for a quantity, an observation of a sensor, or one of a data cube.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from wenmai.facts.amounts import Amount, amount_text
from wenmai.facts.dates import read_date
from wenmai.model import Literal
from wenmai.profiles.guessing import words_of
from wenmai.terms import RDFS, TYPE, WM, XSD, local_name
from wenmai.times.edtf import Dated, edtf
from wenmai.units.codes import symbol_of
from wenmai.units.quantities import Quantities, StatedQuantity, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wenmai.evidence.citing import Values
    from wenmai.model import Quad, Term
    from wenmai.sources import Source

QB = "http://purl.org/linked-data/cube#"
SDMX = "http://purl.org/linked-data/sdmx/2009/"

NUMBERS = frozenset(
    XSD + name
    for name in (
        "integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
"""Datatypes of numbers."""

ABOUT_NOTHING = frozenset({"structural", "administrative", "identifier"})
"""Roles of predicates whose numbers measure nothing."""

UNIT_WORDS = frozenset(
    {"unit", "units", "unittext", "unitcode", "unitmeasure", "uom", "单位", "计量单位", "einheit", "unité", "unidad"}
)
"""What a qualifier that gives the unit of a number is called."""

NAMING_NUMBERS = frozenset((
    "id", "ids", "code", "postcode", "zipcode", "zip", "phone", "telephone", "tel", "fax", "suid", "uid", "identifier", "latitude",
    "longitude", "lat", "lon", "lng", "编号", "代码", "序号", "电话", "邮编", "经度", "纬度",
))  # fmt: skip
"""How the name of a predicate ends whose numbers only name, number or place a thing."""

CLOSE = frozenset({"%", "°", "‰"})
"""Signs that stand close to their number."""

LOOSE = frozenset({RDFS + "comment", RDFS + "label"})


class Measured(NamedTuple):
    """A number of a thing: ``about`` and ``scope`` are IRIs, ``predicate`` leads to the number; ``indicators`` say what is measured.

    ``value`` or ``lower`` and ``upper`` are as the graph writes them, ``unit`` an IRI, a code or a word. ``period`` is EDTF.
    ``fact`` is the triple that says it, of which statements speak.
    """

    about: str
    predicate: str
    quantity: StatedQuantity
    fact: tuple[str, str, Term]
    period: str | None = None
    scope: tuple[Term, ...] = ()

    @property
    def unit(self) -> str | None:
        """The IRI of the unit, if it has one."""
        unit = self.quantity.unit
        return unit if isinstance(unit, str) else None


class Measures:
    """Reads the numbers of a source."""

    def __init__(self, source: Source) -> None:
        self._source, self._index = source, source.index
        self._statements = source.statements
        self._meaning = source.index.interpretation
        self._quantities = Quantities(self._meaning)

    def every(self, iri: str | None = None) -> Iterator[Measured]:
        """The numbers of the graph, or those of an entity: its own, and those that observations make of it."""
        if iri is None:
            for subject, quads in groupby(self._source.match(), lambda quad: quad.subject):
                yield from self._of(subject, list(quads))
            return
        yield from self._of(iri, self._source.match(iri))
        for quad in self._source.match(None, None, iri):
            yield from (one for one in self._observed(quad.subject) if iri in (one.about, *one.quantity.indicators))

    def _of(self, subject: str, quads: Iterable[Quad]) -> Iterator[Measured]:
        """The numbers that a resource has: in literals, in nodes, or as an observation."""
        rows: dict[str, list[Term]] = {}
        for quad in quads:
            if quad.object not in rows.setdefault(quad.predicate, []):
                rows[quad.predicate].append(quad.object)
        if self._is_observation(rows) or any(self._quantities.kinds_of(rows)):
            yield from self._observed(subject)
            return
        if self._index.find(subject) is None or self._is_time(rows):
            return
        for predicate, values in rows.items():
            for value in values:
                found = self._measured(subject, predicate, value, rows)
                if found is not None:
                    yield found

    def _measured(self, subject: str, predicate: str, value: Term, rows: Values) -> Measured | None:
        if isinstance(value, Literal):
            if value.datatype not in NUMBERS or not self._measures(predicate) or number(value) is None:
                return None
            if read_date(predicate, value) is not None:
                return None
            unit = self._quantities.unit_beside(predicate, rows)
            quantity = self._beside(subject, predicate, value) or StatedQuantity(number(value), None, None, unit)
            return Measured(subject, predicate, quantity, (subject, predicate, value))
        if not isinstance(value, str) or predicate == TYPE:
            return None
        read = self._read(value, frozenset((predicate,)))
        if read is None or read.about:
            return None
        return Measured(subject, predicate, read, (subject, predicate, value), self._period(value))

    def _measures(self, predicate: str) -> bool:
        return (
            not predicate.startswith(WM)
            and predicate not in LOOSE
            and self._meaning.role(predicate) not in ABOUT_NOTHING
            and (words_of(predicate) or [""])[-1] not in NAMING_NUMBERS
        )

    def _beside(self, subject: str, predicate: str, value: Literal) -> StatedQuantity | None:
        """What a statement about a number knows of it: its unit, or a node that stands for the same number (Wikibase)."""
        name = local_name(predicate)
        for stated in self._statements.of(subject, predicate, value):
            for way, ends in (self._statements.values(stated.name) if stated.name else {}).items():
                if local_name(way).lower() in UNIT_WORDS and ends:
                    return StatedQuantity(number(value), None, None, ends[0])
                if local_name(way) == name:
                    for end in ends:
                        found = self._read(end) if isinstance(end, str) else None
                        if found is not None:
                            return found
        return None

    def _read(self, node: str, reached: frozenset[str] = frozenset()) -> StatedQuantity | None:
        return (
            self._quantities.read(node, self._statements.values(node), self._statements, reached)
            if self._quantities
            else None
        )

    def _is_time(self, rows: Values) -> bool:
        return self._statements.reader.times.is_node(rows)

    def _period(self, node: str) -> str | None:
        """When an observation was made, or what time it is about."""
        values = self._statements.values(node)
        times = self._statements.reader.times
        found = times.own_time(node, values, self._statements)
        return found.text if found is not None else None

    # Observations ------------------------------------------------------------------------------------------------------

    def _is_observation(self, rows: Values) -> bool:
        return QB + "Observation" in rows.get(TYPE, ()) or QB + "dataSet" in rows

    def _observed(self, node: str) -> Iterator[Measured]:
        """What an observation, or a quantity that says of what it is one, measures."""
        values = self._statements.values(node)
        if self._is_observation(values):
            yield from self._cube(node, values)
            return
        quantity = self._read(node)
        if quantity is None:
            return
        indicator = next((str(one) for one in quantity.indicators if isinstance(one, str)), None)
        period = self._period(node)
        way = next((predicate for predicate in values if predicate in self._quantities.predicates), node)
        for about in quantity.about:
            yield Measured(about, indicator or way, quantity, (node, way, values.get(way, (node,))[0]), period)
        if not quantity.about and self._index.find(node) is not None:
            yield Measured(node, indicator or way, quantity, (node, way, values.get(way, (node,))[0]), period)

    def _cube(self, node: str, values: Values) -> Iterator[Measured]:
        """The measures of an observation of a data cube, about what its first dimension names, within the others.

        What the slices say that it is in, it need not say itself (RDF Data Cube, 7: the abbreviated form).
        """
        for piece in self._statements.leading(QB + "observation", node):
            values = {**self._statements.values(piece), **values}
        dimensions = {
            predicate: ends[0]
            for predicate, ends in sorted(values.items(), key=lambda item: (not _says_area(item[0]), item[0]))
            if predicate in self._components["dimension"] or predicate.startswith(SDMX + "dimension#")
        }
        dated = {predicate: self._time_of(predicate, end) for predicate, end in dimensions.items()}
        period = next((text for text in dated.values() if text), None)
        places = [
            end for predicate, end in dimensions.items() if not dated[predicate] and predicate != QB + "measureType"
        ]
        about = next((end for end in places if isinstance(end, str)), node)
        scope = tuple(end for end in places if end != about)
        unit = next((ends[0] for predicate, ends in values.items() if local_name(predicate) == "unitMeasure"), None)
        for predicate, ends in values.items():
            if predicate not in self._components["measure"] and not predicate.startswith(SDMX + "measure#"):
                continue
            typed = values.get(QB + "measureType", ())
            for end in ends:
                text = number(end)
                if text is not None:
                    quantity = StatedQuantity(
                        text, None, None, unit or self._unit_of(predicate, values), (), tuple(typed[:1])
                    )
                    yield Measured(about, predicate, quantity, (node, predicate, end), period, scope)

    def _time_of(self, predicate: str, end: Term) -> str | None:
        """The time that the value of a dimension is."""
        times = self._statements.reader.times
        if isinstance(end, Literal):
            found = read_date(predicate, end, frozenset((predicate,)) if _says_time(predicate) else frozenset())
        else:
            values = self._statements.values(str(end))
            found = times.of_node(str(end), values, self._statements) if times.is_node(values) else None
            found = found or (_interval(str(end)) if _says_time(predicate) else None)
        return found.text if found is not None else None

    def _unit_of(self, predicate: str, values: Values) -> Term | None:
        """The unit of a measure, as the measure or the data set says it for all observations."""
        places = [predicate, *(str(one) for one in values.get(QB + "dataSet", ()))]
        return next(
            (
                ends[0]
                for place in places
                for way, ends in self._statements.values(place).items()
                if local_name(way) in ("unitMeasure", "unit", "hasUnit")
            ),
            None,
        )

    @cached_property
    def _components(self) -> dict[str, frozenset[str]]:
        """The measures and the dimensions of the data cubes of the graph: by their structure, or by their class."""
        found = {}
        for kind, name in (("measure", "MeasureProperty"), ("dimension", "DimensionProperty")):
            said = [str(quad.object) for quad in self._source.match(None, QB + kind)]
            said += [quad.subject for quad in self._source.match(None, TYPE, QB + name)]
            said += [quad.subject for quad in self._source.match(None, TYPE, QB + "TimeDimension")] * (
                kind == "dimension"
            )
            found[kind] = frozenset(said)
        return found


def _says_area(predicate: str) -> bool:
    return "area" in local_name(predicate).lower()


def _says_time(predicate: str) -> bool:
    name = local_name(predicate).lower()
    return any(word in name for word in ("period", "time", "date", "year"))


_INTERVAL = re.compile(r".*gregorian-interval/([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:]*)?/P([0-9]+)([YMD])$")


def _interval(iri: str) -> Dated | None:
    """The time that an IRI is named by: a year, a month, a day, or an interval as data.gov.uk names it.

    >>> _interval("http://reference.data.gov.uk/id/gregorian-interval/2004-01-01T00:00:00/P3Y").text
    '2004/2006'
    """
    found = _INTERVAL.fullmatch(iri)
    if found is None:
        return Dated.parse(local_name(iri))
    first, length = date.fromisoformat(found[1]), int(found[2])
    years, months = length * (found[3] == "Y"), length * (found[3] == "M")
    whole = first.year + years + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1
    last = (
        date(*whole, min(first.day, 28)) - timedelta(days=1) if found[3] != "D" else first + timedelta(days=length - 1)
    )
    return edtf(found[1], last.isoformat())


def unit_name(unit: Term | None, label: Callable[[str], str], known: Callable[[str], bool]) -> str:
    """What a unit is called: by the graph's label, else by its symbol, else as it is written; nothing where there is none.

    >>> unit_name("http://qudt.org/vocab/unit/KiloM", str, lambda iri: False), unit_name(Literal("CEL"), str, bool)
    ('km', '°C')
    """
    if unit is None:
        return ""
    if isinstance(unit, str):
        symbol = symbol_of(local_name(unit))
        return "" if symbol == "" else label(unit) if known(unit) else symbol or local_name(unit)
    text = unit.value.strip() if isinstance(unit, Literal) else str(unit)
    symbol = symbol_of(text)
    return text if symbol is None else symbol


def quantity_text(quantity: StatedQuantity, unit: str, language: str) -> str:
    """A quantity as a person writes it; a number without a unit as the graph writes it.

    >>> one = StatedQuantity("+1.96", None, None, None)
    >>> quantity_text(one, "m", "en"), quantity_text(one._replace(value="12500"), "%", "en"), quantity_text(one, "", "en")
    ('1.96 m', '12,500%', '+1.96')
    """
    if not unit and quantity.value is not None:
        return quantity.value
    value, lower, upper = (
        None if text is None else Decimal(text) for text in (quantity.value, quantity.lower, quantity.upper)
    )
    if value is None and (lower is None or upper is None):
        bound, end = ("AtLeast", lower) if lower is not None else ("Within", upper)
        number = amount_text(Amount(end, bound=bound), language)
    else:
        number = amount_text(
            Amount(value, None if value is not None else lower, None if value is not None else upper), language
        )
    return number + ("" if unit in CLOSE else " ") + unit if unit else number
