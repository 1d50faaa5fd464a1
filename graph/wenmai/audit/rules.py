"""The rules of a cited graph that SHACL cannot say: they need the whole graph, the vocabulary or the wording of names.

Every direct triple has a citation and every citation states a triple; every term is defined, every entity described,
linked and told apart; names of times and tenses of figures agree with their dates. :data:`RULES` has their sentences.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.statements.spellings import facts_of
from wenmai.terms import (
    APPARATUS_TYPES,
    LABEL,
    LABELS,
    RDF,
    SKOS,
    STRUCTURAL,
    TYPE,
    WM,
    shorten,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Triple = tuple[str, str, Any]

RULES = {
    "uncited": ("{triple} 没有出处", "{triple} has no citation"),
    "cites-nothing": (
        "整个图没有一条出处(wm:evidence),所以没有逐条报告",
        "no fact of the graph has a citation (wm:evidence), so they are not told one by one",
    ),
    "unstated": (
        "断言了 {triple},但没有直接写出这条三元组",
        "cites {triple}, which is not stated as a triple of its own",
    ),
    "duplicate-statement": (
        "与 {other} 用同一处出处断言同一条三元组",
        "cites the same triple from the same passage as {other}",
    ),
    "unused-passage": ("没有任何事实引用这个引文位置", "no fact cites this passage"),
    "undefined-term": ("词汇表没有定义 {term}{nearest}", "{term} is not defined by the vocabulary{nearest}"),
    "foreign-term": ("{term} 不是 {prefix} 词汇的词{nearest}", "{term} is no term of {prefix}{nearest}"),
    "undescribed": (
        "用到了 {iri},却没有写它是什么(rdf:type)",
        "{iri} is used but nothing says what it is (no rdf:type)",
    ),
    "isolated": ("与其他实体没有任何联系", "is linked with no other entity"),
    "homonym": (
        "与 {other} 同名“{name}”;若确是两者,请用 wm:note 说明",
        "has the same name “{name}” as {other}; say in a wm:note that they are two",
    ),
    "time-name": (
        "名称所写的时间与 wm:begins、wm:ends 不符",
        "its name says another time than its wm:begins and wm:ends",
    ),
    "achieved-later": (
        "状态是已实现,时期却在文献日期 {written} 之后开始",
        "is recorded as achieved, in a period that begins after its document was written ({written})",
    ),
    "targeted-earlier": (
        "状态是目标,时期却在文献日期 {written} 之前结束",
        "is recorded as targeted, for a period that ended before its document was written ({written})",
    ),
}
"""Each rule with its sentence in zh and en."""

_NAMING = frozenset({*LABELS, SKOS + "altLabel", SKOS + "hiddenLabel", TYPE, WM + "evidence"})
"""Predicates that name and sort things: how this graph calls them, not what a document says."""

_MEMBER = re.compile(re.escape(RDF) + r"_[1-9]\d*")
_TIME = "urn:wenmai:time:"
_DATED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_YEARS = re.compile(r"(\d{4})-(\d{4})")


class Breach(NamedTuple):
    """A broken rule: who breaks it, the facts of its sentence, and what leads to its line."""

    rule: str
    focus: str
    facts: dict[str, str]
    predicate: str | None = None
    value: str | None = None


class GraphTriples:
    """The triples of a graph and of its vocabulary, indexed for the rules."""

    def __init__(
        self,
        triples: Iterable[Triple],
        vocabulary: Iterable[Triple],
        *,
        uncited: Iterable[str] = (),
        closed: Mapping[str, frozenset[str]],
    ) -> None:
        """Take triples whose subjects and predicates are text (an IRI or ``_:id``) and whose objects are terms.

        ``uncited`` are predicates that need no citation, beside those that name things; ``closed`` are published
        vocabularies, by namespace, with all the terms they have.
        """
        self.exempt = _NAMING | frozenset(uncited)
        self.closed = closed
        self.triples = sorted(set(triples), key=lambda triple: (triple[0], triple[1], str(triple[2])))
        self.terms = sorted(set(vocabulary), key=lambda triple: (triple[0], triple[1], str(triple[2])))
        self.facts: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in self.triples:
            self.facts[subject][predicate].append(value)

    def values(self, subject: str, predicate: str) -> list[str]:
        """The objects of a property as IRIs, ``_:id`` or lexical forms."""
        return [text(value) for value in self.facts[subject][predicate]] if subject in self.facts else []

    def value(self, subject: str, predicate: str) -> str:
        """The first object of a property, or nothing."""
        return next(iter(self.values(subject, predicate)), "")

    @cached_property
    def statements(self) -> dict[str, list[Triple]]:
        """The triples that each statement is about, in every spelling; what SHACL finds incomplete is left out."""
        about = ((subject, facts_of(values)) for subject, values in self.facts.items())
        return {name: [(text(s), text(p), o) for s, p, o in facts] for name, facts in about if facts}

    @cached_property
    def apparatus(self) -> frozenset[str]:
        """Statements and passages: they say where facts come from."""
        typed = (subject for subject in self.facts if APPARATUS_TYPES & set(self.values(subject, TYPE)))
        return frozenset({*typed, *self.statements})

    @cached_property
    def defined(self) -> frozenset[str]:
        """The terms that the vocabulary types."""
        return frozenset(subject for subject, predicate, _ in self.terms if predicate == TYPE)


def text(term: Any) -> str:
    """The IRI, ``_:id`` or lexical form of a pyoxigraph term."""
    return str(term) if str(term).startswith("_:") else str(getattr(term, "value", term))


def broken(record: GraphTriples) -> Iterator[Breach]:
    """Every breach of every rule."""
    for rule in (
        _uncited,
        _unstated,
        _unused,
        _undefined,
        _foreign,
        _undescribed,
        _isolated,
        _homonyms,
        _misnamed,
        _tenses,
    ):
        yield from rule(record)


# Citations ------------------------------------------------------------------------------------------------------------


def _told(triple: Triple) -> str:
    subject, predicate, value = triple
    written = f"“{text(value)}”" if is_literal(value) else shorten(text(value))
    return f"{shorten(subject)} {shorten(predicate)} {written}"


def is_literal(term: Any) -> bool:
    """Whether a pyoxigraph term is a literal."""
    return hasattr(term, "datatype")


def _uncited(record: GraphTriples) -> Iterator[Breach]:
    """Every fact without a citation, in a graph that cites; of one that cites nothing that alone, once."""
    if not any(predicate == WM + "evidence" for _, predicate, _ in record.triples):
        yield Breach("cites-nothing", record.triples[0][0] if record.triples else "", {})
        return
    cited = {
        triple
        for name, triples in record.statements.items()
        if record.facts[name].get(WM + "evidence")
        for triple in triples
    }
    for triple in record.triples:
        subject, predicate, value = triple
        own = subject in record.apparatus or bool(record.facts[subject].get(WM + "evidence"))
        if not own and predicate not in record.exempt and triple not in cited:
            yield Breach("uncited", subject, {"triple": _told(triple)}, predicate, text(value))


def _unstated(record: GraphTriples) -> Iterator[Breach]:
    stated = set(record.triples)
    seen: dict[tuple[Triple, str], str] = {}
    for statement, triple in ((name, triple) for name, triples in record.statements.items() for triple in triples):
        if triple not in stated:
            yield Breach("unstated", statement, {"triple": _told(triple)}, RDF + "object")
        for passage in record.values(statement, WM + "evidence"):
            other = seen.setdefault((triple, passage), statement)
            if other != statement:
                yield Breach("duplicate-statement", statement, {"other": shorten(other)})


def _unused(record: GraphTriples) -> Iterator[Breach]:
    used = {text(value) for _, predicate, value in record.triples if predicate in (WM + "evidence", WM + "wordedAt")}
    for subject in record.facts:
        if WM + "Passage" in record.values(subject, TYPE) and subject not in used:
            yield Breach("unused-passage", subject, {})


# Terms ----------------------------------------------------------------------------------------------------------------


def _used(record: GraphTriples, namespace: str) -> Iterator[tuple[str, str, str, str]]:
    """Each use of a namespace's terms, once a subject: the term, and the triple where it stands."""
    seen: set[tuple[str, str]] = set()
    for subject, predicate, value in [*record.triples, *record.terms]:
        kind = value.datatype.value if is_literal(value) else text(value)
        for term in (subject, predicate, kind):
            if term.startswith(namespace) and (term, subject) not in seen:
                seen.add((term, subject))
                yield term, subject, predicate, text(value)


