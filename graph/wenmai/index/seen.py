"""What the interpretation of a graph was made from, kept in its index: a change need not read the whole graph to know whether it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wenmai.index.layout import MOST_NAMING
from wenmai.index.sections import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from wenmai.index.adjacency import Index
    from wenmai.index.differing import Difference
    from wenmai.index.sections import Parts
    from wenmai.profiles import Interpretation, Profile

    Usage = Mapping[str, tuple[int, int]]
    """By how many subjects each naming predicate has texts, and by how many several of a language."""

COMMON = 50
"""Of predicates with fewer links it is not asked whether they lead to one thing that all share."""


class SharedObject(NamedTuple):
    """A predicate that many nodes have: its links, how many of them lead to one object, and the first such object."""

    links: int
    most: int
    object: str


def is_common(links: int, nodes: int) -> bool:
    """Whether a predicate has so many links that it is asked where they lead."""
    return links >= max(COMMON, nodes // 3)


class SeenTerms(NamedTuple):
    """The terms of a graph that is indexed: its predicates and classes, sorted, and how those that may name things are used."""

    predicates: list[str]
    classes: list[str]
    usage: Usage


def write_seen(terms: SeenTerms, shared: Mapping[str, SharedObject]) -> Parts:
    """The sections."""
    usage = [f"{iri} {subjects} {several}" for iri, (subjects, several) in sorted(terms.usage.items())]
    leading = [f"{iri} {told.links} {told.most} {told.object}" for iri, told in sorted(shared.items())]
    return [
        *table("seen.predicate", terms.predicates),
        *table("seen.class", terms.classes),
        *table("seen.usage", usage),
        *table("seen.shared", leading),
    ]


class Seen:
    """What was seen of the terms of a graph when it was indexed: every predicate and class, and how they are used."""

    def __init__(self, index: Index) -> None:
        data = index.sections
        self.is_known = "seen.predicate" in data
        tables = ("predicate", "class", "usage", "shared") if self.is_known else ()
        self._told = {name: data.strings(f"seen.{name}").all() for name in tables}

    @property
    def predicates(self) -> frozenset[str]:
        """The predicates of all triples."""
        return frozenset(self._told["predicate"])

    @property
    def classes(self) -> frozenset[str]:
        """The objects of ``rdf:type``."""
        return frozenset(self._told["class"])

    @property
    def usage(self) -> dict[str, tuple[int, int]]:
        """How predicates that may name things are used."""
        rows = (row.rsplit(" ", 2) for row in self._told["usage"])
        return {iri: (int(subjects), int(several)) for iri, subjects, several in rows}

    @property
    def shared(self) -> dict[str, SharedObject]:
        """Where the links of common predicates lead."""
        rows = (row.split(" ", 3) for row in self._told["shared"])
        return {iri: SharedObject(int(links), int(most), top) for iri, links, most, top in rows}


class OccurringTerms(NamedTuple):
    """The terms of a graph after a change: its predicates, its classes, the pairs of predicates of which one is below the other."""

    predicates: Collection[str]
    classes: Collection[str]
    below: Collection[tuple[str, str]]


def reinterpret(change: Difference, terms: OccurringTerms, own: Profile | None) -> Interpretation | None:
    """What the terms of a graph mean after a change; ``None`` where that is not what they meant, or cannot be told from the change.

    What profiles apply, and how often what was guessed holds, may be otherwise: that is said in the reasons.
    """
    from wenmai.profiles import read_interpretation
    from wenmai.profiles.guessing import guess_names, guess_roles
    from wenmai.profiles.merging import interpret
    from wenmai.profiles.shipped import shipped_profiles

    if named_terms(change.before) != named_terms(change.after):
        return None
    profiles, known = shipped_profiles(), change.base.interpretation
    found = interpret(sorted(terms.predicates), sorted(terms.classes), profiles, own)
    spaces = tuple(space for profile in profiles for space in profile.namespaces)
    named = {way[-1] for naming in (*found.labels, *found.aliases) for way in naming}
    naming = _may_name(terms.predicates, own)
    unknown = {one for one in naming if one not in named and not one.startswith(spaces)}
    if len(naming) + len(terms.below) >= MOST_NAMING:
        return None
    usage = _usage(change, unknown.union(lower for lower, _ in terms.below))
    shared = _shared(change)
    if shared is None:
        return None
    found = guess_roles(guess_names(found, usage, terms.below), shared)
    found = read_interpretation(found.write())
    return found if found._replace(reasons=()) == known._replace(reasons=()) else None


def named_terms(index: Index) -> dict[str, str]:
    """The predicates of an index that go by the name of an entity, and that entity."""
    data = index.sections
    if "term" not in data:
        return {}
    return {
        term: index.iri(node)
        for term, node in zip(data.strings("term").all(), data.numbers("term.node", "I"), strict=True)
    }


def _may_name(predicates: Iterable[str], own: Profile | None) -> list[str]:
    """Those predicates whose texts are collected when they are met."""
    from wenmai.index.predicates import Predicates

    met = Predicates(own)
    for predicate in sorted(predicates):
        met[predicate.encode()]
    return met.named


def _usage(change: Difference, wanted: Iterable[str]) -> dict[str, tuple[int, int]]:
    """How some predicates are used now."""
    base, before, after = (Seen(index).usage for index in (change.base, change.before, change.after))
    none = (0, 0)
    found = {
        iri: tuple(a + c - b for a, b, c in zip(*(told.get(iri, none) for told in (base, before, after)), strict=True))
        for iri in sorted(wanted)
    }
    return {iri: (subjects, several) for iri, (subjects, several) in found.items() if subjects}


def _shared(change: Difference) -> dict[str, tuple[int, int]] | None:
    """Where the links of common predicates lead now, of those that may lead to one thing; ``None`` where that is not sure."""
    from wenmai.profiles.guessing import SHARED

    seen, found = Seen(change.base).shared, {}
    for iri, links in change.predicate_counts.items():
        if not is_common(links, change.node_count):
            continue
        if iri not in seen:
            return None
        new = [value for _, predicate, value in change.new if predicate == iri]
        gone = [value for _, predicate, value in change.gone if predicate == iri]
        most = seen[iri].most + new.count(seen[iri].object) - gone.count(seen[iri].object)
        if most >= SHARED * links:
            found[iri] = links, most
        elif seen[iri].most + len(new) >= SHARED * links:
            return None
    return found
