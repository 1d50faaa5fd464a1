"""The text of a document as its rules read it, each character with its place in the document.

Reports reach us with lines broken inside a sentence or a figure, full-width digits, traditional characters and radicals
from a PDF. A *flow* writes all these one way, so that a rule is written once; every character of it stands for one
character of the document, and what is left out (broken lines, spaces between Chinese characters) is left out of both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

MOST_WIDTH = 120
"""Lines that are longer than this are paragraphs, not lines broken at a width."""

_END = frozenset("。！？；：!?;:…")
_CLOSING = frozenset("”’」』）)》】]〉")
_STARTS_AFRESH = re.compile(
    r"(?:[　 \t]{2,}|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十\d]{1,3}[章节部]"
    r"|\d{1,2}[、.．](?!\d)|——|[●■◆▲★#|*-]\s?|(?:附[件表录]|目录|表\d)|各位代表)"
)
_GOES_ON = re.compile(
    r"[，、；。：％%）)”》]|(?:亿|万|个百分点|百分点|元|以上|以内|左右|平方|公里|人次|的|和|及|与|是|为"
    r"|\d[\d.,]*\s*(?:[%‰万亿元人个家户]|平方|公里))"
)
_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_STAMP = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$")
_SPACE = re.compile(
    rf"(?<=[{_HAN}\d%A-Za-z，。；：、（）“”])[ \u00a0\u3000\u2002-\u200a]+(?=[{_HAN}（）“”，。；：、])|(?<=[{_HAN}，。；：、（）“”])[ \u00a0\u3000\u2002-\u200a]+(?=[\dA-Za-z%])|(?<=\d)[ \u00a0]+(?=[%‰])|[ \u00a0]+(?=/ ?[{_HAN}])|(?<=/)[ \u00a0]+(?=[{_HAN}])"
)
_NOTE = re.compile(r"(?<=[\u4e00-\u9fff”）])[\[［]\d{1,3}[\]］]")
"""The number of a note behind a word."""

_HEADLINE = re.compile(r"(?m)^[^，。；：、\n]{4,}(?: [^，。；：、\n]{4,}){1,3}$")
_UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\r")
_MARKS = str.maketrans(",;:()!?~", "，；：（）！？～")
_RADICALS = dict(
    zip(
        "⺀⺁⺄⺅⺇⺈⺉⺊⺋⺌⺍⺎⺐⺒⺓⺖⺗⺘⺙⺚⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "冫厂乙亻几刀刂卜卩小小尢尢巳幺忄心手攵无日月歹母民水水火爫爪牛犭王疋目示礻竹糸纟罒罒罒罒网羊羊羊耂聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長長长门阜阝雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龜龜龟",
        strict=True,
    )
)
"""Radicals of the supplement block and the characters they stand for: NFKC knows the Kangxi block only."""


class Flow(NamedTuple):
    """A text as rules read it; ``places[i]`` is where its character ``i`` stands in the document."""

    text: str
    places: tuple[int, ...] | range
    original: str

    def as_written(self) -> dict[int, str]:
        """For each character that the flow writes otherwise than the document, how the document writes it most often."""
        pairs = Counter(zip(self.text, map(self.original.__getitem__, self.places), strict=True))
        table: dict[int, str] = {}
        for (char, written), _ in sorted(pairs.items(), key=lambda pair: pair[1]):
            if "\u3400" <= char <= "\u9fff" and "\u3400" <= written <= "\u9fff":
                table[ord(char)] = written  # the commonest comes last
        return {char: written for char, written in table.items() if chr(char) != written}

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the flow stands in the document, end exclusive."""
        return self.places[start], self.places[end - 1] + 1

    def find(self, place: int) -> int:
        """The first character of the flow that stands at or after a place of the document."""
        return bisect_left(self.places, place)

    def words(self, start: int, end: int) -> str:
        """A stretch of the flow in the document's own characters, without what the flow leaves out."""
        return "".join(self.original[place] for place in self.places[start:end])


