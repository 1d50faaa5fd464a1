"""How a fact stands by all that is said about it, and which facts an answer takes: planned or done, inferred or stated, when.

Where statements with a name of their own (reified ones, annotations, axioms) speak of a fact, they decide; else what its
subject says of itself does. A fact is *inferred* where every such statement is, and *claimed* where every one names who says so:
one that states it plainly is enough. A status that none gives is :data:`DONE`: what is stated and not said to be planned is taken
as so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.errors import InputError
from wenmai.records import NamedTuple
from wenmai.terms import WM, local_name
from wenmai.times.edtf import Dated, days, is_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wenmai.index import Index
    from wenmai.model import Statement

    Span = tuple[str | None, str | None]

DONE = WM + "Achieved"
"""The status that goes without saying."""

STATUSES = tuple(WM + name for name in ("Achieved", "Underway", "Planned", "Targeted"))
"""The statuses of wenmai's own vocabulary."""


class Standing(NamedTuple):
    """How a fact stands: whether it is only inferred, only claimed by somebody, and its statuses (IRIs; none: done)."""

    inferred: bool = False
    claimed: bool = False
    statuses: tuple[str, ...] = ()

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Standing:
        """The standing of a fact by the statements about it.

        >>> from wenmai.model import Statement
        >>> Standing.of([Statement(inferred=True, name="_:a"), Statement(name="_:b")])
        Standing(inferred=False, claimed=False, statuses=())
        """
        every = tuple(statements)
        own = [one for one in every if not (one.name or one.graph)]
        return cls.joined([brief(one) for one in every if one.name], [brief(one) for one in own])

    @classmethod
    def joined(cls, named: Iterable[Brief], own: Iterable[Brief]) -> Standing:
        """The same from what each statement says in brief: those with a name, and what the subject says of itself."""
        selves = tuple(own)
        status = next((one.status for one in selves if one.status), "")
        said = tuple(named) or selves
        if not said:
            return PLAIN
        found = {one.status or status or DONE for one in said}
        statuses = () if found == {DONE} else tuple(sorted(found))
        return cls(all(one.inferred for one in said), all(one.claimed for one in said), statuses)


class Brief(NamedTuple):
    """What one statement says of how its fact stands; an empty ``status`` is not stated."""

    inferred: bool
    claimed: bool
    status: str


PLAIN = Standing()
SILENT = Brief(inferred=False, claimed=False, status="")


def brief(statement: Statement) -> Brief:
    """A statement in brief."""
    return Brief(statement.inferred, bool(statement.speakers), statement.status or "")


class Admission(NamedTuple):
    """Which facts an answer takes.

    With ``stated_only`` none that is inferred, with ``statuses`` (IRIs) those that have one of them, with ``as_of`` (a day)
    those that held then.
    """

    stated_only: bool = False
    statuses: frozenset[str] = frozenset()
    as_of: str | None = None

    @classmethod
    def of(cls, *, stated_only: bool = False, status: Iterable[str] = (), as_of: str | None = None) -> Admission:
        """From what a person asked for: ``as_of`` is a year, a month or a day; a status its IRI, or as ``planned`` one of wenmai's.

        >>> sorted(Admission.of(status=["planned", "urn:my:status"], as_of="2019-02").statuses)
        ['urn:my:status', 'urn:wenmai:term:Planned']

        Raises:
            InputError: ``as_of`` is no date, or a status is neither.
        """
        return cls(stated_only, frozenset(map(_status, status)), latest_day(as_of) if as_of else None)

    def takes(self, standing: Standing, spans: Sequence[Span] = ()) -> bool:
        """Whether a fact of this standing, which holds in any of these spans (none: always), is taken."""
        if self.stated_only and standing.inferred:
            return False
        if self.statuses and self.statuses.isdisjoint(standing.statuses or (DONE,)):
            return False
        return not self.as_of or not spans or any(holds(span, self.as_of) for span in spans)

    def takes_link(self, index: Index, link: int) -> bool:
        """Whether a link of an index is taken."""
        return self == EVERY or self.takes(index.standing(link), index.lives(link))

    def takes_fact(self, statements: Iterable[Statement], spans: Sequence[Span] | None = None) -> bool:
        """Whether a fact is taken by the statements about it; by these ``spans``, where it is known already when it held."""
        if self == EVERY:
            return True
        every = tuple(statements)
        return self.takes(Standing.of(every), lives(every) if spans is None else spans)


def _status(name: str) -> str:
    known = {local_name(iri).lower(): iri for iri in STATUSES}
    if ":" not in name and name.lower() not in known:
        raise InputError(f"{name!r} is no status; write one of {', '.join(known)}, or the IRI of another")
    return known.get(name.lower(), name)


EVERY = Admission()
"""Takes every fact."""


def lives(statements: Iterable[Statement]) -> list[Span]:
    """When a fact held, by each of the statements that says it."""
    found = [(Dated.parse(one.time), one.ended) for one in statements if one.time]
    return [life(dated, ended) for dated, ended in found if dated is not None]


def life(dated: Dated, ended: bool) -> Span:
    """The first day of a time, and the last if what is dated so ``ended`` then: what happened on a day stays true after it."""
    return dated.begin or None, (dated.end or None) if ended else None


def holds(span: Span, as_of: str | None) -> bool:
    """Whether something that began and ended as ``span`` says (ISO days, ``None`` = not stated) holds on a day."""
    begin, end = span
    return as_of is None or not (
        (begin is not None and is_later(begin, as_of)) or (end is not None and is_later(as_of, end))
    )


def latest_day(text: str) -> str:
    """The last day of a year, month or day written ``YYYY[-MM[-DD]]``.

    >>> latest_day("2019"), latest_day("2020-11")
    ('2019-12-31', '2020-11-30')
    """
    found = days(text)
    if found is None:
        raise InputError(f"{text!r} is not a date; write a year, a month or a day: 2019, 2019-05 or 2019-05-31")
    return found[1]
