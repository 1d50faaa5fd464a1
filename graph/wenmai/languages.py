"""Which of several labels a reader is shown: language ranges of BCP 47, and the sentences of wenmai's own two languages.

A wanted language is a list of ranges with commas between them, best first (``de,fr,*``); ``*`` is any language. Each range is
looked up as RFC 4647 has it (3.4): the whole of it, then without its last subtag, and so on; after the range itself a label that
says more than it does, so that ``zh`` finds ``zh-Hans``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ANYONE = ("", "mul", "und", "zxx")
"""Tags of a label that is in no language, or in many: what anyone can be shown."""


def pick(labels: Mapping[str, str], language: str) -> str | None:
    """The label to show a reader of ``language``: that language, none, English, any; ``None`` when there is none at all.

    >>> pick({"en": "Financial Street", "zh-hans": "金融街"}, "zh")
    '金融街'
    >>> pick({"en": "Vienna", "fr": "Vienne", "hu": "Bécs"}, "de-AT,fr,*")
    'Vienne'
    >>> pick({"x-sort": "tempest", "it": "La tempesta"}, "en")
    'La tempesta'
    """
    tag = pick_tag(labels, language)
    return None if tag is None else labels[tag]


def pick_tag(tags: Iterable[str], language: str) -> str | None:
    """The tag, of some, that a reader of ``language`` is shown; ``None`` when there is none at all."""
    known = {tag.lower(): tag for tag in sorted(tags, reverse=True)}
    if len(known) < 2:
        return next(iter(known.values()), None)
    for wanted in language.lower().replace("_", "-").split(","):
        if wanted.strip() == "*":
            break
        for one in _lookup(wanted.strip()):
            if one in known:
                return known[one]
            more = min((tag for tag in known if tag.startswith(one + "-")), default=None)
            if more is not None:
                return known[more]
    usual = min(known, key=lambda tag: (tag.startswith("x-"), tag))  # a tag of somebody's own (x-sort) is for no reader
    return next((known[tag] for tag in (*ANYONE, "en") if tag in known), known[usual])


def _lookup(wanted: str) -> Iterator[str]:
    """A range and what is left of it without its last subtags; a single letter does not stay at the end (RFC 4647, 3.4)."""
    subtags = wanted.split("-") if wanted else []
    while subtags:
        yield "-".join(subtags)
        subtags.pop()
        if subtags and len(subtags[-1]) == 1:
            subtags.pop()


def is_chinese(language: str) -> bool:
    """Whether a reader of ``language`` is told sentences in Chinese; everyone else is in English.

    >>> is_chinese("zh-Hant,en"), is_chinese("de,zh")
    (True, False)
    """
    return language[:2].lower() == "zh" and language[2:3] in ("", "-", "_", ",")


def message_language(language: str) -> str:
    """The language in which a reader of ``language`` is told sentences: ``zh`` or ``en``.

    >>> message_language("zh-Hant,en"), message_language("de,zh")
    ('zh', 'en')
    """
    return "zh" if is_chinese(language) else "en"


def both_languages(language: str) -> dict[str, str]:
    """The languages of labels beside sentences in Chinese and in English, for a reader of ``language`` who may change these.

    >>> both_languages("en"), both_languages("de,fr")
    ({'zh': 'zh', 'en': 'en'}, {'zh': 'de,fr,zh', 'en': 'de,fr,en'})
    """
    first = language.lower().replace("_", "-").partition(",")[0].partition("-")[0]
    if first in ("zh", "en"):
        return {"zh": "zh", "en": "en"} | {first: language}
    return {"zh": f"{language},zh", "en": f"{language},en"}


def locale_ranges(locale: str) -> str:
    """The languages that a locale's name asks for; ``en`` where it names none.

    >>> locale_ranges("de_AT.UTF-8"), locale_ranges("zh_TW"), locale_ranges("zh_CN.UTF-8"), locale_ranges("C.UTF-8")
    ('de-AT', 'zh-TW,zh-Hant,zh', 'zh', 'en')
    """
    name = locale.partition(".")[0].partition("@")[0].replace("_", "-")
    tag, _, region = name.partition("-")
    if not (tag.isascii() and tag.isalpha() and len(tag) in (2, 3)):
        return "en"
    if tag.lower() == "zh":
        return f"zh-{region},zh-Hant,zh" if region.upper() in ("TW", "HK", "MO") else "zh"
    return tag if not region or name in ("en-US", "en-GB") else f"{tag}-{region}"


def is_ranges(text: str) -> bool:
    """Whether a text is a list of language ranges (RFC 4647, 2.1), as ``de,fr,*``.

    >>> is_ranges("zh-Hant,en,*"), is_ranges("de_DE"), is_ranges("")
    (True, False, False)
    """
    ranges = [one.strip() for one in text.split(",")]
    return all(one == "*" or _is_range(one.split("-")) for one in ranges)


def _is_range(subtags: list[str]) -> bool:
    return subtags[0].isalpha() and all(one.isascii() and one.isalnum() and len(one) <= 8 for one in subtags)


def counted(count: int, nouns: str) -> str:
    """A number of things in English, one of them in the singular.

    >>> counted(1, "entities"), counted(1200, "links"), counted(1, "values cited")
    ('1 entity', '1,200 links', '1 value cited')
    """
    first, space, rest = nouns.partition(" ")
    if count == 1:
        first = f"{first[:-3]}y" if first.endswith("ies") else first.removesuffix("s")
    return f"{count:,} {first}{space}{rest}"
