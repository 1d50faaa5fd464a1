"""What a graph says of its facts, as the builder collected it, in the form that :mod:`wenmai.statements` reads.

The builder keeps numbers: subjects and values by predicate. Here they become terms again, of one resource at a time, so that
the index and the answers read a statement by the same rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.index.layout import TEXT
from wenmai.model import Literal
from wenmai.spellings import PARTS, SPELLINGS
from wenmai.statements import OWN, SOURCES, is_temporal, read_date, read_evidence, read_standing, read_time
from wenmai.terms import WM

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wenmai.dating import Dated
    from wenmai.model import Evidence, Term
    from wenmai.standing import Brief
    from wenmai.statements import Values

EVIDENCE = WM + "evidence"
TIMES = tuple(WM + name for name in ("when", "period", "since", "until"))
EXTENT = tuple(WM + name for name in ("begins", "ends"))

ROLES = tuple(
    sorted(
        {*PARTS, EVIDENCE, *SOURCES, *TIMES, *EXTENT}
        | {WM + name for name in ("document", "start", "end", "saidBy", "inferred", "status", "approximate")}
    )
)
"""Predicates that say who states a fact, when it holds and how it stands."""

_KNOWN = frozenset(ROLES)

SELVES = (EVIDENCE, *TIMES, *(WM + name for name in ("saidBy", "inferred", "status")))
"""Predicates by which a resource says so of all its facts."""


def has_role(predicate: str) -> bool:
    """Whether a predicate may say who states a fact, when it holds or how it stands: by its name, where it is a qualifier."""
    return predicate in ROLES or is_temporal(predicate)


class Telling(NamedTuple):
    """What one statement tells: who says so, when its fact holds, how it stands."""

    evidence: list[Evidence]
    time: Dated | None
    brief: Brief


class Said:
    """Who states a fact and when it holds, by the resource that says so."""

    def __init__(
        self, roles: Mapping[str, tuple[array[int], array[int]]], literals: Iterable[str], name: Callable[[int], str]
    ) -> None:
        named = {subject for predicate in PARTS if predicate in roles for subject in roles[predicate][0]}
        self._roles = {
            predicate: _gather(*columns, None if predicate in _KNOWN else named)
            for predicate, columns in roles.items()
            if columns[0]
        }
        self._about = {predicate: values for predicate, values in self._roles.items() if predicate not in PARTS}
        self._own = {predicate: values for predicate, values in self._about.items() if predicate in OWN}
        self._sources = {predicate: values for predicate, values in self._about.items() if predicate in SOURCES}
        self._texts = list(literals)
        self._name = name
        self._numbers: dict[str, int] = {}
        self._times: dict[str, Values] = {}

    def subjects(self, *predicates: str) -> set[int]:
        """The resources that have a value of any of some predicates."""
        return {subject for predicate in predicates for subject in self._roles.get(predicate, ())}

    def facts(self) -> Iterator[tuple[int, int, int, int]]:
        """Every statement that names one link, in whatever spelling: its resource, then subject, predicate and object."""
        for spelling in SPELLINGS:
            subjects, predicates, objects = (self._roles.get(part, {}) for part in spelling)
            for statement in subjects:
                ends: list[Sequence[int]] = [part.get(statement, ()) for part in (subjects, predicates, objects)]
                if all(len(end) == 1 and not end[0] & TEXT for end in ends):
                    (subject,), (predicate,), (other,) = ends
                    yield statement, subject, predicate, other

    def of(self, statement: int) -> Telling:
        """What a statement tells of its fact."""
        return self._read(self._values(statement, self._about))

    def own(self, resource: int) -> Telling:
        """What a resource tells of all its facts."""
        return self._read(self._values(resource, self._own))

    def _read(self, values: Values) -> Telling:
        return Telling(read_evidence(values, self._lookup), read_time(values, self._lookup), read_standing(values))

    def graph_evidence(self, graph: int) -> list[Evidence]:
        """What a named graph cites for the facts in it."""
        return read_evidence(self._values(graph, self._sources), self._lookup)

    def date(self, resource: int) -> Dated | None:
        """The time that a resource stands for."""
        return read_date(self._term(resource), self._lookup)

    def _values(self, resource: int, roles: Mapping[str, Mapping[int, Sequence[int]]]) -> Values:
        """What is said of a resource; :meth:`_lookup` then knows the resources among the values, and no others."""
        self._numbers.clear()
        return {
            predicate: [self._term(value) for value in values[resource]]
            for predicate, values in roles.items()
            if resource in values
        }

    def _term(self, value: int) -> Term:
        if value & TEXT:
            return Literal(self._texts[value & ~TEXT])
        name = self._name(value)
        self._numbers[name] = value
        return name

    def _lookup(self, name: str) -> Values:
        """What is said of a resource that a value names: a passage, or a time, which many statements share and is kept."""
        found = self._times.get(name)
        if found is None:
            number = self._numbers[name]
            found = {
                predicate: [self._term(value) for value in values[number]]
                for predicate, values in self._about.items()
                if number in values
            }
            if not found.keys().isdisjoint(EXTENT):
                self._times[name] = found
        return found


def _gather(about: Iterable[int], values: Iterable[int], among: set[int] | None) -> dict[int, list[int]]:
    """The values by subject, of those ``among`` only where it is given."""
    gathered: dict[int, list[int]] = {}
    for subject, value in zip(about, values, strict=True):
        if among is not None and subject not in among:
            continue
        row = gathered.setdefault(subject, [])
        if value not in row:
            row.append(value)
    return gathered
