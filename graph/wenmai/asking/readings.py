"""What a question may mean, the likeliest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from wenmai.asking import forms
from wenmai.asking.mentions import find_mentions, read_terms
from wenmai.asking.named import known_questions, rank_questions
from wenmai.asking.tokens import letters, meanings, tokens, without_meanings
from wenmai.errors import NoAnswer
from wenmai.languages import is_chinese

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wenmai.asking.mentions import Mention, NamedTerms
    from wenmai.sources import Source
    from wenmai.sparql import Question

LEAST_NAMED = 0.35
"""Below this likeness a question is not taken for a known one."""

LEAST_UNDERSTOOD = 0.45
"""Below this share of a question that is understood it is refused."""

OFFERED = 3

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
    terms = _once(source, "terms", lambda: read_terms(source))
    mentions = find_mentions(source, question, terms)
    known = _distinct(_known(source, question, mentions, terms, language, asked))
    formed = _distinct(_formed(source, question, mentions, language))
    found = sorted((*known, *formed), key=lambda one: -one.likely)
    if not found or _understood_share(question, mentions, found[0]) < LEAST_UNDERSTOOD:
        raise NoAnswer(_refusal(question, language))
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
    for score, one in rank_questions(known, tokens(question), entities)[:LOOKED_AT]:
        if score >= LEAST_NAMED:
            said = one.zh if is_chinese(language) else one.en
            said = (
                said if one.command == "query" else f"{'数据:' if language.startswith('zh') else 'the figure: '}{said}"
            )
            yield Understanding(one.command, one.values, said, round(min(0.99, 0.15 + score), 4), known=True)


def _formed(source: Source, question: str, mentions: list[Mention], language: str) -> Iterator[Understanding]:
    from wenmai.names import vocabulary

    how = meanings(question)
    named = {kind: [one.iri for one in mentions if one.kind == kind] for kind in ("entity", "class", "predicate")}

    def label(iri: str) -> str:
        return vocabulary.label(source.index, iri, language)

    for kind, made in (
        (("entity",), forms.about_entities(how, named["entity"])),
        (("class",), forms.about_classes(how, named["class"])),
        (("entity", "predicate"), forms.about_predicates(how, named["entity"], named["predicate"])),
    ):
        for form in made:
            yield Understanding(
                form.command,
                form.values,
                _said(form, [iri for one in kind for iri in named[one]], label, language),
                form.likely,
            )


def _said(form: forms.Form, iris: list[str], label: Callable[[str], str], language: str) -> str:
    """What a form is understood as, with the labels of what it is about."""
    zh = is_chinese(language)
    about = [iri for values in form.values.values() for iri in values] if form.command != "query" else iris
    labels = [label(iri) for iri in about]
    text = form.zh if zh else form.en
    places = text.count("{}")
    if places == 1 and form.command == "between":
        return text.format(("、" if zh else ", ").join(labels))
    return text.format(*(labels + [""] * places)[:places])


def _understood_share(question: str, mentions: list[Mention], best: Understanding) -> float:
    """How much of a question is made of names and of expressions that are known; a known question counts by its likeness."""
    if best.known:
        return max(best.likely, LEAST_UNDERSTOOD)
    whole = letters(question)
    left = list(question)
    for mention in mentions:
        left[mention.start : mention.end] = " " * (mention.end - mention.start)
    return 1 - letters(without_meanings("".join(left))) / whole if whole and mentions else 0.0


def _refusal(question: str, language: str) -> str:
    if is_chinese(language):
        return f"没有听懂“{question}”:请说出图谱里的名称,如“A和B有什么关系”“A什么时候…”,或用 wenmai query 看现成的问题"
    return (
        f"{question!r} is not understood: name something of the graph, as in 'how are A and B connected' or 'when did A …'; "
        "wenmai query lists the named questions"
    )
