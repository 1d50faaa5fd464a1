"""Reading what is told of links and nodes from the tables of an index: when they hold, and how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.index.layout import CLAIMED, INFERRED, NONE
from wenmai.statements.standing import PLAIN, Standing

if TYPE_CHECKING:
    from collections import Counter

    from wenmai.index.sections import Sections


def times_at(data: Sections, section: str, place: int | None) -> list[list[str]]:
    """The times at a place of a section: EDTF text, first and last day, and ``over`` of what ceased then."""
    number = _cell(data, section, place)
    if number == NONE:
        return []
    found = [text.split(" ") for text in data.strings("time")[number].split("|")]
    if any(len(fields) not in (3, 4) for fields in found):
        data.damaged(f"time {number}")
    return found


def standing_at(data: Sections, place: int | None) -> Standing:
    """The standing at a place among the notes."""
    return written_standing(data, _cell(data, "note.standing", place))


def written_standing(data: Sections, number: int) -> Standing:
    """The standing of a number in their table."""
    if number == NONE:
        return PLAIN
    inferred, claimed, *statuses = [*data.strings("standing")[number].split(" "), ""]
    return Standing(inferred == INFERRED, claimed == CLAIMED, tuple(filter(None, statuses)))


def standing_counts(data: Sections) -> Counter[Standing]:
    """How many links stand in each way that is not plain."""
    from collections import Counter

    numbers = Counter(data.numbers("note.standing", "I"))
    return Counter({written_standing(data, one): count for one, count in numbers.items() if one != NONE})


def _cell(data: Sections, section: str, place: int | None) -> int:
    if place is None:
        return NONE
    numbers = data.numbers(section, "I")
    if place >= len(numbers):
        data.damaged(f"place {place} of section {section}")
    return int(numbers[place])
