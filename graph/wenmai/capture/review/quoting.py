"""Where a finding stands in its document, told so that it is found again: by offsets, and by the words around it.

The words around a passage are those of a text quote selector (W3C Web Annotation Data Model, 4.2.4): so many on each side that the
passage stands once in the text. In a corrected document it is found only where they stand once, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.audit.passages import passage

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = 12
"""Characters on each side that are kept at least."""

MOST = 120
"""Characters on each side after which a passage is taken to have no place of its own."""


class QuotedPlace(NamedTuple):
    """A passage by its offsets, its words, and the words around it; ``before`` is ``None`` where no words tell it apart."""

    start: int
    end: int
    words: str
    before: str | None
    after: str


def quote_place(text: str, start: int, end: int) -> QuotedPlace:
    """A passage with as many words around it as make it one of its kind in the text."""
    reach = LEAST
    words = text[start:end]
    while reach <= MOST:
        before, after = text[max(0, start - reach) : start], text[end : end + reach]
        if text.count(before + words + after) == 1:
            return QuotedPlace(start, end, words, before, after)
        reach *= 2
    return QuotedPlace(start, end, words, None, "")


def find_place(place: QuotedPlace, text: str) -> tuple[int, int] | None:
    """Where the passage stands in another version of its text; ``None`` where that cannot be told for sure."""
    if place.before is None:
        return None
    whole = place.before + place.words + place.after
    at = text.find(whole)
    if at < 0 or text.find(whole, at + 1) >= 0:
        return None
    start = at + len(place.before)
    return start, start + len(place.words)


class PassageContext(NamedTuple):
    """The sentence in which a finding stands; ``marks`` are stretches of ``text`` with their roles, in order, not overlapping.

    A role is ``clause`` (what states the finding), ``number`` (within it), or ``time`` (the words that say the period).
    """

    text: str
    start: int
    marks: tuple[tuple[int, int, str], ...]


def context_of(text: str, clause: tuple[int, int], others: Sequence[tuple[int, int, str]]) -> PassageContext:
    """The sentence around a clause, with ``others`` marked in it; a sentence of many hundreds of characters is cut."""
    found = passage(text, *clause)
    before, after = found.before[-300:], found.after[:200]
    first = found.start - len(before)
    sentence = before + found.text[:600] + after
    roles = [""] * len(sentence)
    for start, end, role in ((*clause, "clause"), *others):
        for at in range(max(0, start - first), min(len(sentence), end - first)):
            roles[at] = role
    marks: list[tuple[int, int, str]] = []
    for at, role in enumerate(roles):
        if role and marks and marks[-1][1] == at and marks[-1][2] == role:
            marks[-1] = (marks[-1][0], at + 1, role)
        elif role:
            marks.append((at, at + 1, role))
    return PassageContext(sentence, first, tuple(marks))
