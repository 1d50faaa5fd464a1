"""The times that a document names, in Turtle: each mention a cited link from the document to the time that it means."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from wenmai.capture.proposing.naming import escape, local
from wenmai.capture.text.times import days_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from wenmai.capture.captured import CapturedDocument

LONGEST = 20
"""A wording of a time has no more characters."""


def write_times(
    number: int, one: CapturedDocument, time: Callable[[str], str], passages: set[tuple[int, int]]
) -> list[str]:
    """The Turtle of a document's times; passages that are written here are added to ``passages``.

    ``time`` gives a time's term. The wording is given where the reader of proof understands it the same way; else
    the time is inferred.
    """
    subject = one.subject
    document, flow = f"doc:{local(subject.read.name)}", subject.flow
    written = subject.head.written if not subject.head.year_only else None
    placed: list[str] = []
    stated: dict[str, None] = {}
    cited: list[str] = []
    for count, mention in enumerate(one.times, 1):
        span = flow.span(mention.start, mention.end)
        words = flow.original[span[0] : span[1]]
        if len(words) > 40:
            continue
        term = time(mention.edtf)
        if span not in passages:
            passages.add(span)
            placed.append(
                f"p{number}:{span[0]}-{span[1]} a wm:Passage ; wm:document {document} ; wm:start {span[0]} ; wm:end {span[1]} ."
            )
        stated[f"{document} wm:mentions {term} ."] = None
        says = f'wm:worded "{escape(words)}" ;' if _agreed(words, mention.edtf, written) else "wm:inferred true ;"
        cited.append(
            f"s{number}:t{count} a rdf:Statement ; rdf:subject {document} ; rdf:predicate wm:mentions ; rdf:object {term} ; "
            f'wm:surface "{escape(words)}" ; {says} wm:rule "{mention.rule}/{mention.anchor}" ; wm:evidence p{number}:{span[0]}-{span[1]} .'
        )
    return ["\n".join(lines) for lines in (placed, list(stated), cited) if lines]


def _agreed(words: str, edtf: str, written: date | None) -> bool:
    """Whether the reader of proof takes a wording to mean the same days."""
    from wenmai.audit.wording import resolve

    meaning = resolve(words, written) if written and len(words) <= LONGEST else None
    if meaning is None:
        return False
    begins, ends = (date.fromisoformat(day) if day else None for day in days_of(edtf))
    return meaning.agrees(begins, ends)
