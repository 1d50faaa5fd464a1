"""What an English document says of itself: its day, the place or body it is about, its title and kind."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from wenmai.capture.english_text.times import english_times
from wenmai.capture.text.masthead import HEAD, Masthead
from wenmai.capture.text.times import Anchor

_LEVEL = "City|County|District|Province|Municipality|Borough|Township|Town|State|Prefecture|Autonomous Region"
_NAME = r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,3}"
_OF = re.compile(rf"\b(?:{_LEVEL}) of (?P<name>{_NAME})")
_NAMED = re.compile(
    rf"\b(?P<name>{_NAME}?)\s(?P<level>{_LEVEL})\b(?!\s(?:Council|Manager|Attorney|Hall|Clerk)\s(?:meeting|report))"
)
_NATION = re.compile(r"National People.s Congress|State Council|People.s Republic of China")
_ORGANIZATION = re.compile(
    r"^(?P<name>(?:The\s)?(?:[A-Z][\w&.’'-]*\s){1,5}(?:University|Company|Corporation|Inc\.|Ltd\.?|Group|Hospital|Foundation|Bank|Authority|Agency))\b",
    re.MULTILINE,
)
_NO_NAME = frozenset(
    {
        "The",
        "This",
        "Our",
        "Each",
        "Every",
        "All",
        "In",
        "A",
        "An",
        "Inner",
        "Central",
        "Smart",
        "Capital",
        "Fiscal",
        "Annual",
        "School",
        "Business",
        "Historic",
        "United",
    }
)
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?!\d)")


def english_masthead(text: str, name: str = "", *, written: date | None = None, place: str = "") -> Masthead:
    r"""What an English text and its file's name say of the document; ``written`` and ``place`` overrule them.

    >>> head = english_masthead("Annual Report of the City of Lakeview\nMarch 4, 2024\n")
    >>> head.written.isoformat(), head.place, head.kind
    ('2024-03-04', 'Lakeview City', 'report')
    """
    head = text[:HEAD]
    title = next((line.strip() for line in head.split("\n") if line.strip()), name)[:80]
    day, year_only = (written, False) if written else _day(head, name)
    return Masthead(day, year_only, place or _place(head, text), title, _kind(head, title))


def _day(head: str, name: str) -> tuple[date | None, bool]:
    told = [one for one in english_times(head, Anchor(None)) if one.kind == "day"]
    if told:
        try:
            return date.fromisoformat(told[0].edtf), False
        except ValueError:
            pass
    year = _YEAR.search(head) or _YEAR.search(name)
    return (date(int(year[1]), 1, 15), True) if year else (None, False)


def _place(head: str, text: str) -> str:
    for stretch in (head, text[:6_000]):
        named = _of_level(stretch)
        if named:
            return named
        if _NATION.search(stretch):
            return "China"
    owners = Counter(match[1] for match in re.finditer(r"\b([A-Z][a-z]+)[’']s\s", text[:6_000]) if match[1] in head)
    if owners:
        return max(owners, key=lambda one: owners[one])
    body = _ORGANIZATION.search(head)
    return body["name"].removeprefix("The ") if body else ""


def _of_level(text: str) -> str:
    """The place that is named with its level most often, the first of those named as often."""
    counts: Counter[str] = Counter()
    for match in _OF.finditer(text):
        counts[f"{match['name'].splitlines()[0]} {match[0].split()[0]}"] += 2
    for match in _NAMED.finditer(text):
        words = match["name"].split()
        while words and (words[0] in _NO_NAME or words[0].endswith("ing")):
            words = words[1:]
        if words:
            counts[f"{' '.join(words)} {match['level']}"] += 1
    return max(counts, key=lambda one: counts[one]) if counts else ""


def _kind(head: str, title: str) -> str:
    if re.search(r"\b(?:budget|plan)\b", title, re.IGNORECASE):
        return "plan"
    if re.search(
        r"\b(?:reported by|news|press release|media release)\b|^By [A-Z]", head[:300], re.IGNORECASE | re.MULTILINE
    ):
        return "news"
    return "report" if re.search("report", head[:300], re.IGNORECASE) else "text"
