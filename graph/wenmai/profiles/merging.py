"""From the terms of a graph to its interpretation: which profiles apply, and what they say together.

A person's own profile comes first, then the others by their order. Of two that give a predicate a role the first holds, and
a predicate that is named holds before a pattern that it fits.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING

from wenmai.profiles.interpretation import Interpretation, Reason
from wenmai.profiles.patterns import expand
from wenmai.profiles.profile import NodeKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from wenmai.profiles.profile import Naming, Profile, Way

WRITTEN = frozenset({"statement", "list", "label", "note", "geometry", "reference", "restriction", "expression"})
"""Kinds of nodes whose predicates only write them down: structural, unless a profile says otherwise."""


def interpret(
    predicates: Iterable[str], classes: Iterable[str], profiles: Sequence[Profile], own: Profile | None = None
) -> Interpretation:
    """What some terms mean, which are all that a graph uses, by those of ``profiles`` that apply and a person's ``own``.

    >>> from wenmai.profiles.shipped import shipped_profiles
    >>> found = interpret(["http://www.w3.org/2004/02/skos/core#broader"], [], shipped_profiles())
    >>> found.role("http://www.w3.org/2004/02/skos/core#broader")
    'taxonomy'
    """
    used = Terms(predicates, classes)
    applied = [profile for profile in profiles if used.of(profile)]
    reasons = [Reason(profile.name, used.because(profile)) for profile in applied]
    if own is not None:
        applied.insert(0, own)
        reasons.insert(0, Reason(own.name, "a profile of one's own"))
    return merge(applied, used, tuple(reasons))


def every_term(profiles: Sequence[Profile]) -> Interpretation:
    """What the profiles say of all their terms, for a graph whose terms are not known; patterns stand for nothing."""
    predicates = {
        step.removeprefix("^").partition(" ")[0]
        for profile in profiles
        for node in (NodeKind("", parts=profile.evidence), NodeKind("", parts=profile.times), *profile.nodes)
        for ways in node.parts.values()
        for way in ways
        for step in way
    }
    for profile in profiles:
        predicates |= {term for terms in profile.roles.values() for term in terms}
        predicates |= {
            step.removeprefix("^").partition(" ")[0]
            for naming in (*profile.labels, *profile.aliases, *profile.descriptions)
            for way in naming
            for step in way
        }
        predicates |= {term for node in profile.nodes for term in (*node.reached, *node.marks)}
    classes = {one for profile in profiles for node in profile.nodes for one in node.classes}
    return merge(profiles, Terms(predicates, classes))


class Terms:
    """The terms that a graph uses."""

    def __init__(self, predicates: Iterable[str], classes: Iterable[str]) -> None:
        self.predicates, self.classes = frozenset(predicates), frozenset(classes)
        self.every = self.predicates | self.classes
        self.spaces: defaultdict[str, list[str]] = defaultdict(list)
        for term in sorted(self.every):
            self.spaces[term[: max(term.rfind("#"), term.rfind("/"), term.rfind(":")) + 1]].append(term)

    def of(self, profile: Profile) -> list[str]:
        """The terms of a profile that occur, by which it is known to apply."""
        found = [
            term
            for space, terms in self.spaces.items()
            if any(space.startswith(one) for one in profile.namespaces)
            for term in terms
        ]
        named = [term for one in profile.terms for term in expand(one, self.every)]
        return list(dict.fromkeys(named + found))

    def because(self, profile: Profile) -> str:
        """Why a profile applies, for a person."""
        found = self.of(profile)
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        return f"the graph uses {', '.join(found[:3])}{more}"

    def ways(self, ways: Iterable[Way]) -> tuple[Way, ...]:
        """Ways whose every step is a predicate that occurs, patterns expanded."""
        return tuple(dict.fromkeys(found for way in ways for found in self.expanded(way)))

    def expanded(self, way: Way) -> Iterator[Way]:
        """What a way stands for."""
        yield from product(*(expand(step, self.predicates) for step in way))

    def namings(self, namings: Iterable[Naming]) -> tuple[Naming, ...]:
        """Namings whose every way can be followed."""
        kept: list[Naming] = []
        for naming in namings:
            if len(naming) == 1:
                kept += [(way,) for way in self.expanded(naming[0])]
            elif all(any(self.expanded(way)) for way in naming):
                kept.append(naming)
        return tuple(dict.fromkeys(kept))


def merge(applied: Sequence[Profile], used: Terms, reasons: tuple[Reason, ...] = ()) -> Interpretation:
    """What profiles say together of the terms that are used, the first of them before the others."""
    nodes = tuple(node for profile in applied for kind in profile.nodes if (node := _narrow(kind, used)) is not None)
    labels = used.namings([naming for profile in applied for naming in profile.labels])
    return Interpretation(
        labels=labels,
        aliases=tuple(
            naming
            for naming in used.namings([naming for profile in applied for naming in profile.aliases])
            if naming not in labels
        ),
        descriptions=used.namings([naming for profile in applied for naming in profile.descriptions]),
        roles=_roles(applied, used, nodes),
        nodes=nodes,
        evidence=_gather((profile.evidence for profile in applied), used),
        declares=tuple(
            dict.fromkeys(
                one for profile in applied for term in profile.declares for one in expand(term, used.predicates)
            )
        ),
        reasons=reasons,
        same=tuple(dict.fromkeys(one for profile in applied for one in profile.same)),
        languages=_languages(applied, used),
        generic=tuple(
            dict.fromkeys(one for profile in applied for term in profile.generic for one in expand(term, used.classes))
        ),
        times=_gather((profile.times for profile in applied), used),
    )


def _languages(applied: Sequence[Profile], used: Terms) -> dict[str, str]:
    """The language of texts without a tag, by predicate."""
    return {
        one: tag
        for profile in reversed(applied)
        for term, tag in profile.languages.items()
        for one in expand(term, used.predicates)
    }


def _gather(tables: Iterable[Mapping[str, tuple[Way, ...]]], used: Terms) -> dict[str, tuple[Way, ...]]:
    """The ways of several profiles by part, as far as they can be followed."""
    gathered: defaultdict[str, list[Way]] = defaultdict(list)
    for table in tables:
        for part, ways in table.items():
            gathered[part] += used.ways(ways)
    return {part: tuple(dict.fromkeys(ways)) for part, ways in gathered.items() if ways}


def _narrow(kind: NodeKind, used: Terms) -> NodeKind | None:
    """A kind of nodes as far as its terms occur; ``None`` where no node is known by them, and nothing is qualified by them."""
    classes, reached, marks = (
        tuple(dict.fromkeys(one for term in terms for one in expand(term, known)))
        for terms, known in (
            (kind.classes, used.classes),
            (kind.reached, used.predicates),
            (kind.marks, used.predicates),
        )
    )
    parts = {part: found for part, ways in kind.parts.items() if (found := used.ways(ways))}
    if not (classes or reached or marks or "qualifier" in parts):
        return None
    return NodeKind(kind.kind, classes, reached, marks, parts, kind.rewrite)


def _roles(applied: Sequence[Profile], used: Terms, nodes: Iterable[NodeKind]) -> dict[str, str]:
    """The role of each predicate that occurs and that somebody knows."""
    exact: dict[str, str] = {}
    fitting: dict[str, str] = {}
    for profile in applied:
        for role, terms in profile.roles.items():
            for term in terms:
                for one in expand(term, used.predicates):
                    (fitting if "*" in term else exact).setdefault(one, role)
    written = _written(nodes)
    return dict(sorted((dict.fromkeys(written, "structural") | fitting | exact).items()))


def _written(nodes: Iterable[NodeKind]) -> Collection[str]:
    return {one for node in nodes if node.kind in WRITTEN for one in (*node.reached, *node.marks)}
