"""What the builder and the readers of a path index agree on: names of files and roles, and the marks among its numbers."""

from __future__ import annotations

from wenmai.terms import ALIASES, LABELS

KIND = "paths"
FILE = "paths.index"
NAMED = LABELS + ALIASES
"""Predicates whose literals are kept as names; a name's kind is its position here."""

NONE = 0xFFFFFFFF
"""Stands for "not stated" in an array of numbers."""

TEXT = 0x80000000
"""The bit that distinguishes a literal from a resource among the values of what is said."""

CODED = 0x80000000
"""The bit that, in all other arrays, distinguishes a resource numbered by :mod:`wenmai.index.frames` from one of the builder's."""

Span = tuple[str | None, str | None]
UNDATED: Span = (None, None)
