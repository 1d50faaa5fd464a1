"""What a question names: entities of the graph, its classes and its predicates, the longest names first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.asking.kin import classes_above
from wenmai.asking.senses import singular, spaced, thing_of, word_key
from wenmai.asking.tokens import EMPTY, letters, without_meanings
from wenmai.names.folding import fold
from wenmai.terms import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.sources import Source

LONGEST = 40
"""Characters of a name in Chinese, and words of one in English times four."""

MOST_LOOKUPS = 400
"""Pieces of a question that are looked up as names."""

SHORTEST_WORDS, SHORTEST_HAN = 5, 3
"""Letters, or Chinese characters, of a part of a name that may stand for it."""

MOST_HOLDING = 60
"""Names that hold the beginning of such a part, of which the one with all of it is looked for."""

OUTSTANDING = 4
"""So many times as many links as any other of its name has what a part of a name stands for."""

LEAST_PART = 0.3
"""A part of a name that does not begin it is at least this share of its letters."""

_POSSESSIVE = re.compile(r"(?:'s|’s|'|’)$")
_ARTICLE = re.compile(r"^(?:the|an?) ")
_COUNTERS = re.compile(r"[条个家座所位名项件种本次处届的在是和与跟]*")
_COUNTED = re.compile(r"[一两几多少每哪所有的][座条个家本位种只部名]?$|[座条家本位种只部名]$")
"""What stands before a class of one character: 哪座山, 几本书."""


class Mention(NamedTuple):
    """A name in a question: where it stands, the IRI that it means, and what that is: entity, class or predicate."""

    start: int
    end: int
    iri: str
    kind: str


class NamedTerms(NamedTuple):
    """The classes and predicates of a graph by what makes their names one (:func:`~wenmai.asking.senses.word_key`)."""

    classes: dict[str, str]
    predicates: dict[str, str]


def find_mentions(source: Source, text: str, terms: NamedTerms) -> list[Mention]:
    """The names in a text that do not overlap, each the longest there.

    Of several entities of one name the outstanding one is taken, or none. At an endpoint, which cannot be asked about every
    piece, only whole runs of words are looked up.
    """
    found: list[Mention] = []
    taken: set[int] = set()
    for start, end in sorted(_pieces(text), key=lambda piece: (piece[0] - piece[1], piece[0]))[:MOST_LOOKUPS]:
        if taken.isdisjoint(range(start, end)):
            mention = _mentioned(source, text, start, end, terms)
            if mention is not None:
                found.append(mention)
                taken.update(range(start, end))
    return sorted(found)


def find_short_names(source: Source, text: str, found: Iterable[Mention]) -> list[Mention]:
    """Names of which a text says only a part, where that is a part of one name alone: 东鼎市场, *Jingbao office*.

    The ways of asking are no part of a name. One with a whole name within it counts where it is how one longer name begins.
    """
    if not source.enumerable:
        return []
    found = list(found)
    whole = [one for one in found if one.kind == "entity"]
    every: list[Mention] = []
    for start, end in _runs(text):
        inside = [one for one in whole if one.start < end and start < one.end]
        if any(one.start < start or end < one.end or (one.start, one.end) == (start, end) for one in inside):
            continue
        if any(one.start < end and start < one.end and end - start <= one.end - one.start for one in found):
            continue
        iri = _only_with(source, text[start:end], beginning=bool(inside))
        if iri is not None:
            every.append(Mention(start, end, iri, "entity"))
    return every


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """The runs of a text that may be a part of a name, without the ways of asking around them."""
    masked = without_meanings(text, ways_only=True, same_length=True)
    for run in re.finditer(r"[㐀-鿿]{3,}|[a-z0-9][\w’'.-]*(?: [\w’'.-]+)*", masked):
        if run.group() > "\u3400":
            start = run.start() + len(_COUNTERS.match(run.group())[0])  # type: ignore[index]  # it matches nothing, too
            yield from ((start, end) for end in range(run.end(), start + SHORTEST_HAN - 1, -1))
            continue
        words = [match.span() for match in re.finditer(r"[㐀-鿿]+|[^\s㐀-鿿]+", run.group())]
        while words and run.group()[slice(*words[0])] in EMPTY:
            words.pop(0)
        while words and run.group()[slice(*words[-1])] in EMPTY:
            words.pop()
        for last in range(len(words), 0, -1):  # the longest beginning first, then that of the rest
            start, end = run.start() + words[0][0], run.start() + words[last - 1][1]
            yield start, end
        for first in range(1, len(words)):
            yield run.start() + words[first][0], run.start() + words[-1][1]


def _only_with(source: Source, piece: str, *, beginning: bool) -> str | None:
    """The one entity of whose names a piece is a part: each of its words, or characters, stands there, in the same order."""
    folded = fold(piece)
    words = [word for word in folded.split() if word not in EMPTY] if folded.isascii() else list(folded)
    if (
        not words
        or len("".join(words)) < (SHORTEST_WORDS if folded.isascii() and not _coded(folded) else SHORTEST_HAN)
        or not _may_be_name(piece, words)
    ):
        return None
    wanted = words[0] if folded.isascii() else folded[:2]
    mark = r"\b" if folded.isascii() else ""
    holding = re.compile(".*".join(mark + re.escape(word) for word in words))
    names = [
        (match.iri, fold(spaced(name) if mark else name))
        for match in source.names.search(folded if beginning else wanted, limit=MOST_HOLDING)
        if match.how in ("label", "alias", "iri", "prefix", "substring")
        for name in dict.fromkeys((match.name, match.label))
    ]
    found = [
        (iri, name)
        for iri, name in names
        if _ARTICLE.sub("", name).startswith(folded)
        or (not beginning and holding.search(name) and sum(map(len, words)) >= LEAST_PART * len(name))
    ]
    whole = {iri for iri, name in found if holding.fullmatch(name)} or {
        iri for iri, _ in found if fold(local_name(iri)) == folded
    }
    if len(whole) == 1:
        return next(iter(whole))
    one = _outstanding(source, sorted({iri for iri, _ in found}))
    return one if one is not None or len(words) < 2 else _within_others(found)


def _coded(folded: str) -> bool:
    """Whether a piece is a code, of letters and digits."""
    return any(map(str.isdigit, folded)) and any(map(str.isalpha, folded))


def _within_others(found: list[tuple[str, str]]) -> str | None:
    """The entity whose name is a part of the names of all others: the exchange, of the exchange and its opening."""
    iri, shortest = min(found, key=lambda pair: (len(pair[1]), pair), default=("", ""))
    others = {other for other, _ in found} - {iri}
    holding = {other for other, name in found if shortest in name}
    return iri if others and others <= holding else None


def _outstanding(source: Source, iris: list[str], times: int = OUTSTANDING) -> str | None:
    """The one entity, or of several the one with so many times as many links as any other."""
    if len(iris) < 2:
        return iris[0] if iris else None
    degrees = sorted(((source.index.degree(source.index.require(iri)), iri) for iri in iris), reverse=True)
    return degrees[0][1] if degrees[0][0] >= times * max(1, degrees[1][0]) else None


def _may_be_name(piece: str, words: list[str]) -> bool:
    """Whether a piece is more than one plain word."""
    return len(words) > 1 or piece[0].isupper() or any(letter.isdigit() for letter in piece)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The pieces of a text that could be names: runs of Chinese characters, of words, and of both."""
    for run in re.finditer(r"[\w·•'’“”\"#:./,&()-]+(?: [\w·•'’“”\"#:./,&()-]+)*", text):
        words = [match.span() for match in re.finditer(r"[㐀-鿿]|[^\s㐀-鿿]+", run.group())]
        for first in range(len(words)):
            for last in range(first, min(len(words), first + LONGEST // 2)):
                start, end = run.start() + words[first][0], run.start() + words[last][1]
                if end - start >= 2 or "\u3400" <= text[start] <= "\u9fff":
                    yield start, end


def _mentioned(source: Source, text: str, start: int, end: int, terms: NamedTerms) -> Mention | None:
    piece = _POSSESSIVE.sub("", text[start:end].strip("“”\"'’:/,&-"))
    folded = fold(piece)
    if not folded:
        return None
    key = word_key(piece)
    for known, kind in ((terms.classes, "class"), (terms.predicates, "predicate")):
        iri = known.get(key) or (known.get(f"={thing_of(piece)}") if kind == "class" else None)
        if iri is None:
            continue
        if len(piece) == 1 and (kind != "class" or not _COUNTED.search(text[max(0, start - 3) : start])):
            continue
        if letters(without_meanings(piece, ways_only=True)):  # else it is a way of asking, such as *about*
            return Mention(start, end, iri, kind)
    if len(piece) < 2:
        return None
    iri = next((found for name in _spellings(piece) if (found := _called_so(source, name)) is not None), None)
    return None if iri is None else Mention(start, end, iri, "entity")


def _spellings(piece: str) -> Iterator[str]:
    """A name as it is written, in the singular, and as one word, which is how the ends of IRIs have it."""
    yield piece
    words = piece.split()
    if not piece.isascii() or not words:
        return
    single = [singular(word) if word[-1] == "s" and len(word) > 3 else word for word in words]
    yield from (" ".join((*words[:place], single[place], *words[place + 1 :])) for place in range(len(words))
                if single[place] != words[place])  # fmt: skip
    if len(words) > 1:
        yield "".join(words)


def _called_so(source: Source, piece: str) -> str | None:
    """The one entity of a whole name: the one whose label it is, else whose alias; of several the one with many more links."""
    matches = source.names.exactly(piece)
    if len(matches) < 2:
        return matches[0].iri if matches else None
    for how in ("label", "alias"):
        iris = sorted({match.iri for match in matches if match.how == how})
        if iris:
            return iris[0] if len(iris) == 1 else _outstanding(source, iris, 2) if source.enumerable else None
    return None


def read_terms(source: Source) -> NamedTerms:
    """The names of the classes and predicates that a graph uses, in every language, and which kinds of things the classes are."""
    index = source.index
    kinds: Iterable[str] = index.class_counts()
    classes = _with_heads(_named(source, classes_above(source, kinds) if source.enumerable else kinds))
    return NamedTerms(classes, _named(source, index.predicates))


def _named(source: Source, iris: Iterable[str]) -> dict[str, str]:
    from wenmai.asking.predicates import names_of

    found: dict[str, str] = {}
    for iri in iris:
        for name in names_of(source, iri):
            key = word_key(name)
            if key:
                found.setdefault(key, iri)
            thing = thing_of(name)
            if thing:
                found.setdefault(f"={thing}", iri)
    return found


def _with_heads(classes: dict[str, str]) -> dict[str, str]:
    """The classes by the last word of their names, too, where that is the last of one class alone: department, of academic ones."""
    ending: dict[str, set[str]] = {}
    for key, iri in classes.items():
        words = key.split()
        if len(words) > 1 and words[-1] not in EMPTY:
            ending.setdefault(words[-1], set()).add(iri)
    for word, iris in ending.items():
        if len(iris) == 1 and word not in classes:
            classes[word] = next(iter(iris))
            thing = thing_of(word)
            if thing:
                classes.setdefault(f"={thing}", classes[word])
    return classes
