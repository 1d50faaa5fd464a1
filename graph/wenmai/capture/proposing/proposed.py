"""Findings read back from a graph: a proposal as it is after review, or any graph that keeps figures as the ontology does."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from wenmai.capture.captured import RANKS
from wenmai.capture.english_text.wordings import read_told_name
from wenmai.capture.findings import Finding
from wenmai.capture.indicators import is_counted, read_phrase
from wenmai.capture.proposing.terms import READ_BOUNDS, READ_POSITIONS, READ_STATUSES
from wenmai.capture.text.flow import same_length
from wenmai.capture.text.masthead import kind_of
from wenmai.terms import LABEL, TYPE, WM

if TYPE_CHECKING:
    from wenmai.sources import Source

_CONFIDENT = 1.0


def read_proposal(source: Source) -> tuple[list[Finding], dict[str, tuple[str, int]]]:
    """The figures of a graph as findings, in the order of their texts, and each document's day and rank."""
    graph = _Graph(source)
    figures = [triple.subject for triple in source.match(None, TYPE, WM + "Figure")]
    found = [finding for iri in sorted(set(figures)) for finding in graph.findings(iri)]
    return sorted(found, key=lambda one: (one.document, one.start, one.end)), graph.orders()


def target_figures(source: Source) -> list[str]:
    """The figures of a graph that are set as targets, in order."""
    aims = [WM + term for term, status in READ_STATUSES.items() if status in {"targeted", "planned"}]
    return sorted({triple.subject for aim in aims for triple in source.match(None, WM + "status", aim)})


_OWN_PASSAGE = re.compile(r"-(\d+-\d+)$")
"""A figure is named by the passage that states it; another that it cites writes its unit."""


class _Graph:
    """What is asked of a graph to read its figures."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def values(self, subject: str, predicate: str) -> list[str]:
        """The objects of a property, as IRIs or lexical forms."""
        found = [triple.object for triple in self.source.match(subject, WM + predicate)]
        return sorted(str(getattr(value, "value", value)) for value in found)

    def value(self, subject: str, predicate: str) -> str:
        return next(iter(self.values(subject, predicate)), "")

    def label(self, iri: str) -> str:
        """The Chinese label, or the only one."""
        labels = [triple.object for triple in self.source.match(iri, LABEL)] if iri else []
        told = sorted((getattr(label, "language", "") != "zh", str(getattr(label, "value", label))) for label in labels)
        return re.sub(r" \[[^\[\]]*\]$", "", told[0][1]) if told else ""

    def number(self, subject: str, predicate: str) -> Decimal | None:
        try:
            return Decimal(self.value(subject, predicate))
        except InvalidOperation:
            return None

    def orders(self) -> dict[str, tuple[str, int]]:
        """Each document's day and rank, by the document's short name."""
        found = {}
        for triple in self.source.match(None, WM + "sha256"):
            when = self.value(triple.subject, "when")
            found[_short(triple.subject)] = (
                self.value(when, "ends") if when else "",
                RANKS[kind_of(self.label(triple.subject))],
            )
        return found

    def findings(self, iri: str) -> list[Finding]:
        """A figure as findings, one for each passage that it cites; none where it says too little."""
        position = READ_POSITIONS.get(self.value(iri, "position").removeprefix(WM))
        status = READ_STATUSES.get(self.value(iri, "status").removeprefix(WM))
        low, high = self.number(iri, "low"), self.number(iri, "high")
        low = self.number(iri, "value") if low is None else low
        if status is None or (low is None and position is None):
            return []
        bound, verdict = ("", "") if position is None else position
        if low is not None:
            bound = READ_BOUNDS.get(self.value(iri, "bound").removeprefix(WM), "exact")
        elif bound == "words" and status in ("targeted", "planned"):
            bound, verdict = "quota", ""
        cited = self.values(iri, "evidence")
        own = _OWN_PASSAGE.search(iri)
        named = [passage for passage in cited if own and passage.endswith(f":{own[1]}")]
        return [self._finding(iri, passage, low, high, bound, verdict, status) for passage in named or cited]

    def _finding(
        self, iri: str, passage: str, low: Decimal | None, high: Decimal | None, bound: str, verdict: str, status: str
    ) -> Finding:
        indicator, unit = self.label(self.value(iri, "indicator")), self._unit(iri)
        about = self.value(iri, "scope") or self.value(iri, "about")
        english = read_told_name(indicator, unit)
        phrase = english or read_phrase(same_length(indicator), "", same_length(unit) or "%")
        measure = "completion" if unit == "%" and indicator.endswith(("完成预算", "完成计划")) else phrase.measure
        if self.value(iri, "measure") == WM + "Rank":
            measure = "rank"
        start, end = (int(self.value(passage, name) or 0) for name in ("start", "end"))
        return Finding(
            document=_short(self.value(passage, "document")),
            place=self.label(about),
            indicator=indicator,
            base=phrase.base or indicator,
            measure=measure if low is not None else "growth" if bound == "instep" else "words",
            falls=phrase.falls,
            low=low,
            high=high,
            origin=self.number(iri, "from"),
            unit=unit,
            bound=bound,
            period=self._period(iri),
            status=status,
            start=start,
            end=end,
            surface=self.value(iri, "surface"),
            rule=self.value(iri, "rule"),
            confidence=float(self.number(iri, "confidence") or _CONFIDENT),
            verdict=verdict,
            task=english.counted if english else is_counted(phrase.measure, phrase.base),
            cell=self.label(passage),
        )

    def _unit(self, iri: str) -> str:
        unit = self.value(iri, "unit")
        if not unit:
            return ""
        name = self.label(unit) or _short(unit)
        return "%" if name == "百分比" else name

    def _period(self, iri: str) -> str:
        """A period as EDTF, from its first and last day."""
        period = self.value(iri, "period")
        begins, ends = (self.value(period, "begins"), self.value(period, "ends")) if period else ("", "")
        return as_edtf(begins, ends)


def as_edtf(begins: str, ends: str) -> str:
    """First and last day as EDTF, whole years and months as such.

    >>> as_edtf("2021-01-01", "2025-12-31"), as_edtf("2022-03-01", "2022-03-31"), as_edtf("2018-01-01", "")
    ('2021/2025', '2022-03', '2018/..')
    """
    from wenmai.times.edtf import edtf

    dated = edtf(begins or None, ends or None)
    return dated.text if dated else ""


def _short(iri: str) -> str:
    return iri.rsplit(":", 1)[-1]
