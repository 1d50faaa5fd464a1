"""The figures of a document: every quantity with its indicator, holder, unit, bound, period and status."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.findings import Finding
from wenmai.capture.holders import find_holder
from wenmai.capture.indicators import ANY_VERB, SHARED_VERB, Phrase, full_name, is_counted, read_phrase, subject_of
from wenmai.capture.standing import Course, follow, governing, period_of, status_of
from wenmai.capture.tables.grids import read_grids
from wenmai.capture.targets.keys import is_generic, key_of, noun_of
from wenmai.capture.text.clauses import (
    by_population,
    is_reasoned,
    place_quantities,
    share_names,
    shared_by_all,
    words_before,
)
from wenmai.capture.text.counted import counted_noun
from wenmai.capture.text.foreign import is_foreign
from wenmai.capture.text.quantities import quantities
from wenmai.capture.text.sections import sentences
from wenmai.capture.text.spoken import read_spoken
from wenmai.capture.text.timeless import without_times
from wenmai.capture.text.times import TimeMention, times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.capture.text.clauses import Placed
    from wenmai.capture.text.flow import Flow
    from wenmai.capture.text.masthead import Masthead
    from wenmai.capture.text.quantities import Quantity
    from wenmai.capture.text.sections import Sentence
    from wenmai.capture.text.spoken import Spoken

EARLY = 4
"""Reports on a year are given up to this month of the next."""

MASTHEAD = 2_000
"""News of a report says so within so many characters."""

MOST_CONTEXT = 8
"""A name no longer than this may stand before one that alone says too little."""

_MEASURED = re.compile("(?:率|比例|比重|额|值|收入|量|面积|指数|浓度)$")
"""What is measured, not counted: the next number may be of it."""

_BUDGET = re.compile("(?:完成|为|占|达到?)?(?:年初|调整|年度|全年|变动)?预算数?")
"""What is said of a budget that a value is held against."""

_COMPLETED = re.compile(r"完成|实现|达到")


class FiguresRead(NamedTuple):
    """What was read of a document: its findings in the order of the text, the times it names, the sentences left unread."""

    findings: tuple[Finding, ...]
    times: tuple[TimeMention, ...]
    foreign: int
    """How many sentences are in another language than Chinese."""


class _Told:
    """What a sentence has said so far: the last indicator, so that a bare 增长4% is its growth, and the last holder."""

    def __init__(self, place: str) -> None:
        self.base, self.place, self.rule = "", place, "document"
        self.counted, self.topic = ("", 0), ""
        self.noun_end = 0


def read_figures(flow: Flow, head: Masthead, name: str) -> FiguresRead:
    """Every figure that the sentences of a flow state, and every time that they name."""
    findings: list[Finding] = []
    mentions: list[TimeMention] = []
    course, script, foreign = Course(), flow.as_written(), 0
    for sentence in sentences(flow.text, head.written, head.kind):
        line = flow.text[sentence.start : sentence.end]
        if "\t" in line or line.count("|") > 1:
            continue
        if is_foreign(line):
            foreign += 1
            continue
        own = times(flow.text, sentence.section.anchor, sentence.start, sentence.end)
        follow(course, flow.text, sentence, own)
        findings.extend(_Sentence(flow, head, name, sentence, own, course, script).findings())
        mentions.extend(own)
    findings.extend(read_grids(flow, head, name))
    return FiguresRead(tuple(sorted(findings, key=lambda one: (one.start, one.end))), tuple(mentions), foreign)


class _Sentence:
    """One sentence on its way to findings."""

    def __init__(
        self,
        flow: Flow,
        head: Masthead,
        name: str,
        sentence: Sentence,
        mentions: list[TimeMention],
        course: Course,
        script: dict[int, str],
    ) -> None:
        self.flow, self.text, self.head, self.name = flow, flow.text, head, name
        self.sentence, self.mentions, self.course, self.script = sentence, mentions, course, script
        self.told = _Told(head.place)

    def findings(self) -> Iterator[Finding]:
        start, end = self.sentence.start, self.sentence.end
        spans = [(one.start, one.end) for one in self.mentions]
        placed = place_quantities(self.text, start, end, list(quantities(self.text, spans, start, end)))
        shared = share_names(self.text, placed)
        spoken = read_spoken(self.text, start, end)
        clauses = [(one.clause, one.quantity.end) for one in placed]
        found = [
            (one.start, self._spoken(one)) for one in spoken if one.bound == "instep" or not _touching(one, clauses)
        ]
        for number, one in enumerate(placed):
            if any(other.bound == "instep" and other.start <= one.quantity.start < other.end for other in spoken):
                continue
            behind = self._behind_noun(one)
            words = shared.get(number) or (words_before(self.text, one, start) if behind is None else behind)
            found.extend((one.quantity.start, finding) for finding in self._quantity(one, words, number in shared))
        yield from (finding for _, finding in sorted(found, key=lambda pair: pair[0]) if finding is not None)

    def _quantity(self, placed: Placed, words: str, listed: bool) -> Iterator[Finding]:
        quantity = placed.quantity
        self._hold(self.text[placed.clause : quantity.start])
        names = [] if listed else shared_by_all(words)
        for one in names or [words]:
            phrase = read_phrase(
                self._unheld(one),
                self.text[quantity.end : placed.right],
                quantity.unit,
                ranked=self.text[quantity.start] == "第",
            )
            if not self.told.base and phrase.base in ("", "总量", "总数", "数量", "总规模"):
                self.told.base = self._spoken_of(placed)
            phrase = self._named(self._with_verb(phrase, placed), quantity.unit)
            if phrase.base.startswith("人均"):
                counted = by_population(self.text[self.sentence.start : placed.clause].rstrip("，"))
                self.told.base = f"{counted}{phrase.base}"
                phrase = phrase._replace(base=self.told.base)
            if is_reasoned(self.text, placed):
                phrase = phrase._replace(measure="comparison")
            noun = counted_noun(self.text[quantity.end : placed.right], quantity.unit)
            ends = noun and phrase.base.endswith(noun) and not _MEASURED.search(noun)
            self.told.noun_end = quantity.end + len(noun) if ends else quantity.end
            self.told.counted = (phrase.base, self.told.noun_end) if phrase.measure == "level" else ("", 0)
            yield self._finding(placed, phrase, listed or bool(names))

    def _spoken_of(self, placed: Placed) -> str:
        """What the clause before one speaks of, where the sentence has named nothing yet."""
        before = self.text[self.sentence.start : max(self.sentence.start, placed.clause)].rstrip("，、：；")
        return subject_of(re.split("[，；：。、]", before)[-1]) if before else ""

    def _with_verb(self, phrase: Phrase, placed: Placed) -> Phrase:
        """A name that shares the verb of the one before it: 新增企业60家、床位80张."""
        base, end = self.told.counted
        if (
            not base
            or phrase.measure != "level"
            or self.text[end : end + 1] not in ("、", "和", "与", "及")
            or end < placed.clause
            or not phrase.base
        ):
            return phrase
        verb = SHARED_VERB.match(base)
        if verb is None or ANY_VERB.match(phrase.base) or not is_counted("level", phrase.base):
            return phrase
        return phrase._replace(base=verb[0] + phrase.base)

    def _behind_noun(self, placed: Placed) -> str | None:
        """The words behind the noun that the number before counts (7家平台和6家孵化器); ``None`` where it counts none."""
        place, start = self.told.noun_end, placed.quantity.start
        return self.text[place:start].lstrip("和与及、以并") if placed.left < place <= start else None

    def _hold(self, words: str) -> None:
        holder = find_holder(words, self.head.place)
        if self.told.rule == "body" and self.told.place != self.head.place:
            self.told.place, self.told.rule = self.head.place, "document"  # a body holds for its own clause
        if holder is not None:
            self.told.place, self.told.rule = holder.name, holder.rule

    def _unheld(self, words: str) -> str:
        """The words behind the times and the holder that stand before an indicator."""
        holder = find_holder(words, self.head.place)
        if holder is not None and holder.rule in ("named", "body"):
            words = words[holder.end :]
        return without_times(words)

    def _named(self, phrase: Phrase, unit: str = "") -> Phrase:
        """The phrase with the indicator that was named before, where its own words name none."""
        base = phrase.base
        if base in ("收入", "支出", "收入总计", "支出总计", "收入预算", "支出预算") and self.course.topic:
            base = self.course.topic.removesuffix("收支") + base.removesuffix("预算")
        if (
            not base
            or base in ("增速", "增幅", "涨幅", "降幅", "总量", "其中", "人均", "同比")
            or (_BUDGET.fullmatch(base) and self.told.base)
        ):
            base = self.told.base if base != "人均" else f"人均{self.told.base}"
        elif base.startswith("占") and len(base) < 16:
            base = f"{self.told.base}{base}"
        elif base.endswith("连续") and len(base) < 5:
            base = f"{self.told.base}连续"
        elif phrase.measure not in ("comparison", "completion", "rank"):
            base = self._in_context(
                base if unit.endswith("元") else self._with_noun(base, phrase), told=not phrase.tail
            )
        return phrase._replace(base=base or phrase.how)

    def _with_noun(self, base: str, phrase: Phrase) -> str:
        """A verb alone, with what was counted before it: 新建牧场10个、续建15个."""
        if phrase.how != base or phrase.measure != "level" or base.endswith(("造林", "植树", "种植")):
            return base  # 植树造林 says itself what was done
        return f"{base}{noun_of(self.told.base)}" if self.told.base and is_counted("level", self.told.base) else base

    def _in_context(self, base: str, *, told: bool) -> str:
        """A name that alone says too little (完成投资), with what its sentence spoke of before."""
        generic = told and is_generic(key_of(base))
        if generic and self.told.topic and base not in self.told.topic:
            base = f"{self.told.topic}{base.removeprefix('年度')}"
        elif not generic:
            noun = noun_of(base)
            self.told.topic = noun if len(noun) <= MOST_CONTEXT and is_counted("level", base) else ""
        self.told.base = base
        return base

    def _finding(self, placed: Placed, phrase: Phrase, listed: bool) -> Finding:
        quantity, text = placed.quantity, self.text
        mention = governing(text, self.mentions, self.sentence.start, quantity.start, placed.bracket)
        period, told = period_of(mention, self.sentence, self.course)
        period = self._fitting(period, phrase, placed)
        status, rule = status_of(
            text,
            self.sentence.start,
            placed.clause,
            quantity.start,
            quantity.end,
            self.sentence,
            period,
            self.course,
            mention is not None,
        )
        start, end = self._trimmed(placed.clause, quantity)
        if not period and status not in ("targeted", "planned"):
            period = self._looked_back()
        if (
            status in ("targeted", "planned")
            and mention is not None
            and mention.kind in ("month", "day", "part")
            and "/" not in period
        ):
            period = period[:4]
        return Finding(
            document=self.name,
            place=self._written(self.told.place),
            indicator=self._written(full_name(phrase)),
            base=phrase.base,
            measure=phrase.measure,
            falls=phrase.falls,
            low=quantity.low,
            high=quantity.high,
            origin=placed.origin.low if placed.origin else None,
            unit=self._unit(quantity),
            bound=self._bound(placed),
            period=period,
            status=status,
            start=start,
            end=end,
            surface=self._surface(placed),
            rule=f"{rule}/{'list' if listed else 'clause'}/{mention.rule if mention else 'section'}",
            confidence=_confidence(phrase, bool(self.sentence.section.kind != "none"), period),
            worded=self._worded(told),
            worded_at=self.flow.span(*told) if told[1] else (0, 0),
            task=is_counted(phrase.measure, phrase.base),
        )

    def _fitting(self, period: str, phrase: Phrase, placed: Placed) -> str:
        """A period that fits the measure: an average is over years."""
        if "年均" in phrase.how or "平均每年" in phrase.how:
            return period if "/" in period else self._span_until(period, placed.quantity.start)
        span = self.sentence.section.period
        if "累计" in phrase.how and len(span) == 9 and period == span[5:]:
            return span  # 到2030年…累计下降10%
        return period

    def _looked_back(self) -> str:
        """The year before, for what news of a report given early in a year tells without a time."""
        written = self.head.written
        told = written is not None and written.month <= EARLY and "工作报告" in self.text[:MASTHEAD]
        return str(self.sentence.section.anchor.past) if told and self.sentence.section.kind == "none" else ""

    def _span_until(self, year: str, place: int) -> str:
        """The years that an average ends with a year is over: those named before, the section's, or its five-year plan's."""
        spans = [one.edtf for one in self.mentions if one.start < place and one.kind == "span"]
        for span in (*reversed(spans), self.course.paragraph, self.sentence.section.period):
            if len(span) == 9 and (not year or span[5:] == year):
                return span
        return (
            f"{int(year) - 4}/{year}"
            if len(year) == 4 and int(year) % 5 == 0 and self.sentence.section.kind == "plan"
            else year
        )

    def _written(self, name: str) -> str:
        """A name in the document's own script."""
        return name.translate(self.script)

    def _trimmed(self, clause: int, quantity: Quantity) -> tuple[int, int]:
        """The clause in the document, without marks and blanks before it."""
        while clause < quantity.start and self.text[clause] in "，、；：。 （\t":
            clause += 1
        return self.flow.span(clause, quantity.end)

    def _unit(self, quantity: Quantity) -> str:
        """The unit in the document's own characters."""
        if not quantity.unit or quantity.unit == "%":
            return quantity.unit
        at = self.text.rfind(quantity.unit, quantity.number_start, quantity.number_end)
        return self.flow.words(at, at + len(quantity.unit)) if at >= 0 else quantity.unit

    def _surface(self, placed: Placed) -> str:
        """How the text writes the number; of a change from its first value on."""
        start = (
            placed.origin.start
            if placed.origin
            and placed.origin.start >= placed.clause
            and placed.quantity.end - placed.origin.start <= 36
            else placed.quantity.start
        )
        first, last = self.flow.span(start, placed.quantity.end)
        return self.flow.original[first:last]

    def _worded(self, told: tuple[int, int]) -> str:
        """The words that name the period."""
        if not told[1]:
            return ""
        first, last = self.flow.span(*told)
        return self.flow.original[first:last]

    def _bound(self, placed: Placed) -> str:
        """The bound, where words that stand off the number make it (控制在5.5%, 不低于去年的5%)."""
        quantity = placed.quantity
        if quantity.bound != "exact":
            return quantity.bound
        words = self.text[placed.left : quantity.start]
        if re.search(r"控制在$", words):
            return "atmost"
        return "exact"

    def _spoken(self, spoken: Spoken) -> Finding | None:
        start, end = spoken.start, spoken.end
        while start < end and self.text[start] in "，、；：。 ":
            start += 1
        self._hold(self.text[start:end])
        phrase = read_phrase(self._unheld(spoken.base), "", "%")
        phrase = self._named(phrase)
        if not phrase.base or len(phrase.base) > 24:
            return None
        mention = governing(self.text, self.mentions, self.sentence.start, end, -1)
        period, told = period_of(mention, self.sentence, self.course)
        status, rule = status_of(
            self.text, self.sentence.start, start, end, end, self.sentence, period, self.course, mention is not None
        )
        ahead = status in ("targeted", "planned")
        if (ahead and spoken.bound == "words") or (
            not ahead and spoken.bound == "quota" and not _COMPLETED.search(self.text[start:end])
        ):
            return None
        reached = spoken.bound == "quota" and not ahead
        first, last = self.flow.span(start, end)
        measure = "growth" if spoken.bound == "instep" else "words"
        tail = phrase.tail or ("增长" if spoken.bound == "instep" else "")
        return Finding(
            self.name, self._written(self.told.place), self._written(phrase.base + tail), phrase.base, measure, phrase.falls, None, None, None, "",
            "words" if reached else spoken.bound, period, status, first, last, self.flow.original[first:last], f"{rule}/{spoken.bound}",
            0.7, "yes" if reached else spoken.verdict, self._worded(told), self.flow.span(*told) if told[1] else (0, 0),
        )  # fmt: skip


def _touching(spoken: Spoken, clauses: list[tuple[int, int]]) -> bool:
    return any(first < spoken.end and spoken.start < last for first, last in clauses)


def _confidence(phrase: Phrase, sectioned: bool, period: str) -> float:
    sure = 0.95 if sectioned else 0.8
    if not phrase.base:
        sure -= 0.45
    elif len(phrase.base) > 16:
        sure -= 0.15
    return round(sure if period else sure - 0.15, 2)
