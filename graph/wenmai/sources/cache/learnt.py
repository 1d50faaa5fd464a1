"""What was learnt of servers: a small file for each, which no other person may read or write.

A file is a line of JSON under a checksum. It takes its name by one rename, so that of two processes that write at once the last
one is read whole. What is damaged, of another version, of another server, or may have been written by another person is not
read. Nothing here ever fails a command.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from wenmai.sources.cache import folder

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 1
"""The version of the files: another meaning of a fact has another number."""

ENDING = ".endpoint"
MOST_FILES = 200
"""So many servers are kept at most; those least recently written to go first."""

LARGEST = 8 << 20
"""A file of more bytes is not read, nor written."""


class LearntFile(NamedTuple):
    """A file: where it is, the server, its size in bytes, and when it was written (seconds since 1970)."""

    path: str
    server: str
    size: int
    written: float


def read_learnt(key: str) -> dict[str, Any] | None:
    """What is kept under a key; ``None`` where nothing is that can be believed."""
    cache = _cache()
    if cache is None:
        return None
    with suppress(OSError):
        return _read(os.path.join(cache, key + ENDING), key)
    return None


def write_learnt(key: str, server: str, facts: dict[str, Any]) -> None:
    """Keep facts of a server, which goes by ``server`` in lists, under a key, in place of those that were kept."""
    import json

    cache = folder.cache_folder()
    if cache is None:
        return
    body = json.dumps({"version": VERSION, "key": key, "server": server, "facts": facts}, ensure_ascii=False) + "\n"
    content = body.encode("utf-8", "surrogatepass")
    if len(content) > LARGEST:
        return
    draft = os.path.join(cache, f"{key}{ENDING}.{os.getpid()}-{os.urandom(4).hex()}")
    with suppress(OSError):
        os.makedirs(cache, 0o700, exist_ok=True)
        if not folder.is_safe(cache):
            return
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(descriptor, "wb") as file:
                file.write(content + b"%08x\n" % crc32(content))
            os.replace(draft, os.path.join(cache, key + ENDING))
        except OSError:
            os.unlink(draft)
            raise
        _forget_oldest(cache)


def drop_learnt(key: str) -> None:
    """Keep nothing under a key any more."""
    cache = _cache()
    if cache is not None:
        with suppress(OSError):
            os.unlink(os.path.join(cache, key + ENDING))


def list_learnt(cache: str) -> list[LearntFile]:
    """The files in a cache, the most recently written first."""
    found = []
    for path in _files(cache):
        with suppress(OSError):
            about = os.stat(path)
            server = ""
            with suppress(OSError):
                server = _server(path)
            found.append(LearntFile(path, server or f"{path} (damaged)", about.st_size, about.st_mtime))
    return sorted(found, key=lambda one: (-one.written, one.path))


def clear_learnt(cache: str) -> int:
    """Remove all files; how many went."""
    gone = 0
    for path in _files(cache):
        with suppress(OSError):
            os.unlink(path)
            gone += path.endswith(ENDING)
    return gone


def _cache() -> str | None:
    """The folder of the cache, if there is one that only this person writes to."""
    cache = folder.cache_folder()
    return cache if cache is not None and folder.is_safe(cache) else None


def _read(path: str, key: str | None) -> dict[str, Any] | None:
    """The facts in a file, of whatever key where none is named."""
    content = _content(path)
    found = _parsed(content) if content is not None else None
    if found is None or (key is not None and found.get("key") != key):
        return None
    facts = found.get("facts")
    return facts if isinstance(facts, dict) else None


def _content(path: str) -> bytes | None:
    """The bytes of a file of our own that nobody else may write to, under their checksum."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with open(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        strange = os.name == "posix" and (about.st_uid != os.getuid() or about.st_mode & 0o077)
        if strange or about.st_size > LARGEST:
            return None
        content = file.read(LARGEST + 9)
    return content[:-9] if content[-9:] == b"%08x\n" % crc32(content[:-9]) else None


def _parsed(content: bytes) -> dict[str, Any] | None:
    import json

    try:
        found = json.loads(content.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found.get("version") == VERSION else None


def _server(path: str) -> str:
    content = _content(path)
    found = _parsed(content) if content is not None else None
    return str(found.get("server", "")) if found is not None else ""


def _files(cache: str) -> Iterator[str]:
    """The files in a cache, drafts that were left among them; nothing else there is ours."""
    with suppress(OSError):
        for name in os.listdir(cache):
            if name.endswith(ENDING) or f"{ENDING}." in name:
                yield os.path.join(cache, name)


def _forget_oldest(cache: str) -> None:
    paths = list(_files(cache))
    if len(paths) <= MOST_FILES:
        return
    with suppress(OSError):
        for path in sorted(paths, key=os.path.getmtime)[: len(paths) - MOST_FILES]:
            os.unlink(path)
