"""The folder of a store: its lock, its generations, and what interrupted loads left in it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wenmai.errors import InputError, StoreError
from wenmai.sources.store.meta import GENERATION, MARK, read_meta
from wenmai.system.locks import flock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.sources.store.meta import Meta

LOCK = ".lock"
PARTIAL = ".partial-"


def prepare_folder(into: str, *, add: bool) -> bool:
    """Make the folder if there is none; true if it was made. Nothing is ever loaded into a stranger's folder."""
    marked = os.path.exists(os.path.join(into, MARK))
    if marked and standing_meta(into, add=add) is not None:
        return False
    if add:
        raise StoreError(
            f"{into} is not a wenmai store, so there is nothing to change; load without --add or --remove to make one"
        )
    try:
        made = not os.path.isdir(into)
        os.makedirs(into, exist_ok=True)
        strangers = [
            name for name in os.listdir(into) if name not in {LOCK, MARK} and not name.startswith((PARTIAL, GENERATION))
        ]
    except OSError as error:
        raise InputError(f"{into} cannot be made a store: {reason_of(error)}") from error
    if strangers:
        raise StoreError(f"{into} is not a wenmai store and is not empty; choose another folder")
    return made


def standing_meta(folder: str, *, add: bool) -> Meta | None:
    """What the store says of itself; ``None`` where there is none, or one that cannot be read and is to be replaced."""
    if not os.path.exists(os.path.join(folder, MARK)):
        return None
    try:
        return read_meta(folder)
    except StoreError:
        if add:
            raise
        return None


def next_generation(folder: str) -> str:
    """The name of the generation after all that lie in a store, be they named by its mark or not."""
    numbers = [name[len(GENERATION) :] for name in os.listdir(folder) if name.startswith(GENERATION)]
    return f"{GENERATION}{max((int(number) for number in numbers if number.isdecimal()), default=0) + 1}"


def reason_of(error: OSError) -> str:
    """What the system says of an error, as the end of a sentence."""
    return (error.strerror or str(error)).lower()


@contextmanager
def lock_folder(folder: str) -> Iterator[int]:
    """Hold the lock of a store; its file descriptor is for child processes to hold it too."""
    descriptor = os.open(os.path.join(folder, LOCK), os.O_CREAT | os.O_RDWR, 0o644)
    try:
        if not flock(descriptor, exclusive=True):
            raise StoreError(f"another load into {folder} is under way; wait for it to end")
        yield descriptor
    finally:
        os.close(descriptor)


def hold_generation(generation: str) -> int | None:
    """Keep a generation from being swept away while it is read: a descriptor to close in the end.

    ``None`` when it is gone or going; -1 where the system has no such lock (Windows keeps open files anyway).
    """
    try:
        descriptor = os.open(generation, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return -1
    if flock(descriptor, exclusive=False):
        return descriptor
    os.close(descriptor)
    return None


def is_leftover(name: str, meta: Meta | None) -> bool:
    """Whether a file of a store is what an interrupted load left."""
    return name.startswith(PARTIAL) or (name.startswith(GENERATION) and (meta is None or name != meta.generation))


def sweep_folder(folder: str, meta: Meta | None) -> None:
    """Remove what interrupted loads left; the lock must be held."""
    for name in os.listdir(folder):
        if is_leftover(name, meta):
            _sweep_away(os.path.join(folder, name))


def _sweep_away(path: str) -> None:
    """Remove a leftover, unless another process still reads it: then the next one to open the store will."""
    whole = os.path.basename(path).startswith(GENERATION) and os.path.isdir(path)
    hold = hold_generation(path) if whole else -1
    if hold is None:
        return
    try:
        if hold < 0 or flock(hold, exclusive=True):
            remove_path(path)
    finally:
        if hold >= 0:
            os.close(hold)


def tidy_folder(folder: str) -> None:
    """Sweep a store that is being opened, unless a load is under way or the folder may not be written."""
    try:
        with lock_folder(folder):
            sweep_folder(folder, read_meta(folder))
    except (OSError, StoreError):
        return


def remove_path(path: str) -> None:
    """Remove a file, or a folder with all that is in it, as far as the system lets it."""
    import shutil

    if os.path.isdir(path):
        shutil.rmtree(path, ignore_errors=True)
    elif os.path.exists(path):
        os.unlink(path)


def commit_generation(into: str, partial: str, meta: Meta) -> None:
    """See a generation safely on the disk, then name it: from then on it is the store."""
    for folder, _, names in os.walk(partial):
        for name in names:
            _sync(os.path.join(folder, name))
        _sync(folder)
    os.rename(partial, os.path.join(into, meta.generation))
    _sync(into)
    draft = partial + ".draft"
    with open(draft, "w", encoding="utf-8") as file:
        file.write(meta.write())
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, os.path.join(into, MARK))
    _sync(into)


def _sync(path: str) -> None:
    """Have the system write a file, or the entries of a folder, to the disk."""
    if os.name == "nt" and os.path.isdir(path):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
