"""What a command is spared that only looks something up: a module that click imports and hardly uses, and needless collections.

``inspect`` brings the parser's tables, the tokenizer and the disassembler with it, a tenth of the time of a short command. click
takes one function of it for each option that has a help text: ``cleandoc``, which does nothing to a text of one line.
"""

from __future__ import annotations

import gc
import sys
from types import ModuleType

COLLECTED = 100_000
"""After so many new objects garbage is looked for; a lookup ends before."""


class Inspect(ModuleType):
    """Stands for ``inspect`` until something of it is asked for that is not here."""

    def __init__(self) -> None:
        super().__init__("inspect")

    def __getattr__(self, name: str) -> object:
        return getattr(self._real(), name)

    def cleandoc(self, doc: str) -> str:
        """The text without the indentation of its lines, as :func:`inspect.cleandoc` gives it."""
        if "\n" in doc or "\t" in doc:
            return str(self._real().cleandoc(doc))
        return doc.lstrip(" ")

    def _real(self) -> ModuleType:
        if sys.modules.get("inspect") is self:
            del sys.modules["inspect"]
        import inspect

        return inspect


def spare() -> None:
    """To be called before click is imported."""
    gc.set_threshold(COLLECTED, 20, 20)
    if "inspect" not in sys.modules:
        sys.modules["inspect"] = Inspect()
