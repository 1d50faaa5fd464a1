"""Failures as HTTP tells them: a status, and the sentence that a person would get, as *problem details* (RFC 9457)."""

from __future__ import annotations

from typing import Any

from wenmai.chinese.translation import translate
from wenmai.errors import (
    AmbiguousName,
    EndpointError,
    InputError,
    LimitReached,
    ModelError,
    NameNotFound,
    NoAnswer,
    QueryError,
    QueryTimeout,
    WenmaiError,
)
from wenmai.workers.refusing import TooBusy, WorkersLost

MEDIA_TYPE = "application/problem+json"

STATUSES: tuple[tuple[type[Exception], int, str], ...] = (
    (QueryTimeout, 504, "The query took too long"),
    (LimitReached, 422, "A limit was reached"),
    (NameNotFound, 404, "No such name"),
    (AmbiguousName, 409, "The name means several things"),
    (NoAnswer, 404, "The answer is no"),
    (EndpointError, 502, "The endpoint failed"),
    (ModelError, 502, "The language model failed"),
    (QueryError, 400, "The query cannot be run"),
    (InputError, 400, "The request cannot be used"),
    (WenmaiError, 400, "The request cannot be answered"),
)
"""The first that fits an error: its HTTP status and its title."""


class HttpRefusal(Exception):
    """A request that is not answered, for a reason of HTTP: ``status``, one sentence, and headers."""

    def __init__(self, status: int, sentence: str, **headers: str) -> None:
        self.status, self.sentence = status, sentence
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(sentence)


def as_refusal(error: BaseException) -> HttpRefusal | None:
    """An error that HTTP has a status for, as a refusal."""
    if isinstance(error, TooBusy):
        return HttpRefusal(503, str(error), retry_after=str(error.after))
    if isinstance(error, WorkersLost):
        return HttpRefusal(500, str(error))
    return error if isinstance(error, HttpRefusal) else None


def describe_problem(error: BaseException, language: str = "en") -> dict[str, Any]:
    """An error as problem details: ``status``, ``title``, ``detail``, and what a program can use of it.

    The title and the detail are told to a reader of ``language``.
    """
    found = _described(error)
    return found | {name: translate(found[name], language) for name in ("title", "detail")}


def _described(error: BaseException) -> dict[str, Any]:
    refusal = as_refusal(error)
    if refusal is not None:
        title = "Not found" if refusal.status == 404 else "The request is refused"
        return {"type": "about:blank", "title": title, "status": refusal.status, "detail": str(refusal)}
    for kind, status, title in STATUSES:
        if isinstance(error, kind):
            found = {"type": f"urn:wenmai:problem:{kind.__name__}", "title": title, "status": status}
            return {**found, "detail": str(error), **_facts(error)}
    what = f"{type(error).__name__}: this is a fault of wenmai, not of what you asked"
    return {"type": "about:blank", "title": "A fault of wenmai", "status": 500, "detail": what}


def _facts(error: BaseException) -> dict[str, Any]:
    """What an error knows beside its sentence: candidates, the nearest names, a place in a query."""
    found: dict[str, Any] = {}
    for name, matches in (("candidates", "candidates"), ("nearest", "nearest")):
        if known := getattr(error, matches, ()):
            found[name] = [{"iri": match.iri, "label": match.label} for match in known]
    for name in ("line", "column"):
        if getattr(error, name, None) is not None:
            found[name] = getattr(error, name)
    return found
