"""Which of the questions whose answers are known a question is likest to: those that come with the graph, and its indicators.

Both are compared by their tokens, each weighed by how few of the known questions have it (Spärck Jones 1972, *inverse document
frequency*), and by the entities that they name. The likeness is the mean of Dice's, by which neither may say much that the other
does not, and of how much of what is asked the known question has: people ask in fewer words.
"""

from __future__ import annotations

import math
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from wenmai.asking.mentions import find_mentions
from wenmai.asking.tokens import tokens
from wenmai.terms import RDF, WM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.asking.mentions import NamedTerms
    from wenmai.sources import Source
    from wenmai.sparql import Question

MOST_INDICATORS = 2_000
"""Indicators of a graph that are compared."""


class KnownQuestion(NamedTuple):
    """A question whose answer is known: the command that gives it, and its wording in Chinese and in English."""

    command: str
    values: dict[str, list[str]]
    zh: str
    en: str


class KnownQuestions(NamedTuple):
    """Known questions by their places, the tokens of each wording, and the weight of each token."""

    questions: tuple[KnownQuestion, ...]
    wordings: tuple[tuple[int, frozenset[str]], ...]
    weights: dict[str, float]


def known_questions(source: Source, terms: NamedTerms, asked: Iterable[Question]) -> KnownQuestions:
    """Take known questions apart; each is there in both languages."""
    named = (KnownQuestion("query", {"sparql": [one.name]}, one.zh, one.en) for one in asked)
    every = (*named, *_indicators(source))
    wordings = tuple(
        (place, _asking(one, tokens(text)) | _entities(source, text, terms))
        for place, one in enumerate(every)
        for text in (one.zh, one.en)
        if text
    )
    having: dict[str, set[int]] = {}
    for place, found in wordings:
        for token in found:
            having.setdefault(token, set()).add(place)
    return KnownQuestions(
        every, wordings, {token: math.log(1 + len(every) / len(places)) for token, places in having.items()}
    )


def _asking(known: KnownQuestion, found: frozenset[str]) -> frozenset[str]:
    """An indicator is asked for with *how many*, though its name does not say so."""
    return found | {"#many"} if known.command == "figures" else found


def _indicators(source: Source) -> Iterator[KnownQuestion]:
    """What the figures of a graph measure: each is a question for its figures."""
    index = source.index
    if not source.enumerable or WM + "Indicator" not in index.class_counts():
        return
    for quad in islice(source.match(None, RDF + "type", WM + "Indicator"), MOST_INDICATORS):
        node = index.require(quad.subject)
        yield KnownQuestion("figures", {"entity": [quad.subject]}, index.label(node, "zh"), index.label(node, "en"))


def _entities(source: Source, text: str, terms: NamedTerms) -> frozenset[str]:
    return frozenset(f"={one.iri}" for one in find_mentions(source, text, terms) if one.kind == "entity")


def rank_questions(
    known: KnownQuestions, asked: frozenset[str], entities: frozenset[str]
) -> list[tuple[float, KnownQuestion]]:
    """The known questions by their likeness to one, in [0, 1], the likest first."""
    most = math.log(1 + len(known.questions))
    mine = asked | {f"={iri}" for iri in entities}

    def weigh(found: frozenset[str]) -> float:  # fsum: the same in whatever order a set is read
        return math.fsum(known.weights.get(token, most * 0.6) * (2.0 if token[0] == "=" else 1.0) for token in found)

    best: dict[int, float] = {}
    for place, theirs in known.wordings:
        shared = mine & theirs
        if mine != theirs and not _about_the_same(mine, shared):
            continue
        score = weigh(shared) * (1 / (weigh(mine) + weigh(theirs)) + 0.5 / weigh(mine))
        best[place] = max(score, best.get(place, 0.0))
    ranked = sorted(best.items(), key=lambda one: (-one[1], one[0]))
    return [(score, known.questions[place]) for place, score in ranked]


def _about_the_same(mine: frozenset[str], shared: frozenset[str]) -> bool:
    """Whether what is shared is more than the way of asking, and more than one word of several."""
    told = {token for token in shared if token[0] != "#"}
    return (
        len(told) > 1
        or any(token[0] == "=" for token in told)
        or (len(told) == 1 and all(token in told for token in mine if token[0] != "#"))
    )
