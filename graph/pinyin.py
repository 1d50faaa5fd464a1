"""Spelling Chinese names in pinyin: whole, with its syllables marked by capitals, and by initials.

Readings come from pypinyin's dictionaries. A phrase that is read otherwise than its characters alone (银行, 重庆, 长城)
is read as the phrase; a name may also be found by the second reading of a character where no phrase decides.
"""

from __future__ import annotations

import re
from array import array
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed import ReadableBuffer

_LOWER = str.maketrans("", "", "abcdefghijklmnopqrstuvwxyz")
_OTHER = re.compile(r"[^A-Za-z]+")
READINGS = 3
"""How many readings of one name are kept."""


def spell(names: Iterable[str]) -> list[tuple[str, ReadableBuffer]]:
    """The sections that hold the pinyin of those of ``names`` that are written in Chinese characters.

    ``spelt`` holds their pinyin without spaces and ``capitals`` the same with a capital at each syllable; ``initials``
    holds the first letters; ``spelt.entry`` tells whose they are.
    """
    owners, capitals = array("I"), []
    for entry, name in enumerate(names):
        for reading in readings(name):
            owners.append(entry)
            capitals.append(reading)
    initials = [reading.translate(_LOWER).lower() for reading in capitals]
    blob = ("\n" + "\n".join(capitals) + "\n").encode()
    return [
        ("spelt", blob.lower()),
        ("capitals", blob),
        ("spelt.at", _starts(capitals)),
        ("spelt.entry", owners),
        ("initials", ("\n" + "\n".join(initials) + "\n").encode()),
        ("initials.at", _starts(initials)),
    ]


def _starts(texts: list[str]) -> array[int]:
    return array("Q", accumulate((len(text) + 1 for text in texts), initial=1))


def readings(name: str) -> list[str]:
    """The readings of a name, the likeliest first; none for a name without Chinese characters.

    >>> readings("重庆银行")
    ['ChongQingYinHang']
    """
    table, phrases, longest, others = dictionary()
    if not any(char in table for char in name):
        return []
    ways, place = [""], 0
    while place < len(name):
        phrase = next(
            (
                name[place : place + size]
                for size in range(min(longest.get(name[place], 0), len(name) - place), 1, -1)
                if name[place : place + size] in phrases
            ),
            None,
        )
        if phrase is not None:
            ways = [way + phrases[phrase] for way in ways]
            place += len(phrase)
            continue
        char = name[place]
        heads = [table.get(char, char.upper()), *others.get(char, ())]
        ways = [way + head for head in heads for way in ways][:READINGS]
        place += 1
    return list(dict.fromkeys(_OTHER.sub("", way) for way in ways))


Dictionary = tuple[dict[str, str], dict[str, str], dict[str, int], dict[str, list[str]]]


@cache
def dictionary() -> Dictionary:
    """Readings of characters, of phrases, the longest phrase by first character, and further readings of characters."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    table, others = {}, {}
    for code, given in PINYIN_DICT.items():
        several = list(dict.fromkeys(map(plain, given.split(","))))
        table[chr(code)] = several[0]
        if len(several) > 1:
            others[chr(code)] = several[1:2]
    phrases: dict[str, str] = {}
    longest: dict[str, int] = {}
    for phrase, syllables in PHRASES_DICT.items():
        if any(char in others for char in phrase):
            phrases[phrase] = "".join(plain(syllable[0]) for syllable in syllables)
            longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return table, phrases, longest, others


@cache
def plain(syllable: str) -> str:
    """A syllable without its tone, with a capital: ``lǜ`` is ``Lv``."""
    bare = "".join(char for char in normalize("NFD", syllable.replace("ü", "v")) if "a" <= char <= "z")
    marked = normalize("NFC", syllable)
    if any(char in "üǖǘǚǜ" for char in marked):
        bare = bare.replace("u", "v", 1)
    return bare.capitalize()
