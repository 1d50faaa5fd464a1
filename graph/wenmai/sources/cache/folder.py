"""The folder of the cache: where it is, what is in it, and how it is kept within its bound."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from wenmai.records import NamedTuple
from wenmai.sources.cache.seen import forget
from wenmai.system.locks import flock

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 1 << 30
"""How many bytes all entries have together at most; those least recently used go first."""

SETTING = "WENMAI_CACHE"
ENDING = ".graph"
PARTIAL = ".partial-"


class CachedGraph(NamedTuple):
    """An entry of the cache: its folder, its size in bytes, and when it was last used (seconds since 1970)."""

    folder: str
    size: int
    used: float


def cache_folder() -> str | None:
    """The cache's folder, be it there or not: what ``WENMAI_CACHE`` names, else the platform's; ``None`` when it is ``off``."""
    setting = os.environ.get(SETTING, "")
    if setting:
        return None if setting.lower() == "off" else os.path.abspath(setting)
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # an XDG path that is relative is to be ignored
        home = os.path.expanduser("~")
        base = os.path.join(home, *(("Library", "Caches") if sys.platform == "darwin" else (".cache",)))
        if not os.path.isabs(home):
            return None
    return os.path.join(base, "wenmai")


def is_safe(place: str) -> bool:
    """Whether a folder is one that nobody else may write to: what others put there is not believed."""
    try:
        about = os.stat(place)
    except OSError:
        return False
    return os.name != "posix" or (about.st_uid == os.getuid() and not about.st_mode & 0o022)


def hold(place: str) -> int | None:
    """Keep an entry from being removed while it is read: a descriptor to close in the end.

    ``None`` when it is gone or going; -1 where the system has no such lock.
    """
    try:
        descriptor = os.open(place, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return -1
    if flock(descriptor, exclusive=False) and os.path.isdir(place):
        return descriptor
    os.close(descriptor)
    return None


def entries(place: str) -> list[CachedGraph]:
    """The entries of the cache, the most recently used first."""
    found = []
    for path in _inside(place, ENDING):
        with suppress(OSError):
            sizes = [os.stat(os.path.join(path, name)).st_size for name in os.listdir(path)]
            found.append(CachedGraph(path, sum(sizes), os.stat(path).st_mtime))
    return sorted(found, key=lambda held: (-held.used, held.folder))


def clear(place: str) -> tuple[int, int]:
    """Remove every entry that is not being read, and what killed processes left; how many entries went, and how many stay."""
    _sweep(place)
    forget(place)
    gone = [remove(held.folder) for held in entries(place)]
    return sum(gone), len(gone) - sum(gone)


def evict(place: str, *, most: int = MOST) -> None:
    """Remove the entries least recently used until all have at most ``most`` bytes; those being read stay."""
    _sweep(place)
    forget(place, more_than=1000)
    held = entries(place)
    total = sum(one.size for one in held)
    for one in reversed(held):
        if total <= most:
            break
        if remove(one.folder):
            total -= one.size


def remove(path: str) -> bool:
    """Remove an entry, or a part of one, unless a process holds it."""
    descriptor = -1
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        if descriptor >= 0 and not flock(descriptor, exclusive=True):
            return False
        return discard(path)
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def discard(path: str) -> bool:
    """Remove an entry, whoever reads it: what is open stays readable where files can be removed so. True when it is gone."""
    from shutil import rmtree

    going = os.path.join(os.path.dirname(path), f"{PARTIAL}{os.getpid()}-{os.urandom(4).hex()}")
    with suppress(OSError):
        os.rename(path, going)  # it goes at once, not file by file
        path = going
    rmtree(path, ignore_errors=True)
    return not os.path.exists(path)


def _sweep(place: str) -> None:
    """Remove what processes that ended were writing or removing; those at work hold a lock."""
    for path in _inside(place, ""):
        if os.path.basename(path).startswith(PARTIAL):
            remove(path)


def _inside(place: str, ending: str) -> Iterator[str]:
    """The folders in the cache with such a name; nothing else there is ours."""
    with suppress(OSError):
        for name in os.listdir(place):
            path = os.path.join(place, name)
            if name.endswith(ending) and os.path.isdir(path) and not os.path.islink(path):
                yield path
