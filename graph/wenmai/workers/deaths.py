"""What to say of a worker that ended before its answer."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from wenmai.errors import LimitReached, QueryError

if TYPE_CHECKING:
    from wenmai.errors import WenmaiError


def explain_death(status: int, last_words: str, memory: int) -> WenmaiError:
    """What to say of a process that ended before its answer: ``status`` is negative for a signal, ``memory`` its bound in bytes."""
    if "memory allocation" in last_words or "MemoryError" in last_words:
        return _too_much_memory(memory)
    if status in {-signal.SIGSEGV, -getattr(signal, "SIGBUS", signal.SIGSEGV)}:
        return QueryError(
            "the query engine crashed on this query, as it does on nesting too deep for it; simplify the query"
        )
    if status < 0:
        name = signal.Signals(-status).name
        reason = "; the system may be short of memory" if name == "SIGKILL" else ""
        return QueryError(f"the query's process was ended from outside ({name}){reason}; nothing else was harmed")
    return QueryError(
        f"the query's process ended early (exit status {status}): {last_words.strip()[-200:] or 'no reason given'}"
    )


def _too_much_memory(memory: int) -> LimitReached:
    """The bound on memory was met."""
    return LimitReached(
        f"the query needed more than {memory / (1 << 30):.3g} GB of memory and was stopped; narrow it, or allow it more"
    )
