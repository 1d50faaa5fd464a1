"""What a proposal says of a table's cell: which cell a passage is, and where the table writes the unit of its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.capture.proposing.english import unit_name
from wenmai.capture.proposing.naming import escape
from wenmai.capture.tables.sheets import name_place

if TYPE_CHECKING:
    from wenmai.capture.documents import ReadText
    from wenmai.capture.findings import Finding


def label_cell(read: ReadText, offset: int) -> str:
    """The cell of a passage in a table, as its label."""
    place = name_place(read.sheets, offset)
    return f' ; rdfs:label "{escape(place)}"' if place else ""


def unit_beside(finding: Finding) -> str:
    """The unit that a cell's number alone is read with."""
    return finding.unit if finding.unit_at is not None and finding.surface[-1:].isdecimal() else ""


def cite_unit(number: int, finding: Finding, text: str) -> list[str]:
    """The passage of a table that writes a cell's unit; where none does, a note of the unit it is taken to have."""
    if finding.unit_at is None or finding.low is None:
        return []
    first, last = finding.unit_at
    if last:
        return [f'wm:surface "{escape(text[first:last])}"', f"wm:evidence p{number}:{first}-{last}"]
    unit = escape(finding.unit)
    return [
        f'wm:note "表中没有写明单位,按{unit}理解。"@zh , "The table writes no unit; it is taken to be {escape(unit_name(finding.unit))}."@en'
    ]
