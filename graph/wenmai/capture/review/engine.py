"""The review of a proposal: its findings with their doubt, decisions about them, what rules they prove right.

One :class:`Review` serves one reviewer; several, in one process or many, share the log. All answers are frozen.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.review.doubt import DoubtScale
from wenmai.capture.review.fields import read_edits
from wenmai.capture.review.log import DecisionLog, ReviewDecision, new_id, now
from wenmai.capture.review.precision import STATES, RulePrecision, StateTally
from wenmai.capture.review.proposedfinding import KINDS, ProposedFinding, read_findings
from wenmai.capture.review.quoting import PassageContext, context_of, quote_place
from wenmai.capture.review.settling import SettledFinding, Settlement
from wenmai.capture.review.statedgraph import StatedGraph
from wenmai.errors import InputError, NoAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ORDERS = ("doubt", "text")
APART = "new"


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which findings are asked for: each part that is not empty must fit.

    ``states``, ``kinds``: of those named; ``rule``: the rule or, before a ``*``, how it begins; ``document``: its name; ``text``: in
    any field, or in the document's name.
    """

    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    rule: str = ""
    document: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        for given, known, what in ((self.states, STATES, "state"), (self.kinds, KINDS, "kind")):
            wrong = [one for one in given if one not in known]
            if wrong:
                raise InputError(f"{wrong[0]!r} is no {what} of a finding: give {', '.join(known)}")

    def takes(self, one: ReviewedFinding) -> bool:
        """Whether a finding is asked for."""
        found = one.proposed
        return (
            (not self.states or one.state in self.states)
            and (not self.kinds or found.kind in self.kinds)
            and (not self.rule or is_rule(found.rule, self.rule))
            and (not self.document or found.document == self.document)
            and (not self.text or self.text in found.document or any(self.text in part for part in one.fields.values()))
        )


def is_rule(rule: str, wanted: str) -> bool:
    """Whether a rule is the one that is wanted, or begins so (``plan/*``)."""
    return rule.startswith(wanted[:-1]) if wanted.endswith("*") else rule == wanted


@dataclass(frozen=True, slots=True)
class ReviewedFinding:
    """A finding as it stands: ``state`` is one of ``STATES``, ``fields`` are those it has now, ``reasons`` say why it is doubted."""

    proposed: ProposedFinding
    settled: SettledFinding
    doubt: float
    reasons: tuple[str, ...]

    @property
    def id(self) -> str:
        """The finding's name."""
        return self.proposed.id

    @property
    def state(self) -> str:
        """``open``, ``accepted``, ``rejected``, ``edited`` or ``disputed``."""
        return self.settled.state

    @property
    def fields(self) -> Mapping[str, str]:
        """The fields as reviewers left them."""
        return self.settled.fields

    def to_json(self) -> dict[str, object]:
        """The finding as JSON: what it is, what was decided, and by whom."""
        one = self.proposed
        return {
            "id": one.id,
            "kind": one.kind,
            "state": self.state,
            "doubt": self.doubt,
            "reasons": list(self.reasons),
            "document": one.document,
            "start": one.start,
            "end": one.end,
            "cell": one.cell,
            "rule": one.rule,
            "confidence": one.confidence,
            "fields": dict(self.fields),
            "read": dict(one.fields),
            "decisions": [
                {"by": made.by, "do": made.action, "at": made.at, "note": made.note} for made in self.settled.decisions
            ],
            "iri": one.iri,
        }


class ReviewProgress(NamedTuple):
    """How many findings are in each state; ``stray`` are decisions whose finding the proposal no longer has."""

    total: int
    open: int
    accepted: int
    rejected: int
    edited: int
    disputed: int
    stray: int

    @property
    def decided(self) -> int:
        """How many need no more looking at."""
        return self.accepted + self.rejected + self.edited


