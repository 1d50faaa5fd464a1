"""Questions to a SPARQL endpoint: sent in the way that it takes, asked again when it is busy, given up in bounded time.

The protocol (SPARQL 1.1 Protocol, 2.1) has three ways to send a query, and servers that take only one. The first question
finds out which; the others go that way.
"""

from __future__ import annotations

import random
import re
import time
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import SplitResult, urlencode, urlunsplit

from wenmai.errors import EndpointError, InputError
from wenmai.sources.endpoint.requests.address import moved, split_address, without_user
from wenmai.sources.endpoint.requests.credentials import find_credentials
from wenmai.sources.endpoint.requests.dialects import tell_dialect
from wenmai.sources.endpoint.requests.exchange import Broken, Late, Line, Reply, Request, TooLarge, Unreachable, excerpt
from wenmai.sources.endpoint.requests.results import CUT_SHORT, is_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wenmai.sources.endpoint.requests.dialects import Dialect

JSON = "application/sparql-results+json"
RESULTS = f"{JSON}, application/sparql-results+xml;q=0.5, application/json;q=0.3"
"""The media types in which the answer to ``SELECT`` and ``ASK`` is asked for."""

GRAPHS = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
"""The media types in which the answer to ``CONSTRUCT`` and ``DESCRIBE`` is asked for."""

Way = Literal["form", "address", "body"]
"""How a query is sent: as a POSTed form, in the address of a GET, or as the body of a POST."""

WAYS: tuple[Way, ...] = ("form", "address", "body")


def read_way(kept: object) -> Way:
    """A way as it is kept; ValueError where it is none."""
    return WAYS[WAYS.index(kept)]


BUSY = frozenset({429, 502, 503, 504})
"""Statuses that pass by themselves."""

MOVED = frozenset({301, 302, 303, 307, 308})
MOST_MOVES = 5
NOT_THIS_WAY = frozenset({405, 415, 501})
"""Statuses that say nothing of the query, only that it may not be sent like this."""

ANOTHER_WAY = NOT_THIS_WAY | {200, 400, 403, 404, 411}
"""Statuses after which a query is sent in another way, as long as none has worked: 200 came with a web page."""

PARTIAL = 206
"""The status of an answer that Virtuoso broke off when its time was up."""

_AGENT = re.compile(r"(?i)user[- ]agent|robot policy")
WHO = "set WENMAI_HEADER='User-Agent: …' with a name and how to reach you"

TOO_LONG = frozenset({413, 414, 431})
MAYBE_TOO_LONG = frozenset({400, 403, 404, 500, 502})
"""What servers and what stands before them say of an address longer than they take."""

ELSEWHERE = "a redirect is followed on the same host and port only; name another address yourself if you trust it"

