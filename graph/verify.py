"""Does the cited passage say what the fact claims? Every citation of a graph, held against the documents themselves.

A *citation* is one fact (a statement, a figure, or any resource that carries ``wm:evidence``) with one passage. It
holds when the document is the one that was cited, the passage lies within it at the position that its name says, and
its words contain what the fact says they do: see :data:`RULES`. Nothing is passed silently: what no rule can test is
counted and listed as unchecked.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from graph import packaged, wording
from graph.evidence import Document, Passage, documents, passage, read_document
from graph.numerals import Number, numbers
from graph.results import Fault
from graph.terms import LABEL, RDF, SKOS, TYPE, WM, shorten
from graph.turtle import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.source import Source

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
_NAMES = (LABEL, WM + "shortName", SKOS + "altLabel")
_POSITION = re.compile(r"(\d+)-(\d+)$")
_WORDLESS = re.compile(r"[\W_]+")
_JOINED = re.compile(r"[0-9][0-9.,]*[0-9]|[A-Za-z]+")


class Checked(NamedTuple):
    """A document and the file it was held against; ``same`` when the file is the document that was cited."""

    document: str
    file: str | None
    same: bool


class Report(NamedTuple):
    """What ``verify`` found: of ``citations``, ``holding`` do; ``unchecked`` are claims that no rule could test."""

    documents: tuple[Checked, ...]
    citations: int
    holding: int
    faults: tuple[Fault, ...]
    unchecked: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        """Whether there was a citation to check and every one holds in an unchanged document."""
        return not self.faults and 0 < self.citations == self.holding


class _Span(NamedTuple):
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


class _Problem(NamedTuple):
    """A broken rule with the facts of its sentence; ``predicate`` and ``value`` lead to its line."""

    rule: str
    facts: dict[str, object]
    predicate: str = WM + "evidence"
    value: str | None = None


def verify(source: Source, *files: str | Path, language: str = "en") -> Report:
    """Check every citation of a graph against the documents in ``files``.

    A file is taken for the document whose SHA-256 it has, else for the one whose name it bears, else (one of each being
    left) for the other.

    Raises:
        InputError: when a file cannot be read.
    """
    record = _Record(source)
    held = _match(documents(source), [(str(file), *read_document(file)) for file in files])
    examined = [_examine(record, fact, held) for fact in record.facts()]
    teller = _Teller(source, language)
    faults = [teller.fault(iri, problem) for iri, found in held.items() for problem in _changed(iri, found, examined)]
    faults += [teller.fault(one.fact, problem) for one in examined for problem in one.problems]
    unchecked = [teller.fault(one.fact, problem) for one in examined for problem in one.unknown]
    checked = tuple(Checked(iri, found.file, found.same) for iri, found in held.items())
    holding = sum(one.holding for one in examined)
    return Report(checked, sum(len(one.spans) for one in examined), holding, tuple(faults), tuple(unchecked))


def uncovered(source: Source, file: str | Path) -> tuple[Passage, ...]:
    """The stretches of the document in ``file`` that no fact cites; those without a letter or digit are left out.

    Raises:
        InputError: when the file cannot be read.
    """
    record = _Record(source)
    held = _match(documents(source), [(str(file), *read_document(file))])
    text = next((found.text for found in held.values() if found.text is not None), "")
    spans = [span for fact in record.facts() for span in record.spans(fact, held) if span.text is not None]
    cited = [(span.start, span.end) for span in spans if span.start is not None and span.end is not None]
    return tuple(passage(text, start, end) for start, end in gaps(text, cited))


def gaps(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of a text between spans, without the punctuation at their ends.

    >>> gaps("甲乙,丙丁。", [(0, 1), (3, 4)])
    [(1, 2), (4, 5)]
    """
    found, reached = [], 0
    for start, end in [*sorted(spans), (len(text), len(text))]:
        inner = text[reached:start]
        if _WORDLESS.sub("", inner):
            left, right = (len(inner) - len(_strip(part)) for part in (inner, inner[::-1]))
            found.append((reached + left, start - right))
        reached = max(reached, end)
    return found


def _strip(text: str) -> str:
    opening = _WORDLESS.match(text)
    return text[opening.end() :] if opening else text


# Documents and files --------------------------------------------------------------------------------------------------


class _Held(NamedTuple):
    """A document of the graph with the file that is held against it."""

    document: Document
    file: str | None
    text: str | None
    same: bool


