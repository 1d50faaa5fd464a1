"""The numbers that a short English wording states: ``more than $1.2 billion`` is over 1,200,000,000 $.

A reader of its own, by words: what stands before and behind a number is looked up word by word. It shares nothing with the one that
captures, so that what one misreads the other does not pass.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SCALES = {
    "hundred": 2,
    "thousand": 3,
    "k": 3,
    "million": 6,
    "mn": 6,
    "m": 6,
    "billion": 9,
    "bn": 9,
    "trillion": 12,
    "tn": 12,
}
"""Scale words and the power of ten of each."""

SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_PHRASES = {
    "AtLeast": "no less than, not less than, no fewer than, no lower than, at least, a minimum of",
    "Within": "no more than, not more than, no higher than, at most, up to, a maximum of, within, not exceed, not exceeding, capped at",
    "Under": "less than, fewer than, under, below",
    "Nearly": "just under, nearly, almost, close to",
    "Over": "more than, greater than, higher than, in excess of, upwards of, over, above, exceeding, exceeded, exceeds, exceed, surpassed, "
    "surpassing, surpass, topped, topping",
    "About": "approximately, approximate, about, around, roughly, some, an estimated",
}
BEFORE = sorted(
    ((tuple(phrase.split()), bound) for bound, phrases in _PHRASES.items() for phrase in phrases.split(", ")),
    key=lambda pair: -len(pair[0]),
)
"""Words right before a number and the bound they make, the longer first."""

BEHIND = {
    "or more": "AtLeast", "or above": "AtLeast", "or higher": "AtLeast", "and above": "AtLeast", "or over": "AtLeast", "plus": "AtLeast",
    "or less": "Within", "or below": "Within", "or lower": "Within", "or fewer": "Within", "or under": "Within", "or so": "About",
}  # fmt: skip
"""Words behind a number and its unit, and the bound they make."""

_DIGITS = re.compile(r"(?<![\d.,])\d+(?:,\d\d\d)*(?:\.\d+)?")
_TOKEN = re.compile(r"[A-Za-z.]+|[^\sA-Za-z]")
_CURRENCY = re.compile(r"((?:US|HK|A|C|NZ|S)?\$|£|€|¥|RMB|CNY|USD|EUR|GBP)\s?$")
_JOINED = re.compile(r"\s*(?:%|percent|[a-z]+)?\s*(?:-|–|—|to)\s*(?:US|HK)?[$£€¥]?\s*", re.IGNORECASE)
_HAN = re.compile("[\u3400-\u9fff]")


def is_english(wording: str) -> bool:
    """Whether a wording is read by English rules: no Chinese character in it, and a Latin letter or a currency's sign."""
    return _HAN.search(wording) is None and re.search(r"[A-Za-z$£€]", wording) is not None


def stated_numbers(wording: str) -> Iterator[tuple[Decimal, str, str, str]]:
    """Each number of a wording: its value with its scale, its bound, the words behind it, its sign.

    >>> [(str(value), bound, sign) for value, bound, _, sign in stated_numbers("more than $1.2 billion")]
    [('1200000000.0', 'Over', '$')]
    >>> [str(value) for value, *_ in stated_numbers("5 to 6 million yuan")]
    ['5000000', '6000000']
    """
    found = list(_DIGITS.finditer(wording)) or list(re.finditer(rf"\b(?:{'|'.join(SMALL)})\b", wording, re.IGNORECASE))
    found = [
        one for one in found if _CURRENCY.search(wording[: one.start()]) or not wording[: one.start()][-1:].isalpha()
    ]
    for number, match in enumerate(found):
        after = found[number + 1] if number + 1 < len(found) else None
        before = found[number - 1] if number else None
        value = Decimal(match[0].replace(",", "")) if match[0][0].isdigit() else Decimal(SMALL.index(match[0].lower()))
        power, behind = _scale(wording[match.end() :])
        ranged = "from" not in wording[: found[0].start()].lower()
        low = after is not None and ranged and _JOINED.fullmatch(wording[match.end() : after.start()]) is not None
        high = before is not None and ranged and _JOINED.fullmatch(wording[before.end() : match.start()]) is not None
        if low and after is not None and not power:
            power, behind = _scale(wording[after.end() :])
        currency = _CURRENCY.search(wording[: match.start()])
        if currency is None and before is not None and high:
            currency = _CURRENCY.search(wording[: before.start()])
        bound = "Between" if low or high else _bound(wording[: match.start()], behind)
        negative = re.search(r"(?<![\w)])[-−]$", wording[: match.start()]) is not None and not high
        sign = "%" if re.match(r"\s?(?:%|per ?cent\b)", behind, re.IGNORECASE) else currency[1] if currency else ""
        yield (-value if negative else value).scaleb(power), bound, behind.lstrip(" -"), sign


def _scale(behind: str) -> tuple[int, str]:
    """The power of ten of the words behind a number, and what is behind them."""
    power = 0
    while match := re.match(
        r"[\s-]?(hundred|thousand|million|billion|trillion|bn|mn|tn|[mk])(?![A-Za-z²])", behind, re.IGNORECASE
    ):
        power += SCALES[match[1].lower()]
        behind = behind[match.end() :]
    return power, behind


def _bound(before: str, behind: str) -> str:
    words = re.findall(r"[A-Za-z]+", _CURRENCY.sub("", before.rstrip()).lower())
    words = words[:-1] if words[-1:] in (["the"], ["a"]) and words[-3:-1] else words
    for phrase, bound in BEHIND.items():
        if re.match(rf"[^,;.]{{0,40}}?\b{phrase}\b", behind):
            return bound
    if behind.startswith("+") or re.match(r"\s?(?:%|percent)?\+", behind):
        return "Over"
    return next((bound for phrase, bound in BEFORE if tuple(words[-len(phrase) :]) == phrase), "Exactly")
