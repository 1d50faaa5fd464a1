"""Names that a question misspells: looked for by their likeness where it names nothing, in graphs of some size only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wenmai.asking.mentions import Mention
from wenmai.asking.senses import without_senses
from wenmai.asking.tokens import EMPTY, without_meanings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.sources import Source

MOST_NAMES = 500_000
"""In a graph with more names likeness is not looked at."""

LEAST_LIKENESS, LEAST_LETTERS, LEAST_HAN = 86, 6, 4
"""How like a name a piece has to be, in percent, and how long, in letters or in Chinese characters."""

MOST_PIECES = 12

_RUN = re.compile(r"[㐀-鿿]{4,}|[A-Za-z][\w’'.-]*(?: [A-Za-z0-9][\w’'.-]*)*")


def find_misspelt(source: Source, text: str) -> list[Mention]:
    """At most one entity whose name is nearly what a piece of a text says: the likest one.

    >>> import wenmai
    >>> find_misspelt(wenmai.open(), "北京正券交易所什么时候开市")[0].iri.rpartition(":")[2]
    '北京证券交易所'
    """
    if not source.enumerable or source.names.count > MOST_NAMES:
        return []
    best: tuple[int, Mention] | None = None
    for start, end in list(_pieces(text))[:MOST_PIECES]:
        for match in source.names.search(text[start:end], limit=1):
            if match.how == "fuzzy" and match.score >= LEAST_LIKENESS and (best is None or match.score > best[0]):
                best = match.score, Mention(start, end, match.iri, "entity")
    return [] if best is None else [best[1]]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Runs of a text without the ways of asking, the longest first, and without words that say nothing around them."""
    masked = without_meanings(text, ways_only=True, same_length=True)
    for run in _RUN.finditer(masked):
        if run.group() > "\u3400":
            yield from ((run.start(), end) for end in range(run.end(), run.start() + LEAST_HAN - 1, -1))
            continue
        words = [(run.start() + one.start(), run.start() + one.end()) for one in re.finditer(r"\S+", run.group())]
        capital = [
            (start, end) for start, end in words if text[start].isupper() and text[start:end].casefold() not in EMPTY
        ]
        for first in range(len(capital)):
            for last in range(len(capital), first, -1):
                start, end = capital[first][0], capital[last - 1][1]
                if end - start >= LEAST_LETTERS and without_senses(text[start:end]).strip():
                    yield start, end
