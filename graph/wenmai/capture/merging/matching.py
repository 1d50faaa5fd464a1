"""Which entity of a graph is which of a proposal: the same text, days, unit, name; what a person must say is told as a clash.

Documents are the same by the hash of their text, times by their days, units and indicators by their names. A place, a body or
another thing of the same name may be another: that a reviewer says (``wenmai merge --as``).
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.review.engine import APART
from wenmai.capture.review.proposedfinding import CALENDAR
from wenmai.capture.review.statedgraph import short_name
from wenmai.terms import WM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wenmai.capture.review.statedgraph import StatedGraph

_OWN = frozenset({"Figure", "Document", "Passage", "Unit", "CountingWord", *CALENDAR})


class NameClash(NamedTuple):
    """A name of the proposal that entities of the graph bear, too: its label and class there, and each with its class."""

    name: str
    kind: str
    others: tuple[tuple[str, str], ...]


def folded(name: str) -> str:
    """A name as names are compared."""
    return unicodedata.normalize("NFKC", name).casefold()


class EntityMatcher:
    """From the IRIs of a proposal to those of a graph; what clashes is collected in ``clashes``, what was renamed in ``renamed``."""

    def __init__(self, proposal: StatedGraph, graph: StatedGraph, same: Mapping[str, str]) -> None:
        """``same`` are names that reviewers hold to be another name, an IRI of the graph, or (``new``) a thing of their own."""
        self.proposal, self.graph, self.same = proposal, graph, same
        self.clashes: dict[str, NameClash] = {}
        self.joined: dict[str, str] = {}
        self.renamed: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._documents = {graph.value(iri, "sha256"): iri for iri in graph.of_kind("Document")}
        self._times = {self._days(graph, iri): iri for iri in graph.of_kind(*CALENDAR)}
        self._units = {folded(name): iri for iri in graph.of_kind("Unit", "CountingWord") for name in graph.names(iri)}
        self._passages = {self._passage(graph, iri): iri for iri in graph.of_kind("Passage")}
        self._named: dict[str, list[str]] = {}
        self._indicators: dict[str, str] = {}
        for iri in graph.subjects:
            kind = graph.kind(iri)
            if kind == "Indicator":
                self._indicators |= {folded(name): iri for name in graph.names(iri)}
            elif kind and kind not in _OWN:
                for name in sorted(graph.names(iri)):
                    self._named.setdefault(folded(name), []).append(iri)
        self._labelled = {
            proposal.label(iri): iri for iri in proposal.subjects if proposal.kind(iri) not in ("", *_OWN)
        }

    @staticmethod
    def _days(graph: StatedGraph, iri: str) -> tuple[str, ...]:
        """A time's class and days; a time without days is itself."""
        days = graph.value(iri, "begins"), graph.value(iri, "ends")
        return (graph.kind(iri), *days) if any(days) else (iri,)

    @staticmethod
    def _passage(graph: StatedGraph, iri: str) -> tuple[str, str, str]:
        return graph.value(iri, "document"), graph.value(iri, "start"), graph.value(iri, "end")

    def __call__(self, iri: str) -> str:
        """The IRI that an entity of the proposal has in the graph: one that is there, or the one to be written."""
        if iri not in self._known:
            self._known[iri] = iri  # of a circle
            self._known[iri] = self._match(iri)
        return self._known[iri]

    def is_there(self, iri: str) -> bool:
        """Whether the graph has the entity, and nothing of it is to be written."""
        return self(iri) in self.graph

    def _match(self, iri: str) -> str:
        if iri.startswith(WM) or iri not in self.proposal:
            return iri
        kind = self.proposal.kind(iri)
        if kind in ("Figure", "") or kind.endswith("Statement"):
            return self._free(iri, self.proposal.value(self.proposal.value(iri, "evidence"), "document"))
        if kind in _OWN:
            return self._match_own(iri, kind)
        return self._match_named(iri, kind)

    def _match_own(self, iri: str, kind: str) -> str:
        """A document, passage, time or unit, by what makes it the same."""
        if kind == "Document":
            return self._documents.get(self.proposal.value(iri, "sha256")) or self._free(iri, iri)
        if kind == "Passage":
            document, start, end = self._passage(self.proposal, iri)
            return self._passages.get((self(document), start, end)) or self._free(iri, document)
        if kind in CALENDAR:
            return self._times.get(self._days(self.proposal, iri)) or iri
        return self._units.get(folded(self.proposal.label(iri))) or iri

    def _free(self, iri: str, document: str) -> str:
        """The IRI itself, or where the graph has another document, passage or fact of that name, one with the text's hash."""
        mine = self.proposal.value(document, "sha256")
        there = self.graph.value(document, "sha256")
        if document not in self.graph or there == mine:
            return iri
        name = short_name(document)
        self.renamed[name] = f"{name}-{mine[:8]}"
        return iri.replace(f":{name}", f":{self.renamed[name]}", 1)

    def _match_named(self, iri: str, kind: str) -> str:
        label = self.proposal.label(iri)
        said = self.same.get(label)
        if said and said != APART:
            return self._match_said(label, said)
        if kind == "Indicator":
            return self._indicators.get(folded(label)) or self._own(iri, label)
        if iri in self.graph and folded(label) in map(folded, self.graph.names(iri)):
            return iri
        others = self._named.get(folded(label), [])
        if others and said != APART:
            told = tuple((other, self.graph.kind(other)) for other in dict.fromkeys(others))
            self.clashes[label] = NameClash(label, kind, told)
        return self._own(iri, label)

    def _match_said(self, label: str, said: str) -> str:
        """The entity that a reviewer holds a name to be of; the name becomes one of its other names."""
        target = said if ":" in said else self(self._labelled[said]) if said in self._labelled else ""
        if not target:
            named = self._named.get(folded(said), [])
            target = named[0] if len(named) == 1 else ""
        if target:
            self.joined[label] = target
            return target
        return self._own(self._labelled[label], label)

    def _own(self, iri: str, label: str) -> str:
        """An IRI of its own: the graph may have another entity of that one."""
        made, number = iri, 2
        while made in self.graph and folded(label) not in map(folded, self.graph.names(made)):
            made, number = f"{iri}-{number}", number + 1
        return made