class Review:
    """A proposal with its log, for one reviewer."""

    def __init__(self, proposal: Path, reviewer: str) -> None:
        """Read the proposal, the texts beside it and the log.

        Raises:
            InputError: one of them cannot be read, or the text of a document is missing.
        """
        self.proposal, self.reviewer = proposal, reviewer
        self.graph = StatedGraph(_content(proposal), str(proposal))
        self.texts = read_texts(self.graph, proposal)
        self.proposed = read_findings(self.graph, self.texts)
        self.log = DecisionLog(log_file(proposal))
        self._settlement = Settlement(self.proposed, self.texts)
        self._scale = DoubtScale(self.proposed)
        self._tally = StateTally((one.id, one.rule) for one in self.proposed)
        self.refresh()

    def refresh(self) -> bool:
        """Take what other reviewers decided since; whether there was anything."""
        new = self.log.read_new()
        for name in self._settlement.add(new):
            self._tally.move(name, self._settlement.settled(self._settlement.findings[name]).state)
        return bool(new)

    # Asking -----------------------------------------------------------------------------------------------------------

    def findings(
        self, wanted: ReviewFilter | None = None, *, order: str = "doubt", limit: int | None = None
    ) -> tuple[ReviewedFinding, ...]:
        """The findings that a filter takes, the most doubtful first, or (``text``) as the documents state them."""
        found = [one for one in map(self._reviewed, self.proposed) if wanted is None or wanted.takes(one)]
        if order == "doubt":
            found.sort(key=lambda one: -one.doubt)
        return tuple(found if limit is None else found[:limit])

    def finding(self, name: str) -> ReviewedFinding:
        """The finding of an id, of the beginning of one that no other has, or of a figure's or statement's IRI.

        Raises:
            NoAnswer: there is none. InputError: several begin so.
        """
        exact = self._settlement.findings.get(name)
        found = (
            [exact]
            if exact
            else [one for one in self.proposed if name and (one.iri == name or one.id.startswith(name))]
        )
        if not found:
            raise NoAnswer(f"no finding of {self.proposal} is called {name!r}: review --list names them")
        if len(found) > 1:
            raise InputError(f"{name!r} begins the names of {len(found)} findings of {self.proposal}; write more of it")
        return self._reviewed(found[0])

    def context(self, name: str) -> PassageContext:
        """The sentence in which a finding stands, its clause, number and time marked.

        Raises:
            NoAnswer, InputError: as for :meth:`finding`.
        """
        one = self.finding(name).proposed
        marks = [(*one.time, "time"), (*one.number, "number")]
        return context_of(self.texts[one.sha256], (one.start, one.end), marks)

    def progress(self) -> ReviewProgress:
        """How far the review is."""
        return ReviewProgress(total=len(self.proposed), stray=len(self._settlement.stray), **self._tally.totals())

    def precision(self) -> tuple[RulePrecision, ...]:
        """How often each rule was right, by all reviewers' decisions."""
        return self._tally.precision()

    def same_names(self) -> dict[str, str]:
        """Names that are other names of a name or of an IRI, as reviewers said."""
        return self._settlement.same_names()

    # Deciding ---------------------------------------------------------------------------------------------------------

    def decide(
        self, names: Iterable[str], action: str, *, edits: Mapping[str, str] | None = None, note: str = ""
    ) -> tuple[ReviewDecision, ...]:
        """Accept, reject or edit findings, all or none; the decisions are on the disk when this returns.

        ``edits`` are texts by the names of fields; edits that change nothing accept.

        Raises:
            NoAnswer: there is no such finding. InputError: the edit is none, or the log cannot be written.
        """
        chosen = list({one.id: one for one in map(self.finding, names)}.values())
        return self._append([self._decision(one, action, edits or {}, note) for one in chosen])

    def decide_rule(self, rule: str, action: str, *, note: str = "") -> tuple[ReviewDecision, ...]:
        """Accept or reject all open findings of a rule, or (``plan/*``) of all that begin so.

        Raises:
            NoAnswer: no rule is called so. InputError: the log cannot be written.
        """
        if not any(is_rule(one.rule, rule) for one in self.proposed):
            raise NoAnswer(f"no finding of {self.proposal} was read by the rule {rule!r}: review --rules names them")
        found = self.findings(ReviewFilter(states=("open",), rule=rule), order="text")
        return self._append([self._decision(one, action, {}, note) for one in found])

    def join_names(self, name: str, other: str) -> ReviewDecision:
        """Say that ``name`` is another name of ``other``: a name of the proposal, or an IRI of the graph it goes into.

        ``new`` says that it is another thing than whatever bears the name there.

        Raises:
            NoAnswer: the proposal has no such name. InputError: they are one, or the log cannot be written.
        """
        known = self.entity_names()
        for one in (name, *(() if ":" in other or other == APART else (other,))):
            if one not in known:
                raise NoAnswer(f"{one!r} is no name of {self.proposal}")
        target, same = other, self.same_names()
        while target in same and target != name:
            target = same[target]
        if target == name:
            raise InputError(f"{name!r} and {other!r} are one name already")
        return self._append([ReviewDecision(new_id(), self.reviewer, now(), "same", name=name, other=other)])[0]

    def undo(self) -> tuple[ReviewDecision, ...]:
        """Undo what this reviewer did last (all of a rule at once), and give what was undone; nothing where nothing is left.

        Raises:
            InputError: the log cannot be written.
        """
        self.refresh()
        last = self._settlement.last_of(self.reviewer)
        if last:
            self._append([ReviewDecision(new_id(), self.reviewer, now(), "undo", undone=tuple(one.id for one in last))])
        return last

    def entity_names(self) -> dict[str, str]:
        """The names that can be merged, each with its entity's IRI: of places, bodies, indicators and other things."""
        apart = {"Figure", "Document", "Passage", "Unit", "Year", "Month", "Day", "Period"}
        found: dict[str, str] = {}
        for iri in self.graph.subjects:
            kind, label = self.graph.kind(iri), self.graph.label(iri)
            if label and kind and ":" not in kind and kind not in apart:
                found.setdefault(label, iri)
        return found

    # Within -----------------------------------------------------------------------------------------------------------

    def settled(self, finding: ProposedFinding, only: str = "") -> SettledFinding:
        """How a finding stands, by all reviewers or (``only``) by one."""
        return self._settlement.settled(finding, only)

    def _reviewed(self, finding: ProposedFinding) -> ReviewedFinding:
        """A finding as it stands."""
        settled = self._settlement.settled(finding)
        return ReviewedFinding(finding, settled, *self._scale.weigh(finding, settled, self._tally.rate(finding.rule)))

    def _decision(self, one: ReviewedFinding, action: str, edits: Mapping[str, str], note: str) -> ReviewDecision:
        found = one.proposed
        if action not in ("accept", "reject", "edit"):
            raise InputError(f"{action!r} is no decision: accept, reject or edit")
        made = read_edits(found.kind, one.fields, edits) if action == "edit" else {}
        if made == found.fields:
            action, made = "accept", {}
        return ReviewDecision(
            new_id(),
            self.reviewer,
            now(),
            action,
            kind=found.kind,
            document=found.document,
            sha256=found.sha256,
            place=quote_place(self.texts[found.sha256], *found.number),
            fields=dict(found.fields),
            edits=made,
            rule=found.rule,
            note=note,
        )

    def _append(self, decisions: Sequence[ReviewDecision]) -> tuple[ReviewDecision, ...]:
        from dataclasses import replace

        if len(decisions) > 1:
            batch = (new_id(), len(decisions))
            decisions = [replace(one, batch=batch) for one in decisions]
        if decisions:
            self.log.append(decisions)
            self.refresh()
        return tuple(decisions)


