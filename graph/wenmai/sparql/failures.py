"""What a query's process says of a failure, what the asker makes of it, and of a process that ended without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from wenmai.errors import (
    EndpointError,
    InputError,
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
