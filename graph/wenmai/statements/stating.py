"""A statement from what is said of the resource that makes it: its evidence, speaker, time, status, qualifiers.

Which resources make statements about a fact, :mod:`wenmai.statements.reader` and the index find out; both read them here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from wenmai.evidence.citing import Citing, speakers, true
from wenmai.model import Literal, Statement
from wenmai.statements.spellings import PARTS
from wenmai.statements.standing import Brief
from wenmai.terms import TYPE, WM
from wenmai.times.edtf import Dated
from wenmai.times.reader import Times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wenmai.evidence.citing import Around, Values
    from wenmai.model import Term
    from wenmai.profiles import Interpretation

STRUCTURE = frozenset(
    {TYPE, *PARTS}
    | {WM + name for name in ("evidence", "when", "since", "until", "period", "saidBy", "inferred", "status")}
    | {WM + name for name in ("listOpen", "note", "worded", "surface", "wordedAt")}
)
"""Predicates that have a field of their own in a statement; all others are its qualifiers."""


class Reader:
    """Reads what statements, named graphs and resources say of facts, by an interpretation of a graph's terms."""

    def __init__(self, interpretation: Interpretation) -> None:
        self.citing, self.times = Citing(interpretation), Times(interpretation)
        self._meaning = interpretation

    @cached_property
    def _qualifying(self) -> frozenset[str]:
        """The predicates that profiles name as qualifiers of statements."""
        kinds = self._meaning.kinds("statement")
        return frozenset(way[0] for kind in kinds for way in kind.parts.get("qualifier", ()))

    def qualifies(self, predicate: str) -> bool:
        """Whether a predicate of a statement is a qualifier: it has no field of its own, and does not only write something down."""
        if predicate in self._qualifying:
            return True
        return not (
            predicate in STRUCTURE
            or predicate in self.citing.predicates
            or self._meaning.role(predicate) == "structural"
        )

    def statement(self, name: str, values: Values, around: Around) -> Statement:
        """A statement from the ``values`` of the resource that makes it; ``around`` gives those of what it names.

        >>> from wenmai.evidence.citing import Alone
        >>> from wenmai.profiles import Interpretation
        >>> reader = Reader(Interpretation(evidence={"document": (("urn:source",),)}))
        >>> said = {WM + "status": [WM + "Planned"], "urn:source": ["urn:report"]}
        >>> found = reader.statement("_:s", said, Alone(lambda resource: {}))
        >>> found.status, found.evidence[0].document, found.qualifiers
        ('urn:wenmai:term:Planned', 'urn:report', ())
        """
        time = self.time(name, values, around)
        return Statement(
            evidence=tuple(self.citing.read(name, values, around)),
            speakers=(*speakers(values), *self.citing.read_authors(name, values, around)),
            time=time.text if time else None,
            status=next((one for one in sorted(map(str, values.get(WM + "status", ())))), None),
            inferred=true(values.get(WM + "inferred", ())),
            list_open=true(values.get(WM + "listOpen", ())),
            notes=tuple(one for one in values.get(WM + "note", ()) if isinstance(one, Literal)),
            worded=_text(values.get(WM + "worded", ())),
            surface=_text(values.get(WM + "surface", ())),
            qualifiers=tuple(
                (predicate, value)
                for predicate in sorted(values)
                if self.qualifies(predicate)
                for value in values[predicate]
                if not (time and isinstance(value, str) and predicate in self.times.lasting)
            ),
            name=name,
            ended=time is not None and time.over,
        )

    def graph(self, name: str, values: Values, around: Around) -> Statement:
        """What a named graph, by what is said about it, makes of the facts that stand in it."""
        return Statement(
            evidence=tuple(self.citing.read(name, values, around, stated=False)),
            speakers=self.citing.read_authors(name, values, around),
            graph=name,
        )

    def time(self, name: str, values: Values, around: Around) -> Dated | None:
        """When a statement says that its fact holds: a time, or the first and the last day; by a qualifier where nothing else does."""
        own = {
            role: sorted(
                date
                for predicate in predicates
                for value in values.get(WM + predicate, ())
                if (date := self.times.of(value, around)) is not None
            )
            for role, predicates in (("when", ("when", "period")), ("since", ("since",)), ("until", ("until",)))
        }
        if own["when"]:
            return own["when"][0]
        if not own["since"] and not own["until"]:
            return self.times.holding(name, values, around)
        since, until = (own[role][0] if own[role] else None for role in ("since", "until"))
        return Dated.between(since, until)


def _text(values: Iterable[Term]) -> str | None:
    return next((one.value for one in values if isinstance(one, Literal)), None)


def read_standing(values: Values) -> Brief:
    """How a fact stands by what one statement says."""
    inferred = true(values.get(WM + "inferred", ()))
    return Brief(inferred, bool(speakers(values)), min(map(str, values.get(WM + "status", ())), default=""))
