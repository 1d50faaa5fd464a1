"""What a question may mean, the likeliest first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from wenmai.asking import forms
from wenmai.asking.classes import ClassQuestion, about_class
from wenmai.asking.comparing import without_extremes
from wenmai.asking.mentions import find_mentions, find_short_names, read_terms
from wenmai.asking.misspelt import find_misspelt
from wenmai.asking.named import known_questions, rank_questions
from wenmai.asking.plain import plainly
from wenmai.asking.predicates import hear, is_measured, names_of, predicates_of
from wenmai.asking.senses import without_senses
from wenmai.asking.tokens import letters, meanings, tokens, without_meanings
from wenmai.errors import NoAnswer
from wenmai.languages import is_chinese
from wenmai.terms import local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wenmai.asking.mentions import Mention, NamedTerms
    from wenmai.sources import Source
    from wenmai.sparql import Question

LEAST_NAMED = 0.35
"""Below this likeness a question is not taken for a known one."""

LEAST_UNDERSTOOD = 0.45
"""Below this share of a question that is understood it is refused."""

LEAST_OF_TIMES = 0.7
"""Below this share a question that names nothing is not taken for one about all that is dated."""

_THINGS = re.compile(
    r"一件|一[个次项]|事情?|东西|图谱|数据|区里|\bthings?\b|\bworks?\b|\bcollections?\b|\bgraph\b|\bdata\b|\bitems?\b|\bevents?\b"
    r"|\bhere\b"
)
"""Words for whatever a graph holds."""

CENTRAL = 0.1
"""An entity with links as many as this share of all entities is what a graph is about."""

OFFERED = 3

LONGEST_QUESTION = 2_000
"""A text with more characters is no question."""

LOOKED_AT = 12
"""Known questions that are likest, of which the best of each kind are offered."""


class Understanding(NamedTuple):
    """One way to understand a question: the command that answers it, with its values, what it is understood as, how likely.

    ``known`` where it is a question whose answer is known, and no form.
    """

    command: str
    values: dict[str, list[str]]
    understood: str
    likely: float
    known: bool = False


def understand(
    source: Source, question: str, *, language: str = "zh", asked: Iterable[Question] = ()
) -> list[Understanding]:
    """At most three ways to understand a question, the likeliest first; ``asked`` are the questions that come with the graph.

    Raises:
        NoAnswer: too little of it is understood.

    >>> import wenmai
    >>> reading = understand(wenmai.open(), "北交所和北京金融法院有什么关系?")[0]
    >>> reading.command, reading.understood
    ('path', '北京证券交易所与北京金融法院怎么连起来')
    """
    if len(question) > LONGEST_QUESTION:
        raise NoAnswer(_refusal(question[:60] + "…", language))
    written, question = question, plainly(question)
    terms = _once(source, "terms", lambda: read_terms(source))
    mentions = find_mentions(source, question, terms)
    mentions = _with_short_names(source, question, mentions)
    known = _distinct(_known(source, question, mentions, terms, language, asked))
    formed = _distinct(_formed(source, question, mentions, language))
    found = sorted((*known, *formed), key=lambda one: -one.likely)
    if not found and not any(one.kind == "entity" for one in mentions):
        mentions = sorted((*mentions, *find_misspelt(source, question)))
        found = _distinct(_formed(source, question, mentions, language))
    if not found:
        raise NoAnswer(_refusal(written, language))
    return _varied(found)


def read_ahead(source: Source, asked: Iterable[Question]) -> None:
    """Take the known questions of a graph apart once, which every process that is forked from this one then has."""
    terms = _once(source, "terms", lambda: read_terms(source))
    _once(source, "questions", lambda: known_questions(source, terms, asked))


def _varied(found: list[Understanding]) -> list[Understanding]:
    """The likeliest, then the likeliest of each other kind: a known question, an indicator, a form; then the rest."""
    kinds: dict[tuple[bool, bool], Understanding] = {}
    for one in found:
        kinds.setdefault((one.known, one.command == "figures"), one)
    first = list(kinds.values())[:OFFERED]
    return [*first, *(one for one in found if one not in first)][:OFFERED]


def _distinct(found: Iterable[Understanding]) -> list[Understanding]:
    """The likeliest of those that come to the same command."""
    best: dict[tuple[str, str], Understanding] = {}
    for one in sorted(found, key=lambda one: -one.likely):
        best.setdefault((one.command, str(one.values)), one)
    return list(best.values())


_kept: WeakKeyDictionary[Source, dict[str, Any]] = WeakKeyDictionary()


def _once(source: Source, name: str, make: Callable[[], Any]) -> Any:
    """What is made of a graph once, and kept as long as it is open."""
    kept = _kept.setdefault(source, {})
    if name not in kept:
        kept[name] = make()
    return kept[name]


def _known(
    source: Source, question: str, mentions: list[Mention], terms: NamedTerms, language: str, asked: Iterable[Question]
) -> Iterator[Understanding]:
    entities = frozenset(one.iri for one in mentions if one.kind == "entity")
    known = _once(source, "questions", lambda: known_questions(source, terms, asked))
    central = [iri for iri in entities if _is_central(source, iri)]
    for score, one in rank_questions(known, tokens(question), entities, central)[:LOOKED_AT]:
        if score >= LEAST_NAMED:
            said = one.zh if is_chinese(language) else one.en
            said = (
                said if one.command == "query" else f"{'数据:' if language.startswith('zh') else 'the figure: '}{said}"
            )
            yield Understanding(one.command, one.values, said, round(min(0.99, 0.15 + score), 4), known=True)


def _is_central(source: Source, iri: str) -> bool:
    """Whether most of a graph is about an entity."""
    node = source.index.find(iri)
    return source.enumerable and node is not None and source.index.degree(node) > CENTRAL * source.index.node_count


_BETWEEN_NAMES = re.compile(r"[、,,和与跟同及&]|\band\b|\bor\b|\bto\b|\bwith\b")
"""What stands between names: a question may name one more than it has of these."""


def _with_short_names(source: Source, question: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions with the parts of names that stand for entities, where a question names fewer of them than it may."""
    named = sum(one.kind == "entity" for one in mentions)
    if named > 1 and named > len(_BETWEEN_NAMES.findall(question)):
        return mentions
    found: list[Mention] = []
    for one in find_short_names(source, question, mentions):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    apart = [one for one in mentions if all(one.end <= other.start or other.end <= one.start for other in found)]
    return sorted((*apart, *found))


