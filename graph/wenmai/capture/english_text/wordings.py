"""Names of English indicators: with the way they are measured, taken apart again, and of several in one clause."""

from __future__ import annotations

import re

from wenmai.capture.english_text.clauses import (
    ADVERBS,
    AUX,
    BY,
    DOWN,
    SHARE,
    STATE,
    UP,
    YEARLY,
    EnglishPhrase,
    english_name,
    is_count,
)

_TAILS = {"growth": "growth", "fall": "growth", "increase": "increase", "decrease": "increase", "change": "points"}
_HAN = re.compile("[\u3400-\u9fff]")


def told_name(phrase: EnglishPhrase) -> str:
    """The indicator with the way it is measured."""
    tails = {"growth": ("growth", "fall"), "increase": ("increase", "decrease"), "points": ("change", "change")}
    tail = tails.get(phrase.measure)
    return f"{phrase.base}, {tail[phrase.falls]}" if phrase.base and tail else phrase.base


def read_told_name(indicator: str, unit: str) -> EnglishPhrase | None:
    """An English indicator's name taken apart again; ``None`` for a Chinese one.

    >>> read_told_name("carbon emissions, fall", "%")[:3], read_told_name("地区生产总值增长", "%")
    (('carbon emissions', 'growth', True), None)
    """
    if _HAN.search(indicator) or not indicator.strip():
        return None
    base, _, tail = indicator.rpartition(", ")
    if base and tail in _TAILS:
        return EnglishPhrase(base, _TAILS[tail], tail in ("fall", "decrease"))
    return EnglishPhrase(indicator, "share" if unit == "%" else "level", falls=False, counted=is_count(unit))


_RESPECTIVE = re.compile(
    rf"^(?P<np>.*?)\b{AUX}(?:{UP}|{DOWN}|{STATE}|{SHARE}){ADVERBS}(?:\s*,)?{BY}(?:\s+to)?{ADVERBS}$",
    re.IGNORECASE,
)
_PARTS = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_PREFIX = re.compile(r"^(?P<head>.*\b(?:of|in|for|from)\s)(?P<rest>[^,]+)$", re.IGNORECASE)


def respective_names(left: str, count: int) -> list[str]:
    """The names that as many values are of (A, B and C rose by 1, 2 and 3 percent, respectively); none where they are not as many.

    >>> respective_names("The output value of steel, cars and ships increased by", 3)
    ['output value of steel', 'output value of cars', 'output value of ships']
    """
    match = _RESPECTIVE.match(left)
    if match is None:
        return []
    words = re.split(
        r";|\b(?:that|while|which|whereas|specifically)\b,?", YEARLY.sub(" ", match["np"]), flags=re.IGNORECASE
    )[-1]
    words = re.sub(r"\s+(?:both|all|each)$", "", words.strip(" ,"))
    parts = [part.strip() for part in _PARTS.split(words) if part.strip()]
    if len(parts) < count or count < 2:
        return []
    parts = parts[-count:]
    head = _PREFIX.match(parts[0])
    last = parts[-1].split()
    names = [
        f"{head['head']}{part}" if head and number and not _PREFIX.match(part) else part
        for number, part in enumerate(parts)
    ]
    if head is None and len(parts[0].split()) <= 2 and len(last) >= 2:
        names = [f"{name} {last[-1]}" if len(name.split()) <= 2 and name != parts[-1] else name for name in names]
    return [english_name(name)[0] or name for name in names]
