"""The files of a store's databases, with their sizes and checksums: damage is told before a database is opened.

The database checks its blocks when it reads them. It does not notice that its list of tables was cut short, and may ask for
gigabytes when a length in a table has changed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from zlib import crc32

from wenmai.errors import StoreError
from wenmai.index.sections import PIECE, READ_WHOLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import pyoxigraph

TRIPLES = "triples"
"""The database of all quads."""

UNION = "union"
"""A second one, where graphs share triples: with each triple once in the default graph (:mod:`wenmai.sparql.union`)."""


def with_predicates(generation: str, predicates: Iterable[str]) -> Iterator[pyoxigraph.Quad]:
    """The quads of a database that is complete that have one of some predicates."""
    import pyoxigraph

    store = pyoxigraph.Store.read_only(os.path.join(generation, TRIPLES))
    for predicate in sorted(predicates):
        yield from store.quads_for_pattern(None, pyoxigraph.NamedNode(predicate), None, None)


def note(generation: str, old: str = "") -> None:
    """Write down the files of the databases in a generation that is complete; those linked from ``old`` as they were there."""
    for database in (TRIPLES, UNION):
        folder = os.path.join(generation, database)
        names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        paths = [os.path.join(folder, name) for name in names if not _is_own(name)]
        known = _linked(old, database) if old else {}
        rows = [(os.path.basename(path), os.path.getsize(path), path) for path in paths]
        sums = [known[name] if _is_same(old, database, name, path, known) else _sum(path) for name, _, path in rows]
        body = "".join(f"{name} {size} {one:08x}\n" for (name, size, _), one in zip(rows, sums, strict=True))
        with open(_list(generation, database), "w", encoding="utf-8") as file:
            file.write(f"{body}{crc32(body.encode()):08x}\n")


def _linked(old: str, database: str) -> dict[str, int]:
    """The checksums of the tables of a generation, which never change."""
    if not os.path.exists(_list(old, database)):
        return {}
    return {name: checksum for name, _, checksum in _noted(old, database) if name.endswith(".sst")}


def _is_same(old: str, database: str, name: str, path: str, known: Collection[str]) -> bool:
    """Whether a file is the very one of an older generation whose checksum is known."""
    return name in known and os.path.samefile(os.path.join(old, database, name), path)


def _is_own(name: str) -> bool:
    """Whether a file is the lock or the log of the process that wrote the database."""
    return name == "LOCK" or name.startswith("LOG")


def _list(generation: str, database: str) -> str:
    """Where the files of a database are written down."""
    return os.path.join(generation, f"{database}.list")


def check(generation: str, database: str = TRIPLES, *, whole: bool = False) -> None:
    """Compare the files with what was written down: all sizes, and the checksums of the small (``whole``: of all).

    Raises:
        StoreError: one of them has changed or is missing.
    """
    for name, size, checksum in _noted(generation, database):
        path = os.path.join(generation, database, name)
        try:
            now = os.path.getsize(path)
            fits = now == size and (not (whole or size <= READ_WHOLE) or _sum(path) == checksum)
        except OSError as error:
            raise StoreError(f"{path} cannot be read ({error.strerror}); load the store again") from error
        if not fits:
            was = f"has {now:,} bytes, not {size:,}" if now != size else "fails its checksum"
            raise StoreError(f"{path} is damaged (it {was}); load the store again")


def holds_union(generation: str) -> bool | None:
    """Whether there is a union; ``None`` when the store was loaded by a version that knew of none."""
    return bool(_noted(generation, UNION)) if os.path.exists(_list(generation, UNION)) else None


def clone(old: str, new: str) -> None:
    """Copy a database without reading it: its tables never change, so they are linked where the disk can."""
    import shutil

    os.mkdir(new)
    for name in sorted(os.listdir(old)):
        source, target = os.path.join(old, name), os.path.join(new, name)
        if _is_own(name):
            continue
        if name.endswith(".sst"):
            link(source, target)
        else:
            shutil.copyfile(source, target)


def link(source: str, target: str) -> None:
    """Give a file that never changes a second name, or copy it where the disk has no hard links."""
    import shutil

    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _noted(generation: str, database: str) -> list[tuple[str, int, int]]:
    """The files as written down: name, size, checksum.

    The list is believed only under its own checksum: a cut or changed list is damage, never a shorter database.
    """
    path = _list(generation, database)
    try:
        with open(path, "rb") as file:
            content = file.read()
        body, checksum = content[:-9], content[-9:]
        if checksum != b"%08x\n" % crc32(body):
            raise ValueError("its checksum is wrong")
        rows = [line.split(" ") for line in body.decode().splitlines()]
        return [(name, int(size), int(checksum, 16)) for name, size, checksum in rows]
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({error.strerror}); load the store again") from error
    except ValueError as error:
        raise StoreError(f"{path} is damaged ({error}); load the store again") from error


def _sum(path: str) -> int:
    """The CRC-32 of a file, read piece by piece: memory does not grow with the file."""
    checksum = 0
    with open(path, "rb") as file:
        while piece := file.read(16 * PIECE):
            checksum = crc32(piece, checksum)
    return checksum
