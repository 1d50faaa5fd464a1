"""The bound on memory under which this process was started."""

from __future__ import annotations


def memory_bound() -> int | None:
    """The bytes of address space or data that this process may use (``ulimit -v``, ``-d``); ``None`` without a bound."""
    try:
        from resource import RLIM_INFINITY, RLIMIT_AS, RLIMIT_DATA, getrlimit
    except ImportError:  # Windows
        return None
    return min(
        (bound for bound in (getrlimit(RLIMIT_AS)[0], getrlimit(RLIMIT_DATA)[0]) if bound != RLIM_INFINITY),
        default=None,
    )


def say_bound() -> str:
    """That bound as the end of a sentence; nothing without one."""
    bound = memory_bound()
    return "" if bound is None else f", of which {bound >> 20:,} MiB are allowed (ulimit -v)"