def _match(recorded: Sequence[Document], files: list[tuple[str, str, str]]) -> dict[str, _Held]:
    """Each document with its file: by SHA-256, else by name, else the one that is left."""
    left, held = list(files), {}
    waiting = list(recorded)
    rules: list[Callable[[Document, tuple[str, str, str]], bool]] = [
        lambda document, file: document.sha256 == file[2],
        lambda document, file: document.iri.endswith(Path(file[0]).stem),
        lambda _document, _file: len(waiting) == len(left) == 1,
    ]
    for rule in rules:
        for document in list(waiting):
            fit = next((file for file in left if rule(document, file)), None)
            if fit:
                held[document.iri] = _Held(document, fit[0], fit[1], document.sha256 == fit[2])
                waiting.remove(document)
                left.remove(fit)
    held |= {document.iri: _Held(document, None, None, False) for document in waiting}
    return dict(sorted(held.items()))


def _changed(iri: str, held: _Held, examined: Sequence[_Examined]) -> Iterator[_Problem]:
    """A document without a file, or with a file that is another: since where, as far as citations can tell."""
    facts: dict[str, object] = {"document": shorten(iri), "file": held.file}
    if held.text is None:
        yield _Problem("source-missing", facts, WM + "sha256")
    elif not held.same:
        found, recorded = len(held.text), held.document.length
        failing = [span.start for one in examined if one.problems for span in one.spans if span.document == iri]
        first = min((start for start in failing if start is not None), default=None)
        facts |= {
            "found": found,
            "length": "?" if recorded is None else recorded,
            "first": "—" if first is None else first,
        }
        yield _Problem("source-changed", facts, WM + "sha256")


