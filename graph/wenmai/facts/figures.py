"""The figures of a graph: each number with what is needed to read it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError
from wenmai.facts.amounts import Amount, AmountUnit, amount_text
from wenmai.languages import is_chinese
from wenmai.model import Entity, Evidence, Literal, Statement
from wenmai.names.labels import Labels
from wenmai.notices import notice
from wenmai.rendering.marks import cell
from wenmai.rendering.sheet import Rows, Sheet
from wenmai.statements.reader import evidence_of, time_of
from wenmai.statements.standing import EVERY, Admission
from wenmai.terms import TYPE, WM
from wenmai.times.edtf import Dated, edtf
from wenmai.units.chinese import PERCENT, UNITS, read_unit, singular, unit_iri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wenmai.index import Index
    from wenmai.model import Term
    from wenmai.sources import Source

FIGURE, PERIOD = WM + "Figure", WM + "period"

AMONG = frozenset({"First", "FirstOne", "FrontRank", "GoingFirst", "Largest", "Leading"})
"""Positions that are held among all of a place."""

ORDINAL = frozenset({WM + "Order", WM + "Rank"})
"""Measures whose number is a place in an order, better told in words: *fourth batch*."""

RISING, FALLING = "增升涨扩", "降减缩落"
"""Characters of a wording that say whether a change goes up or down."""


class Figure(NamedTuple):
    """A number that the graph gives, with what is needed to read it.

    ``text`` is the amount as a person of the language writes it (*over 100 billion yuan*), or the rank that is said in words.
    ``value`` is a number in ``unit``, or ``None`` for a claim without one (a rank, a first) and for a range from ``low`` to
    ``high``; a unit is ``factor`` times ``base`` (itself, where it is no multiple). ``before`` is the value a change starts from.
    ``period`` is EDTF. ``not_stated`` are the properties that the text leaves open. ``predicate`` is ``None`` for
    wenmai's figures; for other graphs it is that of the literal, and all that a bare number does not tell stays ``None``.
    """

    iri: str
    label: str
    text: str = ""
    about: Entity | None = None
    also_about: tuple[Entity, ...] = ()
    indicator: Entity | None = None
    before: int | float | None = None
    low: int | float | None = None
    high: int | float | None = None
    value: int | float | None = None
    unit: Entity | None = None
    factor: int | None = None
    base: Entity | None = None
    bound: Entity | None = None
    scope: Entity | None = None
    period: str | None = None
    status: Entity | None = None
    measure: Entity | None = None
    position: Entity | None = None
    not_stated: tuple[Entity, ...] = ()
    said_by: Entity | None = None
    surface: str = ""
    predicate: Entity | None = None
    evidence: tuple[Evidence, ...] = ()
    statements: tuple[Statement, ...] = ()


def list_figures(
    source: Source, iri: str | None = None, *, admission: Admission = EVERY, language: str = "zh"
) -> Rows[Figure]:
    """The figures about an entity, within a scope, of an indicator, or (without ``iri``) of the whole graph.

    In a graph without wenmai's figures these are its numbers: literals with a numeric type, quantities with their unit,
    observations (:mod:`wenmai.facts.measured`); a notice says so. Rows are in the order of indicator, period, about.

    Raises:
        InputError: the graph has no such entity.
    """
    index, names = source.index, Labels(source.index, language)
    if iri is None and not source.enumerable:
        raise InputError(
            f"{source.described} is not read as a whole; name the entity or indicator whose figures you want"
        )
    nodes = range(index.node_count) if iri is None else _figure_nodes(index, index.require(iri))
    found = [read_figure(source, node, names) for node in nodes if FIGURE in index.types(node)]
    if not found:
        found = list(_numbers(source, iri, names))
        if found:
            notice(
                "this graph has no figures of wenmai's model; these are its numbers, with what it says of unit and period"
            )
    taken = [one for one in found if admission.takes_fact(one.statements, _spans(one))]
    return Rows(sorted(taken, key=_figure_order), names.label, language)


def _spans(figure: Figure) -> list[tuple[str | None, str | None]]:
    """From when on a figure is one: what was counted in a time stays counted."""
    dated = Dated.parse(figure.period) if figure.period else None
    return [] if dated is None else [(dated.begin or None, None)]


def _figure_nodes(index: Index, node: int) -> list[int]:
    return sorted({other for other, _, forward, _ in index.links(node) if not forward} | {node})


def _figure_order(figure: Figure) -> tuple[str, ...]:
    named = (figure.indicator or figure.predicate, figure.about)
    labels = [one.label if one else "" for one in named]
    return labels[0], figure.period or "", labels[1], figure.label, figure.iri, str(figure.value)


def read_figure(source: Source, node: int, names: Labels) -> Figure:
    """The figure that a node of the index is."""
    index = source.index
    values = _values(source, index.iri(node))
    about = tuple(names.term(iri) for iri in values.entities("about"))
    unit = read_unit_of(source, values.entity("unit"), names)
    value = values.number("value")
    position = names.of(values.entity("position"))
    made = Figure(
        iri=index.iri(node),
        label=index.label(node, names.language),
        about=about[0] if about else None,
        also_about=about[1:],
        indicator=names.of(values.entity("indicator")),
        before=values.number("from"),
        low=values.number("low"),
        high=values.number("high"),
        value=values.number("to") if value is None else value,
        unit=names.of(values.entity("unit")),
        factor=unit.factor if unit.iri else None,
        base=names.of(unit.iri),
        bound=names.of(values.entity("bound")),
        scope=names.of(values.entity("scope")),
        period=_period(index, node),
        status=names.of(values.entity("status")),
        measure=names.of(values.entity("measure")),
        position=position,
        not_stated=tuple(names.term(iri) for iri in values.entities("notStated")),
        said_by=names.of(values.entity("saidBy")),
        surface="; ".join(values.texts("surface")),
        evidence=index.node_evidence(node),
        statements=tuple(_stated(source, index.iri(node), values)),
    )
    return made._replace(text=_text(made, _amount(source, made, unit.shown), names))


def _text(figure: Figure, amount: Amount, names: Labels) -> str:
    """A figure's amount, or its rank in words with the place among all of which it holds."""
    position, scope = figure.position, figure.scope
    if position is None or (amount.value is not None and figure.measure and figure.measure.iri not in ORDINAL):
        return amount_text(amount, names.language)
    if is_chinese(names.language):
        return figure.surface or position.label
    among = scope not in (None, figure.about, *figure.also_about) and position.iri.removeprefix(WM) in AMONG
    return f"{position.label} in {scope.label}" if scope and among else position.label


