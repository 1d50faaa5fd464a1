"""In which form a folded node says its link, in words: *has topping some*, *address › city*.

The words of restrictions and class expressions are those of the Manchester syntax of OWL 2 (W3C Note, 2012).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.languages import message_language
from wenmai.terms import OWL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wenmai.index.folded import Fold
    from wenmai.model import Term

    Values = Mapping[str, Sequence[Term]]

COUNTS = {
    OWL + name: word
    for name, word in {
        "cardinality": "exactly",
        "qualifiedCardinality": "exactly",
        "minCardinality": "min",
        "minQualifiedCardinality": "min",
        "maxCardinality": "max",
        "maxQualifiedCardinality": "max",
    }.items()
}
"""Predicates that say how many, and the word for each."""

_WORDS = {
    "en": {
        "some": "some",
        "only": "only",
        "value": "value",
        "or": "either",
        "not": "not",
        "one": "one of",
        "self": "self",
    }
    | {"exactly": "exactly", "min": "min", "max": "max", "and all": "and", "or all": "or", "inverse": "inverse"},
    "zh": {"some": "有些", "only": "仅", "value": "值为", "or": "或", "not": "非", "one": "之一", "self": "自身"}
    | {"exactly": "恰好", "min": "至少", "max": "至多", "and all": "且", "or all": "或", "inverse": "反向"},
}

QUANTIFYING = frozenset({"some", "only", "value", "count", *COUNTS.values()})
"""The words that follow the property of a restriction."""


def form_word(word: str, language: str) -> str:
    """A word of a form for a reader; ``""`` where none is needed.

    >>> form_word("some", "en"), form_word("some", "zh"), form_word("member", "en")
    ('some', '有些', '')
    """
    return _WORDS[message_language(language)].get(word, "")


def count_form(form: str, values: Mapping[str, Sequence[object]]) -> str:
    """The form of a restriction with the number that it names: ``min 2``.

    >>> count_form("count", {OWL + "minQualifiedCardinality": ["2"]})
    'min 2'
    """
    for predicate, word in COUNTS.items() if form == "count" else ():
        for value in values.get(predicate, ()):
            return f"{word} {getattr(value, 'value', value)}"
    return form


def folded_values(fold: Fold, subject: str, value: Term, values: Values) -> Values:
    """What a node says of the link from ``subject`` to ``value`` that was folded from it, besides these two ends.

    Only of a link that is a fact: a list, a restriction or a nameless node says nothing more of one of its links.
    """
    if fold.form != "fact":
        return {}
    rest = {
        predicate: tuple(one for one in every if one not in (subject, value)) for predicate, every in values.items()
    }
    return {predicate: every for predicate, every in rest.items() if every}


def say_predicate(predicate: str, form: str, label: Callable[[str], str], language: str) -> str:
    """The predicate of a link in its form, with the predicates that lead to it.

    >>> say_predicate("hasTopping", "some", str, "en")
    'hasTopping some'
    >>> say_predicate("city", "through urn:address", lambda iri: iri.rpartition(":")[2], "en")
    'address › city'
    >>> say_predicate("base", "urn:topping some some", lambda iri: iri.rpartition(":")[2], "en")
    'topping some base some'
    """
    words = form.split(" ") if form else []
    quantified = [place for place, word in enumerate(words) if word in QUANTIFYING]
    lead = max(quantified, default=max((place + 1 for place, word in enumerate(words) if ":" in word), default=0))
    texts = list[str]()
    for word, following in zip(words[:lead], [*words[1:lead], ""], strict=False):
        if ":" in word:
            texts.append(label(word) if form_word(following, language) else f"{label(word)} ›")
        else:
            texts.append(form_word(word, language))
    tail = (word if word.isdecimal() else form_word(word, language) for word in words[lead:])
    return " ".join(filter(None, [*texts, predicate, *tail]))
