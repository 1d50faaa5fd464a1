"""Many names of an index at once, for work on the whole graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from wenmai.index.layout import NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from wenmai.index.sections import Buffer

    Numbers: TypeAlias = np.ndarray[tuple[int], np.dtype[np.int64]]
    Rows = tuple[list[int], list[int], list[Buffer]]

LINE_END = 10

MANY = 1000
"""From how many nodes on NumPy, where it is installed, works out their rows."""


def rows_of(nodes: Sequence[int], rows: memoryview, at: memoryview, blob: memoryview) -> Rows:
    """The names of some nodes in three columns: node, number, and text in UTF-8; ``NONE`` and no text for a node without.

    ``rows`` is where each node's names start, ``at`` where each text starts in ``blob``.
    """
    if len(nodes) >= MANY:
        try:
            return _by_numpy(nodes, rows, at, blob)
        except ImportError:
            pass
    owners, numbers = list[int](), list[int]()
    for node in nodes:
        first, end = rows[node], rows[node + 1]
        numbers += range(first, end) if first < end else (NONE,)
        owners += [node] * max(1, end - first)
    return owners, numbers, [b"" if number == NONE else blob[at[number] : at[number + 1]] for number in numbers]


def _by_numpy(nodes: Sequence[int], rows: memoryview, at: memoryview, blob: memoryview) -> Rows:
    import numpy as np

    chosen, starts = np.asarray(nodes, np.int64), np.frombuffer(at, np.uint64)
    first = np.frombuffer(rows, np.uint32)[chosen].astype(np.int64)
    counts = np.frombuffer(rows, np.uint32)[chosen + 1].astype(np.int64) - first
    many = np.maximum(counts, 1)
    before = np.cumsum(many) - many
    numbers = np.arange(int(many.sum())) + np.repeat(first - before, many)
    nameless = np.repeat(counts, many) < 1
    numbers[nameless] = 0
    begin, end = (starts[np.minimum(numbers + more, max(0, len(starts) - 1))] for more in (0, 1))
    end[nameless] = begin[nameless]
    numbers[nameless] = NONE
    return (
        np.repeat(chosen, many).tolist(),
        numbers.tolist(),
        _texts(begin.astype(np.int64), end.astype(np.int64), blob),
    )


def _texts(begin: Numbers, end: Numbers, blob: memoryview) -> list[Buffer]:
    """Parts of a blob, copied together with a line end behind each, and then split there; one by one where they hold some."""
    import numpy as np

    sizes = end - begin + 1
    ends = np.cumsum(sizes)
    places = np.arange(int(sizes.sum())) + np.repeat(begin - (ends - sizes), sizes)
    places[ends - 1] = 0
    data = np.frombuffer(blob, np.uint8)[places] if len(blob) else np.zeros(len(places), np.uint8)
    data[ends - 1] = LINE_END
    texts: list[Buffer] = [*data.tobytes().split(b"\n")[:-1]]
    if len(texts) == len(sizes):
        return texts
    return [blob[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)]
