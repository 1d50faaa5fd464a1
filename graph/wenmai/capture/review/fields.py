"""What a finding says, field by field, as a reviewer sees and edits it: words and numbers, no IRIs.

A figure has ``indicator``, ``holder``, ``value`` (``5.7``, a range ``6-7``), ``from`` (what it rose or fell from), ``unit``,
``bound``, ``position`` (in place of a number), ``measure``, ``period`` (EDTF) and ``status``; a time ``period``; a name ``name``
and ``class``; a link ``subject``, ``predicate`` and ``object``. A field that says nothing is left out.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from wenmai.capture.proposing.proposed import as_edtf
from wenmai.capture.review.statedgraph import short_name
from wenmai.errors import InputError
from wenmai.terms import WM
from wenmai.times.edtf import Dated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wenmai.capture.review.statedgraph import StatedGraph

Fields = dict[str, str]

FIGURE_FIELDS = ("indicator", "holder", "value", "from", "unit", "bound", "position", "measure", "period", "status")
EDITED = {"figure": FIGURE_FIELDS, "time": ("period",), "name": (), "link": ()}
"""The fields of each kind that can be edited; a wrong name or link is rejected, or names are merged."""

BOUNDS = ("Exactly", "About", "Nearly", "Over", "Breaks", "Under", "AtLeast", "Within", "Between")
STATUSES = ("Achieved", "Estimated", "Targeted", "Planned", "Underway")
MEASURES = ("Growth", "Rate", "Rank")
POSITIONS = ("InStep", "Outpaces", "MeetsRequirement", "FallsShort")
TERMS = {"bound": BOUNDS, "status": STATUSES, "measure": MEASURES, "position": POSITIONS}
"""The terms that a field may name: written small, without capitals, in a field."""

_WORDS = {
    "bound": {
        "=": "exactly", "exact": "exactly", "≈": "about", "approx": "about", "约": "about", "左右": "about", "近": "nearly", ">": "over",
        "超过": "over", "突破": "breaks", "<": "under", "不到": "under", "≥": "atleast", ">=": "atleast", "不低于": "atleast", "以上": "atleast",
        "≤": "within", "<=": "within", "atmost": "within", "以内": "within", "range": "between",
    },
    "status": {"已实现": "achieved", "完成": "achieved", "预计": "estimated", "目标": "targeted", "计划": "planned", "进行中": "underway"},
    "measure": {"增长": "growth", "占比": "rate", "位次": "rank", "level": ""},
    "position": {"同步": "instep", "快于": "outpaces", "完成任务": "meetsrequirement", "未完成": "fallsshort"},
}  # fmt: skip
"""Other words for the terms of a field."""

_NUMBER = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_VALUE = re.compile(rf"(?P<low>{_NUMBER})(?:[-–—~至](?P<high>{_NUMBER}))?(?P<unit>[^\d\s.,-].*)?")


def figure_fields(graph: StatedGraph, iri: str) -> Fields:
    """The fields of a figure of a graph."""
    low, high = graph.value(iri, "low"), graph.value(iri, "high")
    period = graph.value(iri, "period")
    told = {
        "indicator": graph.label(graph.value(iri, "indicator")),
        "holder": graph.label(graph.value(iri, "about") or graph.value(iri, "scope")),
        "value": f"{low}-{high}" if low and high else graph.value(iri, "value") or low,
        "from": graph.value(iri, "from"),
        "unit": unit_field(graph, graph.value(iri, "unit")),
        "period": period_field(graph, period),
    }
    for name in TERMS:
        told[name] = graph.value(iri, name).removeprefix(WM).lower()
    return {name: told[name] for name in FIGURE_FIELDS if told.get(name)}


def unit_field(graph: StatedGraph, unit: str) -> str:
    """A unit as a text writes it."""
    name = (graph.label(unit) or short_name(unit)) if unit else ""
    return "%" if name == "百分比" else name


def period_field(graph: StatedGraph, time: str) -> str:
    """A time as EDTF, from its first and last day."""
    return as_edtf(graph.value(time, "begins"), graph.value(time, "ends")) if time else ""


def read_edits(kind: str, fields: Mapping[str, str], edits: Mapping[str, str]) -> Fields:
    """What a reviewer's edits make of the fields of a finding: all of them, those that change as they are to be written.

    An empty text takes a field away. A value with a unit behind it (``12.8亿元``) is both.

    Raises:
        InputError: a field is none of this kind, or its text is no number, time or term; the sentence says what is.
    """
    made = dict(fields)
    for name, written in edits.items():
        if name not in EDITED[kind]:
            raise InputError(f"{name!r} is no field of a {kind} that can be edited ({_either(EDITED[kind])})")
        made |= _read_field(name, " ".join(written.split()))
    made = {name: made[name] for name in (FIGURE_FIELDS if kind == "figure" else EDITED[kind]) if made.get(name)}
    if kind == "figure":
        _check_figure(made)
    elif kind == "time" and "period" not in made:
        raise InputError("a time without a period says nothing; reject it instead")
    return made


def _either(names: tuple[str, ...]) -> str:
    return ", ".join(names) if names else "reject it, or merge two names"


def _read_field(name: str, written: str) -> Fields:
    """The fields that one text of a person gives."""
    if not written or name in ("indicator", "holder", "unit"):
        return {name: "%" if name == "unit" and written in ("百分比", "％") else written}
    written = unicodedata.normalize("NFKC", written)
    if name in TERMS:
        known = {term.lower() for term in TERMS[name]}
        term = _WORDS[name].get(written, written).lower().replace(" ", "").replace("_", "")
        term = _WORDS[name].get(term, term)
        if term and term not in known:
            raise InputError(f"{written!r} is no {name}: give one of {', '.join(sorted(known))}")
        return {name: term}
    if name == "period":
        return {name: _read_period(written)}
    return _read_value(name, written)


def _read_period(written: str) -> str:
    plain = re.sub(r"\d+", lambda number: number[0].zfill(2), written.replace("至", "/"))
    dated = Dated.parse(re.sub(r"[年月](?=\d)", "-", plain).translate(dict.fromkeys(map(ord, "年月日 "))))
    period = as_edtf(dated.begin, dated.end) if dated else ""
    if not period or period.startswith("../"):
        raise InputError(f"{written!r} is no time: write 2023, 2023-06, 2023-06-30, 2021/2025 or 2018/..")
    return period


def _read_value(name: str, written: str) -> Fields:
    match = _VALUE.fullmatch(written)
    if match is None or (name == "from" and match["high"]):
        raise InputError(f"{written!r} is no number: write 5.7, -3, 12.8亿元 or a range, 6-7")
    low, high = ((match[end] or "").replace(",", "") for end in ("low", "high"))
    told = {name: f"{low}-{high}" if high else low}
    if high:
        told["bound"] = "between"
    if match["unit"]:
        told["unit"] = match["unit"].strip()
    return told


def _check_figure(made: Fields) -> None:
    """See that a figure still says enough to be one, and no number and position both."""
    for name in ("indicator", "holder", "status"):
        if name not in made:
            raise InputError(f"a figure has a {name}; reject it instead if the text states none")
    if "value" not in made and "position" not in made:
        raise InputError(f"a figure has a value, or a position in its place ({', '.join(map(str.lower, POSITIONS))})")
    if "value" in made:
        made.pop("position", None)
        ranged = re.fullmatch(rf"{_NUMBER}-{_NUMBER}", made["value"]) is not None
        if ranged != (made.get("bound") == "between"):
            made["bound"] = "between" if ranged else "exactly"
        made.setdefault("bound", "exactly")
    else:
        for name in ("from", "unit", "bound"):
            made.pop(name, None)


def value_ends(value: str) -> tuple[str, str]:
    """The lower and the upper number of a value; the upper one empty where it is one number.

    >>> value_ends("6-7"), value_ends("-3")
    (('6', '7'), ('-3', ''))
    """
    match = re.fullmatch(rf"({_NUMBER})(?:-({_NUMBER}))?", value)
    return (match[1], match[2] or "") if match else (value, "")


def summary(kind: str, fields: Mapping[str, str]) -> str:
    """A finding in a few words, the same in every language.

    >>> summary("figure", {"indicator": "粮食产量", "holder": "白榆县", "value": "12", "unit": "万吨", "bound": "about", "period": "2023", "status": "achieved"})
    '粮食产量 白榆县 2023 ≈ 12万吨 achieved'
    """
    if kind != "figure":
        return " ".join(fields.values())
    parts = (fields.get("indicator"), fields.get("holder"), fields.get("period"), amount(fields), fields.get("status"))
    return " ".join(part for part in parts if part)


_SIGNS = {"about": "≈ ", "nearly": "≲ ", "over": "> ", "breaks": "> ", "under": "< ", "atleast": "≥ ", "within": "≤ "}


def amount(fields: Mapping[str, str]) -> str:
    """A figure's number with its bound and unit, or the position in its place."""
    if "value" not in fields:
        return fields.get("position", "")
    low, high = value_ends(fields["value"])
    number = f"{low}–{high}" if high else low
    origin = f"{fields['from']} → " if "from" in fields else ""
    return f"{_SIGNS.get(fields.get('bound', ''), '')}{origin}{number}{fields.get('unit', '')}"
