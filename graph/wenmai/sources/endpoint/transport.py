"""One HTTP client for SPARQL endpoints, that waits, retries and gives up in bounded time, and keeps secrets to itself.

rdflib's own ``SPARQLConnector`` (7.6) has no time-out, reads answers of any size, follows redirects to any host with the
credentials in the request, and turns every failure into one sentence that says nothing; so requests go through here,
rdflib's too (see :mod:`wenmai.sources.endpoint.face`).
"""

from __future__ import annotations

import os
import random
import re
import socket
import threading
import time
import zlib
from base64 import b64encode
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlencode, urljoin, urlsplit, urlunsplit

from wenmai.errors import EndpointError, InputError

JSON = "application/sparql-results+json"
RESULTS = f"{JSON}, application/sparql-results+xml;q=0.5, application/json;q=0.3"
"""The media types in which the answer to ``SELECT`` and ``ASK`` is asked for."""

BUSY = frozenset({429, 502, 503, 504})
"""Statuses that pass by themselves."""

MOVED = frozenset({301, 302, 307, 308})
MOST_MOVES = 5
_BLANK = re.compile(r"[\x00-\x20\x7f]")
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
    """A whole answer: its media type (no parameters), its headers in lower case, and its body, unpacked."""

    media_type: str
    headers: dict[str, str]
    body: bytes


class Refused(EndpointError):
    """The endpoint refused the request itself (400), as it does a query that it cannot read; ``reason`` is its own word."""

    def __init__(self, message: str, reason: str) -> None:
        self.reason = reason
        super().__init__(message)


class TimedOut(EndpointError):
    """The endpoint did not answer in time."""


class _Again(Exception):
    """A failure that may pass; ``after`` is the pause in seconds that the server asks for."""

    def __init__(self, reason: str, after: float = 0.0, *, timeout: bool = False) -> None:
        self.reason, self.after, self.timeout = reason, after, timeout
        super().__init__(reason)


