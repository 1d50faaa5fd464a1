"""What is to be loaded, how far a load is, and what it did."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wenmai.reading.options import ReadOptions
CHANGED = "a file changed while it was being loaded; load it again when it rests"


class UncheckedFault(Exception):
    """Something is wrong with a file that was read without all the checks of a strict parser, which is to say what."""


class Progress(NamedTuple):
    """How far a load is: bytes of input read (``total`` is ``None`` for a stream), quads, and seconds.

    ``rate`` is in quads a second; ``left`` is the time left in seconds, ``None`` while unknown; ``stage`` is
    ``reading`` or ``indexing``.
    """

    read: int
    total: int | None
    quads: int
    seconds: float
    stage: str = "reading"

    @property
    def rate(self) -> float:
        """Quads a second."""
        return self.quads / self.seconds if self.seconds > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds left, ``None`` while unknown."""
        if not self.total or not self.read:
            return None
        return self.seconds * max(0, self.total - self.read) / self.read


class Loaded(NamedTuple):
    """What a load did: the store, quads read from the files, what the whole store now holds, and what is to be said of it.

    ``removed`` are the quads that were taken out.
    """

    store: str
    quads: int
    nodes: int
    links: int
    names: int
    notices: tuple[str, ...] = ()
    removed: int = 0


class LoadJob(NamedTuple):
    """What to load: files, the folder to build in, the number of the first file, and the id and triples of an old store.

    ``remove``: the triples of the files are taken out of it.
    """

    files: tuple[str, ...]
    folder: str
    scope: int
    options: ReadOptions
    pinyin: bool
    before: str
    old: str
    remove: bool = False
    links_only: bool = False


class Result(NamedTuple):
    """What was built: the id of the store, what was read, and the size of the indexes; no id from the database alone.

    ``held`` is how many quads the store holds more than it did, or fewer, where that is known.
    """

    id: str
    quads: int
    nodes: int
    links: int
    names: int
    files: list[tuple[str, int, str]]
    notices: list[str]
    held: int | None = None


def sizes(files: tuple[str, ...]) -> int | None:
    """The bytes of all files together; ``None`` when one is a stream."""
    try:
        return sum(os.stat(location).st_size for location in files) if all(map(os.path.isfile, files)) else None
    except OSError:
        return None