def open_review(proposal: str | Path, *, reviewer: str) -> Review:
    """Open a proposal for a reviewer, with the texts and the log beside it.

    Raises:
        InputError: the proposal, its texts or its log cannot be read; it is no proposal; the reviewer has no name.
    """
    if not reviewer.strip() or len(reviewer) > 100 or not reviewer.isprintable():
        raise InputError("a reviewer has a name of a hundred characters at most: give --by NAME")
    review = Review(Path(proposal), reviewer.strip())
    if next(review.graph.of_kind("Document"), None) is None:
        raise InputError(f"{proposal} names no document, so it is no proposal; wenmai capture makes one")
    return review


def log_file(proposal: Path) -> Path:
    """Where the decisions about a proposal are kept."""
    return proposal.with_suffix(".decisions.jsonl")


def read_texts(graph: StatedGraph, proposal: Path) -> dict[str, str]:
    """The texts beside a proposal that its documents were read from, by their hashes; one that was changed is left out."""
    texts: dict[str, str] = {}
    kept = proposal.with_suffix(".texts")
    wanted = {graph.value(iri, "sha256") for iri in graph.of_kind("Document")}
    for file in sorted(kept.glob("*.txt")) if kept.is_dir() else ():
        content = file.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 in wanted:
            texts[sha256] = content.decode("utf-8", "replace")
    return texts


def _content(proposal: Path) -> bytes:
    try:
        return proposal.read_bytes()
    except OSError as error:
        raise InputError(f"{proposal} cannot be read: {error.strerror or error}") from error
