"""An English report on its way to findings: its paragraphs and sentences, each number with what it measures, of when, and how it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wenmai.capture.english_text.clauses import EnglishPhrase, read_english_phrase
from wenmai.capture.english_text.numbers import EnglishNumber, english_numbers
from wenmai.capture.english_text.spoken import in_step
from wenmai.capture.english_text.standing import (
    EnglishCourse,
    english_status,
    follow_heading,
    follow_sentence,
    governing_time,
)
from wenmai.capture.english_text.times import english_times
from wenmai.capture.english_text.wordings import respective_names, told_name
from wenmai.capture.findings import Finding
from wenmai.capture.standing import last_year
from wenmai.capture.text.times import Anchor, TimeMention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.capture.english_text.times import EnglishTime
    from wenmai.capture.text.flow import Flow
    from wenmai.capture.text.masthead import Masthead

_HAN = re.compile("[\u3400-\u9fff\u3041-\u30ff\uac00-\ud7a3]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "for",
        "is",
        "was",
        "by",
        "on",
        "with",
        "that",
        "from",
        "at",
        "as",
        "will",
        "were",
        "are",
        "has",
        "have",
        "our",
        "we",
    ]
)
_STOP = re.compile(
    r"(?<![A-Z])(?<!\bNo)(?<!\bvs)(?<!\bMr)(?<!\bDr)(?<!\bSt)(?<!\bU\.S)(?<!\bapprox)[.!?](?:[”’\"')\]]+)?(?=\s+[\"“‘(A-Z0-9•*-]|\s*$)|[;](?=\s)"
)
_PARAGRAPH = re.compile(r"\n[ \t]*\n|\n(?=\s*(?:[•*●▪–-]\s|\d{1,2}[.)]\s|\([a-z\d]{1,2}\)\s))|(?<=[.!?:;])[ \t]*\n")
_AIMED = re.compile(r"\s+(?:target|goal|limit)\b", re.IGNORECASE)
_PASSED = re.compile(r"(?:exceed|surpass|topp)", re.IGNORECASE)
LONGEST = 1_200
"""So many characters without a stop are no sentence."""

HEADING = 90
"""A longer line is no heading."""


def is_english(text: str) -> bool:
    """Whether a text is English: hardly a Chinese, Japanese or Korean character, and the commonest English words among its words.

    >>> is_english("In 2024 the city built 1,200 homes and the rate of growth was 5 percent."), is_english("地区生产总值增长5%")
    (True, False)
    >>> is_english("Im Jahr 2024 wuchs die Wirtschaft um fünf Prozent, und die Stadt baute Wohnungen.")
    False
    """
    words = _WORD.findall(text[:40_000])
    if len(words) < 8 or 4 * len(_HAN.findall(text[:40_000])) > len(words):
        return False
    return sum(word.lower() in _COMMON for word in words) >= 0.15 * len(words)


class _SaidSoFar:
    """What a sentence has said so far."""

    def __init__(self, place: str) -> None:
        self.base, self.place = "", place


def read_english(flow: Flow, head: Masthead, name: str) -> tuple[list[Finding], list[TimeMention]]:
    """Every figure that an English text states, and every time that it names."""
    findings: list[Finding] = []
    mentions: list[TimeMention] = []
    anchor, course = Anchor(head.written), EnglishCourse()
    for start, end in _paragraphs(flow.text):
        text = flow.text[start:end].replace("\n", " ")
        if "\t" in text or text.count("|") > 1:
            continue
        if _is_heading(text):
            told = english_times(text, anchor, anchor.past)
            follow_heading(course, text, told, anchor)
            mentions.extend(_mention(one, text, start) for one in told)
            continue
        first = True
        for place, stop in _sentences(text):
            sentence = text[place:stop]
            year = last_year(course.paragraph or course.period) or anchor.past
            times = english_times(sentence, anchor, year)
            follow_sentence(course, sentence, times, anchor, first=first, length=end - start)
            first = False
            findings.extend(_read(flow, head, name, start + place, sentence, times, course))
            mentions.extend(_mention(one, sentence, start + place) for one in times)
    return findings, mentions


def _mention(one: EnglishTime, text: str, place: int) -> TimeMention:
    """A time of a text that stands at ``place`` of the flow."""
    return TimeMention(
        one.start + place, one.end + place, one.edtf, one.kind, one.rule, one.origin, text[one.start : one.end]
    )


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    for match in _PARAGRAPH.finditer(text):
        yield from _lines(text, place, match.start())
        place = match.end()
    yield from _lines(text, place, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph, cut after lines that were ended although the next word had room: those are items of a list."""
    lines = text[start:end].split("\n")
    width = max(map(len, lines))
    place = first = start
    for number, line in enumerate(lines):
        place += len(line) + 1
        following = lines[number + 1] if number + 1 < len(lines) else ""
        word = following.split(" ", 1)[0]
        ended = following[:1].isupper() or following[:1].isdigit() or following[:1] in "$£€"
        if not following or (ended and len(line) + 1 + len(word) <= width):
            if text[first : place - 1].strip():
                yield first, min(place - 1, end)
            first = place
    if text[first:end].strip():
        yield first, end


