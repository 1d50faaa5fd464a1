"""A parser's complaint as one sentence with its place, and a hint where the cause is known."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING

from wenmai.errors import GraphSyntaxError
from wenmai.reading.detect import NAMES

if TYPE_CHECKING:
    from wenmai.reading.pages import Pages


def explain(error: SyntaxError, pages: Pages, name: str, form: str) -> GraphSyntaxError:
    """Turn the parser's complaint into one sentence with its place, and a hint where the cause is known."""
    line, column = error.lineno, error.offset
    message = re.sub(
        r"^Parser error at line \d+ (?:column \d+|between columns? \d+ and (?:line \d+ column )?\d+): ",
        "",
        str(error.msg),
    )
    if pages.fault is not None:
        line, column, message = pages.fault
    if line is None and pages.lines:  # the parser gave no place; it has been given the file line by line
        line, column = pages.lines, None
    message = " ".join(message.split())
    message = message if len(message) <= 400 else message[:399] + "…"
    return GraphSyntaxError(name, message.rstrip(".") + _hint(message, pages.page, form), line=line, column=column)


def _hint(message: str, page: bytes, form: str) -> str:
    encoding = _encoding(page)
    if encoding:
        return f"; the file looks like {encoding}, and RDF is UTF-8: convert it with 'iconv -f {encoding} -t UTF-8'"
    if "No scheme found" in message:
        return "; a relative IRI needs an @base in the file"
    if "LoadDocumentCallback" in message:
        return "; a remote JSON-LD context is never fetched: write the context into the file"
    return f" (read as {NAMES[form]})"


def _encoding(page: bytes) -> str:
    """The encoding that bytes which are not UTF-8 are likely to be in, or ``""``."""
    for mark, name in ((b"\xff\xfe\0\0", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if page.startswith(mark):
            return name
    if page[:200].count(0) > len(page[:200]) // 4:
        return "UTF-16"
    # A piece of a file may begin and end within a character.
    start = next((at for at in range(min(3, len(page))) if not 0x80 <= page[at] < 0xC0), 0)
    try:
        getincrementaldecoder("utf-8")().decode(page[start:])
    except UnicodeDecodeError as error:
        return _legacy(page[start + error.start :][:4000])
    return ""


def _legacy(around: bytes) -> str:
    for size in range(4):
        try:
            around[: len(around) - size].decode("gb18030")
        except UnicodeDecodeError:
            continue
        return "GB18030"
    return "ISO-8859-1"
