"""Does a cited passage say what a fact claims? One fact at a time, each test a rule with a name and a sentence.

The position: it lies within the document, agrees with the passage's name, and cuts nothing in two. The words: every
``wm:surface`` stands in the passage; without one, the subject or the object is named there. The number, its unit and
its bound are those that the surface states; the time wording means the time that is recorded.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from wenmai.audit import wording
from wenmai.audit.cited import OBJECT
from wenmai.audit.numerals import Number, numbers
from wenmai.model import Literal
from wenmai.terms import WM, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from wenmai.audit.cited import CitedFacts, CitedPassage, ComparedDocument
    from wenmai.model import Triple

RULES = {
    "source-changed": (
        "{file} 不是当初引用的 {document}（SHA-256 不同）：它有 {found} 个码位，记录的是 {length}；"
        "第一处不再成立的引用始于 {first}",
        "{file} is not the {document} that was cited (its SHA-256 differs): it has {found} code points where {length} "
        "are recorded; the first citation that no longer holds begins at {first}",
    ),
    "source-missing": ("没有给出 {document} 的原文文件", "no file was given for {document}"),
    "passage-incomplete": (
        "段落 {passage} 缺少文献、起点或终点",
        "the passage {passage} lacks its document, start or end",
    ),
    "passage-empty": (
        "段落 {passage} 是空的：起点不在终点之前",
        "the passage {passage} is empty: its start is not before its end",
    ),
    "passage-outside": (
        "段落 {passage} 超出原文（共 {length} 个码位）",
        "the passage {passage} lies outside the document, which has {length} code points",
    ),
    "passage-name": (
        "段落 {passage} 的名称与其位置 {start}-{end} 不符",
        "the name of the passage {passage} says another position than {start}-{end}",
    ),
    "passage-cut": (
        "段落 {passage} 把一个数或一个词从中截断：{words}",
        "the passage {passage} cuts a number or a word in two: {words}",
    ),
    "surface-absent": (
        "引用的 {passage} 中没有“{surface}”{elsewhere}",
        "the cited {passage} does not contain “{surface}”{elsewhere}",
    ),
    "surface-missing": (
        "指标数据没有 wm:surface，无法核对数值",
        "the figure has no wm:surface that its value could be read from",
    ),
    "object-absent": (
        "引用的 {passage} 及其所在段落都没有提到宾语（{names}）；请写 wm:surface，或标 wm:inferred",
        "neither the cited {passage} nor its paragraph names the object ({names}): quote wm:surface, or mark wm:inferred",
    ),
    "name-absent": (
        "引用的 {passage} 中没有主语或宾语的任何名称（{names}）",
        "the cited {passage} names neither subject nor object ({names})",
    ),
    "number-absent": (
        "记录的数值 {value}{unit} 与原文“{surface}”读出的数不符",
        "the recorded {value}{unit} is not the number that “{surface}” states",
    ),
    "bound-differs": (
        "记录的是 {bound}，而“{surface}”说的是 {worded}",
        "the recorded bound is {bound} where “{surface}” says {worded}",
    ),
    "position-differs": (
        "记录的位次是 {position}，“{surface}”中没有这样的字样",
        "the recorded position is {position}, but “{surface}” has no word for it",
    ),
    "wording-absent": (
        "引用的 {passage}（以及 wm:wordedAt）中没有时间用语“{wording}”",
        "the cited {passage} (and wm:wordedAt) does not contain the time wording “{wording}”",
    ),
    "time-unworded": (
        "记录了时间 {recorded}，却没有写原文的时间用语（wm:worded），也没有标 wm:inferred",
        "the time {recorded} is recorded without the wording that says it (wm:worded) and without wm:inferred",
    ),
    "time-differs": (
        "“{wording}”在 {written} 的文献中指 {meaning}，而记录的是 {recorded}",
        "“{wording}” means {meaning} in a document of {written}, but {recorded} is recorded",
    ),
    "wording-unknown": (
        "没有规则能解释时间用语“{wording}”，未核对",
        "no rule reads the time wording “{wording}”; it was not checked",
    ),
}
"""Each rule with its sentence in zh and en."""

POSITIONS = {
    "First": ("首位", "第一", "之首", "榜首"),
    "FirstBatch": ("首批", "第一批"),
    "FirstEdition": ("首届", "第一届"),
    "FirstOne": ("首个", "首条", "首家", "首座", "第一个"),
    "FirstTime": ("首次", "第一次"),
    "FourthBatch": ("第四批",),
    "FrontRank": ("前列",),
    "FullCoverage": ("全覆盖",),
    "GoingFirst": ("率先",),
    "InStep": ("同步", "in step", "in line", "in pace", "in tandem", "pace with", "step with"),
    "Largest": ("最大",),
    "Leading": ("领先",),
    "MeetsRequirement": ("达到", "完成", "符合", "下达", "要求", "目标", "任务"),
    "NearlyFullCoverage": ("基本",),
}
"""The words that say a position; another position's words do not."""