def _formed(source: Source, question: str, mentions: list[Mention], language: str) -> Iterator[Understanding]:
    from wenmai.names import vocabulary

    def label(iri: str) -> str:
        return vocabulary.label(source.index, iri, language)

    for form in _forms(source, question, mentions, language):
        if _understood_share(source, question, mentions, form) < LEAST_UNDERSTOOD:
            continue
        yield Understanding(form.command, form.values, _said(form, label, language), round(form.likely, 4))


def _forms(source: Source, question: str, mentions: list[Mention], language: str) -> Iterator[forms.Form]:
    """What may answer a question: of its entities and what it asks of them, of its classes, of a time, of a predicate."""
    entities, classes, predicates = _named(source, mentions)
    ways = meanings(_left(question, [one for one in mentions if one.kind == "entity"]))
    heard = hear(_left(question, [one for one in mentions if one.iri in entities]), ways)
    told = {iri: predicates_of(source, iri) for iri in entities[:2]}
    yield from forms.about_times(question.casefold())
    if len(entities) == 1 and not classes:
        yield from forms.about_bearers(source, entities[0], ways)
    if not {"#connect", "#compare"} & ways or len(entities) < 2:
        for place, iri in enumerate(entities[:2]):
            for form in forms.about_facts(source, iri, heard, told[iri]):
                yield form._replace(likely=form.likely - 0.08 * place - (0.12 if classes and place == 0 else 0.0))
    if not entities or not {"#connect", "#compare"} & ways:
        for kind in classes[:2]:
            beside = hear(_left(question, [one for one in mentions if one.iri in (*entities, kind)]), ways)
            yield from about_class(source, ClassQuestion(question.casefold(), beside, tuple(entities)), kind, language)
    measured = frozenset(iri for iri, found in told.items() if is_measured(source, found))
    yield from forms.about_entities(ways, entities, measured)
    if not entities and not classes:
        yield from forms.about_predicates(ways, predicates)


