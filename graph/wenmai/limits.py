"""The bound on memory under which this process was started."""

from __future__ import annotations


def memory_bound() -> int | None:
    """The bytes of address space this process may use, as ``ulimit -v`` sets them; ``None`` without a bound."""
    try:
        from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit
    except ImportError:  # Windows
        return None
    bound = getrlimit(RLIMIT_AS)[0]
    return None if bound == RLIM_INFINITY else bound


def say_bound() -> str:
    """That bound as the end of a sentence; nothing without one."""
    bound = memory_bound()
    return "" if bound is None else f", of which {bound >> 20:,} MiB are allowed (ulimit -v)"
