"""Writing files whole or not at all: a temporary file beside the target, then one rename."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@contextlib.contextmanager
def replacing(*targets: Path) -> Iterator[list[BinaryIO]]:
    """Open a stream for each target; all take their place when the block ends well, none when it does not.

    What stood there before stays until that moment. Several files take their places one right after another, each
    whole; a link (a symbolic one) is followed, and the file it points to is replaced.

    Raises:
        InputError: a target cannot be written.
    """
    with contextlib.ExitStack() as stack:
        try:
            places = [target.resolve() for target in targets]
            drafts = [place.with_name(f".{place.name}.{os.getpid()}.part") for place in places]
            for draft in drafts:
                stack.callback(draft.unlink, missing_ok=True)
            streams: list[BinaryIO] = [stack.enter_context(draft.open("wb")) for draft in drafts]
            yield streams
            for stream in streams:
                stream.flush()
                os.fsync(stream.fileno())
                stream.close()
            for draft, place in zip(drafts, places, strict=True):
                draft.replace(place)
        except OSError as error:
            raise InputError(f"{error.filename or targets[0]} cannot be written: {error.strerror or error}") from error


def folder(target: Path) -> Path:
    """The folder ``target``, made when it is not there yet.

    Raises:
        InputError: a file stands there, or the folder cannot be made.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise InputError(f"{target} is a file; this format needs a folder, for it writes several files") from error
    except OSError as error:
        raise InputError(f"{target} cannot be made: {error.strerror}") from error
    return target


def write_lines(stream: BinaryIO, lines: Iterable[str]) -> None:
    """Write lines, each with a line feed, as UTF-8; a lone surrogate is written as a question mark."""
    for line in lines:
        stream.write(line.encode("utf-8", "replace"))
        stream.write(b"\n")
