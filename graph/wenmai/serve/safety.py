"""Who may ask, and what a browser may do with the answer.

A page of another site must not reach a server on this machine through its visitor's browser: by a form or a script (``Origin``,
``Sec-Fetch-Site``), or under a name of its own that leads here (*DNS rebinding*: ``Host``). On any other address than
loopback a token is asked for. Nothing here is trusted to be the only guard: the server only reads.
"""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOPBACK = ("127.0.0.1", "localhost", "::1")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""What a page of the server may load and do: what is the server's own, and no markup out of text."""

FRAMED = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-scripts allow-downloads allow-popups"
)
"""What the picture may do, which brings all that it needs with it: nothing outside of its frame, and no request."""

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

COOKIE = "wenmai_token"


class Access(NamedTuple):
    """Whom the server answers: ``hosts`` are the names that it goes by, ``token`` is asked for where there is one."""

    hosts: frozenset[str]
    token: str | None = None

    def refusal(self, method: str, headers: Mapping[str, str], query: str) -> tuple[int, str] | None:
        """Why a request is not answered: a status and a sentence; ``None`` where it is."""
        host = _host_name(headers.get("host", ""))
        if host not in self.hosts:
            return 421, f"this server does not go by the name {host!r}; --host-name allows one"
        if not self._same_origin(method, headers):
            return 403, "a page of another site has asked; only the server's own pages and programs are answered"
        if self.token is not None and not self._has_token(headers, query):
            return 401, "a token is needed: Authorization: Bearer …, or ?token=… once in a browser"
        return None

    def _same_origin(self, method: str, headers: Mapping[str, str]) -> bool:
        """Whether a browser, if it is one, asks for a page of the server itself or a person who follows a link."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if origin not in {None, "null"} or (origin == "null" and site is None):
            named = str(origin).partition("://")[2]
            if named != headers.get("host", ""):
                return False
        if site in {None, "same-origin", "none"}:
            return True
        opened = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        return method in {"GET", "HEAD"} and opened

    def _has_token(self, headers: Mapping[str, str], query: str) -> bool:
        given = [headers.get("authorization", "").removeprefix("Bearer ")]
        given += parse_qs(query).get("token", [])
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            cookie = None
        if cookie is not None:
            given.append(cookie.value)
        return any(hmac.compare_digest(one.encode(), str(self.token).encode()) for one in given)


def _host_name(host: str) -> str:
    """The name in a Host field, without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()
