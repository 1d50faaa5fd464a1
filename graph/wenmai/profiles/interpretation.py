"""What the terms of one graph are taken to mean: the profiles that apply, merged, and what was guessed of the rest.

It names only terms that the graph uses, so it is small; an index is built with it and keeps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenmai.profiles.profile import CONNECTING, DOMAIN, NODE_KINDS, NodeKind
from wenmai.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wenmai.profiles.profile import Naming, Way


class Reason(NamedTuple):
    """Why something is taken as it is: the profile that says so, or what was seen."""

    what: str
    why: str


class Interpretation(NamedTuple):
    """What the terms of one graph mean; see :class:`~wenmai.profiles.profile.Profile` for the parts.

    ``roles`` has the role of each predicate that has one; ``reasons`` say which profiles apply and what was guessed.
    """

    labels: tuple[Naming, ...] = ()
    aliases: tuple[Naming, ...] = ()
    descriptions: tuple[Naming, ...] = ()
    roles: Mapping[str, str] = {}
    nodes: tuple[NodeKind, ...] = ()
    evidence: Mapping[str, tuple[Way, ...]] = {}
    declares: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    same: tuple[str, ...] = ()
    languages: Mapping[str, str] = {}
    generic: tuple[str, ...] = ()
    times: Mapping[str, tuple[Way, ...]] = {}

    def role(self, predicate: str) -> str:
        """The role of a predicate; ``domain`` where nobody knows it."""
        return self.roles.get(predicate, DOMAIN)

    def connects(self, predicate: str) -> bool:
        """Whether paths go by a predicate unless they are told otherwise."""
        return self.role(predicate) in CONNECTING

    def kinds(self, *kinds: str) -> list[NodeKind]:
        """The nodes of some kinds, all of them when none is named, in the order of the profiles."""
        return [node for node in self.nodes if not kinds or node.kind in kinds]

    def classes(self, *kinds: str) -> frozenset[str]:
        """The classes whose instances are nodes of some kinds."""
        return frozenset(one for node in self.kinds(*kinds) for one in node.classes)

    @property
    def naming(self) -> frozenset[str]:
        """The predicates whose literals are names of their subject."""
        return frozenset(way[0] for naming in (*self.labels, *self.aliases) for way in naming if len(way) == 1)

    @property
    def named(self) -> frozenset[str]:
        """The predicates whose literals are names, or parts of names, of their subject or of what leads to it."""
        return frozenset(way[-1] for naming in (*self.labels, *self.aliases) for way in naming)

    @property
    def told_apart(self) -> frozenset[str]:
        """The predicates that a description tells as names and classes: it need not tell them again as facts."""
        leading = {
            way[0].partition(" ")[0] for naming in (*self.labels, *self.aliases) for way in naming if len(way) > 1
        }
        roles = {predicate for predicate, role in self.roles.items() if role in ("class", "naming")}
        return self.naming | frozenset(leading & roles) | {one for one in roles if self.roles[one] == "class"}

    def write(self) -> str:
        """A text from which :func:`read_interpretation` makes the same again."""
        import json

        return json.dumps(self, ensure_ascii=False, separators=(",", ":"))


def read_interpretation(text: str) -> Interpretation:
    """What :meth:`Interpretation.write` wrote.

    >>> one = Interpretation(labels=((("urn:name",),),), nodes=(NodeKind("list", marks=("urn:first",)),))
    >>> read_interpretation(one.write()) == one
    True
    """
    import json

    told = json.loads(text)
    labels, aliases, descriptions, roles, nodes, evidence, declares, reasons, same, languages, generic, times = told
    return Interpretation(
        labels=_namings(labels),
        aliases=_namings(aliases),
        descriptions=_namings(descriptions),
        roles=roles,
        nodes=tuple(
            NodeKind(kind, tuple(classes), tuple(reached), tuple(marks), _ways(parts), tuple((a, b) for a, b in pairs))
            for kind, classes, reached, marks, parts, pairs in nodes
        ),
        evidence=_ways(evidence),
        declares=tuple(declares),
        reasons=tuple(Reason(*reason) for reason in reasons),
        same=tuple(same),
        languages=languages,
        generic=tuple(generic),
        times=_ways(times),
    )


def _namings(namings: list[list[list[str]]]) -> tuple[Naming, ...]:
    return tuple(tuple(map(tuple, naming)) for naming in namings)


def _ways(parts: Mapping[str, list[list[str]]]) -> dict[str, tuple[Way, ...]]:
    return {part: tuple(map(tuple, ways)) for part, ways in parts.items()}


__all__ = ["NODE_KINDS", "Interpretation", "Reason", "read_interpretation"]
