"""What a query's process says of a failure, what the asker makes of it, and of a process that ended without a word."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any, NoReturn

from wenmai.errors import (
    EndpointError,
    InputError,
    LimitReached,
    QueryError,
    QueryRefused,
    StoreError,
    WenmaiError,
)

if TYPE_CHECKING:
    from wenmai.sparql.job import Job


def describe_failure(error: Exception, job: Job) -> dict[str, Any]:
    """The facts of an error, for the asker to raise."""
    said: dict[str, Any] = {"error": "QueryError", "message": str(error), "line": None, "column": None}
    if isinstance(error, SyntaxError):
        from wenmai.sparql import syntax

        said["line"], said["column"], said["message"] = syntax.explain(job.text, str(error), job.prefixes)
    elif isinstance(error, QueryError):
        said |= {"error": type(error).__name__, "line": error.line, "column": error.column}
    elif isinstance(error, StoreError):
        said["error"] = "StoreError"
    elif isinstance(error, BrokenPipeError):
        said |= {"error": "BrokenPipeError", "errno": error.errno}
    elif isinstance(error, OSError):
        away = job.allow_service and not error.errno
        said |= {"error": "EndpointError" if away else "InputError", "message": _os_trouble(error, job)}
    elif not isinstance(error, RuntimeError):  # which is what the planner raises, as of a function that does not exist
        said["message"] = f"the query failed: {error}"
    return said


def _os_trouble(error: OSError, job: Job) -> str:
    """A failure of the system: with a number it is the result's, without one the engine's, at a service or the graph."""
    if error.errno:
        return f"the result cannot be written: {error.strerror}"
    return f"the service did not answer: {error}" if job.allow_service else f"the graph cannot be read: {error}"


def raise_failure(said: dict[str, Any]) -> NoReturn:
    """Raise here what failed in the query's process."""
    kind, message = said["error"], said["message"]
    if kind == "BrokenPipeError":
        raise BrokenPipeError(said["errno"], message)
    if kind in {"QueryError", "QueryRefused"}:
        raise (QueryRefused if kind == "QueryRefused" else QueryError)(
            message, line=said["line"], column=said["column"]
        )
    errors = {"EndpointError": EndpointError, "InputError": InputError, "StoreError": StoreError}
    raise errors.get(kind, WenmaiError)(message)


def explain_death(status: int, last_words: str, memory: int) -> WenmaiError:
    """What to say of a process that ended before its answer: ``status`` is negative for a signal."""
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
