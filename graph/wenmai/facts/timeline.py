"""Everything dated, in order of time.

Times are EDTF (ISO 8601-2, level 1). Rows of mixed precision are put in the order of their first day; where two begin
on the same day, the longer comes first, as a year's heading stands above its days. A time with an open beginning is
placed by its end; one without either is not on a timeline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wenmai.errors import InputError
from wenmai.facts.moments import Moment, Moments
from wenmai.languages import is_chinese
from wenmai.names.labels import Labels
from wenmai.rendering.sheet import Rows, Sheet
from wenmai.statements.standing import EVERY
from wenmai.times.edtf import Dated, is_later, order

if TYPE_CHECKING:
    from wenmai.sources import Source
    from wenmai.statements.standing import Admission


def list_moments(
    source: Source,
    entity: str | None = None,
    *,
    since: str | None = None,
    until: str | None = None,
    within: str | None = None,
    undated: bool = False,
    admission: Admission = EVERY,
    language: str = "zh",
) -> Rows[Moment]:
    """Everything dated, in order of time; with ``entity`` (an IRI), what is said of it or of its figures.

    ``since`` and ``until`` are a year, month, day or EDTF time; what overlaps the stretch from the first day of one to
    the last day of the other is in it. Of ``within``, a time too, only what lies in it from its first to its last day.
    ``undated`` lists the facts that nothing dates instead, in the order of their names. Only what ``admission`` takes is told.

    Raises:
        InputError: the graph has no such entity, a bound is not a date, or there is one for what is not dated.
    """
    window = _day(since, "--since", last=False), _day(until, "--until", last=True)
    frame = _day(within, "--within", last=False), _day(within, "--within", last=True)
    names = Labels(source.index, language)
    moments = Moments(source, names, admission)
    if undated:
        if any((since, until, within)):
            raise InputError("what is not dated lies in no time: give --undated, or --since, --until and --within")
        found = sorted(moments.undated(entity), key=_names)
        return Rows(found, names.label, language)
    rows = {
        _key(moment): moment
        for moment in (moments.every() if entity is None else moments.of(entity))
        if _overlaps(moment, window) and _lies_in(moment, frame)
    }
    return Rows((rows[key] for key in sorted(rows)), names.label, language)


def _day(text: str | None, option: str, *, last: bool) -> str | None:
    if text is None:
        return None
    dated = Dated.parse(text)
    if dated is None:
        raise InputError(f"{option} {text!r} is not a date; write a year, a month or a day: 2019, 2019-05, 2019-05-31")
    return (dated.end if last else dated.begin) or None


def _overlaps(moment: Moment, window: tuple[str | None, str | None]) -> bool:
    since, until = window
    early = since and moment.end and is_later(since, moment.end)
    return not (early or (until and moment.begin and is_later(moment.begin, until)))


def _lies_in(moment: Moment, frame: tuple[str | None, str | None]) -> bool:
    """Whether a moment is known to begin and end in a frame; a frame with an open end is open there."""
    first, last = frame
    if first and (moment.begin is None or is_later(first, moment.begin)):
        return False
    return not (last and (moment.end is None or is_later(moment.end, last)))


def _key(moment: Moment) -> tuple[Any, ...]:
    """First day, then the longer first, then the time of day, then the names: a total order of moments."""
    begin = order(moment.begin or moment.end or "")
    ends = order(moment.end) if moment.end else (1 << 40, "")
    longer = -ends[0], "".join(chr(0x7F - ord(character)) for character in ends[1])
    return begin, longer, _clock(moment.time or ""), _names(moment)


def _names(moment: Moment) -> tuple[str, ...]:
    return moment.subject.label, moment.subject.iri, moment.predicate.iri, moment.object, moment.time or ""


def _clock(time: str) -> str:
    """The time of day at which a moment begins, if it has one, in UTC where its zone is known; days come before their hours."""
    time = time.partition("/")[0]
    if "T" not in time:
        return ""
    from datetime import UTC, datetime

    try:
        found = datetime.fromisoformat(time)
    except ValueError:  # a year that Python has not, or a fraction beyond microseconds
        return time.partition("T")[2]
    return (found.astimezone(UTC) if found.tzinfo else found).isoformat()


def sheet(rows: Rows[Moment], language: str) -> Sheet:
    """A timeline as a table to read: when, what, how, to whom, by what evidence."""
    from wenmai.rendering.marks import remarked
    from wenmai.rendering.render import cite

    zh = is_chinese(language)
    header = (
        ("时间", "谁", "何事", "对象", "说明", "出处") if zh else ("time", "who", "what", "whom", "said", "evidence")
    )
    cells = (
        (
            row.time,
            row.subject.label,
            row.predicate.label,
            row.object,
            remarked(row.statements, rows.label, language),
            "; ".join(map(cite, row.evidence)),
        )
        for row in rows
    )
    return Sheet("时间线" if zh else "Timeline", "", header, tuple(cells))
