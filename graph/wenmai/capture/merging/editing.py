"""A proposal as its reviewers left it: the triples of each figure and time that was edited, made from its fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wenmai.capture.proposing.english import STATUS, bounded, indicator_name, place_name, time_names, unit_name
from wenmai.capture.proposing.naming import is_jurisdiction, local
from wenmai.capture.proposing.terms import READ_BOUNDS, WRITTEN_UNITS
from wenmai.capture.review.fields import TERMS, unit_field, value_ends
from wenmai.capture.review.proposedfinding import CALENDAR
from wenmai.capture.text.times import days_of
from wenmai.terms import LABEL, RDF, TYPE, WM, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wenmai.capture.review.proposedfinding import ProposedFinding
    from wenmai.capture.review.statedgraph import StatedGraph

Facts = dict[str, list[Any]]
_NUMBERS = ("value", "low", "high", "from", "to")
_RESTATED = ("文件在目标期满后重提的目标。", "A target that the document restates after its time.")


def node(iri: str) -> Any:
    """An IRI as a term."""
    from pyoxigraph import NamedNode

    return NamedNode(iri)


def literal(text: str, *, language: str = "", datatype: str = "") -> Any:
    """A literal as a term."""
    from pyoxigraph import Literal

    if language:
        return Literal(text, language=language)
    return Literal(text, datatype=node(datatype)) if datatype else Literal(text)


def with_edits(graph: StatedGraph, left: Iterable[tuple[ProposedFinding, Mapping[str, str]]]) -> StatedGraph:
    """The graph with each finding as its fields say, and the places, indicators, times and units that they name anew."""
    made = graph.overlay()
    editor = _Editor(made)
    for finding, fields in left:
        changed = {name for name in {*fields, *finding.fields} if fields.get(name) != finding.fields.get(name)}
        if changed and finding.kind == "figure":
            editor.figure(finding, fields, changed)
        elif changed and finding.kind == "time":
            editor.mention(finding, fields["period"])
    return made


class _Editor:
    """Replaces subjects of a graph; an entity that is named anew is made once."""

    def __init__(self, graph: StatedGraph) -> None:
        from wenmai.system import packaged

        self.graph = graph
        vocabulary = packaged.vocabulary().read_text("utf-8")
        self.known_units = set(re.findall(r"^wm:(\S+)\n\s+a\s+wm:(?:Unit|CountingWord)", vocabulary, re.MULTILINE))
        self.named: dict[tuple[str, str], str] = {}
        for iri in graph.subjects:
            self.named.setdefault((self._sort(graph.kind(iri)), graph.label(iri)), iri)

    @staticmethod
    def _sort(kind: str) -> str:
        return kind if kind in ("Indicator", "Figure", "Document", "Unit") else "time" if kind in CALENDAR else "thing"

    def figure(self, finding: ProposedFinding, fields: Mapping[str, str], changed: set[str]) -> None:
        """Write a figure anew: what changed, its label, and no rule, since none read it so."""
        facts = dict(self.graph.subjects[finding.iri])
        for name in ("rule", *(_NUMBERS if changed & {"value", "from"} else ())):
            facts.pop(WM + name, None)
        if "indicator" in changed:
            facts[WM + "indicator"] = [
                node(self._entity("Indicator", fields["indicator"], facts[WM + "indicator"][0].value))
            ]
        if "holder" in changed:
            self._set_holder(facts, fields["holder"])
        if changed & {"value", "from"} and "value" in fields:
            self._set_numbers(facts, fields)
        for name, terms in TERMS.items():
            if name in changed:
                term = next((one for one in terms if one.lower() == fields.get(name)), "")
                _set(facts, name, node(WM + term) if term else None, told=name == "measure")
        if changed & {"unit", "value"}:
            unit = self._unit(fields["unit"]) if "unit" in fields else ""
            _set(facts, "unit", node(unit) if unit else None, told="value" in fields)
        if "period" in changed:
            self._set_period(facts, fields.get("period", ""))
        self._note_restated(facts, finding, fields)
        zh, en = _labels(fields)
        facts[LABEL] = [literal(zh, language="zh"), literal(en, language="en")]
        self.graph.subjects[finding.iri] = facts

    def mention(self, finding: ProposedFinding, period: str) -> None:
        """Let a statement mean another time; its document mentions that one, too."""
        facts = dict(self.graph.subjects[finding.iri])
        for name in ("rule", "worded"):
            facts.pop(WM + name, None)
        facts[RDF + "object"] = [node(self._time(period))]
        facts[WM + "inferred"] = [literal("true", datatype=XSD + "boolean")]
        self.graph.subjects[finding.iri] = facts

    def _set_holder(self, facts: Facts, holder: str) -> None:
        place = node(self._entity("place", holder, facts[WM + "about"][0].value))
        facts[WM + "about"] = [place]
        _set(facts, "scope", place if is_jurisdiction(holder) else None, told=True)

    def _set_numbers(self, facts: Facts, fields: Mapping[str, str]) -> None:
        low, high = value_ends(fields["value"])
        numbers = {"low": low, "high": high} if high else {"value": low}
        if "from" in fields and not high:
            numbers |= {"from": fields["from"], "to": low}
        for name, number in numbers.items():
            kind = "decimal" if "." in number else "integer"
            facts[WM + name] = [literal(number, datatype=XSD + kind)]

    def _set_period(self, facts: Facts, period: str) -> None:
        for name in ("worded", "wordedAt", "inferred"):
            facts.pop(WM + name, None)
        if period:
            facts[WM + "inferred"] = [literal("true", datatype=XSD + "boolean")]
        _set(facts, "period", node(self._time(period)) if period else None, told=True)

    def _note_restated(self, facts: Facts, finding: ProposedFinding, fields: Mapping[str, str]) -> None:
        """A note on a target whose time is over when the document is written."""
        ends = days_of(fields["period"])[1] if fields.get("period") else ""
        document = self.graph.value(self.graph.value(finding.iri, "evidence"), "document")
        written = self.graph.value(self.graph.value(document, "when"), "ends")
        if fields["status"] in ("targeted", "planned") and ends and written and ends < written:
            facts.setdefault(
                WM + "note", [literal(words, language=tag) for words, tag in zip(_RESTATED, ("zh", "en"), strict=True)]
            )

    # Entities ---------------------------------------------------------------------------------------------------------

    def _entity(self, kind: str, label: str, beside: str) -> str:
        """The indicator or place of a name; one that is new is made in the collection of ``beside``."""
        sort = kind if kind == "Indicator" else "thing"
        if (sort, label) in self.named:
            return self.named[sort, label]
        iri = beside.rpartition(":")[0] + ":" + local(label)
        while iri in self.graph:
            iri += "-指标" if kind == "Indicator" else "-地"
        if kind == "Indicator":
            told, english = kind, indicator_name(label)
        else:
            told, english = ("Jurisdiction" if is_jurisdiction(label) else "Institution"), place_name(label)
        return self._made(sort, label, iri, told, english, {})

    def _made(self, sort: str, label: str, iri: str, kind: str, english: str, more: Facts) -> str:
        labels = [literal(label, language="zh"), literal(english, language="en")]
        self.graph.subjects[iri] = {TYPE: [node(WM + kind)], LABEL: labels, **more}
        self.named[sort, label] = iri
        return iri

    def _time(self, edtf: str) -> str:
        """A time of the calendar, and those that it lies within."""
        name = edtf.replace("/..", "起").replace("/", "-" if len(edtf) == 9 else "至")
        iri = f"urn:wenmai:time:{name}"
        if iri not in self.graph:
            days = zip(("begins", "ends"), days_of(edtf), strict=True)
            facts = {WM + edge: [literal(day, datatype=XSD + "date")] for edge, day in days if day}
            kind = "Period" if "/" in edtf else {4: "Year", 7: "Month"}.get(len(edtf), "Day")
            if kind in ("Month", "Day"):
                facts[WM + "within"] = [node(self._time(edtf[: 4 if kind == "Month" else 7]))]
            zh, en = time_names(edtf)
            self._made("time", zh, iri, kind, en, facts)
        return iri

    def _unit(self, unit: str) -> str:
        """A unit of the vocabulary, of the proposal, or a new one with the scale that it is written with."""
        known = WRITTEN_UNITS.get(unit, unit)
        if known in self.known_units:
            return WM + known
        for iri in self.graph.of_kind("Unit", "CountingWord"):
            if unit_field(self.graph, iri) == unit:
                return iri
        facts: Facts = {}
        scaled = re.match("([百千]?[万亿]|[百千])(.+)$", unit)
        if scaled:
            factor = 1
            for char in scaled[1]:
                factor *= {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[char]
            facts = {
                WM + "baseUnit": [node(self._unit(scaled[2]))],
                WM + "factor": [literal(str(factor), datatype=XSD + "integer")],
            }
        return self._made("Unit", unit, f"urn:wenmai:unit:{local(unit)}", "Unit", unit_name(unit), facts)


def _set(facts: Facts, name: str, term: Any, *, told: bool) -> None:
    """Give a property its one object, or none; ``told`` says in the graph that the text states none."""
    stated = [one for one in facts.get(WM + "notStated", []) if one.value != WM + name]
    facts.pop(WM + name, None)
    if term is not None:
        facts[WM + name] = [term]
    elif told:
        stated.append(node(WM + name))
    facts.pop(WM + "notStated", None)
    if stated:
        facts[WM + "notStated"] = stated


def _labels(fields: Mapping[str, str]) -> tuple[str, str]:
    """The labels of a figure in Chinese and English."""
    when = time_names(fields["period"]) if fields.get("period") else ("", "")
    status = STATUS.get(fields["status"], STATUS["planned"])
    place, indicator = fields["holder"], fields["indicator"]
    if "value" in fields:
        bound = next((one for term, one in READ_BOUNDS.items() if term.lower() == fields.get("bound")), "exact")
        unit = fields.get("unit", "")
        zh = {"approx": "约{}", "nearly": "近{}", "over": "超过{}", "atleast": "不低于{}", "atmost": "不超过{}"}.get(
            bound, "{}"
        )
        shown = zh.format(fields["value"] + unit)
        english = f"{bounded(bound, fields['value'])} {unit_name(unit) if unit else ''}".strip()
    else:
        shown, english = {
            "instep": ("与经济增长同步", "in step with the economy"),
            "outpaces": ("快于经济增长", "faster than the economy"),
            "fallsshort": ("未完成", "short of the plan"),
        }.get(fields["position"], ("完成任务", "as planned"))
    said = ", ".join(part for part in (place_name(place), when[1], status[1]) if part)
    return f"{place}{when[0]}{indicator}:{shown}（{status[0]}）", f"{indicator_name(indicator)}: {english} ({said})"
