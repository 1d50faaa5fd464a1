"""Whether the reader of ``verify`` reads a figure as capture does: two readers by two hands, so that no mistake is shared."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from wenmai.capture.proposing.terms import bound_term
from wenmai.capture.text.units import english_scale

if TYPE_CHECKING:
    from wenmai.capture.findings import Finding


def agrees_with_proof(finding: Finding) -> bool:
    """Whether the other reader finds the same numbers, with the same bound, in the words that state the figure."""
    from wenmai.audit.numerals import numbers

    stated = numbers(finding.surface)
    wanted = [number for number in (finding.low, finding.high, finding.origin) if number is not None]
    alone = (
        re.fullmatch(r"[^\d]{0,3}-?[\d.,]+(?:[-—–~～至]+[\d.,]+)?(?:左右|上下|以上|以内|以下)?", finding.surface)
        is not None
    )
    if not _unit_written(finding):
        return False
    factor = Decimal(1) if alone else base_scale(finding.unit)
    bound = bound_term(finding.bound, finding.surface)
    return all(any(number.value == value * factor and bound == number.bound for number in stated) for value in wanted)


def _unit_written(finding: Finding) -> bool:
    """Whether the words that state a figure write its unit, which the last of a list writes for all (12.7个、3个百分点)."""
    if finding.unit_at is not None or finding.cell or finding.rule == "table/cell" or finding.unit in ("", "%"):
        return True
    if finding.unit.isascii() or finding.unit[:1] in "£€¥":
        return all(part in finding.surface for part in finding.unit.split())
    words = re.sub(r"\s", "", finding.surface)
    return finding.unit in words or finding.unit.lstrip("十百千万亿兆萬億") in words


def position_agrees(finding: Finding, term: str) -> bool:
    """Whether the other reader has a word for what is said without a number (``term`` of the ontology)."""
    from wenmai.audit.claims import POSITIONS

    words = POSITIONS.get(term, ())
    return not words or any(word in finding.surface[-40:] for word in words)


def base_scale(unit: str) -> Decimal:
    """How many of the unit behind its scale a unit is."""
    factor = Decimal(english_scale(unit))
    for char in unit:
        scale = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}.get(char)
        if scale is None:
            break
        factor *= scale
    return factor


def counted_out(finding: Finding) -> Finding:
    """A number with a scale and no unit (8.6万贫困人口), its scale counted out."""
    if re.fullmatch("[百千万亿萬億]+|hundred|thousand|million|billion|trillion|bn|m|k", finding.unit) is None:
        return finding
    scale = base_scale(finding.unit)
    low, high, origin = (
        None if number is None else number * scale for number in (finding.low, finding.high, finding.origin)
    )
    return replace(finding, low=low, high=high, origin=origin, unit="")


def scaleless(unit: str) -> str:
    """An English unit without its scale word."""
    return " ".join(word for word in unit.split() if english_scale(word) == 1)
