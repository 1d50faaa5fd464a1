"""What a question names: entities of the graph, its classes and its predicates, the longest names first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.asking.tokens import letters, without_meanings
from wenmai.names.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.sources import Source

LONGEST = 40
"""Characters of a name in Chinese, and words of one in English times four."""

MOST_LOOKUPS = 400
"""Pieces of a question that are looked up as names."""


class Mention(NamedTuple):
    """A name in a question: where it stands, the IRI that it means, and what that is: entity, class or predicate."""

    start: int
    end: int
    iri: str
    kind: str


class NamedTerms(NamedTuple):
    """The classes and predicates of a graph by their folded names."""

    classes: dict[str, str]
    predicates: dict[str, str]


def find_mentions(source: Source, text: str, terms: NamedTerms) -> list[Mention]:
    """The names in a text that do not overlap, each the longest there; a name of several entities is left out.

    At an endpoint, which cannot be asked about every piece, only whole runs of words are looked up.
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


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The pieces of a text that could be names: runs of Chinese characters, of words, and of both."""
    for run in re.finditer(r"[\w·•'’“”\"-]+(?: [\w·•'’“”\"-]+)*", text):
        words = [match.span() for match in re.finditer(r"[㐀-鿿]|[^\s㐀-鿿]+", run.group())]
        for first in range(len(words)):
            for last in range(first, min(len(words), first + LONGEST // 2)):
                start, end = run.start() + words[first][0], run.start() + words[last][1]
                if end - start >= 2:
                    yield start, end


def _mentioned(source: Source, text: str, start: int, end: int, terms: NamedTerms) -> Mention | None:
    piece = text[start:end].strip("“”\"'’")
    folded = fold(piece)
    if not folded:
        return None
    for known, kind in ((terms.classes, "class"), (terms.predicates, "predicate")):
        iri = known.get(folded) or known.get(folded.removesuffix("s"))
        if iri is not None and letters(without_meanings(piece)):  # else it is a way of asking, such as *about*
            return Mention(start, end, iri, kind)
    matches = source.names.exactly(piece)
    return Mention(start, end, matches[0].iri, "entity") if len(matches) == 1 else None


def read_terms(source: Source) -> NamedTerms:
    """The names of the classes and predicates that a graph uses, in every language."""
    index = source.index
    return NamedTerms(_named(source, index.class_counts()), _named(source, index.predicates))


def _named(source: Source, iris: Iterable[str]) -> dict[str, str]:
    from wenmai.names import vocabulary

    found: dict[str, str] = {}
    for iri in iris:
        for language in ("zh", "en"):
            found.setdefault(fold(vocabulary.label(source.index, iri, language)), iri)
    return found
