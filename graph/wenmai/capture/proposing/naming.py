"""Names for Turtle: local names, literals, and labels that are told apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wenmai.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNSAFE = re.compile(r"[^\w\u3400-\u9fff\uf900-\ufaff-]+")


_SIGNS = (("‰", "千分比"), ("%", "百分比"), ("$", "dollar"), ("£", "pound"), ("€", "euro"), ("¥", "yuan"))


def local(name: str) -> str:
    """A name as the local part of an IRI: letters, digits and Chinese characters, hyphens for the rest.

    >>> local("微克/立方米"), local("R&D 投入")
    ('微克-立方米', 'R-D-投入')
    """
    if name == "%":
        return "百分比"
    for sign, word in _SIGNS:
        name = name.replace(sign, word)
    return _UNSAFE.sub("-", name).strip("-_") or "无名"


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
        same = " ".join(en.split()).casefold() == " ".join(zh.split()).casefold()
        english = chinese if same else self._free(" ".join(en.split()), apart or chinese)
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


_PROVINCES = re.compile(
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾"
)


_ENGLISH_LEVEL = re.compile(
    r"\b(?:City|County|District|Province|Municipality|Borough|Township|Town|State|Prefecture|Region)$|^China$"
)


def is_jurisdiction(place: str) -> bool:
    """Whether a name is that of a country's or a province's, a county's, a town's territory."""
    ended = re.search(r"(?:全国|[省市区县旗州盟镇乡]|街道|全[省市区县])$", place)
    ended = ended or _ENGLISH_LEVEL.search(place)
    return ended is not None or _PROVINCES.fullmatch(place) is not None


_RESERVED = frozenset({"term", "time", "unit", "document", "passage", "statement", "figure", "shape"})


def check_collection(name: str) -> None:
    """See that a collection's name can be part of an IRI and is none of wenmai's own.

    Raises:
        InputError: it is not.
    """
    if name in _RESERVED or local(name) != name:
        raise InputError(
            f"--collection {name!r} cannot be used: give a short word of letters, digits and hyphens, none of {', '.join(sorted(_RESERVED))}"
        )
