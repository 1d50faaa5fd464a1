"""Plain text and Markdown, in the encoding that fits."""

from __future__ import annotations

import re

from wenmai.errors import InputError

_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def read_plain(content: bytes, name: str) -> str:
    """The text of a file: UTF-8, what a byte order mark says, or else GB 18030.

    Raises:
        InputError: the bytes are no text of these encodings, or hold control characters that no text has.
    """
    text = decode(content, name)
    found = _CONTROL.search(text)
    if found:
        raise InputError(
            f"{name} is no text: character {found.start():,} is the control character U+{ord(found[0]):04X}; "
            "give the document itself, or save it as text"
        )
    return text


def decode(content: bytes, name: str) -> str:
    """Bytes as text.

    Raises:
        InputError: no encoding fits all of it.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding, name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is neither UTF-8 (byte {offset:,} does not fit) nor GB 18030 (byte {error.start:,} does not fit); "
            "save it in one encoding"
        ) from error


def _decoded(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} begins as {encoding.upper()} and is not: byte {error.start:,} does not fit"
        ) from error


def read_markdown(content: bytes, name: str) -> str:
    """The text of a Markdown file, as it is written: its marks are passed over by the rules, and tables are rows."""
    return read_plain(content, name)
