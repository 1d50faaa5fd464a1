"""``/review``: the findings of a proposal in a browser, and what is decided about them.

Workers only read; decisions are written here, by the server's own process, to the log that ``wenmai review`` writes too. A decision
is taken from the server's own pages alone: its form carries a key that no other site can read, beside the guards of every request
(:mod:`wenmai.serve.safety`).
"""

from __future__ import annotations

import hmac
import secrets
from asyncio import to_thread
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from starlette.responses import RedirectResponse, Response

from wenmai.errors import InputError, WenmaiError
from wenmai.serve.api.answers import read_fields, read_language
from wenmai.serve.messages import WebRequest
from wenmai.serve.pages.reviewpages import ReviewAnswer, show_finding, show_list, show_rules
from wenmai.serve.problems import HttpRefusal, describe_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from wenmai.capture.review import Review

MOST_FORM = 64 << 10
"""Bytes of a form."""

KEPT = ("state", "kind", "rule", "document", "text", "order", "lang")
"""The fields of a list that go on with each decision."""

Fields = dict[str, list[str]]


class Reviewing:
    """A proposal under review, opened when it is first looked at; one reviewer, however many windows."""

    def __init__(self, proposal: str, reviewer: str, offered: list[str]) -> None:
        self.proposal, self.reviewer, self.offered = proposal, reviewer, offered
        self.key = secrets.token_urlsafe(24)
        self._lock = Lock()
        self._review: Review | None = None

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        fields = read_fields(_as_read(request))
        language = read_language(fields, _as_read(request))
        try:
            if request.method == "POST":
                posted = await self._posted(request)
                return await to_thread(self._decide, posted, read_language(posted, _as_read(request)))
            shown = await to_thread(self._show, request.url.path, fields, language)
        except (HttpRefusal, WenmaiError) as error:
            shown = await to_thread(self._refuse, error, fields, language)
        return Response(shown.body, shown.status, media_type=shown.media_type)

    def _open(self) -> Review:
        """The review, with what others decided since."""
        from wenmai.capture.review import open_review

        if self._review is None:
            self._review = open_review(self.proposal, reviewer=self.reviewer)
        self._review.refresh()
        return self._review

    def _show(self, path: str, fields: Fields, language: str) -> ReviewAnswer:
        with self._lock:
            review, name = self._open(), path.removeprefix("/review").strip("/")
            if name.startswith("rules"):
                return show_rules(review, fields, language, self, name.removeprefix("rules"))
            if name and not name.startswith("."):
                return show_finding(review, name, fields, language, self)
            return show_list(review, fields, language, self, _ending(path))

    def _refuse(self, error: Exception, fields: Fields, language: str) -> ReviewAnswer:
        """The page with the sentence of an error."""
        from wenmai.serve.pages.reviewpages import page

        problem = describe_problem(error, language)
        return page("review.html", fields, language, self, problem["status"], problem=problem)

    async def _posted(self, request: Request) -> Fields:
        """The fields of a form of our own.

        Raises:
            HttpRefusal: it is none.
        """
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
            raise HttpRefusal(415, "a decision is sent as a form")
        if request.headers.get("origin") is None and request.headers.get("sec-fetch-site") != "same-origin":
            raise HttpRefusal(403, "a decision is taken from the server's own pages alone")
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > MOST_FORM:
                raise HttpRefusal(413, f"the form is longer than {MOST_FORM:,} bytes")
        found: Fields = {}
        try:
            for name, value in parse_qsl(bytes(body).decode(), keep_blank_values=True, max_num_fields=1000):
                found.setdefault(name, []).append(value)
        except ValueError as error:
            raise HttpRefusal(400, f"the form cannot be read: {error}") from None
        if not hmac.compare_digest(_last(found, "key").encode(), self.key.encode()):
            raise HttpRefusal(403, "the form is of another run of the server; open the page again")
        return found

    def _decide(self, posted: Fields, language: str) -> Response:
        """Carry a decision out, and lead to what is to be looked at next; a fault comes back with the form."""
        with self._lock:
            review, done = self._open(), _last(posted, "do")
            before = {one.id: one.state for one in review.findings()} if done == "undo" else {}
            try:
                number = carry_out(review, done, posted)
            except WenmaiError as error:
                problem = describe_problem(error, language)
                shown = show_finding(review, _last(posted, "id"), posted, language, self, problem) if _last(
                    posted, "id"
                ) else show_list(review, posted, language, self, "", problem)  # fmt: skip
                return Response(shown.body, problem["status"], media_type=shown.media_type)
            kept = {name: posted[name] for name in KEPT if posted.get(name)}
            told = urlencode({**kept, "done": done, "count": number}, doseq=True)
            undone = (one.id for one in review.findings(order="text") if before and before[one.id] != one.state)
            then = next(undone, None) or next_finding(review, posted, done)
            return RedirectResponse(f"/review{'/' + then if then else ''}?{told}", 303)


def carry_out(review: Review, done: str, posted: Mapping[str, list[str]]) -> int:
    """Carry a decision out; how many findings it was about.

    Raises:
        WenmaiError: it cannot be carried out; nothing was decided.
    """
    note = _last(posted, "note")
    if done in {"accept", "reject"}:
        return len(review.decide(posted.get("id", []), done, note=note))
    if done == "edit":
        edits = {name.removeprefix("set-"): values[-1] for name, values in posted.items() if name.startswith("set-")}
        return len(review.decide([_last(posted, "id")], "edit", edits=edits, note=note))
    if done in {"accept-rule", "reject-rule"}:
        return len(review.decide_rule(_last(posted, "of"), done.removesuffix("-rule"), note=note))
    if done == "same":
        review.join_names(_last(posted, "name"), _last(posted, "other"))
        return 1
    if done == "undo":
        return len(review.undo())
    raise InputError(f"{done!r} is no decision: accept, reject, edit, accept-rule, reject-rule, same or undo")


def next_finding(review: Review, posted: Mapping[str, list[str]], done: str) -> str:
    """The finding to be looked at after a decision: the next open one, as the list has them; "" for the list."""
    from wenmai.serve.pages.reviewpages import filter_of

    if _last(posted, "back") or done in {"accept-rule", "reject-rule"}:
        return ""
    if done in {"undo", "same"}:
        return _last(posted, "id")
    wanted = filter_of({**posted, "state": ["open"]})
    found = review.findings(wanted, order=_last(posted, "order") or "doubt", limit=1)
    return found[0].id if found else ""


def _last(fields: Mapping[str, list[str]], name: str) -> str:
    return (fields.get(name) or [""])[-1]


def _ending(path: str) -> str:
    return next((ending for ending in (".json", ".csv") if path.endswith(ending)), "")


def _as_read(request: Request) -> WebRequest:
    """The request as a worker would get it: enough for its fields and its language."""
    headers = {"accept-language": request.headers.get("accept-language", "")}
    return WebRequest(request.method, request.url.path, request.url.query, headers, "")
