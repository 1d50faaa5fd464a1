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
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai import packaged
from wenmai.audit import wording
from wenmai.audit.numerals import Number, numbers
from wenmai.audit.passages import Document, passage
from wenmai.oxigraph import oxi
from wenmai.terms import LABEL, RDF, SKOS, TYPE, WM, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from wenmai.sources import Source

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
    "InStep": ("同步",),
    "Largest": ("最大",),
    "Leading": ("领先",),
    "MeetsRequirement": ("达到",),
    "NearlyFullCoverage": ("基本",),
}
"""The words that say a position; another position's words do not."""

SIGNS = {"%": "百分比", "第": "位", "大": "个"}
"""The unit that a sign stands for where the unit itself is not written."""

_TIME_ROLES = {
    WM + "when": "",
    WM + "period": "",
    WM + "covers": "",
    RDF + "object": "",
    WM + "since": "since",
    WM + "until": "until",
    WM + "dueBy": "until",
}
_TIMES = frozenset(WM + name for name in ("Time", "Year", "Month", "Day", "Period"))
_NAMES = (LABEL, WM + "shortName", SKOS + "altLabel")
_POSITION = re.compile(r"(\d+)-(\d+)$")
_JOINED = re.compile(r"[0-9][0-9.,]*[0-9]|[A-Za-z]+")


class ComparedDocument(NamedTuple):
    """A document of the graph with the file that is held against it."""

    document: Document
    file: str | None
    text: str | None
    same: bool


class CitedPassage(NamedTuple):
    """A passage as recorded, and the text of its document (``None`` when no file was given)."""

    iri: str
    document: str
    start: int | None
    end: int | None
    text: str | None

    def words(self) -> str | None:
        """The cited words; ``None`` when there are none to read."""
        if self.text is None or self.start is None or self.end is None:
            return None
        return self.text[self.start : self.end] if 0 <= self.start < self.end <= len(self.text) else None

    def paragraph(self) -> str:
        """The paragraph around the cited words."""
        found = passage(self.text or "", self.start or 0, self.end or 0, "paragraph")
        return found.before + found.text + found.after


class Problem(NamedTuple):
    """A broken rule with the facts of its sentence; ``predicate`` and ``value`` lead to its line."""

    rule: str
    facts: dict[str, object]
    predicate: str = WM + "evidence"
    value: str | None = None


# What the graph records -----------------------------------------------------------------------------------------------


class CitedFacts:
    """What a graph says of the facts that carry evidence."""

    def __init__(self, source: Source) -> None:
        from pyoxigraph import RdfFormat, Store

        terms = Store()
        terms.bulk_load(path=str(packaged.vocabulary()), format=RdfFormat.TURTLE)
        self.stores = (source.store, terms)

    def terms(self, subject: str, predicate: str) -> list[Any]:
        """The objects of a resource's property, sorted by their text."""
        node, way = oxi(subject), oxi(predicate)
        quads = (store.quads_for_pattern(node, way, None, None) for store in self.stores)
        return sorted({quad.object for quad in chain.from_iterable(quads)}, key=str)

    def values(self, subject: str, *predicates: str) -> list[str]:
        """The objects as IRIs, ``_:id`` or lexical forms."""
        return [text_of(term) for predicate in predicates for term in self.terms(subject, predicate)]

    def resources(self, subject: str, *predicates: str) -> list[str]:
        """The objects that are no literals."""
        terms = chain.from_iterable(self.terms(subject, predicate) for predicate in predicates)
        return [text_of(term) for term in terms if not hasattr(term, "datatype")]

    def facts(self) -> list[str]:
        """Every resource that carries ``wm:evidence``, sorted."""
        from pyoxigraph import NamedNode

        quads = self.stores[0].quads_for_pattern(None, NamedNode(WM + "evidence"), None, None)
        return sorted({text_of(quad.subject) for quad in quads})

    def spans(
        self, fact: str, held: Mapping[str, ComparedDocument], predicate: str = WM + "evidence"
    ) -> list[CitedPassage]:
        """The passages that a fact cites."""
        return [self._span(iri, held) for iri in self.values(fact, predicate)]

    def cited(self, fact: str, held: Mapping[str, ComparedDocument]) -> list[CitedPassage]:
        """All passages of a fact: those that say it, and those that word its time."""
        return [*self.spans(fact, held), *self.spans(fact, held, WM + "wordedAt")]

    def _span(self, iri: str, held: Mapping[str, ComparedDocument]) -> CitedPassage:
        document = next(iter(self.values(iri, WM + "document")), "")
        start, end = (next(iter(self.values(iri, WM + name)), "") for name in ("start", "end"))
        first, last = (int(number) if number.isdecimal() else None for number in (start, end))
        return CitedPassage(iri, document, first, last, held[document].text if document in held else None)

    def inferred(self, fact: str) -> bool:
        """Whether the fact is marked as read out of the sense."""
        return "true" in self.values(fact, WM + "inferred")

    def is_time(self, iri: str) -> bool:
        """Whether a resource is a year, a month, a day or a period."""
        return bool(_TIMES & set(self.values(iri, TYPE)))

    def names(self, iri: str) -> list[str]:
        """The names by which a Chinese text may call a resource."""
        terms = [term for predicate in _NAMES for term in self.terms(iri, predicate)]
        return [term.value for term in terms if (getattr(term, "language", "") or "zh").startswith("zh")]


