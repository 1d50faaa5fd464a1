"""What of a proposal goes into a graph: the accepted facts that are not there yet, and all that they need to be understood."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.capture.merging.editing import literal, node
from wenmai.capture.review.proposedfinding import MENTIONS, WHEN, read_findings
from wenmai.capture.review.statedgraph import STATEMENT, text_of_term
from wenmai.terms import LABEL, RDF, SKOS, TYPE, WM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wenmai.capture.merging.matching import EntityMatcher
    from wenmai.capture.review.proposedfinding import ProposedFinding
    from wenmai.capture.review.statedgraph import StatedGraph

Facts = dict[str, list[Any]]
_CORE = ("about", "indicator", "value", "low", "high", "from", "unit", "bound", "position", "period", "status")


class MergeSelection(NamedTuple):
    """The subjects to write with their facts, by the IRIs they have in the graph; ``written`` leads from findings to theirs.

    ``there`` are findings that the graph has, ``otherwise`` those of whose number it says something else.
    """

    subjects: dict[str, Facts]
    written: dict[str, str]
    there: tuple[ProposedFinding, ...]
    otherwise: tuple[tuple[ProposedFinding, str], ...]


class FactSelector:
    """Chooses from a proposal, as its reviewers left it, what a graph does not have."""

    def __init__(
        self, proposal: StatedGraph, graph: StatedGraph, matched: EntityMatcher, texts: Mapping[str, str]
    ) -> None:
        self.proposal, self.graph, self.matched = proposal, graph, matched
        self.subjects: dict[str, Facts] = {}
        self._stated = {about for _, about in proposal.statements()}
        self._dated = {about[0]: iri for iri, about in proposal.statements() if about[1] == WHEN}
        found = read_findings(graph, texts, partly=True)
        self._figures: dict[tuple[str, int, int], list[str]] = {}
        for one in found:
            if one.kind == "figure":
                self._figures.setdefault((one.sha256, *one.number), []).append(one.iri)
        self._statements = {
            (*about, passage): iri for iri, about in graph.statements() for passage in graph.values(iri, "evidence")
        }

    def select(self, accepted: Sequence[ProposedFinding]) -> MergeSelection:
        """Take the findings in their order."""
        written: dict[str, str] = {}
        there: list[ProposedFinding] = []
        otherwise: list[tuple[ProposedFinding, str]] = []
        for one in accepted:
            known = self._there(one)
            if known == "":
                written[one.id] = self._figure(one) if one.kind == "figure" else self._statement(one)
            elif known == one.id:
                there.append(one)
            else:
                otherwise.append((one, known))
        for label, iri in sorted(self.matched.joined.items()):
            self._rename(label, iri)
        return MergeSelection(self.subjects, written, tuple(there), tuple(otherwise))

    def _there(self, one: ProposedFinding) -> str:
        """Its own id where the graph has the finding, the IRI that says something else of the same number, or nothing."""
        if one.kind != "figure":
            return one.id if self._fact_of(one) in self._statements else ""
        mine = self._core(self.proposal, one.iri, mapped=True)
        rivals = self._figures.get((one.sha256, *one.number), [])
        iri = self.matched(one.iri)
        for rival in dict.fromkeys([*rivals, *([iri] if iri in self.graph else [])]):
            other = self._core(self.graph, rival, mapped=False)
            if other == mine:
                return one.id
            if rival == iri or other[:2] == mine[:2]:
                return rival
        return ""

    def _core(self, graph: StatedGraph, iri: str, *, mapped: bool) -> tuple[tuple[str, ...], ...]:
        """What makes a figure the same: what it is of and about, its number, time and status."""
        return tuple(
            tuple(sorted(_number(self.matched(value) if mapped else value) for value in graph.values(iri, name)))
            for name in _CORE
        )

    def _fact_of(self, one: ProposedFinding) -> tuple[str, str, str, str]:
        facts = self.proposal.subjects[one.iri]
        about = (text_of_term(facts[RDF + part][0]) for part in ("subject", "predicate", "object"))
        first, way, last = (self.matched(value) for value in about)
        return first, way, last, self.matched(self.proposal.value(one.iri, "evidence"))

    # Taking -----------------------------------------------------------------------------------------------------------

    def _figure(self, one: ProposedFinding) -> str:
        facts = {way: terms for way, terms in self.proposal.subjects[one.iri].items() if way != WM + "confidence"}
        return self._put(self.matched(one.iri), facts)

    def _statement(self, one: ProposedFinding) -> str:
        """A statement and its triple; a name that the graph gives to another statement is not taken."""
        iri, number = self.matched(one.iri), 2
        while iri in self.graph or iri in self.subjects:
            iri, number = f"{self.matched(one.iri)}-{number}", number + 1
        first, way, last, _ = self._fact_of(one)
        facts = self.proposal.subjects[one.iri]
        self._need(text_of_term(facts[RDF + "subject"][0]))
        if all(text_of_term(term) != last for term in self.graph.terms(first, way)):
            terms = self.subjects.setdefault(first, {}).setdefault(way, [])
            if all(text_of_term(term) != last for term in terms):
                terms.append(node(last))
        return self._put(iri, facts)

    def _put(self, iri: str, facts: Mapping[str, list[Any]]) -> str:
        """Write a subject with what it leads to."""
        made = self.subjects.setdefault(iri, {})
        for way, terms in facts.items():
            for term in terms:
                target = text_of_term(term)
                if target in self.proposal:
                    self._need(target)
                there = made.setdefault(way, [])
                there.append(node(self.matched(target)) if target in self.proposal else term)
        return iri

    def _need(self, subject: str) -> None:
        """Write an entity that is not there yet, without the links that statements say of it; of a document its day."""
        iri = self.matched(subject)
        if iri in self.graph or (iri in self.subjects and TYPE in self.subjects[iri]):
            return
        facts = {
            way: [term for term in terms if way == WHEN or (subject, way, text_of_term(term)) not in self._stated]
            for way, terms in self.proposal.subjects[subject].items()
            if way != MENTIONS
        }
        self.subjects.setdefault(iri, {}).setdefault(TYPE, [])
        self._put(iri, {way: terms for way, terms in facts.items() if terms})
        dated = self._dated.get(subject)
        if dated is not None:
            self._put(self.matched(dated), self.proposal.subjects[dated])

    def _rename(self, label: str, iri: str) -> None:
        """Give an entity another name, where it has it not and anything of it is written or there."""
        held = self.subjects.get(iri, {})
        names = {text_of_term(term) for way in (LABEL, SKOS + "altLabel") for term in held.get(way, ())}
        used = any(
            text_of_term(term) == iri for facts in self.subjects.values() for terms in facts.values() for term in terms
        )
        if used and label not in names and label not in self.graph.names(iri):
            self.subjects.setdefault(iri, {}).setdefault(SKOS + "altLabel", []).append(literal(label, language="zh"))


def _number(value: str) -> str:
    """A number in one spelling; anything else as it is."""
    try:
        return str(Decimal(value).normalize())
    except InvalidOperation:
        return value


def is_statement(facts: Mapping[str, Iterable[Any]]) -> bool:
    """Whether a subject is a statement."""
    return any(text_of_term(term) == STATEMENT for term in facts.get(TYPE, ()))
