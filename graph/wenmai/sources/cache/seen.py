"""The hash of a file's bytes, which is told from a note where the file has certainly not changed since it was made.

A note holds what the system says of the file: device, number, size, and the times of the last change of content and of
attributes, the second of which no program can set. It is made only for a file whose last change was long enough ago: one that
changes within the same tick of the clock would look the same. Otherwise the bytes are hashed.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress

from wenmai.sources.cache.digest import hash_all

ENDING = ".seen"
SETTLED = 3_000_000_000
"""Nanoseconds since its last change after which a note of a file is believed; file systems tell seconds, the coarsest two."""

SMALL = 1 << 20
"""Files of fewer bytes are hashed as quickly as a note is read."""


def content_hash(path: str, cache: str | None) -> str:
    """The SHA-256 of a file's bytes; notes are kept in the folder ``cache``, if there is one. OSError where it cannot be read."""
    with open(path, "rb") as stream:
        before = _about(stream.fileno())
        if cache is None or os.name != "posix" or before[2] < SMALL:
            return hash_all([stream.read()])
        note = os.path.join(cache, hash_all([os.fsencode(os.path.abspath(path))])[:40] + ENDING)
        words = " ".join(map(str, before))
        with suppress(OSError, ValueError), open(note, encoding="ascii") as file:
            known, _, digest = file.read().rpartition(" ")
            if known == words and len(digest) == 64:
                return digest
        settled = time.time_ns() - max(before[3:]) > SETTLED
        digest = hash_all([stream.read()])
        if settled and _about(stream.fileno()) == before:
            _write(note, f"{words} {digest}")
    return digest


def _about(descriptor: int) -> tuple[int, ...]:
    about = os.fstat(descriptor)
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


def _write(note: str, text: str) -> None:
    draft = f"{note}.{os.getpid()}"
    with suppress(OSError):
        with open(draft, "x", encoding="ascii") as file:
            file.write(text)
        os.replace(draft, note)


def forget(cache: str, *, more_than: int = 0) -> None:
    """Remove all notes, if there are more than so many."""
    with suppress(OSError):
        notes = [name for name in os.listdir(cache) if ENDING in name]
        for name in notes if len(notes) > more_than else ():
            with suppress(OSError):
                os.unlink(os.path.join(cache, name))
