"""Writing files whole or not at all: a temporary file beside the target, then one rename."""

from __future__ import annotations

import contextlib
import errno
import glob
import hashlib
import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from wenmai.errors import InputError
from wenmai.system.locks import flock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


LONGEST = 200
"""Bytes of a name to which a draft adds its own; a file system takes 255, or 143 characters where it encrypts names."""


@contextlib.contextmanager
def replacing(*targets: Path) -> Iterator[list[BinaryIO]]:
    """Open a stream for each target; all take their place when the block ends well, none when it does not.

    What stood there before stays until that moment, and its permissions after it. Several files take their places one
    right after another, each whole; a link (a symbolic one) is followed, and the file it points to is replaced. A target
    that is no regular file (a device, a pipe) is written to and never replaced. Drafts that a killed process left beside
    a target are removed.

    Raises:
        InputError: a target cannot be written.
    """
    try:
        with contextlib.ExitStack() as stack:
            places = [_followed(target) for target in targets]
            drafts = [_open(place, stack) for place in places]
            yield [stream for _, stream in drafts]
            for draft, stream in drafts:
                stream.flush()
                if draft is not None:
                    os.fsync(stream.fileno())
                if os.name == "nt":  # where an open file keeps its name
                    stream.close()
            for (draft, _), place in zip(drafts, places, strict=True):
                if draft is not None:
                    _take_place(draft, place)
    except OSError as error:  # of closing a stream on a full disk, too
        names = ", ".join(map(str, targets))
        raise InputError(f"{names} cannot be written: {_reason(error, targets)}") from error


def _followed(target: Path) -> Path:
    """Where a target's symbolic links lead; OSError when they lead round in a circle."""
    try:
        return Path(os.path.realpath(target, strict=True))
    except FileNotFoundError:
        return Path(os.path.realpath(target))


def _reason(error: OSError, targets: tuple[Path, ...]) -> str:
    if error.errno == errno.ENOENT:
        missing = next((folder for target in targets if not (folder := target.parent).is_dir()), None)
        if missing is not None:
            return f"there is no folder {missing}; make it first"
    if error.errno == errno.ELOOP:
        return "symbolic links lead round in a circle"
    return error.strerror or str(error)


def _open(place: Path, stack: contextlib.ExitStack) -> tuple[Path | None, BinaryIO]:
    """Where to write what is to stand at ``place``: beside it, or (``None``) straight into what cannot be replaced.

    A draft is locked while it is written: one that nobody holds was left by a process that was killed.
    """
    if place.exists() and not place.is_file() and not place.is_dir():
        return None, stack.enter_context(place.open("wb"))
    name = _draft_name(place.name)
    for left in place.parent.glob(f".{glob.escape(name)}.*.part"):
        _sweep(left)
    numbers = itertools.count()
    while True:
        draft = place.with_name(f".{name}.{os.getpid()}-{next(numbers)}.part")
        try:
            stream = draft.open("xb")
        except FileExistsError:
            continue
        if flock(stream.fileno(), exclusive=True) and draft.exists():
            stack.callback(draft.unlink, missing_ok=True)
            return draft, stack.enter_context(stream)
        stream.close()  # swept away between the two


def _draft_name(name: str) -> str:
    """What drafts of a file are called by: its name, or where that leaves no room for more, a hash of it."""
    if len(os.fsencode(name)) <= LONGEST:
        return name
    return hashlib.sha256(os.fsencode(name)).hexdigest()


def _sweep(left: Path) -> None:
    with contextlib.suppress(OSError), left.open("rb") as stream:
        if os.name == "posix" and flock(stream.fileno(), exclusive=True):
            left.unlink()


def _take_place(draft: Path, place: Path) -> None:
    if place.exists():
        draft.chmod(place.stat().st_mode)
    draft.replace(place)


def folder(target: Path) -> Path:
    """The folder ``target``, made when it is not there yet.

    Raises:
        InputError: a file stands there, or the folder cannot be made.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        kind = "a file" if target.exists() else "a symbolic link that leads nowhere"
        raise InputError(f"{target} is {kind}; this format needs a folder, for it writes several files") from error
    except OSError as error:
        raise InputError(f"{target} cannot be made: {_reason(error, ())}") from error
    return target


def write_lines(stream: BinaryIO, lines: Iterable[str]) -> None:
    """Write lines, each with a line feed, as UTF-8; a lone surrogate is written as a question mark."""
    for line in lines:
        stream.write(line.encode("utf-8", "replace"))
        stream.write(b"\n")
