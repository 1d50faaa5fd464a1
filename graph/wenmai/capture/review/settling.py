"""What the log says of each finding: decisions found again by place and reading, the last of each reviewer, together.

A decision is about a passage of a document as it was read then. It holds for what a proposal has at that place now, as follows.

- The same reading: as decided.
- Another reading, by better rules: what a reviewer accepted or edited stands as the reviewer left it; a rejection was of the
  other reading, and the finding is open again.
- The document was corrected, and its text has another hash: only where the words around the passage stand once in the new text,
  and the reading is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.review.quoting import find_place
from wenmai.capture.targets.keys import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wenmai.capture.review.log import ReviewDecision
    from wenmai.capture.review.proposedfinding import ProposedFinding

_NAMES = {"accept": "accepted", "reject": "rejected", "edit": "edited"}


class SettledFinding(NamedTuple):
    """A finding's state, its fields as they were left, and each reviewer's last decision about it.

    ``reread`` says that it reads otherwise than when it was decided, ``carried`` that a decision is of an earlier version of the document.
    """

    state: str
    fields: Mapping[str, str]
    decisions: tuple[ReviewDecision, ...]
    reread: bool
    carried: bool


class DecisionMatcher:
    """Finds what a decision is about among the findings of a proposal."""

    def __init__(self, findings: Sequence[ProposedFinding], texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.places: dict[tuple[str, str, int, int], list[ProposedFinding]] = {}
        self.versions: dict[str, set[str]] = {}
        for one in findings:
            self.places.setdefault(one.place, []).append(one)
            self.versions.setdefault(one.document, set()).add(one.sha256)

    def find(self, decision: ReviewDecision) -> tuple[ProposedFinding, bool] | None:
        """The finding, and whether the decision is carried over from another version of its document."""
        place = decision.place
        if place is None:
            return None
        if decision.sha256 in self.texts:
            found = self._among((decision.kind, decision.sha256, place.start, place.end), decision)
            return (found, False) if found else None
        for sha256 in sorted(self.versions.get(decision.document, ())):
            moved = find_place(place, self.texts[sha256])
            alike = self.places.get((decision.kind, sha256, *moved), []) if moved else []
            same = [one for one in alike if one.fields == decision.fields]
            if len(same) == 1:
                return same[0], True
        return None

    def _among(self, place: tuple[str, str, int, int], decision: ReviewDecision) -> ProposedFinding | None:
        """Of the findings at a place the one read so then; else the only one, or the only one of its indicator."""
        there = self.places.get(place, [])
        same = [one for one in there if one.fields == decision.fields]
        if same or len(there) < 2:
            return next(iter([*same, *there]), None)
        alike = [one for one in there if _subject(one.fields) == _subject(decision.fields)]
        return alike[0] if len(alike) == 1 else None


def _subject(fields: Mapping[str, str]) -> tuple[str, str]:
    return key_of(fields.get("indicator", fields.get("name", ""))), fields.get("holder", fields.get("class", ""))


class Settlement:
    """All decisions so far, by finding and reviewer; ``stray`` are those whose finding the proposal no longer has."""

    def __init__(self, findings: Sequence[ProposedFinding], texts: Mapping[str, str]) -> None:
        self.findings = {one.id: one for one in findings}
        self._matcher = DecisionMatcher(findings, texts)
        self._found: dict[str, tuple[str, bool]] = {}
        self._taken: dict[str, dict[str, list[ReviewDecision]]] = {}
        self._by_id: dict[str, ReviewDecision] = {}
        self.undone: set[str] = set()
        self.history: list[ReviewDecision] = []
        self.stray: dict[str, ReviewDecision] = {}

    def add(self, decisions: Iterable[ReviewDecision]) -> set[str]:
        """Take decisions in the order of the log, and give the findings that they are about."""
        touched: set[str] = set()
        for one in decisions:
            self.history.append(one)
            self._by_id[one.id] = one
            if one.action == "undo":
                touched |= self._undo(one)
            elif one.action != "same" and one.id not in self.undone:
                found = self._matcher.find(one)
                if found is None:
                    self.stray[one.id] = one
                else:
                    self._found[one.id] = found[0].id, found[1]
                    self._taken.setdefault(found[0].id, {}).setdefault(one.by, []).append(one)
                    touched.add(found[0].id)
        return touched

    def _undo(self, undo: ReviewDecision) -> set[str]:
        touched: set[str] = set()
        for name in undo.undone:
            self.undone.add(name)
            self.stray.pop(name, None)
            decision = self._by_id.get(name)
            if decision is not None and name in self._found:
                finding, _ = self._found.pop(name)
                self._taken[finding][decision.by].remove(decision)
                touched.add(finding)
        return touched

    def settled(self, finding: ProposedFinding, only: str = "") -> SettledFinding:
        """How a finding stands, by all reviewers or one only."""
        taken = self._taken.get(finding.id, {})
        last = [made[-1] for by, made in sorted(taken.items()) if made and only in ("", by)]
        standing = [one for one in last if one.action != "reject" or one.fields == finding.fields]
        reread = any(one.fields != finding.fields for one in last)
        carried = any(self._found[one.id][1] for one in last)
        views = {
            (one.action == "reject", *(() if one.action == "reject" else sorted(one.final.items()))) for one in standing
        }
        if not standing:
            return SettledFinding("open", finding.fields, tuple(last), reread, carried)
        if len(views) > 1:
            return SettledFinding("disputed", finding.fields, tuple(last), reread, carried)
        if standing[0].action == "reject":
            return SettledFinding("rejected", finding.fields, tuple(last), reread, carried)
        left = standing[0].final
        state = _NAMES["accept" if left == finding.fields else "edit"]
        return SettledFinding(state, left, tuple(last), reread, carried)

    def same_names(self) -> dict[str, str]:
        """Names that reviewers hold to be other names of a name or an IRI; the last word on each counts."""
        held: dict[str, str] = {}
        for one in self.history:
            if one.action == "same" and one.id not in self.undone:
                held[one.name] = one.other
        return held

    def last_of(self, reviewer: str) -> tuple[ReviewDecision, ...]:
        """What a reviewer did last and has not undone: one decision, or all that were made with it."""
        mine = [
            one for one in self.history if one.by == reviewer and one.action != "undo" and one.id not in self.undone
        ]
        if not mine:
            return ()
        last = mine[-1]
        return tuple(one for one in mine if last.batch is not None and one.batch == last.batch) or (last,)