SIGNS = {"%": "百分比", "‰": "‰", "第": "位", "大": "个"} | {
    one: one for one in ("$", "US$", "HK$", "A$", "C$", "£", "€", "¥", "RMB")
}
"""The unit that a sign stands for where the unit itself is not written."""

_ALONE = re.compile("(?:左右|上下|以上|以内|以下|多|余)*")
_POSITION = re.compile(r"(\d+)-(\d+)$")
_JOINED = re.compile(r"[0-9][0-9.,]*[0-9]|[A-Za-z]+")


class Problem(NamedTuple):
    """A broken rule with the facts of its sentence; ``predicate`` and ``value`` lead to its line."""

    rule: str
    facts: dict[str, object]
    predicate: str = WM + "evidence"
    value: str | None = None


class Examined(NamedTuple):
    """A fact with its passages, what is wrong with them, and what could not be tested."""

    fact: str
    spans: list[CitedPassage]
    problems: list[Problem]
    unknown: list[Problem]

    @property
    def holding(self) -> int:
        """How many of its citations hold; one that no text was given for is not known to."""
        return 0 if self.problems else sum(span.text is not None for span in self.spans)


def examine(record: CitedFacts, fact: str, held: Mapping[str, ComparedDocument]) -> Examined:
    """Put one fact to every test."""
    spans = record.spans(fact, held)
    written = _written(spans, held)
    worded = record.cited(fact, held)
    found = [
        *_placed(worded),
        *_claimed(record, fact, spans),
        *_timed(record, fact, worded, written),
        *_worded(record, fact, spans, written),
    ]
    unknown = [problem for problem in found if problem.rule == "wording-unknown"]
    return Examined(fact, spans, [problem for problem in found if problem.rule != "wording-unknown"], unknown)


def _placed(spans: Sequence[CitedPassage]) -> Iterator[Problem]:
    """The passage lies in its document, at the position that its name says, and cuts nothing in two."""
    for span in spans:
        facts: dict[str, object] = {"passage": shorten(span.iri), "start": span.start, "end": span.end}
        name = _POSITION.search(span.iri)
        if span.start is None or span.end is None or not span.document:
            yield Problem("passage-incomplete", facts)
        elif span.start >= span.end:
            yield Problem("passage-empty", facts)
        elif name and (int(name[1]), int(name[2])) != (span.start, span.end):
            yield Problem("passage-name", facts)
        elif span.text is not None and span.end > len(span.text):
            yield Problem("passage-outside", facts | {"length": len(span.text)})
        elif span.text is not None:
            cut = _cut(span.text, span.start, span.end)
            if cut:
                yield Problem("passage-cut", facts | {"words": cut})


def _cut(text: str, start: int, end: int) -> str:
    """The number or Latin word that a span begins or ends within."""
    first = max(0, start - 40)
    for match in _JOINED.finditer(text, first, min(len(text), end + 40)):
        if any(match.start() < edge < match.end() for edge in (start, end)):
            return match.group()
    return ""


def _claimed(record: CitedFacts, fact: str, spans: Sequence[CitedPassage]) -> Iterator[Problem]:
    """The cited words contain what the fact claims."""
    read = [span for span in spans if span.words() is not None]
    if not read:
        return
    surfaces = record.values(fact, WM + "surface")
    if surfaces:
        yield from _surfaced(surfaces, read)
    elif (stated := record.stated(fact)) is not None:
        yield from _stated(record, fact, stated, read)
    elif not _values(record, fact):
        yield from _named(record, [fact], read)
    yield from _counted(record, fact, surfaces, read)