def _written(spans: Sequence[_Span], held: dict[str, _Held]) -> date | None:
    """The day on which the cited document was written."""
    days = [held[span.document].document.written for span in spans if span.document in held]
    return _day(next((day for day in days if day), ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


# What the graph records -----------------------------------------------------------------------------------------------


class _Record:
    """What a graph says of the facts that carry evidence."""

    def __init__(self, source: Source) -> None:
        from pyoxigraph import RdfFormat, Store

        terms = Store()
        terms.bulk_load(path=str(packaged.vocabulary()), format=RdfFormat.TURTLE)
        self.stores = (source.store, terms)

    def terms(self, subject: str, predicate: str) -> list[Any]:
        """The objects of a resource's property, sorted by their text."""
        from pyoxigraph import BlankNode, NamedNode

        node = BlankNode(subject[2:]) if subject.startswith("_:") else NamedNode(subject)
        quads = (store.quads_for_pattern(node, NamedNode(predicate), None, None) for store in self.stores)
        return sorted({quad.object for quad in chain.from_iterable(quads)}, key=str)

    def values(self, subject: str, *predicates: str) -> list[str]:
        """The objects as IRIs, ``_:id`` or lexical forms."""
        return [_text(term) for predicate in predicates for term in self.terms(subject, predicate)]

    def facts(self) -> list[str]:
        """Every resource that carries ``wm:evidence``, sorted."""
        from pyoxigraph import NamedNode

        quads = self.stores[0].quads_for_pattern(None, NamedNode(WM + "evidence"), None, None)
        return sorted({_text(quad.subject) for quad in quads})

    def spans(self, fact: str, held: dict[str, _Held], predicate: str = WM + "evidence") -> list[_Span]:
        """The passages that a fact cites."""
        return [self._span(iri, held) for iri in self.values(fact, predicate)]

    def _span(self, iri: str, held: dict[str, _Held]) -> _Span:
        document = next(iter(self.values(iri, WM + "document")), "")
        start, end = (next(iter(self.values(iri, WM + name)), "") for name in ("start", "end"))
        first, last = (int(number) if number.isdecimal() else None for number in (start, end))
        return _Span(iri, document, first, last, held[document].text if document in held else None)

    def names(self, iri: str) -> list[str]:
        """The names by which a Chinese text may call a resource."""
        terms = [term for predicate in _NAMES for term in self.terms(iri, predicate)]
        return [term.value for term in terms if (getattr(term, "language", "") or "zh").startswith("zh")]


def _text(term: Any) -> str:
    return str(term) if str(term).startswith("_:") else str(term.value)


# The tests ------------------------------------------------------------------------------------------------------------


class _Examined(NamedTuple):
    """A fact with its passages, what is wrong with them, and what could not be tested."""

    fact: str
    spans: list[_Span]
    problems: list[_Problem]
    unknown: list[_Problem]

    @property
    def holding(self) -> int:
        """How many of its citations hold; one that no text was given for is not known to."""
        return 0 if self.problems else sum(span.text is not None for span in self.spans)


def _examine(record: _Record, fact: str, held: dict[str, _Held]) -> _Examined:
    spans = record.spans(fact, held)
    worded = [*spans, *record.spans(fact, held, WM + "wordedAt")]
    found = [*_placed(worded), *_claimed(record, fact, spans), *_timed(record, fact, worded, _written(spans, held))]
    unknown = [problem for problem in found if problem.rule == "wording-unknown"]
    return _Examined(fact, spans, [problem for problem in found if problem.rule != "wording-unknown"], unknown)


def _placed(spans: Sequence[_Span]) -> Iterator[_Problem]:
    """The passage lies in its document, at the position that its name says, and cuts nothing in two."""
    for span in spans:
        facts: dict[str, object] = {"passage": shorten(span.iri), "start": span.start, "end": span.end}
        name = _POSITION.search(span.iri)
        if span.start is None or span.end is None or not span.document:
            yield _Problem("passage-incomplete", facts)
        elif span.start >= span.end:
            yield _Problem("passage-empty", facts)
        elif name and (int(name[1]), int(name[2])) != (span.start, span.end):
            yield _Problem("passage-name", facts)
        elif span.text is not None and span.end > len(span.text):
            yield _Problem("passage-outside", facts | {"length": len(span.text)})
        elif span.text is not None:
            cut = _cut(span.text, span.start, span.end)
            if cut:
                yield _Problem("passage-cut", facts | {"words": cut})


def _cut(text: str, start: int, end: int) -> str:
    """The number or Latin word that a span begins or ends within."""
    first = max(0, start - 40)
    for match in _JOINED.finditer(text, first, min(len(text), end + 40)):
        if any(match.start() < edge < match.end() for edge in (start, end)):
            return match.group()
    return ""


def _claimed(record: _Record, fact: str, spans: Sequence[_Span]) -> Iterator[_Problem]:
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


def _surfaced(surfaces: Sequence[str], spans: Sequence[_Span]) -> Iterator[_Problem]:
    """Each surface stands in a cited passage, and each cited passage has a surface."""
    for surface in surfaces:
        if not any(surface in (span.words() or "") for span in spans):
            yield _absent(surface, spans[0])
    for span in spans:
        if len(spans) > 1 and not any(surface in (span.words() or "") for surface in surfaces):
            yield _absent(" / ".join(surfaces), span)


def _absent(surface: str, span: _Span) -> _Problem:
    places = [match.start() for match in re.finditer(re.escape(surface), span.text or "")]
    elsewhere = " (" + ", ".join(f"{place}-{place + len(surface)}" for place in places[:3]) + ")" if places else ""
    facts: dict[str, object] = {"passage": shorten(span.iri), "surface": surface, "elsewhere": elsewhere}
    return _Problem("surface-absent", facts, WM + "surface", surface)


def _stated(record: _Record, fact: str, spans: Sequence[_Span]) -> Iterator[_Problem]:
    """Without a surface, a statement's subject, object or literal must stand in each passage."""
    (subject, *_), objects = record.values(fact, RDF + "subject"), record.terms(fact, RDF + "object")
    literals = [term.value for term in objects if hasattr(term, "datatype")]
    yield from _named(
        record, [subject, *(_text(term) for term in objects if not hasattr(term, "datatype"))], spans, literals
    )


def _named(
    record: _Record, resources: Sequence[str], spans: Sequence[_Span], literals: Sequence[str] = ()
) -> Iterator[_Problem]:
    names = [*literals, *(name for iri in resources for name in record.names(iri))]
    for span in spans:
        if not any(name in (span.words() or "") for name in names):
            yield _Problem("name-absent", {"passage": shorten(span.iri), "names": " / ".join(names)})


def _values(record: _Record, fact: str) -> list[tuple[str, Decimal]]:
    found = []
    for name in ("value", "from", "to"):
        for value in record.values(fact, WM + name):
            try:
                found.append((name, Decimal(value)))
            except InvalidOperation:
                continue
    return found


def _counted(record: _Record, fact: str, surfaces: Sequence[str]) -> Iterator[_Problem]:
    """The value with its unit and bound, and the position, are those that the surface states."""
    values, quoted = _values(record, fact), " / ".join(surfaces)
    if values and not surfaces:
        yield _Problem("surface-missing", {}, WM + "value")
        return
    units = [_unit(record, unit) for unit in record.values(fact, WM + "unit")] or [_Unit((), Decimal(1))]
    bounds = [bound.removeprefix(WM) for bound in record.values(fact, WM + "bound")]
    stated = [number for surface in surfaces for number in numbers(surface)]
    for name, value in values:
        same = [number for number in stated if any(unit.equals(number, value) for unit in units)]
        facts: dict[str, object] = {"value": value, "unit": "/".join(units[0].names), "surface": quoted}
        if not same:
            yield _Problem("number-absent", facts, WM + name, str(value))
        elif bounds and not any(number.bound in bounds for number in same):
            yield _Problem("bound-differs", facts | {"bound": bounds[0], "worded": same[0].bound}, WM + "bound")
    for position in record.values(fact, WM + "position"):
        words = POSITIONS.get(position.removeprefix(WM), ())
        if words and not any(word in surface for word in words for surface in surfaces):
            yield _Problem("position-differs", {"position": shorten(position), "surface": quoted}, WM + "position")


class _Unit(NamedTuple):
    """A unit's Chinese names and how many of its base unit it is."""

    names: tuple[str, ...]
    factor: Decimal

    def equals(self, number: Number, value: Decimal) -> bool:
        """Whether a stated number is ``value`` of this unit: 7万户 is 7 of 万户 and 70000 of 户."""
        named = not self.names or any(number.rest.startswith(name) for name in self.names)
        return number.value == value * self.factor and (named or SIGNS.get(number.sign) in self.names)


def _unit(record: _Record, iri: str) -> _Unit:
    base, factor = record.values(iri, WM + "baseUnit"), record.values(iri, WM + "factor")
    if base and factor:
        return _Unit(tuple(record.names(base[0])), Decimal(factor[0]))
    return _Unit(tuple(record.names(iri)), Decimal(1))


def _timed(record: _Record, fact: str, spans: Sequence[_Span], written: date | None) -> Iterator[_Problem]:
    """A time wording stands in the passage (or where ``wm:wordedAt`` says) and means the time that is recorded."""
    for worded in record.values(fact, WM + "worded"):
        read = [span for span in spans if span.words() is not None]
        if read and not any(worded in (span.words() or "") for span in read):
            facts: dict[str, object] = {"passage": shorten(read[0].iri), "wording": worded}
            yield _Problem("wording-absent", facts, WM + "worded", worded)
        meaning = wording.resolve(worded, written) if written else None
        if meaning is None:
            yield _Problem("wording-unknown", {"wording": worded}, WM + "worded", worded)
            continue
        recorded = list(_recorded(record, fact))
        if not any(agrees(meaning) for _, agrees in recorded):
            told = " / ".join(name for name, _ in recorded) or "—"
            facts = {"wording": worded, "written": written, "meaning": meaning, "recorded": told}
            yield _Problem("time-differs", facts, WM + "worded", worded)


def _recorded(record: _Record, fact: str) -> Iterator[tuple[str, Callable[[wording.Span], bool]]]:
    """Each time that is recorded of a fact, with a test whether a wording means it in that role."""
    for predicate, role in _TIME_ROLES.items():
        for value in record.values(fact, predicate):
            begin, end = _days(record, value)
            if begin or end or WM + "Period" in record.values(value, TYPE):
                yield shorten(value), partial(_agrees, role, begin, end)


def _agrees(role: str, begin: date | None, end: date | None, meaning: wording.Span) -> bool:
    if role == "since":
        return meaning.begin == begin
    if role == "until":
        return meaning.end == end
    return meaning.agrees(begin, end)


def _days(record: _Record, value: str) -> tuple[date | None, date | None]:
    """The first and last day of a time entity, or of a date literal."""
    if _day(value):
        return _day(value), _day(value)
    begins, ends = record.values(value, WM + "begins"), record.values(value, WM + "ends")
    return _day(next(iter(begins), "")), _day(next(iter(ends), ""))


# The sentences --------------------------------------------------------------------------------------------------------


class _Teller:
    """Puts a problem into a sentence and finds its line."""

    def __init__(self, source: Source, language: str) -> None:
        self.places = Places(source.locations)
        self.column = 0 if language.startswith("zh") else 1

    def fault(self, focus: str, problem: _Problem) -> Fault:
        """The fault of a problem."""
        sentence = RULES[problem.rule][self.column].format(**problem.facts)
        place = self.places.find(focus, problem.predicate, problem.value)
        return Fault(problem.rule, focus, sentence, place.file, place.line)