_ODD = {"−": "-", "﹣": "-", "於": "于", "︰": "："}
"""What one-to-one tables of width and script leave as it is."""


def repair_radicals(text: str) -> str:
    """Write radicals that a PDF's text has for characters as these characters; as many code points as before.

    >>> repair_radicals("⼈⺠⻓⻘")
    '人民长青'
    """
    odd = {char for char in set(text) if "\u2e80" <= char <= "\u2fdf"}
    table = {ord(char): _RADICALS.get(char) or _single(normalize("NFKC", char), char) for char in odd}
    return text.translate(table) if table else text


def make_flow(text: str) -> Flow:
    r"""The flow of a document's text.

    >>> flow = make_flow("地区生产总值增长\n５.5％ 左右。")
    >>> flow.text, flow.span(8, 12)
    ('地区生产总值增长5.5%左右。', (9, 13))
    """
    plain = _columns(same_length(text))
    kept = [True] * len(plain)
    latin = []
    for start in _broken_lines(plain):
        kept[start] = _between_words(plain, start)
        latin += [start] if kept[start] else []
    if latin:
        spaced = list(plain)
        for start in latin:
            spaced[start] = " "
        plain = "".join(spaced)
    headlines = [match.span() for match in _HEADLINE.finditer(plain) if len(match[0]) <= 60]
    for match in _SPACE.finditer(plain):
        if not any(start < match.start() < end for start, end in headlines):
            kept[match.start() : match.end()] = [False] * len(match[0])
    for match in _NOTE.finditer(plain):
        kept[match.start() : match.end()] = [False] * len(match[0])
    places = tuple(place for place, char in enumerate(plain) if kept[place] and char not in _UNSEEN)
    return Flow(_punctuated("".join(plain[place] for place in places)), places, text)


def table_flow(text: str) -> Flow:
    """The flow of a table's text, in which every character stands where it stands in the document."""
    return Flow(_punctuated(same_length(text)), range(len(text)), text)


def _between_words(text: str, place: int) -> bool:
    """Whether a line feed stands between Latin words, or a number and one, which a blank parts."""
    if text[place] != "\n":
        return False
    before, after = text[max(0, place - 3) : place].rstrip(" \t"), text[place + 1 : place + 3].lstrip(' \t“"(')
    if not before or not after or not (before[-1].isascii() or before[-1] in "’”–—"):
        return False
    words = re.search("[A-Za-z]", before) is not None
    return after[:1].isascii() and (after[:1].isalpha() or (words and after[:1].isdigit()))


_COLUMNS = re.compile(r"(?<=[^\s])[ \u3000]{2,}(?=[^\s])")


def _columns(text: str) -> str:
    """A line whose cells stand apart by blanks, in a table of such lines, with tabs between them."""
    if "  " not in text and "\u3000\u3000" not in text:
        return text
    lines = text.split("\n")
    counts = [len(_COLUMNS.findall(line)) if "。" not in line else 0 for line in lines]
    for number, line in enumerate(lines):
        around = counts[max(0, number - 1) : number] + counts[number + 1 : number + 2]
        if counts[number] >= 2 and any(count >= 2 for count in around):
            lines[number] = _COLUMNS.sub(lambda match: "\t" + match[0][1:], line)
    return "\n".join(lines)


def same_length(text: str) -> str:
    """The text with width, script and radicals made one, code point for code point."""
    return text.translate(_table("".join(sorted(set(text)))))


@cache
def _table(characters: str) -> dict[int, str]:
    table: dict[int, str] = {}
    suspects = []
    for char in characters:
        if "\uff10" <= char <= "\uff19" or "\uff21" <= char <= "\uff5a" or char in "％．－＋＜＞／":
            table[ord(char)] = normalize("NFKC", char)
        elif "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
            table[ord(char)] = repair_radicals(_single(normalize("NFKC", char), char))
        elif char >= "\u3400" and not _in_gb2312(char):
            suspects.append(char)
        elif char in _ODD:
            table[ord(char)] = _ODD[char]
    if suspects:
        from wenmai.names.folding import simplify

        table.update({ord(char): _single(simplify(char), char) for char in suspects})
    return table


