"""Locks on open files and folders, which end with the process that holds them, however it ends."""

from __future__ import annotations


def flock(descriptor: int, *, exclusive: bool) -> bool:
    """Lock an open file or folder, without waiting; false when another process holds it otherwise.

    True where the file system or the platform has no such locks.
    """
    try:
        from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
    except ImportError:  # Windows
        return not exclusive or _locked_byte(descriptor)
    try:
        flock(descriptor, (LOCK_EX if exclusive else LOCK_SH) | LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _locked_byte(descriptor: int) -> bool:
    """Lock the byte of a file at which it stands: Windows locks no whole files."""
    import msvcrt

    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True
