"""What a document states, one finding each: a figure, a target, or an outcome said in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure as a text states it, with its places in the document (code points, end exclusive).

    ``indicator`` is what is measured as the text says it, its growth included (地区生产总值增长); ``measure`` is
    ``level``, ``growth``, ``points``, ``share``, ``increase``, ``completion`` or ``comparison``. ``low`` is ``None``
    where nothing is counted: ``bound`` is then ``instep`` (与经济增长同步), ``quota`` (上级下达) or ``words``
    (an outcome said in words, its ``verdict`` ``yes`` or ``no``). ``falls`` says that the measure is a fall.
    ``status`` is ``achieved``, ``estimated``, ``targeted`` or ``planned``; ``period`` is EDTF, empty where not stated.
    """

    document: str
    place: str
    indicator: str
    base: str
    measure: str
    falls: bool
    low: Decimal | None
    high: Decimal | None
    origin: Decimal | None
    unit: str
    bound: str
    period: str
    status: str
    start: int
    end: int
    surface: str
    rule: str
    confidence: float
    verdict: str = ""
    worded: str = ""
    """The words that name the period, and (``worded_at``) where they stand; empty where none do."""

    worded_at: tuple[int, int] = (0, 0)
    task: bool = False
    unit_at: tuple[int, int] | None = None
    """Of a table's cell, where else the table writes its unit; ``(0, 0)`` where it nowhere does, ``None`` in the cell itself."""

    cell: str = ""
    """The cell of a table that it stands in, as spreadsheets name it (``C5``, ``计划!C5``); empty in a text."""

    @property
    def ahead(self) -> bool:
        """Whether it is to be reached, not reached."""
        return self.status in ("targeted", "planned")

    @property
    def number(self) -> str:
        """The number as text: ``5.5``, ``6-7``, or nothing."""
        if self.low is None:
            return ""
        return plain(self.low) if self.high is None else f"{plain(self.low)}-{plain(self.high)}"


def plain(number: Decimal) -> str:
    """A number without an exponent and needless zeros.

    >>> from decimal import Decimal
    >>> plain(Decimal("105.0")), plain(Decimal("1E+3"))
    ('105', '1000')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
