"""Links that sentences state, by patterns: few and sure. Each rule has examples that it must and must not read.

Rules stand in ``link_rules.toml``; a user's own file of the same form adds to them.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from wenmai.capture.names.mentions import NameMention
from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

WINDOW = 16
"""Two names that a rule joins stand no farther apart than this."""


class LinkRule(NamedTuple):
    """A pattern for a link between two names; ``yes`` and ``no`` are sentences that it must and must not read."""

    name: str
    predicate: str
    between: re.Pattern[str]
    first: frozenset[str]
    second: frozenset[str]
    turned: bool
    yes: tuple[str, ...]
    no: tuple[str, ...]
    after: re.Pattern[str] | None = None
    """What must stand right behind the second name; ``None`` for anything."""

    own: bool = False
    """Whether the first name is the document's own place, which the sentence leaves out: ``between`` opens the clause."""

    before: re.Pattern[str] | None = None
    """What must stand right before the first name; ``None`` for anything."""


class FoundLink(NamedTuple):
    """A link between two mentions, the predicate's local name, and the rule that read it."""

    subject: NameMention
    predicate: str
    object: NameMention
    rule: str


def read_rules(own: Path | None = None) -> tuple[LinkRule, ...]:
    """The rules that come with wenmai, and those of a user's file.

    Raises:
        InputError: the file cannot be read or is no list of rules.
    """
    text = (files("wenmai.capture.names") / "link_rules.toml").read_text("utf-8")
    rules = [*_parsed(text, "link_rules.toml")]
    if own is not None:
        try:
            rules += _parsed(own.read_text("utf-8"), str(own))
        except OSError as error:
            raise InputError(f"{own} cannot be read: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            raise InputError(f"{own} is not UTF-8 text: the byte at offset {error.start} does not fit") from error
    return tuple(rules)


def _parsed(text: str, file: str) -> list[LinkRule]:
    try:
        return [
            LinkRule(
                one["name"],
                one["predicate"],
                re.compile(one["between"]),
                frozenset(one.get("from", ())),
                frozenset(one.get("to", ())),
                bool(one.get("turned", False)),
                tuple(one.get("yes", ())),
                tuple(one.get("no", ())),
                re.compile(one["after"]) if one.get("after") else None,
                bool(one.get("own", False)),
                re.compile(f"(?:{one['before']})$") if one.get("before") else None,
            )
            for one in tomllib.loads(text).get("rule", [])
        ]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, re.error) as error:
        raise InputError(f"{file} holds no list of rules with name, predicate and between: {error}") from error


def find_links(text: str, mentions: Sequence[NameMention], rules: Iterable[LinkRule]) -> list[FoundLink]:
    """The links between mentions that follow each other in a text; what is said of one of a list is said of all (A、B入选C)."""
    found = []
    named = [rule for rule in rules if not rule.own]
    for number, (first, second) in enumerate(pairwise(mentions)):
        between = text[first.end : second.start]
        if len(between) > WINDOW or any(mark in between for mark in "。；！？\n"):
            continue
        rule = next((rule for rule in named if _fits(rule, first, second, between, text)), None)
        if rule is None or _WISHED.search(text, max(0, first.start - 10), first.start):
            continue
        before = _listed(text, mentions, number, -1) if rule.name != "signed" else []
        after = _listed(text, mentions, number + 1, 1)
        for one, other in [
            *((each, second) for each in reversed(before)),
            (first, second),
            *((first, each) for each in after),
        ]:
            pair = (other, one) if rule.turned else (one, other)
            found.append(FoundLink(pair[0], rule.predicate, pair[1], rule.name))
    return found


_WISHED = re.compile("(?:争取|力争|支持|推动|鼓励|申报|谋划|促进|引导|帮助)[^，。；、]{0,4}$")
"""What is wanted, not so."""


def _listed(text: str, mentions: Sequence[NameMention], number: int, step: int) -> list[NameMention]:
    """The mentions of one class that stand in a list with one, before it (step -1) or behind it (1)."""
    found: list[NameMention] = []
    place = number + step
    while 0 <= place < len(mentions) and mentions[place].kind == mentions[number].kind:
        first, second = sorted((mentions[place], mentions[place - step]))
        if text[first.end : second.start] not in ("、", "和", "与", "及", "》、《", "”“", "”、“"):
            break
        found.append(mentions[place])
        place += step
    return found


def find_own_links(
    text: str, mentions: Sequence[NameMention], rules: Iterable[LinkRule], spans: Sequence[tuple[int, int]], place: str
) -> list[FoundLink]:
    """The links of names to the document's own place, where the sentences at ``spans`` leave their subject out.

    The place is a mention of the rule :data:`OWN`, at the words that lead to the name.
    """
    found = []
    own = [rule for rule in rules if rule.own]
    for start, end in spans if own and place else ():
        for number, one in enumerate(mentions):
            if not start <= one.start < end:
                continue
            before = mentions[number - 1].end if number else -1
            clause = max(start, before, *(text.rfind(mark, start, one.start) + 1 for mark in "，。；：、！"))
            words = text[clause : one.start]
            rule = next((rule for rule in own if clause > before and _leads(rule, one, words, text)), None)
            if rule is None or _has_subject(
                text, mentions[:number], max(start, text.rfind("；", start, one.start) + 1)
            ):
                continue
            for each in [one, *_listed(text, mentions, number, 1)]:
                subject = NameMention(clause, each.start, place, "Jurisdiction", OWN)
                pair = (each, subject) if rule.turned else (subject, each)
                found.append(FoundLink(pair[0], rule.predicate, pair[1], rule.name))
    return found


_ACTORS = frozenset({"Company", "Institution", "Person", "Zone"})


def _has_subject(text: str, before: Sequence[NameMention], start: int) -> bool:
    """Whether another than the place is spoken of: a body or a person opens a clause of the sentence from ``start`` on."""
    return any(
        one.kind in _ACTORS
        and text[one.start - 1 : one.start] in "，；：。\n"
        and text[one.end : one.end + 1] not in "、和与等"
        for one in before
        if one.start >= start
    )


OWN = "own"
"""The rule of a mention of the document's own place that no words name."""


def _leads(rule: LinkRule, one: NameMention, words: str, text: str) -> bool:
    """Whether a clause opens as an own rule has it, up to a name of its classes."""
    if not words or len(words) > WINDOW or (rule.second and one.kind not in rule.second):
        return False
    behind = rule.after is None or rule.after.match(text, one.end) is not None
    return rule.between.fullmatch(words) is not None and behind


def _fits(rule: LinkRule, first: NameMention, second: NameMention, between: str, text: str) -> bool:
    if (rule.first and first.kind not in rule.first) or (rule.second and second.kind not in rule.second):
        return False
    if rule.after is not None and not rule.after.match(text, second.end):
        return False
    if rule.before is not None and not rule.before.search(text, max(0, first.start - WINDOW), first.start):
        return False
    return rule.between.fullmatch(between) is not None
