"""Notices: what was left out of an answer, sampled or cut, one sentence each. They belong to the answer, not to the graph.

Whoever asks collects them, and sees only those of its own answer, however many others ask the same graph at once. Where nobody
collects, a notice is a Python warning: nothing is left out silently.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_collected: ContextVar[list[str] | None] = ContextVar("wenmai_notices", default=None)


class Notice(UserWarning):
    """Something was left out of an answer; the sentence says what."""


@contextmanager
def collect_notices() -> Iterator[list[str]]:
    """Gather the notices of what is asked within the block: by this thread or task, and those started with its context.

    >>> with collect_notices() as notices:
    ...     notice("only the first 100 links were read")
    >>> notices
    ['only the first 100 links were read']
    """
    found: list[str] = []
    token = _collected.set(found)
    try:
        yield found
    finally:
        _collected.reset(token)


def notice(sentence: str) -> None:
    """Say, once in an answer, that something was left out of it."""
    found = _collected.get()
    if found is None:
        import warnings

        warnings.warn(sentence, Notice, stacklevel=3)
    elif sentence not in found:
        found.append(sentence)
