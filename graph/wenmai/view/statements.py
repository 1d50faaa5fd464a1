"""What the page tells of an entity beside its links, and in what words the documents say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.facts.describe import APART
from wenmai.facts.unfolding import unfolded_facts
from wenmai.model import Literal
from wenmai.terms import STRUCTURAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.model import Statement, Term
    from wenmai.sources import Source

Place = tuple[int | None, int | None]
Words = tuple[str, str, str, str]
"""How a statement words its time, the words that support it, and a note in zh and en; empty where not stated."""

STRUCTURED = STRUCTURAL - APART


def read_facts(source: Source, subject: str) -> list[tuple[str, Term]]:
    """The literals and structural values of a subject, names and types aside, in order, each once; what is folded, too."""
    folds = source.index.folds
    rows = {
        (predicate, value)
        for predicate, value in unfolded_facts(source, subject)
        if predicate not in APART
        and (isinstance(value, Literal) or predicate in STRUCTURED or (isinstance(value, str) and value in folds))
    }
    return sorted(
        rows, key=lambda row: (row[0], isinstance(row[1], str), row[1] if isinstance(row[1], str) else tuple(row[1]))
    )


def tell_more(named: Sequence[Statement]) -> bool:
    """Whether statements tell more than who says so, in what words: then the page holds each of them."""
    return len(named) > 1 or any(
        one.status or one.speakers or one.list_open or one.time or one.qualifiers or not one.evidence for one in named
    )


def read_words(statements: Iterable[Statement]) -> dict[Place, Words]:
    """The words of each statement, by the position that it cites."""
    return {
        (one.start, one.end): _words(statement)
        for statement in statements
        for one in statement.evidence
        if statement.name
    }


def _words(statement: Statement) -> Words:
    notes = {"en" if note.language == "en" else "zh": note.value for note in statement.notes}
    return statement.worded or "", statement.surface or "", notes.get("zh", ""), notes.get("en", "")
