"""Other spellings of names, worked out once so that the page can find by them: pinyin, initials, traditional characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def spelled(texts: Iterable[str]) -> list[str]:
    """The pinyin and the initials of each text that has Chinese characters, each once.

    >>> spelled(["北交所", "Beijing"])
    ['beijiaosuo', 'bjs']
    """
    from wenmai.names.pinyin import readings

    found: dict[str, None] = {}
    for text in texts:
        for reading in readings(text):
            found[reading.lower()] = None
            found["".join(letter for letter in reading if letter.isupper()).lower()] = None
    return list(found)


def simplified(texts: Iterable[str]) -> list[list[str]]:
    """For each Chinese character of the texts that has another traditional form, the pair [traditional, simplified].

    >>> simplified(["学校"])
    [['學', '学']]
    """
    from wenmai.names.folding import has_han, open_converter

    used = sorted({character for text in texts for character in text if has_han(character)})
    if not used:
        return []
    to_traditional = open_converter("s2t").convert
    pairs = ((to_traditional(character), character) for character in used)
    return [[old, new] for old, new in pairs if old != new and len(old) == 1 and old not in used]
