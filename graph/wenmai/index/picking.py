"""Some of the triples that a builder has collected: those of some predicates, those around some nodes.

As in :mod:`wenmai.index.sorting`, plain Python does it where the graph is small, and NumPy, where it is installed, block by block.
"""

from __future__ import annotations

from array import array
from itertools import compress
from typing import TYPE_CHECKING, TypeAlias

from wenmai.index.sorting import BLOCK, LARGE

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from wenmai.index.sorting import Columns

    Numbers: TypeAlias = np.ndarray[tuple[int], np.dtype[np.unsignedinteger]]
    Rows = tuple[array[int], array[int], array[int]]


def by_predicate(columns: Columns, predicates: bytearray) -> Rows:
    """The triples of the predicates that are flagged."""
    if len(columns[0]) >= LARGE:
        try:
            return _blockwise(columns, predicates, lambda flags, _, predicate, __: flags[predicate])
        except ImportError:
            pass
    return _compressed(columns, bytes(predicates[number] for number in columns[1]))


def touching(columns: Columns, nodes: bytearray) -> Rows:
    """The triples with an end that is flagged."""
    if len(columns[0]) >= LARGE:
        try:
            return _blockwise(columns, nodes, lambda flags, subject, _, value: flags[subject] | flags[value])
        except ImportError:
            pass
    return _compressed(columns, bytes(nodes[a] | nodes[b] for a, b in zip(columns[0], columns[2], strict=True)))


def _compressed(columns: Columns, chosen: bytes) -> Rows:
    first, second, third = (array("I", compress(column, chosen)) for column in columns)
    return first, second, third


def _blockwise(
    columns: Columns, marks: bytearray, chosen: Callable[[Numbers, Numbers, Numbers, Numbers], Numbers]
) -> Rows:
    import numpy as np

    flags, views = np.frombuffer(marks, np.uint8), [np.frombuffer(column, np.uint32) for column in columns]
    found = array("I"), array("I"), array("I")
    for start in range(0, len(columns[0]), BLOCK):
        parts = [view[start : start + BLOCK] for view in views]
        kept = chosen(flags, parts[0], parts[1], parts[2]).view(bool)
        if kept.any():
            for column, part in zip(found, parts, strict=True):
                column.frombytes(part[kept].tobytes())
    return found
