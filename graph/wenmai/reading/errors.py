"""A parser's complaint as one sentence with its place, and a hint where the cause is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wenmai.errors import GraphSyntaxError
from wenmai.reading.detect import NAMES
from wenmai.reading.encoding import guess_encoding

if TYPE_CHECKING:
    from wenmai.reading.pages import Pages


def explain(error: SyntaxError, pages: Pages, name: str, form: str) -> GraphSyntaxError:
    """Turn the parser's complaint into one sentence with its place, and a hint where the cause is known."""
    line, column = error.lineno, error.offset
    message = plain_message(error)
    if pages.fault is not None:
        line, column, message = pages.fault
    if line is None and pages.lines:  # the parser gave no place; it has been given the file line by line
        line, column = pages.lines, None
    message = " ".join(message.split())
    message = message if len(message) <= 400 else message[:399] + "…"
    return GraphSyntaxError(name, message.rstrip(".") + _hint(message, pages.page, form), line=line, column=column)


def plain_message(error: Exception) -> str:
    """What a parser says, without the place, which has fields of its own."""
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    place = r"(?:at line \d+ )?(?:column \d+|between (?:columns? \d+|line \d+ column \d+) and (?:line \d+ column )?\d+)"
    return re.sub(rf"^Parser error {place}: ", "", message)


def _hint(message: str, page: bytes, form: str) -> str:
    encoding = guess_encoding(page)
    if encoding:
        return f"; the file looks like {encoding}, and {NAMES[form]} is UTF-8: 'iconv -f {encoding} -t UTF-8 FILE' converts it"
    if "No scheme found" in message and form in ("N_TRIPLES", "N_QUADS"):
        return f"; {NAMES[form]} has no relative IRIs: --input-format {'turtle' if form == 'N_TRIPLES' else 'trig'} resolves them"
    if "No scheme found" in message:
        return "; a relative IRI on standard input needs --base IRI"
    if "LoadDocumentCallback" in message:
        return "; a remote JSON-LD context is never fetched: save it, and name it with --context ADDRESS=FILE"
    return f" (read as {NAMES[form]})"
