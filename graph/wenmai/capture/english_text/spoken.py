"""Targets of English reports that have no number: personal income that grows in step with the economy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wenmai.capture.english_text.clauses import english_name
from wenmai.capture.english_text.standing import english_status
from wenmai.capture.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wenmai.capture.english_text.standing import EnglishCourse
    from wenmai.capture.text.flow import Flow
    from wenmai.capture.text.masthead import Masthead
    from wenmai.capture.text.times import Anchor

_IN_STEP = re.compile(
    r"(?P<np>[^,;:.]{4,90}?)\s+(?:(?:that\s+is|is|be|are|to\s+be|to|will|grow(?:s|ing)?|growth|rise|increase|basically|roughly|generally)\s+)*(?:in\s+(?:step|line|pace|tandem)\s+with|(?:to\s+)?keep(?:s|ing)?\s+(?:pace|step)\s+with)\s+(?:the\s+)?(?:economic|GDP)\s+(?:growth|development)",
    re.IGNORECASE,
)


def in_step(
    flow: Flow, head: Masthead, name: str, offset: int, sentence: str, course: EnglishCourse, anchor: Anchor
) -> Iterator[Finding]:
    """What a sentence sets to grow with the economy."""
    for match in _IN_STEP.finditer(sentence):
        base = english_name(re.sub(r"\s+(?:growth|increases?)$", "", match["np"]))[0]
        if not base:
            continue
        status, rule = english_status(sentence[: match.end()], match[0], "", course, anchor)
        period = course.paragraph or course.period or (str(anchor.past + (status == "targeted")) if anchor.year else "")
        begin = match.start() + len(match[0]) - len(match[0].lstrip())
        start, end = flow.span(offset + begin, offset + match.end())
        yield Finding(
            name, head.place, f"{base}, growth", base, "growth", False, None, None, None, "", "instep", period, status,
            start, end, flow.original[start:end], f"{rule}/instep", 0.7,
        )  # fmt: skip
