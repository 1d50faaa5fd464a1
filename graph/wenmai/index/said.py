"""What a graph says of its facts, as the builder collected it, in the form that :mod:`wenmai.statements.reader` reads.

The builder keeps numbers: subjects and values by predicate. Here they become terms again, of one resource at a time, so that
the index and the answers read a statement by the same rules.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wenmai.evidence.citing import SOURCES, names_source
from wenmai.index.layout import TEXT
from wenmai.model import Literal
from wenmai.profiles.shipped import shipped_profiles
from wenmai.statements.reader import OWN
from wenmai.statements.spellings import PARTS, SPELLINGS
from wenmai.statements.stating import Reader, read_standing
from wenmai.terms import LABEL, WM
from wenmai.times.reader import is_temporal, read_extent

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wenmai.evidence.citing import Values
    from wenmai.model import Evidence, Term
    from wenmai.profiles import Interpretation, Profile
    from wenmai.statements.standing import Brief
    from wenmai.times.edtf import Dated

EVIDENCE = WM + "evidence"
TIMES = tuple(WM + name for name in ("when", "period", "since", "until"))
EXTENT = tuple(WM + name for name in ("begins", "ends"))

ROLES = tuple(
    sorted(
        {*PARTS, EVIDENCE, *TIMES, *EXTENT}
        | {WM + name for name in ("document", "start", "end", "saidBy", "inferred", "status", "approximate")}
    )
)
"""Predicates that say who states a fact, when it holds and how it stands."""

_KNOWN = frozenset(ROLES)

SELVES = (EVIDENCE, *TIMES, *(WM + name for name in ("saidBy", "inferred", "status")))
"""Predicates by which a resource says so of all its facts."""


NOTED = {
    "statement": SOURCES,
    "reference": ("document", "url", "agent"),
    "time": ("begin", "end", "at", "precision"),
    "relation": ("begin", "end", "at"),
    "event": ("begin", "end", "at"),
}
"""Kinds of nodes, and the parts of each that say who states a fact or when it holds."""


MARKED = frozenset({"record", "geometry", "time", "quantity", "label", "note", "identifier"})
"""Kinds of nodes that may be known by a predicate whose values are literals."""


RECALLED = LABEL
"""A predicate that names things, and by which some vocabularies say more: its texts are kept as names, and taken from there."""


def noted_terms(profiles: Iterable[Profile | Interpretation]) -> set[str]:
    """The predicates, and the patterns of such, by which profiles say who states a fact and when it holds."""
    profiles = list(profiles)
    ways = [way for profile in profiles for part in SOURCES for way in profile.evidence.get(part, ())]
    ways += [
        way
        for profile in profiles
        for node in profile.nodes
        for part in NOTED.get(node.kind, ())
        for way in node.parts.get(part, ())
    ]
    marks = {
        mark
        for profile in profiles
        for node in profile.nodes
        if node.kind in MARKED or (node.kind == "statement" and not node.parts.keys().isdisjoint(SOURCES))
        for mark in node.marks
    }
    return marks | {step.removeprefix("^") for way in ways for step in way}


@cache
def _shipped() -> tuple[frozenset[str], re.Pattern[str]]:
    """The terms of the profiles that come with wenmai: those written out, and a pattern of the others."""
    terms = noted_terms(shipped_profiles())
    patterns = (".*".join(map(re.escape, term.split("*"))) for term in sorted(terms) if "*" in term)
    return frozenset(terms), re.compile("|".join(patterns) or "$^")


@cache
def source_terms() -> frozenset[str]:
    """The predicates that lead from a statement or a named graph to its source, by any profile that comes with wenmai."""
    ways = [way for profile in shipped_profiles() for part in SOURCES for way in profile.evidence.get(part, ())]
    return frozenset(way[0] for way in ways if not way[0].startswith("^") and "*" not in way[0])


def has_role(predicate: str) -> bool:
    """Whether a predicate may say who states a fact, when it holds or how it stands: by a profile, or by its name in a qualifier.

    Not :data:`RECALLED`, which nearly everything has.
    """
    exact, pattern = _shipped()
    return predicate != RECALLED and (
        predicate in _KNOWN
        or predicate in exact
        or is_temporal(predicate)
        or names_source(predicate)
        or pattern.fullmatch(predicate) is not None
    )


class Telling(NamedTuple):
    """What one statement tells: who says so, when its fact holds, how it stands."""

    evidence: list[Evidence]
    time: Dated | None
    brief: Brief


class Said:
    """Who states a fact and when it holds, by the resource that says so.

    ``speaking`` are those beside statements that say it: named graphs, and nodes that are folded.
    """

    def __init__(
        self,
        roles: Mapping[str, tuple[array[int], array[int]]],
        literals: Iterable[str],
        name: Callable[[int], str],
        meaning: Interpretation,
        speaking: Iterable[int] = (),
    ) -> None:
        self.reader = Reader(meaning)
        exact, pattern = _shipped()
        named = {subject for predicate in PARTS if predicate in roles for subject in roles[predicate][0]}.union(
            speaking
        )
        known = {one for one in roles if one in _KNOWN or one in exact or pattern.fullmatch(one)}
        self._roles = {
            predicate: _gather(*columns, None if predicate in known else named)
            for predicate, columns in roles.items()
            if columns[0]
        }
        self._about = {predicate: values for predicate, values in self._roles.items() if predicate not in PARTS}
        self._own = {predicate: values for predicate, values in self._about.items() if predicate in OWN}
        self._texts = list(literals)
        self._name = name
        self._numbers: dict[str, int] = {}
        self._times: dict[str, Values] = {}
        self._leading: dict[str, dict[int, list[int]]] = {}

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

    def values_stated(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Every statement about a fact whose object is a literal: its resource, and the fact."""
        for spelling in SPELLINGS:
            parts = [self._roles.get(part, {}) for part in spelling]
            for statement in parts[0]:
                ends: list[Sequence[int]] = [part.get(statement, ()) for part in parts]
                if all(len(end) == 1 for end in ends) and ends[-1][0] & TEXT:
                    yield statement, tuple(end[0] for end in ends)

    def of(self, statement: int) -> Telling:
        """What a statement tells of its fact."""
        return self._read(statement, self._about)

    def own(self, resource: int) -> Telling:
        """What a resource tells of all its facts."""
        return self._read(resource, self._own)

    def _read(self, resource: int, roles: Mapping[str, Mapping[int, Sequence[int]]]) -> Telling:
        name, values = self._values(resource, roles)
        citing = self.reader.citing.read(name, values, self)
        return Telling(citing, self.reader.time(name, values, self), read_standing(values))

    def graph_evidence(self, graph: int) -> list[Evidence]:
        """What a named graph cites for the facts in it."""
        return self.reader.citing.read(*self._values(graph, self._about), self, stated=False)

    def date(self, resource: int) -> Dated | None:
        """The time that a resource of wenmai's own model stands for."""
        return read_extent(self._values(resource, self._about)[1])

    def _values(self, resource: int, roles: Mapping[str, Mapping[int, Sequence[int]]]) -> tuple[str, Values]:
        """A resource and what is said of it; :meth:`values` then knows the resources among that, and no others."""
        self._numbers.clear()
        found: dict[str, Sequence[Term]] = {
            predicate: [self._term(value) for value in values[resource]]
            for predicate, values in roles.items()
            if resource in values
        }
        found.update(
            (part, ()) for part in PARTS if resource in self._roles.get(part, {})
        )  # so that it is known for one
        return str(self._term(resource)), found

    def leading(self, predicate: str, resource: str) -> list[str]:
        """The subjects that have a resource as an object of a predicate."""
        if predicate not in self._leading:
            found = self._leading[predicate] = {}
            for subject, values in self._roles.get(predicate, {}).items():
                for value in values:
                    found.setdefault(value, []).append(subject)
        return [str(self._term(one)) for one in self._leading[predicate].get(self._numbers[resource], ())]

    def _term(self, value: int) -> Term:
        if value & TEXT:
            return Literal(self._texts[value & ~TEXT])
        name = self._name(value)
        self._numbers[name] = value
        return name

    def values(self, name: str) -> Values:
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