class Client:
    """A connection to one endpoint, kept open between questions; not for several threads at once.

    Credentials come from the address (``user:password@``) or from the environment (``WENMAI_TOKEN``, or ``WENMAI_USER``
    and ``WENMAI_PASSWORD``). They are sent to the host of the address alone, and ``shown`` is the address without them.
    """

    def __init__(self, address: str, limits: Limits = Limits()) -> None:  # noqa: B008 - a frozen tuple
        parts = _split(address)
        self.limits = limits
        self._parts = parts._replace(netloc=_host(parts), fragment="")
        self.shown = urlunsplit(self._parts)
        self._secret = _credentials(parts)
        self._connection: HTTPConnection | None = None
        self._method = "POST"
        self._random = random.Random(0)  # noqa: S311 - jitter, the same on every run
        self.exposed = bool(self._secret) and parts.scheme == "http" and parts.hostname not in LOOPBACK
        """Whether the credentials cross a network unencrypted."""

    def ask(
        self, query: str, accept: str = RESULTS, *, timeout: float | None = None, retries: int | None = None
    ) -> Answer:
        """Send a query and return the answer.

        Raises:
            Refused: the endpoint refused the query. TimedOut: it did not answer in time.
            EndpointError: it did not answer, answered with an error, redirected elsewhere, or answered too much.
        """
        end = time.monotonic() + max(self.limits.deadline, timeout or 0)
        tries = (self.limits.retries if retries is None else retries) + 1
        for attempt in range(tries):
            left = end - time.monotonic()
            try:
                return self._once(query, accept, min(timeout or self.limits.timeout, left))
            except _Again as trouble:
                self.close()
                pause = self._pause(attempt, trouble)
                left = end - time.monotonic()
                if attempt + 1 == tries or pause >= left:
                    kind = TimedOut if trouble.timeout else EndpointError
                    raise kind(self._given_up(trouble, attempt + 1)) from None
                time.sleep(pause)
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Close the connection; the next question opens a new one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __del__(self) -> None:
        if getattr(self, "_connection", None) is not None:  # an address that cannot be used leaves none
            self.close()

    def _pause(self, attempt: int, trouble: _Again) -> float:
        """How long to wait: doubling, with jitter so that many clients do not return at once; longer if asked to."""
        if trouble.after > self.limits.wait:
            return float("inf")
        return max(trouble.after, 0.25 * float(2**attempt) * (0.5 + self._random.random()))

    def _given_up(self, trouble: _Again, tries: int) -> str:
        often = "once" if tries == 1 else f"{tries} times"
        wait = f" and asks to wait {trouble.after:.0f} s" if trouble.after > self.limits.wait else ""
        return f"{self.shown} {trouble.reason}{wait} (tried {often}); try again later"

    def _once(self, query: str, accept: str, seconds: float) -> Answer:
        for _ in range(MOST_MOVES):
            response, body = self._exchange(query, accept, max(seconds, 0.01))
            headers = {name.lower(): value for name, value in response.getheaders()}
            if response.status in MOVED:
                self._move(headers.get("location", ""))
            elif response.status in {405, 501} and self._method == "POST":
                self._method = "GET"
            else:
                self._judge(response.status, headers, body)
                return Answer(headers.get("content-type", "").partition(";")[0].strip().lower(), headers, body)
        raise EndpointError(f"{self.shown} redirects in circles; give the address it should lead to")

    def _exchange(self, query: str, accept: str, seconds: float) -> tuple[HTTPResponse, bytes]:
        """One request and its answer, within ``seconds`` all in all: an alarm cuts the connection."""
        fresh = self._connection is None
        connection = self._connect(seconds)
        cut = threading.Event()
        alarm = threading.Timer(seconds, self._cut, (connection, cut))
        alarm.daemon = True
        alarm.start()
        try:
            self._send(connection, query, accept)
            response = connection.getresponse()
            body = self._read(response)
            if cut.is_set():  # a cut among the headers looks like their end
                raise TimeoutError
            return response, body
        except (OSError, HTTPException, zlib.error) as error:
            self.close()
            if cut.is_set() or isinstance(error, TimeoutError):
                raise _Again(f"did not answer within {seconds:.3g} s", timeout=True) from None
            if not fresh:  # a server may close an idle connection at any time: that is no failure
                return self._exchange(query, accept, seconds)
            raise _Again(f"broke off its answer ({_reason(error)})") from None
        finally:
            alarm.cancel()

    @staticmethod
    def _cut(connection: HTTPConnection, cut: threading.Event) -> None:
        cut.set()
        if connection.sock is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it was closed meanwhile

    def _connect(self, seconds: float) -> HTTPConnection:
        if self._connection is not None:
            if self._connection.sock is not None:
                self._connection.sock.settimeout(seconds)
            return self._connection
        kind = HTTPSConnection if self._parts.scheme == "https" else HTTPConnection
        connection = kind(str(self._parts.hostname), self._parts.port, timeout=seconds)
        try:
            connection.connect()
        except TimeoutError:
            raise _Again(f"did not answer within {seconds:.3g} s", timeout=True) from None
        except ConnectionResetError as error:
            raise _Again(f"broke off ({_reason(error)})") from None
        except OSError as error:
            raise EndpointError(f"{self.shown} cannot be reached: {_reason(error)}") from None
        self._connection = connection
        return connection

    def _send(self, connection: HTTPConnection, query: str, accept: str) -> None:
        headers = {"Accept": accept, "Accept-Encoding": "gzip", "User-Agent": "wenmai"}
        if self._secret:
            headers["Authorization"] = self._secret
        form = urlencode({"query": query})
        path, own = self._parts.path or "/", self._parts.query
        if self._method == "GET":
            connection.request("GET", f"{path}?{own}&{form}" if own else f"{path}?{form}", headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", f"{path}?{own}" if own else path, body=form.encode("ascii"), headers=headers)

    def _read(self, response: HTTPResponse) -> bytes:
        """The body, unpacked, as long as it is not too large."""
        unpack = zlib.decompressobj(47) if response.getheader("Content-Encoding", "") in {"gzip", "x-gzip"} else None
        body, most = bytearray(), self.limits.most_bytes
        while chunk := response.read(1 << 16):
            body += chunk if unpack is None else unpack.decompress(chunk, most + 1 - len(body))
            if len(body) > most:
                self.close()
                raise EndpointError(f"{self.shown} answered with more than {most >> 20:,} MB; ask for less, with LIMIT")
        if unpack is not None and not unpack.eof and body:
            raise HTTPException("the packed answer ends early")
        if response.length:
            raise HTTPException(f"{response.length} bytes are missing")
        if response.will_close:
            self.close()
        return bytes(body)

    def _move(self, location: str) -> None:
        """Follow a redirect on the same host; another host was not named by the person, so it gets nothing."""
        target = urlsplit(urljoin(self.shown, location))
        here = self._parts
        upgrade = here.scheme == "http" and target.scheme == "https" and here.port is None and target.port is None
        same = (target.scheme, target.port) == (here.scheme, here.port) or upgrade
        if not location or target.hostname != here.hostname or not same:
            place = f"{target.scheme}://{_host(target)}" if target.hostname else "nowhere"
            raise EndpointError(
                f"{self.shown} redirects to {place}, which was not asked for; open that address itself if you trust it"
            )
        self.close()
        self._parts = target._replace(netloc=_host(target), fragment="", query=target.query or here.query)

    def _judge(self, status: int, headers: dict[str, str], body: bytes) -> None:
        """Pass an answer that is one; raise what any other means."""
        if status in BUSY:
            raise _Again(f"is busy (HTTP {status})", _seconds(headers.get("retry-after", "")), timeout=status == 504)
        if status in {401, 403}:
            raise EndpointError(self._unwelcome(status))
        if status == 400:
            reason = excerpt(body)
            raise Refused(f"{self.shown} refused the query: {reason or 'no reason given'}", reason)
        if status != 200:
            reason = f": {excerpt(body)}" if body else ""
            raise EndpointError(f"{self.shown} answered with HTTP {status}{reason}")

    def _unwelcome(self, status: int) -> str:
        if self._secret:
            return f"{self.shown} does not accept the credentials given (HTTP {status})"
        ways = "set WENMAI_USER and WENMAI_PASSWORD, or WENMAI_TOKEN"
        return f"{self.shown} asks for credentials (HTTP {status}); {ways}"


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise InputError(f"{masked(address)} is not an address: its host or port cannot be read") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0 or _BLANK.search(address):
        raise InputError(f"{masked(address)} is not the http(s) address of a SPARQL endpoint")
    path, query = (_ascii(text) for text in (parts.path, parts.query))
    return parts._replace(path=path, query=query)


def _ascii(text: str) -> str:
    """A path or query as a request carries it: anything beyond ASCII in percent signs."""
    return "".join(char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode()) for char in text)


