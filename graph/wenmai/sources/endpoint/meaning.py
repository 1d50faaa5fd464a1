"""What the terms of an endpoint mean: by the profiles that come with wenmai, whichever of their terms it uses."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wenmai.terms import ALIASES, LABELS, TYPE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from wenmai.profiles import Interpretation
    from wenmai.profiles.profile import Naming


class NamePredicates(NamedTuple):
    """The predicates whose literals name entities, the best first; a name's kind is its place among labels, then aliases."""

    labels: tuple[str, ...]
    aliases: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        """Labels and aliases."""
        return self.labels + self.aliases

    def among(self, used: Collection[str]) -> NamePredicates:
        """Those that are used; the usual ones where none is, so that a question has something to ask for."""
        labels, aliases = (tuple(one for one in some if one in used) for some in self)
        return NamePredicates(labels, aliases) if labels or aliases else USUAL


USUAL = NamePredicates(LABELS, ALIASES)
"""Those that are asked for where an endpoint does not tell which of all it uses."""


@cache
def every_meaning() -> Interpretation:
    """What the profiles that come with wenmai say of all their terms."""
    from wenmai.profiles.merging import every_term
    from wenmai.profiles.shipped import shipped_profiles

    return every_term(shipped_profiles())


@cache
def name_predicates() -> NamePredicates:
    """The predicates that name by themselves: a name at the end of a way, or put together of several, is not asked for."""
    meaning = every_meaning()
    return NamePredicates(tuple(_direct(meaning.labels)), tuple(_direct(meaning.aliases)))


@cache
def class_predicates() -> frozenset[str]:
    """The predicates beside ``rdf:type`` that say of what class a thing is."""
    roles = every_meaning().roles.items()
    return frozenset(one for one, role in roles if role == "class" and "*" not in one) - {TYPE}


def _direct(namings: Iterable[Naming]) -> Iterable[str]:
    return (naming[0][0] for naming in namings if len(naming) == 1 == len(naming[0]) and "*" not in naming[0][0])
