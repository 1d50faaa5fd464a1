"""Numbers of an English sentence with their units and bounds; dates, names, ordinals, ages and lengths of time are none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12,
}  # fmt: skip
BEFORE = {
    "no less than": "atleast", "not less than": "atleast", "no fewer than": "atleast", "no lower than": "atleast", "at least": "atleast", "a minimum of": "atleast",
    "no more than": "atmost", "not more than": "atmost", "no higher than": "atmost", "at most": "atmost", "up to": "atmost", "a maximum of": "atmost",
    "less than": "atmost", "fewer than": "atmost", "under": "atmost", "below": "atmost", "within": "atmost", "not exceed": "atmost", "not exceeding": "atmost", "capped at": "atmost",
    "more than": "over", "greater than": "over", "higher than": "over", "in excess of": "over", "upwards of": "over", "over": "over", "above": "over", "exceeding": "over",
    "exceeded": "over", "exceed": "over", "exceeds": "over", "surpassed": "over", "surpassing": "over", "surpass": "over", "topped": "over", "topping": "over",
    "nearly": "nearly", "almost": "nearly", "close to": "nearly", "just under": "nearly",
    "approximately": "approx", "approximate": "approx", "about": "approx", "around": "approx", "roughly": "approx", "some": "approx", "an estimated": "approx",
}  # fmt: skip
AFTER = {
    "or more": "atleast", "or above": "atleast", "or higher": "atleast", "and above": "atleast", "or over": "atleast", "plus": "atleast",
    "or less": "atmost", "or below": "atmost", "or lower": "atmost", "or fewer": "atmost", "or under": "atmost", "or so": "approx",
}  # fmt: skip
PERCENT = frozenset({"%"})
POINTS = frozenset({"percentage points", "percentage point", "basis points"})

_BEFORE = "|".join(sorted(map(re.escape, BEFORE), key=len, reverse=True))
_AFTER = "|".join(sorted(map(re.escape, AFTER), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIGN = r"(?:US|HK|A|C|NZ|S)?\$|£|€|¥|RMB|CNY|USD|EUR|GBP"
_SCALE = r"hundred|thousand|million|billion|trillion|bn|mn|tn|[mk](?![\w²])"
_AREA = "square (?:kilometers|kilometres|meters|metres|feet|miles)"
_MEASURE = (
    r"%|per ?cent\b|percentage points?|basis points|"
    r"(?:(?:U\.?S\.?|Hong Kong|Canadian|Australian|Singapore|New Taiwan) )?dollars|yuan(?: RMB)?|renminbi|RMB|euros?|pounds(?: sterling)?|yen|rupees|cents"
    rf"|{_AREA}|cubic (?:meters|metres|feet)|kilometers|kilometres|km|miles|meters|metres|feet|hectares|acres|mu\b"
    r"|(?:metric )?(?:tons|tonnes)(?: of standard coal(?: equivalent)?)?|kilograms?|kg|micrograms per cubic met(?:er|re)|μg/m3"
    r"|kilowatt[- ]hours|kWh|[MGT]Wh|kilowatts|kW|megawatts|MW|gigawatts|GW|lit(?:er|re)s|gallons"
)
_MEASURE = _MEASURE.replace(" ", r"\ ")  # the pattern is written with blanks
_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}


def _pattern(range_: str) -> re.Pattern[str]:
    return re.compile(
        rf"""
    (?P<before>\b(?:{_BEFORE})\s+(?:the\s+|a\s+)?)?
    (?:(?P<sign>{_SIGN})\s?)?
    (?P<minus>(?<![\w)])[-−])?
    (?:(?P<number>(?<![\w.,/$-])(?:{_NUMBER})|(?<=[$£€¥−-])(?:{_NUMBER})|(?<=RMB)(?:{_NUMBER}))|(?P<word>\b(?:{"|".join(_WORDS)})(?=\s(?:hundred|thousand|million|billion|trillion|per\s?cent))))
    {range_}
    (?:[\s-]?(?P<scale>{_SCALE})(?![a-z]))?
    (?:[\s-]?(?P<unit>{_MEASURE})(?![a-z]))?
    (?:[\s]?(?P<plus>\+))?
    (?P<after>\s(?:{_AFTER})\b)?
    """,
        re.VERBOSE | re.IGNORECASE,
    )


_PATTERN = _pattern(
    rf"(?:\s?(?P<lowunit>%|{_SCALE}|percent)?\s?(?:[-–—]|to(?=\s\d|\s?[$£€]))\s?(?P<highsign>{_SIGN})?(?P<high>{_NUMBER})(?![-–]\d))?"
)
_SINGLE = _pattern("(?P<lowunit>(?!))?(?P<highsign>(?!))?(?P<high>(?!))?")
"""The same without ranges: 5 percent to $4.6 billion are two numbers."""
_NAMED_BEFORE = re.compile(
    r"(?:\b(?:No|Nos|Section|Chapter|Table|Figure|Fig|Phase|Part|Article|Item|Page|Appendix|Annex|Level|Tier|Grade|Type|Route|Highway|Goal|Ward|District|Zone|Stage|Act|Resolution"
    r"|Ordinance|File|Line|Terminal|Flight|Room|Agenda|Volume|Class|Quarter|Q|aged?|ages|COVID|PM|version|top|Top|Group|Measure|Prop|Proposition|Title|Form)\.?\s?#?|[A-Za-z]-|#|\d:|'|’)$"
)
_NO_COUNT = re.compile(
    r"\s?(?:st|nd|rd|th)\b|\s?[-–](?:year|month|day|week|hour|point|step|member|story|bed|acre|mile|km|kilomet|foot|inch|minute|lane|unit|plus|term|fold|strong|based|level)"
    r"|\s(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|quarters?|decades?|a\.?m|p\.?m|o.clock|times|of the\b|and under|pages?|points?|basis|per\s(?!cent|\w+ (?:of|in))|phase|categories|aspects|areas|fronts|priorities|goals|objectives|principles|steps|pillars|sections|parts|chapters|questions|reasons|ways)\b",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"(?:\s(?!(?:of|in|and|or|to|for|by|on|at|from|with|as|is|are|was|were|will|has|have|the|a|an|which|that|who|than|per|percent)\b)[A-Za-z][\w'’/-]*){0,5}?\s(?P<head>people|children|staff|police|[a-z][\w-]{2,}s)\b"
)


class EnglishNumber(NamedTuple):
    """A number with its place (bound words and unit included) and that of the number alone; as :class:`~wenmai.capture.text.quantities.Quantity`.

    ``unit`` is the scale and the measure as the text has them (``billion yuan``, ``$ million``), ``%`` for per cent.
    """

    start: int
    end: int
    number_start: int
    low: Decimal
    high: Decimal | None
    unit: str
    bound: str


def english_numbers(text: str, taken: Iterable[tuple[int, int]]) -> Iterator[EnglishNumber]:
    """The numbers of a sentence, in its order; ``taken`` are the spans of times.

    >>> [(str(one.low), one.unit, one.bound) for one in english_numbers("Revenue rose by about 5.5 percent to $1.2 billion in 14 parks.", ())]
    [('5.5', '%', 'approx'), ('1.2', '$ billion', 'exact'), ('14', '', 'exact')]
    """
    spans = list(taken)
    place = 0
    while match := _PATTERN.search(text, place):
        place = max(match.end(), match.start() + 1)
        touched = (
            next((span for span in spans if span[0] < match.end() and match.start("number") < span[1]), None)
            if match["number"]
            else None
        )
        if touched:
            place = max(match.start() + 1, touched[1])
            continue
        if match["high"] and not _is_range(match, text):
            match = _SINGLE.match(text, match.start()) or match
            place = max(match.end(), match.start() + 1)
        found = _number(match, text)
        if found is not None and found.high is not None and _FROM.search(text, 0, match.start()):
            yield found._replace(
                high=None, bound="exact", end=match.end("lowunit") if match["lowunit"] else match.end("number")
            )
            start = match.start("high")
            yield found._replace(
                low=found.high, high=None, bound=_bound(match, after_only=True), start=start, number_start=start
            )
        elif found is not None:
            yield found


def _is_range(match: re.Match[str], text: str) -> bool:
    """Whether two numbers are the ends of a range or of a change: of one kind, the lower one first unless it changed."""
    low, high = (
        (Decimal(match[name].replace(",", "")) for name in ("number", "high"))
        if match["number"]
        else (Decimal(0), Decimal(0))
    )
    lowunit, unit = _unit_name(match["lowunit"] or ""), _unit_name(match["unit"] or "")
    if (match["highsign"] and not match["sign"]) or (
        lowunit and lowunit.lower() not in (unit, (match["scale"] or "").lower())
    ):
        return False
    return low < high or _FROM.search(text, 0, match.start()) is not None


_FROM = re.compile(r"\bfrom\s+$")


def _number(match: re.Match[str], text: str) -> EnglishNumber | None:
    scale = (match["scale"] or "").lower()
    unit = _unit_name(match["unit"] or "")
    sign = match["sign"] or ""
    start = match.start("number") if match["number"] else match.start("word")
    first = match.start("sign") if sign else match.start("minus") if match["minus"] else start
    if not (unit or sign) and not _counts(match, text, first, scale):
        return None
    value = match["number"].replace(",", "") if match["number"] else str(_WORDS[match["word"].lower()])
    low, high = Decimal(value), Decimal(match["high"].replace(",", "")) if match["high"] else None
    if match["minus"] and text[first - 1 : first] in ("", " ", "("):
        low = -low
    bound = "range" if high is not None else _bound(match)
    return EnglishNumber(
        match.start("before") if match["before"] else first,
        match.end(),
        start,
        low,
        high,
        joined_unit(sign, scale, unit),
        bound,
    )


def joined_unit(sign: str, scale: str, unit: str) -> str:
    """A unit's parts as one: the sign of a currency, the scale, the measure."""
    return " ".join(part for part in (sign, scale, unit) if part)


def _unit_name(unit: str) -> str:
    plain = " ".join(unit.split())
    return "%" if plain.lower() in ("percent", "per cent", "%") else plain


def _bound(match: re.Match[str], *, after_only: bool = False) -> str:
    after = (match["after"] or "").strip().lower()
    if after in AFTER:
        return AFTER[after]
    if match["plus"]:
        return "over"
    if after_only:
        return "exact"
    before = re.sub(r"\s+(?:the|a)?\s*$", "", (match["before"] or "").lower())
    return BEFORE.get(before, "exact")


def _counts(match: re.Match[str], text: str, first: int, scale: str) -> bool:
    """Whether a number without a measure counts things: it has a scale, or a plural behind it, and names nothing."""
    before, after = text[max(0, first - 14) : first], text[match.end() : match.end() + 60]
    if _NAMED_BEFORE.search(before) or _NO_COUNT.match(after) or match["high"]:
        return False
    if scale:
        return True
    number = (match["number"] or "").replace(",", "")
    year = re.fullmatch("(?:19|20)\\d\\d", match["number"] or "") is not None
    return bool(number) and not year and "." not in number and _NOUN.match(after) is not None