SHORT = 2000
"""Every server takes an address of so many characters."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Limits(NamedTuple):
    """What one question may cost.

    ``timeout`` is how many seconds the server may take for one answer, ``deadline`` how many the question may take with all
    its retries, ``retries`` how many of those there are at most, ``wait`` the longest pause in seconds that a busy server
    may ask for, and ``most_bytes`` the largest answer, unpacked.
    """

    timeout: float = 30.0
    deadline: float = 90.0
    retries: int = 4
    wait: float = 30.0
    most_bytes: int = 64 << 20


class Answer(NamedTuple):
    """A whole answer: its media type and charset, its header fields in lower case, and its body, unpacked."""

    media_type: str
    charset: str
    headers: dict[str, str]
    body: bytes


class Failed(EndpointError):
    """A question that the endpoint did not answer.

    ``reason`` is a phrase that follows the address; ``status`` that of HTTP where there was an answer; ``too_long``: the
    question may have been too long for the server.
    """

    def __init__(self, shown: str, reason: str, advice: str = "", *, status: int = 0, too_long: bool = False) -> None:
        self.reason, self.status, self.too_long = reason, status, too_long
        super().__init__(f"{shown} {reason}" + (f"; {advice}" if advice else ""))


class Refused(Failed):
    """The endpoint refused the query itself (400), as it does one that it cannot read; ``words`` are its own."""

    def __init__(self, shown: str, words: str, *, too_long: bool = False) -> None:
        self.words = words
        super().__init__(shown, f"refused the query: {words or 'no reason given'}", status=400, too_long=too_long)


class TimedOut(Failed):
    """The endpoint did not answer in time."""


class Unavailable(Failed):
    """Nobody answers at the address, or only to break off."""


class _Again(Exception):
    """A failure that may pass; ``after`` is the pause in seconds that the server asks for."""

    def __init__(self, reason: str, after: float = 0.0, *, status: int = 0, kind: type[Failed] = Unavailable) -> None:
        self.reason, self.after, self.status, self.kind = reason, after, status, kind
        super().__init__(reason)


class Client:
    """Connections to one endpoint, kept open between questions: each question that is asked at the same time has one of its own.

    Credentials come from the address or from the environment (:mod:`wenmai.sources.endpoint.requests.credentials`). They are sent to
    the host of the address alone, and ``shown`` is the address without them.
    """

    def __init__(self, address: str, limits: Limits = Limits()) -> None:  # noqa: B008 - a frozen tuple
        parts = split_address(address)
        self.limits = limits
        self.shown = urlunsplit(without_user(parts))
        self._credentials = find_credentials(parts)
        self._parts = without_user(parts)
        self._idle: list[Line] = []
        self._way: Way | None = None
        self.likely: Way = "form"
        """The way that is tried first, as long as none is known to work."""
        self.dialect: Dialect | None = None
        """The engine, as far as its answers have told which."""
        self._random = random.Random(0)  # noqa: S311 - jitter, the same on every run
        self.secret = bool(self._credentials.headers)
        """Whether credentials are sent: what they give is for those who have them."""
        self.exposed = self.secret and parts.scheme == "http" and parts.hostname not in LOOPBACK
        """Whether the credentials cross a network unencrypted."""

    def ask(
        self, query: str, accept: str = RESULTS, *, timeout: float | None = None, within: float | None = None
    ) -> Answer:
        """Send a query and return the answer; ``timeout`` bounds one try, ``within`` all of them together, in seconds.

        Raises:
            Refused: the endpoint refused the query. TimedOut: it did not answer in time.
            Unavailable: nobody answered. Failed: it answered with an error, redirected elsewhere, or answered too much.
            InputError: no request can hold the query.
        """
        try:
            query.encode()
        except UnicodeEncodeError:
            raise InputError("the query holds half a character (a lone surrogate), which cannot be sent") from None
        most = timeout or self.limits.timeout
        end = time.monotonic() + (within or max(self.limits.deadline, timeout or 0))
        for attempt in range(self.limits.retries + 1):
            seconds = min(most, end - time.monotonic())
            try:
                return self._by_any_way(query, accept, max(seconds, 0.001))
            except _Again as trouble:
                pause = self._pause(attempt, trouble)
                if attempt == self.limits.retries or pause >= end - time.monotonic():
                    raise self._given_up(trouble, attempt + 1) from None
                time.sleep(pause)
        raise AssertionError("unreachable")

    @property
    def way(self) -> Way | None:
        """The way of sending a query that has worked."""
        return self._way

    @property
    def fields(self) -> dict[str, str]:
        """The header fields that prove who asks."""
        return self._credentials.headers

    def close(self) -> None:
        """Close the connections that nobody uses now; the next question opens a new one."""
        while self._idle:
            with suppress(IndexError):  # another thread was first
                self._idle.pop().close()

    def __del__(self) -> None:
        if hasattr(self, "_idle"):  # an address that cannot be used leaves none
            self.close()

    def failure(self, reason: str, advice: str = "", *, status: int = 200) -> Failed:
        """An error about an answer of this endpoint."""
        return Failed(self.shown, self._credentials.hide(reason), advice, status=status)

    def _pause(self, attempt: int, trouble: _Again) -> float:
        """How long to wait: doubling, with jitter so that many clients do not return at once; longer if asked to."""
        if trouble.after > self.limits.wait:
            return float("inf")
        return max(trouble.after, 0.25 * float(2**attempt) * (0.5 + self._random.random()))

    def _given_up(self, trouble: _Again, tries: int) -> Failed:
        often = "once" if tries == 1 else f"{tries} times"
        wait = f" and asks to wait {trouble.after:.0f} s" if trouble.after > self.limits.wait else ""
        reason = f"{trouble.reason}{wait} (tried {often})"
        return trouble.kind(self.shown, self._credentials.hide(reason), "try again later", status=trouble.status)

    def _by_any_way(self, query: str, accept: str, seconds: float) -> Answer:
        """Ask in the way that is known to work; where none is, or the query is too long for it, in the others too."""
        end = time.monotonic() + seconds
        failures: list[Failed] = []
        for way in dict.fromkeys((self._way or self.likely, *WAYS)):
            try:
                answer = self._by(way, query, accept, end, seconds)
            except Failed as failure:
                failures.append(failure)
                if not self._goes_on(failures):
                    break
            except _Again:
                if not failures:
                    raise
                break  # Virtuoso 7 never answers a query that is posted as a body
            else:
                self._way = way
                return answer
        raise failures[0] if self._way else _most_telling(failures)

    def _goes_on(self, failures: Sequence[Failed]) -> bool:
        """Whether another way may work; two that found the query wrong have read it."""
        if self._way:
            return failures[-1].too_long
        read = [failure.status for failure in failures].count(400)
        return failures[-1].too_long or (failures[-1].status in ANOTHER_WAY and read < 2)

    def _by(self, way: Way, query: str, accept: str, end: float, seconds: float) -> Answer:
        """One try in one way, redirects followed."""
        for _ in range(MOST_MOVES):
            request = self._request(way, query, accept)
            try:
                reply = self._exchange(request, end)
            except TooLarge as large:
                raise self.failure(large.reason, "ask for less, with LIMIT", status=0) from None
            except Unreachable as absent:
                raise Unavailable(self.shown, absent.reason) from None
            except Late:
                raise _Again(f"did not answer within {seconds:.3g} s", kind=TimedOut) from None
            except Broken as broken:
                raise _Again(broken.reason) from None
            if reply.status not in MOVED:
                long = way == "address" and len(request.target) > SHORT
                return self._judged(reply, long=long)
            self._move(reply.headers.get("location", ""))
        raise self.failure("redirects in circles", "give the address it should lead to", status=300)

    def describe(self, within: float) -> Answer:
        """What the address gives without a query: a service description, where the server has one.

        Raises:
            Failed: it gives none, or not within so many seconds.
        """
        headers = self._fields_of(GRAPHS)
        parts = self._parts
        target = "?".join((parts.path or "/", *((parts.query,) if parts.query else ())))
        try:
            reply = self._exchange(Request("GET", target, headers), time.monotonic() + within)
            return self._judged(reply, long=False)
        except (Broken, _Again) as trouble:
            raise Failed(self.shown, trouble.reason) from None

    def _exchange(self, request: Request, end: float) -> Reply:
        """Send a request over a connection that nobody else uses; one that failed is not used again."""
        parts, line = self._parts, None
        with suppress(IndexError):
            line = self._idle.pop()
        if line is None or line.parts != parts:
            line = Line(parts, self.limits.most_bytes)
        reply = line.exchange(request, end)
        self._idle.append(line)
        if self.dialect is None:
            words = b"" if reply.status == 200 else reply.body[:2000] + reply.body[-2000:]  # the query between
            self.dialect = tell_dialect(reply.headers, words.decode("utf-8", "replace"))
        return reply

    def _fields_of(self, accept: str) -> dict[str, str]:
        """The header fields of a request."""
        own = {"Accept": accept, "Accept-Encoding": "gzip", "User-Agent": self._credentials.agent}
        return own | self._credentials.headers

    def _request(self, way: Way, query: str, accept: str) -> Request:
        headers, parts = self._fields_of(accept), self._parts
        form, own = urlencode({"query": query}), (parts.query,) if parts.query else ()
        path = parts.path or "/"
        if way == "address":
            return Request("GET", f"{path}?{'&'.join((*own, form))}", headers)
        headers["Content-Type"] = f"application/{'x-www-form-urlencoded' if way == 'form' else 'sparql-query'}"
        body = form.encode("ascii") if way == "form" else query.encode()
        return Request("POST", "?".join((path, *own)), headers, body)

    def _move(self, location: str) -> None:
        """Go on at the place that a redirect names, if the person named its host."""
        target = moved(self._parts, location)
        if not isinstance(target, SplitResult):
            raise self.failure(f"redirects to {excerpt(target.encode('utf-8', 'replace'))}", ELSEWHERE, status=300)
        self.close()
        self._parts = target

    def _judged(self, reply: Reply, *, long: bool) -> Answer:
        """The answer in a reply; raises what any other reply means."""
        status = reply.status
        words = self._credentials.hide(excerpt(reply.body)) if status not in (200, PARTIAL) else ""
        too_long = status in TOO_LONG or (long and status in MAYBE_TOO_LONG)
        if status in BUSY and not too_long:
            after, kind = _seconds(reply.headers.get("retry-after", "")), TimedOut if status == 504 else Unavailable
            raise _Again(f"is busy (HTTP {status})", after, status=status, kind=kind)
        if status in {401, 403} and not too_long:
            raise self.failure(self._unwelcome(status, words), status=status)
        if status == 400:
            raise Refused(self.shown, words, too_long=too_long)
        media_type, _, parameters = reply.headers.get("content-type", "").partition(";")
        if status not in (200, PARTIAL):
            reason = f"answered with HTTP {status}" + (f": {words}" if words else "")
            raise Failed(self.shown, reason, status=status, too_long=too_long)
        if is_page(reply.body):
            reason = f"answered with a web page ({media_type or 'no type'}), not with SPARQL results"
            raise self.failure(excerpt(reason.encode("utf-8", "replace")), "is it the address of a SPARQL endpoint?")
        charset = re.search(r"(?i)charset\s*=\s*\"?([\w.:-]+)", parameters)
        fields = reply.headers | CUT_SHORT if status == PARTIAL else reply.headers
        return Answer(media_type.strip().lower(), charset[1] if charset else "", fields, reply.body)

    def _unwelcome(self, status: int, words: str) -> str:
        if status == 403 and _AGENT.search(words):
            return f"wants to know who asks (HTTP 403: {words}); {WHO}"
        if self._credentials.headers:
            return f"does not accept the credentials given (HTTP {status})"
        ways = "set WENMAI_USER and WENMAI_PASSWORD, WENMAI_TOKEN, or WENMAI_HEADER"
        return f"asks for credentials (HTTP {status}); {ways}"


def _most_telling(failures: Sequence[Failed]) -> Failed:
    """Of what was said to the same query sent in several ways: that it is too long, what is wrong with it, the first."""
    return min(
        failures, key=lambda failure: (not failure.too_long, failure.status != 400, failure.status in NOT_THIS_WAY)
    )


def _seconds(text: str) -> float:
    """The pause that ``Retry-After`` asks for, in seconds or as a date; none where it cannot be read."""
    wanted = text.strip()
    if re.fullmatch(r"[0-9]+", wanted):
        return float(wanted[:9])
    try:
        return max(0.0, parsedate_to_datetime(wanted).timestamp() - time.time()) if wanted else 0.0
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return 0.0
