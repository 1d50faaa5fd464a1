"""A fact, its citation, the passage: reading a document at the position that a fact cites.

A citation is a position in a document (code points from 0, end exclusive) and the document's SHA-256; the words stay
in the document. Whether they say what the fact claims is another question:
:mod:`wenmai.audit.verify` answers it.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError
from wenmai.model import Literal
from wenmai.notices import notice
from wenmai.terms import DCTERMS, SCHEMA, WM, shorten

if TYPE_CHECKING:
    from pathlib import Path

    from wenmai.model import Evidence
    from wenmai.sources import Source

_WRITTEN = (DCTERMS + "issued", SCHEMA + "datePublished", DCTERMS + "date")
_SENTENCE_END = re.compile(r"[。！？!?\n][”’』」）)]*")


class Passage(NamedTuple):
    """Some words of a document within their context: ``before`` and ``after`` complete the sentence or paragraph."""

    start: int
    end: int
    before: str
    text: str
    after: str


def passage(text: str, start: int, end: int, context: str = "sentence") -> Passage:
    """The words from ``start`` to ``end`` within their ``context``: ``sentence``, ``paragraph`` or ``none``.

    A span that lies outside the text is cut to it.

    >>> passage("甲开市。乙在西城。丙。", 4, 5)
    Passage(start=4, end=5, before='', text='乙', after='在西城。')
    """
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text)))
    first, last = _context(text, start, end, context)
    return Passage(start, end, text[first:start], text[start:end], text[end:last])


def _context(text: str, start: int, end: int, context: str) -> tuple[int, int]:
    if context == "none":
        return start, end
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if context == "paragraph":
        return first, last
    for stop in _SENTENCE_END.finditer(text, first, start):
        first = stop.end()
    if end > start and text[end - 1] in "。！？!?":
        return min(first, start), end
    stopped = _SENTENCE_END.search(text, end, last)
    return min(first, start), stopped.end() if stopped else last


def mark(found: Passage, left: str = "【", right: str = "】") -> str:
    """One line of text with the cited words between ``left`` and ``right``.

    >>> mark(passage("乙在西城。", 2, 4))
    '乙在【西城】。'
    """
    return f"{found.before}{left}{found.text}{right}{found.after}".replace("\n", " ").strip()


class Document(NamedTuple):
    """What a graph records of a document that it cites; ``written`` is an ISO date or empty."""

    iri: str
    sha256: str
    length: int | None
    written: str


def documents(source: Source) -> tuple[Document, ...]:
    """The documents whose SHA-256 the graph records, by IRI."""

    def values(iri: str, *predicates: str) -> list[str]:
        terms = [triple.object for predicate in predicates for triple in source.match(iri, predicate)]
        return [term.value if isinstance(term, Literal) else str(term) for term in terms]

    found = []
    for iri in sorted({triple.subject for triple in source.match(None, WM + "sha256")}):
        days = values(iri, *_WRITTEN) or [day for time in values(iri, WM + "when") for day in values(time, WM + "ends")]
        lengths = [int(length) for length in values(iri, WM + "length") if length.isdecimal()]
        known = next(iter(lengths), None), next(iter(days), "")
        found += [Document(iri, digest.lower(), *known) for digest in values(iri, WM + "sha256")]
    return tuple(found)


def read_document(file: str | Path) -> tuple[str, str]:
    """The text of a file and its SHA-256; a line end counts as the code points it is.

    Raises:
        InputError: when the file cannot be read or is not UTF-8.
    """
    try:
        with open(file, "rb") as stream:  # noqa: PTH123 - a hot command need not load pathlib
            content = stream.read()
        return content.decode(), hashlib.sha256(content).hexdigest()
    except OSError as error:
        raise InputError(f"cannot read the source {file}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 text: the byte at offset {error.start} does not fit") from error


class Passages:
    """Quotes the document in a file where the evidence of a graph cites it."""

    def __init__(self, source: Source, file: str | Path) -> None:
        """Read the file and find the document that it is by its SHA-256.

        A file that is none of the graph's documents is never quoted; a notice then says so.

        Raises:
            InputError: when the file cannot be read or is not UTF-8.
        """
        self.text, self.sha256 = read_document(file)
        recorded = documents(source)
        self.cited = frozenset(document.iri for document in recorded if document.sha256 == self.sha256)
        if recorded and not self.cited:
            known = ", ".join(shorten(document.iri) for document in recorded)
            notice(
                f"{file} is not a document that this graph cites, or it was changed (its SHA-256 begins with "
                f"{self.sha256[:12]}; the graph cites {known}): its passages are not quoted"
            )

    def text_of(self, document: str) -> str | None:
        """The whole text of a document that the graph cites, if it is this one."""
        return self.text if document in self.cited else None

    def quote(self, evidence: Evidence) -> str | None:
        """The cited words, marked, in their sentence; ``None`` when the evidence cites no position in this document."""
        start, end = evidence.start, evidence.end
        if evidence.document not in self.cited or start is None or end is None:
            return None
        return mark(passage(self.text, start, end)) if 0 <= start <= end <= len(self.text) else None