class _Values(dict[str, list["Term"]]):
    """What a figure says, by the name of the property."""

    def entities(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.get(WM + name, ()) if isinstance(value, str))

    def entity(self, name: str) -> str | None:
        return next(iter(self.entities(name)), None)

    def texts(self, name: str, language: str | None = None) -> list[str]:
        found = [value for value in self.get(WM + name, ()) if isinstance(value, Literal)]
        return [value.value for value in found if language is None or value.language.split("-")[0] == language]

    def number(self, name: str) -> int | float | None:
        return next((read_number(text) for text in self.texts(name)), None)


def _values(source: Source, iri: str) -> _Values:
    values = _Values()
    for triple in source.match(iri):
        if triple.object not in values.setdefault(triple.predicate, []):
            values[triple.predicate].append(triple.object)
    return values


def _amount(source: Source, figure: Figure, unit: AmountUnit) -> Amount:
    """The number of a figure, and what its indicator and its wording say of it."""
    counted = _values(source, figure.indicator.iri).texts("counted", "en") if figure.indicator else []
    numbers = (figure.value, figure.low, figure.high, figure.before)
    value, low, high, before = (None if number is None else Decimal(str(number)) for number in numbers)
    bound, measure = (entity.iri.removeprefix(WM) if entity else "" for entity in (figure.bound, figure.measure))
    rises, falls = (bool(set(words) & set(figure.surface)) for words in (RISING, FALLING))
    toward = int(rises) - int(falls)
    return Amount(value, low, high, before, unit, bound, measure, counted[0] if counted else "", toward)


class _FigureUnit(NamedTuple):
    """A unit as it is shown, with the factor and the IRI of its base."""

    shown: AmountUnit
    factor: int
    iri: str | None


def read_unit_of(source: Source, iri: str | None, names: Labels) -> _FigureUnit:
    """A unit: by its name if it is one of wenmai's, else by what the graph says of it."""
    if iri is None:
        return _FigureUnit(AmountUnit(), 1, None)
    name = iri.removeprefix(WM).removeprefix(UNITS)
    if name != iri:
        name = _chinese_name(source, iri) or name
        unit = read_unit(name)
        base = unit_iri(unit.base) if unit.factor != 1 else iri
        called = "" if unit.counts or unit.percent else _english(names, base)
        noun = called or unit.noun
        return _FigureUnit(AmountUnit(name, unit.factor, unit.base, noun, unit.percent), unit.factor, base)
    values = _values(source, iri)
    base, number = values.entity("baseUnit") or iri, values.number("factor")
    counts = WM + "CountingWord" in values.get(TYPE, ())
    factor = int(number) if number and values.entity("baseUnit") else 1
    label = names.label(iri)
    noun = "" if counts else names.label(base)
    return _FigureUnit(AmountUnit(label, factor, names.label(base), noun, label in PERCENT), factor, base)


def _chinese_name(source: Source, iri: str) -> str:
    """The Chinese label of a unit that the graph makes: its IRI may write 微克/立方米 without the stroke."""
    node = source.index.find(iri) if iri.startswith(UNITS) else None
    return "" if node is None else source.index.labels(node).get("zh", "")


def _english(names: Labels, iri: str) -> str:
    """What a unit that the graph makes is called in it, as one of them; nothing for those of the vocabulary."""
    node = names.index.find(iri) if iri.startswith(UNITS) else None
    label = "" if node is None else names.index.labels(node).get("en", "")
    return singular(label) if label.isascii() else ""


