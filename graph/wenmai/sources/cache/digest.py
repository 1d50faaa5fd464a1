"""SHA-256 of short texts and small files, without OpenSSL, whose loading takes as long as a lookup in the packaged report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SMALL = 1 << 20
"""From so many bytes on OpenSSL, three times as fast, is worth its loading."""


def hash_all(pieces: Iterable[bytes]) -> str:
    """The SHA-256 of some pieces, one after the other, in hexadecimal digits.

    >>> hash_all([b"a", b"bc"])[:8]
    'ba7816bf'
    """
    content = b"".join(pieces)
    if len(content) < SMALL:
        for module in ("_sha2", "_sha256"):  # Python 3.12 and later; before
            try:
                return str(__import__(module).sha256(content).hexdigest())
            except ImportError:
                continue
    from hashlib import sha256

    return sha256(content).hexdigest()
