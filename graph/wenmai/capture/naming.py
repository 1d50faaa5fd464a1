"""Names for Turtle: local names, literals, and labels that are told apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNSAFE = re.compile(r"[^\w\u3400-\u9fff\uf900-\ufaff-]+")


def local(name: str) -> str:
    """A name as the local part of an IRI: letters, digits and Chinese characters, hyphens for the rest.

    >>> local("微克/立方米"), local("R&D 投入")
    ('微克-立方米', 'R-D-投入')
    """
    if name == "%":
        return "百分比"
    return _UNSAFE.sub("-", name.replace("‰", "千分比").replace("%", "百分比")).strip("-_") or "无名"


def escape(text: str) -> str:
    """Text inside the quotes of a Turtle literal."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


class GivenLabels:
    """Labels that were given: one that is taken gets what tells it apart."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def lines(self, zh: str, en: str, apart: str = "") -> list[str]:
        """The line of both labels of an entity."""
        chinese = self._free(" ".join(zh.split()), apart or "又")
        english = self._free(" ".join(en.split()), apart or chinese)
        return [f'rdfs:label "{escape(chinese)}"@zh , "{escape(english)}"@en']

    def _free(self, label: str, apart: str) -> str:
        told, number = label, 2
        while told.casefold() in self.taken:
            told = f"{label} [{apart}]" if number == 2 else f"{label} [{apart}, {number}]"
            number += 1
        self.taken.add(told.casefold())
        return told


def block(name: str, kind: str, lines: Sequence[str]) -> str:
    """An entity, a predicate a line."""
    width = max(len(line.partition(" ")[0]) for line in lines)
    told = [f"    {'a':{width}} {kind}"]
    for line in lines:
        predicate, _, value = line.partition(" ")
        told.append(f"    {predicate:{width}} {value}")
    return f"{name}\n" + " ;\n".join(told) + " ."