def text_of(term: Any) -> str:
    """The IRI, ``_:id`` or lexical form of a term."""
    return str(term) if str(term).startswith("_:") else str(term.value)


# The tests ------------------------------------------------------------------------------------------------------------


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
    elif record.values(fact, RDF + "subject"):
        yield from _stated(record, fact, read)
    elif not _values(record, fact):
        yield from _named(record, [fact], read)
    yield from _counted(record, fact, surfaces)


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


def _stated(record: CitedFacts, fact: str, spans: Sequence[CitedPassage]) -> Iterator[Problem]:
    """Without a surface, the subject or object must stand in each passage, and the object at least in its paragraph."""
    subjects, objects = record.values(fact, RDF + "subject"), record.terms(fact, RDF + "object")
    literals = [term.value for term in objects if hasattr(term, "datatype")]
    meant = record.resources(fact, RDF + "object")
    unnamed = list(_named(record, [*subjects, *meant], spans, literals))
    yield from unnamed
    names = [*literals, *(name for iri in meant for name in record.names(iri))]
    if unnamed or record.inferred(fact) or any(record.is_time(iri) for iri in meant):
        return
    for span in spans:
        if not any(name in span.paragraph() for name in names):
            yield Problem("object-absent", {"passage": shorten(span.iri), "names": " / ".join(names)}, RDF + "object")


def _named(
    record: CitedFacts, resources: Sequence[str], spans: Sequence[CitedPassage], literals: Sequence[str] = ()
) -> Iterator[Problem]:
    names = [*literals, *(name for iri in resources for name in record.names(iri))]
    for span in spans:
        if not any(name in (span.words() or "") for name in names):
            yield Problem("name-absent", {"passage": shorten(span.iri), "names": " / ".join(names)})


def _values(record: CitedFacts, fact: str) -> list[tuple[str, Decimal]]:
    found = []
    for name in ("value", "from", "to"):
        for value in record.values(fact, WM + name):
            try:
                found.append((name, Decimal(value)))
            except InvalidOperation:
                continue
    return found


def _counted(record: CitedFacts, fact: str, surfaces: Sequence[str]) -> Iterator[Problem]:
    """The value with its unit and bound, and the position, are those that the surface states."""
    values, quoted = _values(record, fact), " / ".join(surfaces)
    if values and not surfaces:
        yield Problem("surface-missing", {}, WM + "value")
        return
    units = [_unit(record, unit) for unit in record.values(fact, WM + "unit")] or [_Unit((), Decimal(1))]
    bounds = [bound.removeprefix(WM) for bound in record.values(fact, WM + "bound")]
    stated = [number for surface in surfaces for number in numbers(surface)]
    for name, value in values:
        same = [number for number in stated if any(unit.equals(number, value) for unit in units)]
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
    """A unit's Chinese names and how many of its base unit it is."""

    names: tuple[str, ...]
    factor: Decimal

    def equals(self, number: Number, value: Decimal) -> bool:
        """Whether a stated number is ``value`` of this unit: 7万户 is 7 of 万户 and 70000 of 户."""
        named = not self.names or any(number.rest.startswith(name) for name in self.names)
        return number.value == value * self.factor and (named or SIGNS.get(number.sign) in self.names)


def _unit(record: CitedFacts, iri: str) -> _Unit:
    base, factor = record.values(iri, WM + "baseUnit"), record.values(iri, WM + "factor")
    if base and factor:
        return _Unit(tuple(record.names(base[0])), Decimal(factor[0]))
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
    for predicate, role in _TIME_ROLES.items():
        for value in filter(record.is_time, record.resources(fact, predicate)):
            begin, end = _days(record, value)
            names = record.names(value)
            named = any(name in (span.words() or "") for span in spans for name in names)
            named = named or any(one in name for one in record.values(fact, WM + "surface") for name in names)
            if not (named or (begin is None and end == written) or any(_agrees(role, begin, end, one) for one in said)):
                yield Problem("time-unworded", {"recorded": shorten(value)}, predicate, value)


def _recorded(record: CitedFacts, fact: str) -> Iterator[tuple[str, Callable[[wording.DateRange], bool]]]:
    """Each time that is recorded of a fact, with a test whether a wording means it in that role."""
    for predicate, role in _TIME_ROLES.items():
        for value in filter(record.is_time, record.resources(fact, predicate)):
            yield shorten(value), partial(_agrees, role, *_days(record, value))
        for value in set(record.values(fact, predicate)) - set(record.resources(fact, predicate)):
            if _day(value):
                yield value, partial(_agrees, role, _day(value), _day(value))


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
