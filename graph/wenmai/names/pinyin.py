"""Spelling Chinese names in pinyin: whole, with its syllables marked by capitals, and by initials.

Readings come from pypinyin's dictionaries. A phrase that is read otherwise than its characters alone (银行, 重庆, 长城)
is read as the phrase; a short name may also be found by the second reading of a character where no phrase decides.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import defaultdict
from functools import cache
from itertools import accumulate
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from wenmai.index.columns import Blob, Lines
from wenmai.names.occurrences import sort_places, sorted_lines
from wenmai.names.places import places, surnames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wenmai.names.occurrences import Part

_OTHER = re.compile(r"[^A-Za-z\n]+")
_AS_YU = re.compile(r"([ln])yu")
_AS_V = re.compile(r"([jqxy])v")
_MAYBE = re.compile(r"([ln]u)")
READINGS = 3
"""How many readings of one name are kept, beside those as a place and as a person."""

MEANT = 8
"""How many spellings are looked for where a text may be meant in several ways."""

SHORT = 4
"""Names of up to so many characters are found by a second reading of a character too; longer ones have phrases."""


def spell(names: Iterable[str]) -> Iterator[Part]:
    """The sections that hold the pinyin of ``names``; see :class:`Spelling`."""
    spelling = Spelling()
    spelling.take(list(names), 0)
    return spelling.sections()


class Spelling:
    """The pinyin of those names that are written in Chinese characters.

    ``spelt`` holds it without spaces and ``capitals`` the same with a capital at each syllable; ``initials`` holds the
    first letters; ``spelt.entry`` gives the name of each.
    """

    def __init__(self, folder: str | None = None) -> None:
        self._folder, self._owners, self._capitals = folder, array("I"), Blob(folder)
        self._spelt, self._initials = Lines(folder), Lines(folder)
        self._capitals.append(b"\n")

    def take(self, names: list[str], first: int) -> None:
        """Spell names, numbered from ``first``; none has a line end."""
        owners, ways = _all_readings(names, first)
        if ways:
            self._owners.extend(owners)
            spelt = "\n".join(ways).encode()
            self._capitals.append(spelt + b"\n")
            self._spelt.take(spelt.lower().split(b"\n"))
            self._initials.take(spelt.translate(None, ascii_lowercase.encode()).lower().split(b"\n"))

    def sections(self) -> Iterator[Part]:
        """The sections, each made when it is asked for."""
        (_, spelt), (_, starts) = self._spelt.sections("spelt", "spelt")
        yield "spelt", spelt
        capitals = self._capitals.whole()
        self._capitals.close()
        yield "capitals", capitals
        del capitals
        yield "spelt.at", starts
        yield from sort_places("spelt", spelt, starts, inner=False, folder=self._folder)
        del spelt, starts
        yield "spelt.entry", self._owners
        yield from sorted_lines(self._initials, "initials", "initials", inner=False, folder=self._folder)


def readings(name: str) -> list[str]:
    """The readings of a name, the likeliest first; none for a name without Chinese characters.

    >>> readings("重庆银行")
    ['ChongQingYinHang']
    >>> readings("朝阳")[0], readings("单")
    ('ZhaoYang', ['Dan', 'Chan'])
    >>> readings("朝阳")[-1], readings("单田芳")[-1]
    ('ChaoYang', 'ShanTianFang')
    """
    known = dictionary()
    if known.han.isdisjoint(name):
        return []
    ways = (
        _several(known, name)
        if len(name) <= SHORT and not known.others.keys().isdisjoint(name)
        else [_letters(_read(known, name))]
    )
    return list(dict.fromkeys([*ways, *_named(known, name)]))


def _all_readings(names: list[str], first: int) -> tuple[list[int], list[str]]:
    """The :func:`readings` of many names, numbered from ``first``, in two columns: number and reading.

    Most have one alone, that of their phrases: these are read together, as lines of one text.
    """
    known, (_, pattern) = dictionary(), places()
    numbers = [number for number, name in enumerate(names) if not name.isascii() and not known.han.isdisjoint(name)]
    chinese = [names[number] for number in numbers]
    text = "\n".join(chinese)
    ways = _letters(_read(known, text)).split("\n")
    many = {place for place, name in enumerate(chinese) if len(name) <= SHORT}
    if met := [found.start() for found in pattern.finditer(text)]:
        ends = list(accumulate(map((1).__add__, map(len, chinese))))
        many.update(bisect_right(ends, place) for place in met)
    several, owners, done = list[str](), list[int](), 0
    for place in sorted(many):
        read = readings(chinese[place])
        several += [*ways[done:place], *read]
        owners += [*numbers[done:place], *[numbers[place]] * len(read)]
        done = place + 1
    several += ways[done : len(chinese)]
    owners += numbers[done:]
    return [first + number for number in owners], several


def _named(known: Dictionary, name: str) -> Iterator[str]:
    """The readings of a name as that of a place, and as that of a person, where these are read in their own way."""
    read, pattern = places()
    pieces, done = [], 0
    for found in pattern.finditer(name):
        pieces += [_read(known, name[done : found.start()]), read[found[0]]]
        done = found.end()
    if pieces:
        yield _letters("".join([*pieces, _read(known, name[done:])]))
    if 1 < len(name) <= SHORT:
        size = 2 if name[:2] in surnames() else 1
        if name[:size] in surnames():
            yield _letters(surnames()[name[:size]] + _read(known, name[size:]))


def typed(text: str) -> list[str]:
    """The pinyin that a person may mean, the likeliest first: ``ü`` is ``v`` here, and is typed as ``u``, ``v``, ``yu`` or ``ü``.

    >>> typed("lyuliang"), typed("luliang"), typed("qvfu")
    (['lvliang'], ['luliang', 'lvliang'], ['qufu'])
    """
    text = _AS_YU.sub(r"\1v", _AS_V.sub(r"\1u", text.replace("ü", "v")))
    ways = [""]
    for piece in _MAYBE.split(text):
        heads = [piece, piece[0] + "v"] if piece in ("lu", "nu") and len(ways) < MEANT else [piece]
        ways = [way + head for head in heads for way in ways]
    return ways


def _read(known: Dictionary, name: str) -> str:
    """The likeliest reading: phrases that are read in their own way, and characters; names on lines of their own stay so."""
    read, done = [], 0
    for start, end in _phrases(known, name):
        read += [name[done:start].translate(known.table), known.phrases[name[start:end]]]
        done = end
    read.append(name[done:].translate(known.table))
    return "".join(read)


def _letters(text: str) -> str:
    """The Latin letters and line ends of what was read: of ASCII the table has left nothing else."""
    return text if text.isascii() else _OTHER.sub("", text)


def _phrases(known: Dictionary, name: str) -> Iterator[tuple[int, int]]:
    """Where phrases that are read in their own way start and end; the longest first, none overlapping.

    A phrase that is there has its pivot beside the neighbour that it has in the phrase: few pairs of characters are looked into.
    """
    done, leading, following = 0, known.leading, known.following
    for found in known.pivot.finditer(name):
        place = found.start()
        if place >= done:
            ahead, behind = leading.get(name[place : place + 2], ()), following.get(name[place - 1 : place + 1], ())
            for negative, offset in sorted({*ahead, *behind}) if ahead or behind else ():
                start = place - offset
                end = start - negative
                if done <= start and end <= len(name) and name[start:end] in known.phrases:
                    done = end
                    yield start, end
                    break


def _several(known: Dictionary, name: str) -> list[str]:
    """All likely readings of a short name."""
    ways, done = [""], 0
    for start, end in [*_phrases(known, name), (len(name), len(name))]:
        for char in name[done:start]:
            heads = [char.translate(known.table), *known.others.get(char, ())]
            ways = [way + head for head in heads for way in ways][:READINGS]
        ways = [way + known.phrases.get(name[start:end], "") for way in ways]
        done = end
    return list(dict.fromkeys(_letters(way) for way in ways))


class Dictionary(NamedTuple):
    """How characters and phrases are read.

    ``table`` gives a character's first reading, and nothing of ASCII that is no letter; ``others`` a second one. ``phrases``
    are those that are not read as their characters are; ``pivot`` finds the characters that make the difference. ``leading``
    and ``following`` have the places of such a one in phrases that it begins, by it and the next character, and in others, by
    the one before and it: how long the phrase is, as a negative number, and how far the pivot stands from the beginning.
    """

    table: dict[int, str | None]
    han: frozenset[str]
    others: dict[str, list[str]]
    phrases: dict[str, str]
    pivot: re.Pattern[str]
    leading: dict[str, set[tuple[int, int]]]
    following: dict[str, set[tuple[int, int]]]


@cache
def dictionary() -> Dictionary:
    """The dictionary, made from pypinyin's."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    table: dict[int, str | None] = {code: None for code in range(128) if code != ord("\n") and not chr(code).isalpha()}
    table |= {code: chr(code).upper() for code in range(97, 123)}
    others = {}
    for code, given in PINYIN_DICT.items():
        several = list(dict.fromkeys(map(plain, given.split(","))))
        table[code] = several[0]
        if len(several) > 1:
            others[chr(code)] = several[1:2]
    phrases: dict[str, str] = {}
    pivots, leading, following = (defaultdict[str, set[tuple[int, int]]](set) for _ in range(3))
    for phrase, tones in PHRASES_DICT.items():
        syllables = [plain(tone[0]) for tone in tones]
        for offset, (char, syllable) in enumerate(zip(phrase, syllables, strict=False)):
            if table.get(ord(char)) != syllable:
                phrases[phrase] = "".join(syllables)
                pivots[char].add((-len(phrase), offset))
    for phrase in phrases:
        for offset, char in enumerate(phrase):
            place = -len(phrase), offset
            if place in pivots.get(char, ()):
                (following[phrase[offset - 1 : offset + 1]] if offset else leading[phrase[:2]]).add(place)
    pivot = re.compile(f"[{re.escape(''.join(sorted(pivots)))}]")
    return Dictionary(table, frozenset(map(chr, PINYIN_DICT)), others, phrases, pivot, dict(leading), dict(following))


@cache
def plain(syllable: str) -> str:
    """A syllable without its tone, with a capital: ``lǜ`` is ``Lv``."""
    bare = "".join(char for char in normalize("NFD", syllable.replace("ü", "v")) if "a" <= char <= "z")
    marked = normalize("NFC", syllable)
    if any(char in "üǖǘǚǜ" for char in marked):
        bare = bare.replace("u", "v", 1)
    return bare.capitalize()