def _stated(source: Source, iri: str, values: Mapping[str, Sequence[Term]]) -> Iterator[Statement]:
    """What a figure says of itself, its own notes with it, and what statements say about its facts."""
    own = source.statements.own(iri) or Statement()
    notes = tuple(value for value in values.get(WM + "note", ()) if isinstance(value, Literal))
    if own != Statement() or notes:
        yield own._replace(notes=(*own.notes, *notes))
    for every in source.statements.about(iri).values():
        yield from (one for one in every if one.name)


def _period(index: Index, node: int) -> str | None:
    """A figure's period as EDTF; as the time entity writes it where there is one, for it knows what is approximate."""
    stated = (
        index.time(link)
        for _, predicate, forward, link in index.links(node)
        if forward and index.predicates[predicate] == PERIOD
    )
    written = next((time for time in stated if time), None)
    begin, end = index.node_span(node)
    dated = None if begin is None and end is None else edtf(begin, end)
    return written or (dated.text if dated else None)


def read_number(written: str) -> int | float | None:
    """The number that a literal writes, whole where it is whole; ``None`` for what is no number."""
    text = written.strip()
    try:
        return int(text) if text.lstrip("+-").isdecimal() else float(text)
    except ValueError:
        return None


def _numbers(source: Source, iri: str | None, names: Labels) -> Iterator[Figure]:
    """The numbers of a graph of any model, each with what it gives of unit, period and scope."""
    from wenmai.facts.measured import Measures, quantity_text, unit_name

    for one in Measures(source).every(iri):
        about, predicate = names.term(one.about), names.term(one.predicate)
        stated = source.statements.of(*one.fact)
        quantity, node = one.quantity, source.index.find(one.about)
        unit = names.of(one.unit) if one.unit else None
        called = unit_name(quantity.unit, names.label, lambda iri: source.index.find(iri) is not None)
        indicator = next(iter(quantity.indicators), None)
        numbers = (quantity.value, quantity.lower, quantity.upper)
        value, low, high = (None if text is None else read_number(text) for text in numbers)
        yield Figure(
            iri=one.fact[0],
            label=f"{about.label} {predicate.label}",
            text=quantity_text(quantity, called, names.language),
            about=about,
            value=value,
            low=low,
            high=high,
            unit=Entity(unit.iri if unit else called, called) if called else None,
            period=one.period or time_of(stated),
            status=names.of(next((said.status for said in stated if said.status), None)),
            said_by=names.of(next((said.speakers[0] for said in stated if said.speakers), None)),
            scope=_within(one.scope, names),
            surface=quantity.value or "",
            indicator=_indicator(indicator, predicate, names),
            predicate=predicate,
            evidence=evidence_of(stated) or (source.index.node_evidence(node) if node is not None else ()),
            statements=stated,
        )


def _indicator(measured: Term | None, predicate: Entity, names: Labels) -> Entity | None:
    """What a number measures, where it says so: a resource, or a word for what its predicate leads to."""
    if isinstance(measured, Literal):
        return predicate._replace(label=measured.value)
    return names.term(measured) if isinstance(measured, str) else None


def _within(scope: Sequence[Term], names: Labels) -> Entity | None:
    """What else a number is within, as one."""
    if not scope:
        return None
    return Entity(
        next((one for one in scope if isinstance(one, str)), ""), ", ".join(cell(one, names.label) for one in scope)
    )


def spoken(period: str | None, language: str) -> str:
    """A period as a person would say it.

    >>> spoken("../2021-12-20~", "zh"), spoken("2017~/2021~", "en"), spoken("2020/..", "en")
    ('截至约2021-12-20', 'about 2017–2021', 'since 2020')
    """
    if period is None:
        return ""
    zh = is_chinese(language)
    about = ("约" if zh else "about ") if "~" in period else ""
    begin, interval, end = period.replace("~", "").partition("/")
    if not interval:
        return about + begin
    if begin == "..":
        return f"截至{about}{end}" if zh else f"until {about}{end}"
    if end == "..":
        return f"{about}{begin}起" if zh else f"since {about}{begin}"
    return f"{about}{begin}{'—' if zh else '–'}{end}"


def sheet(rows: Rows[Figure], language: str) -> Sheet:
    """Figures as a table to read: what is measured, of whom, how much, when, where, how it stands, by what evidence."""
    from wenmai.rendering.marks import remarked
    from wenmai.rendering.render import cite

    zh = is_chinese(language)
    header = (
        ("指标", "对象", "数值", "时期", "范围", "状态", "量度", "说话人", "说明", "出处")
        if zh
        else ("indicator", "about", "value", "period", "scope", "status", "measure", "said by", "said", "evidence")
    )
    cells = []
    for row in rows:
        named = (row.scope, row.status, row.measure, row.said_by)
        scope, status, measure, speaker = (one.label if one else None for one in named)
        what = row.indicator or row.predicate
        about = "; ".join(one.label for one in (row.about, *row.also_about) if one)
        evidence = "; ".join(map(cite, row.evidence))
        plain = [one._replace(status=None, speakers=()) for one in row.statements]  # these have columns
        numbers = row.text, row.period, scope, status, measure, speaker, remarked(plain, rows.label, language)
        cells.append((what and what.label, about, *numbers, evidence))
    return Sheet("数据" if zh else "Figures", "", header, tuple(cells))
