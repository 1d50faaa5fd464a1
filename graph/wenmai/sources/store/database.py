"""The files of a store's database, with their sizes and checksums: damage is told before the database is opened.

The database checks its blocks when it reads them. It does not notice that its list of tables was cut short, and may ask for
gigabytes when a length in a table has changed.
"""

from __future__ import annotations

import os
from zlib import crc32

from wenmai.errors import StoreError
from wenmai.index.sections import PIECE, READ_WHOLE

TRIPLES = "triples"
LIST = "triples.list"


def note(generation: str) -> None:
    """Write down the files of the database in a generation that is complete."""
    folder = os.path.join(generation, TRIPLES)
    kept = [name for name in sorted(os.listdir(folder)) if name != "LOCK" and not name.startswith("LOG")]
    lines = [
        f"{name} {os.path.getsize(path)} {_sum(path):08x}\n" for name in kept if (path := os.path.join(folder, name))
    ]
    body = "".join(lines)
    with open(os.path.join(generation, LIST), "w", encoding="utf-8") as file:
        file.write(f"{body}{crc32(body.encode()):08x}\n")


def check(generation: str, *, whole: bool = False) -> None:
    """Compare the files with what was written down: all sizes, and the checksums of the small (``whole``: of all).

    Raises:
        StoreError: one of them has changed or is missing.
    """
    for name, size, checksum in _noted(generation):
        path = os.path.join(generation, TRIPLES, name)
        try:
            now = os.path.getsize(path)
            fits = now == size and (not (whole or size <= READ_WHOLE) or _sum(path) == checksum)
        except OSError as error:
            raise StoreError(f"{path} cannot be read ({error.strerror}); load the store again") from error
        if not fits:
            was = f"has {now:,} bytes, not {size:,}" if now != size else "fails its checksum"
            raise StoreError(f"{path} is damaged (it {was}); load the store again")


def _noted(generation: str) -> list[tuple[str, int, int]]:
    path = os.path.join(generation, LIST)
    try:
        with open(path, "rb") as file:
            body, _, checksum = file.read().removesuffix(b"\n").rpartition(b"\n")
        if checksum != b"%08x" % crc32(body + b"\n"):
            raise ValueError("its checksum is wrong")
        rows = [line.split(" ") for line in body.decode().split("\n")]
        return [(name, int(size), int(checksum, 16)) for name, size, checksum in rows]
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({error.strerror}); load the store again") from error
    except ValueError as error:
        raise StoreError(f"{path} is damaged ({error}); load the store again") from error


def _sum(path: str) -> int:
    checksum = 0
    with open(path, "rb") as file:
        while piece := file.read(16 * PIECE):
            checksum = crc32(piece, checksum)
    return checksum
