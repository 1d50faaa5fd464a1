"""Lists of edges without a header: what their columns are, by what stands in them.

A list of two columns is edges; of three, the third is a weight if it is a number and the middle one a name of the kind of the
first, else the middle one is the relation (head, relation, tail). Where nothing else says that a file is such a list, its words do:
the relation is the column of few different words, the two others name the same things (:func:`guess_columns`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from wenmai.reading.networks.columns import Columns

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_ATTRIBUTES = re.compile(r"\{.*\}\s*$")

MOST_KINDS = 0.6
"""How many different relations there may be, as a part of the rows."""

LONGEST = 60
"""How long the names of things are at most, on average, in characters."""

LEAST_ROWS = 5
"""How many rows show what columns are."""


LISTS = ("edgelist", "edges", "el", "wel", "weighted", "tsv", "tab")
"""Endings of lists of edges without a header."""


def bare_columns(rows: list[list[str]], *, sure: bool) -> Columns | None:
    """The columns of a list of edges without a header; where its ending does not say so, its rows must be plain numbers."""
    if len(rows[0]) == 1 and rows[0][0].isdigit() and len(rows) > 1:
        rows = rows[1:]  # how many nodes there are, as some programs write first
    cells = [cell for row in rows for cell in row if not _ATTRIBUTES.match(cell)]
    widths = {len(row) for row in rows}
    regular = len(widths) == 1 and all(cells) and (len(rows) > 1 or sure) and not _has_unknown_header(rows)
    if not regular or not (sure or all(map(_NUMBER.fullmatch, cells))):
        return None
    if widths == {2}:
        return Columns(0, 1)
    if widths == {4} and all(map(_NUMBER.fullmatch, cells)):
        return Columns(0, 1, rest=((2, "weight", ""), (3, "timestamp", "")))
    return _three_columns(rows) if widths == {3} else None


def _has_unknown_header(rows: list[list[str]]) -> bool:
    """Whether the first row has names over columns of numbers."""
    first, *others = rows
    columns = ([row[place] for row in others] for place in range(len(first)))
    return bool(others) and any(
        not _NUMBER.fullmatch(name) and all(map(_NUMBER.fullmatch, column))
        for name, column in zip(first, columns, strict=True)
    )


def _three_columns(rows: list[list[str]]) -> Columns:
    """Whether the last of three columns is what an edge carries, or the middle one its relation."""
    if _ATTRIBUTES.match(rows[0][2]):
        return Columns(0, 1, rest=((2, "{}", ""),))
    first, middle, last = (all(_NUMBER.fullmatch(row[place]) for row in rows) for place in range(3))
    if last and (middle or not first):
        return Columns(0, 1, rest=((2, "weight", ""),))
    return Columns(0, 2, 1)


class Guess(NamedTuple):
    """Columns that were guessed, and whether the first row names them."""

    columns: Columns
    header: bool


def guess_columns(rows: list[list[str]]) -> Guess | None:
    """The columns of a list of named relations: who, relation and whom, or who, whom and relation, then what else is said.

    >>> rows = [["Ada", "Lord Byron", "father"], ["Lord Byron", "Ada", "child"], ["Ada", "Anne", "mother"], ["Anne", "Ada", "child"]]
    >>> guess_columns(rows * 2).columns[:3]
    (0, 1, 2)
    """
    width = len(rows[0])
    regular = width >= 3 and len(rows) >= LEAST_ROWS and all(len(row) == width and all(row[:3]) for row in rows)
    if not regular:
        return None
    first, *others = ([cell.strip() for cell in row] for row in rows)
    columns = [[row[place] for row in others] for place in range(3)]
    if any(all(map(_NUMBER.fullmatch, column)) or sum(map(len, column)) > LONGEST * len(column) for column in columns):
        return None
    sets = [set(column) for column in columns]
    shared, relation = max((len(sets[0] & sets[3 - place]), -len(sets[place]), place) for place in (1, 2))[::2]
    kinds, ends = sets[relation], sets[0] | sets[3 - relation]
    if len(kinds) > MOST_KINDS * len(others) or shared <= len(kinds & ends):
        return None
    told = first[relation] not in kinds and not ({first[0], first[3 - relation]} & ends)
    rest = tuple((place, first[place] if told else f"column {place + 1}", "") for place in range(3, width))
    return Guess(Columns(0, 3 - relation, relation, rest=rest), told)
