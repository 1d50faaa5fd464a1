"""The predicates of the facts of an entity, or of the instances of a class, which a question may ask for by their names."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from wenmai.asking.senses import PEOPLE, PERSONAL, PLACES, senses, singular, spaced, word_key
from wenmai.asking.tokens import EMPTY
from wenmai.terms import WM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wenmai.model import Term
    from wenmai.sources import Source

MOST_FACTS = 2_000
"""Facts of an entity that are read for what may be asked of it."""

MOST_SAMPLED = 40
"""Instances of a class that are looked at for what is said of all."""

MOST_ENDS = 3
"""Other ends of a predicate whose classes are looked at."""

TIME = "time"
"""What stands for the time of a fact among what qualifies it."""

BESIDE = 0.85
"""How much less what stands beside a predicate says than its own name."""

LEAST_LIKE = 0.6
"""A predicate less like a question than this is not what it asks for."""

TIMES = frozenset(WM + name for name in ("Year", "Month", "Day", "Period"))
"""Classes of wenmai's own graphs whose instances are times."""

DATING = frozenset({"birth", "death", "begin", "end", "publish", "year"})
"""Senses of predicates whose numbers may be years."""

_HAN = re.compile(r"[㐀-鿿]+")


class FactPredicate(NamedTuple):
    """A predicate as facts have it: what it is called, what its values are (link, date, number, text), and some other ends.

    ``beside`` is what the facts are qualified by, and the classes of the other ends; ``dated``: some of the facts have a time.
    """

    predicate: str
    names: tuple[str, ...]
    kind: str
    ends: tuple[str, ...]
    frequency: int
    beside: tuple[str, ...] = ()
    dated: bool = False


class Heard(NamedTuple):
    """What a question says beside the names in it: its ways of asking, senses, words in the singular, Chinese, and numbers."""

    ways: frozenset[str]
    senses: frozenset[str]
    words: frozenset[str]
    han: str


def hear(text: str, ways: frozenset[str]) -> Heard:
    """Take what is left of a question apart, the names taken out of it."""
    words = frozenset(map(singular, re.findall(r"[a-z][a-z'’-]*", text.casefold())))
    return Heard(ways, senses(text), words - EMPTY, "".join(_HAN.findall(text)))


def predicates_of(source: Source, iri: str) -> list[FactPredicate]:
    """The predicates of an entity, in and out, as its facts have them."""
    qualified = _qualified(source, iri) if source.enumerable else {}
    return [
        one._replace(
            beside=tuple(dict.fromkeys((*qualified.get(one.predicate, ()), *_classes_of(source, one.ends)))),
            dated=TIME in qualified.get(one.predicate, ()),
        )
        for one in _gathered(source, _facts(source, iri))
    ]


def _qualified(source: Source, iri: str) -> dict[str, dict[str, None]]:
    """What the facts out of an entity are qualified by, by predicate: names of other predicates, and whether they have a time."""
    found: dict[str, dict[str, None]] = {}
    for (predicate, _), statements in islice(source.statements.about(iri).items(), MOST_SAMPLED):
        names = found.setdefault(predicate, {})
        for one in statements:
            names.update({TIME: None} if one.time else {})
            names.update((name, None) for other, _ in one.qualifiers for name in names_of(source, other))
    return found


def _classes_of(source: Source, ends: Iterable[str]) -> Iterator[str]:
    """What the classes of the other ends are called."""
    index = source.index
    nodes = [node for end in ends if (node := index.find(end)) is not None]
    for kind in dict.fromkeys(kind for node in nodes for kind in index.types(node)):
        yield from names_of(source, kind)


