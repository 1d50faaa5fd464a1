"""Addresses of endpoints: taken apart, shown without what is secret in them, and followed when a server moves."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from wenmai.errors import InputError

_BLANK = re.compile(r"[\x00-\x20\x7f]")
_PORTS = {"http": 80, "https": 443}


def split_address(address: str) -> SplitResult:
    """The parts of an ``http(s)`` address, its path and query in ASCII.

    Raises:
        InputError: it is no such address; the sentence does not show its user and password.
    """
    try:
        parts = urlsplit(address)
        port, host = parts.port, (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise InputError(f"{masked(address)} is not an address: its host or port cannot be read") from error
    if parts.scheme not in _PORTS or not host or port == 0 or _BLANK.search(address):
        raise InputError(f"{masked(address)} is not the http(s) address of a SPARQL endpoint")
    return parts._replace(path=_ascii(parts.path), query=_ascii(parts.query))


def _ascii(text: str) -> str:
    """A path or query as a request carries it: anything beyond ASCII in percent signs."""
    return "".join(char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode()) for char in text)


def masked(address: str) -> str:
    """An address without the user and password in it.

    >>> masked("https://me:secret@example.org/sparql")
    'https://example.org/sparql'
    """
    return re.sub(r"//.*@", "//", address, count=1)  # up to the last @: a password may hold anything


def without_user(parts: SplitResult) -> SplitResult:
    """An address without user, password and fragment."""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="")


def moved(here: SplitResult, location: str) -> SplitResult | str:
    """Where a redirect from ``here`` leads, or, when that may not be followed, what to call the place.

    The person named one host: another host, port or scheme gets nothing, neither query nor credentials. From http to https
    on the usual ports of one host is followed. Header fields come as Latin-1 and are UTF-8.
    """
    try:
        wanted = location.encode("latin-1", "replace").decode("utf-8", "replace")
        target = without_user(split_address(urljoin(urlunsplit(here), wanted)))
    except ValueError:  # urljoin too refuses what is no address
        return "what is not an address"
    if not location:
        return "nowhere"
    upgrade = (here.scheme, target.scheme) == ("http", "https") and _port(here) == 80 and _port(target) == 443
    same = (target.scheme, _port(target)) == (here.scheme, _port(here)) or upgrade
    if target.hostname != here.hostname or not same:
        return f"{target.scheme}://{target.netloc}"
    return target._replace(query=target.query or here.query)


def _port(parts: SplitResult) -> int:
    return parts.port or _PORTS[parts.scheme]
