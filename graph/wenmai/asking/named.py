"""Which of the questions whose answers are known a question is likest to: those that come with the graph, and its indicators.

Both are compared by their tokens, each weighed by how few of the known questions have it (Spärck Jones 1972, *inverse document
frequency*), and by the entities that they name. The likeness is the mean of Dice's, by which neither may say much that the other
does not, and of how much of what is asked the known question has: people ask in fewer words.
"""

from __future__ import annotations

import math
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.asking.mentions import find_mentions
from wenmai.asking.tokens import EMPTY, MEANINGS, tokens
from wenmai.terms import RDF, WM

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

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


def questions_for(source: Source) -> list[Question]:
    """The questions that come with wenmai and can be asked of a graph: it has what they name, and instances of their classes."""
    from wenmai.sparql import questions

    if not source.enumerable or not any(kind.startswith(WM) for kind in source.index.classes()):
        return []
    known: dict[str, bool] = {}
    return [one for one in questions() if all(_is_there(source, term, known) for term in one.terms)]


def _is_there(source: Source, term: str, known: dict[str, bool]) -> bool:
    """Whether a graph has what a prefixed name means: an entity, a class with instances; predicates may be wanting."""
    if term not in known:
        prefix, _, name = term.partition(":")
        iri = source.prefixes.read(term, lambda _: True)
        if prefix not in _OWN or iri is None or (prefix == "wm" and not name[:1].isupper()):
            known[term] = True
        elif prefix == "wm":
            known[term] = _has_class(source, iri)
        else:
            known[term] = source.index.find(iri) is not None or any(True for _ in source.match(iri))
    return known[term]


_OWN = frozenset({"wm", "xc", "t", "fig", "doc", "p", "s"})
"""Prefixes of the packaged graph: what other names mean is no part of it."""


def _has_class(source: Source, iri: str) -> bool:
    """Whether a class has instances, or its name is that of an individual, such as a status."""
    return iri in source.index.classes() or any(True for _ in source.match(None, None, iri))


def known_questions(source: Source, terms: NamedTerms, asked: Iterable[Question]) -> KnownQuestions:
    """Take known questions apart; each is there in both languages. What comes of it is kept in the cache, by what the graph holds."""
    from wenmai.sources.cache import read_learnt, write_learnt

    named = (KnownQuestion("query", {"sparql": [one.name]}, one.zh, one.en) for one in asked)
    every = (*named, *_indicators(source))
    if not every:
        return KnownQuestions((), (), {})
    key = _key(source, every)
    wordings = _read_wordings(read_learnt(key), len(every))
    if wordings is None:
        wordings = tuple(
            (place, _asking(one, tokens(text)) | _entities(source, text, terms))
            for place, one in enumerate(every)
            for text in (one.zh, one.en)
            if text
        )
        facts = {"wordings": [[place, sorted(found)] for place, found in wordings]}
        write_learnt(key, f"ask: {', '.join(source.locations)}", facts)
    having: dict[str, set[int]] = {}
    for place, found in wordings:
        for token in found:
            having.setdefault(token, set()).add(place)
    return KnownQuestions(
        every, wordings, {token: math.log(1 + len(every) / len(places)) for token, places in having.items()}
    )


def _key(source: Source, every: tuple[KnownQuestion, ...]) -> str:
    """What the wordings are kept under: the indexes by their checksums, the questions, and how words are taken apart."""
    from hashlib import sha256

    told = (source.index.sections.checksums, every, sorted(MEANINGS.items()), sorted(EMPTY))
    return f"ask-{sha256(repr(told).encode('utf-8', 'surrogatepass')).hexdigest()[:40]}"


def _read_wordings(facts: dict[str, Any] | None, count: int) -> tuple[tuple[int, frozenset[str]], ...] | None:
    """The wordings as they were kept; ``None`` where they are not those of so many questions."""
    try:
        read = tuple((int(place), frozenset(map(str, found))) for place, found in (facts or {})["wordings"])
    except (KeyError, TypeError, ValueError):
        return None
    return read if all(0 <= place < count for place, _ in read) else None


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
    known: KnownQuestions,
    asked: frozenset[str],
    entities: frozenset[str],
    central: Collection[str] = frozenset(),
) -> list[tuple[float, KnownQuestion]]:
    """The known questions by their likeness to one, in [0, 1], the likest first.

    To name what is ``central``, which most of a graph is about, says little: it weighs as a word does.
    """
    most = math.log(1 + len(known.questions))
    mine = asked | {f"={iri}" for iri in entities}

    def weigh(found: frozenset[str]) -> float:  # fsum: the same in whatever order a set is read
        return math.fsum(
            known.weights.get(token, most * 0.6) * (2.0 if token[0] == "=" and token[1:] not in central else 1.0)
            for token in found
        )

    best: dict[int, float] = {}
    for place, theirs in known.wordings:
        shared = mine & theirs
        if mine != theirs and not _about_the_same(mine, theirs, shared):
            continue
        score = weigh(shared) * (1 / (weigh(mine) + weigh(theirs)) + 0.5 / weigh(mine))
        best[place] = max(score, best.get(place, 0.0))
    ranked = sorted(best.items(), key=lambda one: (-one[1], one[0]))
    return [(score, known.questions[place]) for place, score in ranked]


def _about_the_same(mine: frozenset[str], theirs: frozenset[str], shared: frozenset[str]) -> bool:
    """Whether what is shared is more than the way of asking, and more than one word of several, of either."""
    told = {token for token in shared if token[0] != "#" and not token.isdigit()}
    if len(told) != 1 or any(token[0] == "=" for token in told):
        return bool(told)
    others = _words((mine - {"name"}) | told)
    if "#many" in shared:
        return others <= 2
    return others <= 1 and (told <= _TELLING or bool(_TELLING_WAYS & shared) or _words(theirs) < 2)


_TELLING = frozenset(MEANINGS) - {"name"}
"""Meanings of which one alone says what a question is about."""

_TELLING_WAYS = frozenset({"#timeline", "#around", "#source", "#compare", "#most"})
"""Ways of asking that say something of what is asked about."""


def _words(found: frozenset[str]) -> int:
    """How many tokens are no ways of asking."""
    return sum(token[0] != "#" for token in found)
