"""Terms with ``*``: which of the terms that occur they stand for, and what one becomes under another pattern."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile("(.*)".join(map(re.escape, pattern.split("*"))), re.DOTALL)


def expand(term: str, known: Collection[str]) -> tuple[str, ...]:
    """The terms of ``known`` that a term or pattern stands for; a ``^`` before it, and a class behind it, are kept.

    >>> expand("^urn:p:* urn:Class", ["urn:p:1", "urn:q:1"])
    ('^urn:p:1 urn:Class',)
    """
    back, plain = ("^", term[1:]) if term.startswith("^") else ("", term)
    plain, space, kind = plain.partition(" ")
    if "*" not in plain:
        return (term,) if plain in known else ()
    matches, (first, *_, last) = _compiled(plain).fullmatch, plain.split("*")
    likely = sorted(one for one in known if one.startswith(first) and one.endswith(last))
    return tuple(back + one + space + kind for one in likely if matches(one))


def rewrite(iri: str, pattern: str, into: str) -> str | None:
    """An IRI that fits one pattern as the other pattern has it; ``None`` when it does not fit.

    >>> rewrite("http://x.org/prop/P26", "*/prop/P*", "*/prop/direct/P*")
    'http://x.org/prop/direct/P26'
    """
    found = _compiled(pattern).fullmatch(iri)
    if found is None:
        return None
    pieces = into.split("*")
    groups = (*found.groups(), *[""] * len(pieces))
    return "".join(piece + group for piece, group in zip(pieces, (*groups[: len(pieces) - 1], ""), strict=True))
