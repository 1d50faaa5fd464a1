"""Links that sentences state, by patterns: few and sure. Each rule has examples that it must and must not read.

Rules stand in ``link_rules.toml``; a user's own file of the same form adds to them.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from wenmai.capture.mentions import NameMention

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
    text = (files("wenmai.capture") / "link_rules.toml").read_text("utf-8")
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
            )
            for one in tomllib.loads(text).get("rule", [])
        ]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, re.error) as error:
        raise InputError(f"{file} holds no list of rules with name, predicate and between: {error}") from error


def find_links(text: str, mentions: Sequence[NameMention], rules: Iterable[LinkRule]) -> list[FoundLink]:
    """The links between mentions that follow each other in a text."""
    found = []
    for first, second in pairwise(mentions):
        between = text[first.end : second.start]
        if len(between) > WINDOW or any(mark in between for mark in "。；！？\n"):
            continue
        for rule in rules:
            if _fits(rule, first, second, between):
                one, other = (second, first) if rule.turned else (first, second)
                found.append(FoundLink(one, rule.predicate, other, rule.name))
                break
    return found


def _fits(rule: LinkRule, first: NameMention, second: NameMention, between: str) -> bool:
    if (rule.first and first.kind not in rule.first) or (rule.second and second.kind not in rule.second):
        return False
    return rule.between.fullmatch(between) is not None
