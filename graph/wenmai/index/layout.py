"""What the builder and the readers of a path index agree on: names of files and roles, and the marks among its numbers."""

from __future__ import annotations

from math import log2

KIND = "paths"
FILE = "paths.index"
CHANGES = "changes"
"""The kind of a table of changes, and the folder beside an index where that is, with an index of the part that changed."""

ROLE_NAMES = (
    "domain", "taxonomy", "class", "administrative", "provenance", "identifier", "structural", "opposite", "naming",
)  # fmt: skip
"""The roles of :data:`wenmai.profiles.ROLES` by the numbers that they have in an index."""

CONNECTING = frozenset(ROLE_NAMES[:2])
"""Those by which two things are connected, as :data:`wenmai.profiles.CONNECTING` has them."""

MOST_NAMING = 0xFF
"""Fewer predicates than this name things; a name's kind is a byte, and the last one is none."""

NONE = 0xFFFFFFFF
"""Stands for "not stated" in an array of numbers."""

WIDE = 1 << 32
"""From so many links on, their numbers have 64 bits; ends of links, of which there are twice as many, are counted so sooner."""


def width_of(count: int) -> str:
    """How wide numbers up to ``count`` are: ``I``, or ``Q`` where 32 bits do not suffice."""
    return "I" if count < WIDE else "Q"


def weight_of(links: int) -> int:
    """How much a node of so many links weighs: log2, in whole thousandths, so that sums are exact; 16 bits hold it."""
    return round(1000 * log2(links)) if links > 1 else 0


TEXT = 0x80000000
"""The bit that distinguishes a literal from a resource among the values of what is said."""

CODED = 0x80000000
"""The bit that, in all other arrays, distinguishes a resource numbered by :mod:`wenmai.index.frames` from one of the builder's."""

INFERRED, CLAIMED = "inferred", "claimed"
"""The words of a link's standing: the first two of its entry in their table, ``-`` where it is not so; its statuses follow."""

Span = tuple[str | None, str | None]
UNDATED: Span = (None, None)
