"""Which of the files that are opened together are tables joined by keys, looked at before any of them is read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wenmai.errors import InputError
from wenmai.reading.decompress import COMPRESSIONS, Joined, NamedStream, decompress
from wenmai.reading.encoding import guess_encoding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import IO

    from wenmai.reading.networks.keys import DescribedTable, Head, KeyedTable

    Opening = tuple[str, Callable[[], IO[bytes]]]

TABLES = (".csv", ".tsv", ".tab", ".txt")
"""Endings of files that may be tables."""


def is_table_name(name: str) -> bool:
    """Whether a file may be a table by its name, be it compressed."""
    name = name.lower()
    stem, _, last = name.rpartition(".")
    return (stem if last in COMPRESSIONS else name).endswith(TABLES)


def join_files(files: Iterable[str]) -> Mapping[str, KeyedTable]:
    """How those of some files that are tables with keys are read, by their names."""
    files = tuple(files)
    from wenmai.reading.networks.csvw import is_metadata, read_metadata

    described = read_metadata(file for file in files if file.lower().endswith(".json") and is_metadata(file))
    return join_tables(((file, _opener(file)) for file in files if is_table_name(file)), described)


def _opener(file: str) -> Callable[[], IO[bytes]]:
    return lambda: open(file, "rb")


def join_tables(
    openings: Iterable[Opening], described: Mapping[str, DescribedTable] | None = None
) -> Mapping[str, KeyedTable]:
    """The same of files that are opened in another way, such as those of an archive; metadata may have ``described`` some."""
    described = described or {}
    heads = [head for name, opened in openings if is_table_name(name) and (head := _head(name, opened)) is not None]
    if not heads:
        return {}
    from wenmai.reading.networks.keys import find_keys
    from wenmai.reading.networks.tables import MOST_SEEN, find_shape

    shapes = {head.name: find_shape(head.text[:MOST_SEEN], _ending(head.name)) for head in heads}
    edges = {name for name, shape in shapes.items() if shape and not shape.guessed and shape.columns.edges}
    nodes = {name for name, shape in shapes.items() if shape and not shape.guessed} - edges
    nodes -= described.keys()
    kept = [head for head in heads if head.name not in edges and not (edges and head.name in nodes)]
    found = find_keys([head._replace(name=os.path.normpath(head.name)) for head in kept], described)
    found = {head.name: one for head in kept if (one := found.get(os.path.normpath(head.name))) is not None}
    linked = {kind for one in found.values() for _, _, kind in one.links}
    named = {name for name in nodes & found.keys() if found[name].labels and shapes[name].columns.label is None}  # type: ignore[union-attr]
    return {name: one for name, one in found.items() if name not in nodes - named or one.links or one.kind in linked}


def _ending(name: str) -> str:
    return name.lower().rpartition(".")[2]


def _head(name: str, opened: Callable[[], IO[bytes]]) -> Head | None:
    """The beginning of a file as text; ``None`` for one that cannot be read, or is binary: reading it says so."""
    from wenmai.reading.networks.keys import MOST_HEAD, Head

    try:
        with opened() as stream:
            data = _read(Joined(b"", decompress(NamedStream(stream, name))), MOST_HEAD)
    except (InputError, OSError, ValueError):
        return None
    encoding = guess_encoding(data) or "utf-8"
    if b"\0" in data[:4096] and not encoding.startswith("UTF-16"):
        return None
    return Head(name, data.decode(encoding, "replace").lstrip("\ufeff"), len(data) < MOST_HEAD)


def _read(stream: Joined, most: int) -> bytes:
    pieces, size = list[bytes](), 0
    while size < most and (piece := stream.read(1 << 18)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)[:most]
