"""The predicates that a builder meets, and what is known of each by its name alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.index.layout import MOST_NAMING
from wenmai.index.said import has_role
from wenmai.profiles.guessing import may_name
from wenmai.profiles.patterns import expand
from wenmai.profiles.shipped import naming_predicates

if TYPE_CHECKING:
    from wenmai.profiles import Profile


class Predicates(dict[bytes, int]):
    """The number of every predicate, in the order they are met; which of them may name a resource, or say who and when.

    They are known by their IRI in UTF-8, as resources are. Whether a predicate names its subjects is known only when all
    terms are: ``kinds`` are places in ``named``, the predicates that may.
    """

    def __init__(self, own: Profile | None = None) -> None:
        self.kinds: dict[int, int] = {}
        self.named: list[str] = []
        self.roles: dict[int, str] = {}
        wanted = own.naming_predicates() if own is not None else frozenset[str]()
        self._naming = naming_predicates() | wanted
        self._patterns = sorted(one for one in wanted if "*" in one)

    def __missing__(self, name: bytes) -> int:
        number, iri = len(self), name.decode()
        self[name] = number
        if len(self.named) < MOST_NAMING and (
            iri in self._naming or may_name(iri) or any(expand(pattern, (iri,)) for pattern in self._patterns)
        ):
            self.collect(iri)
        if has_role(iri):
            self.roles[number] = iri
        return number

    def collect(self, iri: str) -> None:
        """Take a predicate that was met for one that may name things."""
        self.kinds[self[iri.encode()]] = len(self.named)
        self.named.append(iri)