def _undefined(record: GraphTriples) -> Iterator[Breach]:
    for term, subject, predicate, value in _used(record, WM):
        if term not in record.defined:
            facts = {"term": shorten(term), "nearest": _nearest(term, record.defined)}
            yield Breach("undefined-term", subject, facts, predicate, value)


def _nearest(term: str, known: Iterable[str]) -> str:
    """A hint at the term that was probably meant."""
    from difflib import get_close_matches

    found = get_close_matches(term, sorted(known), n=1, cutoff=0.8)
    return f" ({shorten(found[0])}?)" if found else ""


def _foreign(record: GraphTriples) -> Iterator[Breach]:
    """Terms that their own vocabulary does not have, for vocabularies that are closed."""
    for namespace, known in record.closed.items():
        for term, subject, predicate, value in _used(record, namespace):
            if term not in known and term != namespace and not _MEMBER.fullmatch(term):
                prefix = shorten(namespace).rstrip(":")
                facts = {"term": shorten(term), "prefix": f"{prefix}:", "nearest": _nearest(term, known)}
                yield Breach("foreign-term", subject, facts, predicate, value)


# Entities -------------------------------------------------------------------------------------------------------------


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind(mark) for mark in ":/#") + 1]


def _undescribed(record: GraphTriples) -> Iterator[Breach]:
    """A misspelt name of an entity is an entity of which nothing is said."""
    typed = {subject for subject in record.facts if record.values(subject, TYPE)} | record.defined
    own = {_namespace(subject) for subject in typed if not subject.startswith("_:")} - {WM}
    seen: set[str] = set()
    for subject, predicate, value in record.triples:
        for iri in (subject, "" if is_literal(value) else text(value)):
            if iri and iri not in typed and iri not in seen and _namespace(iri) in own:
                seen.add(iri)
                yield Breach("undescribed", subject, {"iri": shorten(iri)}, predicate, text(value))


