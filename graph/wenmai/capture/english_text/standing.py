"""Of when an English figure is and whether it is reached: by the time that governs it, by section, sentence and tense."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wenmai.capture.standing import last_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.capture.english_text.times import EnglishTime
    from wenmai.capture.text.times import Anchor

_TARGET = re.compile(
    r"\b(?:targets?|targeting|targeted|goals?|objectives?|aims?|aiming|aimed|will(?!\s+(?:of|and testament))|shall|strive|intends?|intend to|pledged?|committed? to|should|must|need to|want to|seek to|ensure that|to be (?:built|completed|created|added)|by the end of (?:next|this) year|let us|'ll|in the year ahead)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:plans? (?:to|for|calls?)|planned|planning (?:to|for)|proposes?|proposed|proposing|recommend(?:s|ed)?|budgeted|budgets|schedul(?:ed|es)|earmarked|allocat(?:e|es|ing)|appropriat(?:es?|ed)|set aside|is to be|are to be|to be raised)\b",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"(?<!than-)(?<!than )\b(?:expect(?:s|ed)?|forecasts?|forecasted|projects\b|projected|projections?|estimat(?:ed|es|e)|anticipat(?:ed|es|e)|predict(?:ed|s)?|preliminary|is likely|are likely|on track)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|has been|have been|had|rose|risen|grew|fell|reached|totall?ed|stood|increased|decreased|declined|dropped|exceeded|surpassed|completed|created|built|achieved|added|helped|provided|invested|spent|opened|came|registered|recorded|lifted|saw|made|received|accounted|climbed|gained|improved|expanded|dropped|averaged|attracted|generated|delivered|secured|contributed|raised|reduced|has|have|went|served|supported|issued|planted|installed|renovated|upgraded|trained|remained|issued|used|ended|(?!(?:expect|project|estimat|plann|propos|budget|schedul|target|commit|bas|relat|need|combin|unprecedent|limit|unit|advanc|forecast|anticipat|reduc)ed\b)\w{3,}ed)\b",
    re.IGNORECASE,
)
_EITHER = re.compile(r"\b(?:cut|hit|set|put|spread)\b", re.IGNORECASE)
"""Verbs whose past is written as their present."""

_OF_TARGET = re.compile(
    r"\b(?:target|goal|objective|forecast|projection|plan)\s+(?:is|was|of|for|at|set at|to)\s+(?:around\s+|about\s+|the\s+)?$",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\b(?:(?:main|major|key|projected|development|following)\s+(?:projected\s+|expected\s+)?(?:targets?|goals?|objectives?)|targets? (?:for\b[^.]{0,40}\b)?(?:are|include)|goals? (?:for\b[^.]{0,40}\b)?(?:are|include)|(?:key|main) (?:projected )?targets)\b",
    re.IGNORECASE,
)
_REVIEW = re.compile(
    r"\b(?:review|accomplishments?|achievements?|highlights|results|progress|looking back|performance|past year|outturn|in retrospect|year in review|what we (?:did|achieved))\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:outlook|priorities|plans?|targets?|goals?|objectives?|looking (?:ahead|forward)|next steps|work for|proposed|agenda|tasks|the year ahead|proposals?|requirements and policy)\b",
    re.IGNORECASE,
)


LISTED = 230
"""A list of targets goes on through paragraphs no longer than this."""

_TARGET_LIST = re.compile(r"\bas follows\b|:\s*$|\bare\b|\binclude\b")
_AHEAD = re.compile(
    r"\b(?:this year(?:’s|'s)?,? (?:we|the (?:city|council|government))(?: will| plan)|we will|we should|in the year ahead|for (?:our|the) work (?:in|for)|proposals? for|turning to (?:this|next) year)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\s*(?:last year|in the past year|over the past|looking back|in retrospect|in review)\b", re.IGNORECASE
)
_SPOKEN = re.compile(r"\s*(?:we|this|these|to (?:achieve|meet)|in setting)\b", re.IGNORECASE)


@dataclass(slots=True)
class EnglishCourse:
    """What headings and earlier sentences say of the later ones."""

    kind: str = ""
    """``review`` or ``plan``; empty where nothing is said."""

    period: str = ""
    paragraph: str = ""
    dated: bool = False
    """Whether a time was named."""

    listed: bool = False
    """Whether a list of targets goes on."""


def follow_heading(course: EnglishCourse, heading: str, times: Sequence[EnglishTime], anchor: Anchor) -> None:
    """Take up a heading."""
    course.paragraph, course.listed = "", False
    review, plan = _REVIEW.search(heading), _PLAN.search(heading)
    named = [one.edtf for one in times if one.kind in ("year", "span", "part")]
    if not (review or plan or named):
        return
    year = last_year(named[-1]) if named else 0
    kind = "review" if review and not (plan and year > anchor.past) else "plan" if plan else ""
    if not kind and year and anchor.year:
        kind = "review" if year <= anchor.past else "plan"
    course.kind = kind or course.kind
    course.period = named[-1] if named else str(anchor.past + (kind == "plan")) if anchor.year and kind else ""


def follow_sentence(
    course: EnglishCourse, text: str, times: Sequence[EnglishTime], anchor: Anchor, *, first: bool, length: int
) -> None:
    """Take up a sentence: a time that opens it holds for those after it in its paragraph of ``length`` characters."""
    if first:
        course.paragraph = ""
    told = next((one for one in times if one.kind in ("year", "part", "span") and not one.compared), None)
    if told is not None and not course.dated:
        course.dated = True
        if told.kind == "part" and not course.period:
            course.period = told.edtf  # news of half a year speaks of it throughout
    opens = _LIST.search(text) is not None and not (_PAST.search(text) and not _TARGET_LIST.search(text))
    course.listed = opens or (course.listed and (not first or length < LISTED) and not _SPOKEN.match(text))
    if opens or _AHEAD.search(text):
        course.kind, course.period = (
            "plan",
            str(anchor.past + 1) if anchor.year and course.kind != "plan" else course.period,
        )
    elif course.kind == "plan" and _BACK.match(text):
        course.kind, course.period = "review", ""
    opening = next(
        (
            one
            for one in times
            if not text[: one.start].strip(" ,(").replace("In", "").replace("Over", "").replace("By", "")
            and not one.compared
        ),
        None,
    )
    carries = opening is not None and (opening.kind == "year" or opening.rule in ("en-past", "en-plan"))
    if opening is not None and carries and not text.startswith("By"):
        course.paragraph = opening.edtf


def governing_time(text: str, times: Sequence[EnglishTime], start: int, end: int, following: int) -> EnglishTime | None:
    """The time that a number at ``start`` to ``end`` is of: one behind it in its clause, else the last before it, none compared with."""
    for one in times:
        if end <= one.start < following and not one.compared:
            between = text[end : one.start]
            if len(between) <= 90 and not re.search(
                r"[,;:]|\band\b(?=.{0,40}\b(?:will|was|were|is|rose|fell|grew)\b)", between
            ):
                return one
            break
    before = [one for one in times if one.end <= start and not one.compared]
    return before[-1] if before else None


def english_status(  # noqa: PLR0911 - one a rule, the surest first
    lead: str, clause: str, period: str, course: EnglishCourse, anchor: Anchor
) -> tuple[str, str]:
    """The status of a figure and the rule that decided it; ``lead`` is the sentence up to the number, ``clause`` its own clause."""
    year = last_year(period)
    if _OF_TARGET.search(lead):
        return "targeted", "en-quoted"
    either = _EITHER.search(clause) is not None and _TARGET.search(lead) is None
    past = (either or bool(_PAST.search(clause))) and not re.search(
        r"\b(?:will|to|should|shall|must)\s+(?:have|be)?\b", clause
    )
    over = bool(year and anchor.year and year <= anchor.past)
    if over and not (course.listed and course.kind == "plan"):
        return ("estimated" if _EXPECTED.search(clause) and not past else "achieved"), "en-past"
    if course.listed:
        return "targeted", "en-list"
    cue = clause if past else f"{lead} {clause}"
    if _TARGET.search(cue):
        return "targeted", "en-target"
    if _PLANNED.search(cue):
        return "planned", "en-plan"
    if _EXPECTED.search(cue):
        return "estimated", "en-forecast"
    if past or _PAST.search(lead):  # a clause without a verb (up 8 percent) goes by the verb before it
        return "achieved", "en-tense"
    if course.kind == "plan":
        return "targeted", "en-section"
    if year and anchor.year and year > anchor.year:
        return "targeted", "en-later"
    return "achieved", "en-default"
