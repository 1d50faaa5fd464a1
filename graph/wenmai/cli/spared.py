"""What a command is spared that only looks something up: modules that click imports and hardly uses, and needless collections.

``inspect`` brings the parser's tables, the tokenizer and the disassembler with it, a tenth of the time of a short command. click
takes one function of it for each option that has a help text: ``cleandoc``, which does nothing to a text of one line.
``gettext`` looks on the disk for translations of click's sentences, which nobody ships, before each of them; ``uuid``, which
reads what machine this is, serves a type of click's that no option has.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

COLLECTED = 100_000
"""After so many new objects garbage is looked for; a lookup ends before."""


class StandIn(ModuleType):
    """Stands for a module until something of it is asked for that is not here."""

    def __getattr__(self, name: str) -> object:
        if name == "__path__":  # which ``from … import`` asks for first; a module has none
            raise AttributeError(name)
        return getattr(self._real(), name)

    def _real(self) -> ModuleType:
        name = self.__name__
        if sys.modules.get(name) is self:
            del sys.modules[name]
        return import_module(name)


class Inspect(StandIn):
    """Stands for ``inspect``."""

    def cleandoc(self, doc: str) -> str:
        """The text without the indentation of its lines, as :func:`inspect.cleandoc` gives it."""
        if "\n" in doc or "\t" in doc:
            return str(self._real().cleandoc(doc))
        return doc.lstrip(" ")


class Gettext(StandIn):
    """Stands for ``gettext``: click's sentences in the reader's language, by a table of ours."""

    def gettext(self, message: str) -> str:
        """The sentence."""
        return message if message in _EARLY else _translated(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The sentence for so many."""
        return _translated(singular if number == 1 else plural)


_EARLY = frozenset({"Show this message and exit.", "Show the version and exit.", "path", "file", "directory"})
"""What click asks for while a command is made, whether it is told or not; help translates it."""


def _translated(message: str) -> str:
    from wenmai.chinese.translation import translate_click
    from wenmai.cli.reader import reader_language
    from wenmai.languages import is_chinese

    return translate_click(message) if is_chinese(reader_language()) else message


class Uuid(StandIn):
    """Stands for ``uuid``: its class is named while click is loaded, and made where an option takes one."""

    class UUID:
        """Made into a real one when it is called."""

        def __new__(cls, *args: Any, **named: Any) -> Any:
            """A UUID."""
            from uuid import UUID

            return UUID(*args, **named)


def spare() -> None:
    """Load click with the stand-ins in place; whoever asks for these modules later gets the real ones."""
    gc.set_threshold(COLLECTED, 20, 20)
    stand_ins = [
        one for one in (Inspect("inspect"), Gettext("gettext"), Uuid("uuid")) if one.__name__ not in sys.modules
    ]
    sys.modules.update({one.__name__: one for one in stand_ins})
    import click  # noqa: F401

    for one in stand_ins:
        if sys.modules.get(one.__name__) is one:
            del sys.modules[one.__name__]