def _surfaced(surfaces: Sequence[str], spans: Sequence[CitedPassage]) -> Iterator[Problem]:
    """Each surface stands in a cited passage, and each cited passage has a surface."""
    for surface in surfaces:
        if not any(surface in (span.words() or "") for span in spans):
            yield _absent(surface, spans[0])
    for span in spans:
        if len(spans) > 1 and not any(surface in (span.words() or "") for surface in surfaces):
            yield _absent(" / ".join(surfaces), span)


def _absent(surface: str, span: CitedPassage) -> Problem:
    places = [match.start() for match in re.finditer(re.escape(surface), span.text or "")]
    elsewhere = " (" + ", ".join(f"{place}-{place + len(surface)}" for place in places[:3]) + ")" if places else ""
    facts: dict[str, object] = {"passage": shorten(span.iri), "surface": surface, "elsewhere": elsewhere}
    return Problem("surface-absent", facts, WM + "surface", surface)


def _stated(record: CitedFacts, fact: str, stated: Triple, spans: Sequence[CitedPassage]) -> Iterator[Problem]:
    """Without a surface, the subject or object must stand in each passage, and the object at least in its paragraph."""
    value = stated.object
    literals, meant = ([value.value], []) if isinstance(value, Literal) else ([], [str(value)])
    unnamed = list(_named(record, [stated.subject, *meant], spans, literals))
    yield from unnamed
    names = [*literals, *(name for iri in meant for name in record.names(iri))]
    if unnamed or record.inferred(fact) or any(record.is_time(iri) for iri in meant):
        return
    for span in spans:
        if not any(name in span.paragraph() for name in names):
            yield Problem("object-absent", {"passage": shorten(span.iri), "names": " / ".join(names)}, OBJECT)


def _named(
    record: CitedFacts, resources: Sequence[str], spans: Sequence[CitedPassage], literals: Sequence[str] = ()
) -> Iterator[Problem]:
    names = [*literals, *(name for iri in resources for name in record.names(iri))]
    for span in spans:
        if not any(name in (span.words() or "") for name in names):
            yield Problem("name-absent", {"passage": shorten(span.iri), "names": " / ".join(names)})


def _values(record: CitedFacts, fact: str) -> list[tuple[str, Decimal]]:
    found = []
    for name in ("value", "from", "to", "low", "high"):
        for value in record.values(fact, WM + name):
            try:
                found.append((name, Decimal(value)))
            except InvalidOperation:
                continue
    return found


def _counted(
    record: CitedFacts, fact: str, surfaces: Sequence[str], spans: Sequence[CitedPassage]
) -> Iterator[Problem]:
    """The value with its unit and bound, and the position, are those that the surface states."""
    values, quoted = _values(record, fact), " / ".join(surfaces)
    if values and not surfaces:
        yield Problem("surface-missing", {}, WM + "value")
        return
    units = [_unit(record, unit) for unit in record.values(fact, WM + "unit")] or [_Unit((), Decimal(1))]
    bounds = [bound.removeprefix(WM) for bound in record.values(fact, WM + "bound")]
    stated = [number for surface in surfaces for number in numbers(surface)]
    around = "\n".join(span.words() or "" for span in spans)
    for name, value in values:
        same = [number for number in stated if any(unit.equals(number, value, around) for unit in units)]
        facts: dict[str, object] = {"value": value, "unit": "/".join(units[0].names), "surface": quoted}
        if not same:
            yield Problem("number-absent", facts, WM + name, str(value))
        elif bounds and not any(number.bound in bounds for number in same):
            yield Problem("bound-differs", facts | {"bound": bounds[0], "worded": same[0].bound}, WM + "bound")
    for position in record.values(fact, WM + "position"):
        words = POSITIONS.get(position.removeprefix(WM), ())
        if words and not any(word in surface for word in words for surface in surfaces):
            yield Problem("position-differs", {"position": shorten(position), "surface": quoted}, WM + "position")