def predicates_among(source: Source, nodes: Sequence[int]) -> list[FactPredicate]:
    """The predicates out of some nodes, of which a few are looked at, and how many of these have each."""
    step = max(1, len(nodes) // MOST_SAMPLED)
    return _gathered(source, (fact for node in nodes[::step][:MOST_SAMPLED] for fact in _outward(source, node)))


def _outward(source: Source, node: int) -> Iterator[tuple[str, Term]]:
    return ((quad.predicate, quad.object) for quad in islice(source.match(source.index.iri(node)), MOST_FACTS))


def _facts(source: Source, iri: str) -> Iterator[tuple[str, Term]]:
    from wenmai.facts.unfolding import unfolded_facts

    index, node = source.index, source.index.find(iri)
    yield from islice(unfolded_facts(source, iri), MOST_FACTS)
    for other, predicate, forward, _ in islice([] if node is None else index.links(node), MOST_FACTS):
        if not forward:
            yield index.predicates[predicate], index.iri(other)


def _gathered(source: Source, facts: Iterable[tuple[str, Term]]) -> list[FactPredicate]:
    from wenmai.facts.describe import APART

    apart = APART | source.index.interpretation.told_apart
    found: dict[str, list[Term]] = {}
    for predicate, value in facts:
        if predicate not in apart:
            found.setdefault(predicate, []).append(value)
    return [
        FactPredicate(predicate, names, _kind(source, names, values), _ends(values), len(values))
        for predicate, values in found.items()
        for names in (names_of(source, predicate),)
    ]


def names_of(source: Source, iri: str) -> tuple[str, ...]:
    """What a predicate or a class is called in both languages, and the end of its IRI, as words."""
    from wenmai.names import vocabulary
    from wenmai.terms import local_name

    told = [vocabulary.label(source.index, iri, language).rpartition(":")[2] for language in ("zh", "en")]
    return tuple(dict.fromkeys(spaced(name) for name in (*told, local_name(iri)) if name))


def _ends(values: Iterable[Term]) -> tuple[str, ...]:
    return tuple(value for value in islice(values, MOST_ENDS) if isinstance(value, str))


def _years(values: Sequence[Term]) -> bool:
    """Whether numbers are years of our time, written without their kind."""
    return all(re.fullmatch(r"1\d{3}|20\d{2}", getattr(value, "value", "")) for value in islice(values, MOST_SAMPLED))


def _kind(source: Source, names: tuple[str, ...], values: Sequence[Term]) -> str:
    from wenmai.facts.dates import DATES
    from wenmai.facts.measured import NUMBERS
    from wenmai.model import Literal

    value = values[0]
    if isinstance(value, Literal):
        if value.datatype in DATES or (
            value.datatype in NUMBERS and senses(" ; ".join(names)) & DATING and _years(values)
        ):
            return "date"
        return "number" if value.datatype in NUMBERS else "text"
    node = source.index.find(value) if isinstance(value, str) else None
    kinds = () if node is None else source.index.types(node)
    return "date" if any(kind in TIMES for kind in kinds) else "link"


def is_measured(source: Source, predicates: Iterable[FactPredicate]) -> bool:
    """Whether some facts of an entity are numbers, or lead to figures."""
    index = source.index
    return any(
        one.kind == "number"
        or any((node := index.find(end)) is not None and WM + "Figure" in index.types(node) for end in one.ends)
        for one in predicates
    )


def likeness(names: Sequence[str], heard: Heard) -> float:
    """How much of what a predicate is called a question says, in [0, 1]: in its words, or in others of the same sense."""
    shared = heard.senses & senses(" ; ".join(names))
    by_sense = min(0.85, 0.65 + 0.1 * len(shared)) if shared else 0.0
    by_name = max((_said(name, heard) for name in names), default=0.0)
    return max(by_sense, by_name) + 0.1 * min(by_sense, by_name)


def _said(name: str, heard: Heard) -> float:
    """The share of a name that a question says."""
    han = "".join(_HAN.findall(name))
    if han:
        pairs = [han[place : place + 2] for place in range(len(han) - 1)] or [han]
        return sum(pair in heard.han for pair in pairs) / len(pairs)
    words = [word for word in word_key(name).split() if word not in EMPTY]
    return sum(word in heard.words for word in words) / len(words) if words else 0.0


def rank_predicates(
    source: Source, predicates: Iterable[FactPredicate], heard: Heard
) -> list[tuple[float, FactPredicate]]:
    """The predicates that a question may ask for, by their likeness to it and to its way of asking, the likest first."""
    scored, every = [], list(predicates)
    for one in every:
        like, suits = likeness(one.names, heard), suitability(source, one, heard.ways)
        if like < LEAST_LIKE:
            like = max(like, BESIDE * likeness(one.beside, heard))
        if like >= LEAST_LIKE:
            scored.append((like + suits, one))
        elif suits > 0 and not heard.senses - {"place", "people", "country"}:
            scored.append((LEAST_LIKE + suits / 2, one))
    if not scored and {"#who", "#where"} & heard.ways and len(every) == 1:
        scored = [(LEAST_LIKE, every[0])]
    return sorted(scored, key=lambda pair: (-pair[0], -pair[1].frequency, pair[1].predicate))


def ways_of_naming(heard: Heard) -> bool:
    """Whether a question asks for somebody or some place, and says nothing more."""
    return bool({"#who", "#where"} & heard.ways) and not heard.senses - {"place", "people", "country"}


def suitability(source: Source, predicate: FactPredicate, ways: frozenset[str]) -> float:
    """How well the values of a predicate answer a way of asking: dates *when*, numbers *how many*, places *where*, people *who*."""
    found = 0.0
    if "#when" in ways:
        found += 0.3 if predicate.kind == "date" else 0.1 if predicate.dated else -0.5
    if "#many" in ways:
        found += 0.2 if predicate.kind == "number" else -0.05
    if "#where" in ways:
        found += 0.2 if _places(source, predicate) else -0.2
    if "#who" in ways:
        found += 0.15 if senses(" ; ".join(predicate.names)) & PERSONAL or _is(source, predicate, PEOPLE) else -0.1
    return found


def _places(source: Source, predicate: FactPredicate) -> bool:
    named = senses(" ; ".join(predicate.names)) & {"place", "country"}
    return predicate.kind != "date" and (bool(named) or _is(source, predicate, PLACES))


def _is(source: Source, predicate: FactPredicate, named: re.Pattern[str]) -> bool:
    """Whether the classes of the other ends are called so."""
    index = source.index
    nodes = [node for end in predicate.ends if (node := index.find(end)) is not None]
    return any(
        named.search(name.casefold()) for node in nodes for kind in index.types(node) for name in names_of(source, kind)
    )
