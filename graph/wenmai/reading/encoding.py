"""XML in the encoding that it declares, as UTF-8; and the likely encoding of text that is none."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder, lookup
from typing import TYPE_CHECKING

from wenmai.errors import InputError
from wenmai.reading.decompress import CHUNK

if TYPE_CHECKING:
    from wenmai.reading.decompress import Readable

MARKS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
"""Byte order marks and their encodings, the longer ones first. That of UTF-8 is passed over."""

_UNMARKED = ((b"<\0?\0", "UTF-16-LE"), (b"\0<\0?", "UTF-16-BE"))
_DECLARED = re.compile(r"""\A\s*(<\?xml[^>]*?\bencoding\s*=\s*["'])([A-Za-z][\w.-]*)(["'])""")
_XML = re.compile(r"\s*(?:<\?xml\s|<!DOCTYPE\s|<!--|<[\w.:-]+\s[^>]*\bxmlns\b)")
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030"}
"""Encodings that are declared for text of the wider one, which holds them."""

_TRICKY = {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape"}
"""Encodings in which text can hide from who looks for it; no XML is written in them."""


def xml_encoding(head: bytes) -> str:
    """The encoding of an XML file that begins with ``head``; ``""`` for UTF-8, and for what is no XML.

    >>> xml_encoding(b'<?xml version="1.0" encoding="Shift_JIS"?>')
    'Shift_JIS'
    """
    for mark, name in (*MARKS, *_UNMARKED):
        if head.startswith(mark):
            return name if _XML.match(head.decode(name, "ignore").lstrip("\ufeff")) else ""
    declared = _DECLARED.match(head[:400].decode("latin-1"))
    name = declared[2] if declared else "UTF-8"
    if name.lower() in ("utf-8", "utf8", "us-ascii", "ascii"):
        return ""
    # A declaration that can be read byte by byte is not in an encoding of wider units, whatever it says.
    return "UTF-8" if name.lower().startswith(("utf-16", "utf-32", "ucs-")) else name


class Transcoded:
    """XML text as UTF-8, and said to be so."""

    def __init__(self, stream: Readable, encoding: str, name: str) -> None:
        self._stream, self._encoding, self._name = stream, encoding, name
        try:
            b"".decode(encoding)  # an encoding of text, and one that is known
            if lookup(encoding).name in _TRICKY:
                raise LookupError(encoding)
            self._decode = getincrementaldecoder(_CHINESE.get(encoding.lower(), encoding))().decode
        except (LookupError, ValueError):
            raise InputError(
                f"{name} is refused: its XML declares the encoding {encoding}, which is not read; convert it to UTF-8"
            ) from None
        self._begun = False

    def read(self, size: int = CHUNK) -> bytes:
        """The text of about ``size`` bytes; nothing at the end."""
        while True:
            data = self._stream.read(size)
            try:
                text = self._decode(data, not data)
            except UnicodeError as error:
                raise InputError(f"{self._name} is not in the encoding that its XML declares: {error}") from None
            if text and not self._begun:
                self._begun = True
                text = _DECLARED.sub(r"\1UTF-8\3", text.removeprefix("\ufeff"), count=1)
            if text or not data:
                return text.encode()


def guess_encoding(page: bytes) -> str:
    """The encoding that bytes which are not UTF-8 are likely to be in, or ``""``."""
    for mark, name in MARKS:
        if page.startswith(mark):
            return name
    if b"\0" in page[:200]:
        wide = ("UTF-16-LE", "UTF-16-BE")
        return next((name for name in wide if _is_written(page[: len(page[:200]) & ~1].decode(name, "replace"))), "")
    # A piece of a file may begin and end within a character.
    start = next((at for at in range(min(3, len(page))) if not 0x80 <= page[at] < 0xC0), 0)
    try:
        getincrementaldecoder("utf-8")().decode(page[start:])
    except UnicodeDecodeError as error:
        return _legacy(page[start + error.start :][:4000])
    return ""


def _is_written(text: str) -> bool:
    return all(char.isprintable() or char.isspace() for char in text)


def _legacy(around: bytes) -> str:
    for size in range(4):
        try:
            around[: len(around) - size].decode("gb18030")
        except UnicodeDecodeError:
            continue
        return "GB18030"
    return "ISO-8859-1"
