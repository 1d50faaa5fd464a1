"""The figures of a graph: each number with what is needed to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.dating import Dated, edtf
from wenmai.errors import InputError
from wenmai.facts.moments import how_dated
from wenmai.languages import is_chinese
from wenmai.model import Entity, Evidence, Literal, Statement
from wenmai.names.labels import Labels
from wenmai.notices import notice
from wenmai.sheet import Rows, Sheet
from wenmai.standing import EVERY, Admission
from wenmai.statements import evidence_of
from wenmai.terms import STRUCTURAL, WM, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wenmai.index import Index
    from wenmai.model import Term
    from wenmai.sources import Source

FIGURE = WM + "Figure"

NUMBERS = frozenset(
    XSD + name
    for name in (
        "integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong",
    )
)  # fmt: skip
"""Datatypes of numbers, as other people's graphs write them."""


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
    statements: tuple[Statement, ...] = ()


def list_figures(
    source: Source, iri: str | None = None, *, admission: Admission = EVERY, language: str = "zh"
) -> Rows[Figure]:
    """The figures about an entity, within a scope, of an indicator, or (without ``iri``) of the whole graph.

    In a graph without wenmai's figures these are its numbers: every literal with a numeric type, with its predicate; a
    notice says so. Rows are in the order of indicator, period, about.

    Raises:
        InputError: the graph has no such entity.
    """
    index, names = source.index, Labels(source.index, language)
    if iri is None and not source.enumerable:
        raise InputError("an endpoint is not read as a whole; name the entity or indicator whose figures you want")
    nodes = range(index.node_count) if iri is None else _figure_nodes(index, index.require(iri))
    found = [_figure(source, index, node, names) for node in nodes if FIGURE in index.types(node)]
    if not found:
        found = list(_numbers(source, iri, names))
        if found:
            notice("this graph has no figures of wenmai's model; these are its numeric values, without unit or period")
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


def _figure(source: Source, index: Index, node: int, names: Labels) -> Figure:
    iri = index.iri(node)
    values: dict[str, list[Term]] = {}
    for triple in source.match(iri):
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
        tuple(_stated(source, iri, values)),
    )


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
    _, link = how_dated(index, node)
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


def _numbers(source: Source, iri: str | None, names: Labels) -> Iterator[Figure]:
    """Literals with a numeric type, each as a figure that knows only its predicate."""
    index = source.index
    for triple in source.match(iri):
        value = triple.object
        if not isinstance(value, Literal) or value.datatype not in NUMBERS or triple.predicate in STRUCTURAL:
            continue
        node = index.find(triple.subject)
        if node is None or triple.predicate.startswith(WM):
            continue
        about, predicate = names.node(node), names.term(triple.predicate)
        stated = source.statements.of(triple.subject, triple.predicate, value)
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
            evidence=evidence_of(stated) or index.node_evidence(node),
            statements=stated,
        )


def reading(figure: Figure) -> str:
    """A figure's value as a person reads it: bound, value and unit; a plain number as the graph writes it.

    >>> from wenmai.model import Entity
    >>> empty = Figure("urn:f", "", *[None] * 12, "", None, ())
    >>> reading(empty._replace(value=147, unit=Entity("urn:u", "家"), bound=Entity("urn:b", "近")))
    '近 147 家'
    """
    exact = figure.bound is None or figure.value is None or figure.bound.iri == WM + "Exactly"
    parts = ["" if exact or figure.bound is None else figure.bound.label]
    if figure.before is not None and figure.value is not None:
        parts.append(f"{figure.before} → {figure.value}")
    elif figure.value is not None:
        parts.append(figure.surface if figure.predicate else str(figure.value))
    elif figure.position:
        parts.append(figure.position.label)
    parts.append(figure.unit.label if figure.unit and figure.value is not None else "")
    return " ".join(part for part in parts if part)


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
    from wenmai.render import cite

    zh = is_chinese(language)
    header = (
        ("指标", "对象", "数值", "时期", "范围", "状态", "量度", "说话人", "出处")
        if zh
        else ("indicator", "about", "value", "period", "scope", "status", "measure", "said by", "evidence")
    )
    cells = []
    for row in rows:
        named = (row.scope, row.status, row.measure, row.said_by)
        scope, status, measure, speaker = (one.label if one else None for one in named)
        what = row.indicator or row.predicate
        about = row.about.label if row.about else None
        evidence = "; ".join(map(cite, row.evidence))
        cells.append((what and what.label, about, reading(row), row.period, scope, status, measure, speaker, evidence))
    return Sheet("数据" if zh else "Figures", "", header, tuple(cells))
