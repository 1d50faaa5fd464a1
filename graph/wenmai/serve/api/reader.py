"""``/api/v1/passage``: a window of a cited document around a passage, where the server was given the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.serve.problems import HttpRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wenmai.serve.commands import Desk

WINDOW = 1_200
"""Code points of a window, if no more are asked for."""

MOST = 4_000
"""Code points of a window."""

MOST_BYTES = 16 * MOST + 8_192
"""No answer is longer: each code point as JSON has it, with the name of the document."""

FIELDS = {"document", "start", "end", "from", "size", "lang"}


def read_window(desk: Desk, fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """A window of a document: ``document``, ``length``, ``from``, ``to``, ``text``, and ``start`` and ``end`` of the passage.

    Positions are in code points from 0, ends excluded. ``from`` is where the window begins; without it the passage is in its
    middle.

    Raises:
        HttpRefusal: a field is missing, unknown or no number; the text of the document is not at hand.
    """
    if unknown := set(fields) - FIELDS:
        raise HttpRefusal(400, f"passage has no parameter {min(unknown)!r}; it has {', '.join(sorted(FIELDS))}")
    document = (fields.get("document") or [""])[-1]
    if not document:
        raise HttpRefusal(400, "passage needs a document")
    text = desk.text_of(document) if desk.text_of is not None else None
    if text is None:
        raise HttpRefusal(404, f"the text of {document[:200]!r} is not at hand; wenmai serve --source FILE gives it")
    start = min(_number(fields, "start", 0), len(text))
    end = max(start, min(_number(fields, "end", start), len(text)))
    size = max(1, min(_number(fields, "size", WINDOW), MOST))
    first = _number(fields, "from", max(0, (start + end - size) // 2))
    first = max(0, min(first, max(0, len(text) - size)))
    last = min(len(text), first + size)
    return {
        "document": document[:2_000], "length": len(text), "from": first, "to": last, "text": text[first:last],
        "start": start, "end": end,
    }  # fmt: skip


def _number(fields: Mapping[str, Sequence[str]], name: str, default: int) -> int:
    said = (fields.get(name) or [str(default)])[-1]
    if not (said.isascii() and said.isdigit() and len(said) < 12):
        raise HttpRefusal(400, f"{name} is a number, not {said[:40]!r}")
    return int(said)
