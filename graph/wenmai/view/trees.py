"""Which predicates make trees: a taxonomy (broader, subclass) or parts of a whole, and which of their ends stands above.

Profiles say which predicates put one thing above another; which way round, their names say: Wikidata's and OBO's are numbers, and
are listed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wenmai.terms import local_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from wenmai.index import Index

KINDS, PARTS = 0, 1
"""What a tree is of."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|P?\d+i?")
_KINDS = frozenset({"broader", "broad", "narrower", "narrow", "class", "property"})
_DOWN = frozenset(
    {"narrower", "narrow", "contains", "comprises", "includes", "composed", "subset", "inside", "dataset", "catalog", "distribution"}
)  # fmt: skip
_UP_AFTER_HAS = frozenset({"broader", "location", "series"})
_NUMBERED = {
    "P279": (KINDS, True), "P171": (KINDS, True), "P1647": (KINDS, True), "P361": (PARTS, True), "P527": (PARTS, False),
    "BFO_0000050": (PARTS, True), "BFO_0000051": (PARTS, False), "broaderThan": (KINDS, True), "subOrganization": (PARTS, False),
    "isLocationOf": (PARTS, False), "hasConcept": (KINDS, False),
}  # fmt: skip
_PLAIN = frozenset(
    {"partOf", "isPartOf", "part_of", "hasPart", "has_part", "subClassOf", "broader", "narrower", "parent"}
)
"""Local names that say so in any vocabulary."""

_NEVER = frozenset({"prev", "source"})


def trees(index: Index, predicates: Iterable[int]) -> Iterator[list[int]]:
    """The predicates that make trees, as [predicate, of kinds or parts, 1 where the object stands above]."""
    names = {number: local_name(index.predicates[number]) for number in predicates}
    for number, name in names.items():
        said = index.role(number) == "taxonomy" or name in _PLAIN
        if not said or name in _NEVER or _repeats(name, names.values()):
            continue
        kind, up = direction(name)
        yield [number, kind, int(up)]


def _repeats(name: str, names: Collection[str]) -> bool:
    """Whether a predicate is the transitive closure of another that is there."""
    plain = name.replace("Transitive", "")
    return plain != name and plain in names


def direction(name: str) -> tuple[int, bool]:
    """What a predicate makes a tree of, by its local name, and whether its object stands above its subject.

    >>> direction("broader"), direction("P46_is_composed_of"), direction("hasLocation"), direction("subOrganizationOf")
    ((0, True), (1, False), (1, True), (1, True))
    """
    if name in _NUMBERED:
        return _NUMBERED[name]
    words = {word.lower() for word in _WORD.findall(name)}
    kind = PARTS if words.isdisjoint(_KINDS) else KINDS
    down = not words.isdisjoint(_DOWN) or ("has" in words and words.isdisjoint(_UP_AFTER_HAS))
    return kind, not down