def masked(address: str) -> str:
    """An address without the user and password in it.

    >>> masked("https://me:secret@example.org/sparql")
    'https://example.org/sparql'
    """
    return re.sub(r"//.*@", "//", address, count=1)  # up to the last @: a password may hold anything


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _credentials(parts: SplitResult) -> str:
    """The ``Authorization`` header to send, or nothing."""
    token, user = os.environ.get("WENMAI_TOKEN"), os.environ.get("WENMAI_USER")
    if parts.username is not None:
        return _basic(unquote(parts.username), unquote(parts.password or ""))
    if user is not None:
        return _basic(user, os.environ.get("WENMAI_PASSWORD", ""))
    if token and not re.fullmatch(r"[\x21-\x7e]+", token):
        raise InputError("WENMAI_TOKEN is not a token: it holds a space or a character beyond ASCII")
    return f"Bearer {token}" if token else ""


def _basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode("ascii")


def _seconds(text: str) -> float:
    """The pause that ``Retry-After`` asks for, in seconds or as a date."""
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time()) if text else 0.0
    except ValueError:
        return 0.0


def _reason(error: BaseException) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return excerpt(str(text).encode("utf-8", "replace"))


def excerpt(body: bytes, most: int = 200) -> str:
    """The first words of what a server wrote, on one line, without control characters or markup."""
    text = re.sub(r"<[^>]*>", " ", body[:4000].decode("utf-8", "replace"))
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= most else text[: most - 1] + "…"
