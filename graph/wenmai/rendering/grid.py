"""Tables for a terminal: columns side by side where they fit, folded where that can be read, else a record for each row."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from wenmai.terminal.fitting import cells, fold_line
from wenmai.terminal.safety import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAP = 3
"""Columns between two columns of a table."""

NARROW = 16
"""A column is not made narrower than this, or than its longest word, if that is no longer than :data:`LONG_WORD`."""

LONG_WORD = 40
MOST_LINES = 3
"""Rows of more lines than this, on average, are read more easily as records."""


def to_table(header: Sequence[str], rows: Iterable[Sequence[Any]], *, width: int | None = None) -> str:
    """A table for a terminal of ``width`` columns; without a width nothing is wrapped or left out.

    In a terminal columns without any value are left out. A table that does not fit is folded, and where its cells would become
    too narrow or too tall to read, each row is a record: a field a line, below the first.
    """
    names = [safe(str(name)) for name in header]
    lines = [["" if cell is None else safe(str(cell)) for cell in row] for row in rows]
    if width is None:
        return _grid(names, lines, _widest(names, lines))
    names, lines = _with_values(names, lines)
    widest = _widest(names, lines)
    shares = _shares(names, lines, widest, width)
    if shares is None or _lines_each(lines, shares) > MOST_LINES:
        return _records(names, lines, width)
    return _grid(names, lines, shares)


def _with_values(names: list[str], lines: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """The columns that have a value in any line; all of them in a table without lines."""
    used = [any(column) for column in zip(*lines, strict=True)]
    if not any(used):
        return names, lines
    return (
        [name for name, has in zip(names, used, strict=True) if has],
        [[cell for cell, has in zip(line, used, strict=True) if has] for line in lines],
    )


def _widest(names: Sequence[str], lines: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(cells, column)) for column in zip(names, *lines, strict=True)]


def _shares(names: list[str], lines: list[list[str]], widest: list[int], width: int) -> list[int] | None:
    """The columns that each column gets: its widest cell, or an equal share of what the narrower ones leave.

    ``None`` where some would get less than they need.
    """
    room = width - GAP * (len(widest) - 1)
    least = [_least(column, wide) for column, wide in zip(zip(names, *lines, strict=True), widest, strict=True)]
    if sum(least) > room:
        return None
    shares = list(least)
    while (left := room - sum(shares)) > 0:
        wanting = [place for place, wide in enumerate(widest) if shares[place] < wide]
        if not wanting:
            break
        for place in sorted(wanting, key=lambda place: shares[place])[: max(1, left)]:
            shares[place] += min(widest[place] - shares[place], max(1, left // len(wanting)))
    return shares


def _least(column: Sequence[str], wide: int) -> int:
    words = max((cells(word) for cell in column for word in cell.split(" ") if word.isascii()), default=0)
    return min(wide, max(NARROW, words if words <= LONG_WORD else NARROW))


def _lines_each(lines: Sequence[Sequence[str]], shares: Sequence[int]) -> float:
    """How many lines a row takes on average."""
    heights = [
        max((len(_cell(cell, share)) for cell, share in zip(line, shares, strict=True)), default=1) for line in lines
    ]
    return sum(heights) / len(heights) if heights else 0


def _cell(text: str, width: int) -> list[str]:
    return [line for part in text.split("\n") for line in fold_line(part, width, "")]


def _grid(names: Sequence[str], lines: Sequence[Sequence[str]], shares: Sequence[int]) -> str:
    """The table with its cells folded into their shares."""
    total = sum(shares) + GAP * (len(shares) - 1)
    made = [*_row(names, shares), "─" * total]
    for line in lines:
        made += _row(line, shares)
    return "\n".join(made)


def _row(line: Sequence[str], shares: Sequence[int]) -> list[str]:
    folded = [_cell(cell, share) for cell, share in zip(line, shares, strict=True)]
    return [
        (" " * GAP).join(part + " " * (share - cells(part)) for part, share in zip(parts, shares, strict=True)).rstrip()
        for parts in zip_longest(*folded, fillvalue="")
    ]


def _records(names: Sequence[str], lines: Sequence[Sequence[str]], width: int) -> str:
    """A record for each line: its first value, below it a line for each other one that is there."""
    wide = max(map(cells, names[1:]), default=0)
    made = []
    for line in lines:
        first = next((place for place, cell in enumerate(line) if cell), 0)
        record = fold_line(line[first], width, "  ") if line else []
        for name, cell in list(zip(names, line, strict=True))[first + 1 :]:
            if cell:
                lead = "  " + name + " " * (wide - cells(name)) + "  "
                parts = _cell(cell, max(width - cells(lead), NARROW))
                record += [lead + parts[0], *(" " * cells(lead) + part for part in parts[1:])]
        made.append("\n".join(record))
    return "\n\n".join(made)