def _is_heading(text: str) -> bool:
    plain = text.strip()
    return (
        len(plain) <= HEADING
        and plain[-1:] not in ".;,:!?"
        and not re.search(r"\d(?:%|\s?per|\s?million|\s?billion|,\d{3})", plain)
        and len(plain.split()) <= 14
    )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    for match in _STOP.finditer(text):
        yield from _cut(text, place, match.end())
        place = match.end()
    yield from _cut(text, place, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch, in pieces where it is too long for a sentence; the work on one grows with more than its length."""
    while end - start > LONGEST:
        stop = max(text.rfind(" ", start + LONGEST // 2, start + LONGEST), start + LONGEST // 2)
        yield start, stop
        start = stop
    if text[start:end].strip():
        yield start, end


def _read(
    flow: Flow, head: Masthead, name: str, offset: int, sentence: str, times: list[EnglishTime], course: EnglishCourse
) -> Iterator[Finding]:
    """The findings of one sentence, which stands at ``offset`` of the flow."""
    found = list(english_numbers(sentence, [(one.start, one.end) for one in times]))
    pairs = list(_with_origins(sentence, found))
    told, previous = _SaidSoFar(head.place), 0
    shared = _shared(sentence, pairs, times)
    anchor = Anchor(head.written)
    for number, (one, origin) in enumerate(pairs):
        following = pairs[number + 1][0].start if number + 1 < len(pairs) else len(sentence)
        first = origin.start if origin else one.start
        left = _untimed(sentence, previous, first, times)
        left = re.sub(r"\s*\bfrom\s*$", " to", left) if origin else left
        aimed = _AIMED.match(sentence, one.end) is not None
        if not aimed and _PASSED.match(sentence, one.start):
            left += " reached"
        phrase = read_english_phrase(_open(left), _behind(sentence, one, pairs, number, following), one.unit, told.base)
        if number in shared:
            phrase = shared[number]
        phrase = phrase._replace(base=phrase.base.removesuffix(f" of {head.place}").removesuffix(f" in {head.place}"))
        if origin is not None and phrase.measure in ("growth", "increase"):
            phrase = phrase._replace(measure="share" if one.unit == "%" else "level", falls=False)
        told.base = phrase.base or told.base
        told.place = _holder(phrase, head.place) or told.place
        finding = _finding(
            flow,
            head,
            name,
            offset,
            sentence,
            times,
            course,
            anchor,
            one,
            origin,
            phrase,
            told.place,
            previous,
            following,
        )
        previous = one.end
        if phrase.base or one.unit:
            yield finding
    yield from in_step(flow, head, name, offset, sentence, course, anchor)


_BESIDE = re.compile(r"\s*(?:,|,?\s+and)\s*")


def _shared(
    sentence: str, pairs: list[tuple[EnglishNumber, EnglishNumber | None]], times: list[EnglishTime]
) -> dict[int, EnglishPhrase]:
    """What each value of a list is of, where as many names stand before it (A and B rose by 1 and 2 percent, respectively)."""
    shared: dict[int, EnglishPhrase] = {}
    number = 0
    while number < len(pairs):
        size = 1
        while number + size < len(pairs) and _BESIDE.fullmatch(
            sentence[pairs[number + size - 1][0].end : pairs[number + size][0].start]
        ):
            size += 1
        start = pairs[number - 1][0].end if number else 0
        if size > 1 and "respectively" in sentence:
            left = _open(_untimed(sentence, start, pairs[number][0].start, times)).rstrip()
            names = respective_names(left, size)
            phrase = read_english_phrase(left, "", pairs[number][0].unit, "it")
            shared |= {number + place: phrase._replace(base=name) for place, name in enumerate(names)}
        number += size
    return shared


_APPOSED = re.compile(r"\s*,?\s*\(?or\s+(?:about\s+|nearly\s+)?$")


def _behind(
    sentence: str,
    one: EnglishNumber,
    pairs: list[tuple[EnglishNumber, EnglishNumber | None]],
    number: int,
    following: int,
) -> str:
    """The words behind a number; of one that is said another way as well ($3 million, or 5 percent, …) those behind that."""
    if number + 1 < len(pairs) and _APPOSED.fullmatch(sentence[one.end : following]):
        after = pairs[number + 2][0].start if number + 2 < len(pairs) else len(sentence)
        return sentence[pairs[number + 1][0].end : after]
    return sentence[one.end : following]


def _open(left: str) -> str:
    """Words before a number without an article that only leads to it."""
    return re.sub(r"\s+(?:an?|the)\s*$", "", left)


def _with_origins(text: str, found: list[EnglishNumber]) -> Iterator[tuple[EnglishNumber, EnglishNumber | None]]:
    """Numbers, the first value of a change (from 3 to 5) with the second."""
    number = 0
    while number < len(found):
        one = found[number]
        if _AIMED.match(text, one.end):
            one = one._replace(bound="exact", start=one.number_start)  # exceeding the 5 percent target
        after = found[number + 1] if number + 1 < len(found) else None
        if (
            after
            and re.search(r"\bfrom\s*$", text[: one.start])
            and re.fullmatch(
                r"(?:\s+of\s\w+)?(?:\s+(?:in|at the end of|last year|the previous year)?\s?(?:(?:19|20)\d\d)?)?\s*,?\s*to\s+",
                text[one.end : after.start],
            )
        ):
            unit = after.unit if one.unit in ("", after.unit) else one.unit
            yield after, one._replace(unit=unit)
            number += 2
        else:
            yield one, None
            number += 1


def _untimed(text: str, start: int, end: int, times: list[EnglishTime]) -> str:
    """Words with times, and what leads to them, blanked out."""
    words = text[start:end]
    for one in times:
        if start <= one.start and one.end <= end:
            first = one.start - start
            lead = re.search(
                r"(?:\b(?:in|during|by the end of|at the end of|by|for|of|since|over|from|than in|as of|on|until|through)\s+)$",
                words[:first],
                re.IGNORECASE,
            )
            first = lead.start() if lead else first
            last = one.end - start
            last += len(re.match(r"[’']s\b|,?", words[last:])[0])  # type: ignore[index]
            words = words[:first] + " " * (last - first) + words[last:]
    return re.sub(r"[ ]{2,}", " ", words)


def _holder(phrase: EnglishPhrase, own: str) -> str:
    """Whose a figure is: a place that is named with its possessive, or the document's own."""
    name = phrase.holder
    if (
        not name
        or name.lower().startswith("the ")
        or re.search(r"Government|Council|Department|Party|Premier|Committee|Office|Board|People|Mayor|Ministry", name)
    ):
        return own if name else ""
    return own if name == own or own.endswith(name) or own.startswith(name) else name


def _finding(
    flow: Flow, head: Masthead, name: str, offset: int, sentence: str, times: list[EnglishTime], course: EnglishCourse,
    anchor: Anchor, one: EnglishNumber, origin: EnglishNumber | None, phrase: EnglishPhrase, place: str, previous: int, following: int,
) -> Finding:  # fmt: skip
    mention = governing_time(sentence, times, one.start, one.end, following)
    period, at = (
        (mention.edtf, (mention.start, mention.end)) if mention else (course.paragraph or course.period, (0, 0))
    )
    begin = previous + len(sentence[previous : one.start]) - len(sentence[previous : one.start].lstrip(" ,;:—–-"))
    stop = re.search(r"[;.,]\s", sentence[one.end : following])
    clause = sentence[begin : one.end + (stop.start() if stop else following - one.end)]
    status, rule = english_status(sentence[: one.start], clause, period if mention else "", course, anchor)
    if _AIMED.match(sentence, one.end):
        status, rule = "targeted", "en-quoted"
    if rule == "en-section" and head.kind == "plan":
        status = "planned"
    if not period and anchor.year:
        period = str(anchor.past + (status in ("targeted", "planned")))
    elif mention is None and status == "achieved" and last_year(period) > anchor.year > 0:
        period = str(anchor.past)
    if (
        "/" in period
        and phrase.measure == "level"
        and len(period) == 9
        and re.search(r"\bby\s", sentence[max(0, at[0] - 4) : at[0]])
    ):
        period = period[5:]
    surface_start = origin.start if origin else one.start
    spans = flow.span(offset + begin, offset + one.end)
    words = flow.span(offset + surface_start, offset + one.end)
    return Finding(
        document=name, place=place, indicator=told_name(phrase), base=phrase.base, measure=phrase.measure, falls=phrase.falls,
        low=one.low, high=one.high, origin=origin.low if origin else None, unit=one.unit, bound=one.bound, period=period, status=status,
        start=spans[0], end=spans[1], surface=flow.original[words[0] : words[1]], rule=f"{rule}/{mention.rule if mention else 'section'}",
        confidence=0.8 if phrase.base and period else 0.5, worded=sentence[at[0] : at[1]] if at[1] else "",
        worded_at=flow.span(offset + at[0], offset + at[1]) if at[1] else (0, 0), task=phrase.counted,
    )  # fmt: skip
