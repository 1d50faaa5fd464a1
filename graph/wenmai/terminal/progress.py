"""A line of progress on a terminal, rewritten in place; nothing where nobody watches."""

from __future__ import annotations

from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from wenmai.terminal import safety

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

INTERVAL = 0.1
"""Seconds between two rewritings."""

PATIENCE = 1.0
"""Seconds before the first: what is quick shows no progress at all."""

WIDTH = 24


@contextmanager
def line(stream: TextIO) -> Iterator[Callable[[str, int, int], None]]:
    """A function that takes (what, done, total) and shows it on ``stream`` as a bar; the line is wiped at the end."""
    with show_text(stream) as show:

        def report(what: str, done: int, total: int) -> None:
            filled = WIDTH * done // total if total else 0
            show(lambda: f"{what} [{'█' * filled}{'·' * (WIDTH - filled)}] {done:,}/{total:,}")

        yield report


@contextmanager
def show_text(stream: TextIO) -> Iterator[Callable[[Callable[[], str]], None]]:
    """A function that takes what makes a text, and shows it on one line of ``stream``, rewritten now and then; wiped at the end."""
    if not stream.isatty():
        yield lambda _text: None
        return
    started = last = monotonic()
    shown = False

    def show(text: Callable[[], str]) -> None:
        nonlocal last, shown
        now = monotonic()
        if now - started < PATIENCE or now - last < INTERVAL:
            return
        last, shown = now, True
        safety.write(stream, safety.CLEAR_LINE + text())

    try:
        yield show
    finally:
        if shown:
            safety.write(stream, safety.CLEAR_LINE)
