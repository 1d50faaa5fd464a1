"""Locks on open files and folders, which end with the process that holds them, however it ends."""

from __future__ import annotations


def flock(descriptor: int, *, exclusive: bool) -> bool:
    """Lock an open file or folder, without waiting; false when another process holds it otherwise.

    True where the file system or the platform has no such locks.
    """
    try:
        from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
    except ImportError:
        return True
    try:
        flock(descriptor, (LOCK_EX if exclusive else LOCK_SH) | LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
