"""The numbers of a page, by what they measure and in which unit, each attached to the entity that it is about, and once.

Figures of wenmai's model are counted in their base unit (亿元 as 元); of any other graph :mod:`wenmai.facts.measured` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.facts.figures import FIGURE, read_figure, read_number
from wenmai.facts.measured import Measures, unit_name
from wenmai.model import Literal
from wenmai.terms import local_name
from wenmai.view.coordinates import LATITUDES, LONGITUDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wenmai.names.labels import Labels
    from wenmai.sources import Source

Number = int | float


class Scale(NamedTuple):
    """What numbers measure: the IRI of an indicator or a predicate, and its label and unit in zh and in en."""

    iri: str
    zh: str
    en: str
    unit_zh: str
    unit_en: str


class NumberOf(NamedTuple):
    """A number of an entity (by its number in the index), of a period (EDTF), or of none."""

    node: int
    value: Number
    period: str | None


def numbers(source: Source, nodes: Sequence[int], labels: Mapping[str, Labels], whole: bool) -> list[list[Any]]:
    """Rows of [IRI, zh, en, unit zh, unit en, [place, value, period or 0, …]] the most values first.

    ``nodes`` are the held entities, whose places the rows give; ``whole``: they are the whole graph.
    """
    place = {node: number for number, node in enumerate(nodes)}
    found: dict[Scale, dict[NumberOf, None]] = {}
    for measure, reading in (*_figures(source, nodes, labels), *_measured(source, nodes, labels, whole)):
        if reading.node in place:
            found.setdefault(measure, {})[reading] = None
    rows = []
    for measure, readings in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        ordered = sorted(readings, key=lambda one: (place[one.node], one.period or "", one.value))
        rows.append([*measure, [cell for one in ordered for cell in (place[one.node], one.value, one.period or 0)]])
    return rows


def _figures(source: Source, nodes: Iterable[int], labels: Mapping[str, Labels]) -> Iterator[tuple[Scale, NumberOf]]:
    """The numbers of wenmai's figures, about each entity that they are about."""
    index = source.index
    for node in nodes:
        if FIGURE not in index.types(node):
            continue
        figure = read_figure(source, node, labels["zh"])
        value = figure.value if figure.value is not None else figure.low if figure.low is not None else figure.high
        if value is None or figure.indicator is None:
            continue
        base = figure.base or figure.unit
        called = [labels[said].label(base.iri) if base else "" for said in ("zh", "en")]
        named = [labels[said].label(figure.indicator.iri) for said in ("zh", "en")]
        measure = Scale(figure.indicator.iri, named[0], named[1], called[0], called[1])
        amount = round(value * (figure.factor or 1), 6)
        for about in (figure.about, *figure.also_about):
            owner = index.find(about.iri) if about else None
            if owner is not None:
                yield measure, NumberOf(owner, _plain(amount), figure.period)


def _measured(
    source: Source, nodes: Sequence[int], labels: Mapping[str, Labels], whole: bool
) -> Iterator[tuple[Scale, NumberOf]]:
    """The numbers of any other model, of what is no figure."""
    index, measures = source.index, Measures(source)
    if not source.enumerable:
        return
    every = measures.every() if whole else (one for node in nodes for one in measures.every(index.iri(node)))
    for one in every:
        quantity, owner = one.quantity, index.find(one.about)
        text = quantity.value or quantity.lower or quantity.upper
        value = None if text is None else read_number(text)
        if owner is None or value is None or FIGURE in index.types(owner) or _is_coordinate(one.predicate):
            continue
        indicator = next(iter(quantity.indicators), None)
        iri = indicator if isinstance(indicator, str) else one.predicate
        named = [
            indicator.value if isinstance(indicator, Literal) else labels[said].label(iri) for said in ("zh", "en")
        ]
        units = [unit_name(quantity.unit, labels[said].label, _known(source)) for said in ("zh", "en")]
        yield Scale(iri, named[0], named[1], units[0], units[1]), NumberOf(owner, _plain(value), one.period)


def _is_coordinate(predicate: str) -> bool:
    """Whether a number says where something is: that is on the map."""
    return local_name(predicate).lower() in LATITUDES | LONGITUDES


def _known(source: Source) -> Any:
    return lambda iri: source.index.find(iri) is not None


def _plain(value: Number) -> Number:
    """A number as JSON writes it shortest."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