class _Unit(NamedTuple):
    """A unit's Chinese names, how many of its base unit it is, and its own names where those are its base unit's."""

    names: tuple[str, ...]
    factor: Decimal
    own: tuple[str, ...] = ()

    def equals(self, number: Number, value: Decimal, words: str = "") -> bool:
        """Whether a stated number is ``value`` of this unit: 7万户 is 7 of 万户 and 70000 of 户.

        A number that stands alone, as in a table's cell, is of the unit that its passage (``words``) names elsewhere.
        """
        named = not self.names or any(number.rest.startswith(name) for name in self.names)
        if number.value == value * self.factor and (named or SIGNS.get(number.sign) in self.names):
            return True
        alone = _ALONE.fullmatch(number.rest) is not None and not number.sign
        own = {*(self.own or self.names), *(sign for sign, name in SIGNS.items() if name in self.names)}
        return alone and number.value == value and any(name in words for name in own)


def _unit(record: CitedFacts, iri: str) -> _Unit:
    base, factor = record.values(iri, WM + "baseUnit"), record.values(iri, WM + "factor")
    if base and factor:
        return _Unit(tuple(record.names(base[0])), Decimal(factor[0]), tuple(record.names(iri)))
    return _Unit(tuple(record.names(iri)), Decimal(1))


def _timed(record: CitedFacts, fact: str, spans: Sequence[CitedPassage], written: date | None) -> Iterator[Problem]:
    """A time wording stands in the passage (or where ``wm:wordedAt`` says) and means the time that is recorded."""
    for worded in record.values(fact, WM + "worded"):
        read = [span for span in spans if span.words() is not None]
        if read and not any(worded in (span.words() or "") for span in read):
            facts: dict[str, object] = {"passage": shorten(read[0].iri), "wording": worded}
            yield Problem("wording-absent", facts, WM + "worded", worded)
        meaning = wording.resolve(worded, written) if written else None
        if meaning is None:
            yield Problem("wording-unknown", {"wording": worded}, WM + "worded", worded)
            continue
        recorded = list(_recorded(record, fact))
        if not any(agrees(meaning) for _, agrees in recorded):
            told = " / ".join(name for name, _ in recorded) or "—"
            facts = {"wording": worded, "written": written, "meaning": meaning, "recorded": told}
            yield Problem("time-differs", facts, WM + "worded", worded)


def _worded(record: CitedFacts, fact: str, spans: Sequence[CitedPassage], written: date | None) -> Iterator[Problem]:
    """A time that no wording, surface or name in the passage says is inferred, or is simply that of the writing."""
    if record.values(fact, WM + "worded") or record.inferred(fact) or written is None:
        return
    said = [meaning for one in record.values(fact, WM + "surface") if (meaning := wording.resolve(one, written))]
    for predicate, role, value in record.times(fact):
        if isinstance(value, str) and record.is_time(value):
            begin, end = _days(record, value)
            names = record.names(value)
            named = any(name in (span.words() or "") for span in spans for name in names)
            named = named or any(one in name for one in record.values(fact, WM + "surface") for name in names)
            if not (named or (begin is None and end == written) or any(_agrees(role, begin, end, one) for one in said)):
                yield Problem("time-unworded", {"recorded": shorten(value)}, predicate, value)


def _recorded(record: CitedFacts, fact: str) -> Iterator[tuple[str, Callable[[wording.DateRange], bool]]]:
    """Each time that is recorded of a fact, with a test whether a wording means it in that role."""
    for _, role, value in record.times(fact):
        if isinstance(value, Literal) and _day(value.value):
            yield value.value, partial(_agrees, role, _day(value.value), _day(value.value))
        elif isinstance(value, str) and record.is_time(value):
            yield shorten(value), partial(_agrees, role, *_days(record, value))


def _agrees(role: str, begin: date | None, end: date | None, meaning: wording.DateRange) -> bool:
    if role == "since":
        return meaning.begin == begin
    if role == "until":
        return meaning.end == end
    return meaning.agrees(begin, end)


def _days(record: CitedFacts, time: str) -> tuple[date | None, date | None]:
    """The first and last day of a time entity."""
    begins, ends = record.values(time, WM + "begins"), record.values(time, WM + "ends")
    return _day(next(iter(begins), "")), _day(next(iter(ends), ""))


def _written(spans: Sequence[CitedPassage], held: Mapping[str, ComparedDocument]) -> date | None:
    """The day on which the cited document was written."""
    days = [held[span.document].document.written for span in spans if span.document in held]
    return _day(next((day for day in days if day), ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
