"""A part of a command's work within a bound on memory."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wenmai.errors import LimitReached

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def held_to(bound: int, what: str) -> Iterator[None]:
    """Let this process take no more than ``bound`` bytes beside what it has reserved; on Linux, elsewhere there is no bound.

    Raises:
        LimitReached: it would have taken more.
    """
    reserved = _reserved()
    if reserved is None:
        yield
        return
    from resource import RLIM_INFINITY, RLIMIT_DATA, getrlimit, setrlimit

    soft, hard = getrlimit(RLIMIT_DATA)
    setrlimit(RLIMIT_DATA, (min(one for one in (soft, reserved + bound) if one != RLIM_INFINITY), hard))
    try:
        yield
    except MemoryError as error:
        raise LimitReached(
            f"{what} needs more than the {bound / (1 << 30):.2g} GB that it may take; --memory allows more"
        ) from error
    finally:
        setrlimit(RLIMIT_DATA, (soft, hard))


def _reserved() -> int | None:
    """The bytes that this process has for its data, used or not; ``None`` where that is not known."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmData:"))
    except (OSError, StopIteration):
        return None
