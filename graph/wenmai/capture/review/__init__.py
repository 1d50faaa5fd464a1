"""Review: a person's decisions about what was captured, kept beside the proposal, and what they tell of the rules.

Pages and commands are thin over this interface; answers are frozen, errors are sentences (:mod:`wenmai.errors`)::

    open_review(proposal, *, reviewer) -> Review        reads PROPOSAL, PROPOSAL.texts/ and PROPOSAL.decisions.jsonl

    Review.refresh() -> bool                            takes what other reviewers decided since
    Review.findings(ReviewFilter(states, kinds, rule, document, text), order="doubt"|"text", limit=None)
                                                        -> tuple[ReviewedFinding, ...]; each has .id .state .doubt .reasons
                                                        .fields .proposed and .to_json()
    Review.finding(id) -> ReviewedFinding               by its id, the beginning of one, or its IRI
    Review.context(id) -> PassageContext                the sentence: .text, .start, .marks of (start, end, role)
    Review.decide(ids, "accept"|"reject"|"edit", edits={field: text}, note="") -> tuple[ReviewDecision, ...]
    Review.decide_rule(rule, "accept"|"reject", note="") -> tuple[ReviewDecision, ...]     rule, or plan/*: its open findings
    Review.join_names(name, other) -> ReviewDecision    name is another name of other (a name, or an IRI)
    Review.undo() -> tuple[ReviewDecision, ...]         this reviewer's last decision, or all that were made with it
    Review.progress() -> ReviewProgress                 total open accepted rejected edited disputed stray, .decided
    Review.precision() -> tuple[RulePrecision, ...]     rule accepted rejected edited open precision low high
    Review.entity_names() -> dict[str, str]             names that can be merged, with their IRIs

    EDITED[kind] -> tuple[str, ...]                     the fields of a kind that can be edited; TERMS[field] what terms they take
    reason_in(reason, chinese=bool) -> str              why a finding is doubted, in words

A decision is on the disk when the call that makes it returns. Each reviewer has a ``Review``; several, of one process or many, share
the log. A finding's id says nothing of rules, so that decisions outlive a new capture (:mod:`~wenmai.capture.review.settling`).
"""

from __future__ import annotations

from wenmai.capture.review.doubt import reason_in
from wenmai.capture.review.engine import Review, ReviewedFinding, ReviewFilter, ReviewProgress, open_review
from wenmai.capture.review.fields import EDITED, TERMS
from wenmai.capture.review.log import ReviewDecision
from wenmai.capture.review.precision import RulePrecision
from wenmai.capture.review.quoting import PassageContext

__all__ = [
    "EDITED",
    "TERMS",
    "PassageContext",
    "Review",
    "ReviewDecision",
    "ReviewFilter",
    "ReviewProgress",
    "ReviewedFinding",
    "RulePrecision",
    "open_review",
    "reason_in",
]