def _named(source: Source, mentions: list[Mention]) -> tuple[list[str], list[str], list[str]]:
    """The entities, classes and predicates that a question names.

    A term of the vocabulary is an entity, too, where the graph describes it: it is taken for one only where nothing else is named.
    """
    by_kind = {
        kind: list(dict.fromkeys(one.iri for one in mentions if one.kind == kind))
        for kind in ("entity", "class", "predicate")
    }
    things = [iri for iri in by_kind["entity"] if not _is_term(source, iri)]
    if things or by_kind["class"]:
        return things, by_kind["class"], by_kind["predicate"]
    return by_kind["entity"], [], by_kind["predicate"]


_TERMS = frozenset(
    {"Class", "Property", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "FunctionalProperty"}
)


def _is_term(source: Source, iri: str) -> bool:
    """Whether an entity is a class or a predicate: it is said to be one, or is used as one."""
    node = source.index.find(iri)
    kinds = () if node is None else source.index.types(node)
    if any(local_name(kind) in _TERMS for kind in kinds):
        return True
    return source.enumerable and not kinds and _is_used(source, iri)


def _is_used(source: Source, iri: str) -> bool:
    """Whether some triple has it for its predicate."""
    import pyoxigraph

    try:
        found = source.store.quads_for_pattern(None, pyoxigraph.NamedNode(iri), None, None)
    except ValueError:
        return False
    return next(iter(found), None) is not None


def _left(question: str, mentions: Iterable[Mention]) -> str:
    """A question without what it mentions."""
    left = list(question)
    for one in mentions:
        left[one.start : one.end] = " " * (one.end - one.start)
    return "".join(left)


def _said(form: forms.Form, label: Callable[[str], str], language: str) -> str:
    """What a form is understood as, with the labels of what it is about."""
    zh = is_chinese(language)
    comma = "、" if zh else ", "
    about = form.about or tuple(iri for values in form.values.values() for iri in values)
    labels = [label(iri) for iri in about]
    text = form.zh if zh else form.en
    places = text.count("{")
    if places and len(labels) > places:
        labels[places - 1 :] = [comma.join(labels[places - 1 :])]
    return text.format(*labels) if places else text


def _understood_share(source: Source, question: str, mentions: list[Mention], form: forms.Form) -> float:
    """How much of a question is made of names, of what the form is about, and of expressions that are known."""
    whole = letters(question)
    if form.command == "timeline" and "entity" not in form.values:
        left = forms.HAPPENED.sub(" ", without_extremes(without_senses(without_meanings(question))))
        share = 1 - letters(_THINGS.sub(" ", left)) / whole if whole else 0.0
        return share if share > (LEAST_UNDERSTOOD if form.values else LEAST_OF_TIMES) else 0.0
    if not whole or not mentions:
        return 0.0
    left = without_extremes(without_senses(without_meanings(_left(question, mentions))))
    for word in {word for iri in form.about for name in names_of(source, iri) for word in (name, *name.split())}:
        left = left.replace(word.casefold(), " ")
    return 1 - letters(left) / whole


def _refusal(question: str, language: str) -> str:
    if is_chinese(language):
        return f"没有听懂“{question}”:请说出图谱里的名称,如“A和B有什么关系”“A什么时候…”,或用 wenmai query 看现成的问题"
    return (
        f"{question!r} is not understood: name something of the graph, as in 'how are A and B connected' or 'when did A …'; "
        "wenmai query lists the named questions"
    )
