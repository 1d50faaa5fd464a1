"""The language of who reads what the commands print."""

from __future__ import annotations

import os
import sys

from wenmai.languages import locale_ranges


def locale_language() -> str:
    """The language of the locale; ``en`` where it names none."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return locale_ranges(value)
    return "en"


def reader_language() -> str:
    """The language of who typed the command, before anything of it is read: ``--lang``, ``WENMAI_LANG``, the locale's."""
    typed = sys.argv[1:]
    for place, argument in reversed(list(enumerate(typed))):
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and place + 1 < len(typed):
            return typed[place + 1]
    return os.environ.get("WENMAI_LANG") or locale_language()
