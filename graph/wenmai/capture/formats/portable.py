"""PDF: the text of its pages with radicals mended and running heads and page numbers left out."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from typing import NamedTuple

from wenmai.capture.text.flow import repair_radicals
from wenmai.errors import InputError

MOST_PAGES = 2_000
MOST_TEXT = 20_000_000
"""Bounds on what is read of one file."""

_NUMBERED = re.compile(r"\s*[-—–·第]{0,2}\s*\d{1,4}\s*(?:[-—–·/页]\s*(?:共?\s*\d{1,4}\s*页?)?)?\s*")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


class PageText(NamedTuple):
    """Text and where in it each page begins."""

    text: str
    pages: tuple[int, ...]


def read_pdf(content: bytes, name: str) -> PageText:
    """The text of a PDF.

    Raises:
        InputError: it is damaged, locked, has no text, or is absurdly long.
    """
    pages = [_lines(page) for page in _pages(content, name)]
    if not any(any(line.strip() for line in page) for page in pages):
        raise InputError(f"{name} holds no text: its pages are pictures; run it through text recognition first")
    kept = _without_running_heads(pages)
    starts, parts, place = [], [], 0
    for lines in kept:
        starts.append(place)
        text = "".join(f"{line}\n" for line in lines)
        parts.append(text)
        place += len(text)
    return PageText("".join(parts), tuple(starts))


def _pages(content: bytes, name: str) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{name} is locked by a password; save it without one")
        if len(reader.pages) > MOST_PAGES:
            raise InputError(f"{name} has more than {MOST_PAGES:,} pages; split it")
        texts, length = [], 0
        for page in reader.pages:
            texts.append(page.extract_text())
            length += len(texts[-1])
            if length > MOST_TEXT:
                raise InputError(f"{name} holds more than {MOST_TEXT:,} characters; split it")
    except InputError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
        NotImplementedError,
        AssertionError,
    ) as error:
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise InputError(f"{name} is no PDF that can be read: {reason}") from error
    return texts


def _lines(page: str) -> list[str]:
    return [line.rstrip() for line in _UNREADABLE.sub("", repair_radicals(page)).split("\n")]


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """The pages without their numbers, and without first and last lines that most pages repeat."""
    edges = Counter(_edge(line) for page in pages for line in {*_content(page)[:1], *_content(page)[-1:]})
    running = {line for line, count in edges.items() if count > max(2, len(pages) // 2)}
    kept = []
    for page in pages:
        lines = _content(page)
        while lines and (_NUMBERED.fullmatch(lines[-1]) or _edge(lines[-1]) in running):
            lines = lines[:-1]
        while lines and (_NUMBERED.fullmatch(lines[0]) or _edge(lines[0]) in running):
            lines = lines[1:]
        kept.append(lines)
    return kept


def _content(page: list[str]) -> list[str]:
    return [line for line in page if line.strip()]


def _edge(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())
