"""The findings of a proposal, each with a name that stays the same when better rules read the same document.

A finding is named by its kind, the hash of its document's text, and where its number (of a time or name, its words) stands there: by
no rule, and by nothing that a rule makes of it. What it was read as are its fields (:mod:`~wenmai.capture.review.fields`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wenmai.capture.review.fields import Fields, figure_fields, period_field, summary
from wenmai.capture.review.statedgraph import short_name
from wenmai.errors import InputError
from wenmai.terms import WM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wenmai.capture.review.statedgraph import StatedGraph

KINDS = ("figure", "time", "name", "link")
MENTIONS, WHEN = WM + "mentions", WM + "when"
CALENDAR = frozenset({"Year", "Month", "Day", "Period"})
_USUAL = {"time": 0.9, "name": 0.7, "link": 0.75}
"""How sure a finding is that says nothing of it."""


@dataclass(frozen=True, slots=True)
class ProposedFinding:
    """A finding of a proposal.

    ``id`` are ten hexadecimal digits; ``iri`` is the figure or the statement; ``start`` and ``end`` are its clause, ``number`` its
    number or words, ``time`` the words that say the period (equal ends where none do), all in code points of the text.
    """

    id: str
    iri: str
    kind: str
    document: str
    sha256: str
    start: int
    end: int
    number: tuple[int, int]
    time: tuple[int, int]
    rule: str
    confidence: float
    inferred: bool
    cell: str
    fields: Fields

    @property
    def place(self) -> tuple[str, str, int, int]:
        """What it is looked for by: kind, the document's hash, the place of its number."""
        return self.kind, self.sha256, *self.number

    @property
    def summary(self) -> str:
        """The finding in a few words."""
        return summary(self.kind, self.fields)


def read_findings(graph: StatedGraph, texts: Mapping[str, str], *, partly: bool = False) -> tuple[ProposedFinding, ...]:
    """The findings of a proposal in the order of its documents and their texts; ``texts`` are by the documents' hashes.

    Of several that say the same at one place only the first is one. ``partly`` leaves out what documents state whose text is not among them.

    Raises:
        InputError: the text of a document that is cited is not among them.
    """
    reader = _FindingReader(graph, texts, partly=partly)
    found = [*reader.figures(), *reader.stated()]
    order = {sha: number for number, sha in enumerate(dict.fromkeys(one.sha256 for one in found))}
    found.sort(key=lambda one: (order[one.sha256], one.start, one.end, KINDS.index(one.kind), one.summary, one.iri))
    return tuple(_named(found))


def _named(found: list[ProposedFinding]) -> Iterator[ProposedFinding]:
    """Each finding by its name: several of one kind in one place are numbered in their order, twins left out."""
    from dataclasses import replace

    counts: dict[tuple[str, str, int, int], int] = {}
    seen: set[object] = set()
    for one in found:
        said = *one.place, *one.fields.items()
        if said in seen:
            continue
        seen.add(said)
        counts[one.place] = number = counts.get(one.place, 0) + 1
        name = "|".join(map(str, (*one.place, number)))
        yield replace(one, id=hashlib.sha256(name.encode()).hexdigest()[:10])


class _FindingReader:
    """Reads figures and statements; every document that is cited has its text."""

    def __init__(self, graph: StatedGraph, texts: Mapping[str, str], *, partly: bool) -> None:
        self.graph, self.texts, self.partly = graph, texts, partly

    def wanted(self, passage: str) -> bool:
        """Whether a passage is of a document whose text is needed."""
        return not self.partly or self.graph.value(self.graph.value(passage, "document"), "sha256") in self.texts

    def figures(self) -> Iterator[ProposedFinding]:
        for iri in self.graph.of_kind("Figure"):
            passages = self.graph.values(iri, "evidence")
            own = next((one for one in passages if iri.endswith(f"-{short_name(one)}")), next(iter(passages), ""))
            if own and self.wanted(own):
                rule = self.graph.value(iri, "rule") or "figure"
                yield self._finding("figure", iri, own, rule, figure_fields(self.graph, iri))

    def stated(self) -> Iterator[ProposedFinding]:
        """Times, names and links: what statements say, but for the document's own day."""
        for iri, (one, way, other) in self.graph.statements():
            evidence = self.graph.value(iri, "evidence")
            if way == WHEN or not evidence or not self.wanted(evidence):
                continue
            rule, kind = self.graph.value(iri, "rule"), self.graph.kind(other)
            if way != MENTIONS:
                told = {
                    "subject": self.graph.label(one),
                    "predicate": short_name(way),
                    "object": self.graph.label(other),
                }
                yield self._finding("link", iri, evidence, rule or "link", told)
            elif kind in CALENDAR:
                told = {"period": period_field(self.graph, other) or self.graph.label(other)}
                yield self._finding("time", iri, evidence, f"time/{rule or 'time'}", told)
            else:
                told = {"name": self.graph.label(other), "class": kind}
                yield self._finding("name", iri, evidence, rule or f"name/{kind or 'thing'}", told)

    def _finding(self, kind: str, iri: str, passage: str, rule: str, fields: Fields) -> ProposedFinding:
        start, end = (int(self.graph.value(passage, edge) or 0) for edge in ("start", "end"))
        document = self.graph.value(passage, "document")
        sha256 = self.graph.value(document, "sha256")
        text = self.texts.get(sha256)
        if text is None:
            raise InputError(
                f"the text of {short_name(document)} is not beside the proposal, or is another than was read; capture it again with -o"
            )
        worded = self.graph.value(iri, "wordedAt")
        time = (
            tuple(int(self.graph.value(worded, edge) or 0) for edge in ("start", "end")) if worded else (start, start)
        )
        confidence = self.graph.value(iri, "confidence")
        inferred = self.graph.value(iri, "inferred") == "true"
        return ProposedFinding(
            "",
            iri,
            kind,
            short_name(document),
            sha256,
            start,
            end,
            self._number(iri, text, start, end),
            (time[0], time[1]),
            rule,
            float(confidence) if confidence else _USUAL.get(kind, 1.0) - (0.2 if inferred else 0.0),
            inferred,
            self.graph.label(passage),
            fields,
        )

    def _number(self, iri: str, text: str, start: int, end: int) -> tuple[int, int]:
        """Where the words of a finding stand in its clause: the last place of the longest; else the clause itself."""
        for words in sorted(self.graph.values(iri, "surface"), key=len, reverse=True):
            at = text.rfind(words, start, end)
            if words and at >= 0:
                return at, at + len(words)
        return start, end