def _isolated(record: GraphTriples) -> Iterator[Breach]:
    linked: set[str] = set()
    for subject, predicate, value in record.triples:
        other = text(value)
        if is_literal(value) or other == subject or predicate in STRUCTURAL - {RDF + "object", WM + "unit"}:
            continue
        linked |= {other} if subject in record.apparatus else {subject, other}
    for subject in record.facts:
        entity = record.values(subject, TYPE) and subject not in record.apparatus and subject not in record.defined
        if entity and subject not in linked:
            yield Breach("isolated", subject, {})


def _homonyms(record: GraphTriples) -> Iterator[Breach]:
    """Two entities of one name, unless a note on one of them says that they are two."""
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject, predicate, value in record.triples:
        if predicate in (LABEL, WM + "shortName") and subject not in record.apparatus:
            name = unicodedata.normalize("NFKC", text(value)).casefold()
            named[getattr(value, "language", None) or "", name].add(subject)
    for (_, name), entities in sorted(named.items()):
        first, *others = sorted(entities)
        for other in others:
            if not record.values(first, WM + "note") and not record.values(other, WM + "note"):
                yield Breach("homonym", other, {"other": shorten(first), "name": name}, LABEL)


# Times ----------------------------------------------------------------------------------------------------------------


def _misnamed(record: GraphTriples) -> Iterator[Breach]:
    """``t:2021-11`` begins on its first day and ends on its last."""
    for subject in record.facts:
        said = _days(subject.removeprefix(_TIME)) if subject.startswith(_TIME) else None
        if said and said != (record.value(subject, WM + "begins"), record.value(subject, WM + "ends")):
            yield Breach("time-name", subject, {}, WM + "begins")


def _days(name: str) -> tuple[str, str] | None:
    """The first and last day that a name such as ``2021-11`` or ``2017-2021`` says."""
    years = _YEARS.fullmatch(name)
    if years:
        return f"{years[1]}-01-01", f"{years[2]}-12-31"
    match = _DATED.fullmatch(name)
    if not match:
        return None
    year, month, day = match.groups()
    if day:
        return name, name
    if month and 1 <= int(month) <= 12:
        return f"{name}-01", f"{name}-{monthrange(int(year), int(month))[1]}"
    return (f"{year}-01-01", f"{year}-12-31") if not month else ("", "")


def _tenses(record: GraphTriples) -> Iterator[Breach]:
    """What is achieved lies in no time after its document; what is targeted in none before, but where a note says why."""
    for figure in record.facts:
        written, status = _written(record, figure), record.value(figure, WM + "status").removeprefix(WM)
        period = record.value(figure, WM + "period")
        begins, ends = record.value(period, WM + "begins"), record.value(period, WM + "ends")
        if written and status == "Achieved" and begins > written:
            yield Breach("achieved-later", figure, {"written": written}, WM + "period")
        if written and status == "Targeted" and ends and ends < written and not record.values(figure, WM + "note"):
            yield Breach("targeted-earlier", figure, {"written": written}, WM + "period")


def _written(record: GraphTriples, fact: str) -> str:
    """The last day of the time of the document that a fact cites."""
    passage = record.value(fact, WM + "evidence")
    document = record.value(passage, WM + "document")
    return record.value(record.value(document, WM + "when"), WM + "ends")
