"""What the terms of an endpoint mean: by the profiles that come with wenmai, whichever of their terms it uses, and a person's own.

Most endpoints name things by predicates of their own and fold nothing: of them it is enough to know which terms of the profiles are
used. Where one uses a term by which nodes are known that only write something down, or names that stand on nodes of their own, or where
a person gives a profile, all of its predicates and classes are asked for once, and mean what they would in a file.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from wenmai.sources.endpoint.columns import maybe, resource
from wenmai.sources.endpoint.requests.transport import Failed, Unavailable
from wenmai.sources.endpoint.sparql import is_iri
from wenmai.statements.spellings import SPELLINGS
from wenmai.terms import ALIASES, LABELS, TYPE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from wenmai.profiles import Interpretation, NodeKind, Profile
    from wenmai.profiles.profile import Naming
    from wenmai.sources.endpoint.dataset import Dataset
    from wenmai.sources.endpoint.learning.used import UsedTerms

PATIENCE = 20.0
"""Seconds allowed for telling all terms, with retries."""


class NamePredicates(NamedTuple):
    """How entities are named, the best first, each a naming of a profile; a name's kind is its place among labels, then aliases."""

    labels: tuple[Naming, ...]
    aliases: tuple[Naming, ...]

    @property
    def every(self) -> tuple[Naming, ...]:
        """Labels and aliases."""
        return self.labels + self.aliases

    @property
    def direct(self) -> tuple[str, ...]:
        """The predicates of those whose literals are names of their subject."""
        return tuple(naming[0][0] for naming in self.every if len(naming) == 1 == len(naming[0]))

    def among(self, used: Collection[str]) -> NamePredicates:
        """Those that are used; the usual ones where none is, so that a question has something to ask for."""
        labels, aliases = (tuple(one for one in some if one[0][0] in used) for some in self)
        return NamePredicates(labels, aliases) if labels or aliases else USUAL


def _plain(predicates: Iterable[str]) -> tuple[Naming, ...]:
    return tuple(((one,),) for one in predicates)


USUAL = NamePredicates(_plain(LABELS), _plain(ALIASES))
"""Those that are asked for where an endpoint does not tell which of all it uses."""


@cache
def every_meaning() -> Interpretation:
    """What the profiles that come with wenmai say of all their terms."""
    from wenmai.profiles.merging import every_term
    from wenmai.profiles.shipped import shipped_profiles

    return every_term(shipped_profiles())


@cache
def name_predicates() -> NamePredicates:
    """The predicates that name by themselves; a name at the end of a way, or put together of several, is among no such."""
    meaning = every_meaning()
    return NamePredicates(_plain(_direct(meaning.labels)), _plain(_direct(meaning.aliases)))


@cache
def class_predicates() -> frozenset[str]:
    """The predicates beside ``rdf:type`` that say of what class a thing is."""
    roles = every_meaning().roles.items()
    return frozenset(one for one, role in roles if role == "class" and "*" not in one) - {TYPE}


UNWALKED = frozenset({"structural", "opposite", "naming", "class"})
"""Roles of predicates that are read but make no links."""


@cache
def silent_predicates() -> frozenset[str]:
    """The predicates that make no links by any of the profiles, but for those of classes."""
    roles = every_meaning().roles.items()
    return frozenset(one for one, role in roles if role in UNWALKED and role != "class" and "*" not in one)


def _direct(namings: Iterable[Naming]) -> Iterable[str]:
    return (naming[0][0] for naming in namings if len(naming) == 1 == len(naming[0]) and "*" not in naming[0][0])


class Telltales(NamedTuple):
    """Terms whose use shows that what an endpoint means is to be looked into: predicates, those that lead there, and classes."""

    predicates: frozenset[str]
    leading: frozenset[str]
    classes: frozenset[str]


@cache
def telltales() -> Telltales:
    """Those of the profiles that come with wenmai.

    A predicate that leads to nodes of a kind shows it only where something is said of what it leads to: a definition may be a text.
    """
    meaning = every_meaning()
    kinds = [kind for kind in meaning.nodes if not _is_spelt(kind)]
    apart = [
        step.removeprefix("^").partition(" ")[0]
        for naming in (*meaning.labels, *meaning.aliases)
        if len(naming) > 1 or len(naming[0]) > 1
        for way in naming
        for step in (way[:1] if len(naming) == 1 else way[-1:])
    ]
    marks, reached, classes = (
        frozenset(one for kind in kinds for one in getattr(kind, name) if "*" not in one)
        for name in ("marks", "reached", "classes")
    )
    return Telltales(marks.union(apart), reached, classes)


def _is_spelt(kind: NodeKind) -> bool:
    """Whether nodes of a kind are statements that are read as such everywhere."""
    return any((spelling.subject,) in kind.parts.get("subject", ()) for spelling in SPELLINGS)


class Understood:
    """What the terms of one endpoint mean; ``own`` is a person's own profile.

    ``meaning`` is ``None`` of an endpoint that names and links things by predicates alone.
    """

    def __init__(self, dataset: Dataset, terms: UsedTerms, own: Profile | None) -> None:
        self.dataset, self.terms, self.own = dataset, terms, own

    @cached_property
    def meaning(self) -> Interpretation | None:
        """What all terms mean."""
        return None if self.own is None and not self.terms.telling else self.every

    @cached_property
    def every(self) -> Interpretation:
        """What all terms mean, whether it is needed or not."""
        from wenmai.profiles.merging import interpret
        from wenmai.profiles.shipped import shipped_profiles

        return interpret(*self.vocabulary, shipped_profiles(), self.own)

    @cached_property
    def vocabulary(self) -> tuple[frozenset[str], frozenset[str]]:
        """Every predicate and every class; those that were asked for by name, where the endpoint does not tell all in time."""

        def read(kept: Any) -> tuple[frozenset[str], frozenset[str]]:
            return frozenset(map(str, kept[0])), frozenset(map(str, kept[1]))

        return self.dataset.kept.recall("vocabulary", self._ask, read, lambda found: list(map(sorted, found)))

    def _ask(self) -> tuple[frozenset[str], frozenset[str]]:
        query = self.dataset.query(
            "SELECT ?p ?t { { SELECT DISTINCT ?p { {{?s ?p ?o}} } } UNION { SELECT DISTINCT ?t { {{?s $type ?t}} } } }",
            type=TYPE,
        )
        try:
            found = self.dataset.select(query, maybe(resource("p")), maybe(resource("t")), within=PATIENCE)
        except Unavailable:
            raise
        except Failed as failure:
            self.dataset.notice(
                f"not all terms could be listed: {self.dataset.client.shown} {failure.reason}; only those that profiles"
                " name are understood"
            )
            return self.terms.every
        predicates, classes = (frozenset(row[place] for row in found if is_iri(row[place] or "")) for place in (0, 1))
        return predicates, classes
