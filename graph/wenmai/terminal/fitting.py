"""Fitting text into the columns of a terminal: how wide it is shown, and where a line may go on in the next.

Widths are those of Unicode (UAX 11): two columns for wide characters, none for marks that stand on others. A line breaks at
spaces and between wide characters, but never before closing nor after opening punctuation (UAX 14, in short).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

from wenmai.terminal.safety import split_sequences

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSING = frozenset("、。,;:?!)】》」』〉〕”’…%,.;:?!)]}%·—–~")
_OPENING = frozenset("(【《「『〈〔“‘([{")

_JOINER = "\u200d"  # one picture of two: 👩‍💻

LEAST = 20
"""Columns that a terminal needs for its lines to be folded at all."""


def cells(text: str) -> int:
    """How many columns a text takes in a terminal.

    >>> cells("Beijing"), cells("北京"), cells("e\u0301")
    (7, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(_cell, text))


def shown_cells(line: str) -> int:
    """How many columns a line takes, its sequences for the terminal aside."""
    return sum(map(cells, split_sequences(line)[::2]))


@lru_cache(8192)
def _cell(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def fold(text: str, width: int) -> str:
    """Each line of a text within ``width`` columns; what goes on in the next line is set in by two more.

    Sequences of wenmai's own for the terminal (:func:`wenmai.terminal.safety.own_sequence`) take no room.

    >>> print(fold("  Beijing Stock Exchange, located in Xicheng", 30))
      Beijing Stock Exchange,
        located in Xicheng
    """
    if width < LEAST:
        return text
    return "\n".join(one for line in text.split("\n") for one in fold_line(line, width))


def fold_line(line: str, width: int, hang: str | None = None) -> list[str]:
    """One line within ``width`` columns, as lines; those after the first begin with ``hang``, or are set in by two more."""
    if shown_cells(line) <= width:
        return [line]
    plain = "".join(split_sequences(line)[::2])
    lead = len(plain) - len(plain.lstrip(" "))
    indent = " " * min(lead, width // 2)
    rest = indent + "  " if hang is None else hang
    return _filled(_pieces(_without_lead(line, lead)), width, indent, rest)


def _without_lead(line: str, lead: int) -> str:
    """A line without the spaces that it begins with, sequences among them kept."""
    parts = split_sequences(line)
    for place in range(0, len(parts), 2):
        shorter = parts[place].lstrip(" ") if lead else parts[place]
        lead -= len(parts[place]) - len(shorter)
        parts[place] = shorter
        if shorter:
            break
    return "".join(parts)


def _filled(pieces: Iterator[tuple[str, int]], width: int, indent: str, rest: str) -> list[str]:
    """Pieces put into lines, the first begun by ``indent``, the others by ``rest``; spaces at a break are dropped."""
    lines, line, used, waiting = list[str](), indent, cells(indent), ""
    for piece, size in pieces:
        if piece.isspace():
            waiting = piece
            continue
        if not size:  # a sequence alone
            line += piece
            continue
        if used + len(waiting) + size > width and line not in (indent, rest):
            lines.append(line)
            line, used, waiting = rest, cells(rest), ""
        *full, last = [piece] if used + size <= width else _chopped(piece, width - used, width - cells(rest))
        for part in full:
            lines.append(line + waiting + part)
            line, used, waiting = rest, cells(rest), ""
        line, used, waiting = line + waiting + last, used + len(waiting) + shown_cells(last), ""
    return [*lines, line]


def _chopped(text: str, first: int, width: int) -> list[str]:
    """A text without a place to break, cut into parts: one of at most ``first`` columns, then of ``width``."""
    parts, size, room = [""], 0, first
    for number, part in enumerate(split_sequences(text)):
        if number % 2:
            parts[-1] += part
            continue
        for character in part:
            if size + _cell(character) > room and parts[-1]:
                head, tail = _cut(parts[-1])
                parts[-1:] = [head, tail]
                size, room = shown_cells(tail), max(width, 2)
            parts[-1] += character
            size += _cell(character)
    return parts


def _cut(text: str) -> tuple[str, str]:
    """A text in two where it is cut best: an address behind the last of its parts, anything else at its end."""
    place = max(text.rfind(mark) for mark in "/#?&=")
    return (text[: place + 1], text[place + 1 :]) if 2 * place > len(text) else (text, "")


def _pieces(line: str) -> Iterator[tuple[str, int]]:
    """A line in pieces that are not broken, each with its columns: words, wide characters, spaces.

    A sequence belongs to the piece that it stands in, so that nothing breaks where only a style changes.
    """
    piece, last = "", ""
    for number, part in enumerate(split_sequences(line)):
        if number % 2:
            if last == " " and piece.isspace():
                yield piece, len(piece)
                piece, last = "", ""
            piece += part
            continue
        for character in part:
            if last and _breaks(last, character):
                yield piece, shown_cells(piece)
                piece = ""
            piece, last = piece + character, character
    if piece:
        yield piece, shown_cells(piece)


def _breaks(last: str, character: str) -> bool:
    """Whether a line may break between two characters."""
    if " " in (last, character):
        return last != character
    apart = (_cell(last) == 2 or _cell(character) == 2) and last != _JOINER
    return apart and character not in _CLOSING and last not in _OPENING and _cell(character) > 0