def _single(changed: str, char: str) -> str:
    return changed if len(changed) == 1 else char


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


_PUNCTUATION = re.compile(rf"(?<=[{_HAN}%”）])[,;:()!?~]|[,;:()!?](?=[{_HAN}“（])|(?<=\d)[;()](?!\d)")


def _punctuated(text: str) -> str:
    """Half-width punctuation beside Chinese characters as full-width; a thousands separator stays what it is."""
    return _PUNCTUATION.sub(lambda match: match[0].translate(_MARKS), text)


# Lines ----------------------------------------------------------------------------------------------------------------


def _broken_lines(text: str) -> list[int]:
    """The places of line feeds (and of the blanks around them) that stand inside a sentence."""
    if "\n" not in text:
        return []
    lines = text.split("\n")
    width = _width(lines)
    broken: list[int] = []
    place, carried = 0, False
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if _unseen(line):
            following = ""
        joins = _joins(line, following, width, carried)
        end = place + len(line)
        if _unseen(following) and number + 2 < len(lines) and _joins(line, lines[number + 2], width, carried):
            broken.extend((end, end + 1 + len(following)))  # a line that shows nothing, inside a sentence
            joins = False
        if joins:
            blanks = len(line) - len(line.rstrip())
            indent = len(following) - len(following.lstrip())
            broken.extend(range(end - blanks, min(len(text), end + 1 + indent)))
        place, carried = end + 1, joins
    return broken


def _width(lines: list[str]) -> int:
    """The width at which lines seem to be broken; 0 where they are paragraphs, as where much of the text is in longer lines."""
    if 4 * sum(len(line) for line in lines if len(line) > MOST_WIDTH) > sum(map(len, lines)):
        return 0
    lengths = sorted(len(line.strip()) for line in lines if line.strip() and line.strip()[-1] not in _END)
    if len(lengths) < 8:
        return 0
    longest = lengths[int(len(lengths) * 0.9)]
    return longest if 16 <= longest <= MOST_WIDTH else 0


def _unseen(line: str) -> bool:
    """Whether a line is there and shows nothing."""
    return bool(line) and all(char in _UNSEEN for char in line)


_CELL = re.compile(r"[(（]?-?\d[\d,，]*(?:\.\d+)?%?[)）]?|[（(]?单位[:：]\s*[^\s，。；]{1,8}")
"""A table's cell in a line of its own, or the unit above it."""


def _joins(line: str, following: str, width: int, carried: bool) -> bool:
    """Whether a sentence goes on from one line to the next."""
    text, after = line.strip(), following.strip()
    if not text or not after or "\t" in text or "|" in text or "\t" in after or "|" in after:
        return False
    last = text[-1]
    if (
        _CELL.fullmatch(text)
        or _CELL.fullmatch(after)
        or _STAMP.search(text)
        or last in _END
        or (last in _CLOSING and text[-2:-1] and text[-2] in _END)
        or _STARTS_AFRESH.match(following)
    ):
        return False
    heading = _STARTS_AFRESH.match(line) and not carried and len(text) <= 40
    if last in "，、,（(“《—-" or (_GOES_ON.match(after) and not (heading and after[0].isdigit())):
        return True
    if _digits_meet(last, after[0]):
        return True
    if width and len(text) >= width - 4 and not (heading and len(text) < width - 4):
        return True
    return not heading and (carried or any(mark in text for mark in "，。；"))


def _digits_meet(last: str, first: str) -> bool:
    return (last.isdigit() and (first.isdigit() or first in ".%")) or (last == "." and first.isdigit())
