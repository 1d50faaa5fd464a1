"""The questions that come with the graph, by name."""

from __future__ import annotations

import re
from typing import NamedTuple

from wenmai.errors import NameNotFound
from wenmai.model import Match


class Question(NamedTuple):
    """A question that comes with the graph: its name, what it asks in Chinese and in English, the prefixed names it is asked with."""

    name: str
    zh: str
    en: str
    terms: tuple[str, ...] = ()


def questions() -> list[Question]:
    """The named questions, by name."""
    from wenmai.system import packaged

    return [_read(path.stem, path.read_text("utf-8")) for path in sorted(packaged.questions().glob("*.rq"))]


_BESIDE = re.compile(r"#[^\n]*|\"[^\"\n]*\"|<[^>\s]*>")
"""What holds no prefixed name: comments (no question has an IRI with a number sign), texts, whole IRIs."""

_NAME = re.compile(r"(?<![\w:?$])[A-Za-z]+:[\w·-]+(?:\.[\w·-]+)*")


def _read(name: str, text: str) -> Question:
    terms = dict.fromkeys(_NAME.findall(_BESIDE.sub(" ", text)))
    return Question(name, _comment(text, "zh"), _comment(text, "en"), tuple(terms))


def _comment(text: str, tag: str) -> str:
    """What a comment ``# zh: …`` of a query says; empty where there is none."""
    found = re.search(rf"^#\s*{tag}:\s*(.*)$", text, re.MULTILINE)
    return found[1].strip() if found else ""


def question(name: str) -> str:
    """The SPARQL of a named question.

    Raises:
        NameNotFound: no question has that name; the nearest are offered.
    """
    from wenmai.system import packaged

    known = {path.stem: path for path in packaged.questions().glob("*.rq")}
    if name in known:
        return known[name].read_text("utf-8")
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), 3, 0.4)
    raise NameNotFound(name, [Match(one, one, one, "fuzzy", 0) for one in near], what="question")
