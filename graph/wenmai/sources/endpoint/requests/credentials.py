"""What proves to an endpoint who asks, from its address or from the environment, and how none of it is shown."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from wenmai.errors import InputError

if TYPE_CHECKING:
    from urllib.parse import SplitResult

OWN = frozenset(
    {"accept", "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect", "host"}
    | {"keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
)
"""Header fields that the requests themselves need; ``WENMAI_HEADER`` may not set them."""

_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e]*[\x21-\x7e])")
AGENT = "wenmai (knowledge graph explorer)"
"""What a server is told of who asks, unless a person says more (RFC 9110, 10.1.5)."""

LEAST_HIDDEN = 4
"""Secrets shorter than this are not looked for in what a server says: they are in every text."""


class Credentials(NamedTuple):
    """Header fields to send, every spelling of what is secret in them, and by what name the program goes, which is no secret."""

    headers: dict[str, str]
    secrets: tuple[str, ...]
    agent: str = AGENT

    def hide(self, text: str) -> str:
        """A text with each secret as ``***``: a server may say again what it was sent."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text


def find_credentials(parts: SplitResult) -> Credentials:
    """The credentials of an address (``user:password@``) or of the environment.

    The address goes before ``WENMAI_USER`` and ``WENMAI_PASSWORD``, these before ``WENMAI_TOKEN``; the header fields of
    ``WENMAI_HEADER``, one a line, are sent besides; a ``User-Agent`` among them takes the place of wenmai's own.

    Raises:
        InputError: the token or a header field cannot be sent.
    """
    fields = _own_fields()
    agents = [fields.pop(name) for name in list(fields) if name.lower() == "user-agent"]
    headers = _authorization(parts) | fields
    secrets = {*fields.values(), *(value.rpartition(" ")[2] for value in headers.values())}
    secrets |= {os.environ.get("WENMAI_PASSWORD", ""), parts.password or "", unquote(parts.password or "")}
    return Credentials(headers, tuple(secret for secret in secrets if len(secret) >= LEAST_HIDDEN), *agents[-1:])


def _authorization(parts: SplitResult) -> dict[str, str]:
    token, user = os.environ.get("WENMAI_TOKEN"), os.environ.get("WENMAI_USER")
    if parts.username is not None:
        return _basic(unquote(parts.username), unquote(parts.password or ""))
    if user is not None:
        return _basic(user, os.environ.get("WENMAI_PASSWORD", ""))
    if token and not re.fullmatch(r"[\x21-\x7e]+", token):
        raise InputError("WENMAI_TOKEN is not a token: it holds a space or a character beyond ASCII")
    return {"Authorization": f"Bearer {token}"} if token else {}


def _basic(user: str, password: str) -> dict[str, str]:
    pair = f"{user}:{password}".encode("utf-8", "surrogateescape")
    return {"Authorization": f"Basic {b64encode(pair).decode('ascii')}"}


def _own_fields() -> dict[str, str]:
    """The header fields of ``WENMAI_HEADER``; no sentence shows what is in one."""
    found = {}
    lines = os.environ.get("WENMAI_HEADER", "").split("\n")
    for number, line in enumerate(lines, 1):
        field = _FIELD.fullmatch(line.strip(" \t\r"))
        if field is None and line.strip(" \t\r"):
            raise InputError(f"line {number} of WENMAI_HEADER is not a header field; write it as Name: value, in ASCII")
        if field is not None and field[1].lower() in OWN:
            raise InputError(f"WENMAI_HEADER may not set {field[1]}, which every request sets itself")
        if field is not None:
            found[field[1]] = field[2]
    return found
