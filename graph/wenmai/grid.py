"""Tables for a terminal: columns side by side, folded where they do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def to_table(header: Sequence[str], rows: Iterable[Sequence[Any]], *, width: int | None = None) -> str:
    """A table for a terminal of ``width`` columns; without a width nothing is wrapped or cut."""
    names = [safe(str(name)) for name in header]
    cells = [["" if cell is None else safe(str(cell)) for cell in row] for row in rows]
    fitting = aligned(names, cells, width or UNBOUNDED)
    return folded(names, cells, width or UNBOUNDED) if fitting is None else fitting


UNBOUNDED = 10_000
"""Columns of a terminal that is as wide as one likes."""


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str | None:
    """The table as :func:`folded` lays it out, where all fits into ``width``; else ``None``. Loading rich takes a lookup's time."""
    from rich.cells import cell_len

    lines = [header, *rows]
    if any("\n" in cell or "\t" in cell for line in lines for cell in line):
        return None
    sizes = [[cell_len(cell) for cell in line] for line in lines]
    widest = [max(column) for column in zip(*sizes, strict=True)]
    total = sum(widest) + 3 * (len(widest) - 1)
    if total > width or 0 in widest:
        return None
    texts = [
        "   ".join(cell + " " * (wide - size) for cell, size, wide in zip(line, taken, widest, strict=True)).rstrip()
        for line, taken in zip(lines, sizes, strict=True)
    ]
    return "\n".join([texts[0], "─" * total, *texts[1:]])


def folded(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """The table with its cells folded into ``width``."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="", show_edge=False)
    for name in header:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console(width=width, no_color=True, force_terminal=False)
    with console.capture() as capture:
        console.print(table, crop=False)
    return "\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n"))
